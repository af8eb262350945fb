offenlageSuche("g-landkreis","8c01bdf9","!!!&K");
