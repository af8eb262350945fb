//! The old plan as `bezuege` calls it, compared with the plan that changes, continues or ends it (`VAR-010`).

use crate::check::case::{Case, Report};
use crate::check::days::days;
use crate::check::kinds;
use crate::check::names::{quoted, squeezed};
use crate::finding::{Finding, Level, Words, say};

/// Relations in which both plans share their name and number.
const OF_ONE_PLAN: [&str; 3] = ["aendert", "setzt_fort", "hebt_auf"];
/// Relations to a plan that was there before.
const TO_AN_OLD_ONE: [&str; 5] = ["aendert", "setzt_fort", "hebt_auf", "ersetzt", "berichtigt"];

/// `VAR-010`: another number under the same name, and an old plan that is younger than the procedure.
pub fn compare(case: &Case, report: &mut Report) {
    let procedure = case.procedure;
    let written = procedure.relations.iter().filter(|own| !own.is_inverse);
    for (at, relation) in written.enumerate() {
        let (key, Some(name)) = (relation.kind.key.as_str(), relation.name.as_deref()) else {
            continue;
        };
        let place = procedure.origin.at(&format!("bezuege[{at}]"));
        let words = other_number(case, name)
            .filter(|_| OF_ONE_PLAN.contains(&key))
            .or_else(|| too_young(case, name).filter(|_| TO_AN_OLD_ONE.contains(&key)));
        let Some(words) = words else {
            continue;
        };
        let finding = Finding::new(&kinds::TIER, place, words)
            .because(say(
                "Der geänderte, fortgesetzte oder aufgehobene Plan wird an Name, Nummer und Tag erkannt; einer der beiden Einträge ist falsch.",
                "The plan that is changed, continued or ended is known by its name, number and day; one of the two entries is wrong.",
            ))
            .help(say(
                "Berichtigen Sie bezeichnung oder die Angaben des Verfahrens.",
                "Correct bezeichnung, or the facts of the procedure.",
            ));
        report.add(finding.at_level(Level::Warning));
    }
}

/// „Bebauungsplan Nr. 12 „Am Breiten Teich““ for the second change of the plan no. 11 of that name.
fn other_number(case: &Case, name: &str) -> Option<Words> {
    let plan = &case.procedure.plan;
    let own = plan.number.as_deref()?;
    let (_, behind) = name.split_once("Nr.")?;
    let behind = behind.trim_start();
    let said = leading(behind);
    let number_ends = |letter: char| !letter.is_alphanumeric() && !"./-".contains(letter);
    let rest = &behind[behind.find(number_ends)?..];
    let called = squeezed(quoted(rest.trim_start())?);
    let own_name = squeezed(&plan.name);
    let is_same = called.len() > 5 && (own_name.contains(&called) || called.contains(&own_name));
    let is_number = !said.is_empty() && !leading(own).is_empty();
    (is_same && is_number && said != leading(own)).then(|| {
        say(
            format!(
                "bezuege nennt den Plan Nr. {said}, das Verfahren desselben Namens ist Nr. {own}"
            ),
            format!(
                "bezuege calls the plan no. {said}, the procedure of the same name is no. {own}"
            ),
        )
    })
}

/// The digits that a number begins with.
fn leading(number: &str) -> &str {
    let end = number.find(|letter: char| !letter.is_ascii_digit());
    &number[..end.unwrap_or(number.len())]
}

/// „„Basaltblick“ von 2026“ for a plan that was begun in 2024.
fn too_young(case: &Case, name: &str) -> Option<Words> {
    let first = case
        .procedure
        .phases
        .iter()
        .map(|own| own.time.start())
        .min()?;
    let dated = days(name).iter().find_map(|day| day.date());
    let said = match dated {
        Some(day) => (day > first).then(|| day.year())?,
        None => {
            let (_, year) = name.rsplit_once("von ")?;
            let year: i16 = year.get(..4)?.parse().ok()?;
            (year > first.year()).then_some(year)?
        }
    };
    Some(say(
        format!("bezuege nennt einen Plan von {said}, das Verfahren begann am {first}"),
        format!("bezuege names a plan of {said}, the procedure began on {first}"),
    ))
}

#[cfg(test)]
mod tests {
    use super::leading;

    #[test]
    fn a_number_begins_with_that_of_the_old_plan() {
        assert_eq!(leading("11.2"), "11");
        assert_eq!(leading("118"), "118");
        assert_eq!(leading("III"), "");
    }
}
