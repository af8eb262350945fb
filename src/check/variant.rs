//! What the tracks and kinds of plan ask besides: §§ 9 Abs. 2d, 12, 13, 13a, 13b, 34 BauGB.

use crate::check::case::{Case, Report, Step};
use crate::check::extent;
use crate::check::kinds;
use crate::check::own::wordings;
use crate::check::plan_kinds;
use crate::check::record_papers;
use crate::check::related;
use crate::check::size;
use crate::finding::{Finding, Place, say};
use crate::law::codes::{Code, Participation, find};
use crate::law::law;
use jiff::civil::{Date, date};

/// The floor area below which § 13a Abs. 1 Satz 2 Nr. 2 BauGB holds, in square metres.
const FLOOR_AREA_LIMIT: u32 = 70_000;
/// The floor area from which a preliminary assessment is made, in square metres.
pub const FLOOR_AREA_SCREENING: u32 = 20_000;
/// The floor area below which § 13b BauGB held, in square metres.
const FLOOR_AREA_OUTER_ZONE: u32 = 10_000;
/// First and last day on which a procedure under § 13b BauGB could be begun.
const OUTER_ZONE_BEGUN: (Date, Date) = (date(2017, 5, 13), date(2022, 12, 31));
/// The judgment that ended § 13b BauGB, and the last day of its repair by § 215a BauGB.
const OUTER_ZONE_JUDGED: (Date, Date) = (date(2023, 7, 18), date(2024, 12, 31));
/// Last day to begin and last day to adopt a plan under § 9 Abs. 2d BauGB.
const HOUSING: (Date, Date) = (date(2024, 12, 31), date(2026, 12, 31));

/// `VAR-002`
pub fn needless_report(case: &Case, report: &mut Report) {
    if case.procedure.track.environmental_assessment || !case.procedure.is_track_known() {
        return;
    }
    for step in &case.steps {
        let is_needless =
            |key: &str| ["umweltbericht", "zusammenfassende_erklaerung"].contains(&key);
        for document in step
            .phase
            .documents
            .iter()
            .filter(|own| is_needless(&own.kind.key))
        {
            report.add(
                Finding::new(
                    &kinds::NEEDLESS_REPORT,
                    document.origin.at("art"),
                    say(
                        format!("„{}“ gehört nicht zu: {}", document.kind.de, case.procedure.track.de),
                        format!("“{}” does not belong to: {}", document.kind.en, case.procedure.track.en),
                    ),
                )
                .because(say(
                    "Umweltprüfung, Umweltbericht und zusammenfassende Erklärung entfallen (§ 13 Abs. 3 Satz 1 BauGB).",
                    "Environmental assessment, report and summary declaration fall away (§ 13 (3) sentence 1 BauGB).",
                ))
                .help(say(
                    "Prüfen Sie, ob die Verfahrensart stimmt.",
                    "See whether the track is right.",
                )),
            );
        }
    }
}

/// `VAR-003`
pub fn floor_area(case: &Case, report: &mut Report) {
    extent::floor_area_on_it(case, report);
    size::of_the_floor(case, report);
    if case.procedure.track.key != "beschleunigt" {
        return;
    }
    let Some(area) = case.procedure.facts.floor_area else {
        report.unknown_of_procedure(&kinds::FLOOR_AREA, "grundflaeche");
        return;
    };
    let screened = |step: &Step| step.has_document(|document| document.kind.key == "vorpruefung");
    let is_beyond = area >= FLOOR_AREA_LIMIT;
    let (de, en) = if is_beyond {
        (
            format!("{area} m² Grundfläche sind zu viel für das beschleunigte Verfahren"),
            format!("{area} m² of floor area are too much for the accelerated procedure"),
        )
    } else if area >= FLOOR_AREA_SCREENING && !case.steps.iter().any(screened) {
        (
            format!("Bei {area} m² Grundfläche fehlt die Vorprüfung des Einzelfalls"),
            format!("For {area} m² of floor area the preliminary assessment is missing"),
        )
    } else {
        return;
    };
    report.add(
        Finding::new(&kinds::FLOOR_AREA, case.procedure.origin.at("grundflaeche"), say(de, en))
            .because(say(
                "§ 13a Abs. 1 Satz 2 BauGB: unter 20 000 m², oder unter 70 000 m² mit Vorprüfung.",
                "§ 13a (1) sentence 2 BauGB: below 20,000 m², or below 70,000 m² with a preliminary assessment.",
            ))
            .help(if is_beyond {
                say(
                    "Wählen Sie verfahrensart: regelverfahren, oder berichtigen Sie grundflaeche.",
                    "Choose verfahrensart: regelverfahren, or correct grundflaeche.",
                )
            } else {
                say(
                    "Ergänzen Sie die Unterlage mit art: vorpruefung, oder wählen Sie verfahrensart: regelverfahren.",
                    "Add the document with art: vorpruefung, or choose verfahrensart: regelverfahren.",
                )
            }),
    );
}

