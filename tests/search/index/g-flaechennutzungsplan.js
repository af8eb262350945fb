offenlageSuche("g-flaechennutzungsplan","710fc3e8","!!!!X");
