//! What is wrong where YAML cannot be read, in the words of people who write it, and in which line: the reader stops
//! where it cannot go on, which is often the line behind the one that is wrong.

use crate::finding::{Words, say};
use std::ops::Range;

/// The line that is wrong, what is wrong with it, and what helps.
pub struct Cause {
    /// Its bytes.
    pub range: Range<usize>,
    /// What is wrong.
    pub message: Words,
    /// What helps.
    pub help: Words,
}

/// Finds the cause of what a reader says at a byte; none where nobody can tell.
pub fn cause(text: &str, at: usize, info: &str) -> Option<Cause> {
    let lines = Lines::of(text);
    let own = lines.at(at);
    let with_tab = [own, own + 1].into_iter().find(|line| {
        let line = lines.get(*line);
        line[..line.len() - line.trim_start().len()].contains('\t')
    });
    if let Some(line) = with_tab {
        return Some(lines.cause(line, tab()));
    }
    let found = [
        (
            "simple key expect",
            lines
                .behind(own, at)
                .map(|line| (line, no_colon(lines.get(line)))),
        ),
        ("mapping values are not allowed", lines.mapping(own, at)),
        ("expected '-' indicator", Some((own, lines.indented(own)))),
        ("quoted scalar", Some((own, no_quote()))),
        (
            "flow ",
            lines.open_bracket(own).map(|line| (line, no_bracket())),
        ),
        ("unexpected character", Some((own, first_sign()))),
    ];
    let (_, cause) = found.into_iter().find(|(sign, _)| info.contains(sign))?;
    cause.map(|(line, words)| lines.cause(line, words))
}

struct Lines<'t> {
    lines: Vec<(usize, &'t str)>,
}

impl<'t> Lines<'t> {
    fn of(text: &'t str) -> Self {
        let mut start = 0;
        let lines = text.split_inclusive('\n').map(|line| {
            let own = (start, line.trim_end());
            start += line.len();
            own
        });
        Self {
            lines: lines.collect(),
        }
    }

    fn get(&self, line: usize) -> &'t str {
        self.lines.get(line).map_or("", |(_, text)| text)
    }

    /// The line of a byte.
    fn at(&self, byte: usize) -> usize {
        let behind = self.lines.partition_point(|(start, _)| *start <= byte);
        behind.saturating_sub(1)
    }

    fn cause(&self, line: usize, (message, help): (Words, Words)) -> Cause {
        let (start, text) = self.lines.get(line).copied().unwrap_or_default();
        let indent = text.len() - text.trim_start().len();
        Cause {
            range: start + indent..start + text.len(),
            message,
            help,
        }
    }

    /// The last line before one that says something.
    fn before(&self, line: usize) -> Option<usize> {
        let says = |line: &usize| {
            let text = self.get(*line).trim();
            !text.is_empty() && !text.starts_with('#')
        };
        (0..line).rev().find(says)
    }

    /// The line that ends where the reader stopped: the one before, if it stopped at a beginning.
    fn behind(&self, line: usize, at: usize) -> Option<usize> {
        let (start, text) = self.lines.get(line).copied().unwrap_or_default();
        let before = text.get(..at.saturating_sub(start)).unwrap_or(text);
        match before.trim().is_empty() {
            true => self.before(line),
            false => Some(line),
        }
    }

    /// A colon where no key may stand.
    fn mapping(&self, own: usize, at: usize) -> Option<(usize, (Words, Words))> {
        let (start, text) = self.lines.get(own).copied()?;
        let key = text.get(..at.saturating_sub(start)).unwrap_or(text);
        let is_key = !key.contains(':') && !key.trim().trim_start_matches("- ").contains(' ');
        if !is_key {
            return Some((own, colon_in_text()));
        }
        let before = self.before(own)?;
        if !self.get(before).contains(':') {
            return Some((before, no_colon(self.get(before))));
        }
        // Of two lines whose indents differ, the one is wrong that does not go with the line before both.
        let first = self.before(before);
        let goes_with = |line: usize| {
            first.is_some_and(|first| indent(self.get(first)) == indent(self.get(line)))
        };
        let wrong = match goes_with(own) && !goes_with(before) {
            true => before,
            false => own,
        };
        Some((wrong, self.indented(wrong)))
    }

    /// A line that is indented otherwise than its neighbours.
    fn indented(&self, line: usize) -> (Words, Words) {
        let columns = self.before(line).map_or(0, |line| indent(self.get(line)));
        (
            say(
                "Diese Zeile ist anders eingerückt als die Zeilen, zu denen sie gehört",
                "This line is indented otherwise than the lines that it belongs to",
            ),
            say(
                format!(
                    "Schlüssel eines Blocks stehen untereinander; die Zeile davor hat {columns} Leerzeichen."
                ),
                format!(
                    "The keys of a block stand below one another; the line before has {columns} blanks."
                ),
            ),
        )
    }

    /// The last line up to one that opens more brackets than it closes.
    fn open_bracket(&self, line: usize) -> Option<usize> {
        let count =
            |text: &str, signs: [char; 2]| text.chars().filter(|sign| signs.contains(sign)).count();
        let is_open = |line: &usize| {
            let text = self.get(*line);
            count(text, ['{', '[']) > count(text, ['}', ']'])
        };
        (0..=line).rev().find(is_open)
    }
}

