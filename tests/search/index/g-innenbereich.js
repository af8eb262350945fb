offenlageSuche("g-innenbereich","710fc3e8","!!!!?");
