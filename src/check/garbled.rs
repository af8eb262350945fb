//! Letters that another program read wrongly: „fÃ¼r“ for „für“ (`TXT-002`).

use crate::check::kinds;
use crate::check::said;
use crate::check::texts::Written;
use crate::finding::{Finding, say};
use memchr::memmem::Finder;
use std::sync::LazyLock;

/// UTF-8 that was read as Windows-1252, with what it was. No language has these letters in a row.
const GARBLED: [(&str, &str); 14] = [
    ("Ã¤", "ä"),
    ("Ã¶", "ö"),
    ("Ã¼", "ü"),
    ("ÃŸ", "ß"),
    ("Ã„", "Ä"),
    ("Ã–", "Ö"),
    ("Ãœ", "Ü"),
    ("Ã©", "é"),
    ("Â§", "§"),
    ("Â²", "²"),
    ("â€ž", "„"),
    ("â€œ", "“"),
    ("â€“", "–"),
    ("\u{fffd}", "?"),
];
/// Every one of them begins so; nearly no text has any.
static BEGINS: LazyLock<[Finder<'static>; 4]> =
    LazyLock::new(|| ["Ã", "Â", "â€", "\u{fffd}"].map(Finder::new));

/// `TXT-002`: the first word of a text with such letters.
pub fn of(written: &Written) -> Option<Finding> {
    let word = word(written.text)?;
    let piece = written.file.and_then(|file| said::piece(file, word));
    let place = piece.unwrap_or_else(|| written.place.of_words(word));
    let meant = GARBLED.iter().fold(word.to_owned(), |word, (own, right)| {
        word.replace(own, right)
    });
    let finding = Finding::new(
        &kinds::LEFTOVER,
        place,
        say(
            format!("„{word}“ ist beim Umwandeln verstümmelt worden"),
            format!("“{word}” was garbled when it was converted"),
        ),
    )
    .because(say(
        "Der Text wurde als UTF-8 geschrieben und als etwas anderes gelesen; so kann ihn niemand lesen.",
        "The text was written as UTF-8 and read as something else; so nobody can read it.",
    ));
    Some(match meant.contains('?') {
        true => finding.help(say("Schreiben Sie das Wort neu.", "Write the word anew.")),
        false => finding.help(say(
            format!("Schreiben Sie „{meant}“, und sehen Sie den Rest des Textes durch."),
            format!("Write “{meant}”, and look through the rest of the text."),
        )),
    })
}

/// The first word with letters that were read wrongly.
fn word(text: &str) -> Option<&str> {
    let mut begins = BEGINS.iter();
    if text.is_ascii() || !begins.any(|own| own.find(text.as_bytes()).is_some()) {
        return None;
    }
    let found = GARBLED.iter().filter_map(|(own, _)| text.find(own));
    let at = found.min()?;
    let begin = text[..at].rsplit(char::is_whitespace).next();
    let start = at - begin.map_or(0, str::len);
    let end = text[at..].find(char::is_whitespace);
    text.get(start..end.map_or(text.len(), |end| at + end))
}

#[cfg(test)]
mod tests {
    use super::word;

    #[test]
    fn garbled_letters_are_told_from_foreign_ones() {
        assert_eq!(word("Plan fÃ¼r alle"), Some("fÃ¼r"));
        assert_eq!(word("der â€žMarktâ€œ"), Some("â€žMarktâ€œ"));
        assert_eq!(word("L\u{fffd}rm"), Some("L\u{fffd}rm"));
        for text in ["für São Paulo, SÃO", "Dâmbovița", "§ 3", "Â", "m²"] {
            assert_eq!(word(text), None, "{text}");
        }
    }
}
