offenlageSuche("v-a","e17101e9","Accessibility alle Altes Änderung angekündigt Auskunft Auszug");
