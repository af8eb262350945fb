offenlageSuche("g-radweg","8c01bdf9","?");
