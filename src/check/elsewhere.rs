//! Whether a day in a text belongs to something else than the plan: a closed library, another town's
//! exhibition, somebody's holiday.

use crate::check::texts::{around, rest_of_sentence};
use std::ops::Range;

/// Words of sentences that have nothing to do with a display, in small letters.
const OTHERS: [&str; 33] = [
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
    "bibliothek",
    "museum",
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

/// Whether the sentence around a day is on something else than the plan.
pub fn is_of_something_else(source: &str, at: &Range<usize>) -> bool {
    let before = around(source, at.start, 160, 0);
    let begin = [". ", "! ", "? ", "\n\n", "\n- ", "\n* "].iter();
    let begin = begin.filter_map(|end| {
        let found = before.rmatch_indices(end).map(|(at, _)| at);
        // „vom 2. bis 6. März“ goes on behind its full stop.
        let mut ends = found.filter(|at| !before[..*at].ends_with(|c: char| c.is_ascii_digit()));
        ends.next().map(|at| at + end.len())
    });
    let own = &before[begin.max().unwrap_or_default()..];
    let sentence = format!("{own}{}", rest_of_sentence(source, at.start)).to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| sentence.contains(word));
    has(&OTHERS) || has(&SHUT) && !has(&DISPLAY)
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
            "Der Radweg ist gesperrt. Der Entwurf liegt vom 2. März 2026 an aus."
        ));
    }
}
