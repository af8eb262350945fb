//! Private people in a text by where they live, by their own telephone or by their birthday (`DOC-005`).
//!
//! Offices, planners and firms have doors and telephones, too: a sentence that speaks of any of them is let pass, and
//! so is a door that the record knows.

use crate::check::case::Case;
use crate::check::citizen_words as words;
use crate::check::citizens::{Name, Trigger, is_of_history, is_official, sentence_of};
use crate::check::names::squeezed;
use crate::check::personal::apart;
use crate::check::said::has_any;
use crate::check::texts::{Written, around};
use crate::finding::{Finding, Level, Words, say};
use crate::law::calendar::MONTHS_DE;
use std::ops::Range;

/// Somebody in a text who is at home there, has a mobile or a birthday.
pub fn names_somebody(case: &Case, written: &Written, triggers: &[Trigger]) -> Option<Finding> {
    let text = written.text;
    let mut people = triggers.iter().filter_map(|own| {
        let at = own.before_anybody()?;
        let name = Name::at(text, at.end)?;
        let is_meant = !name.is_office() && !is_official(text, &at, &name);
        let at = at.start..name.end;
        is_meant.then(|| Some((at.clone(), what(case, written, &at)?)))?
    });
    let (at, message) = people.next().or_else(|| {
        let at = with_address(text)?;
        lives(case, text, &at).then(|| (at, with_home()))
    })?;
    let help = say(
        "Streichen Sie den Namen und was zu ihm gehört; „eine Anwohnerin“ oder „der Eigentümer“ genügt.",
        "Delete the name and what belongs to it; “a neighbour” or “the owner” is enough.",
    );
    let place = written.place_of(text.get(at)?);
    Some(apart(place, message, help).at_level(Level::Warning))
}

fn with_home() -> Words {
    say(
        "Hier stehen Name und Anschrift einer Privatperson",
        "This is name and address of a private person",
    )
}

/// What a text says of somebody behind „Herr“, „Frau“ or „Familie“.
fn what(case: &Case, written: &Written, at: &Range<usize>) -> Option<Words> {
    let text = written.text;
    if lives(case, text, at) {
        return Some(with_home());
    }
    if !written.is_notice && has_mobile(case, text, at) {
        return Some(say(
            "Hier steht die private Telefonnummer von jemandem",
            "This is the private telephone number of somebody",
        ));
    }
    has_birthday(text, at).then(|| {
        say(
            "Hier steht, wer Geburtstag hat; das gehört nicht in ein Verfahren",
            "This says whose birthday it is; that does not belong into a procedure",
        )
    })
}

/// Whether a home stands behind somebody's name, and neither an office nor a door of the record.
fn lives(case: &Case, text: &str, at: &Range<usize>) -> bool {
    home(text, at.end).is_some_and(|door| {
        let is_known = is_of_record(case, &text[door.clone()]);
        !is_known && !is_of_office(case, text, at.start..door.end)
    })
}

/// The bytes of the longest line that is a heading of whoever stands below it.
const FAR: usize = 60;
/// How far behind a home the trade of whoever lives there stands.
const BEHIND: usize = 50;

/// Whether the sentence of somebody speaks of offices, firms, whoever is to be asked or people of long ago.
fn is_of_office(case: &Case, text: &str, at: Range<usize>) -> bool {
    let procedure = case.procedure;
    let parties = [&procedure.planner, &procedure.developer];
    let person = &text[at.clone()];
    let mut parties = parties.into_iter().flatten();
    let is_party = parties.any(|own| {
        let mut names = own.name.split([' ', ',']).filter(|word| word.len() > 4);
        names.any(|word| person.contains(word))
    });
    // „Ansprechpartner:“ may stand before it, or in a line of its own.
    let before = &text[..at.start];
    let line = before.trim_end().rsplit('\n').next().unwrap_or_default();
    let is_heading = line.len() <= FAR && (before.ends_with('\n') || line.ends_with(':'));
    let line = if is_heading { line } else { "" }.to_lowercase();
    let sentence = sentence_of(text, at.clone());
    // What is said before belongs to somebody only within the sentence.
    let begin = sentence.split(&person.to_lowercase()).next();
    let behind = around(text, at.end, 0, BEHIND).to_lowercase();
    let has_contacts = |text: &str| has_any(text, words::CONTACTS);
    is_party
        || [&line, begin.unwrap_or_default(), &behind]
            .into_iter()
            .any(has_contacts)
        || is_of_history(&sentence)
}

