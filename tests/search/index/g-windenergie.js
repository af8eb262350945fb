offenlageSuche("g-windenergie","e17101e9","!!X");
