//! Steps that belong to a procedure: none left out, each with what it needs.

use crate::check::case::{Case, Report, Step};
use crate::check::continued;
use crate::check::council;
use crate::check::kinds;
use crate::check::publication::{Least, is_plausible, too_short_finding};
use crate::check::record_steps;
use crate::finding::{Finding, Kind, say};
use crate::law::codes::Participation;
use crate::law::wording::wording_on;
use crate::model::phase::Phase;
use jiff::ToSpan;
use jiff::civil::Date;

/// A procedure without a step for so many years sleeps.
const SLEEPING_YEARS: i64 = 5;
/// So many days after the first one agencies are told of a publication at the latest.
const TOLD_DAYS: i64 = 3;
/// A journal that appears monthly brings a resolution after so many weeks at the latest.
const UNTIL_ANNOUNCED_WEEKS: i64 = 6;

/// `SEQ-002`
pub fn preparation_announced(case: &Case, report: &mut Report) {
    let silent = case.steps.iter().filter(|step| {
        let is_resolution =
            step.rule.needs_notice && !step.rule.is_span && !step.rule.puts_in_force;
        let by = (step.phase.time.start()).saturating_add(UNTIL_ANNOUNCED_WEEKS.weeks());
        is_resolution && step.phase.notice.is_none() && by < case.today()
    });
    let keeps_notices = case.steps.iter().any(|step| step.phase.notice.is_some());
    let is_kept = |step: &Step| keeps_notices || step.phase.resolution.is_some();
    for step in silent {
        if !is_kept(step) || wording_on(step.phase.time.start()).is_none() {
            report.unknown(&kinds::PREPARATION_ANNOUNCED, step.phase, "bekanntmachung");
            continue;
        }
        report.add(
            Finding::new(
                &kinds::PREPARATION_ANNOUNCED,
                step.phase.origin.place(),
                say(
                    format!("Zu „{}“ fehlt die Bekanntmachung", step.rule.label.de),
                    format!("“{}” has no notice", step.rule.label.en),
                ),
            )
            .because(say(
                "Der Beschluss ist ortsüblich bekannt zu machen (§ 2 Abs. 1 Satz 2 BauGB).",
                "The resolution is announced in the customary form (§ 2 (1) sentence 2 BauGB).",
            ))
            .help(say(
                "Ergänzen Sie bekanntmachung: {form: …, organ: …, veroeffentlicht: …}.",
                "Add bekanntmachung: {form: …, organ: …, veroeffentlicht: …}.",
            )),
        );
    }
}

/// `SEQ-003`
pub fn early_public(case: &Case, report: &mut Report) {
    let took_part = |step: &Step| step.rule.is_public_participation();
    early(case, report, &kinds::EARLY_PUBLIC, took_part);
}

/// `SEQ-004`
pub fn early_agencies(case: &Case, report: &mut Report) {
    let took_part = |step: &Step| step.is_for_agencies();
    early(case, report, &kinds::EARLY_AGENCIES, took_part);
}

