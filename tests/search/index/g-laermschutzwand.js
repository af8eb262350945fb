offenlageSuche("g-laermschutzwand","710fc3e8","N");
