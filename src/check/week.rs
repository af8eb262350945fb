//! What a text says of the hours of a week: „Mo, Do 9 bis 15 Uhr, Di 9–12 und 13–18 Uhr, Mi geschlossen“.

use std::collections::BTreeSet;
use std::mem::take;

/// The weekdays in their spellings, and as a finding names them.
pub const WEEKDAYS: [(&str, &str, &str); 6] = [
    ("montag", "mo", "Montag"),
    ("dienstag", "di", "Dienstag"),
    ("mittwoch", "mi", "Mittwoch"),
    ("donnerstag", "do", "Donnerstag"),
    ("freitag", "fr", "Freitag"),
    ("samstag", "sa", "Samstag"),
];

/// From and to, in minutes, for each weekday.
pub type Hours = [BTreeSet<(u16, u16)>; 6];
/// What a text says of the week.
#[derive(Default)]
pub struct Week {
    /// When it says that a place is open.
    pub open: Hours,
    /// Weekdays on which it says that a place is closed.
    pub closed: BTreeSet<usize>,
}

/// Hours as a finding writes them: „9–12:30“.
pub fn in_words((from, to): (u16, u16)) -> String {
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
pub fn week(text: &str) -> Week {
    let mut reader = Reader::default();
    tokens(text).for_each(|token| reader.take(token));
    reader.week
}

/// Weekdays and the times told for them.
type Pending = (Vec<usize>, Vec<(u16, u16)>);

#[derive(Default)]
struct Reader {
    week: Week,
    days: Vec<usize>,
    /// Times that no „uhr“ has followed yet: they may be a date or a paragraph.
    open: Vec<(u16, u16)>,
    /// Weekdays before them with such times, in a list that says „uhr“ at its end: „mo 9–12, di 13–18 uhr“.
    pending: Vec<Pending>,
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
            if !self.open.is_empty() {
                for (days, open) in self.pending.drain(..) {
                    days.iter()
                        .for_each(|day| self.week.open[*day].extend(&open));
                }
            }
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
            let (days, open) = (take(&mut self.days), take(&mut self.open));
            if !self.had_times && !days.is_empty() && !open.is_empty() {
                self.pending.push((days, open));
            }
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
        self.pending.clear();
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
    use super::{in_words, week};

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
        let once = "9–12|9–12+13–18||9–12+13–16|9–12|";
        assert_eq!(
            told("Mo 9-12, Di 9-12 und 13-18, Do 9-12 und 13-16, Fr 9-12 Uhr"),
            once
        );
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
        assert_eq!(
            told("Montag, 9. - 12. Mai, Dienstag 9 bis 12 Uhr"),
            "|9–12||||"
        );
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
}
