offenlageSuche("g-leichtesprache","e17101e9","!!!!4");
