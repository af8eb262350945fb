//! The hints of a notice: which the law asks of it, and which it gives.

use crate::check::basics;
use crate::check::case::{Case, Report, Step};
use crate::check::hint_parts;
use crate::check::kinds;
use crate::check::objections;
use crate::check::own::{Own, hint_near, of_displays};
use crate::check::years;
use crate::finding::{Finding, Kind, Level, Place, Words, say};
use crate::law::codes::find;
use crate::law::law;
use crate::law::notice_words::notice_words;
use crate::law::wording::Asked;
use crate::model::document::Document;
use crate::notice::choice;
use jiff::civil::{Date, date};

/// § 47 Abs. 2a VwGO held from this day.
const REVIEW_BEGAN: Date = date(2007, 1, 1);
/// It was made known shortly before; who told of it then was early, not wrong.
const REVIEW_KNOWN: Date = date(2006, 12, 1);
/// It was repealed in June 2017: nobody is asked for the hint since, whatever wording a phase follows.
const REVIEW_REPEALED: Date = date(2017, 6, 1);
/// What was announced in the rest of that year is let alone.
const REVIEW_ENDED: Date = date(2018, 1, 1);

/// `NOT-009`
pub fn in_the_period(case: &Case, report: &mut Report) {
    missing(case, report, &kinds::HINT_PERIOD, "frist");
}

/// `NOT-010`
pub fn electronic(case: &Case, report: &mut Report) {
    missing(case, report, &kinds::HINT_ELECTRONIC, "elektronisch");
}

/// `NOT-011`
pub fn late(case: &Case, report: &mut Report) {
    for step in &case.steps {
        if step.may_be_older(case.begun.procedure) {
            continue;
        }
        let Some(place) = excludes_late(step) else {
            missing_of(case, step, report, &kinds::HINT_LATE, LATE);
            hint_parts::of_step(case, step, report, (&kinds::HINT_LATE, LATE));
            continue;
        };
        report.add(
            Finding::new(
                &kinds::HINT_LATE,
                place,
                say(
                    "Der Wortlaut schließt verspätete Stellungnahmen aus",
                    "The wording excludes late statements",
                ),
            )
            .because(say(
                "Sie können unberücksichtigt bleiben, mehr nicht: nur wenn die Gemeinde ihren Inhalt nicht kannte und er für die Rechtmäßigkeit des Plans ohne Bedeutung ist (§ 3 Abs. 2, § 4a BauGB). Ein falscher Hinweis ist beachtlich (§ 214 Abs. 1 Satz 1 Nr. 2 BauGB).",
                "They may be left aside, no more: only where the municipality did not know their content and it does not matter for the plan's legality (§ 3 (2), § 4a BauGB). A wrong hint is a relevant fault (§ 214 (1) sentence 1 no. 2 BauGB).",
            ))
            .help(say(
                "Schreiben Sie: Stellungnahmen, die nicht fristgerecht abgegeben werden, können bei der Beschlussfassung unberücksichtigt bleiben.",
                "Write that statements which are not given in time may be left aside when the plan is decided on.",
            )),
        );
    }
}

/// The hint on late statements.
pub const LATE: &str = "verspaetet";

