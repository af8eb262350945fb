offenlageSuche("g-gewaesser","fb4cfd78","?");