/// `VAR-004`
pub fn informed(case: &Case, report: &mut Report) {
    // § 13b BauGB followed § 13a.
    let key = case.procedure.track.key.as_str();
    let is_accelerated = ["beschleunigt", "aussenbereich_13b"].contains(&key);
    if !is_accelerated || !case.procedure.track.is_for(case.procedure.plan.kind) {
        return;
    }
    for step in case
        .steps
        .iter()
        .filter(|step| step.rule.key == "unterrichtung")
    {
        report.extend(not_announced(case, step));
    }
    if key != "beschleunigt" {
        return;
    }
    let Some(display) = case.steps.iter().find(|step| step.is_display()) else {
        return;
    };
    let is_early = |step: &Step| {
        step.rule.is_span
            && step.rule.is_public_participation()
            && step.rule.rank < display.rule.rank
    };
    // The notice of the resolution to draw it up may say it, too.
    let tells = |step: &Step| step.rule.rank < display.rule.rank && says_where_to_learn(step);
    // What the wording says that is named and not there, nobody knows.
    let is_unknown = |step: &Step| {
        let notice = step.phase.notice.as_ref();
        notice.is_some_and(|own| own.misses_text) && step.rule.rank < display.rule.rank
    };
    let tells = |step: &Step| tells(step) || is_unknown(step);
    let is_done = case.steps.iter().any(|step| is_early(step) || tells(step));
    let is_done = is_done || case.continues_another();
    if is_done || !display.has_begun(case.today()) {
        return;
    }
    if !case.is_whole(|_| false) {
        report.unknown_of_procedure(&kinds::INFORMED, "phasen");
        return;
    }
    report.add(
        Finding::new(
            &kinds::INFORMED,
            display.phase.origin.at("art"),
            say(
                "Es fehlt die Unterrichtung der Öffentlichkeit oder die frühzeitige Beteiligung",
                "Neither was the public informed nor did it take part early",
            ),
        )
        .because(say(
            "Ohne frühzeitige Beteiligung ist bekannt zu machen, wo man sich unterrichten und bis wann man sich äußern kann (§ 13a Abs. 3 Satz 1 Nr. 2 BauGB); ein Verstoß ist unbeachtlich (§ 214 Abs. 2a Nr. 2 BauGB).",
            "Without early participation it is announced where one can learn of the plan and until when to comment (§ 13a (3) sentence 1 no. 2 BauGB); a breach is harmless (§ 214 (2a) no. 2 BauGB).",
        ))
        .help(say(
            "Ergänzen Sie die Phase art: unterrichtung, oder den Wortlaut der Bekanntmachung, in der es steht.",
            "Add the phase art: unterrichtung, or the wording of the notice that says it.",
        )),
    );
}

/// `VAR-006`
pub fn outer_zone(case: &Case, report: &mut Report) {
    record_papers::screened(case, report);
    if case.procedure.track.key != "aussenbereich_13b" {
        return;
    }
    let place = || case.procedure.origin.at("verfahrensart");
    let (first, last) = OUTER_ZONE_BEGUN;
    let begun = case
        .begun
        .procedure
        .filter(|_| case.is_from_the_beginning());
    if let Some(day) = begun.filter(|day| !(first..=last).contains(day)) {
        report.add(outer_zone_finding(
            place(),
            format!("Am {day} konnte kein Verfahren nach § 13b BauGB eingeleitet werden"),
            format!("On {day} no procedure under § 13b BauGB could be begun"),
        ));
        return;
    }
    let area = case.procedure.facts.floor_area;
    if let Some(area) = area.filter(|area| *area >= FLOOR_AREA_OUTER_ZONE) {
        report.add(outer_zone_finding(
            case.procedure.origin.at("grundflaeche"),
            format!("{area} m² Grundfläche sind zu viel für § 13b BauGB"),
            format!("{area} m² of floor area are too much for § 13b BauGB"),
        ));
    }
    let (judged, repaired) = OUTER_ZONE_JUDGED;
    let Some(adoption) = case.adoption() else {
        return;
    };
    let day = adoption.phase.time.start();
    let reasons = case
        .steps
        .iter()
        .filter_map(|step| step.phase.reason.as_deref());
    let papers = case.procedure.documents().map(|own| own.title.as_str());
    let notices = wordings(case).map(|own| own.source());
    let told = reasons.chain(papers).chain(notices);
    let is_told = (told.chain([case.procedure.summary.as_str()])).any(|text| text.contains("215a"));
    let is_repaired = day <= repaired && is_told;
    if day > judged && !is_repaired {
        report.add(outer_zone_finding(
            adoption.phase.origin.at("datum"),
            format!("Der Beschluss vom {day} kann nicht auf § 13b BauGB beruhen"),
            format!("The resolution of {day} cannot rest on § 13b BauGB"),
        ));
    }
}

