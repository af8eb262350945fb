offenlageSuche("g-tierhaltung","fb4cfd78","X");
