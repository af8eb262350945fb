offenlageSuche("g-tierhaltung","8c01bdf9","X");
