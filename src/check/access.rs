//! Whether a sentence names a place where the documents can be seen (§ 3 Abs. 2 Satz 4 Nr. 4 BauGB).

use crate::check::names::squeezed;
use crate::check::said;

/// Words of a sentence that lets people see the documents, whatever else it speaks of.
const SEEN: &str = " liegt | liegen |lieg |ausgelegt|ausliegen|ausliegt|auslage|aushang|ausgehängt|hängen|hängt|einsehen|einsehbar|eingesehen|einsicht|einzusehen|anschauen|ansehen|angesehen|anzusehen|papier|ausdruck|ausgedruckt|leseplatz|lesegerät|lesen|gelesen|bereitgehalten|bereitgestellt|bereit |bereit.|bereit,|zugang|zugänglich|ort der auslegung|auslegungsort|bereithält";
/// Words of sentences in which a council meets or decides: the place is that of the meeting.
const RESOLVED: [&str; 4] = ["beschlossen", "sitzung d", "sitzung a", "sitzung v"];
/// Words that a sentence on something else than access has.
const ELSE: [&str; 7] = [
    "stellungnahme",
    "niederschrift",
    "abgegeben",
    "äußer",
    "gebiet",
    "geltungsbereich",
    "grenz",
];
/// Words of a sentence that says when a house is shut, or where people speak their statements.
const SHUT: &str = "geschlossen|schließt|bleibt zu|protokoll|besetzt - uhr|zimmer|etage";

/// Whether a sentence in small letters names one of some places as one where the documents can be seen.
pub fn shows_place(sentence: &str, places: &[String]) -> bool {
    let said = squeezed(sentence);
    let is_part = |part: &str| {
        let part = squeezed(part);
        part.chars().count() >= 3 && said.contains(&part)
    };
    let is_named = |place: &String| place.split(',').any(is_part);
    if RESOLVED.iter().any(|word| sentence.contains(word)) || !places.iter().any(is_named) {
        return false;
    }
    let is_of_else = ELSE.iter().any(|word| sentence.contains(word));
    let is_shut = said::shows(sentence, SHUT);
    // „Ihre Stadtverwaltung, Amt für Stadtentwicklung“ signs; a house, a room or hours let people in.
    let is_number = |letter: char| letter.is_ascii_digit();
    let is_place = |place: &String| {
        let mut parts = place.split(',').enumerate();
        parts.any(|(at, part)| (at == 0 || part.contains(is_number)) && is_part(part))
    };
    let lets_in = sentence.contains(is_number) || places.iter().any(is_place);
    said::shows(sentence, SEEN) || lets_in && !is_of_else && !is_shut
}

#[cfg(test)]
mod tests {
    use super::shows_place;

    #[test]
    fn the_place_is_one_of_access_where_the_documents_can_be_seen() {
        let shows = |sentence: &str| shows_place(sentence, &["Rathaus, Zimmer 2".to_owned()]);
        assert!(shows(
            "die stellungnahme der behörde ist unter https://a.example veröffentlicht und liegt im rathaus aus"
        ));
        assert!(shows("ort der auslegung: rathaus"));
        assert!(shows("rathaus, mo bis fr 9–12 uhr"));
        let of_office =
            |sentence: &str| shows_place(sentence, &["Rathaus, Stadtbauamt, Zimmer 5".to_owned()]);
        assert!(of_office("stadtbauamt, mo bis fr 9–12 uhr"));
        assert!(of_office("im stadtbauamt liegen die unterlagen aus"));
        assert!(!of_office("ihre stadtverwaltung, stadtbauamt"));
        assert!(!shows("am 1. mai ist das rathaus geschlossen"));
        assert!(!shows(
            "stellungnahmen können im rathaus zu protokoll gegeben werden"
        ));
        assert!(!shows(
            "wer keine e-mail hat, kann im rathaus zu protokoll sprechen"
        ));
        assert!(!shows(
            "der rat hat in der sitzung am 3. mai im rathaus beschlossen, ihn auszulegen"
        ));
    }
}
