//! Participation outside of the BauGB's plans: spatial planning (ROG), plan approval (VwVfG), immission
//! control (BImSchG), environmental impact assessment (UVPG).

use crate::check::case::{Case, Report, first_written};
use crate::check::kinds;
use crate::check::related_order;
use crate::check::related_papers;
use crate::finding::{Finding, Kind, say};
use crate::law::law;
use crate::law::period::{
    Begin, Computed, PeriodRule, earliest_start, latest_completion, period, posting_completed,
};
use crate::law::wording::row_day;
use crate::model::phase::{Phase, Time};
use jiff::civil::{Date, date};

/// The days between which a plan approval begun before may follow the old or the new wording (§ 102b
/// VwVfG).
pub const CHOICE: (Date, Date) = (date(2026, 7, 29), date(2027, 12, 31));

/// `RO-001`: publication of a month, notice a week before, comments as long as the publication.
pub fn spatial(case: &Case, report: &mut Report) {
    related_papers::spatial_papers(case, report);
    related_papers::open_to_everyone(case, report);
    for phase in case.related.iter().filter(|phase| phase.rule.is_spatial) {
        display_lasts(case, phase, &kinds::SPATIAL, report);
        notice_in_time(phase, &kinds::SPATIAL, report);
        comments_last(phase, &kinds::SPATIAL, report);
    }
}

/// `RO-002`: the law names the longest time for comments.
pub fn spatial_limit(case: &Case, report: &mut Report) {
    for phase in &case.related {
        let Some((start, end)) = days(phase) else {
            continue;
        };
        let Some(limit) = phase
            .rule
            .limit
            .as_deref()
            .and_then(|key| period(key, start))
        else {
            continue;
        };
        let longest = limit.compute(start, case.calendar).safe_end;
        if end <= longest {
            continue;
        }
        let provision = &limit.provision;
        report.add(
            Finding::new(
                &kinds::SPATIAL_LIMIT,
                phase.origin.at("zeitraum.ende"),
                say(
                    format!("Die Frist dauert bis {end}, länger als bis {longest}"),
                    format!("The period lasts until {end}, longer than {longest}"),
                ),
            )
            .because(say(
                format!("{}: die längste Dauer ({provision}).", limit.label.de),
                format!("{}: the longest duration ({provision}).", limit.label.en),
            ))
            .help(say(
                format!("Schreiben Sie ende: {longest} oder einen früheren Tag."),
                format!("Write ende: {longest} or an earlier day."),
            )),
        );
    }
}

/// `PF-001`: display of a month, objections to their last day, notice before.
pub fn approval(case: &Case, report: &mut Report) {
    related_order::announced(case, report);
    related_order::displayed_somewhere(case, report);
    related_order::in_order(case, report);
    let phases = case.related.iter();
    for phase in phases.filter(|phase| !phase.rule.is_spatial) {
        display_lasts(case, phase, &kinds::APPROVAL, report);
        notice_in_time(phase, &kinds::APPROVAL, report);
        if let Some(finding) = shown_too_long(phase) {
            report.add(finding);
        } else if phase.rule.objections.is_some() {
            objections_last(case, phase, report);
        } else if phase.rule.accepts_statements() && phase.rule.period.is_some() {
            comments_last(phase, &kinds::APPROVAL, report);
        }
    }
}

