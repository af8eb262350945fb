offenlageSuche("g-behoerde","e17101e9","0");
