// Every page but the English ones, as four kinds of reader see it.

import { readAll } from "./lib/pages.mjs";

readAll((language) => language !== "en");
