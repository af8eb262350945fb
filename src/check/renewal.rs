//! A changed draft is shown again (§ 4a Abs. 3 BauGB).

use crate::check::case::{Case, Report, Step};
use crate::check::hint::{finding, lacks};
use crate::check::hint_parts;
use crate::check::kinds;
use crate::check::publication::is_plausible;
use crate::check::shown_again::says_nothing;
use crate::check::steps::have_a_month;
use crate::finding::{Finding, Level, say};
use crate::law::calendar::Calendar;
use crate::law::wording::Asked;
use jiff::ToSpan;
use jiff::civil::Date;

/// Working days that a shortened period should have: a convention, no number of the law.
const REASONABLE_DAYS: usize = 10;
/// Calendar days that are usual for one.
const TWO_WEEKS: i32 = 14;
/// The hint that statements may only concern the changes.
const ONLY_CHANGES: &str = "nur_aenderungen";

/// `REN-001`
pub fn what_changed(case: &Case, report: &mut Report) {
    nothing_changed(case, report);
    before_the_first_ended(case, report);
    let restricted = case.steps.iter().filter(|step| step.rule.is_restricted);
    let related = case
        .related_steps
        .iter()
        .filter(|step| step.rule.renews && step.is_recorded());
    let is_unsaid = |step: &&Step| step.phase.changes.as_deref().is_none_or(says_nothing);
    for step in restricted.chain(related).filter(is_unsaid) {
        if step.is_recorded() {
            report.add(changes_unsaid(step));
        }
    }
    for step in renewals(case).filter(is_unsaid) {
        if !case.is_recorded(step) {
            report.unknown(&kinds::WHAT_CHANGED, step.phase, "aenderungen");
            continue;
        }
        report.add(changes_unsaid(step));
    }
}

/// A renewed display begins when the one before is over.
fn before_the_first_ended(case: &Case, report: &mut Report) {
    for step in renewals(case) {
        let start = step.phase.time.start();
        let displays = case.steps.iter().filter(|other| other.is_display());
        let running = displays.filter_map(|other| Some((other, other.span()?)));
        let mut running = running.filter(|(_, (from, until))| {
            is_plausible(*from, *until) && *from < start && start <= *until
        });
        let Some((other, (_, until))) = running.next() else {
            continue;
        };
        report.add(
            Finding::new(
                &kinds::WHAT_CHANGED,
                step.phase.origin.at("zeitraum.beginn"),
                say(
                    format!("Erneut veröffentlicht wird ab {start}, die vorige Frist läuft bis {until}"),
                    format!("The renewed display begins on {start}, but the period before lasts until {until}"),
                ),
            )
            .and_at(other.phase.origin.at("zeitraum.ende"))
            .because(say(
                "Geändert wird ein Entwurf nach dem Verfahren nach § 3 Abs. 2 BauGB (§ 4a Abs. 3 Satz 1 BauGB); zwei Fassungen zugleich verwirren.",
                "A draft is changed after the procedure of § 3 (2) BauGB (§ 4a (3) sentence 1 BauGB); two versions at once confuse.",
            ))
            .help(say(
                "Berichtigen Sie einen der beiden Zeiträume, oder schreiben Sie bei der abgebrochenen Auslegung unwirksam.",
                "Correct one of the two periods, or write unwirksam at the display that was broken off.",
            ))
            .at_level(Level::Warning),
        );
    }
}

fn changes_unsaid(step: &Step) -> Finding {
    let place = match step.phase.changes.is_some() {
        true => step.phase.origin.at("aenderungen"),
        false => step.phase.origin.place(),
    };
    Finding::new(
        &kinds::WHAT_CHANGED,
        place,
        say(
            "Es fehlt, was sich gegenüber dem vorigen Entwurf geändert hat",
            "It is missing what changed since the draft before",
        ),
    )
    .because(say(
        "Stellungnahmen beziehen sich auf die Änderungen und ihre Auswirkungen; die Änderungen müssen erkennbar sein (§ 4a Abs. 3 Satz 2 BauGB).",
        "Statements concern the changes and their effects; the changes must be recognisable (§ 4a (3) sentence 2 BauGB).",
    ))
    .help(say(
        "Ergänzen Sie aenderungen: … und kennzeichnen Sie die Änderungen in den Unterlagen.",
        "Add aenderungen: … and mark the changes in the documents.",
    ))
}

