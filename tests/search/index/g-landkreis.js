offenlageSuche("g-landkreis","710fc3e8","!!!&K");
