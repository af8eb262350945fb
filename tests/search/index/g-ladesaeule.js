offenlageSuche("g-ladesaeule","8c01bdf9","J");
