offenlageSuche("g-bebauungsplan","e17101e9","!!!!@-',");
