offenlageSuche("g-umweltbericht","710fc3e8","!!N");
