offenlageSuche("g-innenbereich","8c01bdf9","!!!!?");
