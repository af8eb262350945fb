offenlageSuche("g-bebauungsplan","710fc3e8","!!!!@-'");
