offenlageSuche("v-p","e17101e9","Plan Pläne plans");
