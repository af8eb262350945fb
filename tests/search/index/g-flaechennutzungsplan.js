offenlageSuche("g-flaechennutzungsplan","fb4cfd78","!!!!X");
