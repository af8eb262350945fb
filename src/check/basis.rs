//! The provision on which a wording says that a plan was adopted (`TXT-003`).

use crate::check::case::{Case, Report};
use crate::check::kinds;
use crate::check::own::wordings;
use crate::finding::{Finding, say};
use crate::law::codes::Tier;

/// Sentences that have a statute adopted under the provision on preparatory plans.
const UNDER_PREPARATORY: &str = "§ 6 baugb|§ 6 abs. 1 baugb|§ 6 abs.1 baugb|§ 6 absatz 1 baugb|§ 6 (1) baugb|§ 6 abs. 1 des baugesetzbuch|§ 6 des baugesetzbuch + als satzung beschloss - § 10|flächennutzungsplan|§§ 6";

/// `TXT-003`: „gemäß § 6 Abs. 1 BauGB als Satzung beschlossen“.
pub fn of_the_statute(case: &Case, report: &mut Report) {
    if !case.has_tier(Tier::Binding) || case.has_tier(Tier::Preparatory) {
        return;
    }
    for own in wordings(case).filter(|own| !own.step.rule.is_related) {
        let Some(sentence) = own.sentence(UNDER_PREPARATORY) else {
            continue;
        };
        let finding = Finding::new(
            &kinds::CITATION,
            own.near_sentence(sentence),
            say(
                "Der Wortlaut stützt den Satzungsbeschluss auf § 6 BauGB; der gilt für Flächennutzungspläne",
                "The wording bases the statute on § 6 BauGB, which is on preparatory plans",
            ),
        )
        .because(say(
            "Der Bebauungsplan wird nach § 10 Abs. 1 BauGB als Satzung beschlossen; § 6 BauGB regelt die Genehmigung des Flächennutzungsplans.",
            "A binding plan is adopted as a statute under § 10 (1) BauGB; § 6 BauGB is on the approval of preparatory plans.",
        ));
        report.add(finding.help(say(
            "Schreiben Sie „§ 10 Abs. 1 BauGB“.",
            "Write “§ 10 Abs. 1 BauGB”.",
        )));
    }
}
