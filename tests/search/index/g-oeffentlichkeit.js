offenlageSuche("g-oeffentlichkeit","fb4cfd78","@");
