//! What is on display and where: draft, reasons, environmental report, access.

use crate::check::case::{Case, Report, Step};
use crate::check::current::runs;
use crate::check::draft_papers;
use crate::check::kinds;
use crate::check::papers;
use crate::check::publication::displays_of_law;
use crate::check::record_papers;
use crate::finding::{Finding, Kind, Level, Words, say};
use crate::law::codes::Participation;
use crate::law::wording::Asked;
use crate::model::phase::FormField;
use jiff::civil::{Date, date};

/// `PUB-007`
pub fn another_access(case: &Case, report: &mut Report) {
    for step in prescribed(case) {
        let asked = step.asked(|rule| rule.needs_access);
        if asked == Asked::Not || !step.has_begun(case.today()) && step.phase.notice.is_none() {
            continue;
        }
        if !case.display_places(step).is_empty() {
            if !names_hours(case, step) {
                report.ask(asked, step, without_hours(case, step));
            }
        } else if !case.is_recorded(step) {
            report.unknown(&kinds::ANOTHER_ACCESS, step.phase, "zugang");
        } else {
            let finding = Finding::new(
                &kinds::ANOTHER_ACCESS,
                step.phase.origin.at("zugang"),
                say(
                    "Außer im Internet gibt es keinen Zugang zu den Unterlagen",
                    "There is no access to the documents besides the Internet",
                ),
            );
            report.ask(asked, step, finding.because(access_reason()).help(say(
                "Ergänzen Sie zugang: [{art: auslegung, ort: …, anschrift: …, zeiten: …}] oder auslegungsort in gemeinde.yaml.",
                "Add zugang: [{art: auslegung, ort: …, anschrift: …, zeiten: …}], or auslegungsort in gemeinde.yaml.",
            )));
        }
    }
}

/// Whether anybody learns when the place to see the documents is open: from the record, or from the notice.
fn names_hours(case: &Case, step: &Step) -> bool {
    let own = case.municipality.display_place.as_ref();
    let mut offices = own.into_iter().chain([&case.municipality.office]);
    let is_named = match step.phase.access.as_slice() {
        [] => offices.any(|office| office.hours.is_some()),
        named => named.iter().any(|access| access.hours.is_some()),
    };
    let says = |text: &String| text.contains("Uhr") || text.contains("uhr");
    is_named || step.notice_text.as_ref().is_some_and(says)
}

fn without_hours(case: &Case, step: &Step) -> Finding {
    // What the municipality says of itself is one fault, however many displays rely on it, and often known to all.
    let (place, level) = match step.phase.access.as_slice() {
        [] => (case.municipality.origin.at("auslegungsort"), Level::Note),
        _ => (step.phase.origin.at("zugang"), Level::Warning),
    };
    Finding::new(
        &kinds::ANOTHER_ACCESS,
        place,
        say(
            "Beim Zugang außer im Internet fehlen die Zeiten",
            "The access besides the Internet has no hours",
        ),
    )
    .because(access_reason())
    .help(say(
        "Ergänzen Sie zeiten: Montag bis Freitag 9–12 Uhr …",
        "Add zeiten: …",
    ))
    .at_level(level)
}

/// The steps of a plan that the law asks to be shown; whoever shows another one does so as he likes (`VAR-009`).
pub fn prescribed<'c, 'a>(case: &'c Case<'a>) -> impl Iterator<Item = &'c Step<'a>> {
    let is_prescribed = case.participation() != Participation::None;
    case.steps.iter().filter(move |_| is_prescribed)
}

fn access_reason() -> Words {
    say(
        "Mindestens eine andere leicht zu erreichende Zugangsmöglichkeit ist Pflicht (§ 3 Abs. 2 Satz 2 BauGB).",
        "At least one other easily reachable access is a duty (§ 3 (2) sentence 2 BauGB).",
    )
}

