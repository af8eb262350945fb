//! The rooms and floors that a wording names, and the towns behind its postcodes, compared with the record.

use crate::check::names::squeezed;
use crate::check::said::start_of;
use crate::check::texts::around;
use std::ops::Range;

/// The number of a room that a wording names instead of that of a place.
pub fn other_room(source: &str, place: &str) -> Option<Range<usize>> {
    const ROOMS: [&[&str]; 2] = [&["Zimmer", "Zi."], &["Raum"]];
    ROOMS.iter().find_map(|words| {
        let own = words.iter().find_map(|word| place.split_once(word))?.1;
        let own = squeezed(number(own)?);
        let named = words.iter().flat_map(|word| {
            let named = source.match_indices(word);
            named.map(|(at, word)| at + word.len())
        });
        let said = named.filter_map(|end| {
            let number = number(&source[end..])?;
            let start = start_of(source, number);
            Some((start, number))
        });
        let mut said: Vec<(usize, &str)> = said.collect();
        said.sort_by_key(|(at, _)| *at);
        let is_named = said.iter().any(|(_, number)| squeezed(number) == own);
        let (at, other) = said.first().filter(|_| !is_named)?;
        Some(*at..at + other.len())
    })
}

/// The number that a text begins with, with a letter behind it: „251“, „251 a“, „1.07“, „-Nr. 12“.
fn number(text: &str) -> Option<&str> {
    let signs = ["-Nr.", " Nr.", "-Nummer", " Nummer", "nummer"];
    let behind = signs.iter().find_map(|sign| text.strip_prefix(sign));
    let text = behind.unwrap_or(text);
    // A line may end between word and number.
    let rest = text.trim_start();
    if rest.len() == text.len() {
        return None;
    }
    let is_part = |letter: char| letter.is_ascii_digit() || letter == '.';
    let length = rest
        .find(|letter: char| !is_part(letter))
        .unwrap_or(rest.len());
    let digits = rest[..length].trim_end_matches('.');
    if digits.is_empty() {
        return None;
    }
    let behind = &rest[digits.len()..];
    let gap = behind.len() - behind.trim_start_matches(' ').len();
    let mut letters = behind[gap..].chars();
    let is_letter = letters
        .next()
        .is_some_and(|letter| letter.is_ascii_lowercase());
    let is_alone = letters
        .next()
        .is_none_or(|letter| !letter.is_alphanumeric());
    let more = if is_letter && is_alone && gap < 2 {
        gap + 1
    } else {
        0
    };
    Some(&rest[..digits.len() + more])
}

/// The floor that a wording names instead of that of a place: „1. OG“ for „2. Obergeschoss“.
pub fn other_floor(source: &str, place: &str) -> Option<Range<usize>> {
    let own = floors(place);
    let said = floors(source);
    let (_, own) = own.first()?;
    // The ground floor has many things to see; it is meant where the room stands beside it.
    let room = ["Zimmer", "Raum"].iter().find_map(|room| {
        let (_, own) = place.split_once(room)?;
        number(own)
    });
    let is_meant = |(at, floor): &&(Range<usize>, u8)| {
        let near = || around(source, at.start, NEAR, NEAR + GROUND.len());
        *floor > 0 || room.is_some_and(|room| near().contains(room))
    };
    let other = said.iter().find(is_meant);
    let (at, _) = other.filter(|_| !said.iter().any(|(_, floor)| floor == own))?;
    Some(at.clone())
}

/// The ground floor.
const GROUND: &str = "Erdgeschoss";
/// How far from a room its floor stands, in bytes.
const NEAR: usize = 20;

