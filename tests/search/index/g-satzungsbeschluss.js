offenlageSuche("g-satzungsbeschluss","e17101e9","!!J");
