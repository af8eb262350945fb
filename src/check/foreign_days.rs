//! The days of a display as passages in other languages tell them (`NOT-006`): the English, Polish, Czech or Sorbian summary
//! of a notice or of a description.

use crate::check::case::{Case, Report, Step};
use crate::check::kinds;
use crate::check::own::wordings;
use crate::check::texts::{self, around, known_spans};
use crate::finding::{Finding, Level, Place, Words, say};
use jiff::civil::Date;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

/// A language with the names of its months as they stand behind a day, each in every spelling, in small letters.
struct Language {
    /// „auf Englisch“
    named: (&'static str, &'static str),
    months: [&'static [&'static str]; 12],
    /// Whether a dot behind the day makes the words German: „9. November“.
    has_german_names: bool,
}

/// The languages in which towns at the border, and for newcomers, add a passage.
const LANGUAGES: [Language; 4] = [
    Language {
        named: ("Englisch", "English"),
        months: [
            &["january", "jan"],
            &["february", "feb"],
            &["march"],
            &["april"],
            &["may"],
            &["june"],
            &["july"],
            &["august"],
            &["september"],
            &["october"],
            &["november"],
            &["december"],
        ],
        has_german_names: true,
    },
    Language {
        named: ("Polnisch", "Polish"),
        months: [
            &["stycznia"],
            &["lutego"],
            &["marca"],
            &["kwietnia"],
            &["maja"],
            &["czerwca"],
            &["lipca"],
            &["sierpnia"],
            &["września"],
            &["października"],
            &["listopada"],
            &["grudnia"],
        ],
        has_german_names: false,
    },
    Language {
        named: ("Tschechisch", "Czech"),
        months: [
            &["ledna"],
            &["února"],
            &["března"],
            &["dubna"],
            &["května"],
            &["června"],
            &["července"],
            &["srpna"],
            &["září"],
            &["října"],
            &["listopadu"],
            &["prosince"],
        ],
        has_german_names: false,
    },
    Language {
        named: ("Sorbisch", "Sorbian"),
        months: [
            &["januara", "wulkeho", "wjelikego"],
            &["februara", "małeho", "małego"],
            &["měrca", "nalětnika"],
            &["apryla", "jutrownika", "jatšownika"],
            &["meje", "maja", "róžownika", "rožownika"],
            &["junija", "smažnika"],
            &["julija", "pražnika"],
            &["awgusta", "žnjenca", "žnjeńca"],
            &["septembra", "požnjenca", "požnjeńca"],
            &["oktobra", "winowca"],
            &["nowembra", "nazymnika", "nazymskego"],
            &["decembra", "hodownika", "godownika"],
        ],
        has_german_names: false,
    },
];

/// What stands between the first and the last day of a span.
const BETWEEN: [&str; 17] = [
    "to",
    "until",
    "till",
    "through",
    "–",
    "-",
    "—",
    "up to and including",
    "to and including",
    "and",
    "do",
    "do dnia",
    "aż do",
    "až do",
    "hač do",
    "hač",
    "až do dne",
];

/// A day in words of another language; the year may be missing.
struct ForeignDay {
    at: Range<usize>,
    language: usize,
    day: i8,
    month: i8,
    year: Option<i16>,
}

/// `NOT-006`: a span in another language that has one day of the period, and another one that is none of the record's.
pub fn days(case: &Case, report: &mut Report) {
    let known = known_spans(case);
    let is_open = |step: &Step| step.is_display() || step.rule.is_public_participation();
    for own in wordings(case).filter(|own| is_open(own.step)) {
        let Some(period) = own.step.span() else {
            continue;
        };
        let named = days_in(own.source());
        if let Some(found) = differing(own.source(), &named, period, &known) {
            let said = own.source().get(found.at.clone()).unwrap_or_default();
            report.add(other_day(own.at(found.at.clone()), said, &found));
        }
    }
    described(case, &known, report);
}

/// The same in what the record says of the procedure and of its phases.
fn described(case: &Case, known: &[(Date, Option<Date>)], report: &mut Report) {
    let participations = || {
        let steps = case
            .steps
            .iter()
            .filter(|step| step.rule.is_public_participation());
        steps.filter_map(Step::span)
    };
    for (_, written) in texts::all(case).filter(|(_, written)| !written.is_notice) {
        let text = written.text;
        let named = days_in(text);
        let mut found =
            participations().filter_map(|period| differing(text, &named, period, known));
        let Some(found) = found.next() else {
            continue;
        };
        let said = text.get(found.at.clone()).unwrap_or_default();
        report.add(other_day(written.place_of(said), said, &found));
    }
}