fn outer_zone_finding(place: Place, de: String, en: String) -> Finding {
    Finding::new(&kinds::OUTER_ZONE, place, say(de, en)).because(say(
        "§ 13b BauGB galt für Verfahren, die vom 13. Mai 2017 bis zum 31. Dezember 2022 förmlich eingeleitet wurden, unter 10 000 m² Grundfläche; er verstößt gegen Unionsrecht (BVerwG, 18. Juli 2023, 4 CN 3.22). Beenden lässt sich ein solches Verfahren nur nach § 215a BauGB, bis zum 31. Dezember 2024.",
        "§ 13b BauGB held for procedures begun from 13 May 2017 to 31 December 2022, below 10,000 m² of floor area; it breaches EU law (BVerwG, 18 July 2023, 4 CN 3.22). Such a procedure could be ended only under § 215a BauGB, until 31 December 2024.",
    ))
    .help(say(
        "Berichtigen Sie verfahrensart, grundflaeche oder den Tag; wurde das Verfahren nach § 215a BauGB beendet, schreiben Sie das beim Beschluss in grund. Sonst ist der Plan im Regelverfahren aufzustellen.",
        "Correct verfahrensart, grundflaeche or the day; if the procedure was ended under § 215a BauGB, write so in grund of the resolution. Otherwise the plan is made in the regular procedure.",
    ))
}

/// `VAR-012`: § 13a since 2007, § 9 Abs. 2d since 2021. What was done before cannot rest on them.
pub fn existed(case: &Case, report: &mut Report) {
    let procedure = case.procedure;
    related::existed(case, report);
    let words = [
        (procedure.track, "verfahrensart"),
        (procedure.plan.kind, "planart"),
    ];
    for (word, key) in words {
        let Some(since) = word.valid_from else {
            continue;
        };
        let mut shown = case.formal_participations().chain(case.adoptions());
        let Some(step) = shown.find(|step| step.phase.time.start() < since) else {
            continue;
        };
        let day = step.phase.time.start();
        let finding = Finding::new(
            &kinds::EXISTED,
            procedure.origin.at(key),
            say(
                format!(
                    "„{}“ gibt es seit {since}, „{}“ war am {day}",
                    word.de, step.rule.label.de
                ),
                format!(
                    "“{}” exists since {since}, “{}” was on {day}",
                    word.en, step.rule.label.en
                ),
            ),
        );
        report.add(finding.and_at(step.phase.origin.place()).help(say(
            "Berichtigen Sie das Datum oder die Angabe.",
            "Correct the date or the word.",
        )));
    }
}

/// `VAR-007`
pub fn housing_in_time(case: &Case, report: &mut Report) {
    if case.procedure.plan.kind.key != "bebauungsplan_wohnraumversorgung" {
        return;
    }
    let (begin, adopt) = HOUSING;
    let begun = case
        .begun
        .procedure
        .filter(|_| case.is_from_the_beginning());
    let late = begun
        .filter(|day| *day > begin)
        .map(|day| (case.procedure.origin.at("planart"), day, begin));
    let adoption = case.adoption().map(|step| {
        (
            step.phase.origin.at("datum"),
            step.phase.time.start(),
            adopt,
        )
    });
    for (place, day, limit) in late
        .into_iter()
        .chain(adoption.filter(|(_, day, _)| *day > adopt))
    {
        report.add(
            Finding::new(&kinds::HOUSING_IN_TIME, place, say(
                format!("Der {day} ist zu spät, möglich war es bis zum {limit}"),
                format!("{day} is too late; it was possible until {limit}"),
            ))
            .because(say(
                "Pläne zur Wohnraumversorgung: eingeleitet bis 31. Dezember 2024, beschlossen bis 31. Dezember 2026 (§ 9 Abs. 2d BauGB).",
                "Housing plans: begun until 31 December 2024, adopted until 31 December 2026 (§ 9 (2d) BauGB).",
            ))
            .help(say(
                "Berichtigen Sie den Tag, oder schreiben Sie planart: bebauungsplan und führen Sie das Verfahren dafür.",
                "Correct the day, or write planart: bebauungsplan and run that procedure.",
            )),
        );
    }
}

