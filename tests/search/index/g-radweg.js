offenlageSuche("g-radweg","e17101e9","?");
