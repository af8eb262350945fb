//! The first pass over a YAML file: bounds depth and number, finds double keys, and notes the
//! place of every value. `serde_yaml` types it afterwards; on hostile nesting it takes
//! quadratic time, so it only sees what passed here.

use crate::finding::{File, Finding, Findings, Kind, Level, Place, say};
use crate::load::folder::holds_control;
use crate::load::tree::{Key, Node, Value};
use crate::load::unreadable;
use saphyr_parser::{Event, Parser, ScalarStyle, Span};
use std::ops::Range;
use std::sync::Arc;

/// The file is not YAML.
pub static UNREADABLE: Kind = Kind {
    id: "STR-001",
    level: Level::Error,
    title_de: "Die Datei ist lesbar",
    title_en: "The file can be read",
    convention: false,
};
/// A key stands twice in one place.
pub static DOUBLE_KEY: Kind = Kind {
    id: "STR-005",
    level: Level::Error,
    title_de: "Jeder Schlüssel steht nur einmal da",
    title_en: "Every key occurs once",
    convention: false,
};
/// Anchors, aliases, tags and merge keys.
pub static REFERENCE: Kind = Kind {
    id: "STR-008",
    level: Level::Error,
    title_de: "Keine YAML-Verweise und keine Typmarken",
    title_en: "No YAML references and no tags",
    convention: false,
};
/// Too deep or too much.
pub static LIMIT: Kind = Kind {
    id: "STR-009",
    level: Level::Error,
    title_de: "Tiefe und Umfang bleiben in Grenzen",
    title_en: "Depth and size stay within limits",
    convention: false,
};

/// All kinds of this module.
pub static KINDS: [&Kind; 4] = [&UNREADABLE, &DOUBLE_KEY, &REFERENCE, &LIMIT];

const DEEPEST: usize = 64;
const MOST_NODES: usize = 100_000;

/// The tree of a YAML file and whether every key occurs once in its place; none if it cannot be
/// read as one document of mappings and lists.
pub fn parse<'f>(file: &'f Arc<File>, findings: &mut Findings) -> Option<(Node<'f>, bool)> {
    match tree(file.text()) {
        Ok(root) => {
            let doubles = double_keys(file, &root);
            let is_single = doubles.is_empty();
            findings.append(doubles);
            Some((root, is_single))
        }
        Err(fault) => {
            findings.add(fault.finding(file));
            None
        }
    }
}

enum Fault {
    Scan(usize, String),
    Reference(Range<usize>),
    Limit(Range<usize>),
    Control(Range<usize>),
    Empty,
    SecondDocument(Range<usize>),
}

impl Fault {
    fn finding(self, file: &Arc<File>) -> Finding {
        match self {
            Self::Scan(at, info) => unreadable(file, at, &info),
            Self::Reference(range) => Finding::new(
                &REFERENCE,
                file.bytes(range),
                say(
                    "Anker (&), Verweise (*) und Typmarken (!) sind hier nicht erlaubt",
                    "Anchors (&), aliases (*) and tags (!) are not allowed here",
                ),
            )
            .help(say(
                "Schreiben Sie den Wert aus. Soll das Zeichen zum Text gehören, setzen Sie den Text in Anführungszeichen.",
                "Write the value out. If the sign belongs to the text, put the text in quotation marks.",
            )),
            Self::Limit(range) => Finding::new(
                &LIMIT,
                file.bytes(range),
                say(
                    format!("Die Datei ist zu tief verschachtelt (mehr als {DEEPEST} Ebenen) oder hat zu viele Werte"),
                    format!("The file is nested too deeply (more than {DEEPEST} levels) or has too many values"),
                ),
            ),
            Self::Control(range) => Finding::new(
                &UNREADABLE,
                file.bytes(range),
                say(
                    "In diesem Text steht ein Steuerzeichen, das nichts bedeutet",
                    "This text holds a control character that means nothing",
                ),
            )
            .help(say("Löschen Sie das Zeichen.", "Delete the character.")),
            Self::Empty => Finding::new(
                &UNREADABLE,
                Place::whole(file),
                say("Die Datei ist leer", "The file is empty"),
            ),
            Self::SecondDocument(range) => Finding::new(
                &UNREADABLE,
                file.bytes(range),
                say(
                    "Hier beginnt ein zweites YAML-Dokument; nur eines ist erlaubt",
                    "A second YAML document begins here; only one is allowed",
                ),
            )
            .help(say("Entfernen Sie die Zeile mit „---“.", "Remove the line with “---”.")),
        }
    }
}

