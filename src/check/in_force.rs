//! Signing, final notice and what stays available (§§ 6, 6a, 10, 10a BauGB, § 4 SächsGemO).

use crate::check::case::{Case, Report, Step};
use crate::check::extent;
use crate::check::final_wording;
use crate::check::kinds;
use crate::check::names::squeezed;
use crate::check::related::CHOICE;
use crate::finding::{Finding, Level, say};
use crate::law::codes::{Participation, Tier};
use crate::law::wording::{APPROVAL_BEFORE, APPROVAL_SINCE, applied, may_choose, wording};
use crate::model::phase::Phase;
use std::collections::HashSet;
use std::sync::LazyLock;

/// `FAS-001`
pub fn chosen_wording(case: &Case, report: &mut Report) {
    chosen_for_approval(case, report);
    for step in &case.steps {
        let Some((key, reason)) = &step.phase.wording else {
            continue;
        };
        let start = step.phase.time.start();
        let can = wording(key).is_some_and(|chosen| may_choose(chosen, start, case.begun));
        // A wording that would hold without being chosen needs no reason.
        let default = applied(start, None, case.begun);
        let is_default =
            default.wording.is_some_and(|own| own.key == *key) && default.older.is_none();
        let finding = if !can {
            cannot_hold(step.phase, key)
        } else if reason.is_none() && !is_default {
            without_reason(step.phase)
        } else {
            continue;
        };
        report.add(finding.because(say(
            "Ein vor einer Änderung förmlich eingeleitetes Verfahren wird nach den bisherigen Vorschriften abgeschlossen; noch nicht begonnene Schritte können den neuen folgen (§ 233 Abs. 1, § 245c BauGB).",
            "A procedure formally begun before a change ends under the old provisions; steps not yet begun may follow the new ones (§ 233 (1), § 245c BauGB).",
        )));
    }
}

fn without_reason(phase: &Phase) -> Finding {
    Finding::new(
        &kinds::CHOSEN_WORDING,
        phase.origin.at("fassung"),
        say(
            "Die gewählte Fassung hat keinen Grund",
            "The chosen wording has no reason",
        ),
    )
    .help(say("Ergänzen Sie fassung_grund: …", "Add fassung_grund: …"))
}

fn cannot_hold(phase: &Phase, key: &str) -> Finding {
    let start = phase.time.start();
    Finding::new(
        &kinds::CHOSEN_WORDING,
        phase.origin.at("fassung"),
        say(
            format!("Die Fassung {key} kann für eine Phase vom {start} nicht gelten"),
            format!("The wording {key} cannot hold for a phase of {start}"),
        ),
    )
}

/// `FAS-001` for plan approvals: § 102b VwVfG lets them choose within bounds.
fn chosen_for_approval(case: &Case, report: &mut Report) {
    let (first, last) = CHOICE;
    for phase in &case.related {
        let start = phase.time.start();
        let key = phase.wording.as_ref().map(|(key, _)| key.as_str());
        let is_wrong = match key {
            Some(APPROVAL_SINCE) => start < first,
            Some(APPROVAL_BEFORE) => start > last,
            _ => false,
        };
        let Some(key) = key else {
            continue;
        };
        if !is_wrong {
            let is_reasoned = phase
                .wording
                .as_ref()
                .is_some_and(|(_, reason)| reason.is_some());
            // What was begun since follows the new wording anyway.
            let is_begun_since = case.begun.procedure.is_some_and(|begun| begun >= first);
            let is_default = key == APPROVAL_SINCE && is_begun_since;
            let is_approval = [APPROVAL_BEFORE, APPROVAL_SINCE].contains(&key);
            if !is_reasoned && !is_default && is_approval {
                report.add(without_reason(phase).because(say(
                    "Ein begonnenes Verfahren kann bis Ende 2027 nach der alten Fassung geführt werden (§ 102b VwVfG); warum, steht in der Akte.",
                    "A procedure under way may follow the old wording until the end of 2027 (§ 102b VwVfG); the file says why.",
                )));
            }
            continue;
        }
        report.add(
            cannot_hold(phase, key)
            .because(say(
                "Die neue Fassung gilt seit dem 29. Juli 2026, die alte für begonnene Verfahren bis Ende 2027 (§ 102b VwVfG).",
                "The new wording holds since 29 July 2026, the old one for procedures under way until the end of 2027 (§ 102b VwVfG).",
            ))
            .help(say(
                "Streichen Sie fassung, oder berichtigen Sie den Tag.",
                "Delete fassung, or correct the day.",
            )),
        );
    }
}

