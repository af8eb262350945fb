//! The days of a display as the English summary of a wording tells them (`NOT-006`).

use crate::check::case::{Case, Report};
use crate::check::kinds;
use crate::check::own::{Own, of_displays};
use crate::check::texts::known_spans;
use crate::finding::{Finding, Level, say};
use crate::law::calendar::MONTHS_EN;
use jiff::civil::Date;
use std::ops::Range;

/// A day in English words; the year may be missing.
struct EnglishDay {
    at: Range<usize>,
    day: i8,
    month: i8,
    year: Option<i16>,
}

/// `NOT-006`: an English span that has one day of the period, and another one that is none of the record's.
pub fn days(case: &Case, report: &mut Report) {
    let known = known_spans(case);
    for own in of_displays(case) {
        let Some(period) = own.step.span() else {
            continue;
        };
        if let Some((at, meant)) = differing(own.source(), period, &known) {
            report.add(other_day(&own, at, meant));
        }
    }
}

/// The day of a span that is none of the record, with the right one.
fn differing(
    text: &str,
    (start, end): (Date, Date),
    known: &[(Date, Option<Date>)],
) -> Option<(Range<usize>, Date)> {
    let days = days_in(text);
    let ends = |first: Date| {
        let same = known.iter().filter(move |(own, _)| *own == first);
        same.filter_map(|(_, end)| *end)
    };
    days.windows(2).find_map(|pair| {
        let between = text.get(pair[0].at.end..pair[1].at.start)?;
        let words =
            between.trim_matches(|letter: char| letter.is_whitespace() || ",()".contains(letter));
        let is_span = [
            "to",
            "until",
            "till",
            "through",
            "–",
            "-",
            "up to and including",
            "to and including",
            "and",
        ];
        if !is_span.contains(&words) {
            return None;
        }
        let (first, last) = (&pair[0], &pair[1]);
        match (is(first, start), is(last, end)) {
            (true, false) if !ends(start).any(|own| is(last, own)) => Some((last.at.clone(), end)),
            (false, true) if !known.iter().any(|(own, _)| is(first, *own)) => {
                Some((first.at.clone(), start))
            }
            _ => None,
        }
    })
}

fn is(named: &EnglishDay, day: Date) -> bool {
    (named.day, named.month) == (day.day(), day.month())
        && named.year.is_none_or(|year| year == day.year())
}

/// Every „9 November 2026“ and „9 November“ of a text.
fn days_in(text: &str) -> Vec<EnglishDay> {
    let months = MONTHS_EN.iter().zip(1_i8..);
    let found = months.flat_map(|(name, month)| {
        text.match_indices(name).filter_map(move |(at, _)| {
            let before = text[..at].strip_suffix(' ')?;
            let digits = before.len() - before.trim_end_matches(|c: char| c.is_ascii_digit()).len();
            let start = before.len() - digits;
            let day: i8 = before[start..]
                .parse()
                .ok()
                .filter(|day| (1..=31).contains(day))?;
            let behind = &text[at + name.len()..];
            // „9. November“ and „9 Novembers“ are none.
            if behind.starts_with(char::is_alphanumeric) {
                return None;
            }
            let year = behind.strip_prefix(' ').and_then(|rest| rest.get(..4));
            let year = year
                .and_then(|year| year.parse::<i16>().ok())
                .filter(|year| *year > 1900);
            let end = at + name.len() + if year.is_some() { 5 } else { 0 };
            Some(EnglishDay {
                at: start..end,
                day,
                month,
                year,
            })
        })
    });
    let mut found: Vec<EnglishDay> = found.collect();
    found.sort_by_key(|day| day.at.start);
    found
}

fn other_day(own: &Own, at: Range<usize>, meant: Date) -> Finding {
    let said = own.source().get(at.clone()).unwrap_or_default();
    Finding::new(
        &kinds::NOTICE_NAMES_DAYS,
        own.at(at.clone()),
        say(
            format!("Der Wortlaut nennt auf Englisch „{said}“, im Verfahren steht {meant}"),
            format!("The English words say “{said}”, the record says {meant}"),
        ),
    )
    .because(say(
        "Wer die englischen Worte liest, verlässt sich auf sie; zwei verschiedene Zeiträume nebeneinander lassen offen, welcher gilt.",
        "Whoever reads the English words relies on them; two periods beside each other leave open which one holds.",
    ))
    .help(say(
        "Berichtigen Sie den Tag in beiden Sprachen auf denselben.",
        "Correct the day to the same in both languages.",
    ))
    .at_level(Level::Warning)
}

#[cfg(test)]
mod tests {
    use super::differing;
    use jiff::civil::date;

    #[test]
    fn an_english_span_has_both_days_of_the_period() {
        let period = (date(2026, 11, 9), date(2026, 12, 18));
        let known = [(period.0, Some(period.1))];
        let found = |text: &'static str| differing(text, period, &known).map(|(at, _)| &text[at]);
        assert_eq!(
            found("from 9 November to 8 December 2026."),
            Some("8 December 2026")
        );
        assert_eq!(found("from 9 November to 18 December 2026."), None);
        assert_eq!(found("from 9 November 2026 until 18 December 2026"), None);
        assert_eq!(
            found("from 8 November to 18 December 2026"),
            Some("8 November")
        );
        assert_eq!(found("from 4 May to 8 June 2026"), None);
        assert_eq!(found("vom 9. November bis 8. December 2026"), None);
    }
}
