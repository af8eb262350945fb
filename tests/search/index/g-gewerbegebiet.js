offenlageSuche("g-gewerbegebiet","710fc3e8","!!!!@");
