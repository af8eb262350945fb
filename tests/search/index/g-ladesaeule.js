offenlageSuche("g-ladesaeule","e17101e9","J");
