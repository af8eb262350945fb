//! The number and year of the official journal that a notice appeared in: „Amtsblatt Nr. 2/2026“.

use crate::check::kinds;
use crate::finding::{Finding, Level, say};
use crate::model::notice::Notice;

/// `NOT-017`: a journal of another year than the day of the notice. The issues at the turn of a year belong to
/// either.
pub fn of_another_year(notice: &Notice) -> Option<Finding> {
    let named = year(&notice.organ)?;
    let day = notice.published;
    let is_near = match named - day.year() {
        0 => true,
        1 => day.month() == 12,
        -1 => day.month() == 1,
        _ => false,
    };
    if is_near {
        return None;
    }
    let organ = &notice.organ;
    let finding = Finding::new(
        &kinds::PROOF_OF_NOTICE,
        notice.origin.at("organ"),
        say(
            format!("„{organ}“ ist von {named}, die Bekanntmachung erschien am {day}"),
            format!("“{organ}” is of {named}, but the notice appeared on {day}"),
        ),
    )
    .and_at(notice.origin.at("veroeffentlicht"))
    .because(say(
        "Der Vollzug ist mit dem Organ und seinem Tag in den Akten nachzuweisen (§ 10 KomBekVO).",
        "The completion is proven in the files by the journal and its day (§ 10 KomBekVO).",
    ))
    .help(say(
        "Berichtigen Sie organ oder veroeffentlicht.",
        "Correct organ or veroeffentlicht.",
    ));
    // Off by one is a slip of the pen; what is further away was taken from elsewhere.
    Some(match (named - day.year()).abs() {
        1 => finding,
        _ => finding.at_level(Level::Note),
    })
}

/// The year behind the number of an issue: „2/2026“, „Nr. 2 vom 20. Februar 2026“; none where several are
/// named.
fn year(organ: &str) -> Option<i16> {
    let numbers = organ.split(|letter: char| !letter.is_ascii_digit());
    let is_year =
        |part: &&str| part.len() == 4 && (part.starts_with("19") || part.starts_with("20"));
    let mut years = numbers.filter(is_year);
    let only = years
        .next()
        .filter(|first| years.all(|other| other == *first))?;
    only.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::year;

    #[test]
    fn the_year_of_an_issue_is_read() {
        assert_eq!(year("Amtsblatt Nr. 2/2026"), Some(2026));
        assert_eq!(year("Amtsblatt vom 20. Februar 2026"), Some(2026));
        assert_eq!(year("Amtsblatt 12/2025 und 1/2026"), None);
        assert_eq!(year("Amtsblatt Nr. 2015/3a"), Some(2015));
        assert_eq!(year("Amtsblatt Nr. 145"), None);
    }
}
