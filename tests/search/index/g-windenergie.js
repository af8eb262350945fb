offenlageSuche("g-windenergie","fb4cfd78","!!X");
