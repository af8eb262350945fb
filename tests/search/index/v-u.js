offenlageSuche("v-u","e17101e9","über");
