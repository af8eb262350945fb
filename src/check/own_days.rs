//! The days that a wording names, with the places where they stand.

use crate::check::case::{Case, Report};
use crate::check::days::{NamedDay, NamedSpan, spans};
use crate::check::elsewhere::is_of_something_else;
use crate::check::kinds;
use crate::check::own::{Own, wordings};
use crate::check::second_period::{is_called_first, is_of_display};
use crate::check::texts::{begin_of_sentence, in_row, is_last_day, rest_of_sentence};
use crate::finding::{Finding, say};
use crate::law::calendar::{Calendar, Holiday, weekday};
use jiff::ToSpan;
use jiff::civil::Date;
use std::ops::Range;

/// Weekdays as people write them, with their names; „So“ alone is another word.
const WEEKDAYS: [(&str, &str); 14] = [
    ("Montag", "Montag"),
    ("Dienstag", "Dienstag"),
    ("Mittwoch", "Mittwoch"),
    ("Donnerstag", "Donnerstag"),
    ("Freitag", "Freitag"),
    ("Samstag", "Samstag"),
    ("Sonnabend", "Samstag"),
    ("Sonntag", "Sonntag"),
    ("Mo", "Montag"),
    ("Di", "Dienstag"),
    ("Mi", "Mittwoch"),
    ("Do", "Donnerstag"),
    ("Fr", "Freitag"),
    ("Sa", "Samstag"),
];

/// `NOT-026`
pub fn weekdays(case: &Case, report: &mut Report) {
    for own in wordings(case) {
        let source = own.source();
        let spans = spans(source, own.days());
        for named in own.days() {
            let meant = meant_year(named, &spans, own.step.span());
            let year = meant.or_else(|| year_of(named, own.step.span()?));
            let holiday = year.and_then(|year| Date::new(year, named.month, named.day).ok());
            report.extend(holiday.and_then(|date| other_holiday(&own, named, date)));
            let date = meant.map(|year| Date::new(year, named.month, named.day));
            let Some(Ok(date)) = date else {
                continue;
            };
            let before = weekday_before(source, named.at.start);
            let said = before.or_else(|| weekday_behind(source, named.at.end));
            let Some((at, said)) = said else {
                continue;
            };
            let right = weekday(date);
            if right.de == said {
                continue;
            }
            let at = at.start.min(named.at.start)..at.end.max(named.at.end);
            report.add(
                Finding::new(
                    &kinds::WORDING_WEEKDAYS,
                    own.at(at),
                    say(
                        format!("Der {date} ist ein {}, nicht ein {said}", right.de),
                        format!("{date} is a {}, not what the wording says ({said})", right.en),
                    ),
                )
                .because(say(
                    "Welcher Tag gemeint ist, bleibt offen; die Dauer ist aber bekannt zu machen (§ 3 Abs. 2 Satz 4 BauGB).",
                    "It stays open which day is meant, but the duration is announced (§ 3 (2) sentence 4 BauGB).",
                ))
                .help(match meant_by_weekday(&own, date, said) {
                    Some(day) => say(
                        format!("Im Verfahren steht der {day}, ein {said}: Berichtigen Sie das Datum."),
                        format!("The record says {day}, which is that weekday: correct the date."),
                    ),
                    None => say(
                        format!("Schreiben Sie „{}“, oder berichtigen Sie das Datum.", right.de),
                        format!("Write “{}”, or correct the date.", right.de),
                    ),
                }),
            );
        }
    }
}

/// The first or last day of the phase where it is near another day and has the weekday that is named beside that one.
fn meant_by_weekday(own: &Own, date: Date, said: &str) -> Option<Date> {
    const NEAR_DAYS: i32 = 7;
    let (start, end) = own.step.span()?;
    if date == start || date == end {
        return None;
    }
    let is_meant =
        |day: &Date| weekday(*day).de == said && (*day - date).get_days().abs() <= NEAR_DAYS;
    [start, end].into_iter().find(is_meant)
}

