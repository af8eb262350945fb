offenlageSuche("g-flurstueck","710fc3e8","N!!0!!?");