/// Where a wording under the BauGB excludes what comes too late, which other statutes do; associations and
/// courts are another matter.
pub fn excludes_late(step: &Step) -> Option<Place> {
    const SIGNS: [&str; 4] = [
        "verspätet|später eingehend|nicht fristgerecht|nicht fristgemäß|nicht rechtzeitig|nach ablauf|nach fristablauf + stellungnahme|äußerung|anregung|einwendung + bleiben + unberücksichtigt - können|kann|dürfen|darf|gegebenenfalls|ggf|sofern|soweit|wenn|vereinigung|verband|verbänd|möglicherweise|unter umständen|eventuell|nach maßgabe|unter den voraussetzungen",
        "verspätet|später eingehend|nicht fristgerecht|nicht fristgemäß|nicht rechtzeitig|nach ablauf|nach fristablauf + bleiben unberücksichtigt|unberücksichtigt bleiben|bleiben bei der beschlussfassung unberücksichtigt|werden nicht berücksichtigt|werden nicht mehr berücksichtigt|finden keine berücksichtigung - können|kann|dürfen|darf|gegebenenfalls|ggf|sofern|soweit|wenn|vereinigung|verband|verbänd",
        "verspätet|später eingehend|nicht fristgerecht|nicht fristgemäß|nicht rechtzeitig|nach ablauf|nach fristablauf|nach dem ende der|frist versäum + stellungnahme|äußerung|anregung|einwendung|einwänd|bedenken + ausgeschlossen|präkludiert|nicht mehr angenommen|nicht mehr entgegengenommen|nicht mehr zulässig|sind unzulässig - vereinigung|verband|verbänd|umwrg|rechtsbehelf|normenkontroll|vwgo|verwaltungsgericht|nicht ausgeschlossen|können ausgeschlossen|kann ausgeschlossen|ausgeschlossen werden können",
        "stellungnahme|äußerung|anregung|einwendung + nach dem |nach diesem + eingehen|eingegangen|eingereicht|abgegeben + sind ausgeschlossen|werden ausgeschlossen|sind unzulässig - vereinigung|verband|verbänd|umwrg|rechtsbehelf|normenkontroll|vwgo|verwaltungsgericht",
    ];
    let own = Own::of(step).filter(|own| !own.step.rule.is_related)?;
    let sentence = SIGNS.iter().find_map(|sign| own.sentence(sign))?;
    Some(own.near_sentence(sentence))
}

/// `NOT-012`
pub fn access(case: &Case, report: &mut Report) {
    missing(case, report, &kinds::HINT_ACCESS, "zugang");
}

/// `NOT-013`
pub fn associations(case: &Case, report: &mut Report) {
    missing(case, report, &kinds::HINT_ASSOCIATIONS, "verbaende");
}

/// `NOT-014`: only where the file says that participation across the border is needed.
pub fn border(case: &Case, report: &mut Report) {
    hint_parts::of(case, report, &kinds::HINT_BORDER, "grenzueberschreitend");
    if !case.procedure.facts.is_cross_border {
        return;
    }
    for step in case.steps.iter().filter(|step| step.is_display()) {
        if lacks(case, step, "grenzueberschreitend") {
            report.add(finding(&kinds::HINT_BORDER, step, "grenzueberschreitend"));
        }
    }
}

/// `NOT-018`
pub fn review(case: &Case, report: &mut Report) {
    const KEY: &str = "normenkontrolle";
    hint_parts::of(case, report, &kinds::HINT_REVIEW, KEY);
    for step in &case.steps {
        let start = step.phase.time.start();
        let Some(notice) = &step.phase.notice else {
            continue;
        };
        if notice.completed >= REVIEW_BEGAN && start < REVIEW_REPEALED {
            missing_of(case, step, report, &kinds::HINT_REVIEW, KEY);
        }
        let is_early = notice.completed < REVIEW_KNOWN;
        if !step.is_display() || !is_early && start < REVIEW_ENDED {
            continue;
        }
        if let Some(place) = review_hint(step) {
            report.add(no_such_preclusion(place, is_early));
        }
    }
}

/// The hint on a preclusion that did not exist yet, or exists no more.
fn no_such_preclusion(place: Place, is_early: bool) -> Finding {
    let (message, reason) = if is_early {
        (
            say(
                "Diese Präklusion gab es noch nicht, als die Bekanntmachung erschien",
                "This preclusion did not exist yet when the notice appeared",
            ),
            say(
                "§ 47 Abs. 2a VwGO und der Hinweis des § 3 Abs. 2 BauGB gelten seit dem 1. Januar 2007.",
                "§ 47 (2a) VwGO and the hint of § 3 (2) BauGB have held since 1 January 2007.",
            ),
        )
    } else {
        (
            say(
                "Diese Präklusion gibt es nicht mehr; der Hinweis hält Menschen von der Klage ab",
                "This preclusion no longer exists; the hint keeps people from going to court",
            ),
            say(
                "§ 47 Abs. 2a VwGO wurde 2017 aufgehoben, und mit ihm der Hinweis des § 3 Abs. 2 BauGB.",
                "§ 47 (2a) VwGO was repealed in 2017, and with it the hint of § 3 (2) BauGB.",
            ),
        )
    };
    let help = if is_early {
        say(
            "Streichen Sie den Hinweis, oder berichtigen Sie den Tag der Bekanntmachung.",
            "Delete the hint, or correct the day of the notice.",
        )
    } else {
        say("Streichen Sie den Hinweis.", "Delete the hint.")
    };
    Finding::new(&kinds::HINT_REVIEW, place, message)
        .because(reason)
        .help(help)
}

