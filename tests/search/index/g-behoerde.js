offenlageSuche("g-behoerde","710fc3e8","0");