fn unreadable(file: &Arc<File>, at: usize, info: &str) -> Finding {
    let text = file.text();
    if let Some(cause) = unreadable::cause(text, at.min(text.len()), info) {
        return Finding::new(&UNREADABLE, file.bytes(cause.range), cause.message).help(cause.help);
    }
    let line = text[at.min(text.len())..]
        .find('\n')
        .map_or(text.len(), |end| at + end);
    Finding::new(
        &UNREADABLE,
        file.bytes(at..line.max(at + 1)),
        say(
            "Das YAML ist hier nicht lesbar",
            "The YAML cannot be read here",
        ),
    )
    .because(say(
        format!("Meldung des Leseprogramms (englisch): {info}"),
        format!("The reader says: {info}"),
    ))
    .help(say(
        "Häufige Ursachen: falsche Einrückung, ein Doppelpunkt im Text ohne Anführungszeichen, ein fehlendes Anführungszeichen in dieser oder der vorigen Zeile.",
        "Frequent causes: wrong indentation, a colon in a text without quotation marks, a missing quotation mark in this or the previous line.",
    ))
}

enum Open<'t> {
    List(Vec<Node<'t>>, Range<usize>),
    Map(Vec<(Key<'t>, Node<'t>)>, Option<Key<'t>>, Range<usize>),
}

fn tree(source: &str) -> Result<Node<'_>, Fault> {
    let mut bytes = ByteOffsets::of(source);
    let mut open: Vec<Open> = Vec::new();
    let mut root: Option<Node> = None;
    let mut nodes = 0;
    for event in Parser::new_from_str(source) {
        let (event, span) = event.map_err(|error| {
            Fault::Scan(bytes.at(error.marker().index()), error.info().to_owned())
        })?;
        let range = bytes.range(span);
        nodes += 1;
        if open.len() > DEEPEST || nodes > MOST_NODES {
            return Err(Fault::Limit(range));
        }
        let done = match event {
            Event::Alias(_) => return Err(Fault::Reference(range)),
            Event::Scalar(text, style, anchor, tag) => {
                if anchor != 0 || tag.is_some() {
                    return Err(Fault::Reference(range));
                }
                if holds_control(text.as_bytes()) {
                    return Err(Fault::Control(own_bytes(source, range, style)));
                }
                let plain = style == ScalarStyle::Plain;
                Some(Node {
                    range: own_bytes(source, range, style),
                    value: Value::Scalar { text, plain },
                })
            }
            Event::SequenceStart(anchor, tag) if anchor == 0 && tag.is_none() => {
                open.push(Open::List(Vec::new(), range));
                None
            }
            Event::MappingStart(anchor, tag) if anchor == 0 && tag.is_none() => {
                open.push(Open::Map(Vec::new(), None, range));
                None
            }
            Event::SequenceStart(..) | Event::MappingStart(..) => {
                return Err(Fault::Reference(range));
            }
            Event::SequenceEnd | Event::MappingEnd => open.pop().map(Node::closed),
            Event::DocumentStart(_) if root.is_some() => return Err(Fault::SecondDocument(range)),
            _ => None,
        };
        if let Some(node) = done {
            attach(node, &mut open, &mut root)?;
        }
    }
    root.filter(|root| !root.is_null()).ok_or(Fault::Empty)
}

/// The bytes of a value alone: the parser counts a comment behind quotation marks as part of what they
/// hold, and the line breaks behind a block.
fn own_bytes(source: &str, range: Range<usize>, style: ScalarStyle) -> Range<usize> {
    let written = source.get(range.clone()).unwrap_or_default();
    let length = match style {
        ScalarStyle::SingleQuoted if !written.ends_with('\'') => {
            // Two of them are one that belongs to the text.
            let inner = written.get(1..).unwrap_or_default().replace("''", "  ");
            inner.find('\'').map_or(written.len(), |at| at + 2)
        }
        ScalarStyle::DoubleQuoted if !written.ends_with('"') => {
            let mut is_escaped = false;
            let is_end = |(at, sign): &(usize, char)| {
                let is_sign = *at > 0 && *sign == '"' && !is_escaped;
                is_escaped = *sign == '\\' && !is_escaped;
                is_sign
            };
            let end = written.char_indices().find(is_end);
            end.map_or(written.len(), |(at, _)| at + 1)
        }
        ScalarStyle::Literal | ScalarStyle::Folded => written.trim_end().len(),
        _ => written.len(),
    };
    range.start..range.start + length
}

