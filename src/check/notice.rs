//! The customary notice: that there is one, in time, in a form of the statute, with what it names.

use crate::check::case::{Case, Report, Step, first_written};
use crate::check::current::runs;
use crate::check::display;
use crate::check::issues;
use crate::check::journal;
use crate::check::keywords;
use crate::check::kinds;
use crate::check::{record_steps, theme_titles};
use crate::finding::{Finding, Kind, Place, Words, say};
use crate::law::codes::Participation;
use crate::law::period::{earliest_start, latest_completion, posting_completed};
use crate::law::wording::{Asked, wording_on};
use jiff::ToSpan;
use jiff::civil::{Date, date};

/// A posting is allowed below so many inhabitants (§ 2 KomBekVO).
const POSTING_BELOW: u32 = 3000;
/// The lead of a notice since 7 July 2023: the day after its completion.
const NEXT_DAY: u8 = 1;
/// The KomBekVO of 17 December 2015 asks for the proof; what was kept before is another matter.
const PROVEN_SINCE: Date = date(2016, 1, 1);
/// A display that begins so soon after a change of the law may have been announced before it.
const SHORTLY_AFTER_DAYS: i64 = 31;
/// `NOT-001`
pub fn exists(case: &Case, report: &mut Report) {
    if case.participation() == Participation::None {
        return;
    }
    for step in case.steps.iter().filter(|step| step.is_display()) {
        let lead = step.rule.notice_lead_days.unwrap_or(NEXT_DAY);
        let last = latest_completion(step.phase.time.start(), lead);
        if step.phase.notice.is_some() || case.today() <= last {
            continue;
        }
        if !case.is_recorded(step) {
            report.unknown(&kinds::HAS_NOTICE, step.phase, "bekanntmachung");
            continue;
        }
        report.add(
            Finding::new(
                &kinds::HAS_NOTICE,
                step.phase.origin.place(),
                say(
                    format!("Zu „{}“ fehlt die Bekanntmachung", step.rule.label.de),
                    format!("“{}” has no notice", step.rule.label.en),
                ),
            )
            .because(say(
                "Sie ist vor Beginn der Frist ortsüblich bekannt zu machen (§ 3 Abs. 2 Satz 4 BauGB); fehlt das, ist der Plan angreifbar (§ 214 Abs. 1 Satz 1 Nr. 2 BauGB).",
                "It is announced in the customary form before the period begins (§ 3 (2) sentence 4 BauGB); without it the plan can be attacked (§ 214 (1) sentence 1 no. 2 BauGB).",
            ))
            .help(say(
                format!("Ergänzen Sie bekanntmachung: mit form, organ und veroeffentlicht; vollzogen spätestens am {last}. Erschien sie nicht, verschieben Sie die Frist."),
                format!("Add bekanntmachung: with form, organ and veroeffentlicht; completed on {last} at the latest. If it did not appear, move the period."),
            )),
        );
    }
}

/// `NOT-002`
pub fn before_the_first_day(case: &Case, report: &mut Report) {
    record_steps::announced_late(case, report);
    in_time(case, report, &kinds::NOTICE_BEFORE, |lead| lead == NEXT_DAY);
}

/// `NOT-003`
pub fn a_week_before(case: &Case, report: &mut Report) {
    in_time(case, report, &kinds::NOTICE_A_WEEK_BEFORE, |lead| {
        lead > NEXT_DAY
    });
}

fn in_time(case: &Case, report: &mut Report, kind: &'static Kind, is_meant: fn(u8) -> bool) {
    for step in &case.steps {
        let (Some(lead), Some(completed)) = (step.rule.notice_lead_days, completed(step)) else {
            continue;
        };
        let start = step.phase.time.start();
        let earliest = earliest_start(completed, lead);
        if !is_meant(lead) || start >= earliest {
            continue;
        }
        let last = latest_completion(start, lead);
        report.add(
            Finding::new(
                kind,
                day_of_completion(step),
                say(
                    format!("Die Frist beginnt am {start}, die Bekanntmachung ist erst mit Ablauf des {completed} vollzogen"),
                    format!("The period begins on {start}, but the notice is completed only at the end of {completed}"),
                ),
            )
            .and_at(step.phase.origin.at("zeitraum.beginn"))
            .because(lead_reason(lead))
            .help(say(
                format!("Frühester erster Tag ist der {earliest}; für den {start} muss die Bekanntmachung spätestens am {last} vollzogen sein."),
                format!("The earliest first day is {earliest}; for {start} the notice must be completed on {last} at the latest."),
            )),
        );
    }
}

