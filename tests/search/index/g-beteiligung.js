offenlageSuche("g-beteiligung","fb4cfd78","!!X");
