//! Compares a file with the published schema, so that every fault of form is reported at once and
//! at its place: unknown and missing keys, wrong types, words outside a closed list, impossible
//! days. What the schema says of a key is the help a planner gets.

use crate::finding::{File, Finding, Findings, Kind, Level, Words, say};
use crate::load::form::{Asks, Form, Part};
use crate::load::tree::{Key, Node, Value};
use crate::load::value::{Day, OPEN_END};
use std::ops::Range;
use std::sync::Arc;

/// A key the format does not know.
pub static UNKNOWN_KEY: Kind = Kind {
    id: "STR-002",
    level: Level::Error,
    title_de: "Alle Schlüssel sind bekannt",
    title_en: "All keys are known",
    convention: false,
};
/// A key that must be there.
pub static MISSING_KEY: Kind = Kind {
    id: "STR-003",
    level: Level::Error,
    title_de: "Kein nötiger Schlüssel fehlt",
    title_en: "No necessary key is missing",
    convention: false,
};
/// A value of another type.
pub static WRONG_TYPE: Kind = Kind {
    id: "STR-004",
    level: Level::Error,
    title_de: "Jeder Wert hat die richtige Art",
    title_en: "Every value is of the right type",
    convention: false,
};
/// A word outside its closed list.
pub static UNKNOWN_WORD: Kind = Kind {
    id: "COD-002",
    level: Level::Error,
    title_de: "Jedes Wort steht in seiner Liste",
    title_en: "Every word is in its list",
    convention: false,
};
/// A value that other YAML readers take for something else.
pub static AMBIGUOUS: Kind = Kind {
    id: "STR-007",
    level: Level::Warning,
    title_de: "Kein Wert ist mehrdeutig",
    title_en: "No value is ambiguous",
    convention: true,
};
/// A day that is not in the calendar, or not written as one.
pub static NO_DAY: Kind = Kind {
    id: "STR-010",
    level: Level::Error,
    title_de: "Jeder Tag steht im Kalender",
    title_en: "Every day is in the calendar",
    convention: false,
};
/// A number or list out of its range.
pub static OUT_OF_RANGE: Kind = Kind {
    id: "STR-011",
    level: Level::Error,
    title_de: "Zahlen und Listen liegen in ihren Grenzen",
    title_en: "Numbers and lists are within their bounds",
    convention: false,
};

/// All kinds of this module.
pub static KINDS: [&Kind; 7] = [
    &UNKNOWN_KEY,
    &MISSING_KEY,
    &WRONG_TYPE,
    &UNKNOWN_WORD,
    &AMBIGUOUS,
    &NO_DAY,
    &OUT_OF_RANGE,
];

/// Reports every fault of form; true if the typed reader will accept the file.
pub fn compare(file: &Arc<File>, root: &Node, form: &Form, findings: &mut Findings) -> bool {
    let mut check = Check {
        file,
        form,
        findings,
        fits: true,
    };
    check.node(root, form.root(), "");
    check.fits
}

struct Check<'a> {
    file: &'a Arc<File>,
    form: &'a Form,
    findings: &'a mut Findings,
    fits: bool,
}

impl<'a> Check<'a> {
    fn node(&mut self, node: &Node, part: &'a Part, name: &str) {
        if node.is_null() {
            if !part.is_optional {
                self.fault(
                    &WRONG_TYPE,
                    &node.range,
                    say(
                        format!("Bei „{name}“ fehlt der Wert"),
                        format!("The value of “{name}” is missing"),
                    ),
                    help_of(part.description.as_ref()),
                );
            }
            return;
        }
        match (&part.asks, &node.value) {
            (Asks::Object { .. }, Value::Map(entries)) => self.map(node, entries, part),
            (Asks::Array { .. }, Value::List(items)) => self.list(node, items, part, name),
            (
                Asks::Text {
                    format,
                    words,
                    least,
                },
                Value::Scalar { text, plain },
            ) => {
                self.text(node, (text, *plain), (format, words));
                self.quoted(node, (text, *plain), name);
                self.length(node, text, *least, name);
            }
            (Asks::Integer(least, most), Value::Scalar { text, .. }) => {
                self.integer(node, text, (*least, *most), part);
            }
            (Asks::Boolean, Value::Scalar { text, plain: true }) if is_truth(text) => {}
            (expected, _) => {
                let (de, en) = expected_words(expected.kind());
                self.fault(
                    &WRONG_TYPE,
                    &node.range,
                    say(
                        format!("Bei „{name}“ muss {de} stehen"),
                        format!("“{name}” must be {en}"),
                    ),
                    help_of(part.description.as_ref()),
                );
            }
        }
    }

