//! Papers that the record itself shows to be missing, and versions that cannot be those of their phase (`PUB-008`, `PUB-018`,
//! `FIN-007`, `VAR-006`).

use crate::check::case::{Case, Report, Step};
use crate::check::in_force::finals;
use crate::check::kinds;
use crate::check::variant::is_repeal;
use crate::finding::{Finding, Kind, Level, Words, say};
use crate::model::document::Document;
use jiff::civil::Date;

const DRAWING: &str = "planzeichnung";
const WRITTEN: &str = "textliche_festsetzungen";
const REASONS: &str = "begruendung";
/// Papers that are made anew for each stage of a plan.
const OF_A_STAGE: [&str; 4] = [DRAWING, WRITTEN, REASONS, "umweltbericht"];

/// `PUB-008`: those affected see the plan, not its reasons alone; and what is on display is no paper from before.
pub fn on_display(case: &Case, report: &mut Report) {
    for step in case.formal_participations() {
        if !step.is_display() && step.rule.displays_documents {
            report.extend(reasons_alone(case, step));
        }
        report.extend(first_draft_again(step));
        for document in &step.phase.documents {
            report.extend(from_before(case, step, document));
        }
    }
}

/// `FIN-007`: the text that was published with the draft is there when the plan is in force, and a statute has its text.
pub fn in_force(case: &Case, report: &mut Report) {
    for step in finals(case).filter(|step| step.has_begun(case.today())) {
        report.extend(without_its_text(case, step));
        report.extend(statute_without_text(case, step));
    }
}

fn has(step: &Step, key: &str) -> bool {
    step.has_document(|own| own.kind.key == key)
}

fn missing(kind: &'static Kind, step: &Step, message: Words) -> Finding {
    Finding::new(kind, step.phase.origin.at("unterlagen"), message).at_level(Level::Warning)
}

/// A participation of those affected that shows the reasons and nothing of the plan, which the record has in another phase.
fn reasons_alone(case: &Case, step: &Step) -> Option<Finding> {
    const PLANS: [&str; 5] = ["plan", "karte", "satzung", "text", "festsetzung"];
    let is_plan = |own: &Document| {
        let title = own.title.to_lowercase();
        own.kind.draft
            || own.kind.key != REASONS && PLANS.iter().any(|word| title.contains(word))
            || ["mit ", " und ", "planzeichnung"]
                .iter()
                .any(|word| title.contains(word))
    };
    let is_kept = case.procedure.documents().any(|own| own.kind.draft);
    let lacks = has(step, REASONS) && !step.has_document(is_plan) && is_kept;
    let finding = lacks.then(|| {
        missing(
            &kinds::DRAFT_AND_REASONS,
            step,
            say(
                "Bei den Unterlagen fehlt der Entwurf des Plans",
                "Among the documents, the draft of the plan is missing",
            ),
        )
    })?;
    Some(
        finding
            .because(say(
                "Die betroffene Öffentlichkeit nimmt zum Entwurf Stellung, nicht allein zu seiner Begründung (§ 13 Abs. 2 Satz 1 Nr. 2, § 3 Abs. 2 Satz 1 BauGB).",
                "Those affected comment on the draft, not on its reasons alone (§ 13 (2) sentence 1 no. 2, § 3 (2) sentence 1 BauGB).",
            ))
            .help(say(
                "Ergänzen Sie die Unterlage mit art: planzeichnung oder art: textliche_festsetzungen.",
                "Add the document with art: planzeichnung or art: textliche_festsetzungen.",
            )),
    )
}

