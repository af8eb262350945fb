//! The text catalogue of a theme: every sentence of the surface in one language, by key.
//!
//! A catalogue is `text/<tag>.toml`. Tables nest, and their names joined by dots are the key. A
//! text has placeholders in braces, `{name}`; a table of exactly `one` and `other` is one text
//! that depends on the number `n`.

use crate::finding::{File, Finding, Findings, Place, say};
use crate::render::kinds;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;
use toml::de::{DeTable, DeValue};

/// The texts of one language.
#[derive(Debug)]
pub struct Catalogue {
    file: Arc<File>,
    texts: BTreeMap<String, Text>,
}

#[derive(Debug)]
struct Text {
    /// For the number one; every other text has only `other`.
    one: Option<Vec<Piece>>,
    other: Vec<Piece>,
    range: Range<usize>,
}

#[derive(Debug, PartialEq, Eq)]
enum Piece {
    Words(String),
    Placeholder(String),
}

impl Catalogue {
    /// Reads a catalogue. What cannot be read is a finding and left out.
    pub fn read(file: &Arc<File>, findings: &mut Findings) -> Self {
        let mut texts = BTreeMap::new();
        let (table, errors) = DeTable::parse_recoverable(file.text());
        for error in errors {
            let place = file.bytes(error.span().unwrap_or(0..0));
            let message = say(
                format!(
                    "Die Textsammlung ist kein gültiges TOML: {}",
                    error.message()
                ),
                format!("The text catalogue is not valid TOML: {}", error.message()),
            );
            findings.add(Finding::new(&kinds::TEXT_UNREADABLE, place, message));
        }
        collect(file, "", table.get_ref(), &mut texts, findings);
        Self {
            file: Arc::clone(file),
            texts,
        }
    }

    /// The text of a key with its placeholders filled in. `argument` writes the value of a
    /// placeholder, and returns whether there is one; `n` chooses between one and many.
    ///
    /// # Errors
    /// If there is no such text or a placeholder has no value; says which.
    pub fn say(
        &self,
        key: &str,
        n: Option<i64>,
        mut argument: impl FnMut(&str, &mut String) -> bool,
    ) -> Result<String, String> {
        let text = self
            .texts
            .get(key)
            .ok_or_else(|| format!("no text `{key}` in {}", self.file.path))?;
        let pieces = match (&text.one, n) {
            (Some(one), Some(1)) => one,
            (Some(_), None) => return Err(format!("the text `{key}` needs the number `n`")),
            _ => &text.other,
        };
        let mut said = String::new();
        for piece in pieces {
            match piece {
                Piece::Words(words) => said.push_str(words),
                Piece::Placeholder(name) if argument(name, &mut said) => {}
                Piece::Placeholder(name) => {
                    return Err(format!("the text `{key}` needs the value `{name}`"));
                }
            }
        }
        Ok(said)
    }

    /// The file it was read from.
    pub fn file(&self) -> &Arc<File> {
        &self.file
    }

    /// The folder of the theme that the catalogue was written for: `themes/standard/`.
    pub fn folder(&self) -> &str {
        let path = &self.file.path;
        path.rfind("text/").map_or("", |end| &path[..end])
    }

    /// Whether there is a text with this key.
    pub fn has(&self, key: &str) -> bool {
        self.texts.contains_key(key)
    }

    /// Whether there is a text whose key starts so.
    pub fn has_prefix(&self, prefix: &str) -> bool {
        self.texts.keys().any(|key| key.starts_with(prefix))
    }

    /// The texts whose key `is_used` does not know, each a finding.
    pub fn report_unused(&self, is_used: impl Fn(&str) -> bool, findings: &mut Findings) {
        for (key, text) in self.texts.iter().filter(|(key, _)| !is_used(key)) {
            let message = say(
                format!("Der Text „{key}“ wird von keiner Vorlage verwendet"),
                format!("No template uses the text “{key}”"),
            );
            let place = self.file.bytes(text.range.clone());
            findings.add(Finding::new(&kinds::TEXT_UNUSED, place, message));
        }
    }

    /// Compares with the catalogue of another language: both must have the same keys, and a text
    /// the same placeholders.
    pub fn compare(&self, other: &Self, findings: &mut Findings) {
        for (key, text) in &self.texts {
            let place = self.file.bytes(text.range.clone());
            match other.texts.get(key) {
                None => findings.add(missing(key, &other.file.path, place)),
                Some(theirs) if text.placeholders() != theirs.placeholders() => {
                    let message = say(
                        format!(
                            "Der Text „{key}“ hat andere Platzhalter als in {}",
                            other.file.path
                        ),
                        format!(
                            "The text “{key}” has other placeholders than in {}",
                            other.file.path
                        ),
                    );
                    findings.add(Finding::new(&kinds::TEXT_DIFFERS, place, message));
                }
                Some(_) => {}
            }
        }
    }
}

/// The finding that a catalogue lacks a key which is written at `place`.
pub fn missing(key: &str, catalogue: &str, place: Place) -> Finding {
    let message = say(
        format!("Der Text „{key}“ fehlt in {catalogue}"),
        format!("The text “{key}” is missing in {catalogue}"),
    );
    Finding::new(&kinds::TEXT_MISSING, place, message)
}