/// `PUB-008`: the draft and its reasons.
pub fn draft_and_reasons(case: &Case, report: &mut Report) {
    papers::preliminary_on_display(case, report);
    draft_papers::on_display(case, report);
    record_papers::on_display(case, report);
    for step in prescribed(case).filter(|step| step.is_display()) {
        // The duty is older; an archive that holds none of the documents of an older display denies none.
        let asked = step.asked(|rule| rule.needs_access);
        let is_older = asked == Asked::Not;
        let is_unknown = step.may_be_older(case.begun.procedure) || step.phase.documents.is_empty();
        if is_older && is_unknown || !is_due(case, step, report, &kinds::DRAFT_AND_REASONS) {
            continue;
        }
        // Villages bring all in one file, whose title says so.
        let is_titled = |words: &'static str| {
            step.has_document(|document| document.title.to_lowercase().contains(words))
        };
        let has_draft =
            step.has_document(|document| document.kind.draft) || is_titled("planzeichnung");
        let has_reasons =
            step.has_document(|document| document.kind.key == REASONS) || is_titled("begründung");
        let needs_reasons = case.procedure.plan.kind.reasons;
        let (de, en, key) = match (has_draft, has_reasons || !needs_reasons) {
            (true, true) => continue,
            (false, true) => (
                "der Entwurf des Plans",
                "the draft of the plan",
                "planzeichnung",
            ),
            (true, false) => ("die Begründung", "the reasons (Begründung)", REASONS),
            (false, false) => (
                "Entwurf und Begründung",
                "draft and reasons (Begründung)",
                REASONS,
            ),
        };
        let finding = missing_document(&kinds::DRAFT_AND_REASONS, step, de, en)
            .because(say(
                "Zu veröffentlichen sind der Entwurf mit der Begründung und die wesentlichen umweltbezogenen Stellungnahmen (§ 3 Abs. 2 Satz 1 BauGB).",
                "The draft with the reasons and the essential environmental statements are published (§ 3 (2) sentence 1 BauGB).",
            ))
            .help(match has_draft || has_reasons {
                true => say(
                    format!("Ergänzen Sie die Unterlage mit art: {key}."),
                    format!("Add the document with art: {key}."),
                ),
                false => say(
                    format!("Ergänzen Sie die Unterlagen mit art: planzeichnung und art: {key}."),
                    format!("Add the documents with art: planzeichnung and art: {key}."),
                ),
            });
        // Archives often lack the large sheets of old drawings; of a single paper nobody can tell.
        let is_kept = step.phase.documents.len() > 1 && key == REASONS;
        if is_older {
            report.extend(is_kept.then(|| finding.at_level(Level::Warning)));
        } else {
            report.ask(asked, step, finding);
        }
    }
}

/// The kind of document that holds the reasons of a plan.
const REASONS: &str = "begruendung";

/// `PUB-009`
pub fn environmental_report(case: &Case, report: &mut Report) {
    if !case.is_assessed() {
        return;
    }
    for step in case.steps.iter().filter(|step| step.is_display()) {
        let is_due = is_due(case, step, report, &kinds::ENVIRONMENTAL_REPORT);
        // A report without its reasons says that the list of an old display is not whole.
        let has_reasons = step.has_document(|document| document.kind.key == REASONS);
        let has_report = step.has_document(|document| {
            document.kind.key == "umweltbericht"
                || document.title.to_lowercase().contains("umweltbericht")
        });
        let is_older = step.may_be_older(case.begun.procedure);
        if !is_due || has_report || is_older || !has_reasons && !step.rule.needs_access {
            continue;
        }
        report.add(
            missing_document(&kinds::ENVIRONMENTAL_REPORT, step, "der Umweltbericht", "the environmental report")
                .because(say(
                    "Der Umweltbericht ist ein gesonderter Teil der Begründung (§ 2a Satz 2 Nr. 2 BauGB).",
                    "The environmental report is a separate part of the reasons (§ 2a sentence 2 no. 2 BauGB).",
                ))
                .help(say(
                    "Ergänzen Sie die Unterlage mit art: umweltbericht, oder nennen Sie ihn im Titel der Begründung, in der er steht.",
                    "Add the document with art: umweltbericht, or name it in the title of the reasons that hold it.",
                )),
        );
    }
}

