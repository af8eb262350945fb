offenlageSuche("g-satzungsbeschluss","fb4cfd78","!!J");
