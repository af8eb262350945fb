offenlageSuche("g-hochwasser","e17101e9","N!?");
