//! Which answers can be used, and how they are written.

use crate::finding::{Words, say};
use crate::link::contacts::{is_email_address, is_web_address};
use crate::load::shape::german_day;
use crate::load::slug::slug;
use crate::load::value::{Day, OPEN_END};
use jiff::civil::Date;

/// The longest name of a folder that is proposed or taken, in letters.
const LONGEST_FOLDER: usize = 60;
/// The longest text that is taken, in characters.
const LONGEST_TEXT: usize = 5_000;

/// Any text with a visible character.
///
/// # Errors
/// If it is empty or too long.
pub fn text(text: &str) -> Result<String, Words> {
    let text = text.trim();
    if text.is_empty() {
        return Err(say("Hier fehlt der Text.", "The text is missing."));
    }
    if text.chars().count() > LONGEST_TEXT {
        return Err(say(
            format!("Der Text hat mehr als {LONGEST_TEXT} Zeichen."),
            format!("The text has more than {LONGEST_TEXT} characters."),
        ));
    }
    Ok(text.to_owned())
}

/// A day, also as `2.3.2026`.
///
/// # Errors
/// If it is not in the calendar.
pub fn day(text: &str) -> Result<String, Words> {
    let text = text.trim();
    let written = match Day::parse(text) {
        Some(_) => Some(text.to_owned()),
        None => german_day(text),
    };
    // `2.3.26` would be a day in the year 26.
    let is_near = |day: &String| date(day).is_some_and(|day| (1900..2200).contains(&day.year()));
    written.filter(is_near).ok_or_else(|| {
        say(
            format!("„{text}“ ist kein Tag im Kalender; schreiben Sie zum Beispiel 2026-03-02."),
            format!("“{text}” is not a day in the calendar; write for example 2026-03-02."),
        )
    })
}

/// The last day of a period that begins on `first`, or `offen`.
///
/// # Errors
/// If it is not in the calendar, or before the first day.
pub fn end(text: &str, first: Option<Date>) -> Result<String, Words> {
    if text.trim() == OPEN_END {
        return Ok(OPEN_END.to_owned());
    }
    let last = day(text)?;
    let is_before = first
        .zip(date(&last))
        .is_some_and(|(first, last)| last < first);
    if is_before {
        return Err(say(
            format!("{last} liegt vor dem ersten Tag."),
            format!("{last} lies before the first day."),
        ));
    }
    Ok(last)
}

/// The day that [`day`] wrote.
pub fn date(written: &str) -> Option<Date> {
    Day::parse(written).map(|day| day.0)
}

/// A folder's name that can stand in permanent addresses.
///
/// # Errors
/// If it holds other letters than small ones, digits and single hyphens, or is too long.
pub fn folder(text: &str) -> Result<String, Words> {
    let text = text.trim();
    let better = shortened(&slug(text));
    if text == better && !text.is_empty() {
        return Ok(better);
    }
    let de =
        "Der Ordner wird Teil einer dauerhaften Adresse: Kleinbuchstaben, Ziffern, Bindestriche";
    let en = "The folder becomes part of a permanent address: small letters, digits, hyphens";
    Err(if better.is_empty() {
        say(format!("{de}."), format!("{en}."))
    } else {
        say(
            format!("{de}. Zum Beispiel {better}."),
            format!("{en}. For example {better}."),
        )
    })
}

/// A folder's name made of words; empty where nothing of them can be written so.
pub fn folder_of(words: &[&str]) -> String {
    shortened(&slug(&words.join(" ")))
}

/// Whole words of a slug, as many as are short enough.
fn shortened(slug: &str) -> String {
    match slug.get(..LONGEST_FOLDER) {
        Some(start) if slug.len() > LONGEST_FOLDER => {
            let is_whole = slug.as_bytes()[LONGEST_FOLDER] == b'-';
            let end = start.rfind('-').filter(|_| !is_whole);
            start[..end.unwrap_or(LONGEST_FOLDER)].to_owned()
        }
        _ => slug.to_owned(),
    }
}