/// `PF-002`
pub fn approval_wording(case: &Case, report: &mut Report) {
    let (first, last) = CHOICE;
    let is_older = case.begun.procedure.is_some_and(|begun| begun < first);
    // A hearing in immission control follows another statute.
    let is_approval = |phase: &&Phase| phase.rule.key.starts_with("planfeststellung");
    if !case
        .related
        .iter()
        .copied()
        .any(|phase| is_approval(&phase))
    {
        return;
    }
    for phase in &case.related {
        let start = phase.time.start();
        let has_choice = is_older && (first..=last).contains(&start);
        if !has_choice || phase.wording.is_some() || phase.rule.valid_from != Some(first) {
            continue;
        }
        report.add(
            Finding::new(
                &kinds::APPROVAL_WORDING,
                phase.origin.at("art"),
                say(
                    format!("Für „{}“ ist nicht gewählt, welche Fassung des VwVfG gilt", phase.rule.label.de),
                    format!("It is not chosen which wording of the VwVfG holds for “{}”", phase.rule.label.en),
                ),
            )
            .because(say(
                "Ein vor dem 29. Juli 2026 begonnenes Verfahren kann bis Ende 2027 nach der alten Fassung geführt werden (§ 102b VwVfG).",
                "A procedure begun before 29 July 2026 may follow the old wording until the end of 2027 (§ 102b VwVfG).",
            ))
            .help(say(
                "Schreiben Sie fassung: \"vwvfg-alt\" oder fassung: \"vwvfg-2026\", und den Grund bei fassung_grund.",
                "Write fassung: \"vwvfg-alt\" or fassung: \"vwvfg-2026\", and the reason at fassung_grund.",
            )),
        );
    }
}

/// `PF-003`: counted from the end of the objections that ended last before it, the latest day on any
/// reading. Since 29 July 2026 the hearing is optional, and no limit is known.
pub fn hearing_in_time(case: &Case, report: &mut Report) {
    for hearing in case.related.iter().filter(|phase| !phase.rule.is_span) {
        let day = hearing.time.start();
        let heard = case.related.iter().filter(|phase| {
            phase.rule.accepts_statements() && !phase.rule.is_spatial && phase.rule.period.is_some()
        });
        let ended = heard.filter_map(|phase| Some((phase, days(phase)?.1)));
        let last = ended
            .filter(|(_, end)| *end < day)
            .max_by_key(|(_, end)| *end);
        let rule = hearing.rule.limit.as_deref();
        let rule = rule.and_then(|key| period(key, law_day(hearing)));
        let (Some((objections, end)), Some(rule)) = (last, rule) else {
            continue;
        };
        let latest = rule.compute(end, case.calendar).safe_end;
        if day <= latest {
            continue;
        }
        let provision = &rule.provision;
        report.add(
            Finding::new(
                &kinds::HEARING_IN_TIME,
                hearing.origin.at("datum"),
                say(
                    format!("Erörtert wird am {day}, die Einwendungsfrist endete am {end}"),
                    format!("The hearing is on {day}; the period for objections ended on {end}"),
                ),
            )
            .and_at(objections.origin.at("zeitraum.ende"))
            .because(say(
                format!("Die Erörterung ist binnen drei Monaten abzuschließen ({provision}), hier bis {latest}."),
                format!("The hearing is to end within three months ({provision}), here until {latest}."),
            ))
            .help(say(
                "Berichtigen Sie den Tag; liegt er so spät, halten Sie den Grund fest (ausnahmen: - regel: PF-003).",
                "Correct the day; if it is that late, record the reason (ausnahmen: - regel: PF-003).",
            )),
        );
    }
}

/// `UVP-001`
pub fn assessment_portal(case: &Case, report: &mut Report) {
    related_papers::report_on_display(case, report);
    for phase in case
        .related
        .iter()
        .filter(|phase| phase.rule.needs_assessment_portal)
    {
        if phase.facts.assessment_portal.is_some() || phase.time.start() > case.today() {
            continue;
        }
        report.add(
            Finding::new(
                &kinds::ASSESSMENT_PORTAL,
                phase.origin.place(),
                say(
                    "Die Adresse im UVP-Portal fehlt",
                    "The address on the portal for environmental impact assessments is missing",
                ),
            )
            .because(say(
                "Bekanntmachung, UVP-Bericht und die wichtigsten Berichte stehen im UVP-Portal (§ 20 UVPG).",
                "Notice, assessment report and the main reports are on the portal (§ 20 UVPG).",
            ))
            .help(say("Ergänzen Sie uvp_portal: https://…", "Add uvp_portal: https://…")),
        );
    }
}

fn days(phase: &Phase) -> Option<(Date, Date)> {
    match phase.time {
        Time::Span(start, Some(end)) if start <= end => Some((start, end)),
        _ => None,
    }
}

/// The day whose wording of the other tables holds for a phase.
fn law_day(phase: &Phase) -> Date {
    let chosen = phase.wording.as_ref().map(|(key, _)| key.as_str());
    row_day(chosen, phase.time.start())
}

