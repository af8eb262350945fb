offenlageSuche("g-vorhabenbezogen","fb4cfd78","!!!!J");