fn early(case: &Case, report: &mut Report, kind: &'static Kind, is_meant: fn(&Step) -> bool) {
    let display = case.steps.iter().find(|step| step.is_display());
    let Some(display) = display.filter(|_| case.is_assessed() && !case.continues_another()) else {
        return;
    };
    let is_early = |step: &&Step| step.rule.is_span && step.rule.rank < display.rule.rank;
    let is_done = case.steps.iter().filter(is_early).any(is_meant);
    let is_explained = case.steps.iter().any(|step| {
        let reason = step.phase.reason.as_deref().unwrap_or_default();
        ["frühzeitig", "§ 3 Abs. 1", "§ 4 Abs. 1"]
            .iter()
            .any(|words| reason.contains(words))
    });
    if is_done || is_explained || !display.has_begun(case.today()) {
        return;
    }
    if !case.is_whole(|step| is_meant(step) && step.is_for_agencies()) {
        report.unknown_of_procedure(kind, "phasen");
        return;
    }
    let (de, en, provision) = if kind.id == kinds::EARLY_PUBLIC.id {
        ("der Öffentlichkeit", "of the public", "§ 3 Abs. 1 BauGB")
    } else {
        ("der Behörden", "of agencies", "§ 4 Abs. 1 BauGB")
    };
    report.add(
        Finding::new(
            kind,
            display.phase.origin.at("art"),
            say(
                format!("Vor der Veröffentlichung fehlt die frühzeitige Beteiligung {de}"),
                format!("There is no early participation {en} before the display"),
            ),
        )
        .because(say(
            format!("{provision}; entbehrlich nur in den dort genannten Fällen und in den Verfahren nach §§ 13, 13a BauGB."),
            format!("{provision}; dispensable only in the cases named there and under §§ 13, 13a BauGB."),
        ))
        .help(say(
            "Ergänzen Sie die Phase, oder halten Sie fest, warum sie entfiel: grund: Von der frühzeitigen Beteiligung wurde abgesehen, weil …",
            "Add the phase, or record why it was left out: grund: Von der frühzeitigen Beteiligung wurde abgesehen, weil …",
        )),
    );
}

/// `SEQ-005`
pub fn agencies_asked(case: &Case, report: &mut Report) {
    let Some(adoption) = case
        .adoption()
        .filter(|_| case.participation() != Participation::None)
    else {
        return;
    };
    let rank = case
        .steps
        .iter()
        .filter(|step| step.is_display())
        .find_map(|step| step.rule.rank);
    let asked = |step: &Step| step.is_for_agencies() && (rank.is_none() || step.rule.rank >= rank);
    if case.steps.iter().any(asked) || case.continues_another() {
        return;
    }
    if !case.is_whole(|step| step.is_for_agencies()) || !case.knows_participations() {
        report.unknown_of_procedure(&kinds::AGENCIES_ASKED, "phasen");
        return;
    }
    report.add(
        Finding::new(
            &kinds::AGENCIES_ASKED,
            adoption.phase.origin.at("art"),
            say(
                "Vor dem Beschluss fehlt die Beteiligung der Behörden zum Entwurf",
                "There is no participation of agencies in the draft before the resolution",
            ),
        )
        .because(say(
            "Die Gemeinde holt die Stellungnahmen der Behörden und Träger öffentlicher Belange zum Entwurf ein (§ 4 Abs. 2, § 13 Abs. 2 Satz 1 Nr. 3 BauGB).",
            "The municipality asks agencies for statements on the draft (§ 4 (2), § 13 (2) sentence 1 no. 3 BauGB).",
        ))
        .help(say(
            "Ergänzen Sie die Phase art: behoerdenbeteiligung.",
            "Add the phase art: behoerdenbeteiligung.",
        )),
    );
}

/// `SEQ-006`: in the simplified procedures any reasonable period is enough.
pub fn time_for_agencies(case: &Case, report: &mut Report) {
    let agencies = case.steps.iter().filter(|step| step.is_for_agencies());
    for step in agencies.filter(|step| have_a_month(case, step)) {
        let (Some((start, end)), Some((period, least))) =
            (step.span(), step.least(step.rule, case.calendar))
        else {
            continue;
        };
        let is_older = step.may_be_older(case.begun.procedure);
        if !is_older && end < least.legal_end {
            let least = Least::of(period, &least);
            report.add(too_short_finding(
                &kinds::TIME_FOR_AGENCIES,
                step,
                (start, end),
                &least,
            ));
        }
    }
}

/// Whether the agencies have a month: in a renewed round it may be shorter (§ 4a Abs. 3 Satz 3 BauGB), and in the
/// simplified procedures any reasonable period is enough.
pub fn have_a_month(case: &Case, step: &Step) -> bool {
    case.is_assessed() && is_first_round(case, step) && !follows_renewal(case, step)
}

