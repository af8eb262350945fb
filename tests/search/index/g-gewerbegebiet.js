offenlageSuche("g-gewerbegebiet","fb4cfd78","!!!!@");
