//! Streets whose names differ by the word before them: „Dresdner Straße 10“ is not „Leipziger Straße 10“ (`NOT-024`).

use crate::check::names::squeezed;
use crate::check::own_addresses::{door, streets};
use crate::check::said::start_of;

/// Kinds of streets that have a word before them.
const KINDS: [&str; 11] = [
    "straße",
    "strasse",
    "str.",
    "platz",
    "weg",
    "gasse",
    "allee",
    "ring",
    "ufer",
    "damm",
    "promenade",
];
/// Words before a street that belong to no name.
const NO_NAMES: [&str; 16] = [
    "alte", "alten", "der", "die", "das", "dem", "den", "des", "und", "oder", "von", "vor", "auf",
    "zur", "zum", "haus",
];

/// The address of those that have the door of a street in a sentence, all of them by another name than it has there.
pub fn of_another_name<'a>(
    sentence: &str,
    street: &str,
    addresses: impl Iterator<Item = &'a str>,
) -> Option<&'a str> {
    let said = first_word(sentence, street)?;
    let mut other = None;
    for address in addresses {
        let lower = address.to_lowercase();
        for own in streets(&lower)
            .into_iter()
            .filter(|own| door(own) == door(street))
        {
            match first_word(&lower, own) {
                Some(name) if !is_same(said, name) => other = other.or(Some(address)),
                _ => return None,
            }
        }
    }
    other
}

/// The word before a street that was cut out of a text in small letters, if it is part of its name.
fn first_word<'t>(text: &'t str, street: &str) -> Option<&'t str> {
    let (kind, _) = street.split_once([' ', '\n'])?;
    let before = text
        .get(..start_of(text, street))?
        .strip_suffix([' ', '\n'])?;
    let is_gap = |letter: char| letter.is_whitespace() || ",;:(|/„".contains(letter);
    let word = before.rsplit(is_gap).next()?;
    let is_name = word.chars().count() > 2
        && word
            .chars()
            .all(|letter| letter.is_alphabetic() || "-.".contains(letter));
    (KINDS.contains(&kind) && is_name && !NO_NAMES.contains(&word)).then_some(word)
}

/// Whether two words are one, in whatever case or spelling: „Bautzner“, „Bautzener“; „Dr.-Külz“, „Külz“.
fn is_same(one: &str, other: &str) -> bool {
    const STEM: usize = 4;
    let (one, other) = (squeezed(one), squeezed(other));
    let stem = |word: &str| word.chars().take(STEM).collect::<String>();
    stem(&one) == stem(&other) || one.contains(&other) || other.contains(&one)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_street_is_another_by_the_word_before_it() {
        let other = |text: &str, address: &'static str| {
            let street = *streets(text).first().expect("a street");
            of_another_name(text, street, [address].into_iter())
        };
        let address = "Leipziger Straße 10, 01662 Meißen";
        assert_eq!(
            other("im rathaus, dresdner straße 10", address),
            Some(address)
        );
        assert_eq!(
            other("im rathaus, dresdner str. 10", address),
            Some(address)
        );
        for text in [
            "im rathaus, leipziger straße 10",
            "im rathaus leipziger str. 10",
            "in der leipz. straße 10",
            "im rathaus, straße 10",
        ] {
            assert_eq!(other(text, address), None, "{text}");
        }
        assert_eq!(other("in der alten straße 5", "Alte Straße 5"), None);
        assert_eq!(other("bautzner straße 5", "Bautzener Straße 5"), None);
        assert_eq!(other("am markt 1", "Markt 1, 04860 Torgau"), None);
    }
}
