offenlageSuche("g-einkaufsmarkt","8c01bdf9","!!!!J");
