offenlageSuche("g-oeffentlichkeit","e17101e9","@");
