//! How long a display lasts by its wording: „für die Dauer von zwei Wochen“.

use crate::check::days::days;
use crate::check::own::Own;
use crate::check::relative_days::is_of_display;
use jiff::civil::Date;

const NUMBERS: [(&str, i32); 19] = [
    ("eine", 1),
    ("ein", 1),
    ("einer", 1),
    ("eines", 1),
    ("einem", 1),
    ("einen", 1),
    ("zwei", 2),
    ("zweier", 2),
    ("drei", 3),
    ("dreier", 3),
    ("vier", 4),
    ("fünf", 5),
    ("sechs", 6),
    ("sieben", 7),
    ("acht", 8),
    ("zehn", 10),
    ("vierzehn", 14),
    ("zwanzig", 20),
    ("dreißig", 30),
];
/// Words before a length that is meant as it is.
const BEFORE: [&str; 10] = [
    "innerhalb",
    "binnen",
    "dauer",
    "dauert",
    "beträgt",
    "zeitraum",
    "für",
    "frist",
    "während",
    "verkürzt",
];
/// Words that make a length one that may be longer or shorter.
const LOOSE: [&str; 12] = [
    "knapp",
    "rund",
    "etwa",
    "ca",
    "fast",
    "gut",
    "mindestens",
    "wenigstens",
    "höchstens",
    "jedoch",
    "aber",
    "länger",
];
/// Words of a sentence on another display or on the notice itself.
const OTHERS: [&str; 13] = [
    // „Unterlagen“ hold the second word.
    " lag ",
    " lagen ",
    "wurde",
    "vorentwurf",
    "frühzeitig",
    "aushang",
    "ausgehäng",
    "tafel",
    "anschlag",
    "angeschlagen",
    "diese bekanntmachung",
    "statt eine",
    "gegenüber eine",
];

/// Those of them that an early participation is about.
const EARLY: [&str; 2] = ["vorentwurf", "frühzeitig"];

/// The sentence that gives a display another length than its period has, with that length in words.
pub fn differs<'c>(own: &Own<'c, '_>, (start, end): (Date, Date)) -> Option<(&'c str, String)> {
    let lasts = (end - start).get_days() + 1;
    let is_own = |sentence: &str| {
        let named = days(sentence);
        let is_of_period = named.iter().any(|day| day.is(start) || day.is(end));
        named.is_empty() || is_of_period
    };
    own.sentences().iter().find_map(|sentence| {
        // „wurde angemessen auf zwei Wochen verkürzt“ is of this display.
        let is_shortened = sentence.contains("verkürzt")
            && sentence.contains(" auf ")
            && !sentence.contains("vorentwurf");
        // An early participation is on a preliminary draft.
        let is_early = |word: &str| !own.step.is_display() && EARLY.contains(&word);
        let is_other = !is_shortened
            && OTHERS
                .iter()
                .any(|word| sentence.contains(word) && !is_early(word));
        let is_shown = is_of_display(sentence)
            || sentence.contains("im internet")
            || sentence.contains("dauer beträgt")
            || is_on_own_period(sentence)
            || sentence.starts_with("für die dauer")
            || sentence.contains("verkürzt")
            || is_on_statements(sentence)
            || days(sentence).len() == 2;
        if is_other || !is_shown || !is_own(sentence) {
            return None;
        }
        let (words, (least, most)) = length(sentence)?;
        (lasts < least || most < lasts).then_some((sentence.as_str(), words))
    })
}

/// Whether a sentence says how long the display's own period is: „Die Frist beträgt zwei Wochen“.
fn is_on_own_period(sentence: &str) -> bool {
    const PERIODS: [&str; 4] = [
        "die frist beträgt",
        "auslegungsfrist beträgt",
        "veröffentlichungsfrist beträgt",
        "beteiligungsfrist beträgt",
    ];
    const OTHERS: [&str; 5] = [
        "behörd",
        "träger öffentlicher",
        "widerspr",
        "klage",
        "antrag",
    ];
    let has = |words: &[&str]| words.iter().any(|word| sentence.contains(word));
    has(&PERIODS) && !has(&OTHERS)
}

/// How long after the display a wording takes objections: „bis zwei Wochen nach Ablauf der Auslegungsfrist“; the sentence,
/// the length in words, and the fewest and the most days that it means.
pub fn after_display<'c>(own: &Own<'c, '_>) -> Option<(&'c str, String, (i32, i32))> {
    own.sentences().iter().find_map(|sentence| {
        let before = [
            "nach ablauf der auslegung",
            "nach ende der auslegung",
            "nach ablauf der veröffentlichung",
        ]
        .iter()
        .find_map(|words| sentence.find(words))?;
        let mut words = sentence[..before].split_whitespace().rev();
        let (unit, count) = (words.next()?, words.next()?);
        let number = number(count)?;
        let meant = match unit {
            "woche" | "wochen" => (number * 7 - 1, number * 7 + 3),
            "tag" | "tage" | "tagen" => (number - 1, number + 3),
            "monat" | "monats" | "monate" | "monaten" => (number * 28, number * 31 + 3),
            _ => return None,
        };
        Some((sentence.as_str(), format!("{count} {unit}"), meant))
    })
}

