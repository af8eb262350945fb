offenlageSuche("g-laerm","8c01bdf9","N");
