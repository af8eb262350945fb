offenlageSuche("g-satzungsbeschluss","8c01bdf9","!!J");
