offenlageSuche("g-umweltbericht","e17101e9","!!N");
