//! Days as German texts name them.

use crate::law::calendar::{MONTHS_DE, WEEKDAYS, WEEKDAYS_SHORT};
use jiff::civil::Date;
use memchr::{memchr_iter, memrchr_iter};
use std::ops::Range;
use std::sync::LazyLock;

/// A day that a text names; the year may be missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedDay {
    /// Where it stands, in bytes.
    pub at: Range<usize>,
    /// Day of the month.
    pub day: i8,
    /// Month.
    pub month: i8,
    /// Year, if it is named.
    pub year: Option<i16>,
}

/// A first and a last day that a text names: „vom 2. März bis 1. April 2026“.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedSpan {
    /// The first day.
    pub from: NamedDay,
    /// The last day.
    pub to: NamedDay,
}

/// What may stand between the two days of a span, in small letters.
const BETWEEN: [&str; 22] = [
    "an",
    "bis",
    "zum",
    "zur",
    "einschließlich",
    "einschl",
    "inklusive",
    "inkl",
    "und",
    "mit",
    "ablauf",
    "ende",
    "des",
    "den",
    "dem",
    "der",
    "uhr",
    "jeweils",
    "tages",
    "hin",
    "auch",
    "spätestens",
];
/// The months in small letters.
static MONTHS: LazyLock<[String; 12]> = LazyLock::new(|| MONTHS_DE.map(str::to_lowercase));
/// The months as people shorten or transcribe them, in small letters; longer ones first.
const MONTHS_SHORT: [&[&str]; 12] = [
    &["jan"],
    &["febr", "feb"],
    &["maerz", "mär", "mrz"],
    &["apr"],
    &[],
    &["jun"],
    &["jul"],
    &["aug"],
    &["sept", "sep"],
    &["okt"],
    &["nov"],
    &["dez"],
];
/// No words of a span between two days are longer.
const SPAN_WORDS: usize = 90;

impl NamedDay {
    /// Whether it is this day; a year that is not named is any.
    pub fn is(&self, day: Date) -> bool {
        (self.day, self.month) == (day.day(), day.month())
            && self.year.is_none_or(|year| year == day.year())
    }

    /// The day, if its year is named and a calendar has it.
    pub fn date(&self) -> Option<Date> {
        Date::new(self.year?, self.month, self.day).ok()
    }

    /// Whether a calendar has it.
    pub fn exists(&self) -> bool {
        let length = self.month_length();
        length.is_some_and(|length| (1..=length).contains(&self.day))
    }

    /// The days of its month, the most where no year is named; none where the month is none.
    pub fn month_length(&self) -> Option<i8> {
        const LEAP: i16 = 2024;
        let first = Date::new(self.year.unwrap_or(LEAP), self.month, 1).ok()?;
        Some(first.days_in_month())
    }
}

/// Every day that a text names: „1. April 2026“, „01.04.2026“, „1.4.“, „2026-04-01“; in „1. bis 30.
/// April 2026“ the first one is a day, too.
pub fn days(text: &str) -> Vec<NamedDay> {
    let is_one = |day: &NamedDay| (1..=31).contains(&day.day) && (1..=12).contains(&day.month);
    let mut named: Vec<NamedDay> = numbered(text).filter(is_one).collect();
    let written: Vec<NamedDay> = hyphened(text).filter(NamedDay::exists).collect();
    if !written.is_empty() {
        named.extend(written);
        named.sort_by_key(|day| day.at.start);
    }
    let openings: Vec<NamedDay> = (0..named.len())
        .filter_map(|at| {
            let before = at.checked_sub(1).map_or(0, |before| named[before].at.end);
            opening(text, before, &named[at])
        })
        .collect();
    if !openings.is_empty() {
        named.extend(openings);
        named.sort_by_key(|day| day.at.start);
    }
    named
}

