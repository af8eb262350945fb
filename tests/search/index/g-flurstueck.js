offenlageSuche("g-flurstueck","8c01bdf9","N!!0!!?");
