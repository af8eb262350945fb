offenlageSuche("v-i","e17101e9","Internet");
