offenlageSuche("g-photovoltaik","710fc3e8","J1");
