offenlageSuche("g-innenbereich","e17101e9","!!!!?");