/// A draft that changed has documents of a later day than the first day of the display before.
fn nothing_changed(case: &Case, report: &mut Report) {
    for step in renewals(case).filter(|step| step.phase.changes.is_some()) {
        let start = step.phase.time.start();
        let displays = case.steps.iter().filter(|other| {
            (other.is_display() || other.rule.renews) && other.phase.time.start() < start
        });
        let Some(before) = displays.max_by_key(|other| other.phase.time.start()) else {
            continue;
        };
        let shown = before.phase.time.start();
        let mut versions = step.phase.documents.iter().map(|own| own.version);
        let is_kept = !before.phase.documents.is_empty() && !step.phase.documents.is_empty();
        if !is_kept || versions.any(|version| version > shown) {
            continue;
        }
        report.add(
            Finding::new(
                &kinds::WHAT_CHANGED,
                step.phase.origin.at("aenderungen"),
                say(
                    format!("Geändert hat sich der Entwurf; alle Unterlagen sind aber älter als die vorige Auslegung ab {shown}"),
                    format!("The draft changed, but all documents are older than the display before, from {shown}"),
                ),
            )
            .and_at(step.phase.origin.at("unterlagen"))
            .because(say(
                "Veröffentlicht wird der geänderte Entwurf (§ 4a Abs. 3 Satz 1 BauGB); liegt noch einmal der alte aus, ist die Beteiligung vergebens.",
                "The changed draft is published (§ 4a (3) sentence 1 BauGB); if the old one is on display again, the participation is in vain.",
            ))
            .help(say(
                "Legen Sie die geänderten Fassungen in den Ordner der Phase, und berichtigen Sie stand.",
                "Put the changed versions into the phase's folder, and correct stand.",
            ))
            .at_level(Level::Warning),
        );
    }
}

/// `REN-002`: by law since 7 July 2023.
pub fn hint_changes(case: &Case, report: &mut Report) {
    hint_parts::of(case, report, &kinds::HINT_CHANGES, ONLY_CHANGES);
    for step in renewals(case).filter(|step| step.rule.needs_access) {
        report.extend(restricts_alone(step));
    }
    for step in renewals(case).filter(|step| lacks(case, step, ONLY_CHANGES)) {
        let asked = step.asked(|rule| rule.needs_access);
        report.ask(
            asked,
            step,
            finding(&kinds::HINT_CHANGES, step, ONLY_CHANGES),
        );
    }
}

/// A notice that restricts statements to the changes, while the record, and so the page, takes any.
fn restricts_alone(step: &Step) -> Option<Finding> {
    let statements = step.phase.statements.as_ref()?;
    let hints = &step.phase.notice.as_ref()?.hints;
    let at = hints.iter().position(|own| own.key == ONLY_CHANGES)?;
    if statements.only_changes {
        return None;
    }
    let finding = Finding::new(
        &kinds::HINT_CHANGES,
        step.phase.origin.at("stellungnahmen"),
        say(
            "Die Bekanntmachung lässt Stellungnahmen nur zu den Änderungen zu, das Verfahren zu allem",
            "The notice allows statements on the changes only, the record on everything",
        ),
    )
    .and_at(step.phase.origin.at(&format!("bekanntmachung.hinweise[{at}]")))
    .because(say(
        "Was zulässig ist, steht auch auf der Seite und im Formular; dort fehlt die Beschränkung (§ 4a Abs. 3 Satz 2 BauGB).",
        "What is allowed stands on the page and in the form, too; there the restriction is missing (§ 4a (3) sentence 2 BauGB).",
    ))
    .help(say(
        "Ergänzen Sie bei stellungnahmen: nur_aenderungen: true.",
        "Add nur_aenderungen: true at stellungnahmen.",
    ));
    Some(finding.at_level(Level::Warning))
}