impl Text {
    fn placeholders(&self) -> BTreeSet<&str> {
        let mut names = BTreeSet::new();
        for piece in self.one.iter().flatten().chain(&self.other) {
            match piece {
                Piece::Placeholder(name) if name != "n" => names.insert(name.as_str()),
                _ => continue,
            };
        }
        names
    }
}

fn collect(
    file: &Arc<File>,
    prefix: &str,
    table: &DeTable<'_>,
    texts: &mut BTreeMap<String, Text>,
    findings: &mut Findings,
) {
    for (key, value) in table {
        let key = match prefix {
            "" => key.get_ref().to_string(),
            prefix => format!("{prefix}.{}", key.get_ref()),
        };
        let range = value.span();
        match value.get_ref() {
            DeValue::String(text) => {
                let other = pieces(text);
                let text = Text {
                    one: None,
                    other,
                    range,
                };
                texts.insert(key, text);
            }
            DeValue::Table(table) => match plural(table) {
                Some((one, other)) => {
                    let (one, other) = (Some(pieces(one)), pieces(other));
                    texts.insert(key, Text { one, other, range });
                }
                None => collect(file, &key, table, texts, findings),
            },
            _ => {
                let message = say(
                    format!("„{key}“ ist kein Text"),
                    format!("“{key}” is not a text"),
                );
                let place = file.bytes(range);
                findings.add(Finding::new(&kinds::TEXT_UNREADABLE, place, message));
            }
        }
    }
}

/// The two forms of a text that depends on a number.
fn plural<'a>(table: &'a DeTable<'_>) -> Option<(&'a str, &'a str)> {
    let form = |name: &str| {
        let mut rows = table.iter();
        rows.find(|(key, _)| key.get_ref() == name)
            .and_then(|(_, value)| value.get_ref().as_str())
    };
    (table.len() == 2)
        .then(|| form("one").zip(form("other")))
        .flatten()
}

/// Splits a text at its placeholders. A brace that does not enclose a name is a brace.
fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut words = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        words.push_str(before);
        match after.split_once('}') {
            Some((name, after)) if is_name(name) => {
                if !words.is_empty() {
                    pieces.push(Piece::Words(std::mem::take(&mut words)));
                }
                pieces.push(Piece::Placeholder(name.to_owned()));
                rest = after;
            }
            _ => {
                words.push('{');
                rest = after;
            }
        }
    }
    words.push_str(rest);
    if !words.is_empty() {
        pieces.push(Piece::Words(words));
    }
    pieces
}

fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn catalogue(path: &str, text: &str, findings: &mut Findings) -> Catalogue {
        let file = File::new(path, text.to_owned());
        Catalogue::read(&file, findings)
    }

    fn said(catalogue: &Catalogue, key: &str, n: Option<i64>) -> Result<String, String> {
        catalogue.say(key, n, |name, said| {
            match name {
                "n" => said.push_str(&n.unwrap_or(0).to_string()),
                "ort" => said.push_str("Meißen"),
                _ => return false,
            }
            true
        })
    }

    #[test]
    fn keys_nest_and_placeholders_are_filled() {
        let mut findings = Findings::default();
        let texts = catalogue(
            "de.toml",
            "a = 'A'\n[b]\nc = 'in {ort} {'\nd = { one = '{n} Tag', other = '{n} Tage' }\ne = '{wer}'",
            &mut findings,
        );
        assert!(findings.sorted().is_empty());
        assert_eq!(said(&texts, "a", None).unwrap(), "A");
        assert_eq!(said(&texts, "b.c", None).unwrap(), "in Meißen {");
        assert_eq!(said(&texts, "b.d", Some(1)).unwrap(), "1 Tag");
        assert_eq!(said(&texts, "b.d", Some(0)).unwrap(), "0 Tage");
        assert!(said(&texts, "b.d", None).unwrap_err().contains("`n`"));
        assert!(said(&texts, "b.e", None).unwrap_err().contains("`wer`"));
        assert!(said(&texts, "b", None).is_err());
    }

    #[test]
    fn what_is_no_text_is_a_finding_and_the_rest_is_kept() {
        let mut findings = Findings::default();
        let texts = catalogue(
            "de.toml",
            "a = 1\nb = 'B'\nc = = 2\nd = 'D'\n",
            &mut findings,
        );
        assert!(texts.has("b") && !texts.has("a"));
        let found: Vec<_> = findings
            .sorted()
            .iter()
            .map(|finding| (finding.kind.id, finding.place.line_and_column().0))
            .collect();
        assert!(found.contains(&("THM-003", 1)) && found.contains(&("THM-003", 3)));
    }

    #[test]
    fn languages_must_agree() {
        let mut findings = Findings::default();
        let german = catalogue("de.toml", "a = '{x}'\nb = 'B'\n", &mut findings);
        let english = catalogue("en.toml", "a = 'A'\n", &mut findings);
        german.compare(&english, &mut findings);
        let found: Vec<_> = findings
            .sorted()
            .iter()
            .map(|finding| (finding.kind.id, finding.place.line_and_column()))
            .collect();
        assert_eq!(found, [("THM-006", (1, 5)), ("THM-004", (2, 5))]);
    }
}
