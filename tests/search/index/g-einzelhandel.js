offenlageSuche("g-einzelhandel","710fc3e8","J");