/// Whether the agencies are asked for the first time: what was void before does not count. A file that
/// begins with a later round leaves it open.
fn is_first_round(case: &Case, step: &Step) -> bool {
    let start = step.phase.time.start();
    let same = |other: &&Phase| other.rule.key == step.rule.key && other.time.start() < start;
    let mut before = case.procedure.phases.iter().filter(same);
    let is_later = step.phase.round.is_some_and(|round| round > 1);
    let was_void = case.procedure.phases.iter().any(|own| own.void.is_some());
    before.all(|own| own.void.is_some()) && (!is_later || was_void)
}

fn follows_renewal(case: &Case, step: &Step) -> bool {
    let start = step.phase.time.start();
    let displays = case.steps.iter().filter(|step| step.is_display());
    displays.into_iter().any(|display| {
        let begins = display.phase.time.start();
        // What repeats a void display shows the draft for the first time.
        let repeated = display.phase.repeats;
        let repeated = repeated.and_then(|at| case.procedure.phases.get(at));
        let is_again = repeated.is_some_and(|own| own.void.is_none());
        (display.rule.renews || is_again) && begins <= start
    })
}

/// `SEQ-007`
pub fn adopted_after(case: &Case, report: &mut Report) {
    weighed_after(case, report);
    for adoption in case.adoptions() {
        let day = adoption.phase.time.start();
        let shown = || {
            let shown = case.formal_participations();
            shown.filter(|step| step.span().is_some_and(|(from, to)| is_plausible(from, to)))
        };
        let before = shown().filter(|step| step.phase.time.start() <= day);
        let ends = before.filter_map(|step| Some((step, step.phase.in_time_until()?)));
        let last = ends.max_by_key(|(_, end)| *end);
        let is_first_shown_later = last.is_none()
            && case.is_from_the_beginning()
            && !case.continues_another()
            && case.participation() != Participation::None;
        let late = shown().filter_map(|step| Some((step, step.phase.in_time_until()?)));
        let late = late.max_by_key(|(_, end)| *end);
        let Some((step, end)) = last.or(late.filter(|_| is_first_shown_later)) else {
            continue;
        };
        if end >= day {
            report.add(adopted_too_early(adoption, step, end));
            continue;
        }
        // The agencies are asked before, too.
        let asked = case.steps.iter().filter(|step| step.is_for_agencies());
        let asked = asked.filter_map(|step| Some((step, in_time(step)?)));
        let during = asked.filter(|(_, (start, end))| *start <= day && *end >= day);
        if let Some((step, (_, end))) = during.max_by_key(|(_, (_, end))| *end) {
            report.add(adopted_too_early(adoption, step, end));
        }
    }
}

/// Statements are weighed once their period is over.
fn weighed_after(case: &Case, report: &mut Report) {
    for weighing in case
        .steps
        .iter()
        .filter(|step| step.rule.weighs && !step.rule.adopts)
    {
        let day = weighing.phase.time.start();
        let shown = case.formal_participations();
        let shown = shown.filter_map(|step| Some((step, in_time(step)?)));
        let mut shown = shown.filter(|(_, (start, end))| is_plausible(*start, *end));
        if let Some((step, (_, end))) = shown.find(|(_, (start, end))| *start <= day && day <= *end)
        {
            report.add(adopted_too_early(weighing, step, end));
        }
    }
}

/// The days on which statements are in time, if it is a span with both ends.
fn in_time(step: &Step) -> Option<(Date, Date)> {
    let (start, _) = step.span()?;
    Some((start, step.phase.in_time_until()?))
}

