//! The questions about a phase: its kind, its days, its notice.

use crate::cli::new::answer;
use crate::cli::new::around::Around;
use crate::cli::new::dialogue::{Choice, Dialogue, Field, Form, Wish};
use crate::cli::new::phase_text::{PhaseText, name};
use crate::finding::{Language, Words, say};
use crate::law::calendar::Calendar;
use crate::law::codes::{Tier, find};
use crate::law::law;
use crate::law::period::latest_completion;
use crate::law::phase_rule::PhaseRule;
use crate::load::procedure_file::{PhaseFile, ProcedureFile};
use crate::model::phase::Time;
use anyhow::{Result, bail};
use jiff::civil::Date;

const DAY: Form = Form::Value(["TAG", "DAY"]);

/// The kind of a phase.
pub const KIND: Field = Field {
    name: "art",
    form: Form::Value(["ART", "KIND"]),
    question: ["Art der Phase", "Kind of phase"],
};
/// The day of a phase that is a day.
pub const ON: Field = Field {
    name: "datum",
    form: DAY,
    question: [
        "Tag der Phase, etwa des Beschlusses: 1.12.2026 oder 2026-12-01",
        "Day of the phase, of the resolution, say: 2026-12-01",
    ],
};
/// The first day of a phase that lasts.
pub const FIRST: Field = Field {
    name: "beginn",
    form: DAY,
    question: [
        "Erster Tag: 1.12.2026 oder 2026-12-01",
        "First day: 2026-12-01",
    ],
};
/// The last day of a phase that lasts.
pub const LAST: Field = Field {
    name: "ende",
    form: DAY,
    question: [
        "Letzter Tag: 4.1.2027 oder 2027-01-04, oder offen",
        "Last day: 2027-01-04, or offen where none is set",
    ],
};
/// The day of the notice.
pub const NOTICE: Field = Field {
    name: "bekanntmachung",
    form: DAY,
    question: [
        "Tag der ortsüblichen Bekanntmachung",
        "Day of the customary notice",
    ],
};
/// The number of the resolution.
pub const RESOLUTION: Field = Field {
    name: "beschluss",
    form: Form::Value(["NUMMER", "NUMBER"]),
    question: ["Nummer des Beschlusses", "Number of the resolution"],
};
/// The planner's reason.
pub const REASON: Field = Field {
    name: "grund",
    form: Form::Value(["TEXT", "TEXT"]),
    question: [
        "Grund, zum Beispiel für eine längere Frist",
        "Reason, for example for a longer period",
    ],
};

/// The phase that comes next, as asked.
///
/// # Errors
/// If the person went away, or no name is left.
pub fn next(
    dialogue: &mut Dialogue,
    file: &ProcedureFile,
    around: &Around,
) -> Result<Option<PhaseText>> {
    let kinds = kinds(&around.tiers, dialogue.language);
    let wish = match usual(file).filter(|key| kinds.iter().any(|kind| kind.0 == *key)) {
        Some(key) if dialogue.is_attended() => Wish::Usually(key.to_owned()),
        _ => Wish::Needed,
    };
    let key = dialogue.choose(&KIND, &kinds, wish)?;
    let Some(number) = next_number(file) else {
        let words = say(
            "Das Verfahren hat schon 99 Phasen; weitere Kennungen gibt es nicht.",
            "The procedure has 99 phases already; there are no more names.",
        );
        bail!("{}", words.in_language(dialogue.language).to_owned());
    };
    let Some(phase) = phase(dialogue, &key, number, around)? else {
        return Ok(None);
    };
    Ok(Some(PhaseText {
        round: round(file, phase.rule),
        reason: dialogue.given(&REASON, &answer::text)?,
        ..phase
    }))
}

/// A phase of a kind, as asked; none where the kind is unknown or the flags do not say when it is.
///
/// # Errors
/// If the person went away.
pub fn phase(
    dialogue: &mut Dialogue,
    kind: &str,
    number: usize,
    around: &Around,
) -> Result<Option<PhaseText>> {
    let Some(rule) = law().phase(kind, None) else {
        return Ok(None);
    };
    let Some(time) = time(dialogue, rule, around.calendar)? else {
        return Ok(None);
    };
    let rule = law().phase(kind, Some(time.start())).unwrap_or(rule);
    let notice = |text: &str| notice_day(text, rule, time.start());
    let notice = if rule.needs_notice {
        dialogue.optional(&NOTICE, &notice)?
    } else {
        dialogue.given(&NOTICE, &notice)?
    };
    let resolution = if rule.is_span || rule.puts_in_force {
        None
    } else {
        dialogue.optional(&RESOLUTION, &answer::text)?
    };
    Ok(Some(PhaseText {
        name: name(number, rule),
        round: None,
        rule,
        time,
        resolution,
        notice: notice.as_deref().and_then(answer::date),
        notice_waits: false,
        reason: None,
    }))
}