/// Where the file says when a notice was completed.
fn day_of_completion(step: &Step) -> Place {
    first_written(&step.notice_origin(), &["vollzogen", "veroeffentlicht"])
}

fn lead_reason(lead: u8) -> Words {
    if lead == NEXT_DAY {
        return say(
            "Vollzogen ist sie mit Ablauf des Tages, an dem sie erscheint (§ 10 KomBekVO), und sie muss vor Beginn der Frist vollzogen sein (§ 3 Abs. 2 Satz 4 BauGB).",
            "It is completed at the end of the day it appears (§ 10 KomBekVO), and must be completed before the period begins (§ 3 (2) sentence 4 BauGB).",
        );
    }
    say(
        "Zwischen dem Vollzug der Bekanntmachung (§ 10 KomBekVO) und dem ersten Tag liegt eine Woche (§ 3 Abs. 2 Satz 2 BauGB a. F.; OVG Lüneburg, 30. August 1982, 6 C 12/80).",
        "A week lies between the completion of the notice (§ 10 KomBekVO) and the first day (§ 3 (2) sentence 2 BauGB old; OVG Lüneburg, 30 August 1982, 6 C 12/80).",
    )
}

/// `NOT-021`: a notice of 30 June 2023 for a display of 31 July 2023 was made under another wording.
pub fn same_law(case: &Case, report: &mut Report) {
    for step in case.steps.iter().filter(|step| step.is_display()) {
        let start = step.phase.time.start();
        let Some(wording) = wording_on(start).filter(|_| step.phase.wording.is_none()) else {
            continue;
        };
        let Some(completed) = completed(step) else {
            if start < wording.valid_from.saturating_add(SHORTLY_AFTER_DAYS.days()) {
                report.unknown(&kinds::SAME_LAW, step.phase, "bekanntmachung");
            }
            continue;
        };
        if completed >= wording.valid_from {
            continue;
        }
        let changed = wording.valid_from;
        report.add(
            Finding::new(
                &kinds::SAME_LAW,
                day_of_completion(step),
                say(
                    format!("Zwischen der Bekanntmachung ({completed}) und dem ersten Tag ({start}) änderte sich das Gesetz"),
                    format!("Between the notice ({completed}) and the first day ({start}) the law changed"),
                ),
            )
            .and_at(step.phase.origin.at("zeitraum.beginn"))
            .because(say(
                format!("Seit {changed} gilt: {} ({}).", wording.label.de, wording.transition),
                format!("Since {changed} holds: {} ({}).", wording.label.en, wording.transition),
            ))
            .help(say(
                "Genügt die Bekanntmachung der neuen Fassung, schreiben Sie ihre Kennung bei fassung und den Grund bei fassung_grund; soll die alte gelten, ebenso.",
                "If the notice satisfies the new wording, write its key at fassung and the reason at fassung_grund; likewise if the old one is to hold.",
            )),
        );
    }
}

/// The day at the end of which a step's notice is completed: a posting hangs for a week.
fn completed(step: &Step) -> Option<Date> {
    let notice = step.phase.notice.as_ref()?;
    let is_posting = notice.form.key == "aushang" && notice.completed == notice.published;
    Some(if is_posting {
        posting_completed(notice.published)
    } else {
        notice.completed
    })
}

/// `NOT-005`: before 7 July 2023 the place of the display.
pub fn names_place(case: &Case, report: &mut Report) {
    for step in case.steps.iter().filter(|step| step.is_display()) {
        let is_old = !step.rule.needs_access && step.phase.notice.is_some();
        if is_old && step.may_be_older(case.begun.procedure) && step.phase.access.is_empty() {
            report.unknown(&kinds::NOTICE_NAMES_PLACE, step.phase, "zugang");
            continue;
        }
        if is_old && case.display_places(step).is_empty() && !display::is_shown_online_alone(step) {
            report.add(
                Finding::new(
                    &kinds::NOTICE_NAMES_PLACE,
                    step.phase.origin.at("zugang"),
                    say(
                        "Der Ort der Auslegung fehlt",
                        "The place of the display is missing",
                    ),
                )
                .because(say(
                    "Ort und Dauer der Auslegung sind bekannt zu machen (§ 3 Abs. 2 Satz 2 BauGB a. F.).",
                    "Place and duration of the display are announced (§ 3 (2) sentence 2 BauGB old).",
                ))
                .help(say(
                    "Ergänzen Sie zugang: [{art: auslegung, ort: …, zeiten: …}].",
                    "Add zugang: [{art: auslegung, ort: …, zeiten: …}].",
                )),
            );
        }
    }
}