fn adopted_too_early(adoption: &Step, display: &Step, end: Date) -> Finding {
    let day = adoption.phase.time.start();
    let next = end.saturating_add(1.day());
    let moved = display.phase.time.end().filter(|last| *last != end);
    let (moved_de, moved_en) = moved.map_or_else(Default::default, |last| {
        (
            format!(" Der {last} ist kein Werktag; rechtzeitig sind Stellungnahmen bis zum nächsten (§ 31 Abs. 3 Satz 1 VwVfG, § 193 BGB)."),
            format!(" {last} is no working day; statements are in time until the next one (§ 31 (3) sentence 1 VwVfG, § 193 BGB)."),
        )
    });
    Finding::new(
        &kinds::ADOPTED_AFTER,
        adoption.phase.origin.at("datum"),
        say(
            format!("„{}“ am {day}, die Frist läuft bis {end}", adoption.rule.label.de),
            format!("“{}” on {day}, but the period lasts until {end}", adoption.rule.label.en),
        ),
    )
    .and_at(display.phase.origin.at("zeitraum.ende"))
    .because(say(
        format!("Die fristgerechten Stellungnahmen sind vor dem Beschluss zu prüfen (§ 3 Abs. 2 Satz 6, § 4 Abs. 2, § 1 Abs. 7 BauGB); die Frist läuft bis zum Ende ihres letzten Tages.{moved_de}"),
        format!("Statements in time are weighed before the resolution (§ 3 (2) sentence 6, § 4 (2), § 1 (7) BauGB); the period lasts to the end of its last day.{moved_en}"),
    ))
    .help(say(
        format!("Frühestens möglich ist der {next}."),
        format!("The earliest possible day is {next}."),
    ))
}

/// `SEQ-017`: without a resolution nothing enters into force.
pub fn in_force_with_resolution(case: &Case, report: &mut Report) {
    council::adopts_itself(case, report);
    council::is_its_own(case, report);
    council::is_of_its_kind(case, report);
    council::met_in_public(case, report);
    council::is_told_of_itself(case, report);
    let announced = |step: &&Step| step.rule.puts_in_force && step.rule.needs_notice;
    let Some(step) = case.steps.iter().find(announced) else {
        return;
    };
    // Whoever shows the draft once more adopts it once more.
    let shows_again = case.steps.iter().any(Step::is_display);
    if case.adoption().is_some() || case.continues_another() && !shows_again {
        return;
    }
    if !case.is_whole(|_| false) {
        report.unknown_of_procedure(&kinds::RESOLVED, "phasen");
        return;
    }
    report.add(
        Finding::new(
            &kinds::RESOLVED,
            step.phase.origin.at("art"),
            say(
                "Vor der Bekanntmachung fehlt der Beschluss über den Plan",
                "There is no resolution to adopt the plan before the notice",
            ),
        )
        .because(say(
            "Ohne Beschluss gibt es keinen Plan; der Fehler heilt nicht mit der Zeit (§ 10 Abs. 1, § 214 Abs. 1 Satz 1 Nr. 4 BauGB).",
            "Without a resolution there is no plan; time does not heal this (§ 10 (1), § 214 (1) sentence 1 no. 4 BauGB).",
        ))
        .help(say(
            "Ergänzen Sie die Phase art: satzungsbeschluss oder art: feststellungsbeschluss.",
            "Add the phase art: satzungsbeschluss or art: feststellungsbeschluss.",
        )),
    );
}

/// `SEQ-018`: a plan that nobody could see is not adopted.
pub fn shown_before_adoption(case: &Case, report: &mut Report) {
    record_steps::renewed_without_first(case, report);
    let Some(adoption) = case
        .adoption()
        .filter(|_| case.participation() != Participation::None)
    else {
        return;
    };
    let mut formal = case.formal_participations().peekable();
    let is_renewed_only = formal.peek().is_some();
    if case.continues_another() || formal.any(|step| !step.rule.renews && !step.rule.is_restricted)
    {
        return;
    }
    if !case.is_whole(|step| step.rule.is_public_participation()) || !case.knows_participations() {
        report.unknown_of_procedure(&kinds::SHOWN, "phasen");
        return;
    }
    report.add(
        Finding::new(
            &kinds::SHOWN,
            adoption.phase.origin.at("art"),
            if is_renewed_only {
                say(
                    "Vor dem Beschluss gab es nur eine erneute Beteiligung, keine erste von einem Monat",
                    "Before the resolution there was only a renewed participation, no first one of a month",
                )
            } else {
                say(
                    "Vor dem Beschluss fehlt die Beteiligung der Öffentlichkeit am Entwurf",
                    "There is no participation of the public in the draft before the resolution",
                )
            },
        )
        .because(say(
            "Der Entwurf ist zu veröffentlichen, oder die betroffene Öffentlichkeit ist zu beteiligen (§ 3 Abs. 2, § 13 Abs. 2 Satz 1 Nr. 2 BauGB).",
            "The draft is published, or those affected take part (§ 3 (2), § 13 (2) sentence 1 no. 2 BauGB).",
        ))
        .help(say(
            "Ergänzen Sie die Phase art: veroeffentlichung oder art: betroffenenbeteiligung.",
            "Add the phase art: veroeffentlichung or art: betroffenenbeteiligung.",
        )),
    );
}

