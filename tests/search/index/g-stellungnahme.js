offenlageSuche("g-stellungnahme","fb4cfd78","@");