/// Every day that a text names and no calendar has: „31.06.2026“, „30. Februar“, „12.13.2026“.
pub fn impossible(text: &str) -> Vec<NamedDay> {
    let dotted = numbered(text).filter(|day| !day.exists() && is_meant(text, day));
    // Numbers of resolutions look like days whose month is none.
    let is_late = |day: &NamedDay| (1..=12).contains(&day.month) && (29..=31).contains(&day.day);
    let written = hyphened(text).filter(|day| !day.exists() && is_late(day));
    dotted.chain(written).collect()
}

/// Whether what looks like a day that does not exist is meant as one, not as a number of a file or a
/// chapter.
fn is_meant(text: &str, day: &NamedDay) -> bool {
    const BEFORE: [&str; 13] = [
        "am", "bis", "zum", "vom", "von", "ab", "den", "dem", "der", "und", "seit", "nach", "vor",
    ];
    const NUMBERS: [&str; 9] = [
        "§",
        "nr",
        "az",
        "aktenzeichen",
        "gz",
        "ziffer",
        "kapitel",
        "abschnitt",
        "din",
    ];
    let before = &text[..day.at.start];
    if before.ends_with(|letter: char| letter.is_alphanumeric() || "./§".contains(letter)) {
        return false;
    }
    let mut words = before.split(|letter: char| !letter.is_alphabetic() && letter != '§');
    let word = words.rfind(|word| !word.is_empty()).unwrap_or_default();
    let word = word.to_lowercase();
    let named = &text[day.at.clone()];
    let has_year = day
        .year
        .is_some_and(|year| named.ends_with(&year.to_string()));
    let is_near = (1..=31).contains(&day.day) && (1..=12).contains(&day.month);
    let is_said = named.contains(char::is_alphabetic) || BEFORE.contains(&word.as_str());
    !NUMBERS.contains(&word.as_str()) && (has_year || is_near && is_said)
}

/// Every span among the days that a text names.
pub fn spans(text: &str, days: &[NamedDay]) -> Vec<NamedSpan> {
    let pairs = days.windows(2);
    pairs
        .filter(|pair| {
            text.get(pair[0].at.end..pair[1].at.start)
                .is_some_and(is_span)
        })
        .map(|pair| {
            let mut from = pair[0].clone();
            // „vom 14.12. bis 22.01.2027“ begins in the year before.
            let (first, last) = ((from.month, from.day), (pair[1].month, pair[1].day));
            let year = pair[1].year.map(|year| year - i16::from(first > last));
            from.year = from.year.or(year);
            NamedSpan {
                from,
                to: pair[1].clone(),
            }
        })
        .collect()
}

/// Whether the words between two days make them a span.
fn is_span(between: &str) -> bool {
    if between.len() > SPAN_WORDS {
        return false;
    }
    let lower = between.to_lowercase();
    let mut words = lower
        .split(|letter: char| !letter.is_alphabetic())
        .filter(|word| !word.is_empty());
    let has_dash = || {
        let before = between.find(['–', '-', '—']).map(|at| &between[..at]);
        // At the beginning of a line it is the mark of a list.
        before.is_some_and(|before| !before.contains('\n'))
    };
    let has_until = lower.contains("bis") || has_dash();
    let may_stand = |word: &str| {
        let lists: [&[&str]; 3] = [&BETWEEN, &WEEKDAYS, &WEEKDAYS_SHORT];
        lists.iter().any(|list| list.contains(&word))
    };
    has_until && words.all(may_stand)
}

fn numbered(text: &str) -> impl Iterator<Item = NamedDay> {
    let dots = memchr_iter(b'.', text.as_bytes());
    let dots = dots.filter(|dot| is_behind_digit(text, *dot));
    dots.filter_map(|dot| day_around(text, dot))
}

fn hyphened(text: &str) -> impl Iterator<Item = NamedDay> {
    let dashes = memchr_iter(b'-', text.as_bytes());
    let dashes = dashes.filter(|dash| is_behind_digit(text, *dash));
    dashes.filter_map(|dash| iso_around(text, dash))
}

