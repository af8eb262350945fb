offenlageSuche("v-s","e17101e9","Satzungsbeschluss seit Sprache Stadt statement Süd-Ost");