impl<'t> Node<'t> {
    fn closed(open: Open<'t>) -> Self {
        match open {
            Open::List(items, range) => Self {
                range,
                value: Value::List(items),
            },
            Open::Map(entries, _, range) => {
                let range = entries.first().map_or(range, |(key, _)| key.range.clone());
                Self {
                    range,
                    value: Value::Map(entries),
                }
            }
        }
    }
}

/// Puts a finished node where it belongs: as a key, as a value, into a list, or as the root.
fn attach<'t>(
    node: Node<'t>,
    open: &mut [Open<'t>],
    root: &mut Option<Node<'t>>,
) -> Result<(), Fault> {
    match open.last_mut() {
        None => *root = Some(node),
        Some(Open::List(items, _)) => items.push(node),
        Some(Open::Map(entries, waiting, _)) => match waiting.take() {
            None => match node.value {
                Value::Scalar { text, .. } if text != "<<" => {
                    *waiting = Some(Key {
                        text,
                        range: node.range,
                    });
                }
                _ => return Err(Fault::Reference(node.range)),
            },
            Some(key) => {
                let value = node.held_by(&key);
                entries.push((key, value));
            }
        },
    }
    Ok(())
}

fn double_keys(file: &Arc<File>, root: &Node) -> Findings {
    let mut findings = Findings::default();
    let mut waiting = vec![root];
    while let Some(node) = waiting.pop() {
        match &node.value {
            Value::Scalar { .. } => {}
            Value::List(items) => waiting.extend(items),
            Value::Map(entries) => {
                let mut keys: Vec<&Key> = entries.iter().map(|(key, _)| key).collect();
                keys.sort_by(|a, b| a.text.cmp(&b.text).then(a.range.start.cmp(&b.range.start)));
                for pair in keys.windows(2).filter(|pair| pair[0].text == pair[1].text) {
                    findings.add(double_key(file, pair[0], pair[1]));
                }
                waiting.extend(entries.iter().map(|(_, value)| value));
            }
        }
    }
    findings
}

fn double_key(file: &Arc<File>, first: &Key, second: &Key) -> Finding {
    let line = file.bytes(first.range.clone()).line_and_column().0;
    Finding::new(
        &DOUBLE_KEY,
        file.bytes(second.range.clone()),
        say(
            format!(
                "„{}“ steht hier ein zweites Mal; zuerst in Zeile {line}",
                second.text
            ),
            format!(
                "“{}” stands here a second time; first in line {line}",
                second.text
            ),
        ),
    )
    .help(say(
        "Behalten Sie nur einen der beiden Werte.",
        "Keep only one of the two values.",
    ))
}

/// From the parser's characters to bytes. It asks nearly in their order, so the way from the last
/// answer is short.
struct ByteOffsets<'t> {
    text: &'t str,
    is_ascii: bool,
    /// The last answer: a character and its byte.
    last: (usize, usize),
}

impl<'t> ByteOffsets<'t> {
    fn of(text: &'t str) -> Self {
        Self {
            text,
            is_ascii: text.is_ascii(),
            last: (0, 0),
        }
    }

    fn at(&mut self, character: usize) -> usize {
        if self.is_ascii {
            return character.min(self.text.len());
        }
        let (known, byte) = self.last;
        let (before, behind) = self.text.split_at(byte);
        let found = match character.checked_sub(known) {
            // Between two answers are mostly bytes that are a character each.
            Some(further) if is_ascii(behind.as_bytes().get(..further)) => byte + further,
            Some(further) => (behind.char_indices().nth(further))
                .map_or(self.text.len(), |(more, _)| byte + more),
            None => {
                (before.char_indices().rev().nth(known - character - 1)).map_or(0, |(less, _)| less)
            }
        };
        if found < self.text.len() {
            self.last = (character, found);
        }
        found
    }

    fn range(&mut self, span: Span) -> Range<usize> {
        let start = self.at(span.start.index());
        start..self.at(span.end.index())
    }
}

fn is_ascii(bytes: Option<&[u8]>) -> bool {
    bytes.is_some_and(<[u8]>::is_ascii)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_become_bytes_in_any_order() {
        let text = "aäöb\nü€c";
        let expected: Vec<usize> = text.char_indices().map(|(byte, _)| byte).collect();
        let mut bytes = ByteOffsets::of(text);
        for character in [0, 3, 1, 7, 6, 2, 8, 9, 5, 0, 4] {
            let known = expected.get(character).copied();
            assert_eq!(
                bytes.at(character),
                known.unwrap_or(text.len()),
                "{character}"
            );
        }
    }
}