/// Whether a digit stands before a byte: most dots and dashes have none.
fn is_behind_digit(text: &str, at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|at| text.as_bytes().get(at));
    before.is_some_and(u8::is_ascii_digit)
}

/// The first day of „1. bis 30. April 2026“, whose month stands at the last one.
fn opening(text: &str, from: usize, last: &NamedDay) -> Option<NamedDay> {
    // Further away there is no span.
    let near = from.max(last.at.start.saturating_sub(SPAN_WORDS + 1));
    let dots = memrchr_iter(b'.', text.as_bytes().get(near..last.at.start)?);
    let mut dots = dots.map(|at| near + at);
    dots.find_map(|dot| {
        let digits = text[..dot].bytes().rev().take_while(u8::is_ascii_digit);
        let start = dot - digits.count();
        let day: i8 = number(&text[start..dot], 2)?;
        let is_part = text.get(from..start)?.ends_with(['.', ',', '-', '/']);
        // „3. Bis zum 9. Oktober“ is the third of a list.
        let behind = text[dot + 1..].trim_start();
        let is_first = text[..start].trim().is_empty() && behind.starts_with("bis ");
        let is_item = behind.starts_with("Bis") || is_first;
        let is_day = (1..=31).contains(&day) && day < last.day && !is_part && !is_item;
        (is_day && is_span(&text[dot + 1..last.at.start])).then(|| NamedDay {
            at: start..dot + 1,
            day,
            month: last.month,
            year: last.year,
        })
    })
}

/// „2026-04-01“, whatever its month and day.
fn iso_around(text: &str, dash: usize) -> Option<NamedDay> {
    let start = dash.checked_sub(4)?;
    let at = start..dash + 6;
    let (year, rest) = text.get(at.clone())?.split_once('-')?;
    let (month, day) = rest.split_once('-')?;
    let is_alone = |letter: Option<char>| {
        letter.is_none_or(|letter| !letter.is_alphanumeric() && letter != '-' && letter != '/')
    };
    let before = text[..at.start].chars().next_back();
    let after = text[at.end..].chars().next();
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let is_plain = [year, month, day].into_iter().all(digits) && month.len() == 2;
    (is_plain && is_alone(before) && is_alone(after)).then_some(NamedDay {
        at,
        day: number(day, 2)?,
        month: number(month, 2)?,
        year: Some(number(year, 4)?),
    })
}

/// The day whose number stands before a dot, whatever its month and number.
fn day_around(text: &str, dot: usize) -> Option<NamedDay> {
    let digits = text[..dot].bytes().rev().take_while(u8::is_ascii_digit);
    let start = dot - digits.count();
    let day: i8 = number(&text[start..dot], 2)?;
    // „Nr. 8.6.3.1“ is a chapter.
    let before = text[..start].strip_suffix('.');
    if before.is_some_and(|before| before.ends_with(|letter: char| letter.is_ascii_digit())) {
        return None;
    }
    let rest = &text[dot + 1..];
    let gap = rest.len() - rest.trim_start().len();
    let after = &rest[gap..];
    let (month, length, is_word) = match month_word(after) {
        Some((month, length)) => (month, length, true),
        None => {
            let digits = after.bytes().take_while(u8::is_ascii_digit).count();
            after[digits..].starts_with('.').then_some(())?;
            (number(&after[..digits], 2)?, digits + 1, false)
        }
    };
    let end = dot + 1 + gap + length;
    let (year, length) = year(&text[end..], is_word);
    let goes_on = text[end..].starts_with(|letter: char| letter.is_ascii_digit());
    if !is_word && year.is_none() && gap == 0 && goes_on {
        return None;
    }
    Some(NamedDay {
        at: start..end + length,
        day,
        month,
        year,
    })
}

