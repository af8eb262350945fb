//! Values that a template left open, told by where they stand: „xx Bauplätze“, „##Anzahl##“, a telephone number that is
//! nobody's (`TXT-002`). [`crate::check::blanks`] looks for them.

use crate::check::blanks::{alone, before, is_word, unknown, until};
use std::ops::Range;

/// „Kommentar JM: hier fehlt noch der Satz“, „Kommentar Frau S.: …“
pub fn signed(text: &str, at: Range<usize>) -> Option<usize> {
    const LONGEST: usize = 20;
    let (initials, _) = text[at.end..].split_once(':')?;
    let is_short = initials.len() == 2;
    let is_initials = is_short && initials.bytes().all(|byte| byte.is_ascii_uppercase());
    let is_named = ["Frau ", "Herr ", "Herrn ", "Fr. ", "Hr. "]
        .iter()
        .filter_map(|word| initials.strip_prefix(word))
        .any(|name| (1..=LONGEST).contains(&name.len()) && !name.contains(' '));
    alone(text, at.start..at.end - 1).filter(|_| is_initials || is_named)?;
    Some(at.end + initials.len() + 1)
}

/// „Ort, Datum“ with nothing beside it.
pub fn whole_line(text: &str, at: Range<usize>) -> Option<usize> {
    let is_begun = at.start == 0 || text[..at.start].ends_with('\n');
    let is_ended = text[at.end..].is_empty() || text[at.end..].starts_with('\n');
    (is_begun && is_ended).then_some(at.end)
}

/// „<Name Bürgermeister>“
pub fn angle(text: &str, at: Range<usize>) -> Option<usize> {
    let end =
        until(text, &at, ">").or_else(|| text[at.end..].starts_with('>').then_some(at.end + 1))?;
    let is_words = |letter: char| letter.is_alphabetic() || letter == ' ';
    text.get(at.end..end - 1)?
        .chars()
        .all(is_words)
        .then_some(end)
}

/// „##Anzahl##“
pub fn hashes(text: &str, at: Range<usize>) -> Option<usize> {
    let end = until(text, &at, "##")?;
    let word = text.get(at.end..end - 2)?;
    word.chars().all(char::is_alphabetic).then_some(end)
}

/// „xx Bauplätze“
pub fn unknown_number(text: &str, at: Range<usize>) -> Option<usize> {
    let is_small = text.get(at.clone())?.starts_with('x');
    unknown(text, at).filter(|_| is_small)
}

/// What is counted or measured in a notice, in small letters.
const UNITS: [&str; 14] = [
    "bauplätze",
    "bauplätzen",
    "baugrundstücke",
    "wohneinheiten",
    "wohnungen",
    "häuser",
    "stellplätze",
    "grundstücke",
    "flurstücke",
    "hektar",
    "ha",
    "m²",
    "quadratmeter",
    "quadratmetern",
];

/// „sind … Bauplätze vorgesehen“; what a quotation leaves out is none.
pub fn before_a_unit(text: &str, at: Range<usize>) -> Option<usize> {
    let line = text[..at.start].rsplit('\n').next().unwrap_or_default();
    let is_quoted = line.rfind('„') > line.rfind('“');
    let word = text[at.end..].strip_prefix(' ')?;
    let word = word
        .split(|c: char| !c.is_alphanumeric() && c != '²')
        .next()?;
    let is_unit = UNITS.contains(&word.to_lowercase().as_str());
    (line.ends_with(' ') && !is_quoted && is_unit).then_some(at.end)
}

/// „03421 123456“
pub fn telephone(text: &str, at: Range<usize>) -> Option<usize> {
    let code = text[..at.start].trim_end_matches([' ', '/', '-', ')']);
    let digits = code.bytes().rev().take_while(u8::is_ascii_digit).count();
    let is_code = code.len() < at.start
        && (3..=5).contains(&digits)
        && code[code.len() - digits..].starts_with('0');
    let behind = text[at.end..].trim_start_matches(['7', '8', '9', '0']);
    let is_ended = !is_word(behind.chars().next());
    (is_code && is_ended).then_some(text.len() - behind.len())
}

/// „00000 000-000“; „00000 Plauen“ is the postcode of an example.
pub fn noughts(text: &str, at: Range<usize>) -> Option<usize> {
    const FEWEST: usize = 8;
    let behind = &text[at.start..];
    let is_part = |letter: char| letter == '0' || " /-".contains(letter);
    let length = behind
        .find(|letter| !is_part(letter))
        .unwrap_or(behind.len());
    let number = behind[..length].trim_end_matches(|letter| letter != '0');
    let is_alone =
        |letter: Option<char>| !letter.is_some_and(|own| own.is_alphanumeric() || own == ',');
    let is_number = number.matches('0').count() >= FEWEST
        && is_alone(before(text, at.start))
        && is_alone(behind[number.len()..].chars().next());
    is_number.then_some(at.start + number.len())
}

#[cfg(test)]
mod tests {
    use crate::check::blanks::blank;

    #[test]
    fn values_that_are_open_are_told_from_what_looks_like_them() {
        let left = [
            ("[Anzahl] Bauplätze", "[Anzahl]"),
            ("xx Bauplätze", "xx"),
            ("sind … Bauplätze", "…"),
            ("##Anzahl## Bauplätze", "##Anzahl##"),
            ("Text.\nOrt, Datum\nName", "Ort, Datum"),
            ("<Name Bürgermeister>", "<Name Bürgermeister>"),
            ("Kommentar JM: hier fehlt", "Kommentar JM:"),
            ("Kommentar Frau S.: fehlt", "Kommentar Frau S.:"),
            (
                "Was ist neu? (Hier kurz beschreiben!)",
                "(Hier kurz beschreiben!)",
            ),
            ("Entwurf – noch nicht freigegeben", "noch nicht freigegeben"),
            ("Telefon 03421 123456.", "123456"),
            ("Telefon 00000 000-000", "00000 000-000"),
        ];
        for (text, piece) in left {
            assert_eq!(blank(text), Some(piece), "{text}");
        }
        let right = [
            "„Die Gemeinde … Grundstücke“",
            "Ort, Datum und Zeit der Sitzung",
            "Der Kommentar zum BauGB: dort steht mehr",
            "Die Straße ist noch nicht freigegeben.",
            "(hier einsehen)",
            "(bitte Namen und Anschrift angeben)",
            "Bestellnummer 123456",
            "Telefon 03421 1234561",
            "1,00000 ha",
            "Flurstück 12/xx",
        ];
        for text in right {
            assert_eq!(blank(text), None, "{text}");
        }
    }
}
