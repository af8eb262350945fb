//! The hours of a place of access that the wording of a notice names, compared with the record (`NOT-024`).

use crate::check::case::{Case, Report, Step};
use crate::check::houses;
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
/// The longest break at noon that a record may leave out, in minutes.
const BREAK: u16 = 150;

/// What a text says of the week.
#[derive(Default)]
struct Week {
    open: Hours,
    /// Weekdays on which it says that a place is closed.
    closed: BTreeSet<usize>,
}

/// A place of access with its hours in the record.
type Opened = (String, Hours);

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
        let week = week(&text);
        let closed_on = closed_on(&week, &places).filter(|day| !is_of_others(&own, *day, &places));
        report.extend(closed_on.map(|day| closed(&own, day, &places)));
        let told = week.open;
        if let [(name, recorded)] = places.as_slice()
            && let Some((day, other)) = moved(&told, recorded)
        {
            report.add(on_another_day(&own, (name, day), other));
            continue;
        }
        for (name, recorded) in &places {
            let named = (0..6).filter(|day| {
                let is_told = !recorded[*day].is_empty() && !told[*day].is_empty();
                is_told && closed_on != Some(*day)
            });
            let (same, other): (Vec<usize>, Vec<usize>) =
                named.partition(|day| recorded[*day].is_subset(&told[*day]));
            // With several places the hours of one may be left out altogether.
            let is_this_place = places.len() == 1 || same.len() > other.len();
            let worst = |day: &&usize| !contradicts(&recorded[**day], &told[**day]);
            if let Some(day) = other.iter().min_by_key(worst).filter(|_| is_this_place) {
                let is_told = |day: &usize| told[*day] == recorded[*day];
                let is_one = places.len() == 1
                    && (other.len(), same.len() > 1) == (1, true)
                    && same.iter().all(is_told);
                let is_moved = is_one && is_cut(&recorded[*day], &told[*day]);
                let level = match is_moved || contradicts(&recorded[*day], &told[*day]) {
                    true => Level::Warning,
                    false => Level::Note,
                };
                report.add(finding(&own, (name, *day), &recorded[*day]).at_level(level));
            }
        }
    }
}

/// Whether hours contradict each other: a record shortens hours and leaves out a break at noon, but opens no place while
/// it is closed.
fn contradicts(recorded: &BTreeSet<(u16, u16)>, told: &BTreeSet<(u16, u16)>) -> bool {
    let is_apart = |own: &BTreeSet<(u16, u16)>, others: &BTreeSet<(u16, u16)>| {
        let ends = others.iter().next().zip(others.iter().next_back());
        let is_outside = |(from, to): &(u16, u16)| {
            ends.is_none_or(|(first, last)| *from < first.0 || last.1 < *to)
        };
        let mut gaps = others.iter().zip(others.iter().skip(1));
        let is_parted = gaps.any(|(one, next)| {
            let (from, to) = (one.1, next.0);
            to.saturating_sub(from) > BREAK && own.iter().any(|span| span.0 < to && from < span.1)
        });
        own.iter().any(is_outside) || is_parted
    };
    is_apart(recorded, told) && is_apart(told, recorded)
}

/// Whether hours of one day are the same but for one end of one of them: no record shortens so.
fn is_cut(recorded: &BTreeSet<(u16, u16)>, told: &BTreeSet<(u16, u16)>) -> bool {
    let pairs = recorded
        .iter()
        .zip(told)
        .filter(|(own, other)| own != other);
    let pairs: Vec<_> = pairs.collect();
    let is_one =
        |((from, to), (begin, end)): &(&(u16, u16), &(u16, u16))| (from == begin) != (to == end);
    recorded.len() == told.len() && pairs.len() == 1 && pairs.iter().all(is_one)
}

