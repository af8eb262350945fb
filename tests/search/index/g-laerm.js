offenlageSuche("g-laerm","fb4cfd78","N");
