offenlageSuche("g-windenergie","710fc3e8","!!X");
