offenlageSuche("g-flurstueck","fb4cfd78","N!!0!!?");
