//! A warning in time: the notice of a period that is near must go out.

use crate::check::case::{Case, Report};
use crate::check::kinds;
use crate::finding::{Finding, say};
use crate::law::calendar::day_in_words;
use crate::notice::due::deadline;
use jiff::ToSpan;

/// So many days before the last day for it a notice that is missing is told: a journal closes a
/// week or two before it appears.
const DAYS_BEFORE: i64 = 21;

/// `NOT-027`
pub fn due_soon(case: &Case, report: &mut Report) {
    let today = case.today();
    for step in case.steps.iter().filter(|step| step.phase.notice.is_none()) {
        let Some(deadline) = deadline(step.phase, case.municipality) else {
            continue;
        };
        let first = deadline.first();
        let told_from = first.saturating_sub(DAYS_BEFORE.days());
        // Later it is an error of its own.
        if today < told_from || today > deadline.completed_by {
            continue;
        }
        let forms = deadline.appear_by.iter();
        let forms: Vec<(String, String)> = forms
            .map(|own| {
                let day = day_in_words(own.day);
                (
                    format!("{}: {}", own.de, day.de),
                    format!("{}: {}", own.en, day.en),
                )
            })
            .collect();
        let (de, en): (Vec<String>, Vec<String>) = forms.into_iter().unzip();
        let start = day_in_words(step.phase.time.start());
        let by = day_in_words(deadline.completed_by);
        report.add(
            Finding::new(
                &kinds::NOTICE_DUE,
                step.phase.origin.place(),
                say(
                    format!("„{}“ beginnt am {}, die Bekanntmachung steht noch aus", step.rule.label.de, start.de),
                    format!("“{}” begins on {}, its notice is still to come", step.rule.label.en, start.en),
                ),
            )
            .because(say(
                format!("Sie muss mit Ablauf des {} vollzogen sein (§ 10 KomBekVO, {}).", by.de, step.rule.provision),
                format!("It must be completed at the end of {} (§ 10 KomBekVO, {}).", by.en, step.rule.provision),
            ))
            .help(say(
                format!("Letzter Tag für das Erscheinen – {}. Den Text macht offenlage notice; danach ergänzen Sie bekanntmachung.", de.join("; ")),
                format!("Last day to appear – {}. offenlage notice makes the text; then add bekanntmachung.", en.join("; ")),
            )),
        );
    }
}
