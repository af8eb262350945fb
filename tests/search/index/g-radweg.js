offenlageSuche("g-radweg","710fc3e8","?");
