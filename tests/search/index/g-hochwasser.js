offenlageSuche("g-hochwasser","fb4cfd78","N!?");