/// A day that is called a holiday of another day: „Karfreitag, 2. April 2026“. One that is a holiday itself may
/// stand behind it in a list of them.
fn other_holiday(own: &Own, named: &NamedDay, date: Date) -> Option<Finding> {
    let source = own.source();
    let before = name_before(source, named.at.start, Holiday::by_name());
    let behind = || name_behind(source, named.at.end, Holiday::by_name());
    let said = before
        .or_else(behind)
        .or_else(|| behind_dash(source, named.at.end));
    let (at, holiday) = said?;
    // „zwischen Weihnachten und Neujahr (24.12. bis 01.01.)“, „am Tag nach Himmelfahrt, dem 10. Mai“
    let word = source[..at.start].split_whitespace().next_back();
    if word.is_some_and(|word| ["nach", "vor", "und", "bis", "ab", "um", "zu"].contains(&word)) {
        return None;
    }
    let right = holiday.in_year(date.year())?;
    if right == date || Calendar::WITH_CORPUS_CHRISTI.holiday(date).is_some() {
        return None;
    }
    let name = &source[at.clone()];
    let at = at.start.min(named.at.start)..at.end.max(named.at.end);
    let found = Finding::new(
        &kinds::WORDING_WEEKDAYS,
        own.at(at),
        say(
            format!("Der {date} ist nicht „{name}“"),
            format!("{date} is not “{}”", holiday.name.en),
        ),
    );
    let found = found.because(say(
        "Welcher Tag gemeint ist, bleibt offen; an Feiertagen ist nicht geöffnet, und an ihnen endet keine Frist (§ 193 BGB, § 1 SächsSFG).",
        "It stays open which day is meant; on holidays nothing is open, and no period ends on them (§ 193 BGB, § 1 SächsSFG).",
    ));
    Some(found.help(say(
        format!("In diesem Jahr ist es der {right}."),
        format!("In this year it is {right}."),
    )))
}

/// The holiday behind a day and a dash: „9. Mai – Christi Himmelfahrt“.
fn behind_dash(text: &str, start: usize) -> Option<(Range<usize>, &'static Holiday)> {
    let behind = text[start..]
        .trim_start()
        .strip_prefix(['–', '-'])?
        .trim_start();
    let (name, holiday) = Holiday::by_name().find(|(name, _)| {
        let rest = behind.strip_prefix(name);
        rest.is_some_and(|rest| {
            !rest.starts_with(|next: char| next.is_alphanumeric() || next == '-')
        })
    })?;
    let at = text.len() - behind.len();
    Some((at..at + name.len(), holiday))
}

/// The year of a day: its own, that of the span it opens, or that of the phase it begins or ends.
fn meant_year(named: &NamedDay, spans: &[NamedSpan], period: Option<(Date, Date)>) -> Option<i16> {
    let opened = || spans.iter().find(|span| span.from.at == named.at);
    let of_phase = || {
        let (start, end) = period?;
        let meant = [start, end].into_iter().find(|day| named.is(*day));
        meant.map(Date::year)
    };
    named.year.or_else(|| opened()?.from.year).or_else(of_phase)
}

/// The year of a day that names none, beside a period: that of the period, or the one in which the day is near it.
fn year_of(named: &NamedDay, (start, end): (Date, Date)) -> Option<i16> {
    const NEAR_DAYS: i64 = 31;
    if start.year() == end.year() {
        return Some(start.year());
    }
    let near = start.saturating_sub(NEAR_DAYS.days())..=end.saturating_add(NEAR_DAYS.days());
    let is_near = |year: &i16| {
        let day = Date::new(*year, named.month, named.day);
        day.is_ok_and(|day| near.contains(&day))
    };
    let mut years = [start.year(), end.year()].into_iter().filter(is_near);
    let year = years.next()?;
    years.next().is_none().then_some(year)
}

/// The weekday that stands before a day: „Montag, 2. März“, „**Montag**, den 2. März“, „Mo., 02.03.“
fn weekday_before(text: &str, end: usize) -> Option<(Range<usize>, &'static str)> {
    name_before(text, end, WEEKDAYS.iter().copied())
}

