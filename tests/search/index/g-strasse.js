offenlageSuche("g-strasse","fb4cfd78","@1!!X");
