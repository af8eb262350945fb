offenlageSuche("g-oeffentlichkeit","8c01bdf9","@");