/// `REN-003`
pub fn shorter(case: &Case, report: &mut Report) {
    let first = case
        .steps
        .iter()
        .find(|step| step.is_display() && !step.rule.renews);
    let Some((from, until)) = first.and_then(Step::span) else {
        return;
    };
    for step in renewals(case).filter(|step| step.phase.reason.is_none()) {
        let asked = step.asked(|rule| rule.needs_access);
        let Some((start, end)) = step.span() else {
            continue;
        };
        let (days, before) = (days_between(start, end), days_between(from, until));
        if days < before {
            continue;
        }
        let finding = Finding::new(
            &kinds::SHORTER,
            step.phase.origin.at("zeitraum"),
            say(
                format!("Die erneute Veröffentlichung dauert {days} Tage, die erste {before}"),
                format!("The renewed display lasts {days} days, the first one {before}"),
            ),
        )
        .because(say(
            "Die Dauer soll angemessen verkürzt werden (§ 4a Abs. 3 Satz 3 BauGB).",
            "The duration should be reasonably shortened (§ 4a (3) sentence 3 BauGB).",
        ))
        .help(say(
            "Verkürzen Sie die Frist, oder halten Sie fest, warum nicht: grund: …",
            "Shorten the period, or record why not: grund: …",
        ));
        if asked != Asked::Not && case.is_recorded(step) {
            report.ask(asked, step, finding);
        }
    }
}

/// `REN-004`
pub fn reasonable(case: &Case, report: &mut Report) {
    let restricted = case
        .steps
        .iter()
        .filter(|step| step.rule.is_restricted && !step.rule.renews);
    // „Innerhalb angemessener Frist“ (§ 13 Abs. 2 Satz 1 Nr. 2 BauGB)
    let affected = case.formal_participations().filter(|step| {
        let has_length = step.rule.period.is_some() || step.rule.is_restricted;
        !step.is_display() && !step.rule.renews && !has_length
    });
    // „Innerhalb angemessener Frist“ (§ 13 Abs. 2 Satz 1 Nr. 3 BauGB)
    let agencies = case.steps.iter().filter(|step| step.is_for_agencies());
    let agencies = agencies.filter(|step| step.rule.period.is_some() && !have_a_month(case, step));
    let shortened = restricted.chain(affected).chain(agencies);
    for step in renewals(case).chain(shortened) {
        let Some((start, end)) = step.span() else {
            continue;
        };
        let days = working_days(start, end, case.calendar);
        // Two weeks are two weeks, whatever holidays lie in them.
        if days >= REASONABLE_DAYS || days_between(start, end) >= TWO_WEEKS {
            continue;
        }
        report.add(
            Finding::new(
                &kinds::REASONABLE,
                step.phase.origin.at("zeitraum.ende"),
                say(
                    format!("Die Frist hat nur {days} Werktage"),
                    format!("The period has only {days} working days"),
                ),
            )
            .because(say(
                "Auch eine verkürzte Frist und die der Betroffenen und der Behörden muss angemessen sein (§ 4a Abs. 3 Satz 3, § 13 Abs. 2 Satz 1 Nr. 2 und 3 BauGB); üblich sind zwei Wochen. Eine Zahl nennt das Gesetz nicht.",
                "A shortened period and that of those affected and of agencies must be reasonable, too (§ 4a (3) sentence 3, § 13 (2) sentence 1 nos. 2 and 3 BauGB); two weeks are usual. The law names no number.",
            ))
            .help(say(
                format!("Zehn Werktage enden am {}.", tenth(start, case.calendar)),
                format!("Ten working days end on {}.", tenth(start, case.calendar)),
            )),
        );
    }
}

