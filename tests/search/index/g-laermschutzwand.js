offenlageSuche("g-laermschutzwand","e17101e9","N");
