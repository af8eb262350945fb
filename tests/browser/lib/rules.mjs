// What html-validate asks of every page, with the reason for each rule that differs.

export const RULES = {
  root: true,
  extends: ["html-validate:recommended", "html-validate:document", "html-validate:a11y"],
  rules: {
    // HTML knows no case here; both are written.
    "doctype-style": "off",
    // Pages are made by templates: their white space is nobody's reading.
    "no-trailing-whitespace": "off",
    // `<meta …/>` and `<meta …>` are the same; ours have no slash.
    "void-style": ["error", { style: "omit" }],
    // A number may break into lines on a small screen; links to it hold it whole.
    "tel-non-breaking": "off",
    // An id may begin with a digit, as the names of phases do.
    "valid-id": ["error", { relaxed: true }],
    // Titles of plans are long, and cutting them would make two alike.
    "long-title": "off",
    // The policy already refuses what this guards against: scripts from elsewhere.
    "require-sri": "off",
  },
};
