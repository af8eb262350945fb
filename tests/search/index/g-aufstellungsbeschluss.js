offenlageSuche("g-aufstellungsbeschluss","fb4cfd78","!!N");
