offenlageSuche("g-leichtesprache","8c01bdf9","!!!!4");
