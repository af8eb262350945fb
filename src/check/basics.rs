//! What a wording says of the size and the basics of a plan against the track that the record has (`VAR-003`, `VAR-010`).

use crate::check::case::{Case, Report};
use crate::check::kinds;
use crate::check::own::{Own, of_displays};
use crate::finding::{Finding, Level, Place, say};

/// The floor area below which § 13a Abs. 1 Satz 2 Nr. 1 BauGB holds, in square metres.
const SMALL: u64 = 20_000;

/// `VAR-003`: „§ 13a Abs. 1 Satz 2 Nr. 1 BauGB“ of a plan that is too large for it, or the other number of a small one.
pub fn number_of_size(case: &Case, report: &mut Report) {
    let is_accelerated = case.procedure.track.key == "beschleunigt";
    let Some(floor) = case.procedure.facts.floor_area.filter(|_| is_accelerated) else {
        return;
    };
    let (wrong, right) = if u64::from(floor) < SMALL {
        (2, 1)
    } else {
        (1, 2)
    };
    let cited = |number: u8| format!("13a abs. 1 satz 2 nr. {number}");
    for own in of_displays(case) {
        let lower = own.lower();
        if !lower.contains(&cited(wrong)) || lower.contains(&cited(right)) {
            continue;
        }
        report.add(
            Finding::new(
                &kinds::FLOOR_AREA,
                own.near(&[cited(wrong).as_str()]),
                say(
                    format!("Der Wortlaut nennt § 13a Abs. 1 Satz 2 Nr. {wrong} BauGB, die Grundfläche ist {floor} m²"),
                    format!("The wording cites § 13a (1) sentence 2 no. {wrong} BauGB, but the floor area is {floor} m²"),
                ),
            )
            .and_at(case.procedure.origin.at("grundflaeche"))
            .because(say(
                "Nr. 1 gilt unter 20 000 m², Nr. 2 von dort bis unter 70 000 m² und nur nach einer Vorprüfung des Einzelfalls (§ 13a Abs. 1 Satz 2 BauGB).",
                "No. 1 holds below 20,000 m², no. 2 from there to below 70,000 m² and after a screening only (§ 13a (1) sentence 2 BauGB).",
            ))
            .help(say(
                format!("Schreiben Sie § 13a Abs. 1 Satz 2 Nr. {right} BauGB, oder berichtigen Sie grundflaeche."),
                format!("Write § 13a (1) sentence 2 no. {right} BauGB, or correct grundflaeche."),
            ))
            .at_level(Level::Warning),
        );
    }
}

/// `VAR-010`: „Die Grundzüge der Planung werden berührt“ in a simplified procedure.
pub fn basics_affected(case: &Case, report: &mut Report) {
    const SIGN: &str = "grundzüge + werden berührt|werden dadurch berührt|berührt werden|sind berührt|werden hierdurch berührt - nicht|kein|weder|ohne|wenn|falls|ob ";
    if case.procedure.track.key != "vereinfacht" {
        return;
    }
    let told = |own: &Own| {
        own.sentence(SIGN)
            .map(|sentence| own.near_sentence(sentence))
    };
    let places: Vec<Place> = of_displays(case).filter_map(|own| told(&own)).collect();
    for place in places {
        report.add(
            Finding::new(
                &kinds::TIER,
                place,
                say(
                    "Nach dem Wortlaut werden die Grundzüge der Planung berührt; das vereinfachte Verfahren gibt es dann nicht",
                    "By the wording the basics of the plan are affected; there is no simplified procedure then",
                ),
            )
            .because(say(
                "Vereinfacht geändert oder ergänzt wird ein Plan nur, wenn die Grundzüge der Planung nicht berührt werden (§ 13 Abs. 1 BauGB).",
                "A plan is changed in the simplified procedure only where its basics are not affected (§ 13 (1) BauGB).",
            ))
            .help(say(
                "Berichtigen Sie den Wortlaut oder verfahrensart.",
                "Correct the wording or verfahrensart.",
            ))
            .at_level(Level::Warning),
        );
    }
}
