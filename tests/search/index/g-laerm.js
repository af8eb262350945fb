offenlageSuche("g-laerm","710fc3e8","N");
