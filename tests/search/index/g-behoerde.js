offenlageSuche("g-behoerde","8c01bdf9","0");