/// A plan in force with its drawing, whose text was a paper of its own when the draft was on display, and is none now.
fn without_its_text(case: &Case, step: &Step) -> Option<Finding> {
    const WHOLE: [&str; 7] = [
        "text",
        "festsetzung",
        "teil b",
        "satzung",
        " und ",
        "mit ",
        "bebauungsplan",
    ];
    let shown = case
        .formal_participations()
        .filter(|own| own.phase.time.start() < step.phase.time.start() && has(own, DRAWING))
        .max_by_key(|own| own.phase.time.start())?;
    let is_parted = has(shown, WRITTEN) && has(step, DRAWING) && !has(step, WRITTEN);
    let drawings = step.phase.documents.iter().filter(|own| own.kind.draft);
    let may_hold = |own: &Document| {
        let title = own.title.to_lowercase();
        WHOLE.iter().any(|word| title.contains(word))
    };
    let mut papers = drawings.chain(
        step.phase
            .documents
            .iter()
            .filter(|own| own.kind.key == "sonstiges"),
    );
    if !is_parted || papers.any(may_hold) || is_repeal(case) {
        return None;
    }
    let finding = missing(
        &kinds::FINAL_DOCUMENTS,
        step,
        say(
            "Zum Plan in Kraft gehören hier auch die textlichen Festsetzungen",
            "The plan in force lacks its text here",
        ),
    )
    .and_at(shown.phase.origin.at("unterlagen"))
    .because(say(
        "Veröffentlicht waren sie als eigene Unterlage; bereitzuhalten ist der ganze Plan, nicht die Zeichnung allein (§ 10 Abs. 3 Satz 2, § 10a Abs. 2 BauGB).",
        "They were published as a paper of their own; the whole plan is kept available, not the drawing alone (§ 10 (3) sentence 2, § 10a (2) BauGB).",
    ));
    Some(finding.help(say(
        "Ergänzen Sie die Unterlage mit art: textliche_festsetzungen, oder nennen Sie den Text im Titel der Planzeichnung.",
        "Add the document with art: textliche_festsetzungen, or name the text in the title of the drawing.",
    )))
}

/// Local building regulations, a Veränderungssperre or the like with reasons or a map, and not the statute itself.
fn statute_without_text(case: &Case, step: &Step) -> Option<Finding> {
    const STATUTES: [&str; 6] = [
        "satzung",
        "vorschrift",
        "text",
        "wortlaut",
        "sperre",
        "verordnung",
    ];
    let kind = case.procedure.plan.kind;
    let is_land_use_plan = kind.is_of_baugb() && !kind.needs_text;
    let is_statute = |own: &Document| {
        let title = own.title.to_lowercase();
        let is_about = ["begründung", "karte", "lageplan", "anlage"]
            .iter()
            .any(|word| title.starts_with(word));
        [WRITTEN, DRAWING, "sonstiges"].contains(&own.kind.key.as_str())
            || !is_about && STATUTES.iter().any(|word| title.contains(word))
    };
    let is_kept = step.phase.documents.len() > 1;
    if is_land_use_plan || !is_kept || step.has_document(is_statute) || is_repeal(case) {
        return None;
    }
    let finding = missing(
        &kinds::FINAL_DOCUMENTS,
        step,
        say(
            "Bei den Unterlagen fehlt der Text der Satzung",
            "Among the documents, the text of the statute is missing",
        ),
    )
    .because(say(
        "In Kraft tritt die Satzung, nicht ihre Begründung oder ihre Karte (§ 4 Abs. 3 SächsGemO).",
        "What enters into force is the statute, not its reasons or its map (§ 4 (3) SächsGemO).",
    ));
    Some(finding.help(say(
        "Ergänzen Sie die Unterlage mit art: textliche_festsetzungen.",
        "Add the document with art: textliche_festsetzungen.",
    )))
}

/// The number of the draft that a title in small letters names: „2. Entwurf“.
pub fn number_of_draft(title: &str) -> Option<u32> {
    const WORDS: [(&str, u32); 6] = [
        ("2. entwurf", 2),
        ("zweiter entwurf", 2),
        ("3. entwurf", 3),
        ("dritter entwurf", 3),
        ("4. entwurf", 4),
        ("vierter entwurf", 4),
    ];
    let named = WORDS.iter().find(|(words, _)| title.contains(words));
    named.map(|(_, number)| *number)
}