/// The month that a text begins with, whatever its letters, and how many bytes it takes.
fn month_word(text: &str) -> Option<(i8, usize)> {
    let first = text.chars().next().filter(|own| own.is_alphabetic())?;
    let first = first.to_lowercase().next()?;
    let numbered = || {
        let months = (1i8..).zip(MONTHS.iter().zip(MONTHS_SHORT));
        months.filter(move |(_, (name, _))| name.starts_with(first))
    };
    let whole = numbered().find_map(|(month, (name, _))| {
        let length = begins_with(text, name)?;
        // „des 11. Dezembers“
        let ending = usize::from(text[length..].starts_with('s'));
        let is_word = !text[length + ending..].starts_with(char::is_alphabetic);
        is_word.then_some((month, length + ending))
    });
    let short = || {
        numbered().find_map(|(month, (_, short))| {
            let length = short.iter().find_map(|short| begins_with(text, short))?;
            let is_word = |rest: &str| !rest.starts_with(char::is_alphanumeric);
            let rest = &text[length..];
            let dot = usize::from(rest.starts_with('.'));
            is_word(rest).then_some((month, length + dot))
        })
    };
    whole.or_else(short)
}

/// How many bytes a word takes at the beginning of a text, written in letters of any size, with soft
/// hyphens between them and with marks of their own on the letters.
fn begins_with(text: &str, word: &str) -> Option<usize> {
    let mut letters = text.char_indices().peekable();
    for wanted in word.chars() {
        while letters
            .next_if(|(_, letter)| *letter == SOFT_HYPHEN)
            .is_some()
        {}
        let (_, letter) = letters.next()?;
        let has_mark = letters.next_if(|(_, mark)| *mark == DIAERESIS).is_some();
        let letter = match letter {
            'a' | 'A' if has_mark => 'ä',
            _ => letter.to_lowercase().next()?,
        };
        if letter != wanted {
            return None;
        }
    }
    Some(letters.peek().map_or(text.len(), |(at, _)| *at))
}

const SOFT_HYPHEN: char = '\u{ad}';
const DIAERESIS: char = '\u{308}';

/// The year that follows a month, and how many bytes it takes.
fn year(rest: &str, follows_word: bool) -> (Option<i16>, usize) {
    let blank = rest.len() - rest.trim_start().len();
    let long = ["des Jahres ", "des jahres ", "i. J. ", "i.J. "];
    let long = long.iter().find(|words| rest[blank..].starts_with(**words));
    let gap = blank + long.map_or(0, |words| words.len());
    let after = &rest[gap..];
    let digits = after.bytes().take_while(u8::is_ascii_digit).count();
    let found: Option<i16> = match digits {
        4 => number(&after[..4], 4).filter(|year| *year >= 1900),
        2 if !follows_word && gap == 0 => number(&after[..2], 2).map(|short: i16| 2000 + short),
        _ => None,
    };
    (found, if found.is_some() { gap + digits } else { 0 })
}

