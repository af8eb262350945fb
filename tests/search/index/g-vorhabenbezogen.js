offenlageSuche("g-vorhabenbezogen","8c01bdf9","!!!!J");
