offenlageSuche("v-v","e17101e9","Verfahren Veröffentlichung Vogtland Vorhabenbezogener");
