offenlageSuche("g-innenbereich","fb4cfd78","!!!!?");
