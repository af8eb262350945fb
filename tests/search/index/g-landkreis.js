offenlageSuche("g-landkreis","e17101e9","!!!&K");
