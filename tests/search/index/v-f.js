offenlageSuche("v-f","e17101e9","Flächennutzungsplan Flurstück frühzeitige");
