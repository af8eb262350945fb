offenlageSuche("g-einkaufsmarkt","fb4cfd78","!!!!J");
