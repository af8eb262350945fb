offenlageSuche("g-gewerbegebiet","8c01bdf9","!!!!@");
