offenlageSuche("g-bebauungsplan","fb4cfd78","!!!!@-'");
