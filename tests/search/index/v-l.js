offenlageSuche("v-l","e17101e9","Landkreis Leichte Liegenschaftskataster Łužica");