/// Where the first key of a line stands.
fn indent(line: &str) -> usize {
    let rest = line.trim_start_matches([' ', '-']);
    line.len() - rest.len()
}

fn no_colon(line: &str) -> (Words, Words) {
    const CONFLICT: [&str; 3] = ["<<<<<<<", "=======", ">>>>>>>"];
    if CONFLICT.iter().any(|mark| line.starts_with(mark)) {
        return in_conflict();
    }
    let key = line.trim().trim_start_matches("- ");
    let key = key.split(' ').next().unwrap_or(key);
    (
        say(
            "In dieser Zeile fehlt der Doppelpunkt hinter dem Schlüssel",
            "In this line the colon behind the key is missing",
        ),
        say(
            format!("Schreiben Sie „{key}:“ und nach einem Leerzeichen den Wert."),
            format!("Write “{key}:” and, after a blank, the value."),
        ),
    )
}

fn in_conflict() -> (Words, Words) {
    (
        say(
            "Hier stehen zwei Fassungen der Datei nebeneinander, die Git nicht vereinen konnte",
            "Two versions of the file stand beside each other here, which Git could not merge",
        ),
        say(
            "Behalten Sie von den Zeilen zwischen <<<<<<< und >>>>>>> die richtigen, und löschen Sie die Marken.",
            "Keep the right ones of the lines between <<<<<<< and >>>>>>>, and delete the marks.",
        ),
    )
}

fn colon_in_text() -> (Words, Words) {
    (
        say(
            "In diesem Text steht ein Doppelpunkt; so liest er sich wie ein zweiter Schlüssel",
            "This text holds a colon, so it reads like a second key",
        ),
        say(
            "Setzen Sie den Text in Anführungszeichen.",
            "Put the text into quotation marks.",
        ),
    )
}

fn no_quote() -> (Words, Words) {
    (
        say(
            "Hier beginnt ein Text in Anführungszeichen, der nicht endet",
            "A text in quotation marks begins here and does not end",
        ),
        say(
            "Ergänzen Sie das schließende Anführungszeichen; eines im Text selbst wird verdoppelt ('') oder mit \\ geschrieben.",
            "Add the closing quotation mark; one within the text is doubled ('') or written with \\.",
        ),
    )
}

fn no_bracket() -> (Words, Words) {
    (
        say(
            "Eine Klammer wird hier geöffnet und nicht geschlossen",
            "A bracket is opened here and not closed",
        ),
        say(
            "Ergänzen Sie die fehlende Klammer } oder ].",
            "Add the missing bracket } or ].",
        ),
    )
}

fn first_sign() -> (Words, Words) {
    (
        say(
            "Mit diesem Zeichen kann ein Text nicht beginnen",
            "A text cannot begin with this sign",
        ),
        say(
            "Setzen Sie den Text in Anführungszeichen.",
            "Put the text into quotation marks.",
        ),
    )
}

fn tab() -> (Words, Words) {
    (
        say(
            "Diese Zeile ist mit einem Tabulator eingerückt",
            "This line is indented with a tab",
        ),
        say(
            "Rücken Sie mit Leerzeichen ein, nicht mit Tabulatoren.",
            "Indent with blanks, not with tabs.",
        ),
    )
}

#[cfg(test)]
mod tests {
    use crate::finding::{File, Findings};
    use crate::load::yaml;

    fn told(text: &str) -> (usize, String) {
        let file = File::new("a.yaml", text.to_owned());
        let mut findings = Findings::default();
        yaml::parse(&file, &mut findings);
        let sorted = findings.sorted();
        let found = sorted.first().expect("a fault");
        (found.place.line_and_column().0, found.message.de.clone())
    }

    #[test]
    fn the_line_that_is_wrong_is_told_in_words() {
        let phase = "a: 1\nb:\n  - c: 1\n    d: 2\n    e: 3\n    f: 4\n";
        for (text, line, sign) in [
            ("a: 1\nb 2\nc: 3\n".to_owned(), 2, "Doppelpunkt hinter"),
            ("b 2\nc: 3\n".to_owned(), 1, "Doppelpunkt hinter"),
            (phase.replace("    e", "e"), 5, "eingerückt"),
            (phase.replace("    e", "  e"), 5, "eingerückt"),
            (phase.replace("    e", "      e"), 5, "eingerückt"),
            (phase.replace("    e", "\te"), 5, "Tabulator"),
            ("a: x: y\n".to_owned(), 1, "steht ein Doppelpunkt"),
            ("a: \"x\nb: 1\n".to_owned(), 1, "Anführungszeichen"),
            ("a: {b: 1\nc: 2\n".to_owned(), 1, "Klammer"),
            ("a: @x\n".to_owned(), 1, "Zeichen"),
        ] {
            let (at, message) = told(&text);
            assert!(
                at == line && message.contains(sign),
                "{text}: {at} {message}"
            );
        }
    }
}
