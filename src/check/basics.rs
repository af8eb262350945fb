//! What a wording says of the size and the basics of a plan against the track that the record has (`VAR-001`, `VAR-003`, `VAR-010`).

use crate::check::case::{Case, Report, Step};
use crate::check::kinds;
use crate::check::own::{Own, of_displays, wordings};
use crate::check::said::has_any;
use crate::check::variant::FLOOR_AREA_SCREENING;
use crate::finding::{Finding, Level, Place, say};

/// `VAR-003`: „§ 13a Abs. 1 Satz 2 Nr. 1 BauGB“ of a plan that is too large for it, or the other number of a small one.
pub fn number_of_size(case: &Case, report: &mut Report) {
    let is_accelerated = case.procedure.track.key == "beschleunigt";
    let Some(floor) = case.procedure.facts.floor_area.filter(|_| is_accelerated) else {
        return;
    };
    let (wrong, right) = if floor < FLOOR_AREA_SCREENING {
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

/// `VAR-001`: a larger plan without an environmental assessment, of which no notice says why it needs none.
pub fn reasons_of_screening(case: &Case, report: &mut Report) {
    const REASONS: &str = "vorprüfung|anlage 2|überschlägig|erheblichen umweltauswirkungen|erhebliche umweltauswirkungen|vorprüfungs";
    let floor = case.procedure.facts.floor_area;
    let is_large = floor.is_some_and(|floor| floor >= FLOOR_AREA_SCREENING);
    if case.procedure.track.key != "beschleunigt" || !is_large {
        return;
    }
    let is_asked = |step: &Step| step.rule.prepares || step.is_display();
    let mut asked = case
        .steps
        .iter()
        .filter(|step| is_asked(step) && step.phase.notice.is_some());
    let is_told = wordings(case).any(|own| has_any(own.lower(), REASONS));
    // Whoever kept no wording may have said it there.
    if is_told || asked.any(|step| Own::of(step).is_none()) {
        return;
    }
    let Some(own) = of_displays(case).next() else {
        return;
    };
    report.add(
        Finding::new(
            &kinds::HINT_NO_ASSESSMENT,
            own.near(&["umweltprüfung", "13a"]),
            say(
                "Kein Wortlaut nennt die Gründe, aus denen keine Umweltprüfung nötig ist",
                "No wording gives the reasons why no environmental assessment is needed",
            ),
        )
        .because(say(
            "Ab 20 000 m² Grundfläche nennt die Bekanntmachung die wesentlichen Gründe aus der Vorprüfung des Einzelfalls (§ 13a Abs. 3 Satz 1 Nr. 1 BauGB).",
            "From 20,000 m² of floor area the notice gives the essential reasons from the screening (§ 13a (3) sentence 1 no. 1 BauGB).",
        ))
        .help(say(
            "Schreiben Sie in einem Satz, was die Vorprüfung ergeben hat.",
            "Write in a sentence what the screening has shown.",
        )),
    );
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
