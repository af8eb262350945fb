offenlageSuche("g-laerm","e17101e9","N");
