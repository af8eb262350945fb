//! Days, numbers and sizes as readers of a language write them.

use crate::finding::Language;
use crate::law::calendar::{MONTHS_DE, MONTHS_EN, weekday};
use jiff::civil::Date;

/// „Montag, 2. März 2026“, “Monday, 2 March 2026”.
pub fn day_with_weekday(day: Date, language: Language) -> String {
    let weekday = weekday(day);
    let weekday = weekday.in_language(language);
    format!("{weekday}, {}", self::day(day, language))
}

/// „2. März 2026“, “2 March 2026”.
pub fn day(day: Date, language: Language) -> String {
    let (number, year) = (day.day(), day.year());
    match language {
        Language::German => format!("{number}. {} {year}", row(&MONTHS_DE, day.month() - 1)),
        Language::English => format!("{number} {} {year}", row(&MONTHS_EN, day.month() - 1)),
    }
}

/// „02.03.2026“, “2 Mar 2026”: English readers disagree about the order of numbers.
pub fn short_day(day: Date, language: Language) -> String {
    let (number, month, year) = (day.day(), day.month(), day.year());
    match language {
        Language::German => format!("{number:02}.{month:02}.{year}"),
        Language::English => format!("{number} {} {year}", &row(&MONTHS_EN, month - 1)[..3]),
    }
}

/// „1.234,5“, “1,234.5”: with this many digits after the point, rounded half away from zero.
pub fn number(value: f64, digits: usize, language: Language) -> String {
    let (thousands, point) = match language {
        Language::German => ('.', ','),
        Language::English => (',', '.'),
    };
    let digits = digits.min(6);
    let scale = 10f64.powi(i32::try_from(digits).unwrap_or(0));
    let text = format!("{:.digits$}", (value * scale).round() / scale);
    let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
    let (sign, whole) = whole
        .strip_prefix('-')
        .map_or(("", whole), |rest| ("-", rest));
    let mut written = String::from(sign);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) && digit.is_ascii_digit() {
            written.push(thousands);
        }
        written.push(digit);
    }
    if !rest.is_empty() {
        written.push(point);
        written.push_str(rest);
    }
    written
}

/// „340 kB“, „1,2 MB“: in thousands, with a non-breaking space, at least one kilobyte.
pub fn size(bytes: u64, language: Language) -> String {
    let kilobytes = bytes.div_ceil(1000).max(1);
    if kilobytes < 1000 {
        return format!("{kilobytes}\u{a0}kB");
    }
    let tenths = bytes.div_ceil(100_000);
    let (megabytes, tenth) = (tenths / 10, tenths % 10);
    let text = match (language, megabytes) {
        (_, 10..) => (tenths.div_ceil(10)).to_string(),
        (Language::German, _) => format!("{megabytes},{tenth}"),
        (Language::English, _) => format!("{megabytes}.{tenth}"),
    };
    format!("{text}\u{a0}MB")
}

/// Words that stay with the number after them.
const BEFORE_NUMBERS: [&str; 8] = ["§", "§§", "Abs.", "Art.", "Nr.", "Raum", "Satz", "Zimmer"];
/// Months short enough to stay with their year, too: „28. Januar 2027“ is as wide as a line on a phone with letters
/// twice as large.
const SHORT_MONTH: usize = 6;
/// Words that stay with the number before them.
const AFTER_NUMBERS: [&str; 14] = [
    "%",
    "Hektar",
    "MW",
    "Megawatt",
    "Meter",
    "Prozent",
    "Quadratkilometer",
    "Quadratmeter",
    "Uhr",
    "dB(A)",
    "ha",
    "km",
    "m",
    "m²",
];

/// Keeps what belongs together in one line: „Nr. 17“, „§ 3 Abs. 2“, „6,2 Hektar“, „1. Mai 2026“.
pub fn unbroken(text: &str) -> String {
    let mut whole = String::with_capacity(text.len() + 8);
    let mut written = 0;
    for space in memchr::memchr_iter(b' ', text.as_bytes()) {
        let (before, after) = (&text[written..space], &text[space + 1..]);
        if stay_together(before, after) || goes_on(&whole, before, after) {
            whole.push_str(before);
            whole.push('\u{a0}');
            written = space + 1;
        }
    }
    whole.push_str(&text[written..]);
    whole
}