/// The hint on § 47 Abs. 2a VwGO, listed or in the wording.
fn review_hint(step: &Step) -> Option<Place> {
    let notice = step.phase.notice.as_ref()?;
    let listed = notice
        .hints
        .iter()
        .position(|own| own.key == "normenkontrolle");
    if let Some(at) = listed {
        return Some(step.notice_origin().at(&format!("hinweise[{at}]")));
    }
    let own = Own::of(step)?;
    let sign = "§ 47|verwaltungsgerichtsordnung|vwgo|normenkontroll + unzulässig + geltend - umwrg";
    Some(own.near_sentence(own.sentence(sign)?))
}

/// The hint that there is no environmental assessment.
const NO_ASSESSMENT: &str = "keine_umweltpruefung";

/// A display with an environmental report whose notice does not say that there is no assessment: rather the track is wrong.
fn with_report(case: &Case, kind: &'static Kind, document: &Document) -> Finding {
    let track = case.procedure.track;
    Finding::new(
        kind,
        case.procedure.origin.at("verfahrensart"),
        say(
            format!("Verfahrensart oder Umweltbericht stimmt nicht: {} hat keine Umweltprüfung", track.de),
            format!("Track or environmental report is wrong: {} has no environmental assessment", track.en),
        ),
    )
    .and_at(document.origin.at("art"))
    .because(say(
        "In den Verfahren nach §§ 13, 13a BauGB entfällt der Umweltbericht, und die Bekanntmachung sagt, dass von der Umweltprüfung abgesehen wird (§ 13 Abs. 3 BauGB); hier liegt er aus, und sie sagt es nicht.",
        "In the procedures under §§ 13, 13a BauGB there is no environmental report, and the notice says that there is no assessment (§ 13 (3) BauGB); here it is on display, and the notice does not say so.",
    ))
    .help(say(
        "Wird eine Umweltprüfung durchgeführt, schreiben Sie verfahrensart: regelverfahren; sonst nehmen Sie den Umweltbericht heraus und geben den Hinweis keine_umweltpruefung.",
        "If there is an assessment, write verfahrensart: regelverfahren; otherwise take the environmental report out and give the hint keine_umweltpruefung.",
    ))
}

/// `VAR-001`
pub fn no_assessment(case: &Case, report: &mut Report) {
    const KEY: &str = NO_ASSESSMENT;
    hint_parts::of(case, report, &kinds::HINT_NO_ASSESSMENT, KEY);
    basics::reasons_of_screening(case, report);
    if case.is_assessed() {
        said_without_need(case, report);
        listed_without_need(case, KEY, report);
    }
    // § 13a Abs. 3 asks for it once, whichever notice says it; § 13 Abs. 3 Satz 2 at the display.
    let gives = |step: &Step| step.phase.notice.is_some() && !lacks(case, step, KEY);
    let is_given = case.steps.iter().any(gives);
    for step in case
        .steps
        .iter()
        .filter(|step| step.is_display() || !is_given)
    {
        missing_of(case, step, report, &kinds::HINT_NO_ASSESSMENT, KEY);
    }
}

/// `VAR-001`: the hint is among those that the notice of a display gives, though there is an assessment.
fn listed_without_need(case: &Case, key: &str, report: &mut Report) {
    let displays = case.steps.iter().filter(|step| step.is_display());
    for step in displays {
        let hints = step.phase.notice.iter().flat_map(|own| &own.hints);
        let Some(at) = hints.into_iter().position(|own| own.key == key) else {
            continue;
        };
        let place = step.notice_origin().at(&format!("hinweise[{at}]"));
        report.add(no_such_exemption(case, place));
    }
}

