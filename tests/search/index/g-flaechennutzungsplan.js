offenlageSuche("g-flaechennutzungsplan","e17101e9","!!!!X");
