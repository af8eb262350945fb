offenlageSuche("g-aufstellungsbeschluss","e17101e9","!!N");
