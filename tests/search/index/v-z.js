offenlageSuche("v-z","e17101e9","Ziegelstraße Ziegelwerk");
