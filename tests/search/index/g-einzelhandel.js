offenlageSuche("g-einzelhandel","fb4cfd78","J");