/// The display's least period and the day it leads to.
fn least(case: &Case, phase: &Phase) -> Option<(&'static PeriodRule, Computed)> {
    let rule = period(phase.rule.period.as_deref()?, law_day(phase))?;
    Some((rule, rule.compute(phase.time.start(), case.calendar)))
}

/// The display's last day: the one the file names, else the last day of the phase.
fn display_end(phase: &Phase) -> Option<(Date, &'static str)> {
    let (_, end) = days(phase)?;
    let own = phase.facts.displayed_until;
    Some(own.map_or((end, "zeitraum.ende"), |own| (own, "auslegung_bis")))
}

fn display_lasts(case: &Case, phase: &Phase, kind: &'static Kind, report: &mut Report) {
    let (Some((rule, least)), Some((end, key))) = (least(case, phase), display_end(phase)) else {
        return;
    };
    if end >= least.legal_end {
        return;
    }
    let (earliest, provision) = (least.legal_end, &rule.provision);
    report.add(
        Finding::new(
            kind,
            phase.origin.at(key),
            say(
                format!("Die Auslegung endet am {end} zu früh"),
                format!("The display ends too early, on {end}"),
            ),
        )
        .because(say(
            format!("{} ({provision}): frühestens bis {earliest}; der erste Tag zählt mit (§ 187 Abs. 2 BGB).", rule.label.de),
            format!("{} ({provision}): until {earliest} at least; the first day counts (§ 187 (2) BGB).", rule.label.en),
        ))
        .help(say(
            format!("Schreiben Sie {} oder einen späteren Tag.", least.safe_end),
            format!("Write {} or a later day.", least.safe_end),
        )),
    );
}

/// Comments are taken at least as long as the draft is on display.
fn comments_last(phase: &Phase, kind: &'static Kind, report: &mut Report) {
    let (Some((_, end)), Some(shown)) = (days(phase), phase.facts.displayed_until) else {
        return;
    };
    if end >= shown {
        return;
    }
    let provision = &phase.rule.provision;
    report.add(
        Finding::new(
            kind,
            phase.origin.at("zeitraum.ende"),
            say(
                format!("Stellungnahmen nur bis {end}, ausgelegt wird bis {shown}"),
                format!("Comments only until {end}, but the display lasts until {shown}"),
            ),
        )
        .and_at(phase.origin.at("auslegung_bis"))
        .because(say(
            format!(
                "Die Frist für Stellungnahmen entspricht mindestens der Auslegung ({provision})."
            ),
            format!("The period for comments is at least that of the display ({provision})."),
        ))
        .help(say(
            format!("Schreiben Sie ende: {shown} oder einen späteren Tag."),
            format!("Write ende: {shown} or a later day."),
        )),
    );
}

fn notice_in_time(phase: &Phase, kind: &'static Kind, report: &mut Report) {
    let (Some(lead), Some(notice)) = (phase.rule.notice_lead_days, &phase.notice) else {
        return;
    };
    let is_posting = notice.form.key == "aushang" && notice.completed == notice.published;
    let completed = if is_posting {
        posting_completed(notice.published)
    } else {
        notice.completed
    };
    let (start, earliest) = (phase.time.start(), earliest_start(completed, lead));
    if start >= earliest {
        return;
    }
    let (last, provision) = (latest_completion(start, lead), &phase.rule.provision);
    let (key, de, en) = if phase.rule.is_span {
        ("zeitraum.beginn", "erste Tag", "first day")
    } else {
        ("datum", "Termin", "day")
    };
    report.add(
        Finding::new(
            kind,
            first_written(&notice.origin, &["vollzogen", "veroeffentlicht"]),
            say(
                format!("Bekannt gemacht erst am {completed}, der {de} ist der {start}"),
                format!("Announced only on {completed}; the {en} is {start}"),
            ),
        )
        .and_at(phase.origin.at(key))
        .because(say(
            format!("{} ist ortsüblich bekannt zu machen ({provision}, § 10 KomBekVO).", if lead > 1 { "Mindestens eine Woche vorher" } else { "Vorher" }),
            format!("It is announced {}before ({provision}, § 10 KomBekVO).", if lead > 1 { "at least a week " } else { "" }),
        ))
        .help(say(
            format!("Frühestens möglich ist der {earliest}; für den {start} muss die Bekanntmachung am {last} vollzogen sein."),
            format!("The earliest possible day is {earliest}; for {start} the notice must be completed on {last}."),
        )),
    );
}

