offenlageSuche("g-tierhaltung","e17101e9","X");
