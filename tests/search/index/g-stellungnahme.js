offenlageSuche("g-stellungnahme","8c01bdf9","@");
