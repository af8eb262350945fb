//! The days in an XPlanGML file, compared with the phases of the procedure (`COD-009`).

use crate::finding::Words;
use crate::law::calendar::day_in_words;
use crate::load::area::declared::{Differs, values};
use jiff::civil::Date;
use std::ops::Range;

/// The days of a procedure's steps; a list that is empty says nothing.
#[derive(Debug, Default)]
pub struct Days {
    /// Resolutions to prepare the plan.
    pub prepared: Vec<Date>,
    /// First days of participations.
    pub shown_from: Vec<Date>,
    /// Their last days.
    pub shown_until: Vec<Date>,
    /// Resolutions to adopt it.
    pub adopted: Vec<Date>,
    /// Signatures.
    pub signed: Vec<Date>,
    /// Days on which it enters into force.
    pub in_force: Vec<Date>,
}

/// Days of a plan file that are none of the record's steps of their kind.
pub fn told(text: &str, plan: &Range<usize>, days: &Days) -> Vec<Differs> {
    let known: [(&str, &[Date], &str, &str); 8] = [
        (
            "aufstellungsbeschlussDatum",
            &days.prepared,
            "den Aufstellungsbeschluss",
            "the resolution to prepare it",
        ),
        (
            "auslegungsStartDatum",
            &days.shown_from,
            "den Beginn der Auslegung",
            "the first day of display",
        ),
        (
            "auslegungsEndDatum",
            &days.shown_until,
            "das Ende der Auslegung",
            "the last day of display",
        ),
        (
            "satzungsbeschlussDatum",
            &days.adopted,
            "den Satzungsbeschluss",
            "the resolution to adopt it",
        ),
        (
            "planbeschlussDatum",
            &days.adopted,
            "den Feststellungsbeschluss",
            "the resolution to settle it",
        ),
        (
            "ausfertigungsDatum",
            &days.signed,
            "die Ausfertigung",
            "its signature",
        ),
        (
            "inkrafttretensDatum",
            &days.in_force,
            "das Inkrafttreten",
            "its entry into force",
        ),
        (
            "wirksamkeitsDatum",
            &days.in_force,
            "das Wirksamwerden",
            "its effect",
        ),
    ];
    let known = known.into_iter().filter(|(_, own, ..)| !own.is_empty());
    let told = known.flat_map(|(element, own, de, en)| {
        let written = values(text, plan, element).into_iter();
        let others = written.filter_map(move |(range, said)| {
            let day: Date = said.get(..10)?.parse().ok()?;
            (!own.contains(&day)).then_some((range, day))
        });
        others.map(move |(range, day)| (range, differs(day, own, (de, en))))
    });
    told.collect()
}

fn differs(day: Date, own: &[Date], (de, en): (&str, &str)) -> (String, String) {
    let mut own = own.to_vec();
    own.sort_unstable();
    own.dedup();
    let own: Vec<Words> = own.into_iter().map(day_in_words).collect();
    let joined = |word: fn(&Words) -> &str| own.iter().map(word).collect::<Vec<_>>().join(", ");
    let (own_de, own_en) = (joined(|own| &own.de), joined(|own| &own.en));
    let day = day_in_words(day);
    (
        format!(
            "Die Plandatei nennt für {de} den {}, das Verfahren {own_de}",
            day.de
        ),
        format!(
            "For {en} the plan file names {}, the procedure {own_en}",
            day.en
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_day_is_one_of_its_steps() {
        let days = Days {
            adopted: vec![date(2026, 6, 17)],
            ..Days::default()
        };
        let found = |text: &str| told(text, &(0..text.len()), &days).len();
        assert_eq!(
            found("<x:satzungsbeschlussDatum>2026-06-17</x:satzungsbeschlussDatum>"),
            0
        );
        assert_eq!(
            found("<x:satzungsbeschlussDatum>2026-06-18</x:satzungsbeschlussDatum>"),
            1
        );
        // The record does not say when it entered into force.
        assert_eq!(
            found("<x:inkrafttretensDatum>2026-07-10</x:inkrafttretensDatum>"),
            0
        );
    }
}
