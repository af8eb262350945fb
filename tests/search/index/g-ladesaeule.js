offenlageSuche("g-ladesaeule","fb4cfd78","J");