/// The tiers of a procedure's plans.
pub fn tiers(file: &ProcedureFile) -> Vec<Tier> {
    let others = file.weitere_plaene.iter().map(|plan| &plan.planart);
    std::iter::once(&file.planart)
        .chain(others)
        .filter_map(|key| find(&law().codes.plan_kinds, key)?.tier)
        .collect()
}

/// The kind that commonly comes next: the first of the usual course behind the last one there is.
fn usual(file: &ProcedureFile) -> Option<&'static str> {
    let codes = &law().codes;
    let kind = find(&codes.plan_kinds, &file.planart)?;
    let track = find(&codes.tracks, &file.verfahrensart)?;
    let course = law().course(kind, track);
    let is_there = |key: &String| file.phasen.iter().any(|phase| phase.art == *key);
    let next = course.iter().rposition(is_there).map_or(0, |last| last + 1);
    course.get(next).map(String::as_str)
}

/// One more than the highest number of a name; none beyond 99.
fn next_number(file: &ProcedureFile) -> Option<usize> {
    let numbers = file.phasen.iter().filter_map(|phase| {
        let (number, _) = phase.kennung.split_once('-')?;
        number.parse::<usize>().ok()
    });
    let next = numbers.max().unwrap_or(0) + 1;
    (next <= 99).then_some(next)
}

/// The round, where a participation of this kind was held before.
fn round(file: &ProcedureFile, rule: &PhaseRule) -> Option<u16> {
    let is_earlier = |phase: &&PhaseFile| phase.art == rule.key && rule.is_span;
    let earlier = file.phasen.iter().filter(is_earlier);
    let last = earlier.map(|phase| phase.durchgang.unwrap_or(1)).max()?;
    last.checked_add(1).filter(|round| *round <= 99)
}

/// When a phase is; none where the flags do not say.
fn time(
    dialogue: &mut Dialogue,
    rule: &'static PhaseRule,
    calendar: Calendar,
) -> Result<Option<Time>> {
    if has_wrong_flag(dialogue, rule) {
        return Ok(None);
    }
    if !rule.is_span {
        let day = answer::date(&dialogue.needed(&ON, &answer::day)?);
        return Ok(day.map(Time::Day));
    }
    let first = answer::date(&dialogue.needed(&FIRST, &answer::day)?);
    let check = |text: &str| answer::end(text, first);
    let earliest = first.and_then(|first| earliest_end(rule, first, calendar));
    let last = match earliest {
        Some(earliest) => dialogue.usually(&LAST, earliest.to_string(), &check)?,
        None => dialogue.needed(&LAST, &check)?,
    };
    Ok(match (first, last.is_empty()) {
        (Some(first), false) => Some(Time::Span(first, answer::date(&last))),
        _ => None,
    })
}

/// Notes a flag that does not belong to a phase of this kind.
fn has_wrong_flag(dialogue: &mut Dialogue, rule: &PhaseRule) -> bool {
    let wrong: &[Field] = if rule.is_span { &[ON] } else { &[FIRST, LAST] };
    if wrong.iter().all(|field| dialogue.flag(field).is_none()) {
        return false;
    }
    let (de, en) = if rule.is_span {
        (
            "dauert: --beginn und --ende statt --datum",
            "lasts: --beginn and --ende instead of --datum",
        )
    } else {
        (
            "ist an einem Tag: --datum statt --beginn und --ende",
            "is on one day: --datum instead of --beginn and --ende",
        )
    };
    let label = &rule.label;
    dialogue.refuse(&say(
        format!("„{}“ {de}", label.de),
        format!("“{}” {en}", label.en),
    ));
    true
}

/// The earliest last day that is safe under every view, where the law names a least length.
fn earliest_end(rule: &PhaseRule, first: Date, calendar: Calendar) -> Option<Date> {
    let wording = law().phase(&rule.key, Some(first)).unwrap_or(rule);
    wording.safe_end(first, calendar)
}

/// The day of a notice that is completed in time for a phase.
fn notice_day(text: &str, rule: &PhaseRule, start: Date) -> Result<String, Words> {
    let day = answer::day(text)?;
    let latest = rule
        .notice_lead_days
        .map(|lead| latest_completion(start, lead));
    match (answer::date(&day), latest) {
        (Some(date), Some(latest)) if date > latest => {
            let provision = &rule.provision;
            Err(say(
                format!(
                    "{day} ist zu spät: Spätestens am {latest} muss die Bekanntmachung vollzogen sein ({provision})."
                ),
                format!(
                    "{day} is too late: the notice must be completed on {latest} ({provision})."
                ),
            ))
        }
        _ => Ok(day),
    }
}

/// Kinds of phase that a plan of this tier can have, in the order of the table.
pub fn kinds(tiers: &[Tier], language: Language) -> Vec<Choice> {
    let keys = law().phase_keys().into_iter();
    let rules = keys.filter_map(|key| law().phase(key, None));
    rules
        .filter(|rule| rule.tiers.is_empty() || rule.tiers.iter().any(|tier| tiers.contains(tier)))
        .map(|rule| {
            (
                rule.key.clone(),
                rule.label.in_language(language).to_owned(),
            )
        })
        .collect()
}
