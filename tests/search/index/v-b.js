offenlageSuche("v-b","e17101e9","Barrierefreiheit Bautzen Bebauungsplan Beteiligung B-Plan Budyšin");