/// Whether the last word of a text and the first of what follows stay in one line.
fn stay_together(before: &str, after: &str) -> bool {
    let word = || after.split(' ').next().unwrap_or(after);
    let bare = || word().trim_end_matches([',', '.', ';', ':', ')']);
    // Nearly no word ends like one that stays with the next: with a digit, or as „Nr.“, „Satz“ and „§“ do.
    match before.as_bytes() {
        [.., b'0'..=b'9'] => {
            let bare = bare();
            AFTER_NUMBERS.contains(&bare) || MONTHS_EN.contains(&bare)
        }
        [.., b'0'..=b'9', b'.'] => MONTHS_DE.contains(&bare()),
        [.., b'.' | b'm' | b'r' | b'z' | 0xa7] => {
            let is_sign = || {
                let own = before.rsplit(' ').next().unwrap_or(before);
                BEFORE_NUMBERS.contains(&own.trim_start_matches(['(', '„']))
            };
            (BEFORE_NUMBERS.iter().any(|sign| before.ends_with(sign)) && is_sign())
                && word().contains(|character: char| character.is_ascii_digit())
        }
        _ => false,
    }
}

/// Whether a word that already stays with what is before it stays with the next one, too: „§ 3“ with „Abs.“, „1. Mai“
/// with the year.
fn goes_on(whole: &str, before: &str, after: &str) -> bool {
    if !whole.ends_with('\u{a0}') || before.contains(' ') {
        return false;
    }
    let word = after.split(' ').next().unwrap_or(after);
    let is_year = || {
        let mut first = word.bytes().take(4);
        word.len() >= 4 && first.all(|letter| letter.is_ascii_digit())
    };
    let is_month = MONTHS_DE.contains(&before) || MONTHS_EN.contains(&before);
    if is_month {
        return before.chars().count() <= SHORT_MONTH && is_year();
    }
    word == "Abs." && whole.trim_end_matches('\u{a0}').ends_with('§')
}

/// What stands in the place of a provision where no statute asks for a step.
const IN_WORDS: [(&str, &str); 3] = [
    ("gemeindliche Übung", "municipal practice"),
    ("Entscheidung der Gemeinde", "decision of the municipality"),
    (
        "ohne Rechtsgrundlage, freiwillig",
        "voluntary, without a legal basis",
    ),
];

/// A provision as readers of a language cite it: „§ 3 Abs. 2 Satz 1 BauGB“, “§ 3 (2) sentence 1 BauGB”.
pub fn provision(text: &str, language: Language) -> String {
    if language == Language::German {
        return unbroken(text);
    }
    if let Some((_, english)) = IN_WORDS.iter().find(|(german, _)| *german == text) {
        return (*english).to_owned();
    }
    let mut words: Vec<String> = Vec::new();
    let mut rest = text.split(' ').peekable();
    while let Some(word) = rest.next() {
        let next_is_number =
            (rest.peek()).is_some_and(|next| next.starts_with(|own: char| own.is_ascii_digit()));
        match word {
            "Abs." if next_is_number => {
                let number = rest.next().unwrap_or_default();
                let bare = number.trim_end_matches(',');
                words.push(format!("({bare}){}", &number[bare.len()..]));
            }
            "Satz" => words.push("sentence".to_owned()),
            "Nr." => words.push("no.".to_owned()),
            "bis" => words.push("to".to_owned()),
            "und" => words.push("and".to_owned()),
            "vgl." => words.push("cf.".to_owned()),
            _ => words.push(word.to_owned()),
        }
    }
    unbroken(&words.join(" "))
}

/// A postal address, in which a house number stays with its street and a postcode with its town.
pub fn address(text: &str) -> String {
    let mut whole = String::with_capacity(text.len() + 4);
    for word in text.split(' ') {
        let is_postcode =
            |word: &str| word.len() == 5 && word.bytes().all(|own| own.is_ascii_digit());
        let before = whole.rsplit([' ', '\u{a0}']).next().unwrap_or_default();
        let is_number =
            word.starts_with(|letter: char| letter.is_ascii_digit()) && !is_postcode(word);
        let stays = is_postcode(before) || is_number && !before.ends_with([',', '\n']);
        if !whole.is_empty() {
            whole.push(if stays { '\u{a0}' } else { ' ' });
        }
        whole.push_str(word);
    }
    whole
}

/// A text of at most this many characters, cut between words.
pub fn short(text: &str, length: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= length {
        return text;
    }
    let cut: String = text.chars().take(length.saturating_sub(2)).collect();
    let end = cut.rfind(' ').unwrap_or(cut.len());
    format!("{} …", &cut[..end])
}

