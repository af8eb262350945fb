offenlageSuche("v-n","e17101e9","Nahversorger");
