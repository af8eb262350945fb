offenlageSuche("g-karte","710fc3e8","!!0");