/// The one of some names that stands before a day, and what it means.
fn name_before<T>(
    text: &str,
    end: usize,
    mut names: impl Iterator<Item = (&'static str, T)>,
) -> Option<(Range<usize>, T)> {
    const MARKS: [char; 4] = ['*', '_', ',', '('];
    let trimmed = |text: &'_ str| {
        text.trim_end_matches(|letter: char| letter.is_whitespace() || MARKS.contains(&letter))
            .len()
    };
    let mut before = &text[..trimmed(&text[..end])];
    for article in [" den", " dem", " der"] {
        before = before.strip_suffix(article).unwrap_or(before);
    }
    let before = &text[..trimmed(before)];
    let before = before.strip_suffix('.').unwrap_or(before);
    let (name, meant) = names.find(|(name, _)| before.ends_with(name))?;
    let start = before.len() - name.len();
    // „Frankenberg/Sa.“ is a town in Saxony.
    let is_word = !before[..start].ends_with(|c: char| c.is_alphanumeric() || c == '/');
    is_word.then_some((start..before.len(), meant))
}

/// The weekday in brackets behind a day: „2. März 2026 (Montag)“.
fn weekday_behind(text: &str, start: usize) -> Option<(Range<usize>, &'static str)> {
    name_behind(text, start, WEEKDAYS.iter().copied())
}

