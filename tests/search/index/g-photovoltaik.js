offenlageSuche("g-photovoltaik","e17101e9","J1");