/// A weekday of the record that the wording leaves out, and the one on which it opens instead at the same hours.
fn moved(told: &Hours, recorded: &Hours) -> Option<(usize, usize)> {
    let missing = (0..6).filter(|day| !recorded[*day].is_empty() && told[*day].is_empty());
    let mut pairs = missing.flat_map(|day| (0..6).map(move |other| (day, other)));
    pairs.find(|(day, other)| recorded[*other].is_empty() && told[*other] == recorded[*day])
}

fn on_another_day(own: &Own, (place, day): (&str, usize), other: usize) -> Finding {
    let ((_, _, right), (_, _, said)) = (WEEKDAYS[day], WEEKDAYS[other]);
    let tells = |line: &str| !week(&line.to_lowercase()).open[other].is_empty();
    let finding = Finding::new(
        &kinds::WORDING_PLACES,
        own.line(tells).unwrap_or_else(|| own.near(&[" uhr"])),
        say(
            format!("Nach dem Wortlaut ist am {said} geöffnet, nach dem Verfahren am {right}"),
            format!("By the wording it is open on {said}, by the record on {right}"),
        ),
    );
    reason(finding, place).at_level(Level::Warning)
}

/// Whether it is another house that the wording closes on a weekday.
fn is_of_others(own: &Own, day: usize, places: &[Opened]) -> bool {
    let sentences = own.sentences().iter();
    let mut closing = sentences
        .filter(|own| week(own).closed.contains(&day))
        .peekable();
    let names: Vec<&str> = places.iter().map(|(name, _)| name.as_str()).collect();
    closing.peek().is_some() && closing.all(|own| houses::is_of_another(own, &names))
}

/// The first weekday on which the wording closes what the record opens, whichever place it means.
fn closed_on(week: &Week, places: &[Opened]) -> Option<usize> {
    let mut closed = week.closed.iter().copied();
    closed.find(|day| places.iter().all(|(_, hours)| !hours[*day].is_empty()))
}

fn closed(own: &Own, day: usize, places: &[Opened]) -> Finding {
    let (_, _, name) = WEEKDAYS[day];
    let closes = |line: &str| self::week(&line.to_lowercase()).closed.contains(&day);
    let place = own.line(closes);
    let finding = Finding::new(
        &kinds::WORDING_PLACES,
        place.unwrap_or_else(|| own.near(&["geschlossen"])),
        say(
            format!("Nach dem Wortlaut ist am {name} geschlossen, nach dem Verfahren geöffnet"),
            format!("By the wording it is closed on {name}, by the record it is open"),
        ),
    );
    reason(finding, &places[0].0).at_level(Level::Warning)
}

fn places(case: &Case, step: &Step) -> Vec<Opened> {
    let access = step.phase.access.iter();
    let mut named: Vec<(&str, Option<&str>)> = access
        .map(|access| (access.place.as_str(), access.hours.as_deref()))
        .collect();
    if named.is_empty() && !step.phase.facts.denies_access {
        let own = case.municipality.display_place.iter();
        named.extend(own.map(|place| (place.name.as_str(), place.hours.as_deref())));
    }
    let named = named.into_iter().filter_map(|(place, written)| {
        let hours = week(&written?.to_lowercase()).open;
        let has_any = hours.iter().any(|day| !day.is_empty());
        has_any.then(|| (place.to_owned(), hours))
    });
    named.collect()
}

fn finding(own: &Own, (place, day): (&str, usize), recorded: &BTreeSet<(u16, u16)>) -> Finding {
    let (_, _, name) = WEEKDAYS[day];
    let right: Vec<String> = recorded.iter().map(|span| in_words(*span)).collect();
    let right = right.join(", ");
    let finding = Finding::new(
        &kinds::WORDING_PLACES,
        line_of(own, day, recorded),
        say(
            format!("Der Wortlaut nennt für {name} andere Zeiten als das Verfahren ({right} Uhr)"),
            format!("The wording names other hours for {name} than the record ({right})"),
        ),
    );
    reason(finding, place)
}

