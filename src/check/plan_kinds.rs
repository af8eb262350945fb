//! The kinds by which wordings call a plan: the word before its number and name, the number of § 34 Abs. 4 BauGB (`NOT-019`);
//! and what is called so and is no plan (`VAR-011`).

use crate::check::case::{Case, Report};
use crate::check::kinds;
use crate::check::own::Own;
use crate::check::texts::around;
use crate::finding::{Finding, say};
use std::ops::Range;

/// Statutes beside the plans that no kind of plan stands for.
const NO_PLANS: [&str; 7] = [
    "Veränderungssperre",
    "Vorkaufsrechtssatzung",
    "Vorkaufssatzung",
    "Erhaltungssatzung",
    "Gestaltungssatzung",
    "Sanierungssatzung",
    "Stellplatzsatzung",
];

/// Those of them that are local building rules (§ 89 SächsBO).
const BUILDING_RULES: [&str; 2] = ["Gestaltungssatzung", "Stellplatzsatzung"];

/// `VAR-011`: a name that begins with such a statute, under the kind of a plan.
pub fn no_plan(case: &Case, report: &mut Report) {
    let plan = &case.procedure.plan;
    if plan.kind.needs_text {
        return;
    }
    let name = plan.name.trim_start_matches("Satzung über die ");
    let name = name.trim_start_matches("Satzung über eine ");
    let is_so_by_kind =
        |own: &&&str| plan.kind.key == "oertliche_bauvorschrift" && BUILDING_RULES.contains(*own);
    let meant = NO_PLANS.iter().find(|own| name.starts_with(**own));
    let Some(meant) = meant.filter(|own| !is_so_by_kind(own)) else {
        return;
    };
    let kind = plan.kind;
    report.add(
        Finding::new(
            &kinds::NAME_AND_KIND,
            case.procedure.origin.at("planname"),
            say(
                format!("Der Name nennt „{meant}“, die Planart ist „{}“", kind.de),
                format!("The name says “{meant}”, the kind is “{}”", kind.en),
            ),
        )
        .help(say(
            format!("Schreiben Sie planart: sonstiges und planart_text: {meant}, oder berichtigen Sie den Namen."),
            format!("Write planart: sonstiges and planart_text: {meant}, or correct the name."),
        )),
    );
}

/// The word for another kind of plan right before a plan's own number or name: „Flächennutzungsplan Nr. 41“.
pub fn other_kind(
    text: &str,
    (name, number): (&str, Option<&str>),
    kind: KindOfPlan,
) -> Option<Range<usize>> {
    let numbered = number.map(|number| format!("Nr. {number}"));
    let quoted = [
        format!("„{name}“"),
        format!("\"{name}\""),
        format!("»{name}«"),
    ];
    let signs = numbered.into_iter().chain(quoted);
    signs
        .flat_map(|sign| {
            text.match_indices(&sign)
                .map(|(at, sign)| (at, sign.len()))
                .collect::<Vec<_>>()
        })
        .find_map(|(at, length)| {
            let is_whole = text[at + length..]
                .chars()
                .next()
                .is_none_or(|next| !next.is_alphanumeric() && next != '/' && next != '.');
            let before = text[..at].trim_end();
            let word = before.rsplit([' ', '\n']).next().unwrap_or_default();
            let lower = word.to_lowercase();
            let ahead = before[..before.len() - word.len()]
                .trim_end()
                .rsplit([' ', '\n'])
                .next()
                .unwrap_or_default();
            let is_other = match kind {
                KindOfPlan::Preparatory => lower.contains("bebauungsplan"),
                KindOfPlan::Binding => lower.contains("flächennutzungsplan"),
                KindOfPlan::BindingOfTown => {
                    lower.contains("flächennutzungsplan")
                        || lower.contains("bebauungsplan")
                            && ahead.to_lowercase().starts_with("vorhabenbezogen")
                }
                KindOfPlan::Other => false,
            };
            let start = before.len() - word.len();
            (is_whole && is_other && !names_both(before)).then(|| start..start + word.len())
        })
        .or_else(|| other_kind_above(text, kind))
}

/// The same behind „o. g.“, where the text has named no plan of that kind above.
fn other_kind_above(text: &str, kind: KindOfPlan) -> Option<Range<usize>> {
    const ABOVE: [&str; 6] = [
        "o. g. ",
        "o.g. ",
        "o. a. ",
        "oben genannten ",
        "obengenannten ",
        "vorgenannten ",
    ];
    let other = match kind {
        KindOfPlan::Preparatory => "bebauungsplan",
        KindOfPlan::Binding | KindOfPlan::BindingOfTown => "flächennutzungsplan",
        KindOfPlan::Other => return None,
    };
    let named = ABOVE.iter().flat_map(|sign| text.match_indices(sign));
    let mut named = named.map(|(at, sign)| at + sign.len());
    named.find_map(|start| {
        let rest = &text[start..];
        let end = rest
            .find(|letter: char| !letter.is_alphabetic())
            .unwrap_or(rest.len());
        let is_other = rest[..end].to_lowercase().starts_with(other);
        let is_new = !text[..start].to_lowercase().contains(other);
        (is_other && is_new).then(|| start..start + end)
    })
}

/// „des Bebauungsplans und der Änderung des Flächennutzungsplans“
fn names_both(before: &str) -> bool {
    let line = before
        .rsplit('\n')
        .next()
        .unwrap_or_default()
        .to_lowercase();
    line.contains("flächennutzungsplan") && line.contains("bebauungsplan")
}

