offenlageSuche("g-hochwasser","8c01bdf9","N!?");
