offenlageSuche("g-tierhaltung","710fc3e8","X");