    fn map(&mut self, node: &Node, entries: &[(Key, Node)], part: &'a Part) {
        let Asks::Object {
            keys,
            free,
            required,
        } = &part.asks
        else {
            return;
        };
        let known = |key: &str| {
            let at = keys.binary_search_by(|known| known.name.as_str().cmp(key));
            at.ok().and_then(|at| keys.get(at))
        };
        for (key, value) in entries {
            match known(&key.text).map(|key| key.part).or(*free) {
                Some(part) => self.node(value, self.form.part(part), &key.text),
                None => {
                    let names = keys.iter().map(|key| key.name.as_str());
                    let is_cut = value.is_null() && self.follows_comma(&key.range);
                    self.unknown_key(&key.text, &key.range, (names.collect(), is_cut));
                }
            }
        }
        for name in required {
            if entries.iter().all(|(key, _)| key.text != *name) {
                let help = known(name).and_then(|key| help_of(key.description.as_ref()));
                self.fault(
                    &MISSING_KEY,
                    &node.range,
                    say(
                        format!("Hier fehlt „{name}“"),
                        format!("“{name}” is missing here"),
                    ),
                    help,
                );
            }
        }
    }

    /// Whether a key stands behind a comma in braces: without a value it may be the rest of a text.
    fn follows_comma(&self, range: &Range<usize>) -> bool {
        let before = self.file.text().get(..range.start).unwrap_or_default();
        let line = before.rsplit('\n').next().unwrap_or_default();
        line.contains('{') && line.trim_end().ends_with(',')
    }

    fn unknown_key(&mut self, key: &str, range: &Range<usize>, (names, is_cut): (Vec<&str>, bool)) {
        let help = match closest(key, names.iter().copied()) {
            None if is_cut => say(
                format!(
                    "Gehört „{key}“ zum Text davor? Ein Text mit Komma steht in {{ }} in Anführungszeichen."
                ),
                format!(
                    "Does “{key}” belong to the text before? Within {{ }} a text with a comma stands in quotation marks."
                ),
            ),
            Some(name) => say(
                format!("Meinen Sie „{name}“?"),
                format!("Do you mean “{name}”?"),
            ),
            None => say(
                format!("Hier sind möglich: {}.", names.join(", ")),
                format!("Possible here: {}.", names.join(", ")),
            ),
        };
        self.fault(
            &UNKNOWN_KEY,
            range,
            say(
                format!("Der Schlüssel „{key}“ ist hier nicht bekannt"),
                format!("The key “{key}” is not known here"),
            ),
            Some(help),
        );
    }

    fn list(&mut self, node: &Node, items: &[Node], part: &'a Part, name: &str) {
        let Asks::Array { least, item } = &part.asks else {
            return;
        };
        if (items.len() as u64) < *least {
            self.fault(
                &OUT_OF_RANGE,
                &node.range,
                say(
                    format!("„{name}“ braucht mindestens {least} Eintrag"),
                    format!("“{name}” needs at least {least} entry"),
                ),
                help_of(part.description.as_ref()),
            );
        }
        if let Some(part) = item.map(|item| self.form.part(item)) {
            for item in items {
                self.node(item, part, name);
            }
        }
    }

