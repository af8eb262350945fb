//! Whether a day in a text belongs to something else than the plan: a closed library, another town's
//! exhibition, somebody's holiday.

use crate::check::texts::{around, rest_of_sentence};
use std::ops::Range;

/// Words of sentences that have nothing to do with a display, in small letters.
const OTHERS: [&str; 31] = [
    "vertret",
    "urlaub",
    "angefordert",
    "bestellt",
    "ausgeliehen",
    "wahlunterlagen",
    "wählerverzeichnis",
    "haushaltssatzung",
    "haushaltsplan",
    "lärmaktionsplan",
    "verkehrskonzept",
    "anderes verfahren",
    "gesondert bekannt",
    "nicht mehr fristgerecht",
    "ausstellung",
    "wettbewerb",
    "gerodet",
    "rodung",
    "umlegung",
    "volksfest",
    "stadtfest",
    "sperrung",
    "gesperrt",
    "baustelle",
    "bauarbeiten",
    "umbau",
    "saniert",
    "betriebsferien",
    "betriebsruhe",
    "vermessung",
    "konzert",
];
/// Words that say when a house is shut. A sentence on a display may have them in brackets.
const SHUT: [&str; 5] = [
    "geschlossen",
    "besetzt",
    "nicht erreichbar",
    " schließt",
    "zu finden",
];
/// Houses in which a plan may be on display, and much else.
const HOUSES: [&str; 2] = ["bibliothek", "museum"];
/// Words of sentences on a display.
const DISPLAY: [&str; 9] = [
    "entwurf",
    "veröffentlich",
    "ausleg",
    "ausgelegt",
    "liegt",
    "liegen",
    "planunterlagen",
    "stellungnahme",
    "einseh",
];

/// The sentence around a day, in small letters, as far as 160 bytes on both sides reach.
pub fn sentence_of(source: &str, at: &Range<usize>) -> String {
    let before = around(source, at.start, 160, 0);
    let begin = [". ", "! ", "? ", ".\n", "\n\n", "\n- ", "\n* "].iter();
    let begin = begin.filter_map(|end| {
        let found = before.rmatch_indices(end).map(|(at, _)| at);
        // „vom 2. bis 6. März“ goes on behind its full stop.
        let mut ends = found.filter(|at| !before[..*at].ends_with(|c: char| c.is_ascii_digit()));
        ends.next().map(|at| at + end.len())
    });
    let own = &before[begin.max().unwrap_or_default()..];
    format!("{own}{}", rest_of_sentence(source, at.start)).to_lowercase()
}

/// Whether the sentence around a day is on something else than the plan.
pub fn is_of_something_else(source: &str, at: &Range<usize>) -> bool {
    let sentence = sentence_of(source, at);
    // What a plan is called says nothing of the sentence: „Umbau am Bahnhof“.
    let sentence = without(&sentence, '„', '“');
    let outside = without(&sentence, '(', ')');
    let has = |words: &[&str]| words.iter().any(|word| sentence.contains(word));
    let is_shut = SHUT.iter().any(|word| outside.contains(word));
    let is_of_house = has(&HOUSES) && (is_shut || !has(&DISPLAY));
    has(&OTHERS) || is_of_house || has(&SHUT) && !has(&DISPLAY)
}

/// A text without what stands between two marks.
fn without(text: &str, open: char, close: char) -> String {
    let mut rest = text;
    let mut kept = String::new();
    while let Some((before, behind)) = rest.split_once(open) {
        let Some((_, after)) = behind.split_once(close) else {
            break;
        };
        kept.push_str(before);
        rest = after;
    }
    kept.push_str(rest);
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::days::days;

    #[test]
    fn a_day_belongs_to_its_sentence() {
        let is_other = |text: &str| is_of_something_else(text, &days(text)[0].at);
        assert!(is_other(
            "Die Bibliothek ist vom 1. Dezember 2025 bis 5. Dezember 2025 geschlossen."
        ));
        assert!(is_other(
            "Das Amt ist vom 5. bis 9. Januar 2026 nur vormittags besetzt."
        ));
        assert!(is_other(
            "Der Entwurf liegt aus. Die Wahlunterlagen liegen vom 2. bis 6. März 2026 aus."
        ));
        assert!(!is_other(
            "Der Entwurf liegt vom 2. März bis 6. April 2026 aus, am Karfreitag geschlossen."
        ));
        assert!(!is_other("Vom 2. März bis einschließlich 2. April 2026."));
        assert!(!is_other(
            "Er liegt vom 2. März bis 2. April 2026 im Rathaus aus.\n\nAuch die Stadtbibliothek zeigt ihn."
        ));
        assert!(!is_other(
            "Er liegt vom 2. März bis 2. April 2026 in der Stadtbibliothek (montags geschlossen) aus."
        ));
        assert!(is_other(
            "Die Bibliothek bleibt vom 9. bis 13. März 2026 geschlossen, die Unterlagen liegen dann im Rathaus."
        ));
        assert!(!is_other(
            "Der Entwurf „Umbau am Bahnhof“ liegt vom 2. März bis 2. April 2026 aus."
        ));
        assert!(!is_other(
            "Der Radweg ist gesperrt. Der Entwurf liegt vom 2. März 2026 an aus."
        ));
    }
}
