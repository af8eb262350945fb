//! A warning in time: the notice of a period that is near must go out.

use crate::check::case::{Case, Report};
use crate::check::current::{DAYS_AHEAD, lacking};
use crate::check::kinds;
use crate::finding::{Finding, Level, Words, say};
use crate::law::calendar::day_in_words;
use crate::model::notice::Notice;
use crate::model::phase::Phase;
use crate::notice::due::{Appearance, Deadline, copy_deadline, deadline};
use jiff::ToSpan;

/// So many days before its text is due a notice is told whose day is planned.
const DAYS_BEFORE_TEXT: i64 = 7;

/// `NOT-027`
pub fn due_soon(case: &Case, report: &mut Report) {
    let own = case.steps.iter().map(|step| step.phase);
    let phases = own.chain(case.related.iter().copied());
    for phase in phases {
        if let Some(notice) = &phase.notice {
            report.extend(text_due(case, notice));
            continue;
        }
        let Some(deadline) = deadline(phase, case.municipality) else {
            continue;
        };
        let told_from = deadline.first().saturating_sub(DAYS_AHEAD.days());
        // Later it is an error of its own.
        if case.today() >= told_from && case.today() <= deadline.completed_by {
            report.add(due(case, phase, &deadline));
        }
    }
}

/// A notice whose day is planned: its text must be with the editors before.
fn text_due(case: &Case, notice: &Notice) -> Option<Finding> {
    let copy_by = copy_deadline(case.municipality, notice)?;
    let told_from = copy_by.saturating_sub(DAYS_BEFORE_TEXT.days());
    if case.today() < told_from || case.today() > copy_by {
        return None;
    }
    let (by, on) = (day_in_words(copy_by), day_in_words(notice.published));
    let finding = Finding::new(
        &kinds::NOTICE_DUE,
        notice.origin.at("veroeffentlicht"),
        say(
            format!(
                "Der Text der Bekanntmachung muss bis zum {} bei der Redaktion sein",
                by.de
            ),
            format!(
                "The text of the notice is due with the editors on {}",
                by.en
            ),
        ),
    )
    .because(say(
        format!(
            "Danach nimmt „{}“ nichts mehr für die Ausgabe vom {} an.",
            notice.organ, on.de
        ),
        format!(
            "After that “{}” takes nothing for the issue of {}.",
            notice.organ, on.en
        ),
    ))
    .help(say(
        "Den Text macht offenlage notice.",
        "offenlage notice makes the text.",
    ));
    Some(finding.at_level(Level::Note))
}

fn due(case: &Case, phase: &Phase, deadline: &Deadline) -> Finding {
    let forms: Vec<Words> = deadline.appear_by.iter().map(Appearance::told).collect();
    let (de, en): (Vec<&str>, Vec<&str>) = forms
        .iter()
        .map(|own| (own.de.as_str(), own.en.as_str()))
        .unzip();
    let (de, en) = (de.join("; "), en.join("; "));
    let is_late = deadline.first() < case.today();
    let (late_de, late_en) = if is_late {
        (
            " Dieser Tag ist vorbei: Fragen Sie die Redaktion, oder verschieben Sie die Frist.",
            " That day is over: ask the editors, or move the period.",
        )
    } else {
        ("", "")
    };
    let (also_de, also_en) = also_missing(case, phase);
    let start = day_in_words(phase.time.start());
    let by = day_in_words(deadline.completed_by);
    let (label, provision) = (&phase.rule.label, &phase.rule.provision);
    Finding::new(
        &kinds::NOTICE_DUE,
        phase.origin.place(),
        say(
            format!(
                "„{}“ beginnt am {}, die Bekanntmachung steht noch aus",
                label.de, start.de
            ),
            format!(
                "“{}” begins on {}, its notice is still to come",
                label.en, start.en
            ),
        ),
    )
    .because(say(
        format!(
            "Sie muss mit Ablauf des {} vollzogen sein (§ 10 KomBekVO, {provision}).",
            by.de
        ),
        format!(
            "It must be completed at the end of {} (§ 10 KomBekVO, {provision}).",
            by.en
        ),
    ))
    .help(say(
        format!(
            "{de}.{late_de} Den Text macht offenlage notice; danach ergänzen Sie bekanntmachung.{also_de}"
        ),
        format!(
            "{en}.{late_en} offenlage notice makes the text; then add bekanntmachung.{also_en}"
        ),
    ))
}

/// What else a display lacks until it begins, in one sentence: from its first day on each is a finding of
/// its own.
fn also_missing(case: &Case, phase: &Phase) -> (String, String) {
    let mut steps = case.steps.iter();
    let step = steps.find(|step| std::ptr::eq(step.phase, phase));
    let keys = step.map(|step| lacking(case, step)).unwrap_or_default();
    if keys.is_empty() {
        return (String::new(), String::new());
    }
    let keys = keys.join(", ");
    (
        format!(" Bis zum ersten Tag fehlen außerdem: {keys}."),
        format!(" Until the first day these are missing, too: {keys}."),
    )
}
