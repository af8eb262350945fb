offenlageSuche("g-photovoltaik","fb4cfd78","J1");