    fn text(&mut self, node: &Node, (text, plain): (&str, bool), asked: (&str, &[String])) {
        let (format, words) = asked;
        match format {
            "date" if Day::parse(text).is_none() => self.no_day(node, text, false),
            "date-or-open" if text != OPEN_END && Day::parse(text).is_none() => {
                self.no_day(node, text, true);
            }
            "date" | "date-or-open" => {}
            _ if plain && is_ambiguous(text) => self.findings.add(ambiguous(self.file, node, text)),
            _ => {}
        }
        if !words.is_empty() && words.iter().all(|word| word != text) {
            let help = match closest(text, words.iter().map(String::as_str)) {
                Some(word) => say(
                    format!("Meinen Sie „{word}“?"),
                    format!("Do you mean “{word}”?"),
                ),
                None => say(
                    format!("Möglich sind: {}.", words.join(", ")),
                    format!("Possible are: {}.", words.join(", ")),
                ),
            };
            self.fault(
                &UNKNOWN_WORD,
                &node.range,
                say(
                    format!("„{text}“ steht nicht in der Liste der möglichen Werte"),
                    format!("“{text}” is not in the list of possible values"),
                ),
                Some(help),
            );
        }
    }

    /// Keys and numbers of plans are texts, though they look like numbers: other programs count with them.
    fn quoted(&mut self, node: &Node, (text, plain): (&str, bool), name: &str) {
        let is_number = text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0');
        if plain && is_number && ["ags", "nummer", "weitere_gemeinden"].contains(&name) {
            let finding = ambiguous(self.file, node, text);
            self.findings.add(finding.at_level(Level::Note));
        }
    }

    /// An empty text is a missing one; a longer one is asked for where a few letters say nothing.
    fn length(&mut self, node: &Node, text: &str, least: u64, name: &str) {
        let text = text.trim();
        if text.is_empty() {
            self.fault(
                &WRONG_TYPE,
                &node.range,
                say(
                    format!("Bei „{name}“ steht ein leerer Text"),
                    format!("“{name}” is an empty text"),
                ),
                Some(say(
                    "Schreiben Sie den Wert, oder streichen Sie den Schlüssel.",
                    "Write the value, or delete the key.",
                )),
            );
            return;
        }
        if least <= 1 {
            return;
        }
        let letters = text.chars().count() as u64;
        if letters < least {
            self.fault(
                &WRONG_TYPE,
                &node.range,
                say(
                    format!("„{name}“ sagt zu wenig: {letters} von mindestens {least} Zeichen"),
                    format!("“{name}” says too little: {letters} of at least {least} characters"),
                ),
                None,
            );
        }
    }

    fn no_day(&mut self, node: &Node, text: &str, or_open: bool) {
        let (de, en) = if or_open {
            (" oder das Wort offen", " or the word offen")
        } else {
            ("", "")
        };
        let german = german_day(text);
        let message = match german {
            Some(_) => say(
                format!("„{text}“ ist in deutscher Schreibweise geschrieben"),
                format!("“{text}” is written the German way"),
            ),
            None => say(
                format!("„{text}“ ist kein Tag im Kalender"),
                format!("“{text}” is not a day in the calendar"),
            ),
        };
        let help = match german {
            Some(day) => say(format!("Schreiben Sie {day}."), format!("Write {day}.")),
            None => say(
                format!("Ein Tag wird als JJJJ-MM-TT geschrieben{de}, zum Beispiel 2026-03-02."),
                format!("A day is written as YYYY-MM-DD{en}, for example 2026-03-02."),
            ),
        };
        self.fault(&NO_DAY, &node.range, message, Some(help));
    }

    fn integer(&mut self, node: &Node, text: &str, (least, most): (i64, i64), part: &Part) {
        match text.parse::<i64>() {
            Ok(number) if (least..=most).contains(&number) => {}
            Ok(_) => self.fault(
                &OUT_OF_RANGE,
                &node.range,
                say(
                    format!("Die Zahl muss zwischen {least} und {most} liegen"),
                    format!("The number must lie between {least} and {most}"),
                ),
                help_of(part.description.as_ref()),
            ),
            Err(_) => self.fault(
                &WRONG_TYPE,
                &node.range,
                say(
                    format!("„{text}“ ist keine ganze Zahl"),
                    format!("“{text}” is not a whole number"),
                ),
                help_of(part.description.as_ref()),
            ),
        }
    }

