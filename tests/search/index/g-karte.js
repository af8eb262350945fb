offenlageSuche("g-karte","fb4cfd78","!!0");