/// Whether a title in small letters names the draft, and not the preliminary one, and gives it no number.
pub fn is_plain_draft(title: &str) -> bool {
    const OTHERS: [&str; 7] = [
        "vorentwurf",
        "geändert",
        "änderung",
        "überarbeitet",
        "unverändert",
        "städtebaulich",
        "ergänzt",
    ];
    title.contains("entwurf")
        && number_of_draft(title).is_none()
        && !OTHERS.iter().any(|word| title.contains(word))
}

/// A drawing called „Entwurf“, older than the papers beside it that are called „2. Entwurf“: the one that was on display before.
fn first_draft_again(step: &Step) -> Option<Finding> {
    let documents = || step.phase.documents.iter();
    let is_changed = |own: &&Document| number_of_draft(&own.title.to_lowercase()).is_some();
    let changed = documents()
        .filter(is_changed)
        .map(|own| own.version)
        .min()?;
    let left = documents().find(|own| {
        let is_draft = own.kind.draft && is_plain_draft(&own.title.to_lowercase());
        is_draft && own.version < changed
    });
    let document = left.filter(|_| step.rule.renews)?;
    let (title, version) = (&document.title, document.version);
    let finding = Finding::new(
        &kinds::DRAFT_AND_REASONS,
        document.origin.at("stand"),
        say(
            format!("„{title}“ ist vom {version}, die geänderten Unterlagen sind vom {changed}"),
            format!("“{title}” is of {version}, but the changed papers are of {changed}"),
        ),
    )
    .because(say(
        "Erneut veröffentlicht wird der geänderte Entwurf (§ 4a Abs. 3 Satz 1 BauGB), nicht der vorige.",
        "What is published again is the changed draft (§ 4a (3) sentence 1 BauGB), not the one before.",
    ))
    .help(say(
        "Legen Sie die geänderte Fassung in den Ordner; blieb die Unterlage, wie sie war, sagen Sie es im Titel: „unverändert“.",
        "Put the changed version into the folder; if the paper stayed as it was, say so in its title: “unverändert”.",
    ));
    Some(finding.at_level(Level::Warning))
}

/// A paper of the draft that is older than the resolution to prepare the plan, while at least two others share a day after it.
fn from_before(case: &Case, step: &Step, document: &Document) -> Option<Finding> {
    let is_of_stage = |own: &Document| OF_A_STAGE.contains(&own.kind.key.as_str());
    let begun = case.steps.iter().find(|own| own.rule.prepares)?;
    let begun = begun.phase.time.start();
    let others = step.phase.documents.iter().filter(|own| {
        is_of_stage(own) && own.kind.key != document.kind.key && own.version >= begun
    });
    let versions: Vec<Date> = others.map(|own| own.version).collect();
    let is_common = versions.len() > 1 && versions.windows(2).all(|pair| pair[0] == pair[1]);
    // What is no younger than the papers of the participation before has its finding.
    let is_first = !case.steps.iter().any(|own| {
        own.phase.time.start() < step.phase.time.start()
            && own.phase.documents.iter().any(is_of_stage)
    });
    let is_new = case.procedure.operation.key == "aufstellung" && is_first;
    let is_left = is_of_stage(document) && document.version < begun && is_common && is_new;
    let (title, version) = (&document.title, document.version);
    let finding = Finding::new(
        &kinds::DRAFT_AND_REASONS,
        document.origin.at("stand"),
        say(
            format!("„{title}“ ist vom {version}, das Verfahren begann erst am {begun}"),
            format!("“{title}” is of {version}, but the procedure began on {begun} only"),
        ),
    );
    let finding = is_left.then_some(finding)?.because(say(
        "Die anderen Unterlagen des Entwurfs sind gemeinsam von einem späteren Tag (§ 3 Abs. 2 Satz 1 BauGB).",
        "The other papers of the draft share a later day (§ 3 (2) sentence 1 BauGB).",
    ));
    let finding = finding.help(say(
        "Berichtigen Sie stand, oder legen Sie die Fassung des Entwurfs in den Ordner.",
        "Correct stand, or put the version of the draft into the folder.",
    ));
    Some(finding.at_level(Level::Warning))
}

