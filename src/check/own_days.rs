//! The days that a wording names, with the places where they stand.

use crate::check::case::{Case, Report};
use crate::check::days::{NamedSpan, days, spans};
use crate::check::kinds;
use crate::check::own_wording::wordings;
use crate::finding::{Finding, say};
use crate::law::calendar::weekday;
use jiff::civil::Date;
use std::ops::Range;

const WEEKDAYS: [&str; 8] = [
    "Montag",
    "Dienstag",
    "Mittwoch",
    "Donnerstag",
    "Freitag",
    "Samstag",
    "Sonnabend",
    "Sonntag",
];

/// `NOT-026`
pub fn weekdays(case: &Case, report: &mut Report) {
    for own in wordings(case) {
        let source = own.source();
        for named in days(source) {
            let date = named
                .year
                .map(|year| Date::new(year, named.month, named.day));
            let (Some(Ok(date)), Some((at, said))) = (date, weekday_before(source, named.at.start))
            else {
                continue;
            };
            let right = weekday(date);
            if right.de == said || right.de == "Samstag" && said == "Sonnabend" {
                continue;
            }
            report.add(
                Finding::new(
                    &kinds::WORDING_WEEKDAYS,
                    own.at(at..named.at.end),
                    say(
                        format!("Der {date} ist ein {}, nicht ein {said}", right.de),
                        format!("{date} is a {}, not what the wording says ({said})", right.en),
                    ),
                )
                .because(say(
                    "Welcher Tag gemeint ist, bleibt offen; die Dauer ist aber bekannt zu machen (§ 3 Abs. 2 Satz 4 BauGB).",
                    "It stays open which day is meant, but the duration is announced (§ 3 (2) sentence 4 BauGB).",
                ))
                .help(say(
                    format!("Schreiben Sie „{}“, oder berichtigen Sie das Datum.", right.de),
                    format!("Write “{}”, or correct the date.", right.de),
                )),
            );
        }
    }
}

/// The weekday that stands before a day: „Montag, 2. März“, „Montag, den 2. März“, „Montag, dem 2. März“.
fn weekday_before(text: &str, end: usize) -> Option<(usize, &'static str)> {
    let before = text[..end].trim_end();
    let mut article = ["den", "dem"].iter();
    let before = article
        .find_map(|word| before.strip_suffix(word))
        .unwrap_or(before)
        .trim_end();
    let before = before.trim_end_matches(',').trim_end();
    let name = WEEKDAYS.iter().find(|name| before.ends_with(*name))?;
    Some((before.len() - name.len(), name))
}

/// Where a wording names another first or last day than its phase has; none where it names no
/// span.
pub fn other_day(source: &str, (start, end): (Date, Date), is_last: bool) -> Option<Range<usize>> {
    let spans = spans(source, &days(source));
    let half = |span: &&NamedSpan| span.from.is(start) || span.to.is(end);
    let span = spans.iter().find(half).or_else(|| spans.first())?;
    let (named, meant) = if is_last {
        (&span.to, end)
    } else {
        (&span.from, start)
    };
    (!named.is(meant)).then(|| named.at.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_other_day_is_found_where_it_stands() {
        let text = "Am 9. Mai. Vom 2. März 2026 bis einschließlich 2. April 2026.";
        let period = (date(2026, 3, 2), date(2026, 4, 1));
        let found = other_day(text, period, true).map(|at| &text[at]);
        assert_eq!(found, Some("2. April 2026"));
        assert_eq!(other_day(text, period, false), None);
        assert_eq!(other_day("am 9. Mai", period, true), None);
    }

    #[test]
    fn a_weekday_may_stand_before() {
        let text = "am Montag, den 2. März 2026";
        assert_eq!(weekday_before(text, 15), Some((3, "Montag")));
        assert_eq!(weekday_before("am 2. März", 3), None);
    }
}
