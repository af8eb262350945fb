//! Templates with what is known before any page is made: a text without placeholders, the address
//! of an asset, the way to a page below the root. A page asks for some hundred of them, and each
//! call costs more than the words it gives.
//!
//! What comes out of a folded template is what comes out of the template. Where that is not
//! certain, a call stays a call.

use super::functions::{folder, german_text, page_file};
use crate::finding::Language;
use crate::render::format;
use crate::render::text::Catalogue;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// What is known of a theme in one language.
pub struct Known<'a> {
    /// The language.
    pub language: Language,
    /// Its texts.
    pub catalogue: &'a Catalogue,
    /// The files of the theme below the portal's root, by name.
    pub assets: &'a BTreeMap<String, String>,
}

/// What a call gives.
enum Given {
    /// These words.
    Words(String),
    /// A file below the portal's root.
    Below(String),
}

impl Known<'_> {
    /// A template with everything folded in.
    pub fn fold(&self, template: &str) -> String {
        // Nothing is a tag between `raw` and its end.
        if template.contains("raw") {
            return template.to_owned();
        }
        let mut folded = String::with_capacity(template.len());
        let mut rest = template;
        while let Some((before, tag, after)) = next_tag(rest) {
            folded.push_str(before);
            match self.alone(tag) {
                Some(text) if fits(&text, &folded, after) => folded.push_str(&text),
                _ if tag.starts_with("{#") => folded.push_str(tag),
                _ => self.fold_calls(tag, &mut folded),
            }
            rest = after;
        }
        folded.push_str(rest);
        folded
    }

    /// What stands in place of a tag that is nothing but a call: `{{ t(k="nav.home") }}`.
    fn alone(&self, tag: &str) -> Option<String> {
        let inner = tag.strip_prefix("{{ ")?.strip_suffix(" }}")?;
        let (given, length) = self.call(inner)?;
        if length != inner.len() {
            return None;
        }
        let text = match given {
            // The attribute of German text is safe already.
            Given::Words(words) if inner == "de()" => words,
            Given::Words(words) => escaped(&words)?,
            Given::Below(path) => format!("{{{{ root }}}}{}", escaped(&path)?),
        };
        let is_tag = |open: &str| text.trim_start_matches("{{ root }}").contains(open);
        (!["{{", "{%", "{#", "}}", "%}", "#}"].into_iter().any(is_tag)).then_some(text)
    }

    /// Writes a tag with literals in place of the calls in it.
    fn fold_calls(&self, tag: &str, folded: &mut String) {
        let mut quote = None;
        let mut at = 0;
        while let Some(character) = tag[at..].chars().next() {
            let is_start = quote.is_none() && !ends_in_word(&tag[..at]);
            if is_start
                && let Some((given, length)) = self.call(&tag[at..])
                && let Some(literal) = literal(&given)
            {
                folded.push_str(&literal);
                at += length;
                continue;
            }
            quote = match quote {
                Some(open) if open == character => None,
                None if "\"'`".contains(character) => Some(character),
                other => other,
            };
            folded.push(character);
            at += character.len_utf8();
        }
    }

    /// What the call gives with which a text begins, and the length of the call.
    fn call(&self, text: &str) -> Option<(Given, usize)> {
        let (name, rest) = text.split_once('(')?;
        let (arguments, _) = rest.split_once(')')?;
        let length = name.len() + arguments.len() + 2;
        let given = match name {
            "t" => {
                let (key, n) = key_and_number(arguments)?;
                let number = |name: &str, said: &mut String| match n.filter(|_| name == "n") {
                    Some(n) => {
                        said.push_str(&format::number(n as f64, 0, self.language));
                        true
                    }
                    None => false,
                };
                Given::Words(self.catalogue.say(key, n, number).ok()?)
            }
            "pattern" => {
                let keep = |name: &str, said: &mut String| write!(said, "{{{name}}}").is_ok();
                let key = argument(arguments, "k")?;
                Given::Words(self.catalogue.say(key, Some(0), keep).ok()?)
            }
            "asset" => Given::Below(self.assets.get(argument(arguments, "name")?)?.clone()),
            "file" => Given::Below(argument(arguments, "to")?.to_owned()),
            "link" => {
                let page = argument(arguments, "to")?;
                let (folder, file) = (folder(self.language), page_file(page));
                Given::Below(format!("{folder}{page}{file}"))
            }
            "de" if arguments.is_empty() => Given::Words(german_text(self.language).to_owned()),
            _ => return None,
        };
        Some((given, length))
    }
}

/// The next tag of a template, with what stands before and after it.
fn next_tag(text: &str) -> Option<(&str, &str, &str)> {
    let start = ["{{", "{%", "{#"]
        .iter()
        .filter_map(|open| text.find(open))
        .min()?;
    let close = match &text[start..start + 2] {
        "{{" => "}}",
        "{%" => "%}",
        _ => "#}",
    };
    let end = start + text[start..].find(close)? + close.len();
    Some((&text[..start], &text[start..end], &text[end..]))
}

