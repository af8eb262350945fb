offenlageSuche("v-c","e17101e9","Chrósćicy Crostwitz");
