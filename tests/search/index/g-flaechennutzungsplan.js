offenlageSuche("g-flaechennutzungsplan","8c01bdf9","!!!!X");