fn row<'a>(names: &[&'a str], index: i8) -> &'a str {
    let index = usize::try_from(index).unwrap_or(0);
    names.get(index).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use Language::{English, German};
    use jiff::civil::date;

    #[test]
    fn days() {
        let monday = date(2026, 3, 2);
        assert_eq!(day_with_weekday(monday, German), "Montag, 2. März 2026");
        assert_eq!(day_with_weekday(monday, English), "Monday, 2 March 2026");
        assert_eq!(short_day(monday, German), "02.03.2026");
        assert_eq!(short_day(monday, English), "2 Mar 2026");
        assert_eq!(
            day_with_weekday(date(2023, 12, 31), German),
            "Sonntag, 31. Dezember 2023"
        );
    }

    #[test]
    fn numbers() {
        assert_eq!(number(1234.5, 1, German), "1.234,5");
        assert_eq!(number(1234.5, 1, English), "1,234.5");
        assert_eq!(number(-1_234_567.0, 0, German), "-1.234.567");
        assert_eq!(number(999.0, 0, German), "999");
        assert_eq!(number(0.05, 1, German), "0,1");
        assert_eq!(number(f64::NAN, 0, German), "NaN");
    }

    #[test]
    fn sizes() {
        assert_eq!(size(0, German), "1\u{a0}kB");
        assert_eq!(size(340_000, German), "340\u{a0}kB");
        assert_eq!(size(1_200_000, German), "1,2\u{a0}MB");
        assert_eq!(size(999_999, English), "1.0\u{a0}MB");
        assert_eq!(size(12_400_000, English), "13\u{a0}MB");
    }

    #[test]
    fn numbers_stay_with_their_words() {
        assert_eq!(
            unbroken("§ 3 Abs. 2 BauGB"),
            "§\u{a0}3\u{a0}Abs.\u{a0}2 BauGB"
        );
        assert_eq!(
            unbroken("Rathaus, Raum 214, 2. Stock"),
            "Rathaus, Raum\u{a0}214, 2. Stock"
        );
        assert_eq!(unbroken("Plan Nr. 17 „A“"), "Plan Nr.\u{a0}17 „A“");
        assert_eq!(
            unbroken("bis 12 Uhr (§ 13a BauGB), ab 1. Mai, rund 6,2 Hektar."),
            "bis 12\u{a0}Uhr (§\u{a0}13a BauGB), ab 1.\u{a0}Mai, rund 6,2\u{a0}Hektar."
        );
        assert_eq!(
            unbroken("Ein Satz  mit 3 Wörtern"),
            "Ein Satz  mit 3 Wörtern"
        );
    }

    #[test]
    fn days_stay_in_one_line() {
        assert_eq!(
            unbroken("Montag, 2. März 2026"),
            "Montag, 2.\u{a0}März\u{a0}2026"
        );
        assert_eq!(unbroken("2 March 2026,"), "2\u{a0}March\u{a0}2026,");
        assert_eq!(unbroken("am 3. Dezember 2026"), "am 3.\u{a0}Dezember 2026");
        assert_eq!(unbroken("der Mai 2026"), "der Mai 2026");
    }

    #[test]
    fn provisions_are_cited_in_the_language_of_the_page() {
        let law = "§ 13 Abs. 2 Satz 1 Nr. 2, § 6 Abs. 5 BauGB";
        let english = "§\u{a0}13 (2) sentence 1 no. 2, §\u{a0}6 (5) BauGB";
        assert_eq!(provision(law, English), english);
        assert_eq!(provision(law, German), unbroken(law));
    }

    #[test]
    fn house_numbers_and_postcodes_stay_with_their_words() {
        assert_eq!(
            address("Am Markt 1 a, 01662 Meißen"),
            "Am Markt\u{a0}1 a, 01662\u{a0}Meißen"
        );
        assert_eq!(
            address("Postfach, 00000 Bad Muskau"),
            "Postfach, 00000\u{a0}Bad Muskau"
        );
    }

    #[test]
    fn long_texts_are_cut_between_words() {
        assert_eq!(short("  Ein \n Satz. ", 160), "Ein Satz.");
        assert_eq!(short("Gärten und Wege", 12), "Gärten …");
        assert_eq!(short("Donaudampfschifffahrt", 8), "Donaud …");
    }
}