/// Where objections are taken after the display, it does not outlast them.
fn shown_too_long(phase: &Phase) -> Option<Finding> {
    let (Some((_, end)), Some(shown)) = (days(phase), phase.facts.displayed_until) else {
        return None;
    };
    if shown <= end || phase.rule.objections.is_none() {
        return None;
    }
    let provision = &phase.rule.provision;
    let finding = Finding::new(
        &kinds::APPROVAL,
        phase.origin.at("auslegung_bis"),
        say(
            format!("Ausgelegt wird bis {shown}, der Zeitraum endet schon am {end}"),
            format!("The display lasts until {shown}, but the period ends on {end}"),
        ),
    )
    .and_at(phase.origin.at("zeitraum.ende"))
    .because(say(
        format!("zeitraum reicht bis zum letzten Tag für Einwendungen, und der liegt nach der Auslegung ({provision})."),
        format!("zeitraum reaches to the last day for objections, which comes after the display ({provision})."),
    ));
    Some(finding.help(say(
        "Berichtigen Sie auslegung_bis oder zeitraum.ende.",
        "Correct auslegung_bis or zeitraum.ende.",
    )))
}

/// Objections are taken to the end of their period, counted from the end of the display or its first day.
fn objections_last(case: &Case, phase: &Phase, report: &mut Report) {
    let key = phase.rule.objections.as_deref().unwrap_or_default();
    let (Some((start, end)), Some(rule)) = (days(phase), period(key, law_day(phase))) else {
        return;
    };
    let Some((_, shown)) = least(case, phase) else {
        return;
    };
    // Without a day of its own the display lasts as long as it must.
    let shown = phase.facts.displayed_until.unwrap_or(shown.legal_end);
    let from = match rule.begin {
        Begin::Event => shown,
        Begin::Day => start,
    };
    let least = rule.compute(from, case.calendar);
    if end >= least.legal_end {
        return;
    }
    let (earliest, provision) = (least.legal_end, &rule.provision);
    report.add(
        Finding::new(
            &kinds::APPROVAL,
            phase.origin.at("zeitraum.ende"),
            say(
                format!("Die Frist für Einwendungen endet am {end} zu früh"),
                format!("The period for objections ends too early, on {end}"),
            ),
        )
        .because(say(
            format!(
                "{} ({provision}): frühestens bis {earliest}.",
                rule.label.de
            ),
            format!(
                "{} ({provision}): until {earliest} at least.",
                rule.label.en
            ),
        ))
        .help(say(
            format!(
                "Schreiben Sie ende: {} oder einen späteren Tag.",
                least.safe_end
            ),
            format!("Write ende: {} or a later day.", least.safe_end),
        )),
    );
}

/// `VAR-012` for a kind of phase under another statute: § 36a BauGB since 30 October 2025.
pub fn existed(case: &Case, report: &mut Report) {
    for step in &case.related_steps {
        let (rule, day) = (step.rule, step.phase.time.start());
        let rows = law().phases.iter().filter(|own| own.key == rule.key);
        let since = rows.map(|own| own.valid_from).min().flatten();
        let Some(since) = since.filter(|since| day < *since) else {
            continue;
        };
        let finding = Finding::new(
            &kinds::EXISTED,
            step.phase.origin.place(),
            say(
                format!(
                    "„{}“ gibt es seit {since}, die Phase begann am {day}",
                    rule.label.de
                ),
                format!(
                    "“{}” exists since {since}, the phase began on {day}",
                    rule.label.en
                ),
            ),
        );
        let provision = &rule.provision;
        report.add(
            finding
                .because(say(provision.as_str(), provision.as_str()))
                .help(say(
                    "Berichtigen Sie das Datum oder die Art der Phase.",
                    "Correct the date or the kind of the phase.",
                )),
        );
    }
}