/// `VAR-001`: an environmental assessment belongs to the procedure, and its notice says there is none.
fn said_without_need(case: &Case, report: &mut Report) {
    const SIGN: &str = "umweltprüfung + wird abgesehen|wurde abgesehen|abgesehen wird|abgesehen wurde|baugb abgesehen|wird verzichtet|nicht durchgeführt|keine umweltprüfung durchgeführt|ohne durchführung einer umweltprüfung|ohne umweltprüfung|entfällt - nicht abgesehen|umweltprüfung einzelner";
    for own in of_displays(case).filter(|own| !own.step.rule.is_related) {
        let Some(sentence) = own.sentence(SIGN) else {
            continue;
        };
        report.add(no_such_exemption(case, own.near_sentence(sentence)));
    }
}

fn no_such_exemption(case: &Case, place: Place) -> Finding {
    Finding::new(
        &kinds::HINT_NO_ASSESSMENT,
        place,
        say(
            "Die Bekanntmachung sagt, es gebe keine Umweltprüfung; zu diesem Verfahren gehört eine",
            "The notice says that there is no environmental assessment; this procedure has one",
        ),
    )
    .and_at(case.procedure.origin.at("verfahrensart"))
    .because(say(
        "Von der Umweltprüfung kann nur in den Verfahren nach §§ 13, 13a BauGB abgesehen werden (§ 2 Abs. 4, § 13 Abs. 3 BauGB).",
        "Only the procedures under §§ 13, 13a BauGB may do without it (§ 2 (4), § 13 (3) BauGB).",
    ))
    .help(say(
        "Streichen Sie den Hinweis, oder berichtigen Sie verfahrensart.",
        "Delete the hint, or correct verfahrensart.",
    ))
}

/// `FIN-004`
pub fn faults(case: &Case, report: &mut Report) {
    missing(case, report, &kinds::HINT_FAULTS, "planerhaltung");
    years::complaint(case, report);
}

/// `FIN-005`
pub fn compensation(case: &Case, report: &mut Report) {
    missing(case, report, &kinds::HINT_COMPENSATION, "entschaedigung");
    years::compensation(case, report);
}

/// `FIN-006`
pub fn saechsgemo(case: &Case, report: &mut Report) {
    missing(case, report, &kinds::HINT_SAECHSGEMO, "saechsgemo");
    years::validity(case, report);
}

/// `NOT-030`: what ROG, VwVfG, BImSchG and UVPG ask of their notices.
pub fn of_other_statutes(case: &Case, report: &mut Report) {
    hint_parts::of_other_statutes(case, report);
    objections::form(case, report);
    for step in &case.related_steps {
        let Some(notice) = &step.phase.notice else {
            continue;
        };
        if notice.hints.is_empty() && notice.text.is_none() && !notice.misses_text {
            let asks = case.hints(step.rule).next().is_some();
            if asks {
                let kind = &kinds::HINTS_OF_OTHERS;
                report.unknown(kind, step.phase, "bekanntmachung.hinweise");
            }
            continue;
        }
        let missing = case.hints(step.rule).filter(|key| lacks(case, step, key));
        for key in missing.filter(|key| !is_turned_round(step, key)) {
            report.add(finding(&kinds::HINTS_OF_OTHERS, step, key));
        }
    }
}

/// A finding for every notice that the law asks to give a hint and that does not.
fn missing(case: &Case, report: &mut Report, kind: &'static Kind, key: &'static str) {
    hint_parts::of(case, report, kind, key);
    for step in &case.steps {
        missing_of(case, step, report, kind, key);
    }
}

