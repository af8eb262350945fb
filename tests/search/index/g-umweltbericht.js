offenlageSuche("g-umweltbericht","fb4cfd78","!!N");
