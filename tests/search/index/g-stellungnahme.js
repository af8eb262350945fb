offenlageSuche("g-stellungnahme","710fc3e8","@");
