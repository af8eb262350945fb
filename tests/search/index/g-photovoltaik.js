offenlageSuche("g-photovoltaik","8c01bdf9","J1");
