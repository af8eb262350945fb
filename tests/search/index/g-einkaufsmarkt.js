offenlageSuche("g-einkaufsmarkt","710fc3e8","!!!!J");
