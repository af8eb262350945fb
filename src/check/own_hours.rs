//! The hours of a place of access that the wording of a notice names, compared with the record (`NOT-024`).

use crate::check::case::{Case, Report, Step};
use crate::check::kinds;
use crate::check::own::{Own, of_displays};
use crate::check::said;
use crate::finding::{Finding, Level, Place, say};
use std::collections::BTreeSet;

const WEEKDAYS: [(&str, &str, &str); 6] = [
    ("montag", "mo", "Montag"),
    ("dienstag", "di", "Dienstag"),
    ("mittwoch", "mi", "Mittwoch"),
    ("donnerstag", "do", "Donnerstag"),
    ("freitag", "fr", "Freitag"),
    ("samstag", "sa", "Samstag"),
];

/// From and to, in minutes, for each weekday.
type Hours = [BTreeSet<(u16, u16)>; 6];

/// `NOT-024` for hours: a weekday on which the wording opens a place at other times than the record. Of a
/// weekday that it leaves out nothing is said, nor of hours that it names besides.
pub fn compare(case: &Case, report: &mut Report) {
    for own in of_displays(case) {
        let places = places(case, own.step);
        if places.is_empty() {
            continue;
        }
        let text = said::folded(own.source()).to_lowercase();
        // „9–18 Uhr (Mittagspause 12–13 Uhr)“ says the same in another way.
        if text.contains("mittagspause") {
            continue;
        }
        let told = hours(&text);
        for (name, recorded) in &places {
            let named = (0..6).filter(|day| !recorded[*day].is_empty() && !told[*day].is_empty());
            let (same, other): (Vec<usize>, Vec<usize>) =
                named.partition(|day| recorded[*day].is_subset(&told[*day]));
            // With several places the hours of one may be left out altogether.
            let is_this_place = places.len() == 1 || same.len() > other.len();
            if let Some(day) = other.first().filter(|_| is_this_place) {
                report.add(finding(&own, name, *day, &recorded[*day]));
            }
        }
    }
}

fn places(case: &Case, step: &Step) -> Vec<(String, Hours)> {
    let access = step.phase.access.iter();
    let mut named: Vec<(&str, Option<&str>)> = access
        .map(|access| (access.place.as_str(), access.hours.as_deref()))
        .collect();
    if named.is_empty() && !step.phase.facts.denies_access {
        let own = case.municipality.display_place.iter();
        named.extend(own.map(|place| (place.name.as_str(), place.hours.as_deref())));
    }
    let named = named.into_iter().filter_map(|(place, written)| {
        let hours = hours(&written?.to_lowercase());
        let has_any = hours.iter().any(|day| !day.is_empty());
        has_any.then(|| (place.to_owned(), hours))
    });
    named.collect()
}

fn finding(own: &Own, place: &str, day: usize, recorded: &BTreeSet<(u16, u16)>) -> Finding {
    let (_, _, name) = WEEKDAYS[day];
    let right: Vec<String> = recorded.iter().map(|span| in_words(*span)).collect();
    let right = right.join(", ");
    let mut finding = Finding::new(
        &kinds::WORDING_PLACES,
        line_of(own, day, recorded),
        say(
            format!("Der Wortlaut nennt für {name} andere Zeiten als das Verfahren ({right} Uhr)"),
            format!("The wording names other hours for {name} than the record ({right})"),
        ),
    )
    .because(say(
        format!("Wer zu den genannten Zeiten kommt, muss „{place}“ offen finden (§ 3 Abs. 2 Satz 2 und 4 Nr. 4 BauGB)."),
        format!("Whoever comes at the hours that are named must find “{place}” open (§ 3 (2) sentences 2 and 4 no. 4 BauGB)."),
    ))
    .help(say(
        "Berichtigen Sie den Wortlaut oder zeiten.",
        "Correct the wording or zeiten.",
    ));
    // Hours are often shortened in a record; the law asks for the place.
    finding.level = Level::Note;
    finding
}

/// The line that names other hours for a weekday, else the first one with hours.
fn line_of(own: &Own, day: usize, recorded: &BTreeSet<(u16, u16)>) -> Place {
    let differs = |line: &str| {
        let told = hours(&line.to_lowercase());
        !told[day].is_empty() && !recorded.is_subset(&told[day])
    };
    own.line(differs).unwrap_or_else(|| own.near(&[" uhr"]))
}

fn in_words((from, to): (u16, u16)) -> String {
    let clock = |time: u16| match (time / 60, time % 60) {
        (hour, 0) => hour.to_string(),
        (hour, minute) => format!("{hour}:{minute:02}"),
    };
    format!("{}–{}", clock(from), clock(to))
}

/// Words that go on with a list of hours.
const LISTED: [&str; 11] = [
    "und",
    "sowie",
    "von",
    "jeweils",
    ",",
    "u",
    "/",
    "auch",
    "zusätzlich",
    "außerdem",
    "zudem",
];

