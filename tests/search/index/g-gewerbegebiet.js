offenlageSuche("g-gewerbegebiet","e17101e9","!!!!@");
