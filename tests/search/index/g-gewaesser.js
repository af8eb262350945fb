offenlageSuche("g-gewaesser","710fc3e8","?");
