//! Wordings that take the plan for one of another kind: a preparatory plan for a statute, one statute for another.

use crate::check::case::{Case, Report};
use crate::check::kinds;
use crate::check::own::wordings;
use crate::finding::{Finding, say};
use crate::law::codes::Tier;

/// `TXT-003`: what only a statute has in the wording of a preparatory plan.
pub fn no_statute(case: &Case, report: &mut Report) {
    const SIGN: &str = "flächennutzungsplan|änderung|plan + als satzung + beschlossen|beschließ|beschloss|erlassen|in kraft - bebauungsplan|nicht als|keine satzung|hauptsatzung|bekanntmachungssatzung";
    const ANOTHER_PLAN: &str = "beschlussfassung über den bebauungsplan|satzungsbeschluss über den|in-kraft-treten des bebauungsplan";
    if !case.has_tier(Tier::Preparatory) || case.has_tier(Tier::Binding) {
        return;
    }
    for own in wordings(case) {
        let Some(sentence) = own.sentence(SIGN).or_else(|| own.sentence(ANOTHER_PLAN)) else {
            continue;
        };
        report.add(
            Finding::new(
                &kinds::CITATION,
                own.near_sentence(sentence),
                say(
                    "Der Wortlaut spricht von einer Satzung oder einem Bebauungsplan; ein Flächennutzungsplan ist keines von beiden",
                    "The wording speaks of a statute or a binding plan; a preparatory plan is neither",
                ),
            )
            .because(say(
                "Den Bebauungsplan beschließt die Gemeinde als Satzung (§ 10 Abs. 1 BauGB); der Flächennutzungsplan wird festgestellt und genehmigt (§ 6 BauGB).",
                "A binding plan is adopted as a statute (§ 10 (1) BauGB); a preparatory plan is settled and approved (§ 6 BauGB).",
            ))
            .help(say(
                "Schreiben Sie „festgestellt“ (Feststellungsbeschluss).",
                "Write “festgestellt” (Feststellungsbeschluss).",
            )),
        );
    }
}

/// The statutes of §§ 34 and 35 BauGB by the words people have for them.
const STATUTES: [(&str, &[&str]); 4] = [
    ("klarstellungssatzung", &["klarstellungssatzung"]),
    ("entwicklungssatzung", &["entwicklungssatzung"]),
    (
        "ergaenzungssatzung",
        &[
            "ergänzungssatzung",
            "einbeziehungssatzung",
            "abrundungssatzung",
        ],
    ),
    ("aussenbereichssatzung", &["außenbereichssatzung"]),
];

/// `TXT-003`: a notice that calls the statute by another one's name, and never by its own.
pub fn another_statute(case: &Case, report: &mut Report) {
    let kind = case.procedure.plan.kind;
    let Some((_, own_words)) = STATUTES.iter().find(|(key, _)| *key == kind.key) else {
        return;
    };
    let others = STATUTES.iter().filter(|(key, _)| *key != kind.key);
    let others: Vec<&str> = others
        .flat_map(|(_, words)| words.iter().copied())
        .collect();
    for own in wordings(case) {
        let lower = own.lower();
        if own_words.iter().any(|word| lower.contains(word)) {
            continue;
        }
        let Some(other) = others.iter().find(|word| lower.contains(*word)) else {
            continue;
        };
        report.add(
            Finding::new(
                &kinds::CITATION,
                own.near(&[other]),
                say(
                    format!("Der Wortlaut spricht von einer {}; die Planart ist: {}", own.as_written(other), kind.de),
                    format!("The wording speaks of a statute of another kind ({}); the kind is: {}", own.as_written(other), kind.en),
                ),
            )
            .and_at(case.procedure.origin.at("planart"))
            .because(say(
                "Die Satzungen nach § 34 Abs. 4 und § 35 Abs. 6 BauGB haben verschiedene Voraussetzungen und Wirkungen.",
                "The statutes under § 34 (4) and § 35 (6) BauGB have different conditions and effects.",
            ))
            .help(say(
                "Berichtigen Sie den Wortlaut oder planart.",
                "Correct the wording or planart.",
            )),
        );
    }
}
