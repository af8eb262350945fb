offenlageSuche("g-auslegung","e17101e9","!!N");
