offenlageSuche("v-g","e17101e9","gefasst geht Gewerbepark Görlitz Grundstück");