/// The one of some names that stands in brackets behind a day, and what it means.
fn name_behind<T>(
    text: &str,
    start: usize,
    mut names: impl Iterator<Item = (&'static str, T)>,
) -> Option<(Range<usize>, T)> {
    let behind = &text[start..];
    let open = behind.trim_start().strip_prefix('(')?;
    let (word, _) = open.split_once(')')?;
    let (_, meant) = names.find(|(name, _)| *name == word.trim_end_matches('.'))?;
    let at = start + behind.len() - open.len();
    Some((at..at + word.len(), meant))
}

/// Where a wording names another first or last day than its phase has; none where it names no
/// span.
pub fn other_day(
    (source, named): (&str, &[NamedDay]),
    (start, end): (Date, Date),
    is_last: bool,
    known: &[(Date, Option<Date>)],
) -> Option<Range<usize>> {
    let spans: Vec<NamedSpan> = spans(source, named)
        .into_iter()
        .filter(|span| !is_known(span, known) && !is_of_something_else(source, &span.to.at))
        .collect();
    let half = |span: &&NamedSpan| span.from.is(start) || span.to.is(end);
    let span = spans.iter().find(half).or_else(|| spans.first())?;
    let (named, meant) = if is_last {
        (&span.to, end)
    } else {
        (&span.from, start)
    };
    (!named.is(meant)).then(|| named.at.clone())
}

fn is_known(span: &NamedSpan, known: &[(Date, Option<Date>)]) -> bool {
    let mut known = known.iter();
    known.any(|(start, end)| span.from.is(*start) && end.is_some_and(|end| span.to.is(end)))
}

/// The last day that another one stands for: that of the period or, where people may speak for
/// longer than the plan is on display, that of the display.
fn nearest(day: &NamedDay, start: Date, end: Date, known: &[(Date, Option<Date>)]) -> Date {
    let same = known.iter().filter(|(first, _)| *first == start);
    let ends = same.filter_map(|(_, end)| *end).chain([end]);
    let year = day.year.unwrap_or(end.year());
    let Ok(named) = Date::new(year, day.month, day.day) else {
        return end;
    };
    let away = |end: &Date| (*end - named).get_days().abs();
    ends.min_by_key(away).unwrap_or(end)
}

/// The last day for statements that a wording names as another one.
pub fn other_last_day((source, named): (&str, &[NamedDay]), end: Date) -> Option<Range<usize>> {
    let is_other = |day: &&NamedDay| !day.is(end) && is_last_day(source, &day.at);
    let day = named.iter().find(is_other)?;
    Some(day.at.clone())
}

/// The days that contradict the phase's period where a wording names a period or a last day for
/// statements again: `„vom 2. März bis 2. April“` beside „bis zum 1. April“.
pub fn contradicting(
    (source, named): (&str, &[NamedDay]),
    (start, end): (Date, Date),
    known: &[(Date, Option<Date>)],
) -> Vec<(Range<usize>, Date)> {
    let spans = spans(source, named);
    let other = spans.iter().filter(|span| !is_known(span, known));
    let other = other.filter(|span| !is_of_something_else(source, &span.to.at));
    let is_of_others = |span: &NamedSpan| {
        let mut known = known.iter();
        known.any(|(start, end)| span.from.is(*start) || end.is_some_and(|end| span.to.is(end)))
    };
    let mut found: Vec<(Range<usize>, Date)> = Vec::new();
    for span in other {
        let is_meant = || !is_of_others(span) && is_of_display(source, span, start);
        let first = (span.from.at.clone(), start);
        let last = (span.to.at.clone(), nearest(&span.to, start, end, known));
        match (span.from.is(start), span.to.is(end)) {
            (true, false) => found.push(last),
            (false, true) => found.push(first),
            (false, false) if is_meant() => found.extend([first, last]),
            _ => {}
        }
    }
    let is_start = |day: &NamedDay| known.iter().any(|(first, _)| day.is(*first));
    let is_end = |day: &NamedDay| {
        let mut ends = known.iter().filter_map(|(_, end)| *end);
        ends.any(|end| day.is(end) && (end >= start || !is_still_asked(source, &day.at)))
    };
    for day in named {
        let is_of_span = spans.iter().any(|span| span.to.at == day.at);
        let is_last = is_last_day(source, &day.at)
            || is_called_last(source, &day.at)
            || day.year.is_some() && is_end_on_paper(source, &day.at);
        let is_last = is_last && !is_of_something_else(source, &day.at);
        if !is_of_span && !is_end(day) && is_last {
            found.push((day.at.clone(), end));
        }
        let is_first = !is_start(day) && is_called_first(source, &day.at);
        let opens_span = spans.iter().any(|span| span.from.at == day.at);
        if is_first && !opens_span && !is_of_something_else(source, &day.at) {
            found.push((day.at.clone(), start));
        }
    }
    found
}

/// Whether the sentence around a day says what people can still do until then.
fn is_still_asked(source: &str, at: &Range<usize>) -> bool {
    let rest = rest_of_sentence(source, at.end).to_lowercase();
    let is_now = ["können", "kann ", "abzugeben"]
        .iter()
        .any(|word| rest.contains(word));
    let over = ["konnte", "wurde", "eingegangen", "hatte", " lagen", " lag "];
    is_now && !over.iter().any(|word| rest.contains(word))
}

/// Whether documents lie out on paper until a day: „liegen die Unterlagen bis zum 2. Oktober 2026 auf Papier aus“.
fn is_end_on_paper(source: &str, at: &Range<usize>) -> bool {
    let own = begin_of_sentence(source, at.start, 90).to_lowercase();
    let rest = rest_of_sentence(source, at.end).to_lowercase();
    let is_until = ["bis zum", "bis einschließlich", "bis"]
        .iter()
        .any(|word| own.trim_end().ends_with(word));
    let lies = ["liegen ", "liegt "].iter().any(|word| own.contains(word));
    let over = ["bleib", "weiterhin", "darüber hinaus", "danach", " lagen "];
    is_until
        && lies
        && rest.contains("papier")
        && !over
            .iter()
            .any(|word| own.contains(word) || rest.contains(word))
}

/// Whether a day is called the last one: „letzter Tag der Frist ist der 31. März“, „die erst nach dem 31. März
/// eingehen“.
fn is_called_last(source: &str, at: &Range<usize>) -> bool {
    let own = in_row(begin_of_sentence(source, at.start, 50)).to_lowercase();
    const LAST: [&str; 6] = [
        "letzter tag",
        "letzten tag",
        "einsendeschluss",
        "abgabeschluss",
        "annahmeschluss",
        "stichtag für die abgabe",
    ];
    let is_prolonged = ["verlängert bis", "verlängert bis zum"]
        .iter()
        .any(|words| own.trim_end().ends_with(words));
    let is_of_freeze = own.contains("sperre") || own.contains("vertrag");
    let is_named = LAST.iter().any(|words| own.contains(words)) || is_prolonged && !is_of_freeze;
    let is_after = own.trim_end().ends_with("nach dem");
    let rest = rest_of_sentence(source, at.end).to_lowercase();
    let comes_in = ["eingeh", "eingegangen", "eingereicht", "abgegeben"];
    is_named || is_after && comes_in.iter().any(|word| rest.contains(word))
}

/// The days at which a wording lets another phase begin or end than the record, each with the right one:
/// „vom 4. November bis zum 16. Dezember“, where the early participation ended on the sixth.
pub fn of_other_phases(
    (source, named): (&str, &[NamedDay]),
    own: (Date, Date),
    known: &[(Date, Option<Date>)],
) -> Vec<(Range<usize>, Date)> {
    let others = || known.iter().filter(|(start, _)| *start != own.0);
    let all = spans(source, named);
    let unknown = all
        .iter()
        .filter(|span| !is_known(span, known) && !span.from.is(own.0) && !span.to.is(own.1));
    let found = unknown.filter_map(|span| {
        let by_start = others().find(|(start, _)| span.from.is(*start));
        if let Some(end) = by_start.and_then(|(_, end)| *end) {
            return Some((span.to.at.clone(), end));
        }
        let is_end = |end: Option<Date>| end.is_some_and(|end| span.to.is(end));
        let by_end = others().find(|(_, end)| is_end(*end) && !is_end(Some(own.1)));
        by_end.map(|(start, _)| (span.from.at.clone(), *start))
    });
    found.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::days::days;
    use jiff::civil::date;

    #[test]
    fn the_other_day_is_found_where_it_stands() {
        let text = "Am 9. Mai. Vom 2. März 2026 bis einschließlich 2. April 2026.";
        let period = (date(2026, 3, 2), date(2026, 4, 1));
        let known = [(period.0, Some(period.1))];
        let read = |text| other_day((text, &days(text)), period, true, &known);
        let found = read(text).map(|at| &text[at]);
        assert_eq!(found, Some("2. April 2026"));
        let named = days(text);
        assert_eq!(other_day((text, &named), period, false, &known), None);
        assert_eq!(read("am 9. Mai"), None);
    }

    #[test]
    fn a_second_period_or_last_day_must_be_the_same() {
        let period = (date(2026, 3, 2), date(2026, 4, 1));
        let known = [(period.0, Some(period.1))];
        let found = |text| {
            let found = contradicting((text, &days(text)), period, &known).into_iter();
            found.map(|(at, _)| &text[at]).collect::<Vec<_>>()
        };
        let right = "Vom 2. März bis 1. April 2026. Stellungnahmen bis zum 1.4.2026.";
        assert!(found(right).is_empty());
        let wrong = "Vom 2. März bis 2. April 2026. Stellungnahmen bis zum 3.4.2026.";
        assert_eq!(found(wrong), ["2. April 2026", "3.4.2026"]);
        assert!(found("Vom 9. Februar bis 27. Februar 2026 lag der Vorentwurf aus.").is_empty());
    }

    #[test]
    fn a_weekday_may_stand_before_or_behind() {
        let before = |text: &'static str| {
            let at = days(text)[0].at.start;
            weekday_before(text, at).map(|(at, meant)| (&text[at], meant))
        };
        assert_eq!(before("am Montag, den 2. März"), Some(("Montag", "Montag")));
        assert_eq!(
            before("vom **Montag**, dem\n2. März"),
            Some(("Montag", "Montag"))
        );
        assert_eq!(before("Mo., 02.03.2026"), Some(("Mo", "Montag")));
        assert_eq!(before("Sonnabend 7. März"), Some(("Sonnabend", "Samstag")));
        assert_eq!(before("am 2. März 2026"), None);
        assert_eq!(before("Radio 2. März"), None);
        let text = "2. März 2026 (Montag)";
        assert_eq!(weekday_behind(text, 13), Some((15..21, "Montag")));
        let holiday = "am Reformationstag, dem 31. Oktober 2026";
        let at = days(holiday)[0].at.start;
        let (_, found) = name_before(holiday, at, Holiday::by_name()).unwrap();
        assert_eq!(found.in_year(2026), Some(date(2026, 10, 31)));
    }
}
