offenlageSuche("g-leichtesprache","fb4cfd78","!!!!4");