/// `FIN-001`
pub fn with_the_notice(case: &Case, report: &mut Report) {
    final_wording::of(finals(case), case, report);
    for step in finals(case) {
        let Some(notice) = &step.phase.notice else {
            if step.has_begun(case.today()) && keeps_its_notice(case, step) {
                report.add(never_announced(step));
            } else if step.has_begun(case.today()) {
                report.unknown(&kinds::IN_FORCE_WITH_NOTICE, step.phase, "bekanntmachung");
            }
            continue;
        };
        let (day, completed) = (step.phase.time.start(), notice.completed);
        if day == completed {
            continue;
        }
        report.add(
            Finding::new(
                &kinds::IN_FORCE_WITH_NOTICE,
                step.phase.origin.at("datum"),
                say(
                    format!("In Kraft am {day}, die Bekanntmachung ist am {completed} vollzogen"),
                    format!("In force on {day}, but the notice is completed on {completed}"),
                ),
            )
            .because(say(
                "Der Plan tritt mit der Bekanntmachung in Kraft (§ 10 Abs. 3 Satz 4, § 6 Abs. 5 Satz 2 BauGB; § 10 KomBekVO).",
                "The plan enters into force with the notice (§ 10 (3) sentence 4, § 6 (5) sentence 2 BauGB; § 10 KomBekVO).",
            ))
            .help(match final_wording::looks_back(case.procedure, step.phase) {
                true => say(
                    format!("Schreiben Sie datum: {completed}, den Tag der Bekanntmachung; dass der Plan rückwirkend gilt, sagt der Wortlaut (§ 214 Abs. 4 BauGB)."),
                    format!("Write datum: {completed}, the day of the notice; that the plan holds as of an earlier day is for the wording to say (§ 214 (4) BauGB)."),
                ),
                false => say(
                    format!("Schreiben Sie datum: {completed}, oder berichtigen Sie die Bekanntmachung."),
                    format!("Write datum: {completed}, or correct the notice."),
                ),
            }),
        );
    }
}

/// Whether a file that does not name the final notice says something by that: it tells of this phase more
/// than its day, or holds what was on display. Of an old file that knows another notice by chance it says nothing.
fn keeps_its_notice(case: &Case, step: &Step) -> bool {
    let tells = !step.phase.documents.is_empty() || step.phase.text.is_some();
    let shows = |other: &Step| other.is_display() && !other.phase.documents.is_empty();
    let keeps_notices = case.steps.iter().any(|other| other.phase.notice.is_some());
    keeps_notices && (tells || case.steps.iter().any(shows))
}

fn never_announced(step: &Step) -> Finding {
    Finding::new(
        &kinds::IN_FORCE_WITH_NOTICE,
        step.phase.origin.place(),
        say(
            format!("Zu „{}“ fehlt die Bekanntmachung", step.rule.label.de),
            format!("“{}” has no notice", step.rule.label.en),
        ),
    )
    .because(say(
        "Ohne Bekanntmachung tritt der Plan nicht in Kraft (§ 10 Abs. 3 Satz 4, § 6 Abs. 5 Satz 2, § 214 Abs. 1 Satz 1 Nr. 4 BauGB).",
        "Without a notice the plan does not enter into force (§ 10 (3) sentence 4, § 6 (5) sentence 2, § 214 (1) sentence 1 no. 4 BauGB).",
    ))
    .help(say(
        "Ergänzen Sie bekanntmachung: mit form, organ und veroeffentlicht.",
        "Add bekanntmachung: with form, organ and veroeffentlicht.",
    ))
}