/// Whether a sentence says how long statements are taken: „Stellungnahmen innerhalb von zwei Wochen“.
fn is_on_statements(sentence: &str) -> bool {
    const OTHERS: [&str; 8] = [
        "nach ablauf",
        "nach ende",
        "ergebnis",
        "mitteil",
        "bestätig",
        "antwort",
        "löschung",
        "geltend",
    ];
    let is_meant = ["stellungnahme", "äußer", "anregung"]
        .iter()
        .any(|word| sentence.contains(word));
    let has = |words: &[&str]| words.iter().any(|word| sentence.contains(word));
    // „während der Dauer von zwei Wochen abgegeben“; what is stored lasts, too.
    let is_given = has(&[
        "abgegeben",
        "abgeben",
        "vorgebracht",
        "eingereicht",
        "äußern",
    ]);
    let lasts = has(&[
        "dauer von",
        "dauer einer",
        "zeitraum von",
        "frist von",
        "wochen lang",
    ]);
    let is_kept = has(&["speicher", "aufbewahr", "gelöscht"]);
    let is_within = has(&["innerhalb", "binnen"]) || lasts && is_given && !is_kept;
    is_meant && is_within && !OTHERS.iter().any(|word| sentence.contains(word))
}

/// A length that a sentence in small letters gives, with the fewest and the most days that it means.
fn length(sentence: &str) -> Option<(String, (i32, i32))> {
    let words: Vec<&str> = sentence
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    (0..words.len().saturating_sub(1)).find_map(|at| {
        let number = number(words[at])?;
        let unit = words[at + 1];
        let before = &words[at.saturating_sub(3)..at];
        // „zwei Wochen lang“, „auf eine Woche verkürzt“, „bis 3. Juni 2022 (drei Wochen)“
        let next = words.get(at + 2).copied().unwrap_or_default();
        let behind = ["lang", "verkürzt"].contains(&next);
        // „innerhalb von zwei Wochen nach Ablauf der Auslegung“
        if ["nach", "vor", "seit"].contains(&next) {
            return None;
        }
        // „einen Monat und drei Tage“
        let joined = words.get(at + 3).copied().and_then(self::number).is_some();
        let follows = at > 2 && words[at - 1] == "und" && self::number(words[at - 3]).is_some();
        if next == "und" && joined || follows {
            return None;
        }
        let in_brackets = sentence.contains(&format!("({} {unit})", words[at]));
        let is_meant = (behind || in_brackets || before.iter().any(|word| BEFORE.contains(word)))
            && !before.iter().any(|word| LOOSE.contains(word));
        let meant = match unit {
            "woche" | "wochen" => (number * 7 - 2, number * 7 + 4),
            "tag" | "tage" | "tagen" => (number - 1, number + 1),
            // A month and some days more are often called a month.
            "monat" | "monats" => (number * 28, i32::MAX),
            "monate" | "monaten" => (number * 28, number * 31 + 4),
            _ => return None,
        };
        is_meant.then(|| (format!("{} {unit}", words[at]), meant))
    })
}

fn number(word: &str) -> Option<i32> {
    let written = NUMBERS.iter().find(|(own, _)| *own == word);
    let number = written
        .map(|(_, number)| *number)
        .or_else(|| word.parse().ok());
    number.filter(|number| (1..=200).contains(number))
}

#[cfg(test)]
mod tests {
    use super::length;

    #[test]
    fn lengths_are_read_as_they_are_meant() {
        let read = |text: &str| length(text).map(|(_, days)| days);
        assert_eq!(read("für die dauer von zwei wochen"), Some((12, 18)));
        assert_eq!(read("liegt für 21 tage aus"), Some((20, 22)));
        assert_eq!(read("für die dauer eines monats"), Some((28, i32::MAX)));
        assert_eq!(read("für die dauer von mindestens 30 tagen"), None);
        assert_eq!(read("bis zwei wochen nach ablauf der frist"), None);
        assert_eq!(read("zwei wochen lang vom 20. april"), Some((12, 18)));
        assert_eq!(read("bis 3. juni 2022 (drei wochen)"), Some((19, 25)));
        assert_eq!(read("angemessen auf eine woche verkürzt"), Some((5, 11)));
        assert_eq!(
            read("innerhalb von zwei wochen nach ablauf der auslegung"),
            None
        );
        assert_eq!(read("für montag"), None);
        assert_eq!(read("die frist beträgt zwei wochen"), Some((12, 18)));
    }
}