/// `PUB-010`
pub fn environmental_statements(case: &Case, report: &mut Report) {
    if !case.is_assessed() {
        return;
    }
    for step in case.steps.iter().filter(|step| step.is_display()) {
        let is_due = is_due(case, step, report, &kinds::ENVIRONMENTAL_STATEMENTS);
        let has =
            step.has_document(|document| document.kind.key == "umweltbezogene_stellungnahmen");
        let is_denied = step.phase.facts.no_environmental_statements.is_some();
        if has && is_denied && !step.rule.renews {
            report.add(denied_and_there(step));
        }
        // An old display or a renewed one may refer to those of the first.
        if !is_due || has || is_denied || !step.rule.needs_access || step.rule.renews {
            continue;
        }
        report.add(
            missing_document(
                &kinds::ENVIRONMENTAL_STATEMENTS,
                step,
                "die wesentlichen umweltbezogenen Stellungnahmen",
                "the essential environmental statements",
            )
            .because(say("§ 3 Abs. 2 Satz 1 BauGB", "§ 3 (2) sentence 1 BauGB"))
            .help(say(
                "Ergänzen Sie die Unterlage mit art: umweltbezogene_stellungnahmen oder ohne_umweltstellungnahmen: mit dem Grund, warum keine vorliegen.",
                "Add the document with art: umweltbezogene_stellungnahmen, or ohne_umweltstellungnahmen: with the reason why there are none.",
            )),
        );
    }
}

/// The file says that there are no environmental statements, and lists them.
fn denied_and_there(step: &Step) -> Finding {
    Finding::new(
        &kinds::ENVIRONMENTAL_STATEMENTS,
        step.phase.origin.at("ohne_umweltstellungnahmen"),
        say(
            "Umweltbezogene Stellungnahmen sind verneint und stehen doch bei den Unterlagen",
            "Environmental statements are denied, and yet among the documents",
        ),
    )
    .and_at(step.phase.origin.at("unterlagen"))
    .because(say(
        "Liegen sie vor, sind die wesentlichen zu veröffentlichen (§ 3 Abs. 2 Satz 1 BauGB); eine der beiden Angaben ist falsch.",
        "Where there are any, the essential ones are published (§ 3 (2) sentence 1 BauGB); one of the two entries is wrong.",
    ))
    .help(say(
        "Streichen Sie ohne_umweltstellungnahmen, oder berichtigen Sie die art der Unterlage.",
        "Delete ohne_umweltstellungnahmen, or correct the document's art.",
    ))
}

fn missing_document(kind: &'static Kind, step: &Step, de: &str, en: &str) -> Finding {
    let verb = if de.contains(" und ") || de.ends_with('n') {
        "fehlen"
    } else {
        "fehlt"
    };
    let verb = if de == "die Begründung" {
        "fehlt"
    } else {
        verb
    };
    Finding::new(
        kind,
        step.phase.origin.at("unterlagen"),
        say(
            format!("Bei den Unterlagen {verb} {de}"),
            format!("Among the documents, {en} is missing"),
        ),
    )
}

/// Whether a display's documents can be asked for. An announced display may get them until it
/// begins; of a line of dates nothing is known.
fn is_due(case: &Case, step: &Step, report: &mut Report, kind: &'static Kind) -> bool {
    if case.is_recorded(step) && (step.has_begun(case.today()) || !step.phase.documents.is_empty())
    {
        return true;
    }
    if step.has_begun(case.today()) {
        report.unknown(kind, step.phase, "unterlagen");
    }
    false
}

/// `PUB-015`: what is displayed for everyone can be commented on by everyone.
pub fn everyone_can_comment(case: &Case, report: &mut Report) {
    let early = case.steps.iter().filter(|step| {
        step.rule.is_public_participation() && !step.is_display() && !step.rule.is_restricted
    });
    for step in early.filter(|step| EARLY.contains(&step.rule.key.as_str())) {
        report.extend(not_for_everyone(step).map(|finding| finding.at_level(Level::Warning)));
    }
    for step in case.steps.iter().filter(|step| step.is_display()) {
        report.extend(only_changes_hinted(case, step));
        report.extend(only_electronic(step));
    }
    for step in displays_of_law(case) {
        let Some(statements) = &step.phase.statements else {
            if runs(step.phase, case.today()) {
                report.add(without_ways(step));
            } else if case.is_recorded(step) {
                report.unknown(&kinds::EVERYONE_CAN_COMMENT, step.phase, "stellungnahmen");
            }
            continue;
        };
        if statements.only_changes && is_first(case, step) {
            report.add(only_changes_too_early(
                step,
                "stellungnahmen.nur_aenderungen",
            ));
        }
        report.extend(not_for_everyone(step));
        report.extend(not_without_a_file(step));
    }
}

