offenlageSuche("g-aenderung","fb4cfd78","!!!!@;");