/// What a plan is, as far as its words in a text tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KindOfPlan {
    /// A preparatory plan.
    Preparatory,
    /// A binding plan of a developer.
    Binding,
    /// A binding plan that the town draws up itself.
    BindingOfTown,
    /// A statute, or a plan under another law.
    Other,
}

/// The numbers of § 34 Abs. 4 Satz 1 BauGB with the words for the statutes they are on, in small letters.
const OF_INNER_AREA: [(char, &[&str]); 3] = [
    ('1', &["klarstell", "innenbereich"]),
    ('2', &["entwickl", "innenbereich"]),
    ('3', &["ergänz", "einbezieh", "abrund", "innenbereich"]),
];

/// The number of § 34 Abs. 4 BauGB that a wording cites where the statute is of another one, and the right one.
pub fn other_inner_area(case: &Case, own: &Own) -> Option<(Range<usize>, char)> {
    let plan = &case.procedure.plan;
    let called = [
        plan.kind.de.as_str(),
        &plan.name,
        plan.kind_text.as_deref().unwrap_or_default(),
    ];
    let called = called.join(" ").to_lowercase();
    let is_one = |words: &[&str]| words.iter().any(|word| called.contains(word));
    let right = OF_INNER_AREA.iter().find(|(_, words)| is_one(words))?.0;
    let source = own.source();
    let (at, said) = cited_inner_area(source)?;
    let (_, words) = OF_INNER_AREA.iter().find(|(number, _)| *number == said)?;
    // A statute may be of several kinds at once (§ 34 Abs. 4 Satz 2 BauGB).
    let near = around(source, at.start, 250, 60).to_lowercase();
    let is_told = words.iter().any(|word| near.contains(word));
    (!is_one(words) && !is_told).then_some((at, right))
}

/// The number that a text cites of § 34 Abs. 4 BauGB, where it cites one alone.
fn cited_inner_area(text: &str) -> Option<(Range<usize>, char)> {
    const BETWEEN: [&str; 10] = [
        "Abs.", "Absatz", "4", "(4)", "Satz", "S.", "1", "Nr.", "Nummer", "Ziffer",
    ];
    text.match_indices("§ 34").find_map(|(at, sign)| {
        let start = at + sign.len();
        let words = text[start..].split_whitespace();
        let begun: Vec<&str> = words.take_while(|word| BETWEEN.contains(word)).collect();
        let sign = begun
            .iter()
            .position(|word| ["Nr.", "Nummer", "Ziffer"].contains(word))?;
        let rest = text[start..].split_once(begun[sign])?.1;
        let number = rest
            .trim_start()
            .chars()
            .next()
            .filter(char::is_ascii_digit)?;
        let from = text.len() - rest.trim_start().len();
        let behind = text[from + 1..].trim_start();
        let is_alone = !["und ", ",", "bis ", "u. ", "-", "–", "/"]
            .iter()
            .any(|more| behind.starts_with(more));
        let is_short = !text[from + 1..].starts_with(|letter: char| letter.is_ascii_digit());
        (is_alone && is_short && begun.iter().any(|word| ["4", "(4)"].contains(word)))
            .then_some((from..from + 1, number))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_kind_is_found_before_number_and_name() {
        let found = |text: &'static str, kind| {
            other_kind(text, ("Am Weinberg", Some("12")), kind).map(|at| &text[at])
        };
        let own = KindOfPlan::BindingOfTown;
        assert_eq!(
            found("der Flächennutzungsplan Nr. 12 liegt aus", own),
            Some("Flächennutzungsplan")
        );
        assert_eq!(
            found("zum vorhabenbezogenen Bebauungsplan Nr. 12 „x“", own),
            Some("Bebauungsplan")
        );
        assert_eq!(found("zum Bebauungsplan Nr. 12 „Am Weinberg“", own), None);
        assert_eq!(found("der Flächennutzungsplan Nr. 12/3", own), None);
        assert_eq!(
            found("den Entwurf des o. g. Flächennutzungsplanes gebilligt", own),
            Some("Flächennutzungsplanes")
        );
        assert_eq!(
            found(
                "den Flächennutzungsplan. Der Entwurf des o. g. Flächennutzungsplanes",
                own
            ),
            None
        );
        let above = KindOfPlan::Preparatory;
        assert_eq!(
            found("des Bebauungsplans „Am Weinberg“", above),
            Some("Bebauungsplans")
        );
    }

    #[test]
    fn the_number_of_the_inner_area_is_read_where_it_stands_alone() {
        let cited =
            |text: &'static str| cited_inner_area(text).map(|(at, number)| (&text[at], number));
        assert_eq!(
            cited("nach § 34 Abs. 4 Satz 1 Nr. 3 BauGB"),
            Some(("3", '3'))
        );
        assert_eq!(
            cited("nach § 34 Abs. 4\nSatz 1 Nr. 1 BauGB"),
            Some(("1", '1'))
        );
        assert_eq!(cited("nach § 34 Absatz 4 Nr. 2 BauGB"), Some(("2", '2')));
        for text in [
            "§ 34 Abs. 4 Satz 1 Nr. 1 und 3 BauGB",
            "§ 34 Abs. 1 BauGB Nr. 3",
            "§ 34 Abs. 6 Satz 1 BauGB, Nr. 2",
            "§ 34 Abs. 4 Satz 1 BauGB",
        ] {
            assert_eq!(cited(text), None, "{text}");
        }
    }
}
