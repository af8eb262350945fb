offenlageSuche("g-aufstellungsbeschluss","710fc3e8","!!N");
