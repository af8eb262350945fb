//! Signing, final notice and what stays available (§§ 6, 6a, 10, 10a BauGB, § 4 SächsGemO).

use crate::check::case::{Case, Report, Step};
use crate::check::extent;
use crate::check::final_wording;
use crate::check::kinds;
use crate::check::names::squeezed;
use crate::check::own::Own;
use crate::check::related::CHOICE;
use crate::check::said;
use crate::finding::{Finding, Level, say};
use crate::law::codes::Tier;
use crate::law::wording::{APPROVAL_BEFORE, APPROVAL_SINCE, may_choose, wording};
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
        let finding = if !can {
            cannot_hold(step.phase, key)
        } else if reason.is_none() {
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
            if !is_reasoned && [APPROVAL_BEFORE, APPROVAL_SINCE].contains(&key) {
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
            .help(say(
                format!("Schreiben Sie datum: {completed}, oder berichtigen Sie die Bekanntmachung."),
                format!("Write datum: {completed}, or correct the notice."),
            )),
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
        let day = step.phase.time.start();
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
    let shows = |other: &Step| other.is_display() && !other.phase.documents.is_empty();
    let is_kept = step.is_recorded() && case.steps.iter().any(shows);
    if !is_kept || !case.is_whole(|_| false) {
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

/// `FIN-003`
pub fn where_to_inspect(case: &Case, report: &mut Report) {
    for step in finals(case).filter(|step| step.phase.facts.denies_access) {
        report.add(inspected_nowhere(step));
    }
    const INSPECTION: &str = "einsehen|eingesehen|einzusehen|einsicht|einsehbar|bereitgehalten|bereit gehalten|zur ansicht|plan sehen|ansehen";
    const PLACE: &str = "rathaus|zimmer|raum |raum:| amt|bauamt|planungsamt|stadtamt|gemeindeamt|landratsamt|ordnungsamt|stadtverwaltung|gemeindeverwaltung|bauverwaltung|verwaltungsgebäude|verwaltungsverband|büro|straße|str.|platz|markt |internet|www.|http|gebäude|haus |geschäftsstelle|bibliothek|portal|archiv|dezernat|sachgebiet|abteilung|etage|geschoss|weg |gasse|allee|ring ";
    // How far from the word the place may stand, in sentences; rows of a table are some.
    const NEAR: usize = 2;
    const SIGNS: [&str; 2] = [
        "liegt|liegen|finden|auskunft|erhältlich|zugänglich|abrufbar|ausgelegt + rathaus|zimmer|raum |bauamt|planungsamt|stadtamt|verwaltung|büro|internet|www. - gebiet|geltungsbereich|zwischen",
        "liegt|liegen + auf dauer|dauerhaft|zu jedermanns|für jedermann",
    ];
    for step in finals(case) {
        let Some(own) = Own::of(step) else {
            continue;
        };
        let sentences = own.sentences();
        let name = case.procedure.plan.name.to_lowercase();
        let says_where = |at: usize| {
            let near = at.saturating_sub(NEAR)..(at + NEAR + 1).min(sentences.len());
            // The plan may be called after a street, and complaints go to an office.
            let is_place = |sentence: &String| {
                let other = said::shows(sentence, OTHER_PLACES);
                !other && said::shows(&sentence.replace(&name, ""), PLACE)
            };
            let own = &sentences[at];
            let is_here = said::shows(&own.replace(&name, ""), PLACE);
            said::shows(own, INSPECTION) && (is_here || sentences[near].iter().any(is_place))
        };
        if let Some(sentence) = own.sentence(NOT_EVERYONE) {
            report.add(inspected_by_some(&own, sentence));
        }
        if let Some(sentence) = own.sentence(FOR_A_TIME) {
            report.add(inspected_for_a_time(&own, sentence));
            continue;
        }
        let is_said = (0..sentences.len()).any(says_where);
        if is_said || SIGNS.iter().any(|sign| own.sentence(sign).is_some()) {
            continue;
        }
        report.add(
            Finding::new(
                &kinds::WHERE_TO_INSPECT,
                own.near(&["einsehen", "eingesehen", "einsicht", "in kraft", "wirksam", "beschlossen"]),
                say(
                    "Der Wortlaut sagt nicht, wo der Plan eingesehen werden kann",
                    "The wording does not say where the plan can be inspected",
                ),
            )
            .because(say(
                "In der Bekanntmachung ist darauf hinzuweisen, wo der Plan eingesehen werden kann (§ 10 Abs. 3 Satz 3 BauGB).",
                "The notice says where the plan can be inspected (§ 10 (3) sentence 3 BauGB).",
            ))
            .help(say(
                "Ergänzen Sie den Ort mit Anschrift und Zeiten.",
                "Add the place with address and hours.",
            )),
        );
    }
}

/// Sentences in which a place is none of inspection.
const OTHER_PLACES: &str = "unbeachtlich|geltend|rüge|entschädigung|fälligkeit|beanstandet|geltungsbereich|plangebiet|das gebiet|zwischen |begrenzt|genehmig|gegenüber";
/// Sentences that let only some people see the plan in force.
const NOT_EVERYONE: &str = "einsicht|einsehen|eingesehen|bereitgehalten|bereit + für eigentümer|von eigentümern|von den eigentümern|für anlieger|von anliegern|für betroffene|planbetroffene|von betroffenen|für grundstückseigentümer|von grundstückseigentümern|eigentümer können|anlieger können|betroffene können|einwohner können|bei berechtigtem interesse|gegen eine gebühr|gegen gebühr - jedermann|jede|alle|auch|entschädigung|auszug|grundbuch";

fn inspected_by_some(own: &Own, sentence: &str) -> Finding {
    Finding::new(
        &kinds::WHERE_TO_INSPECT,
        own.near_sentence(sentence),
        say(
            "Der Wortlaut lässt nicht jeden den Plan einsehen",
            "The wording does not let everyone inspect the plan",
        ),
    )
    .because(say(
        "Der Plan ist zu jedermanns Einsicht bereitzuhalten (§ 10 Abs. 3 Satz 2, § 6 Abs. 5 Satz 3 BauGB).",
        "The plan is kept ready for everyone to inspect (§ 10 (3) sentence 2, § 6 (5) sentence 3 BauGB).",
    ))
    .help(say(
        "Schreiben Sie „von jedermann“.",
        "Write “von jedermann”.",
    ))
}

fn inspected_nowhere(step: &Step) -> Finding {
    Finding::new(
        &kinds::WHERE_TO_INSPECT,
        step.phase.origin.at("zugang"),
        say(
            "Für den Plan in Kraft ist kein Ort der Einsicht angegeben",
            "There is no place to inspect the plan in force",
        ),
    )
    .because(say(
        "Der Plan ist mit der Begründung zu jedermanns Einsicht bereitzuhalten (§ 6 Abs. 5 Satz 3, § 10 Abs. 3 Satz 2 BauGB).",
        "The plan is kept ready with its reasons for everyone to inspect (§ 6 (5) sentence 3, § 10 (3) sentence 2 BauGB).",
    ))
    .help(say(
        "Streichen Sie zugang: [], oder nennen Sie den Ort.",
        "Delete zugang: [], or name the place.",
    ))
}

/// An inspection that ends some day.
const FOR_A_TIME: &str = "einsehen|eingesehen|einzusehen|einsicht + für die dauer|dauer eines|dauer von|zwei wochen lang|vier wochen lang|bis zum ablauf|einen monat lang|einen monat zu|bis zum 0|bis zum 1|bis zum 2|bis zum 3|während eines monats|während der dauer - jahr|geltend|wurde|lag |stellungnahme|umweltbezogen";

fn inspected_for_a_time(own: &Own, sentence: &str) -> Finding {
    Finding::new(
        &kinds::WHERE_TO_INSPECT,
        own.near_sentence(sentence),
        say(
            "Nach dem Wortlaut kann der Plan nur für eine Zeit eingesehen werden",
            "By the wording the plan can only be inspected for a time",
        ),
    )
    .because(say(
        "Der Plan mit Begründung ist zu jedermanns Einsicht bereitzuhalten, auf Dauer (§ 6 Abs. 5 Satz 3, § 10 Abs. 3 Satz 2 BauGB).",
        "The plan with its reasons is kept ready for everyone to inspect, for good (§ 6 (5) sentence 3, § 10 (3) sentence 2 BauGB).",
    ))
    .help(say("Streichen Sie die Dauer.", "Delete the duration."))
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
