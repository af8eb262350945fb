//! Wordings that take the plan for one of another kind: a preparatory plan for a statute, one statute for another.

use crate::check::case::{Case, Report};
use crate::check::kinds;
use crate::check::own::wordings;
use crate::check::paragraph::{around_paragraphs, spelled};
use crate::finding::{Finding, say};
use crate::law::codes::Tier;

/// `TXT-003`: what only a statute has in the wording of a preparatory plan.
pub fn no_statute(case: &Case, report: &mut Report) {
    const SIGN: &str = "flächennutzungsplan|änderung|plan + als satzung + beschlossen|beschließ|beschloss|erlassen|in kraft - bebauungsplan|nicht als|keine satzung|hauptsatzung|bekanntmachungssatzung";
    const ANOTHER_PLAN: &str = "beschlussfassung über den bebauungsplan|satzungsbeschluss über den|in-kraft-treten des bebauungsplan";
    const IN_FORCE: &str = "mit dieser bekanntmachung|mit der bekanntmachung|hiermit + tritt der bebauungsplan|bebauungsplan als satzung + in kraft - flächennutzungsplan|parallel";
    const HEADING: &str = "# + bebauungsplan + auslegung|veröffentlichung|offenlage|beteiligung|entwurf - flächennutzungsplan|fnp|satzung|ohne";
    const BY_PRONOUN: &str = "er wird|sie wird|wird er|wird sie + als satzung + in kraft|beschlossen|erlassen - bebauungsplan|nicht als|hauptsatzung";
    if !case.has_tier(Tier::Preparatory) || case.has_tier(Tier::Binding) {
        return;
    }
    for own in wordings(case) {
        let mut told = [SIGN, ANOTHER_PLAN, IN_FORCE, HEADING, BY_PRONOUN].into_iter();
        let Some(sentence) = told.find_map(|sign| own.sentence(sign)) else {
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
        let finding = Finding::new(
            &kinds::CITATION,
            own.near(&[other]),
            say(
                format!(
                    "Der Wortlaut spricht von einer {}; die Planart ist: {}",
                    own.as_written(other),
                    kind.de
                ),
                format!(
                    "The wording speaks of a statute of another kind ({}); the kind is: {}",
                    own.as_written(other),
                    kind.en
                ),
            ),
        );
        report.add(of_two_kinds(case, finding));
    }
}

/// `TXT-003`: a notice that calls a plan of the town one for a project (§ 12 BauGB).
pub fn no_project(case: &Case, report: &mut Report) {
    const SIGN: &str = "vorhabenbezogene + § 12|als vorhabenbezogene - nicht |kein|angrenz|benachbart|nr.|früher|ersetz|umgestellt|statt";
    let procedure = case.procedure;
    if procedure.plan.kind.key != "bebauungsplan" || !procedure.more_plans.is_empty() {
        return;
    }
    for own in wordings(case).filter(|own| !own.step.rule.is_related) {
        let is_told = own.lower().contains("vorhabenbezogene");
        let Some(sentence) = is_told.then(|| own.sentence(SIGN)).flatten() else {
            continue;
        };
        report.add(
            Finding::new(
                &kinds::CITATION,
                own.near_sentence(sentence),
                say(
                    "Der Wortlaut spricht von einem vorhabenbezogenen Bebauungsplan; die Planart ist: Bebauungsplan",
                    "The wording speaks of a binding plan for a project; the kind is a binding plan of the town",
                ),
            )
            .and_at(procedure.origin.at("planart"))
            .because(say(
                "Zu einem vorhabenbezogenen Bebauungsplan gehören Vorhabenträger, Durchführungsvertrag und Vorhaben- und Erschließungsplan (§ 12 Abs. 1 BauGB).",
                "A binding plan for a project has a developer, a contract and a project plan (§ 12 (1) BauGB).",
            ))
            .help(say(
                "Berichtigen Sie den Wortlaut oder planart.",
                "Correct the wording or planart.",
            )),
        );
    }
}

/// The citations of these statutes, squeezed: its own, and those that are none of them.
const CITED: [(&str, &str, &[&str]); 4] = [
    ("klarstellungssatzung", "§34", &["§35abs6"]),
    ("entwicklungssatzung", "§34", &["§35abs6"]),
    ("ergaenzungssatzung", "§34", &["§35abs6"]),
    ("aussenbereichssatzung", "§35", &["§34abs4", "§34abs6"]),
];

/// The procedure of the statutes of the inner zone; that of the outer zone has its own (§ 35 Abs. 6).
const OF_INNER_ZONE_ALONE: &str = "§34abs6";

/// Sentences that have the statute made under the paragraph of the other kind: of the outer zone, of the inner one.
const MADE_UNDER: [(&str, &str); 2] = [
    (
        "§34abs4",
        "außenbereichssatzung + § 34 abs. 4|§ 34 absatz 4|§ 34 (4)|§ 34 abs.4 - § 35|innenbereich|klarstell|ergänz|entwickl|einbezieh|abrund|grenz|nachbar|statt|nicht",
    ),
    (
        "§35abs6",
        "klarstellungssatzung|entwicklungssatzung|ergänzungssatzung + § 35 abs. 6|§ 35 absatz 6|§ 35 (6)|§ 35 abs.6 - § 34|außenbereich|grenz|nachbar|statt|nicht",
    ),
];

/// `TXT-003`: a notice that cites the paragraph of another statute, and its own never or not in that sentence.
pub fn another_basis(case: &Case, report: &mut Report) {
    let kind = case.procedure.plan.kind;
    let Some((_, right, wrongs)) = CITED.iter().find(|(key, ..)| *key == kind.key) else {
        return;
    };
    let mut signs = MADE_UNDER.iter();
    let sign = signs.find(|(own, _)| wrongs.contains(own));
    for own in wordings(case).filter(|own| !own.step.rule.is_related) {
        let text = around_paragraphs(own.source());
        let made = sign.and_then(|(_, sign)| own.sentence(sign));
        let is_alone = !text.contains(right);
        let Some(wrong) = wrongs.iter().find(|wrong| text.contains(**wrong)) else {
            continue;
        };
        if !is_alone && made.is_none() && *wrong != OF_INNER_ZONE_ALONE {
            continue;
        }
        let place = match made.filter(|_| !is_alone) {
            Some(sentence) => Some(own.near_sentence(sentence)),
            None => own.line(|line| around_paragraphs(line).contains(wrong)),
        };
        let cited = spelled(wrong);
        let provision = kind.provision.as_deref().unwrap_or_default();
        let finding = Finding::new(
            &kinds::CITATION,
            place.unwrap_or_else(|| own.near(&["§"])),
            say(
                format!(
                    "Der Text nennt {cited} BauGB; die Planart ist: {} ({provision})",
                    kind.de
                ),
                format!(
                    "The text cites {cited} BauGB; the kind is: {} ({provision})",
                    kind.en
                ),
            ),
        );
        report.add(of_two_kinds(case, finding));
    }
}

/// A finding that a wording is of another kind of statute than the record.
fn of_two_kinds(case: &Case, finding: Finding) -> Finding {
    let finding = finding.and_at(case.procedure.origin.at("planart"));
    finding
        .because(say(
            "Die Satzungen nach § 34 Abs. 4 und § 35 Abs. 6 BauGB haben verschiedene Voraussetzungen und Wirkungen.",
            "The statutes under § 34 (4) and § 35 (6) BauGB have different conditions and effects.",
        ))
        .help(say(
            "Berichtigen Sie den Wortlaut oder planart.",
            "Correct the wording or planart.",
        ))
}
