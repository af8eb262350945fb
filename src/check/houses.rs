//! The houses in which a town has its offices: which one a sentence means, and whether a wording sends people to another.

use crate::check::names::squeezed;
use crate::check::said::has_any;
use std::ops::Range;

/// Words of a place that many places have.
const GENERAL: [&str; 11] = [
    "zimmer",
    "obergeschoss",
    "erdgeschoss",
    "untergeschoss",
    "dachgeschoss",
    "hauptgebäude",
    "nebengebäude",
    "eingang",
    "eingangsbereich",
    "zimmernummer",
    "aufgang",
];
/// How words begin that make a house another one: „im Technischen Rathaus“.
const OTHERS_OF_A_KIND: [&str; 8] = [
    "technisch",
    "neue",
    "alte",
    "ehemalig",
    "früher",
    "historisch",
    "benachbart",
    "zweite",
];
/// Houses and offices that are no town hall.
const ELSE: &str = "bibliothek|bücherei|standesamt|archiv|museum|bürgerbüro|bürgeramt|bürgerservice|einwohnermeldeamt|meldestelle|landratsamt|stadtkasse|gemeindekasse|stadtbad|freibad|hallenbad|schwimmbad|schwimmhalle|touristinformation|tourist-information|ordnungsamt|sozialamt|jugendamt|gewerbeamt|wertstoffhof|bauhof|sparkasse|jobcenter|fundbüro|musikschule|volkshochschule|grundschule|oberschule|gymnasium|friedhofsverwaltung|kulturhaus|turnhalle|feuerwehr|kindertagesstätte|bahnhof|pfarramt";
/// Houses that one town calls so and another otherwise.
const MAIN: &str = "rathaus|stadthaus|gemeindeamt|gemeindehaus|bürgerhaus|stadtverwaltung|gemeindeverwaltung|verwaltungszentrum|verwaltungsgebäude|bauamt";
/// Houses that a town counts or has in several parts of it.
const COUNTED: [&str; 5] = [
    "Haus",
    "Gebäude",
    "Rathaus",
    "Bürgerbüro",
    "Verwaltungsstelle",
];

/// Whether a sentence in small letters names a place: by a word of its own, or by its room.
pub fn names(sentence: &str, place: &str) -> bool {
    const LONG: usize = 6;
    let place = place.to_lowercase();
    let is_named = |word: &str| {
        let is_own = word.chars().count() >= LONG && !GENERAL.contains(&word);
        is_own
            && sentence
                .match_indices(word)
                .any(|(at, _)| !is_other(sentence, at, &place))
    };
    let is_room = |part: &str| {
        let has_number = part.contains(|letter: char| letter.is_ascii_digit());
        has_number && squeezed(sentence).contains(&squeezed(part))
    };
    place.split([' ', ',']).any(is_named) || place.split(',').any(is_room)
}

/// Whether the word before a byte makes a house another one than a place has.
fn is_other(sentence: &str, at: usize, place: &str) -> bool {
    let before = sentence[..at].trim_end().rsplit(' ').next();
    let before = before.unwrap_or_default();
    let mut words = OTHERS_OF_A_KIND.iter();
    words.any(|word| before.starts_with(word) && !place.contains(word))
}

/// Whether a sentence in small letters speaks of another house than some places, and of none of theirs.
pub fn is_of_another(sentence: &str, places: &[&str]) -> bool {
    let places = places.join(" ").to_lowercase();
    let has_own = has_any(sentence, MAIN);
    let mut others = ELSE.split('|').filter(|word| sentence.contains(*word));
    !has_own && others.clone().next().is_some() && others.all(|word| !places.contains(word))
}