fn number<N: std::str::FromStr>(digits: &str, most: usize) -> Option<N> {
    (1..=most)
        .contains(&digits.len())
        .then(|| digits.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(text: &str) -> Vec<(i8, i8, Option<i16>)> {
        let days = days(text);
        days.into_iter()
            .map(|named| (named.day, named.month, named.year))
            .collect()
    }

    proptest::proptest! {
        #[test]
        fn no_text_breaks_the_reading(text in "([0-9]{1,4}|[.]|[-]| |bis|März|x|ä|/){0,24}") {
            let named = days(&text);
            proptest::prop_assert!(named.iter().all(|day| text.get(day.at.clone()).is_some()));
            spans(&text, &named);
            impossible(&text);
        }
    }

    #[test]
    fn numbers_of_chapters_are_no_days() {
        assert!(named("Nr. 8.6.3.1 des Anhangs, Nr. 18.7.2. und Ziffer 4.1.2.").is_empty());
        assert!(named("Flurstück 3.2.1.1 der Begründung").is_empty());
        assert_eq!(named("06.11.26. Ende"), [(6, 11, Some(2026))]);
    }

    #[test]
    fn days_are_found_as_people_write_them() {
        let text = "vom 1. April bis 5. Mai 2026, also 01.04. bis 05.05.2026, 9.5.26, Nr. 4.";
        let known = [
            (1, 4, None),
            (5, 5, Some(2026)),
            (1, 4, None),
            (5, 5, Some(2026)),
            (9, 5, Some(2026)),
        ];
        assert_eq!(named(text), known);
        assert!(named("am 31.13.2026 und 0.4.2026 und 123.4.2026, 1.").is_empty());
        let text =
            "10. MÄRZ 2025, 2. Okt. 2025, 4. Ma\u{308}rz, 1. Sep\u{ad}tember, 3. Maerz, 2026-04-01";
        let known = [
            (10, 3, Some(2025)),
            (2, 10, Some(2025)),
            (4, 3, None),
            (1, 9, None),
            (3, 3, None),
            (1, 4, Some(2026)),
        ];
        assert_eq!(named(text), known);
        assert!(named("3. Julia, 4. Augen, 2. Novelle, 2026-04-01-17, 2026-13-01").is_empty());
        assert!(named("§ 3 Abs. 2 BauGB, 2. Änderung, 3.2 Hektar, 12.000 m²").is_empty());
    }

    #[test]
    fn days_that_no_calendar_has_are_told_from_numbers() {
        let found = |text: &'static str| {
            let days = impossible(text).into_iter();
            days.map(|day| &text[day.at]).collect::<Vec<_>>()
        };
        let text = "vom 2.3. bis 31.06.2026, am 30. Februar, 29.02.2026, bis 31.4., 12.13.2026, 2026-06-31";
        let days = [
            "31.06.2026",
            "30. Februar",
            "29.02.2026",
            "31.4.",
            "12.13.2026",
            "2026-06-31",
        ];
        assert_eq!(found(text), days);
        assert!(found("29.02.2024, 29. Februar, 31.05.2026, 30. November 2025").is_empty());
        assert!(
            found("Az. 61.31.04.2023, Nr. 31.6.2024, Kapitel 31.4.1, Flur 30.2. Punkt").is_empty()
        );
        assert!(found("BV/2026-13-45, 2026-13-05, 31. Novelle, 1.31.2.").is_empty());
    }

    #[test]
    fn spans_are_told_from_two_days() {
        let spans = |text| {
            let spans = spans(text, &days(text)).into_iter();
            spans
                .map(|span| (span.from.day, span.from.year, span.to.day))
                .collect::<Vec<_>>()
        };
        let one = [(2, Some(2026), 1)];
        assert_eq!(spans("vom 2. März bis einschließlich 1. April 2026"), one);
        assert_eq!(spans("02.03. – 01.04.2026"), one);
        assert_eq!(
            spans("vom Montag, dem 2.3.2026, bis zum Mittwoch, dem 1.4.2026,"),
            one
        );
        assert_eq!(spans("Mo., 02. 03. 2026 – Mi., 01. 04. 2026"), one);
        assert_eq!(
            spans("2. März 2026 bis zum Ablauf des Mittwoch, den 1. April 2026"),
            one
        );
        assert_eq!(
            spans("2. März 2026 an bis zum Ablauf des 1. Aprils 2026"),
            one
        );
        let one = [(1, Some(2024), 31)];
        assert_eq!(spans("vom 1. bis einschließlich 31. Juli 2024"), one);
        assert_eq!(spans("1.–31. Juli 2024"), one);
        assert_eq!(spans("01.-31.07.2024"), one);
        assert!(spans("Nr. 3. Am 5. Mai, 7. Mai").is_empty());
        assert!(spans("am 2. März 2026\n- 1. April 2026").is_empty());
        assert!(spans("am 2. März 2026 beschlossen, am 1. April 2026 bekannt gemacht").is_empty());
    }
}
