offenlageSuche("g-umweltbericht","8c01bdf9","!!N");