/// `PUB-014`: only where the file names the day.
pub fn agencies_told(case: &Case, report: &mut Report) {
    let displays = case.steps.iter().filter(|step| step.is_display());
    for step in displays.filter(|step| step.rule.needs_access) {
        let latest = step.phase.time.start().saturating_add(TOLD_DAYS.days());
        let Some(told) = step.phase.facts.agencies_told.filter(|told| *told > latest) else {
            continue;
        };
        report.add(
            Finding::new(
                &kinds::AGENCIES_TOLD,
                step.phase.origin.at("behoerden_benachrichtigt"),
                say(
                    format!("Die Behörden wurden erst am {told} benachrichtigt"),
                    format!("Agencies were told on {told} only"),
                ),
            )
            .and_at(step.phase.origin.at("zeitraum.beginn"))
            .because(say(
                "Sie sollen von der Veröffentlichung elektronisch benachrichtigt werden (§ 3 Abs. 2 Satz 3 BauGB); sonst läuft ihre Frist ab, ehe sie davon wissen.",
                "They are told of the publication electronically (§ 3 (2) sentence 3 BauGB); otherwise their period ends before they know.",
            ))
            .help(say(
                format!("Spätestens am {latest}; verlängern Sie sonst die Frist der Behörden."),
                format!("On {latest} at the latest; otherwise extend the agencies' period."),
            )),
        );
    }
}

/// `SEQ-014`
pub fn why_ended(case: &Case, report: &mut Report) {
    continued::judged(case, report);
    let ended = case.steps.iter().filter(|step| step.rule.ends);
    for step in ended.filter(|step| step.phase.resolution.is_none() && step.phase.reason.is_none())
    {
        report.add(
            Finding::new(
                &kinds::WHY_ENDED,
                step.phase.origin.place(),
                say(
                    format!("Zu „{}“ fehlen Beschluss, Urteil oder Grund", step.rule.label.de),
                    format!("“{}” has no resolution, judgment or reason", step.rule.label.en),
                ),
            )
            .help(say(
                "Ergänzen Sie beschluss: oder grund:, bei einem Urteil mit Gericht, Datum und Aktenzeichen.",
                "Add beschluss: or grund:, for a judgment with court, day and file number.",
            )),
        );
    }
}

/// `SEQ-015`
pub fn sleeping(case: &Case, report: &mut Report) {
    let mut undated = case.procedure.undated.iter().map(|phase| phase.rule);
    if undated.any(|rule| rule.puts_in_force || rule.ends) {
        return;
    }
    let is_settled = |step: &Step| step.rule.puts_in_force || step.rule.ends;
    let Some(last) = case.steps.iter().max_by_key(|step| last_day(step.phase)) else {
        return;
    };
    let day = last_day(last.phase);
    let is_resting = last.rule.makes_dormant || case.steps.iter().any(is_settled);
    if is_resting || day.saturating_add(SLEEPING_YEARS.years()) >= case.today() {
        return;
    }
    report.add(
        Finding::new(
            &kinds::SLEEPING,
            last.phase.origin.place(),
            say(
                format!("Seit {day} kam kein Schritt mehr hinzu"),
                format!("No step has been added since {day}"),
            ),
        )
        .help(say(
            "Ruht das Verfahren oder ist es eingestellt, sagen Sie es mit art: ruhend oder art: einstellung.",
            "If the procedure rests or was ended, say so with art: ruhend or art: einstellung.",
        )),
    );
}

fn last_day(phase: &Phase) -> Date {
    phase.time.end().unwrap_or_else(|| phase.time.start())
}
