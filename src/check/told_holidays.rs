//! Holidays that a wording names with their day: „10. Mai – Christi Himmelfahrt“ (`TXT-001`).

use crate::check::case::{Case, Report};
use crate::check::days::NamedDay;
use crate::check::kinds;
use crate::check::own::{Own, wordings};
use crate::finding::{Finding, Level, say};
use crate::law::calendar::{Holiday, day_in_words};

/// `TXT-001`: a holiday on another day than the calendar has it.
pub fn compare(case: &Case, report: &mut Report) {
    for own in wordings(case).filter(|own| !own.days().is_empty()) {
        let named = Holiday::by_name().filter(|(name, _)| own.source().contains(name));
        let mut seen = None;
        for (name, holiday) in named {
            let is_told = seen.is_some_and(|told| std::ptr::eq(told, holiday));
            if !is_told && let Some(finding) = on_another_day(&own, name, holiday) {
                seen = Some(holiday);
                report.add(finding);
            }
        }
    }
}

fn on_another_day(own: &Own, name: &str, holiday: &Holiday) -> Option<Finding> {
    let source = own.source();
    let year = own.step.phase.time.start().year();
    let mut days = own.days().iter().filter(|day| is_beside(source, day, name));
    let day = days.find(|day| {
        let years = match day.year {
            Some(year) => year..=year,
            // A display may last into the next year.
            None => year..=own.step.phase.time.end().map_or(year, |end| end.year()),
        };
        let mut right = years.filter_map(|year| holiday.in_year(year));
        day.exists() && !right.any(|right| (right.month(), right.day()) == (day.month, day.day))
    })?;
    let right = day_in_words(holiday.in_year(day.year.unwrap_or(year))?);
    let said = source.get(day.at.clone())?;
    let finding = Finding::new(
        &kinds::DAYS_OF_RECORD,
        own.at(day.at.clone()),
        say(
            format!("Der Wortlaut nennt als {name} den {said}; es ist der {}", right.de),
            format!("The wording has {name} on {said}; it is on {}", right.en),
        ),
    )
    .because(say(
        "An Feiertagen ist geschlossen, und eine Frist endet an ihnen nicht (§ 193 BGB); einer der beiden Tage ist falsch.",
        "On holidays offices are closed, and no period ends on them (§ 193 BGB); one of the two days is wrong.",
    ))
    .help(say("Berichtigen Sie den Tag.", "Correct the day."));
    Some(finding.at_level(Level::Warning))
}

/// Whether the name of a holiday stands beside a day, with nothing but signs and an article between: „9. Mai (Christi
/// Himmelfahrt)“, „Christi Himmelfahrt, 9. Mai“.
fn is_beside(source: &str, day: &NamedDay, name: &str) -> bool {
    let is_sign = |sign: char| sign == ' ' || sign == ',' || "(–-:".contains(sign);
    let behind = source[day.at.end..].trim_start_matches(is_sign);
    let before = source[..day.at.start].trim_end_matches(is_sign);
    let before = [" am", " dem", " den"]
        .iter()
        .find_map(|word| before.strip_suffix(word))
        .unwrap_or(before);
    let before = before.trim_end_matches(is_sign);
    let is_whole = |rest: &str| !rest.starts_with(char::is_alphanumeric);
    behind.strip_prefix(name).is_some_and(is_whole) || before.ends_with(name)
}

#[cfg(test)]
mod tests {
    use super::is_beside;
    use crate::check::days::days;

    #[test]
    fn a_holiday_is_told_by_the_day_beside_it() {
        let told = |text: &str, name: &str| is_beside(text, &days(text)[0], name);
        assert!(told(
            "außer am 10. Mai – Christi Himmelfahrt",
            "Christi Himmelfahrt"
        ));
        assert!(told(
            "am Reformationstag, dem 31.10.2025, geschlossen",
            "Reformationstag"
        ));
        assert!(told(
            "geschlossen am Karfreitag (18. April 2025)",
            "Karfreitag"
        ));
        assert!(!told(
            "Karfreitag und Ostermontag, ab dem 22. April 2025 offen",
            "Karfreitag"
        ));
    }
}
