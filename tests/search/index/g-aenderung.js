offenlageSuche("g-aenderung","8c01bdf9","!!!!@;");
