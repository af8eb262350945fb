offenlageSuche("g-radweg","fb4cfd78","?");
