offenlageSuche("v-e","e17101e9","eingestellt Ergänzungssatzung Erklärung everybody");