fn reason(finding: Finding, place: &str) -> Finding {
    finding
    .because(say(
        format!("Wer zu den genannten Zeiten kommt, muss „{place}“ offen finden (§ 3 Abs. 2 Satz 2 und 4 Nr. 4 BauGB)."),
        format!("Whoever comes at the hours that are named must find “{place}” open (§ 3 (2) sentences 2 and 4 no. 4 BauGB)."),
    ))
    .help(say(
        "Berichtigen Sie den Wortlaut oder zeiten.",
        "Correct the wording or zeiten.",
    ))
}

/// The line that names other hours for a weekday, else the first one with hours.
fn line_of(own: &Own, day: usize, recorded: &BTreeSet<(u16, u16)>) -> Place {
    let differs = |line: &str| {
        let told = week(&line.to_lowercase()).open;
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

/// Words between a weekday and „geschlossen“.
const IS: [&str; 7] = [
    "ist",
    "sind",
    "bleibt",
    "bleiben",
    "ganztägig",
    "jeweils",
    "auch",
];
/// What there is not on a day on which a place is closed: „mittwochs keine Sprechzeit“.
const SERVICE: &str = "sprechzeit|sprechzeiten|sprechtag|publikumsverkehr";

/// What a text in small letters says of each weekday: „mo, do 9 bis 15 uhr, di 9–12 und 13–18 uhr, mi geschlossen“.
fn week(text: &str) -> Week {
    let mut reader = Reader::default();
    tokens(text).for_each(|token| reader.take(token));
    reader.week
}

#[derive(Default)]
struct Reader {
    week: Week,
    days: Vec<usize>,
    /// Times that no „uhr“ has followed yet: they may be a date or a paragraph.
    open: Vec<(u16, u16)>,
    from: Option<u16>,
    /// „bis 18“ without a beginning: hours that were told before go on until then.
    until: Option<u16>,
    is_range: bool,
    had_times: bool,
    /// Nothing but weekdays and what says that they are was read since the first of them.
    is_fresh: bool,
    /// „keine“ stands behind them.
    has_none: bool,
}

impl Reader {
    fn take(&mut self, token: &str) {
        if let Some(day) = weekday(token) {
            self.weekday(day);
        } else if let Some(time) = clock(token) {
            match self.from.take() {
                Some(begin) if self.is_range && begin < time => self.open.push((begin, time)),
                None if self.is_range => self.until = Some(time),
                _ => self.from = Some(time),
            }
            (self.is_range, self.is_fresh) = (false, false);
        } else if ["bis", "-", "–", "—"].contains(&token) {
            self.is_range = true;
        } else if token == "uhr" {
            for day in &self.days {
                self.week.open[*day].extend(&self.open);
            }
            self.had_times |= !self.open.is_empty();
            self.open.clear();
            if let Some(until) = self.until.take() {
                self.go_on(until);
            }
        } else if self.is_fresh && (IS.contains(&token) || ["kein", "keine"].contains(&token)) {
            self.has_none |= token.starts_with("kein");
        } else if !LISTED.contains(&token) {
            let closes = token == "geschlossen"
                || self.has_none && SERVICE.split('|').any(|own| own == token);
            if closes && self.is_fresh {
                self.week.closed.extend(&self.days);
            }
            self.end(token);
        }
    }

    /// „Mo bis Do 9 bis 15 Uhr, Di bis 18 Uhr“: the last hours of a day end later.
    fn go_on(&mut self, until: u16) {
        for day in &self.days {
            let hours = &mut self.week.open[*day];
            if let Some(last) = hours.pop_last() {
                hours.insert((last.0, last.1.max(until)));
            }
        }
        self.had_times = true;
    }

    fn weekday(&mut self, day: usize) {
        if self.until.take().is_some() || self.had_times || !self.open.is_empty() {
            self.days.clear();
            self.open.clear();
            self.had_times = false;
        }
        match self.days.last() {
            Some(last) if self.is_range && *last < day => self.days.extend(last + 1..=day),
            _ => self.days.push(day),
        }
        (self.is_range, self.from) = (false, None);
        (self.is_fresh, self.has_none) = (true, false);
    }

    /// Anything else is no list of hours.
    fn end(&mut self, token: &str) {
        (self.is_range, self.from, self.until) = (false, None, None);
        (self.is_fresh, self.has_none) = (false, false);
        self.open.clear();
        if !["vormittags", "nachmittags"].contains(&token) {
            self.days.clear();
            self.had_times = false;
        }
    }
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
    use super::{contradicts, in_words, is_cut, moved, week};

    fn told(text: &str) -> String {
        let days = week(&text.to_lowercase()).open;
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
        assert_eq!(
            told("Mo–Do 8:30–15:30 Uhr, Di bis 18:00 Uhr, Fr 8:30–12:00 Uhr"),
            "8:30–15:30|8:30–18|8:30–15:30|8:30–15:30|8:30–12|"
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
    #[test]
    fn a_closed_weekday_is_no_closed_date() {
        let closed = |text: &str| {
            week(&text.to_lowercase())
                .closed
                .into_iter()
                .collect::<Vec<_>>()
        };
        assert_eq!(closed("Mo, Di 9 bis 12 Uhr, Mi geschlossen"), [2]);
        assert_eq!(closed("Mittwochs und freitags ist geschlossen."), [2, 4]);
        assert_eq!(closed("Mi: keine Sprechzeit"), [2]);
        for text in [
            "am Freitag, dem 2. Mai, geschlossen",
            "Freitag, 2.5., geschlossen",
            "Freitag nachmittags geschlossen",
            "Mo 9 bis 12 Uhr, mittags geschlossen",
        ] {
            assert_eq!(closed(text), [0; 0], "{text}");
        }
    }

    #[test]
    fn a_day_is_moved_where_its_hours_stand_at_another() {
        let open = |text: &str| week(&text.to_lowercase()).open;
        let record = open("Di 9–12 und 13–18 Uhr, Do 9–12 Uhr");
        let told = |text: &str| moved(&open(text), &record);
        assert_eq!(told("Di 9–12 und 13–18 Uhr, Fr 9–12 Uhr"), Some((3, 4)));
        assert_eq!(
            told("Di 9–12 und 13–18 Uhr, Do 9–12 Uhr, Fr 9–12 Uhr"),
            None
        );
        assert_eq!(told("Di 9–12 und 13–18 Uhr, Fr 10–12 Uhr"), None);
        assert_eq!(told("Di 9–12 und 13–18 Uhr"), None);
    }

    #[test]
    fn one_end_of_the_hours_of_a_day_is_no_other_way_to_tell_them() {
        let day = |text: &str| week(&format!("mo {text} uhr")).open[0].clone();
        let cut = |one: &str, other: &str| is_cut(&day(one), &day(other));
        assert!(cut("9 bis 12 und 13 bis 18", "9 bis 12 und 13 bis 16"));
        assert!(cut("9 bis 12", "9 bis 14"));
        assert!(!cut("9 bis 18", "9 bis 12 und 13 bis 18"));
        assert!(!cut("9 bis 12 und 13 bis 18", "8 bis 12 und 13 bis 16"));
        assert!(!cut("9 bis 12", "9 bis 12"));
    }

    #[test]
    fn a_record_shortens_hours_but_does_not_move_them() {
        let day = |text: &str| week(&format!("mo {text} uhr")).open[0].clone();
        let differ = |one: &str, other: &str| contradicts(&day(one), &day(other));
        assert!(differ("9 bis 12", "14 bis 16"));
        assert!(differ("9 bis 12", "10 bis 13"));
        assert!(!differ("9 bis 12", "9 bis 18"));
        assert!(!differ("8 bis 16", "9 bis 12 und 13 bis 15"));
        assert!(!differ("9 bis 12 und 13 bis 18", "9 bis 18"));
    }
}