/// A display that runs, and nobody reads how to comment on it.
fn without_ways(step: &Step) -> Finding {
    Finding::new(
        &kinds::EVERYONE_CAN_COMMENT,
        step.phase.origin.at("stellungnahmen"),
        say(
            "Wie man Stellung nimmt, ist nicht angegeben",
            "There is no word on how to give a statement",
        ),
    )
    .because(say(
        "Stellungnahmen kann jeder während der Frist abgeben, elektronisch und bei Bedarf auf anderem Weg (§ 3 Abs. 2 Satz 4 Nr. 1 und 2 BauGB).",
        "Everyone can give statements during the period, electronically and where needed in another way (§ 3 (2) sentence 4 nos. 1 and 2 BauGB).",
    ))
    .help(say(
        "Ergänzen Sie stellungnahmen: {von: alle, wege: [email, post, niederschrift]}.",
        "Add stellungnahmen: {von: alle, wege: [email, post, niederschrift]}.",
    ))
    .at_level(Level::Warning)
}

/// A form that nobody can send without a file.
fn not_without_a_file(step: &Step) -> Option<Finding> {
    let fields = &step.phase.statements.as_ref()?.form;
    let is_file = |field: &FormField| field.code.key == "anlage" && field.is_required;
    let at = fields.iter().position(is_file)?;
    let finding = Finding::new(
        &kinds::EVERYONE_CAN_COMMENT,
        step.phase.origin.at(&format!("stellungnahmen.formular[{at}].pflicht")),
        say(
            "Ohne Anlage lässt sich das Formular nicht absenden",
            "The form cannot be sent without a file",
        ),
    )
    .because(say(
        "Stellung nehmen kann jeder, auch mit einem Satz; mehr darf das Formular nicht verlangen (§ 3 Abs. 2 Satz 4 Nr. 1 und 2 BauGB).",
        "Everyone can give a statement, be it one sentence; the form must not ask more (§ 3 (2) sentence 4 nos. 1 and 2 BauGB).",
    ));
    Some(finding.help(say(
        "Streichen Sie pflicht: true bei feld: anlage.",
        "Delete pflicht: true at feld: anlage.",
    )))
}

/// Whether the Internet took the place of a display, and the file or its notice says so (§ 3 Abs. 1 PlanSiG).
pub fn is_shown_online_alone(step: &Step) -> bool {
    /// When it could (§§ 3, 7 PlanSiG).
    const ONLINE_ALONE: (Date, Date) = (date(2020, 5, 29), date(2024, 12, 31));
    let names =
        |text: &str| text.contains("PlanSiG") || text.contains("Planungssicherstellungsgesetz");
    let (first, last) = ONLINE_ALONE;
    let is_within = (first..=last).contains(&step.phase.time.start());
    let texts = [step.phase.reason.as_deref(), step.notice_text.as_deref()];
    is_within && texts.into_iter().flatten().any(names)
}

/// Early participations of everyone.
const EARLY: [&str; 2] = ["fruehzeitige_beteiligung", "unterrichtung"];

/// Whether a display shows its draft for the first time: what is void has shown nothing.
fn is_first(case: &Case, step: &Step) -> bool {
    let repeated = step
        .phase
        .repeats
        .and_then(|at| case.procedure.phases.get(at));
    match repeated {
        Some(repeated) => repeated.void.is_some() && !repeated.rule.renews,
        None => step.phase.round.is_none_or(|round| round == 1),
    }
}

