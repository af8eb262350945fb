offenlageSuche("g-aufstellungsbeschluss","8c01bdf9","!!N");
