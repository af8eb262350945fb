offenlageSuche("g-windenergie","8c01bdf9","!!X");
