offenlageSuche("g-laermschutzwand","8c01bdf9","N");