/// `PUB-018`: a decision cannot be younger than the day on which it was made.
pub fn decisions(case: &Case, report: &mut Report) {
    for step in case.steps.iter().filter(|step| step.rule.approves) {
        let day = step.phase.time.start();
        let young = step
            .phase
            .documents
            .iter()
            .filter(|own| own.kind.key == "genehmigung");
        for document in young.filter(|own| own.version > day) {
            let (title, version) = (&document.title, document.version);
            let finding = Finding::new(
                &kinds::VERSIONS_BEFORE,
                document.origin.at("stand"),
                say(
                    format!("„{title}“ ist vom {version}, genehmigt ist der Plan am {day}"),
                    format!("“{title}” is of {version}, but the plan was approved on {day}"),
                ),
            )
            .and_at(step.phase.origin.at("datum"))
            .because(say(
                "Die Genehmigung ist erteilt, wenn der Bescheid da ist (§ 6 Abs. 1, § 10 Abs. 2 BauGB); einer der beiden Tage ist falsch.",
                "The approval is given once there is a decision (§ 6 (1), § 10 (2) BauGB); one of the two days is wrong.",
            ));
            report.add(
                finding
                    .help(say(
                        "Berichtigen Sie stand oder datum.",
                        "Correct stand or datum.",
                    ))
                    .at_level(Level::Warning),
            );
        }
    }
}

/// `VAR-006`: whoever mends a plan under § 13b BauGB looks first whether it needs an environmental assessment.
pub fn screened(case: &Case, report: &mut Report) {
    let reasons = || {
        case.steps
            .iter()
            .filter_map(|step| step.phase.reason.as_deref())
    };
    let is_mended = case.procedure.track.key == "aussenbereich_13b"
        && case.continues_another()
        && reasons().any(|reason| reason.contains("215a"));
    let is_screened = |own: &Document| {
        let title = own.title.to_lowercase();
        ["vorpruefung", "umweltbericht"].contains(&own.kind.key.as_str())
            || ["vorprüfung", "umweltprüfung", "umweltbericht"]
                .iter()
                .any(|word| title.contains(word))
    };
    let step = case
        .steps
        .iter()
        .find(|step| step.is_display() && step.phase.documents.len() > 1);
    let Some(step) = step.filter(|_| is_mended && !case.procedure.documents().any(is_screened))
    else {
        return;
    };
    report.add(
        missing(
            &kinds::OUTER_ZONE,
            step,
            say(
                "Zur Heilung nach § 215a BauGB fehlt die Vorprüfung des Einzelfalls",
                "The repair under § 215a BauGB lacks the preliminary assessment",
            ),
        )
        .because(say(
            "Auf die Umweltprüfung verzichten darf nur, wer vorgeprüft hat, dass der Plan voraussichtlich keine erheblichen Umweltauswirkungen hat (§ 215a Abs. 3 BauGB).",
            "Only who assessed beforehand that the plan will have no significant effects on the environment may do without the assessment (§ 215a (3) BauGB).",
        ))
        .help(say(
            "Ergänzen Sie die Unterlage mit art: vorpruefung, oder den Umweltbericht.",
            "Add the document with art: vorpruefung, or the environmental report.",
        )),
    );
}

#[cfg(test)]
mod tests {
    use super::{is_plain_draft, number_of_draft};

    #[test]
    fn drafts_are_told_by_their_numbers() {
        assert_eq!(number_of_draft("begründung, 2. entwurf"), Some(2));
        assert_eq!(number_of_draft("begründung, entwurf"), None);
        assert!(is_plain_draft("rechtsplan, entwurf"));
        for title in [
            "rechtsplan, vorentwurf",
            "plan, 2. entwurf",
            "plan, entwurf, unverändert",
            "plan",
        ] {
            assert!(!is_plain_draft(title), "{title}");
        }
    }
}