/// `VAR-008`
pub fn reasons_of_statute(case: &Case, report: &mut Report) {
    let kind = case.procedure.plan.kind;
    if kind.key != "ergaenzungssatzung" {
        return;
    }
    for step in case
        .steps
        .iter()
        .filter(|step| step.rule.displays_documents)
    {
        let has_reasons = step.has_document(|document| document.kind.key == "begruendung");
        if step.phase.documents.is_empty() || has_reasons || step.rule.needs_access {
            continue;
        }
        report.add(
            Finding::new(
                &kinds::REASONS_OF_STATUTE,
                step.phase.origin.at("unterlagen"),
                say(
                    "Bei den Unterlagen fehlt die Begründung",
                    "Among the documents, the reasons (Begründung) are missing",
                ),
            )
            .because(say("§ 34 Abs. 5 Satz 4 BauGB", "§ 34 (5) sentence 4 BauGB")),
        );
    }
}

/// `VAR-009`: no fault; whoever does it anyway learns that nothing depends on it.
pub fn needless_step(case: &Case, report: &mut Report) {
    if case.procedure.plan.kind.key != "klarstellungssatzung" {
        return;
    }
    let Some(step) = case.steps.iter().find(|step| step.is_display()) else {
        return;
    };
    report.add(
        Finding::new(
            &kinds::NEEDLESS_STEP,
            step.phase.origin.at("art"),
            say(
                "Für eine Klarstellungssatzung ist keine Beteiligung vorgeschrieben",
                "No participation is prescribed for a clarification statute",
            ),
        )
        .because(say(
            "§ 34 Abs. 6 Satz 1 BauGB verlangt sie nur für Entwicklungs- und Ergänzungssatzungen; die Regeln über Dauer und Hinweise werden hier nicht geprüft.",
            "§ 34 (6) sentence 1 BauGB asks for it only for development and supplementary statutes; the rules on duration and hints are not asked here.",
        )),
    );
}

/// `VAR-011`: „Ergänzungssatzung …“ as the name of an Außenbereichssatzung.
pub fn name_and_kind(case: &Case, report: &mut Report) {
    if is_repeal(case) {
        return;
    }
    plan_kinds::no_plan(case, report);
    let Some(other) = kind_in_name(case) else {
        return;
    };
    let plan = &case.procedure.plan;
    report.add(
        Finding::new(
            &kinds::NAME_AND_KIND,
            case.procedure.origin.at("planname"),
            say(
                format!("Der Name nennt „{}“, die Planart ist „{}“", other.de, plan.kind.de),
                format!("The name says “{}”, the kind is “{}”", other.de, plan.kind.de),
            ),
        )
        .help(say(
            format!("Schreiben Sie planart: {}, oder berichtigen Sie den Namen; die Planart gehört nicht in den Namen.", other.key),
            format!("Write planart: {}, or correct the name; the kind does not belong into the name.", other.key),
        )),
    );
}

