offenlageSuche("g-vorhabenbezogen","710fc3e8","!!!!J");
