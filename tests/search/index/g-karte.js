offenlageSuche("g-karte","e17101e9",":!!0,");
