offenlageSuche("v-o","e17101e9","Oelsnitz");
