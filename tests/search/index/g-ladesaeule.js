offenlageSuche("g-ladesaeule","710fc3e8","J");
