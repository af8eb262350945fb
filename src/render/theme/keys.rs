//! Which texts the templates use, read from their source.
//!
//! Every call of `t` or `pattern` starts with its key as a string, `t(k="period.left", n=3)`, so
//! that a missing text is found without making a page. A key may go on with `~`: then the string
//! is the start of several keys, `t(k="state." ~ state.key)`.

use crate::finding::{File, Finding, Findings, Place, say};
use crate::render::kinds;
use std::sync::Arc;

/// A text that a template uses.
pub struct UsedKey {
    /// The key, or its start.
    pub key: String,
    /// Whether it is only the start.
    pub is_prefix: bool,
    /// Where the template says so.
    pub place: Place,
}

/// The texts a template uses. A call without a literal key is a finding.
pub fn used(file: &Arc<File>, findings: &mut Findings) -> Vec<UsedKey> {
    let text = file.text();
    let mut keys = Vec::new();
    for call in ["t(", "pattern("] {
        let mut from = 0;
        while let Some(found) = text[from..].find(call) {
            let start = from + found;
            let arguments = start + call.len();
            from = arguments;
            if is_inside_word(text, start) || !is_in_tag(text, start) {
                continue;
            }
            match literal(&text[arguments..]) {
                Some((key, length, is_prefix)) => keys.push(UsedKey {
                    key: key.to_owned(),
                    is_prefix,
                    place: file.bytes(start..arguments + length),
                }),
                None => {
                    let message = say(
                        "Der Schlüssel eines Textes muss wörtlich beginnen",
                        "The key of a text must begin literally",
                    );
                    let place = file.bytes(start..arguments);
                    findings.add(Finding::new(&kinds::TEMPLATE, place, message).help(say(
                        "Schreiben Sie t(k=\"…\") oder t(k=\"anfang.\" ~ variable)",
                        "Write t(k=\"…\") or t(k=\"start.\" ~ variable)",
                    )));
                }
            }
        }
    }
    keys
}

/// Where a name first stands as a whole word.
pub fn find_word(text: &str, word: &str) -> Option<usize> {
    let mut places = text.match_indices(word).map(|(at, _)| at);
    places.find(|at| {
        let after = text[at + word.len()..].chars().next();
        !is_inside_word(text, *at)
            && !after.is_some_and(|character| character.is_alphanumeric() || character == '_')
    })
}

/// The key at the start of a call's arguments, the length up to its end, and whether it goes on.
fn literal(arguments: &str) -> Option<(&str, usize, bool)> {
    let rest = arguments.strip_prefix("k=")?;
    let quote = rest
        .chars()
        .next()
        .filter(|first| "\"'`".contains(*first))?;
    let (key, after) = rest[1..].split_once(quote)?;
    let length = arguments.len() - after.len();
    Some((key, length, after.trim_start().starts_with('~')))
}

fn is_inside_word(text: &str, at: usize) -> bool {
    let before = text[..at].chars().next_back();
    before.is_some_and(|before| before.is_alphanumeric() || before == '_' || before == '.')
}

/// Whether a place lies between `{{` or `{%` and its end.
fn is_in_tag(text: &str, at: usize) -> bool {
    let before = &text[..at];
    let opened = before.rfind("{{").max(before.rfind("{%"));
    let closed = before.rfind("}}").max(before.rfind("%}"));
    opened.is_some() && opened > closed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_found_with_their_keys() {
        let text = r#"<p>at(k="no")</p>{{ t(k="a.b", n=2) }}{{ split(x="1") }} t(k="outside")
            {% set x = pattern(k='c') ~ t(k="state." ~ key) %}{{ t(k=key) }}"#;
        let file = File::new("a.html", text.to_owned());
        let mut findings = Findings::default();
        let found: Vec<_> = used(&file, &mut findings)
            .into_iter()
            .map(|used| (used.key, used.is_prefix))
            .collect();
        let expected = [("a.b", false), ("state.", true), ("c", false)];
        assert_eq!(found, expected.map(|(key, is)| (key.to_owned(), is)));
        assert_eq!(findings.sorted().len(), 1);
    }

    #[test]
    fn words_are_whole() {
        assert_eq!(find_word("{{ viewer.x }} {{ view }}", "view"), Some(18));
        assert_eq!(find_word("a.view", "view"), None);
    }
}
