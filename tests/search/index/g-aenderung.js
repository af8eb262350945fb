offenlageSuche("g-aenderung","710fc3e8","!!!!@;");