/// The hint on the changes alone in a notice of a first display.
fn only_changes_hinted(case: &Case, step: &Step) -> Option<Finding> {
    let start = step.phase.time.start();
    let mut displays = case.steps.iter().filter(|other| other.is_display());
    let is_earliest = displays.all(|other| other.phase.time.start() >= start);
    if step.rule.renews || !is_earliest || !is_first(case, step) {
        return None;
    }
    let notice = step.phase.notice.as_ref()?;
    let at = notice
        .hints
        .iter()
        .position(|own| own.key == "nur_aenderungen")?;
    Some(only_changes_too_early(
        step,
        &format!("bekanntmachung.hinweise[{at}]"),
    ))
}

/// `NOT-010`: the ways that are written are electronic alone.
fn only_electronic(step: &Step) -> Option<Finding> {
    const ELECTRONIC: [&str; 4] = ["email", "formular", "portal", "landesportal"];
    let statements = step.phase.statements.as_ref()?;
    let (place, around) = (
        step.phase.origin.at("stellungnahmen.wege"),
        step.phase.origin.at("stellungnahmen"),
    );
    let mut ways = statements.channels.iter();
    let is_electronic = ways.all(|way| ELECTRONIC.contains(&way.key.as_str()));
    // Whoever only knows the page on the state portal has written no list of ways.
    let mut ways = statements.channels.iter();
    let is_electronic = is_electronic && !ways.all(|way| way.key == "landesportal");
    if place.range() == around.range() || !is_electronic {
        return None;
    }
    let finding = Finding::new(
        &kinds::HINT_ELECTRONIC,
        place,
        say(
            "Stellungnahmen sind nur elektronisch vorgesehen",
            "Statements are only provided for electronically",
        ),
    )
    .because(say(
        "Sie sollen elektronisch übermittelt werden, bei Bedarf aber auch auf anderem Weg (§ 3 Abs. 2 Satz 4 Nr. 2 BauGB).",
        "They should be given electronically, but where needed in another way, too (§ 3 (2) sentence 4 no. 2 BauGB).",
    ))
    .help(say(
        "Schreiben Sie zum Beispiel wege: [email, post, niederschrift].",
        "Write for example wege: [email, post, niederschrift].",
    ));
    Some(finding.at_level(Level::Warning))
}

/// Statements of some alone, where everyone can give one.
fn not_for_everyone(step: &Step) -> Option<Finding> {
    let own = step.phase.statements.as_ref()?.audience;
    if own.key == "alle" {
        return None;
    }
    Some(
        Finding::new(
            &kinds::EVERYONE_CAN_COMMENT,
            step.phase.origin.at("stellungnahmen.von"),
            say(
                format!("Stellung nehmen kann jeder, nicht nur: {}", own.de),
                format!("Everyone can give a statement, not only: {}", own.en),
            ),
        )
        .because(say(
            "Während der Veröffentlichungsfrist können von jedermann Stellungnahmen abgegeben werden (§ 3 Abs. 1 Satz 2, Abs. 2 Satz 4 Nr. 1 BauGB).",
            "During the period everyone can give statements (§ 3 (1) sentence 2, (2) sentence 4 no. 1 BauGB).",
        ))
        .help(say("Schreiben Sie von: alle.", "Write von: alle.")),
    )
}

/// A first display is open to whatever anybody has to say; only a renewed one may be limited.
fn only_changes_too_early(step: &Step, key: &str) -> Finding {
    Finding::new(
        &kinds::EVERYONE_CAN_COMMENT,
        step.phase.origin.at(key),
        say(
            "Zur ersten Veröffentlichung sind Stellungnahmen zu allem möglich",
            "On the first display, statements may concern everything",
        ),
    )
    .because(say(
        "Auf die Änderungen beschränkt sich nur die erneute Veröffentlichung (§ 4a Abs. 3 Satz 2 BauGB).",
        "Only a renewed display is limited to the changes (§ 4a (3) sentence 2 BauGB).",
    ))
    .help(say(
        "Streichen Sie nur_aenderungen, oder schreiben Sie art: erneute_veroeffentlichung.",
        "Delete nur_aenderungen, or write art: erneute_veroeffentlichung.",
    ))
}