/// `NOT-007`
pub fn environment_by_theme(case: &Case, report: &mut Report) {
    if !case.is_assessed() {
        return;
    }
    for step in &case.steps {
        let asked = step.asked(|rule| rule.needs_environment);
        if asked == Asked::Not || step.may_be_older(case.begun.procedure) {
            continue;
        }
        if step.phase.environment.is_empty() {
            if step.phase.notice.is_some() || runs(step.phase, case.today()) {
                let place = step.phase.origin.at("umweltinformationen");
                report.ask(asked, step, no_environment(place));
            } else if step.has_begun(case.today()) {
                report.unknown(
                    &kinds::ENVIRONMENT_BY_THEME,
                    step.phase,
                    "umweltinformationen",
                );
            }
        }
        for (at, information) in step.phase.environment.iter().enumerate() {
            if !keywords::say_nothing(&information.keywords, &information.theme.de) {
                continue;
            }
            let place = step
                .phase
                .origin
                .at(&format!("umweltinformationen[{at}].stichworte"));
            let theme = &information.theme;
            let words = match keywords::name_papers(&information.keywords) {
                true => say(
                    format!("Zum Thema „{}“ stehen nur Titel von Unterlagen", theme.de),
                    format!(
                        "For the theme “{}” there are only titles of documents",
                        theme.en
                    ),
                ),
                false => say(
                    format!("Zum Thema „{}“ steht kein Schlagwort", theme.de),
                    format!("For the theme “{}” there is no key word", theme.en),
                ),
            };
            let finding = Finding::new(&kinds::ENVIRONMENT_BY_THEME, place, words)
            .because(environment_reason())
            .help(say(
                "Schreiben Sie, worum es geht: „Verkehrslärm der Bahnlinie“ statt „Schallgutachten“.",
                "Write what it is about: “Verkehrslärm der Bahnlinie” instead of “Schallgutachten”.",
            ));
            report.ask(asked, step, finding);
        }
    }
}

fn no_environment(place: Place) -> Finding {
    Finding::new(&kinds::ENVIRONMENT_BY_THEME, place, say(
        "Die Arten umweltbezogener Informationen fehlen",
        "The kinds of environmental information are missing",
    ))
    .because(environment_reason())
    .help(say(
        "Ergänzen Sie umweltinformationen: [{thema: laerm, stichworte: Verkehrslärm der Bahnlinie}, …].",
        "Add umweltinformationen: [{thema: laerm, stichworte: Verkehrslärm der Bahnlinie}, …].",
    ))
}

fn environment_reason() -> Words {
    say(
        "Die Bekanntmachung nennt sie nach Themen mit Schlagworten; Titel von Gutachten genügen nicht (§ 3 Abs. 2 Satz 4 BauGB; BVerwG, 18. Juli 2013, 4 CN 3.12).",
        "The notice names them by theme with key words; titles of reports are not enough (§ 3 (2) sentence 4 BauGB; BVerwG, 18 July 2013, 4 CN 3.12).",
    )
}

/// `NOT-008`
pub fn themes_of_documents(case: &Case, report: &mut Report) {
    theme_titles::told_by_title(case, report);
    if !case.is_assessed() {
        return;
    }
    for step in case
        .steps
        .iter()
        .filter(|step| !step.phase.environment.is_empty())
    {
        if !step.rule.needs_environment {
            continue;
        }
        let named = |key: &str| {
            step.phase
                .environment
                .iter()
                .any(|own| own.theme.key == key)
        };
        for document in &step.phase.documents {
            for (at, theme) in document.themes.iter().enumerate() {
                if named(&theme.key) {
                    continue;
                }
                report.add(
                    Finding::new(
                        &kinds::THEMES_OF_DOCUMENTS,
                        document.origin.at(&format!("themen[{at}]")),
                        say(
                            format!("Das Thema „{}“ aus „{}“ steht nicht in der Bekanntmachung", theme.de, document.title),
                            format!("The theme “{}” of “{}” is not in the notice", theme.en, document.title),
                        ),
                    )
                    .because(say(
                        "Fehlen einzelne Angaben, ist das unbeachtlich, fehlt ein ganzes Thema, wird es gerügt (§ 214 Abs. 1 Satz 1 Nr. 2 Buchst. b BauGB).",
                        "Single missing entries are harmless, a whole theme is complained of (§ 214 (1) sentence 1 no. 2 b BauGB).",
                    ))
                    .help(say(
                        format!("Ergänzen Sie umweltinformationen: - {{thema: {}, stichworte: …}}", theme.key),
                        format!("Add umweltinformationen: - {{thema: {}, stichworte: …}}", theme.key),
                    )),
                );
            }
        }
    }
}

