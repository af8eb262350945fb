offenlageSuche("g-stellungnahme","e17101e9","@!!!!:");
