offenlageSuche("g-landkreis","fb4cfd78","!!!&K");
