offenlageSuche("g-beteiligung","e17101e9","!!X");
