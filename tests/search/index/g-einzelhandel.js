offenlageSuche("g-einzelhandel","8c01bdf9","J");
