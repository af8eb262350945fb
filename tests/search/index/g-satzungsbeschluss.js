offenlageSuche("g-satzungsbeschluss","710fc3e8","!!J");