/// Another house before a room that a place of the record has: „Haus I, Zimmer 305“ for „Haus II, Zimmer 305“, „Stadtbad,
/// Foyer“ for „Rathaus, Foyer“.
pub fn other_house(source: &str, place: &str, places: &[String]) -> Option<Range<usize>> {
    const SHORTEST: usize = 5;
    let parts: Vec<&str> = place.split(',').map(str::trim).collect();
    let pairs = parts.windows(2).filter(|pair| pair[1].len() >= SHORTEST);
    pairs.into_iter().find_map(|pair| {
        let (house, room) = (pair[0], pair[1]);
        let said = source.match_indices(room);
        let said = said.filter_map(|(at, _)| {
            let before = source[..at].trim_end();
            let before = before.strip_suffix([',', '('])?.trim_end();
            last_words(before, house.split(' ').count())
        });
        let said: Vec<Range<usize>> = said.collect();
        let is_right = |at: &Range<usize>| squeezed(&source[at.clone()]) == squeezed(house);
        if said.iter().any(is_right) {
            return None;
        }
        let is_of_another = |at: &Range<usize>| {
            let named = squeezed(&source[at.clone()]);
            let mut parts = places.iter().flat_map(|own| own.split(','));
            parts.any(|own| squeezed(own) == named)
        };
        let mut others = said.into_iter().filter(|at| !is_of_another(at));
        others.find(|at| differs(&source[at.clone()], house))
    })
}

/// The last so many words of a text, all of them in its last line.
fn last_words(text: &str, count: usize) -> Option<Range<usize>> {
    let line = text.rsplit('\n').next()?;
    let start = text.len() - line.len();
    let mut spaces = line.rmatch_indices(' ').map(|(at, _)| at + 1);
    let from = spaces.nth(count - 1).unwrap_or_default();
    (line[from..].split(' ').count() == count).then(|| start + from..text.len())
}

/// Whether words before a room name another house than the record does.
fn differs(said: &str, house: &str) -> bool {
    let (first, rest) = said.split_once(' ').unwrap_or((said, ""));
    let (own, own_rest) = house.split_once(' ').unwrap_or((house, ""));
    if !own_rest.is_empty() {
        let is_name = rest.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
        return COUNTED.contains(&own)
            && first == own
            && is_name
            && squeezed(rest) != squeezed(own_rest);
    }
    let ends = |word: &str, ends: &str| {
        let word = word.to_lowercase();
        ends.split('|').any(|end| word.ends_with(end))
    };
    let is_house = ends(house, MAIN) || ends(house, ELSE);
    let is_part =
        squeezed(said).contains(&squeezed(house)) || squeezed(house).contains(&squeezed(said));
    is_house && ends(said, ELSE) && !is_part
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_room_in_another_house_is_no_other_name_of_the_same() {
        let other = |text: &'static str, place: &str| {
            other_house(text, place, &[place.to_owned()]).map(|at| &text[at])
        };
        let counted = "Rathaus, Haus II, Zimmer 305";
        assert_eq!(
            other("im Rathaus, Haus I, Zimmer 305, Markt 1", counted),
            Some("Haus I")
        );
        assert_eq!(other("im Rathaus, Haus II, Zimmer 305", counted), None);
        assert_eq!(other("im Rathaus (Zimmer 305)", counted), None);
        assert_eq!(
            other("im Stadtbad, Foyer, Markt 1", "Rathaus, Foyer"),
            Some("Stadtbad")
        );
        assert_eq!(
            other("in der Stadtverwaltung, Foyer", "Rathaus, Foyer"),
            None
        );
        assert_eq!(other("im Foyer des Rathauses", "Rathaus, Foyer"), None);
        let named = "Rathaus Potschappel, Glasgang";
        assert_eq!(
            other("2. Rathaus Deuben, Glasgang", named),
            Some("Rathaus Deuben")
        );
        assert_eq!(other("im Rathaus, Glasgang", named), None);
    }

    #[test]
    fn a_house_is_meant_by_its_own_words() {
        let place = "Rathaus, 2. Obergeschoss, Zimmer 2.14";
        assert!(names("liegt im rathaus, markt 1, aus", place));
        assert!(names("im zimmer 2.14, markt 1", place));
        assert!(!names("im standesamt in eilenburg, zimmer 316", place));
        assert!(!names("im technischen rathaus (breite straße 22)", place));
        assert!(names("im neuen rathaus", "Neues Rathaus, Zimmer 4"));
        assert!(is_of_another(
            "das standesamt hat am freitag geschlossen",
            &[place]
        ));
        assert!(!is_of_another(
            "rathaus und bibliothek sind freitags geschlossen",
            &[place]
        ));
        assert!(!is_of_another(
            "die bibliothek hat freitags geschlossen",
            &["Bibliothek"]
        ));
    }
}
