offenlageSuche("v-k","e17101e9","Karte Karten Kraft");
