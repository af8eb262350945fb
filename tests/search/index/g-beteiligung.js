offenlageSuche("g-beteiligung","8c01bdf9","!!X");
