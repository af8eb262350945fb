offenlageSuche("g-strasse","8c01bdf9","@1!!X");
