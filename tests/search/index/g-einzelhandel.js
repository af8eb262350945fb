offenlageSuche("g-einzelhandel","e17101e9","J");
