offenlageSuche("g-laermschutzwand","fb4cfd78","N");
