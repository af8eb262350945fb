offenlageSuche("g-auslegung","fb4cfd78","!!N");
