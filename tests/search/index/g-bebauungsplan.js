offenlageSuche("g-bebauungsplan","8c01bdf9","!!!!@-'");