/// The same for one of them.
fn missing_of(
    case: &Case,
    step: &Step,
    report: &mut Report,
    kind: &'static Kind,
    key: &'static str,
) {
    // The law before the tables asked for other hints, and a file that lists the hints of no notice denies none.
    let is_older = step.is_display() && step.may_be_older(case.begun.procedure);
    let asked = step.asked(|rule| case.hints(rule).any(|hint| hint == key));
    if is_older || asked == Asked::Not {
        return;
    }
    let notice = step.phase.notice.as_ref();
    let may_say_more = notice.is_some_and(|own| !own.denies_hints);
    if step.rule.puts_in_force && may_say_more && !lists_hints(case) {
        report.unknown(kind, step.phase, "bekanntmachung.hinweise");
        return;
    }
    if !lacks(case, step, key) || is_turned_round(step, key) {
        return;
    }
    let report_shown = step.phase.documents.iter();
    let mut report_shown = report_shown.filter(|own| own.kind.key == "umweltbericht");
    let finding = match report_shown.next().filter(|_| key == NO_ASSESSMENT) {
        Some(document) => with_report(case, kind, document),
        None => finding(kind, step, key),
    };
    // § 10 Abs. 3 BauGB holds for it „entsprechend“ (§ 35 Abs. 6 Satz 6 BauGB), and it takes no right to build away.
    let takes_nothing = case.procedure.plan.kind.key == "aussenbereichssatzung";
    if takes_nothing && kind.id == kinds::HINT_COMPENSATION.id {
        report.add(finding.at_level(Level::Note));
        return;
    }
    report.ask(asked, step, finding);
}

/// Whether a wording says the opposite of a hint that the law asks for: that has a finding of its own.
fn is_turned_round(step: &Step, key: &str) -> bool {
    Own::of(step).is_some_and(|own| hint_parts::is_turned_round(&own, key))
}

/// Whether the file says of any notice what it hints at.
fn lists_hints(case: &Case) -> bool {
    let mut notices = case
        .steps
        .iter()
        .filter_map(|step| step.phase.notice.as_ref());
    notices.any(|own| !own.hints.is_empty() || own.text.is_some() || own.misses_text)
}

/// Whether a step has a notice without a hint. Where the file lists none, its wording tells; of a
/// wording that is not there it is enough to say so.
pub fn lacks(case: &Case, step: &Step, key: &str) -> bool {
    let Some(notice) = &step.phase.notice else {
        return false;
    };
    let is_listed = notice.hints.iter().any(|hint| hint.key == key);
    let row = notice_words().hint(key, choice(case.procedure, step.phase));
    let wording = Own::of(step).filter(|_| notice.hints.is_empty());
    let is_given = wording.is_some_and(|own| {
        let places = case.display_places(step);
        own.is_by_place(key, &places) || row.is_some_and(|row| own.gives(row, &places))
    });
    let is_unknown = notice.hints.is_empty() && notice.misses_text;
    !is_listed && !is_given && !is_unknown
}

/// A finding for a notice without a hint.
pub fn finding(kind: &'static Kind, step: &Step, key: &'static str) -> Finding {
    let hint = find(&law().codes.hints, key);
    let label = hint.map_or_else(|| say(key, key), |hint| hint.label());
    let provision = hint
        .and_then(|hint| hint.provision.as_deref())
        .unwrap_or_default();
    let given = step.phase.notice.iter().flat_map(|notice| &notice.hints);
    let mut keys: Vec<&str> = given.map(|hint| hint.key.as_str()).collect();
    keys.push(key);
    let keys = keys.join(", ");
    let wording = Own::of(step).filter(|own| own.notice.hints.is_empty());
    let place = wording.map_or_else(
        || step.notice_origin().at("hinweise"),
        |own| own.near(hint_near(key)),
    );
    Finding::new(
        kind,
        place,
        say(
            format!("Der Bekanntmachung fehlt der Hinweis „{key}“"),
            format!("The notice lacks the hint “{key}”"),
        ),
    )
    .because(reason(&label, provision))
    .help(say(
        format!("Schreiben Sie hinweise: [{keys}], sobald die Bekanntmachung ihn enthält."),
        format!("Write hinweise: [{keys}] once the notice gives it."),
    ))
}

fn reason(label: &Words, provision: &str) -> Words {
    say(
        format!("„{}“ ({provision})", label.de),
        format!("“{}” ({provision})", label.en),
    )
}
