offenlageSuche("g-karte","8c01bdf9","!!0");
