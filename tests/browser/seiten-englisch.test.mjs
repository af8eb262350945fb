// The English pages, as four kinds of reader see them.

import { readAll } from "./lib/pages.mjs";

readAll((language) => language === "en");