    fn fault(
        &mut self,
        kind: &'static Kind,
        range: &Range<usize>,
        message: Words,
        help: Option<Words>,
    ) {
        self.fits = false;
        let finding = Finding::new(kind, self.file.bytes(range.clone()), message);
        self.findings.add(match help {
            Some(help) => finding.help(help),
            None => finding,
        });
    }
}

/// The truth values of YAML 1.2.
fn is_truth(text: &str) -> bool {
    ["true", "True", "TRUE", "false", "False", "FALSE"].contains(&text)
}

fn expected_words(kind: &str) -> (&'static str, &'static str) {
    match kind {
        "object" => ("ein Block mit Schlüsseln", "a block with keys"),
        "array" => ("eine Liste (Zeilen mit „-“)", "a list (lines with “-”)"),
        "integer" => ("eine ganze Zahl", "a whole number"),
        "boolean" => ("true oder false", "true or false"),
        _ => ("ein Text", "a text"),
    }
}

/// The key's German description; developers' English says no more, so both languages get it.
fn help_of(description: Option<&String>) -> Option<Words> {
    let text = description?;
    Some(say(text.clone(), text.clone()))
}

/// Values that YAML 1.1 readers take for truth values, octal, grouped or base-60 numbers, and
/// numbers that lose a zero.
fn is_ambiguous(text: &str) -> bool {
    // Most texts are longer words.
    if text.len() > "false".len() && !text.starts_with(|first: char| first.is_ascii_digit()) {
        return false;
    }
    let lower = text.to_ascii_lowercase();
    if matches!(
        lower.as_str(),
        "y" | "n" | "yes" | "no" | "on" | "off" | "true" | "false"
    ) {
        return true;
    }
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let number = text.split(['.', ':', '_']).all(digits);
    let special =
        text.starts_with('0') && text.len() > 1 || text.contains(':') || text.contains('_');
    let loses_zero = text
        .split_once('.')
        .is_some_and(|(_, end)| end.ends_with('0') && digits(end));
    let exponent = lower
        .split_once('e')
        .is_some_and(|(a, b)| digits(a) && digits(b));
    number && (special || loses_zero) && text.split('.').count() <= 2 || exponent
}

fn ambiguous(file: &Arc<File>, node: &Node, text: &str) -> Finding {
    Finding::new(
        &AMBIGUOUS,
        file.bytes(node.range.clone()),
        say(
            format!("„{text}“ ohne Anführungszeichen ist mehrdeutig"),
            format!("“{text}” without quotation marks is ambiguous"),
        ),
    )
    .because(say(
        "Manche Programme lesen hier einen Wahrheitswert oder eine andere Zahl.",
        "Some programs read a truth value or another number here.",
    ))
    .help(say(
        format!("Schreiben Sie \"{text}\"."),
        format!("Write \"{text}\"."),
    ))
}

/// `2.3.2026`, as a day is commonly written, as `2026-03-02`; none if it is not in the calendar.
pub fn german_day(text: &str) -> Option<String> {
    let mut parts = text.split('.').map(|part| part.trim().parse::<u16>());
    let (day, month, year) = (
        parts.next()?.ok()?,
        parts.next()?.ok()?,
        parts.next()?.ok()?,
    );
    let written = format!("{year:04}-{month:02}-{day:02}");
    Day::parse(&written).map(|_| written)
}

/// The name that was probably meant: at most a third of its letters differ.
pub fn closest<'a>(text: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let distance = |name: &'a str| (edit_distance(text, name), name);
    let best = names.into_iter().map(distance).min()?;
    let letters = text.chars().take(MOST_LETTERS).count();
    (best.0 <= letters.max(3) / 3).then_some(best.1)
}

/// Of a longer text only the beginning is compared.
const MOST_LETTERS: usize = 64;

/// How many letters must be changed, added or left out to make one text of another.
pub fn edit_distance(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.chars().take(MOST_LETTERS).collect();
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, to) in b.iter().enumerate() {
            let change = diagonal + usize::from(from != to);
            diagonal = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(row[j + 1] + 1);
        }
    }
    row[b.len()]
}