/// `REN-005`: before 7 July 2023 a restriction had to be ordered and hinted at.
pub fn hint_ordered(case: &Case, report: &mut Report) {
    for step in
        renewals(case).filter(|step| !step.rule.needs_access && lacks(case, step, ONLY_CHANGES))
    {
        let statements = step.phase.statements.as_ref();
        if statements.is_some_and(|statements| statements.only_changes) {
            report.add(finding(&kinds::HINT_ORDERED, step, ONLY_CHANGES));
        }
    }
}

/// `REN-006`
pub fn basics_untouched(case: &Case, report: &mut Report) {
    for step in &case.steps {
        let audience = step
            .phase
            .statements
            .as_ref()
            .map(|own| own.audience.key.as_str());
        let is_restricted = step.rule.is_restricted
            || step.rule.renews && audience.is_some_and(|own| own != "alle");
        if !is_restricted {
            continue;
        }
        match step.phase.facts.basics_affected {
            None if case.is_recorded(step) && case.is_whole(|_| false) => {
                report.add(basics_unsaid(step));
            }
            None => report.unknown(&kinds::BASICS_UNTOUCHED, step.phase, "grundzuege_beruehrt"),
            Some(false) => {}
            Some(true) => report.add(
                Finding::new(
                    &kinds::BASICS_UNTOUCHED,
                    step.phase.origin.at("grundzuege_beruehrt"),
                    say(
                        "Die Grundzüge der Planung sind berührt; die Beteiligung darf nicht eingeschränkt werden",
                        "The basics of the plan are affected; participation may not be restricted",
                    ),
                )
                .because(say("§ 4a Abs. 3 Satz 4 BauGB", "§ 4a (3) sentence 4 BauGB"))
                .help(say(
                    "Veröffentlichen Sie den Entwurf erneut für alle: art: erneute_veroeffentlichung.",
                    "Publish the draft again for everyone: art: erneute_veroeffentlichung.",
                )),
            ),
        }
    }
}

/// Only people can tell; the file records what they found.
fn basics_unsaid(step: &Step) -> Finding {
    let mut finding = Finding::new(
        &kinds::BASICS_UNTOUCHED,
        step.phase.origin.at("kennung"),
        say(
            "Ob die Grundzüge der Planung unberührt sind, ist nicht festgehalten",
            "Whether the basics of the plan are untouched is not recorded",
        ),
    )
    .because(say(
        "Nur dann soll die Beteiligung auf die Betroffenen beschränkt werden (§ 4a Abs. 3 Satz 4 BauGB).",
        "Only then participation is restricted to those affected (§ 4a (3) sentence 4 BauGB).",
    ))
    .help(say(
        "Ergänzen Sie grundzuege_beruehrt: false, wenn es so ist.",
        "Add grundzuege_beruehrt: false if it is so.",
    ));
    finding.level = Level::Warning;
    finding
}

fn renewals<'c, 'a>(case: &'c Case<'a>) -> impl Iterator<Item = &'c Step<'a>> {
    case.steps.iter().filter(|step| step.rule.renews)
}

fn days_between(start: Date, end: Date) -> i32 {
    start.until(end).map_or(0, |span| span.get_days()) + 1
}

/// The working days of a period, counted no further than it matters.
fn working_days(start: Date, end: Date, calendar: Calendar) -> usize {
    let days = start.series(1.day()).take_while(|day| *day <= end);
    days.filter(|day| calendar.is_working_day(*day))
        .take(REASONABLE_DAYS)
        .count()
}

fn tenth(start: Date, calendar: Calendar) -> Date {
    let mut working = start
        .series(1.day())
        .filter(|day| calendar.is_working_day(*day));
    working.nth(REASONABLE_DAYS - 1).unwrap_or(start)
}