/// The addresses of offices and places that the record knows.
fn addresses<'a>(case: &Case<'a>) -> impl Iterator<Item = &'a str> {
    let (municipality, procedure) = (case.municipality, case.procedure);
    let contact = procedure.contact.as_ref();
    let shown = municipality.display_place.as_ref();
    let access = procedure.phases.iter().flat_map(|phase| &phase.access);
    let access = access.filter_map(|own| own.postal_address.as_deref());
    let own = [
        municipality.office.postal_address.as_deref(),
        contact.and_then(|own| own.postal_address.as_deref()),
        shown.and_then(|own| own.postal_address.as_deref()),
    ];
    own.into_iter().flatten().chain(access)
}

/// Whether a door is that of an office or a place that the record knows.
pub fn is_of_record(case: &Case, door: &str) -> bool {
    let same = |text: &str| squeezed(text).replace("strasse", "str");
    let door = same(door);
    addresses(case).any(|own| same(own).contains(&door))
}

/// „Zusage von Anja Muster, Bachweg 22, 04860 Torgau“: a whole name with a whole address, where no word makes somebody of
/// the bearer.
fn with_address(text: &str) -> Option<Range<usize>> {
    const BEFORE: [&str; 3] = [" von ", " an ", " mit "];
    const CODE: &[u8] = b", 00000";
    // How far before a postcode the name may begin, in bytes.
    const FAR: usize = 120;
    let is_code = |at: &usize| {
        let code = text.as_bytes().get(*at..at + CODE.len());
        let mut pairs = code.into_iter().flatten().zip(CODE);
        code.is_some()
            && pairs.all(|(own, sign)| own == sign || own.is_ascii_digit() && *sign == b'0')
    };
    let mut codes = memchr::memchr_iter(b',', text.as_bytes()).filter(is_code);
    codes.find_map(|code| {
        let begin = text.floor_char_boundary(code.saturating_sub(FAR));
        let starts = BEFORE.iter().flat_map(|word| {
            let found = text[begin..code].match_indices(word);
            found.map(|(at, word)| begin + at + word.len())
        });
        starts.into_iter().find_map(|start| {
            let name = Name::at(text, start).filter(|own| own.is_full() && !own.is_office())?;
            let door = home(text, name.end).filter(|_| text[name.end..].starts_with(", "))?;
            (door.end == code).then_some(start..name.end)
        })
    })
}

/// Street and number behind a name: „…, Bachweg 4“, „… aus der Bachstraße 4“, „… (Torgau, Bachweg 4)“.
pub fn home(text: &str, end: usize) -> Option<Range<usize>> {
    const JOINTS: [&str; 9] = [
        ", wohnhaft in der ",
        ", wohnhaft ",
        " wohnhaft in der ",
        " wohnhaft ",
        " aus der ",
        " aus dem ",
        " aus ",
        ", ",
        " (",
    ];
    let joint = JOINTS.iter().find(|own| text[end..].starts_with(**own))?;
    let start = end + joint.len();
    street(text, start).or_else(|| {
        let (town, _) = text[start..].split_once(", ")?;
        let is_town = town.split(' ').count() <= 2
            && town.split(' ').all(|word| {
                word.starts_with(char::is_uppercase) && word.chars().all(char::is_alphabetic)
            });
        is_town.then(|| street(text, start + town.len() + 2))?
    })
}

/// Ends of the names of streets, in small letters.
const STREETS: &str = "straße|strasse|str.|weg|platz|gasse|allee|ring|ufer|damm|markt|promenade|berg|steig|siedlung|winkel|zeile|blick|aue|anger|graben|leite|hang|rain";
/// How names of streets begin that end otherwise: „Am Anger“.
const BEGINNINGS: [&str; 8] = ["Am", "An", "Zum", "Zur", "Auf", "Unter", "Hinter", "Alte"];

