offenlageSuche("g-gewaesser","e17101e9","?");
