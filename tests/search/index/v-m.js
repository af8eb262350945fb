offenlageSuche("v-m","e17101e9","Maps März Meißen Mitreden Mühlgraben");
