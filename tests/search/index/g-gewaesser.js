offenlageSuche("g-gewaesser","8c01bdf9","?");