/// A day of a span that is none of the record, with the right one.
struct Differs {
    at: Range<usize>,
    language: usize,
    meant: Date,
}

fn differing(
    text: &str,
    days: &[ForeignDay],
    (start, end): (Date, Date),
    known: &[(Date, Option<Date>)],
) -> Option<Differs> {
    let ends = |first: Date| {
        let same = known.iter().filter(move |(own, _)| *own == first);
        same.filter_map(|(_, end)| *end)
    };
    let differs = |day: &ForeignDay, meant: Date| Differs {
        at: day.at.clone(),
        language: day.language,
        meant,
    };
    let pairs = days.windows(2).filter_map(|pair| {
        let between = text.get(pair[0].at.end..pair[1].at.start)?;
        let is_beside = |letter: char| letter.is_whitespace() || ",()".contains(letter);
        let words = between
            .trim_matches(is_beside)
            .trim_start_matches("r.")
            .trim_matches(is_beside);
        let is_span = BETWEEN.contains(&words.to_lowercase().as_str());
        (is_span && pair[0].language == pair[1].language).then_some((&pair[0], &pair[1]))
    });
    let known_end = |first: Date, last: &ForeignDay| ends(first).any(|own| is(last, own));
    let mut found = pairs.filter_map(|(first, last)| match (is(first, start), is(last, end)) {
        (true, false) if !known_end(start, last) => Some(differs(last, end)),
        (false, true) if !known.iter().any(|(own, _)| is(first, *own)) => {
            Some(differs(first, start))
        }
        _ => None,
    });
    found.next()
}

fn is(named: &ForeignDay, day: Date) -> bool {
    (named.day, named.month) == (day.day(), day.month())
        && named.year.is_none_or(|year| year == day.year())
}

/// Every „9 November 2026“, „9 listopada“, „9. listopadu 2026“ of a text, and the first day of „9 to 20 November“.
fn days_in(text: &str) -> Vec<ForeignDay> {
    let mut found: Vec<ForeignDay> = Vec::new();
    let bytes = text.as_bytes();
    let mut end = 0;
    while let Some(start) = bytes[end..].iter().position(u8::is_ascii_digit) {
        end += start;
        end += bytes[end..]
            .iter()
            .take_while(|own| own.is_ascii_digit())
            .count();
        let Some(day) = day_at(text, end) else {
            continue;
        };
        found.extend(opening(text, &day));
        found.push(day);
    }
    found
}

/// What an English day may end with.
const ORDINALS: [&str; 4] = ["st", "nd", "rd", "th"];

/// Where the name of a month stands among the languages.
static MONTHS: LazyLock<HashMap<&str, (usize, usize)>> = LazyLock::new(|| {
    let mut named = HashMap::new();
    for (language, own) in LANGUAGES.iter().enumerate() {
        for (month, names) in own.months.iter().enumerate() {
            for name in *names {
                named.entry(*name).or_insert((language, month));
            }
        }
    }
    named
});

/// The day whose number ends at a byte: of „9 November“, „9. listopadu“, „9th November 2026“.
fn day_at(text: &str, end: usize) -> Option<ForeignDay> {
    // Most numbers are none of a day.
    let (from, day) = number_at_end(&text[..end])?;
    let rest = &text[end..];
    let bare = ORDINALS.iter().find_map(|end| rest.strip_prefix(end));
    let bare = bare.unwrap_or(rest);
    let behind = bare.trim_start_matches('.');
    let word = behind.trim_start();
    if word.len() == behind.len() {
        return None;
    }
    let is_other = |letter: char| !letter.is_alphabetic();
    let name = &word[..word.find(is_other).unwrap_or(word.len())];
    let (language, month) = *MONTHS.get(name.to_lowercase().as_str())?;
    let has_dot = behind.len() < bare.len();
    if has_dot && LANGUAGES[language].has_german_names {
        return None;
    }
    let end = text.len() - word.len() + name.len();
    // „6 małego róžka 2026“
    let rest = &text[end..];
    let second = ["róžka", "rožka"]
        .iter()
        .find(|word| rest.trim_start().starts_with(**word));
    let end = end + second.map_or(0, |word| rest.len() - rest.trim_start().len() + word.len());
    let spaced = text[end..].strip_prefix([' ', '\u{a0}']);
    let digits = spaced.and_then(|rest| rest.get(..4));
    let year = digits.and_then(|year| year.parse::<i16>().ok());
    let year = year.filter(|year| *year > 1900);
    let end = match (year, spaced) {
        (Some(_), Some(rest)) => text.len() - rest.len() + 4,
        _ => end,
    };
    Some(ForeignDay {
        at: from..end,
        language,
        day,
        month: i8::try_from(month + 1).ok()?,
        year,
    })
}