/// `FIN-002`
pub fn signed_before(case: &Case, report: &mut Report) {
    for step in finals(case) {
        let notice = step.phase.notice.as_ref();
        let announced = notice.filter(|_| final_wording::looks_back(case.procedure, step.phase));
        let day = announced.map_or(step.phase.time.start(), |own| own.completed);
        let signed = case.steps.iter().find(|other| other.rule.signs);
        let Some(signed) = signed else {
            never_signed(case, step, report);
            continue;
        };
        let on = signed.phase.time.start();
        if on <= day {
            continue;
        }
        report.add(
            Finding::new(
                &kinds::SIGNED_BEFORE,
                signed.phase.origin.at("datum"),
                say(
                    format!("Ausgefertigt am {on}, bekannt gemacht schon am {day}"),
                    format!("Signed on {on}, but announced on {day} already"),
                ),
            )
            .because(say(
                "Die Satzung wird nach dem Beschluss ausgefertigt und dann bekannt gemacht (§ 4 Abs. 3 SächsGemO); der Mangel heilt nicht mit der Zeit (§ 4 Abs. 4 Satz 2 Nr. 1 SächsGemO).",
                "The statute is signed after the resolution and then announced (§ 4 (3) SächsGemO); time does not heal this (§ 4 (4) sentence 2 no. 1 SächsGemO).",
            ))
            .help(say(
                "Fertigen Sie aus und machen Sie danach erneut bekannt (§ 214 Abs. 4 BauGB).",
                "Sign it, then announce it again (§ 214 (4) BauGB).",
            )),
        );
    }
}

/// A statute that nobody signed, in a file that holds the whole procedure; in another one it is left open. A
/// preparatory plan is no statute.
fn never_signed(case: &Case, step: &Step, report: &mut Report) {
    if !case.has_tier(Tier::Binding) || !step.has_begun(case.today()) {
        return;
    }
    let mut shown = case.formal_participations();
    let is_shown = shown.any(|other| !other.phase.documents.is_empty());
    let is_kept = step.is_recorded() && is_shown;
    if !(is_kept && case.is_whole(|_| false) || is_statute_kept(case, step)) {
        report.unknown_of_procedure(&kinds::SIGNED_BEFORE, "phasen");
        return;
    }
    let finding = Finding::new(
        &kinds::SIGNED_BEFORE,
        step.phase.origin.at("art"),
        say(
            "Wann die Satzung ausgefertigt wurde, ist nicht festgehalten",
            "When the statute was signed is not recorded",
        ),
    )
    .because(say(
        "Satzungen sind auszufertigen, ehe sie bekannt gemacht werden (§ 4 Abs. 3 SächsGemO); fehlt es daran, heilt der Mangel nicht mit der Zeit (§ 4 Abs. 4 Satz 2 Nr. 1 SächsGemO).",
        "Statutes are signed before they are announced (§ 4 (3) SächsGemO); if that is missing, time does not heal it (§ 4 (4) sentence 2 no. 1 SächsGemO).",
    ))
    .help(say(
        "Ergänzen Sie die Phase art: ausfertigung mit dem Tag der Unterschrift.",
        "Add the phase art: ausfertigung with the day of the signature.",
    ));
    report.add(finding.at_level(Level::Warning));
}

/// Whether a file keeps what there is of a statute that nobody takes part in: its resolution with a number, its final notice
/// in words, and the papers that are in force.
fn is_statute_kept(case: &Case, step: &Step) -> bool {
    let is_without_steps = case.participation() == Participation::None;
    let is_numbered = |own: &Step| {
        own.phase
            .resolution
            .as_ref()
            .is_some_and(|own| own.number.is_some())
    };
    let is_worded = step.notice_text.is_some() && !step.phase.documents.is_empty();
    is_without_steps
        && is_worded
        && case.adoption().is_some_and(is_numbered)
        && case.procedure.undated.is_empty()
}