/// The hours that a text in small letters names for each weekday: „mo, do 9 bis 15 uhr, di 9–12 und 13–18 uhr“.
fn hours(text: &str) -> Hours {
    let mut found = Hours::default();
    let mut days: Vec<usize> = Vec::new();
    // Times that no „uhr“ has followed yet: they may be a date or a paragraph.
    let mut open: Vec<(u16, u16)> = Vec::new();
    let mut from: Option<u16> = None;
    let (mut is_range, mut had_times) = (false, false);
    for token in tokens(text) {
        if let Some(day) = weekday(token) {
            if had_times || !open.is_empty() {
                days.clear();
                open.clear();
                had_times = false;
            }
            match days.last() {
                Some(last) if is_range && *last < day => days.extend(last + 1..=day),
                _ => days.push(day),
            }
            (is_range, from) = (false, None);
        } else if let Some(time) = clock(token) {
            match from.take() {
                Some(begin) if is_range && begin < time => open.push((begin, time)),
                _ => from = Some(time),
            }
            is_range = false;
        } else if ["bis", "-", "–", "—"].contains(&token) {
            is_range = true;
        } else if token == "uhr" {
            for day in &days {
                found[*day].extend(&open);
            }
            had_times |= !open.is_empty();
            open.clear();
        } else if !LISTED.contains(&token) {
            // Anything else is no list of hours.
            (is_range, from) = (false, None);
            open.clear();
            if !["uhr", "vormittags", "nachmittags"].contains(&token) {
                days.clear();
                had_times = false;
            }
        }
    }
    found
}

/// Words, numbers with their minutes, and dashes; commas, colons and brackets are gaps.
fn tokens(text: &str) -> impl Iterator<Item = &str> {
    let gaps = text.split(|letter: char| letter.is_whitespace() || ",;()*|".contains(letter));
    let parts = gaps.flat_map(|word| word.split_inclusive(['–', '—', '-']));
    let parts = parts.flat_map(|part| {
        let stem = part.trim_end_matches(['–', '—', '-']);
        [stem, &part[stem.len()..]]
    });
    let trimmed = parts.map(|part| part.trim_matches(['.', ':']));
    trimmed.filter(|part| !part.is_empty())
}

fn weekday(token: &str) -> Option<usize> {
    let token = if token == "sonnabend" || token == "sonnabends" {
        "samstag"
    } else {
        token
    };
    let is = |(long, short, _): &(&str, &str, &str)| {
        let stem = token.strip_suffix('s').unwrap_or(token);
        token == *short || token == *long || stem == *long
    };
    WEEKDAYS.iter().position(is)
}

/// „9“, „9.00“, „09:30“ in minutes.
fn clock(token: &str) -> Option<u16> {
    let (hour, minute) = token.split_once(['.', ':']).unwrap_or((token, "0"));
    let is_digits = |part: &str| {
        let is_short = (1..=2).contains(&part.len());
        is_short && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    if !is_digits(hour) || !is_digits(minute) {
        return None;
    }
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    (hour <= 24 && minute < 60).then_some(hour * 60 + minute)
}

#[cfg(test)]
mod tests {
    use super::{hours, in_words};

    fn told(text: &str) -> String {
        let days = hours(&text.to_lowercase());
        let days = days.iter().map(|day| {
            let spans: Vec<String> = day.iter().map(|span| in_words(*span)).collect();
            spans.join("+")
        });
        days.collect::<Vec<_>>().join("|")
    }

    #[test]
    fn hours_are_read_in_the_spellings_of_towns() {
        let week = "9–12|9–12|9–12|9–12|9–12|";
        assert_eq!(told("Mo bis Fr 9 bis 12 Uhr"), week);
        assert_eq!(told("Montag - Freitag: 9.00 Uhr bis 12.00 Uhr"), week);
        assert_eq!(told("Montag–Freitag: 09:00–12:00 Uhr"), week);
        let town = "9–15|9–18||9–15|9–12|";
        assert_eq!(
            told("Mo, Do 9 bis 15 Uhr, Di 9 bis 18 Uhr, Fr 9 bis 12 Uhr"),
            town
        );
        let parted = "9–12+13–15|9–12+13–18||||";
        assert_eq!(
            told("Montag 9–12 und 13–15 Uhr, Dienstag 9–12 und 13–18 Uhr"),
            parted
        );
        assert_eq!(told("dienstags 9 bis 18 Uhr"), "|9–18||||");
        assert_eq!(
            told("Di: 09:00 Uhr - 12:00 Uhr / 13:00 Uhr - 18:00 Uhr"),
            "|9–12+13–18||||"
        );
        assert_eq!(
            told("Di. u. Do. 9–12 Uhr, Di. auch 13–18 Uhr"),
            "|9–12+13–18||9–12||"
        );
    }

    #[test]
    fn days_of_a_period_are_no_hours() {
        assert_eq!(
            told("von Montag, dem 1. Dezember 2025, bis Freitag, dem 9. Januar 2026"),
            "|||||"
        );
        assert_eq!(told("am Dienstag, dem 4. Mai, 18 Uhr"), "|||||");
    }
}
