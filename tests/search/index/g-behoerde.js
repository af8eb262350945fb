offenlageSuche("g-behoerde","fb4cfd78","0");
