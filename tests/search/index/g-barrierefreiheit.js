offenlageSuche("g-barrierefreiheit","e17101e9","!!!!9$");
