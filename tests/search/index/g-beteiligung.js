offenlageSuche("g-beteiligung","710fc3e8","!!X");