/// Every floor that a text names, with its place.
fn floors(text: &str) -> Vec<(Range<usize>, u8)> {
    const FLOORS: [&str; 4] = ["OG", "Obergeschoss", "Etage", "Stock"];
    let found = FLOORS
        .iter()
        .flat_map(|floor| text.match_indices(floor))
        .filter_map(|(at, floor)| {
            let before = text[..at].trim_end().strip_suffix('.')?;
            let digits = before.len()
                - before
                    .trim_end_matches(|letter: char| letter.is_ascii_digit())
                    .len();
            let start = before.len() - digits;
            Some((start..at + floor.len(), before[start..].parse().ok()?))
        });
    let ground = text.match_indices(GROUND);
    let ground = ground.map(|(at, floor)| (at..at + floor.len(), 0));
    let mut found: Vec<(Range<usize>, u8)> = found.chain(ground).collect();
    found.sort_by_key(|(at, _)| at.start);
    found
}

/// The town that a wording puts behind a postcode of the record: „09111 Zwickau“ for „09111 Chemnitz“.
pub fn other_town(source: &str, address: &str) -> Option<Range<usize>> {
    let (code, town) = towns(address).next()?;
    let own = squeezed(town);
    let mut said = towns(source).filter(|(other, _)| *other == code);
    let (_, other) = said.find(|(_, other)| squeezed(other) != own)?;
    let start = start_of(source, other);
    Some(start..start + other.len())
}

/// Every postcode of a text with the word behind it.
fn towns(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let words = text.split([' ', '\n', ',']);
    let pairs = words.clone().zip(words.skip(1));
    pairs.filter_map(|(code, town)| {
        let is_code = code.len() == 5 && code.bytes().all(|byte| byte.is_ascii_digit());
        let town = town.trim_matches(|letter: char| !letter.is_alphanumeric());
        (is_code && town.starts_with(char::is_uppercase)).then_some((code, town))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rooms_have_numbers_with_letters_and_floors() {
        let room = |text: &'static str, place| other_room(text, place).map(|at| &text[at]);
        assert_eq!(
            room("Zimmer 251 b, Markt", "Rathaus, Zimmer 251 a"),
            Some("251 b")
        );
        assert_eq!(
            room("Zimmer 251, Markt", "Rathaus, Zimmer 251 a"),
            Some("251")
        );
        assert_eq!(room("Zimmer 251a", "Rathaus, Zimmer 251 a"), None);
        assert_eq!(room("Raum 7 im Erdgeschoss", "Raum 7"), None);
        for text in [
            "Zimmer Nr. 2.07",
            "Zimmer-Nr. 2.07",
            "Zi. 2.07",
            "Zimmernummer 2.07",
        ] {
            assert_eq!(room(text, "Rathaus, Zimmer 2.07"), None, "{text}");
        }
        assert_eq!(room("(Zi. 2.08)", "Rathaus, Zimmer 2.07"), Some("2.08"));
        assert_eq!(room("Raum Nr. 13", "Raum 12"), Some("13"));
        assert_eq!(room("Raum 1.07.", "Raum 1.07"), None);
        let floor = |text: &'static str| other_floor(text, "Rathaus, 2. OG").map(|at| &text[at]);
        assert_eq!(
            floor("im Rathaus, 1. Obergeschoss"),
            Some("1. Obergeschoss")
        );
        assert_eq!(
            floor("im Rathaus, 2. Obergeschoss, und im 1. OG des Archivs"),
            None
        );
        assert_eq!(floor("im Rathaus"), None);
        assert_eq!(floor("an der Tafel im Erdgeschoss"), None);
        let ground =
            |text: &'static str| other_floor(text, "Rathaus, 1. OG, Raum 1.12").map(|at| &text[at]);
        assert_eq!(ground("Erdgeschoss, Raum 1.12"), Some("Erdgeschoss"));
        assert_eq!(
            ground("Aushang im Erdgeschoss, Einsicht in Raum 1.12"),
            None
        );
        assert_eq!(ground("Raum 1.12 (1. Obergeschoss)"), None);
        let town =
            |text: &'static str| other_town(text, "Markt 1, 09111 Chemnitz").map(|at| &text[at]);
        assert_eq!(town("Markt 1, 09111 Zwickau."), Some("Zwickau"));
        assert_eq!(town("Markt 1, 09111 Chemnitz, 08056 Zwickau"), None);
    }
}