/// `NOT-016`
pub fn form(case: &Case, report: &mut Report) {
    for step in case.steps.iter().filter(|step| step.rule.needs_notice) {
        let Some(notice) = &step.phase.notice else {
            continue;
        };
        report.extend(issues::of_another_town(case, notice));
        let forms = &case.municipality.notice_forms;
        let form = notice.form;
        let keys: Vec<&str> = forms.iter().map(|form| form.key.as_str()).collect();
        let is_named = forms.is_empty() || keys.contains(&form.key.as_str());
        let is_posting = form.key == "aushang";
        let people = case.municipality.population;
        let (de, en) = if !is_named {
            (
                format!(
                    "„{}“ ist keine Form der Bekanntmachungssatzung (gemeinde.yaml: {})",
                    form.de,
                    keys.join(", ")
                ),
                format!(
                    "“{}” is no form of the municipality's statute (gemeinde.yaml: {})",
                    form.en,
                    keys.join(", ")
                ),
            )
        } else if is_posting && people >= POSTING_BELOW {
            (
                format!("Ein Aushang genügt nicht bei {people} Einwohnern"),
                format!("A posting is not enough for {people} inhabitants"),
            )
        } else if is_posting && notice.completed < posting_completed(notice.published) {
            (
                "Der Aushang hing keine Woche, oder das Ende der Aushangzeit fehlt (vollzogen)"
                    .into(),
                "The posting hung for less than a week, or its end is missing (vollzogen)".into(),
            )
        } else {
            continue;
        };
        report.add(
            Finding::new(&kinds::FORM_OF_NOTICE, step.notice_origin().at("form"), say(de, en)).because(say(
                "§§ 2, 6, 10 KomBekVO: die Gemeinde bestimmt ihre Form durch Satzung; Aushang nur unter 3 000 Einwohnern und mindestens eine Woche.",
                "§§ 2, 6, 10 KomBekVO: a statute sets the form; a posting only below 3,000 inhabitants and for a week at least.",
            ))
            .help(say(
                "Berichtigen Sie form, vollzogen oder gemeinde.yaml; war die Form wirklich die falsche, ist noch einmal bekannt zu machen.",
                "Correct form, vollzogen or gemeinde.yaml; if the form really was wrong, the notice is given once more.",
            )),
        );
    }
}

/// `NOT-017`
pub fn proof(case: &Case, report: &mut Report) {
    for step in case
        .steps
        .iter()
        .filter(|step| step.is_display() || step.rule.puts_in_force && step.rule.needs_notice)
    {
        let Some(notice) = &step.phase.notice else {
            continue;
        };
        report.extend(journal::of_another_year(notice));
        let issue = issues::not_an_issue(case, notice);
        report.extend(issue.or_else(|| issues::appeared_twice(case, notice)));
        report.extend(issues::no_proof(case, step, notice));
        issues::last_of_several_forms(case, step, report);
        if notice.completed < notice.published {
            report.add(
                Finding::new(
                    &kinds::PROOF_OF_NOTICE,
                    step.notice_origin().at("vollzogen"),
                    say(
                        format!(
                            "Vollzogen am {}, erschienen erst am {}",
                            notice.completed, notice.published
                        ),
                        format!(
                            "Completed on {}, but it appeared on {}",
                            notice.completed, notice.published
                        ),
                    ),
                )
                .because(say("§ 10 KomBekVO", "§ 10 KomBekVO")),
            );
        } else if notice.proof.is_none() && notice.completed < case.today() {
            if step.phase.documents.is_empty() || notice.completed < PROVEN_SINCE {
                report.unknown(
                    &kinds::PROOF_OF_NOTICE,
                    step.phase,
                    "bekanntmachung.nachweis",
                );
                continue;
            }
            report.add(
                Finding::new(
                    &kinds::PROOF_OF_NOTICE,
                    step.notice_origin().place(),
                    say(
                        "Der Nachweis der Bekanntmachung fehlt",
                        "The proof of the notice is missing",
                    ),
                )
                .because(say(
                    "Der Vollzug ist in den Akten nachzuweisen (§ 10 KomBekVO).",
                    "The completion is proven in the files (§ 10 KomBekVO).",
                ))
                .help(say(
                    "Legen Sie die Seite des Amtsblatts in den Ordner der Phase und schreiben Sie nachweis: dateiname.pdf.",
                    "Put the page of the journal into the phase's folder and write nachweis: name.pdf.",
                )),
            );
        }
    }
}