/// An e-mail address.
///
/// # Errors
/// If it cannot be linked.
pub fn email(text: &str) -> Result<String, Words> {
    let text = text.trim();
    if is_email_address(text) {
        return Ok(text.to_owned());
    }
    Err(say(
        format!("„{text}“ ist keine E-Mail-Adresse, zum Beispiel bauamt@musterstadt.example."),
        format!("“{text}” is not an e-mail address such as bauamt@musterstadt.example."),
    ))
}

/// A web address; `https://` is put in front where it is missing.
///
/// # Errors
/// If it cannot be linked.
pub fn web(text: &str) -> Result<String, Words> {
    let text = text.trim();
    let full = if text.contains("://") {
        text.to_owned()
    } else {
        format!("https://{text}")
    };
    if is_web_address(&full) && full.contains('.') {
        return Ok(full);
    }
    Err(say(
        format!("„{text}“ ist keine Webadresse, zum Beispiel https://www.musterstadt.example/."),
        format!("“{text}” is not a web address such as https://www.musterstadt.example/."),
    ))
}

/// The portal's public address, which ends in a slash.
///
/// # Errors
/// If it cannot be linked, or names more than a place.
pub fn portal_address(text: &str) -> Result<String, Words> {
    let full = web(text)?;
    if full.contains(['?', '#']) {
        return Err(say(
            "Die Adresse des Portals enthält kein ? und kein #.",
            "The portal's address holds no ? and no #.",
        ));
    }
    Ok(format!("{}/", full.trim_end_matches('/')))
}

/// A whole number from 1 to 999.
///
/// # Errors
/// If it is none.
pub fn number(text: &str) -> Result<String, Words> {
    let number = text.trim().trim_end_matches('.').parse::<u16>().ok();
    let number = number.filter(|number| (1..=999).contains(number));
    number.map(|number| number.to_string()).ok_or_else(|| {
        say(
            "Gebraucht wird eine ganze Zahl von 1 bis 999.",
            "A whole number from 1 to 999 is needed.",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_taken_as_people_write_them() {
        assert_eq!(day("2.3.2026").as_deref(), Ok("2026-03-02"));
        assert_eq!(day(" 2026-03-02 ").as_deref(), Ok("2026-03-02"));
        assert!(day("31.2.2026").is_err());
        assert!(day("2.3.26").is_err());
        assert!(day("morgen").is_err());
        let first = date("2026-03-02");
        assert_eq!(end("offen", first).as_deref(), Ok("offen"));
        assert!(end("2026-03-01", first).is_err());
        assert!(end("2026-03-02", first).is_ok());
    }

    #[test]
    fn folders_are_short_and_whole_words() {
        assert_eq!(
            folder_of(&["bplan", "17", "Übergröße am Weißen Fluß"]),
            "bplan-17-uebergroesse-am-weissen-fluss"
        );
        let long = folder_of(&["wort"; 40]);
        assert!(
            long.len() <= LONGEST_FOLDER && long.ends_with("wort"),
            "{long}"
        );
        assert_eq!(folder(&long).as_deref(), Ok(long.as_str()));
        assert_eq!(folder_of(&["🏡"]), "");
        for bad in ["", "Meißen", "a/b", "..", "a--b", "-a", "a_b"] {
            assert!(folder(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn addresses_are_completed() {
        assert_eq!(
            portal_address("bau.example").as_deref(),
            Ok("https://bau.example/")
        );
        assert_eq!(
            portal_address("http://bau.example/plan").as_deref(),
            Ok("http://bau.example/plan/")
        );
        assert!(portal_address("javascript://x.y").is_err());
        assert!(web("ein Wort").is_err());
        assert!(email("bauamt").is_err());
        assert_eq!(number("7.").as_deref(), Ok("7"));
        assert!(number("0").is_err());
    }
}
