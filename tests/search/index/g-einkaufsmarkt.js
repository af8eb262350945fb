offenlageSuche("g-einkaufsmarkt","e17101e9","!!!!J");