/// A street with the number of a house that begins at a byte.
fn street(text: &str, start: usize) -> Option<Range<usize>> {
    const LONGEST: usize = 60;
    const MOST_WORDS: usize = 4;
    const MOST_DIGITS: usize = 3;
    let piece = around(text, start, 0, LONGEST);
    let digits = piece.find(|letter: char| letter.is_ascii_digit())?;
    let name = piece[..digits].strip_suffix(' ')?;
    let words: Vec<&str> = name.split(' ').collect();
    let is_plain = |letter: char| letter.is_alphabetic() || " -.".contains(letter);
    let is_name = name.starts_with(char::is_uppercase)
        && words.len() <= MOST_WORDS
        && name.chars().all(is_plain);
    let last = words.last()?.to_lowercase();
    let is_street = STREETS.split('|').any(|end| last.ends_with(end))
        || words.len() > 1 && BEGINNINGS.contains(&words[0]);
    let behind = &piece[digits..];
    let length = behind
        .find(|letter: char| !letter.is_ascii_digit())
        .unwrap_or(behind.len());
    let more = usize::from(behind[length..].starts_with(|c: char| c.is_ascii_lowercase()));
    let after = &behind[length + more..];
    let is_number = length <= MOST_DIGITS && !after.starts_with(char::is_alphanumeric);
    // „Am 3. Mai“, „Am Tag 3 Uhr“
    let next = after.trim_start_matches('.').trim_start();
    let is_time = after.starts_with('.')
        && (next.starts_with(|c: char| c.is_ascii_digit())
            || MONTHS_DE.iter().any(|month| next.starts_with(month)))
        || next.starts_with("Uhr");
    (is_name && is_street && is_number && !is_time).then(|| start..start + digits + length + more)
}

/// Whether a mobile number stands behind a name, in a sentence that tells nobody to call.
fn has_mobile(case: &Case, text: &str, at: &Range<usize>) -> bool {
    const LONGEST: usize = 40;
    const FEWEST_DIGITS: usize = 10;
    const BETWEEN: &str = "tel|telefon|mobil|mobiltelefon|handy|funk|nr|nummer|telefonnummer|unter";
    let piece = around(text, at.end, 0, LONGEST);
    let Some(start) = piece.find(|letter: char| letter.is_ascii_digit() || letter == '+') else {
        return false;
    };
    let words = piece[..start].split(|letter: char| !letter.is_alphabetic());
    let mut words = words.filter(|word| !word.is_empty());
    let is_told = words.all(|word| BETWEEN.split('|').any(|own| own == word.to_lowercase()));
    let is_part = |letter: &char| letter.is_ascii_digit() || " /-()+".contains(*letter);
    let number = piece[start..].chars().take_while(is_part);
    let digits: String = number.filter(char::is_ascii_digit).collect();
    let is_mobile = ["015", "016", "017", "4915", "4916", "4917"]
        .iter()
        .any(|begin| digits.starts_with(begin));
    is_told
        && is_mobile
        && digits.len() >= FEWEST_DIGITS
        && !is_of_office(case, text, at.start..at.end + start)
}

/// „Frau Muster zum 95. Geburtstag“
fn has_birthday(text: &str, at: &Range<usize>) -> bool {
    const OLDEST: u32 = 110;
    let sentence = sentence_of(text, at.clone());
    let Some((before, _)) = sentence.split_once(". geburtstag") else {
        return false;
    };
    let age = before
        .rsplit(|letter: char| !letter.is_ascii_digit())
        .next();
    let age = age.and_then(|age| age.parse::<u32>().ok());
    age.is_some_and(|age| age <= OLDEST) && !is_of_history(&sentence)
}

#[cfg(test)]
mod tests {
    use super::{home, with_address};

    #[test]
    fn homes_are_told_from_what_looks_like_them() {
        let lives = |text: &'static str| {
            let end = text.find('#').unwrap();
            let text = text.replace('#', "");
            home(&text, end).map(|at| text[at].to_owned())
        };
        for (text, door) in [
            ("Frau Muster# aus der Bachstraße 17 fragte", "Bachstraße 17"),
            ("Frau Muster#, Bachweg 4a, fragte", "Bachweg 4a"),
            (
                "Erben nach Muster# (Leipzig, Otto-Muster-Straße 50)",
                "Otto-Muster-Straße 50",
            ),
            ("Frau Muster#, wohnhaft Am Anger 3", "Am Anger 3"),
        ] {
            assert_eq!(lives(text).as_deref(), Some(door), "{text}");
        }
        for text in [
            "Frau Muster# aus der Klasse 5 fragte",
            "Frau Muster#, Am 3. Mai wird gebaut",
            "Frau Muster#, Zimmer 4",
            "Frau Muster# (1901 bis 1980)",
            "Frau Muster# fragte nach der Bachstraße 17",
        ] {
            assert_eq!(lives(text), None, "{text}");
        }
    }

    #[test]
    fn a_whole_name_with_a_whole_address_is_somebody() {
        assert!(with_address("Zusage von Anja Muster, Bachweg 22, 04860 Torgau.").is_some());
        for text in [
            "Zusage vom Büro Anja Muster, Bachweg 22, 04860 Torgau.",
            "Zusage von Stadtwerke Torgau, Bachweg 22, 04860 Torgau.",
            "Zusage von Anja Muster, Bachweg 22.",
        ] {
            assert_eq!(with_address(text), None, "{text}");
        }
    }
}