/// Whether a text may stand where a tag stood: a tag beside it that takes away white space would
/// take that of the text, or what the text no longer keeps apart. Nor may a tag begin that was none.
fn fits(text: &str, before: &str, after: &str) -> bool {
    let opens =
        |before: &str, after: &str| before.ends_with('{') && after.starts_with(['{', '%', '#']);
    if opens(before, text) || opens(text, after) {
        return false;
    }
    let (before, after) = (before.trim_end(), after.trim_start());
    let takes_before = ["-%}", "-}}", "-#}"]
        .iter()
        .any(|tag| before.ends_with(tag));
    let takes_after = ["{%-", "{{-", "{#-"]
        .iter()
        .any(|tag| after.starts_with(tag));
    let is_bare = |side: Option<char>| side.is_none_or(char::is_whitespace);
    let loses_start = takes_before && is_bare(text.chars().next());
    let loses_end = takes_after && is_bare(text.chars().next_back());
    !loses_start && !loses_end
}

/// The same as an expression of a template.
fn literal(given: &Given) -> Option<String> {
    let (open, words, close) = match given {
        Given::Words(words) => ("", words, ""),
        Given::Below(path) => ("(root ~ ", path, ")"),
    };
    let is_plain = |character: char| !character.is_control() && !"\"\\{}%#".contains(character);
    (words.chars().all(is_plain)).then(|| format!("{open}\"{words}\"{close}"))
}

/// The arguments `k="period.left", n=1`.
fn key_and_number(arguments: &str) -> Option<(&str, Option<i64>)> {
    match arguments.split_once(", n=") {
        Some((key, n)) => Some((argument(key, "k")?, Some(n.parse().ok()?))),
        None => Some((argument(arguments, "k")?, None)),
    }
}

/// The only argument, `to="verfahren/"`, if it is a plain literal.
fn argument<'a>(arguments: &'a str, name: &str) -> Option<&'a str> {
    let value = arguments.strip_prefix(name)?.strip_prefix("=\"")?;
    let value = value.strip_suffix('"')?;
    (!value.contains(['"', '\\'])).then_some(value)
}

fn ends_in_word(text: &str) -> bool {
    let last = text.chars().next_back();
    last.is_some_and(|last| last.is_alphanumeric() || last == '_' || last == '.')
}

/// As templates escape a text that they write.
fn escaped(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len() + 8);
    tera::escape_html(text, &mut bytes).ok()?;
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{File, Findings};

    fn fold(template: &str, language: Language) -> String {
        let texts = "a = 'A & B'\nb = '{x}'\nc = { one = '{n} Tag', other = '{n} Tage' }\nd = ' '\n\
                     e = 'say \"no\"'\nf = '{{ x }}'";
        let file = File::new("de.toml", texts.to_owned());
        let catalogue = Catalogue::read(&file, &mut Findings::default());
        let assets = [("stil.css".to_owned(), "assets/stil.1.css".to_owned())];
        let known = Known {
            language,
            catalogue: &catalogue,
            assets: &assets.into(),
        };
        known.fold(template)
    }

    #[test]
    fn what_is_known_is_folded_in() {
        let cases = [
            (r#"<p>{{ t(k="a") }}</p>"#, "<p>A &amp; B</p>"),
            (r#"{{ t(k="c", n=1) }}"#, "1 Tag"),
            (r#"{{ pattern(k="c") }}"#, "{n} Tage"),
            (r#"{{ t(k="a") | percent }}"#, r#"{{ "A & B" | percent }}"#),
            (r#"{{ t(k="e") }}"#, "say &quot;no&quot;"),
            (
                r#"{{ asset(name="stil.css") }}"#,
                "{{ root }}assets/stil.1.css",
            ),
            (r#"{{ file(to="k.ics") }}"#, "{{ root }}k.ics"),
            (r#"{{ link(to="") }}"#, "{{ root }}en/index.html"),
            (
                r#"{{ <pfad p={[{"a": t(k="a"), "b": link(to="x/")}]} /> }}"#,
                r#"{{ <pfad p={[{"a": "A & B", "b": (root ~ "en/x/index.html")}]} /> }}"#,
            ),
            (r#"<p{{ de() }}>{{ t(k="d") }}<i>"#, "<p lang=\"de\"> <i>"),
            // White space beside a tag that takes it away must not stand in the open.
            (
                r#"{% x -%} {{ t(k="d") }}{% y %}"#,
                r#"{% x -%} {{ " " }}{% y %}"#,
            ),
            (
                r#"{% x %}{{ t(k="d") }} {%- y %}"#,
                r#"{% x %}{{ " " }} {%- y %}"#,
            ),
        ];
        for (template, folded) in cases {
            assert_eq!(fold(template, Language::English), folded, "{template}");
        }
        assert_eq!(fold("<p{{ de() }}>", Language::German), "<p>");
    }

    #[test]
    fn what_is_not_certain_stays() {
        let cases = [
            r#"{{ t(k="b") }} {{ t(k="c") }} {{ t(k="none") }} {{ t(k="a", x=y) }}"#,
            r#"{{ t(k="state." ~ key) }} {{ set(k="a") }} {{ x.t(k="a") }} {{ "t(k=1)" }}"#,
            r#"{# {{ t(k="a") #} {{ asset(name="none") }} {{ link(to=page) }}"#,
            r#"{{ t(k="f") }}{% set x = t(k="f") %}"#,
            r#"{% set x = t(k="e") %}{{ t(k="a" "#,
            r#"{{{ pattern(k="c") }} {{ pattern(k="c") | upper }} {{ pattern(k=x) }}"#,
            r#"{% raw %}{{ t(k="a") }}{% endraw %}"#,
        ];
        for template in cases {
            assert_eq!(fold(template, Language::German), template);
        }
    }
}
