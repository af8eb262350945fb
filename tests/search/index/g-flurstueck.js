offenlageSuche("g-flurstueck","e17101e9","N,!!0!!?");
