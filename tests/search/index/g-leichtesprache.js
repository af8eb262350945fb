offenlageSuche("g-leichtesprache","710fc3e8","!!!!4");
