offenlageSuche("g-oeffentlichkeit","710fc3e8","@");
