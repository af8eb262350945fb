offenlageSuche("g-auslegung","8c01bdf9","!!N");
