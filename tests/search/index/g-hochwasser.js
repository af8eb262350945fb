offenlageSuche("g-hochwasser","710fc3e8","N!?");
