offenlageSuche("g-auslegung","710fc3e8","!!N");
