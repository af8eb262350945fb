//! Days that texts name and no calendar has: „31. Juni 2026“, „29.02.2026“; spans that run backwards.

use crate::check::case::{Case, Report};
use crate::check::days::{NamedDay, impossible, spans};
use crate::check::kinds;
use crate::check::own::wordings;
use crate::check::texts::all;
use crate::finding::{Finding, Place, say};
use crate::law::calendar::{MONTHS_DE, MONTHS_EN};

/// `TXT-007`: in every text of the procedure. Where another rule points at the same words already, one slip
/// of the pen is one finding.
pub fn no_such_day(case: &Case, report: &mut Report) {
    for (_, written) in all(case) {
        let mut told: Vec<&str> = Vec::new();
        for day in impossible(written.text) {
            let named = written.text.get(day.at.clone()).unwrap_or_default();
            let place = written.place_of(named);
            if !told.contains(&named) && !report.tells_of(&place, named) {
                report.add(finding(place, named, &day));
            }
            told.push(named);
        }
    }
    for own in wordings(case) {
        for span in spans(own.source(), own.days()) {
            let place = own.at(span.from.at.start..span.to.at.end);
            let is_backwards = span
                .from
                .date()
                .zip(span.to.date())
                .is_some_and(|(from, to)| from > to);
            let is_told = || {
                [&span.from, &span.to].iter().any(|day| {
                    report.tells_of(&own.at(day.at.clone()), &own.source()[day.at.clone()])
                })
            };
            if is_backwards && !is_told() {
                report.add(backwards(place));
            }
        }
    }
}

fn backwards(place: Place) -> Finding {
    let said = say(
        "Der Zeitraum endet, bevor er beginnt",
        "The period ends before it begins",
    );
    let finding = Finding::new(&kinds::NO_SUCH_DAY, place, said);
    finding.help(say(
        "Vertauschen Sie die Tage, oder berichtigen Sie den falschen.",
        "Swap the days, or correct the wrong one.",
    ))
}

fn finding(place: Place, named: &str, day: &NamedDay) -> Finding {
    let finding = Finding::new(
        &kinds::NO_SUCH_DAY,
        place,
        say(
            format!("Den {named} gibt es nicht"),
            format!("There is no such day as {named}"),
        ),
    )
    .help(say("Berichtigen Sie das Datum.", "Correct the date."));
    let month = usize::try_from(day.month - 1).unwrap_or_default();
    let Some(days) = day.month_length() else {
        return finding;
    };
    let year = day.year.map_or(String::new(), |year| format!(" {year}"));
    let (de, en) = (MONTHS_DE[month], MONTHS_EN[month]);
    finding.because(say(
        format!("Der {de}{year} hat {days} Tage."),
        format!("{en}{year} has {days} days."),
    ))
}
