// What html-validate asks of every page, with the reason for each rule that differs.

import { HtmlValidate } from "html-validate";

const RULES = {
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

const JUDGE = new HtmlValidate(RULES);

/** What is invalid in a page, each with its place. */
export async function invalid(html, address) {
  const { results } = await JUDGE.validateString(html, address);
  return results
    .flatMap(({ messages }) => messages)
    .filter((message) => !isMeant(message, html))
    .map(({ ruleId, message, line, column }) => ({ fault: `${ruleId}: ${message}`, line, column }));
}

/** What html-validate cannot know. */
function isMeant({ ruleId, offset }, html) {
  const before = html.slice(0, offset);
  // A template's heading gets its words from the script that uses it.
  if (ruleId === "empty-heading") {
    return before.lastIndexOf("<template") > before.lastIndexOf("</template");
  }
  // The filter of a list and the day of a period answer while they are typed, with script only.
  const form = /^<form [^>]*\bdata-(?:filter|frist)\b[^>]* hidden>/;
  return ruleId === "wcag/h32" && form.test(html.slice(offset - 1, offset + 999));
}
