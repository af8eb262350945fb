offenlageSuche("g-vorhabenbezogen","e17101e9","!!!!J");
