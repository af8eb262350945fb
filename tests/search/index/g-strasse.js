offenlageSuche("g-strasse","e17101e9","@1!!X");