/// The day at the end of a text, and where its digits begin.
fn number_at_end(text: &str) -> Option<(usize, i8)> {
    let digits = text.bytes().rev().take_while(u8::is_ascii_digit).count();
    let start = text.len() - digits;
    let is_part = text[..start].ends_with(['.', ',', '/', ':']);
    let day: i8 = text[start..].parse().ok()?;
    ((1..=31).contains(&day) && !is_part).then_some((start, day))
}

/// The first day of a span whose month stands at the last one.
fn opening(text: &str, last: &ForeignDay) -> Option<ForeignDay> {
    const LONGEST: usize = 40;
    let before = text[..last.at.start].trim_end();
    let near = around(before, before.len(), LONGEST, 0).to_lowercase();
    let words = BETWEEN.iter().filter(|words| near.ends_with(**words));
    let words = words.max_by_key(|words| words.len())?;
    let before = before.get(..before.len() - words.len())?.trim_end();
    let bare = before.strip_suffix('.').unwrap_or(before);
    let (start, day) = number_at_end(bare)?;
    (day < last.day).then_some(ForeignDay {
        at: start..before.len(),
        language: last.language,
        day,
        month: last.month,
        year: last.year,
    })
}

fn other_day(place: Place, said: &str, found: &Differs) -> Finding {
    let (de, en) = LANGUAGES[found.language].named;
    let meant = found.meant;
    let words: Words = say(
        format!("Der Wortlaut nennt auf {de} „{said}“, im Verfahren steht {meant}"),
        format!("The {en} words say “{said}”, the record says {meant}"),
    );
    Finding::new(&kinds::NOTICE_NAMES_DAYS, place, words)
        .because(say(
            format!("Wer die Worte auf {de} liest, verlässt sich auf sie; zwei verschiedene Zeiträume nebeneinander lassen offen, welcher gilt."),
            format!("Whoever reads the {en} words relies on them; two periods beside each other leave open which one holds."),
        ))
        .help(say(
            "Berichtigen Sie den Tag in beiden Sprachen auf denselben.",
            "Correct the day to the same in both languages.",
        ))
        .at_level(Level::Warning)
}

#[cfg(test)]
mod tests {
    use super::{days_in, differing};
    use jiff::civil::date;

    #[test]
    fn a_span_in_another_language_has_both_days_of_the_period() {
        let period = (date(2026, 11, 9), date(2026, 12, 18));
        let known = [(period.0, Some(period.1))];
        let found = |text: &'static str| {
            let own = differing(text, &days_in(text), period, &known);
            own.map(|own| &text[own.at])
        };
        for (text, wrong) in [
            (
                "from 9 November to 8 December 2026.",
                Some("8 December 2026"),
            ),
            ("from 9 November to 18 December 2026.", None),
            ("from 9 November 2026 until 18 December 2026", None),
            (
                "from the 9th November to 8th December",
                Some("8th December"),
            ),
            ("from 8 November to 18 December 2026", Some("8 November")),
            ("from 4 May to 8 June 2026", None),
            ("vom 9. November bis 8. December 2026", None),
            (
                "od 9 listopada do 8 grudnia 2026 r.",
                Some("8 grudnia 2026"),
            ),
            (
                "od 9 listopada 2026 r. do 8 grudnia 2026 r.",
                Some("8 grudnia 2026"),
            ),
            ("od 9 listopada do 18 grudnia 2026 r.", None),
            (
                "od 9. listopadu do 8. prosince 2026",
                Some("8. prosince 2026"),
            ),
            (
                "wot 9. nowembra do 8. decembra 2026",
                Some("8. decembra 2026"),
            ),
            ("wot 9. nazymnika 2026 hač do 18. hodownika 2026", None),
        ] {
            assert_eq!(found(text), wrong, "{text}");
        }
        let period = (date(2026, 11, 9), date(2026, 11, 20));
        let found = |text: &'static str| {
            let known = [(period.0, Some(period.1))];
            let own = differing(text, &days_in(text), period, &known);
            own.map(|own| &text[own.at])
        };
        assert_eq!(found("from 9 to 20 November 2026"), None);
        assert_eq!(
            found("from 9 to 22 November 2026"),
            Some("22 November 2026")
        );
        assert_eq!(found("od 8. do 20. listopadu 2026"), Some("8."));
    }
}