/// `GEO-004`
pub fn area_in_words(case: &Case, report: &mut Report) {
    extent::as_told(case, report);
    if says_where(case) {
        return;
    }
    report.add(
        Finding::new(
            &kinds::AREA_IN_WORDS,
            case.procedure.origin.at("geltungsbereich.beschreibung"),
            say(
                "Lage und Grenzen des Gebiets sind kaum beschrieben",
                "Where the area lies and ends is hardly described",
            ),
        )
        .because(say(
            "Wer die Karte nicht sehen kann, braucht sie in Worten; die Bekanntmachung muss das Gebiet erkennen lassen (Anstoßwirkung).",
            "Whoever cannot see the map needs it in words; the notice must make the area recognisable.",
        ))
        .help(say(
            "Nennen Sie Ortsteil, Straßen und Grenzen nach Himmelsrichtungen.",
            "Name the part of town, streets and borders by direction.",
        )),
    );
}

/// Words that alone do not say where something lies.
static NOWHERE: LazyLock<HashSet<&str>> = LazyLock::new(|| NOWHERE_WORDS.split(' ').collect());
const NOWHERE_WORDS: &str = "siehe s vgl karte plan lageplan planzeichnung zeichnung anlage anhang abbildung skizze \
    geltungsbereich plangebiet gebiet bereich fläche umgrenzung abgrenzung des der die das \
    dem den im in ist wird noch offen unbekannt folgt ergänzt nachgereicht beigefügt \
    beigefügte beigefügter beigefügten dargestellt eingezeichnet gemäß laut wie oben unten \
    bebauungsplan bebauungsplans bebauungsplanes todo tbd k";

/// Whether the description of the area says more than the plan's name or where a drawing lies. Somebody who
/// has the words „Hechtstraße 100“ finds the place; „siehe Karte“ leads nowhere.
fn says_where(case: &Case) -> bool {
    const SHORTEST: usize = 15;
    const PLACES: [&str; 4] = ["ortslage", "ortsteil", "gemarkung", "flur"];
    const WHOLE: [&str; 4] = [
        "stadtgebiet",
        "gemeindegebiet",
        "stadtgebiets",
        "gemeindegebiets",
    ];
    let text = case.procedure.area_description.to_lowercase();
    let words = text.split(|letter: char| !letter.is_alphanumeric());
    let mut is_number = false;
    let words = words.filter(|word| {
        // „Bebauungsplan Nr. 130“ says no place.
        let is_of_plan = is_number && word.bytes().all(|byte| byte.is_ascii_digit());
        is_number = *word == "nr" || is_number && word.is_empty();
        !is_of_plan && *word != "nr"
    });
    let words: Vec<&str> = words
        .filter(|word| !word.is_empty() && !NOWHERE.contains(word))
        .collect();
    let own = squeezed(&words.concat());
    let names = [&case.procedure.plan.name, &case.municipality.name];
    let is_name = names.iter().any(|name| squeezed(name) == own);
    // „Markt 5“
    let has_number = words
        .iter()
        .any(|word| word.starts_with(|c: char| c.is_ascii_digit()));
    let says_place = has_number || words.iter().any(|word| PLACES.contains(word));
    let is_long = words.len() > 1 && (says_place || text.trim().chars().count() >= SHORTEST);
    !is_name && (is_long || words.iter().any(|word| WHOLE.contains(word)))
}

/// The final notices: with them the plan is in force.
pub fn finals<'c, 'a>(case: &'c Case<'a>) -> impl Iterator<Item = &'c Step<'a>> {
    let finals = case.steps.iter();
    finals.filter(|step| step.rule.puts_in_force && step.rule.needs_notice)
}
