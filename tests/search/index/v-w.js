offenlageSuche("v-w","e17101e9","Wohnungen");
