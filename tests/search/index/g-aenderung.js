offenlageSuche("g-aenderung","e17101e9","!!!!@;");
