offenlageSuche("g-strasse","710fc3e8","@1!!X");