/// Another kind of plan that the name says and cannot mean. What is no plan of its own, a plan of the other tier and
/// the plan that it is about are named further behind; a name that begins with a kind means it.
fn kind_in_name(case: &Case) -> Option<&'static Code> {
    let plan = &case.procedure.plan;
    let (name, own) = (plan.name.to_lowercase(), plan.kind.de.to_lowercase());
    // „Klarstellungs- und Ergänzungssatzung“ (§ 34 Abs. 4 Satz 2 BauGB)
    let joined = own.strip_suffix("satzung").map(|stem| format!("{stem}-"));
    let is_joined = joined.is_some_and(|stem| name.contains(&stem));
    // „Vorhabenbezogener Bebauungsplan …“ is more than a Bebauungsplan (§ 12 BauGB).
    let project = find(&law().codes.plan_kinds, "vorhabenbezogener_bebauungsplan");
    let is_project = |kind: &&Code| {
        plan.kind.key == "bebauungsplan" && name.starts_with(&kind.de.to_lowercase())
    };
    if let Some(project) = project.filter(is_project) {
        return Some(project);
    }
    if name.contains(&own) || is_joined || plan.kind.key == "innenbereichssatzung" {
        return None;
    }
    let says = |kind: &&Code| {
        let said = kind.de.to_lowercase();
        let is_near = kind.tier == plan.kind.tier && plan.kind.participation != Participation::None;
        let is_alone = case.procedure.more_plans.is_empty();
        let is_said = match is_near {
            true => name.contains(&said),
            false => is_alone && name.starts_with(&said),
        };
        is_said && !own.contains(&said) && !kind.needs_text
    };
    let mut kinds = law().codes.plan_kinds.iter().filter(says);
    kinds.find(|kind| !means(plan.kind, kind))
}

/// Whether the name of another kind may mean this one: the umbrella of § 34 Abs. 4 BauGB, and the plan that a binding
/// plan for a project is made of (§ 12 Abs. 1 BauGB).
fn means(own: &Code, other: &Code) -> bool {
    let provision = |kind: &'_ Code| kind.provision.clone().unwrap_or_default();
    let umbrella = provision(other).replace(" BauGB", " Satz ");
    let is_umbrella = !umbrella.is_empty() && provision(own).starts_with(&umbrella);
    let is_project = own.key == "vorhabenbezogener_bebauungsplan";
    is_umbrella || is_project && other.key == "vorhaben_und_erschliessungsplan"
}

/// Whether the procedure takes a plan away, in whole or in part.
pub fn is_repeal(case: &Case) -> bool {
    case.procedure.operation.repeals.is_some()
}

/// Whether the wording of a notice says where people can learn of the plan and until when they can comment.
fn says_where_to_learn(step: &Step) -> bool {
    const WHERE_TO: [&str; 5] = [
        "unterricht",
        "informier",
        "auskunft",
        "einsehen",
        "eingesehen",
    ];
    const UNTIL_WHEN: [&str; 3] = ["äußer", "stellungnahme", "anregung"];
    let words = step.notice_text.as_ref().map(|words| words.to_lowercase());
    words.is_some_and(|words| {
        WHERE_TO.iter().any(|sign| words.contains(sign))
            && UNTIL_WHEN.iter().any(|sign| words.contains(sign))
            && words.contains("bis ")
    })
}

/// Where and until when people can learn of the plan is announced before they can.
fn not_announced(case: &Case, step: &Step) -> Option<Finding> {
    let start = step.phase.time.start();
    // The notice of the resolution to draw the plan up may tell it, too.
    let is_told = case.steps.iter().any(|other| {
        let notice = other.phase.notice.as_ref();
        notice.is_some_and(|notice| notice.published <= start)
    });
    let keeps_notices = case.steps.iter().any(|other| other.phase.notice.is_some()) && !is_told;
    let (place, message) = match &step.phase.notice {
        None if keeps_notices && step.has_begun(case.today()) => (
            step.phase.origin.place(),
            say(
                "Zur Unterrichtung der Öffentlichkeit fehlt die Bekanntmachung",
                "The information of the public has no notice",
            ),
        ),
        Some(notice) if notice.published > start => (
            notice.origin.at("veroeffentlicht"),
            say(
                format!(
                    "Bekannt gemacht erst am {}, unterrichtet wird ab {start}",
                    notice.published
                ),
                format!(
                    "Announced only on {}, but the public is informed from {start}",
                    notice.published
                ),
            ),
        ),
        _ => return None,
    };
    let finding = Finding::new(&kinds::INFORMED, place, message).because(say(
        "Wo sich die Öffentlichkeit unterrichten und bis wann sie sich äußern kann, ist ortsüblich bekannt zu machen (§ 13a Abs. 3 Satz 1 Nr. 2 BauGB).",
        "Where the public can learn of the plan and until when it can comment is announced (§ 13a (3) sentence 1 no. 2 BauGB).",
    ));
    Some(finding.help(say(
        "Ergänzen oder berichtigen Sie bekanntmachung:.",
        "Add or correct bekanntmachung:.",
    )))
}
