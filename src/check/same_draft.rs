//! What is adopted and announced is the version that was on display last.

use crate::check::case::{Case, Report, Step};
use crate::check::draft_papers;
use crate::check::kinds;
use crate::finding::{Finding, Level, say};
use crate::model::document::Document;
use jiff::civil::Date;

/// `SEQ-008`: the drawing or text of the adopted plan is not younger than the one on display last.
pub fn same_draft(case: &Case, report: &mut Report) {
    draft_papers::as_adopted(case, report);
    let Some(display) = last_display(case) else {
        return;
    };
    let Some(shown) = display
        .phase
        .documents
        .iter()
        .filter(|own| own.kind.draft)
        .map(|own| own.version)
        .max()
    else {
        return;
    };
    let later = case
        .steps
        .iter()
        .filter(|step| step.rule.adopts || step.rule.puts_in_force);
    let decided: Vec<Date> = later.clone().map(|step| step.phase.time.start()).collect();
    let later: Vec<&Step> = later
        .filter(|step| step.phase.time.start() > display.phase.time.start())
        .collect();
    if later
        .iter()
        .any(|step| step.phase.reason.is_some() || step.phase.changes.is_some())
    {
        return;
    }
    for step in &later {
        report.extend(older_than_shown(step, display));
    }
    // A drawing is compared with the drawing, and what was not on display with the youngest that was.
    let shown_of = |key: &str| versions(display, key).max().unwrap_or(shown);
    for step in later {
        let drafts = step.phase.documents.iter().filter(|own| own.kind.draft);
        let drafts = drafts.map(|own| (own, shown_of(&own.kind.key)));
        for (document, shown) in drafts.filter(|(own, shown)| own.version > *shown) {
            // „Satzungsfassung vom“ the day of the resolution is often the draft with a new date.
            let is_of_resolution = decided.contains(&document.version);
            let finding = younger_than_shown(document, shown);
            report.add(match is_of_resolution {
                true => finding.at_level(Level::Warning),
                false => finding,
            });
        }
    }
}

fn younger_than_shown(document: &Document, shown: Date) -> Finding {
    Finding::new(
        &kinds::SAME_DRAFT,
        document.origin.at("stand"),
        say(
            format!("„{}“ ist vom {}, ausgelegt war zuletzt die Fassung vom {shown}", document.title, document.version),
            format!("“{}” is of {}, but the version on display last is of {shown}", document.title, document.version),
        ),
    )
    .because(say(
        "Ein geänderter Entwurf ist erneut zu veröffentlichen, es sei denn, die Änderung berührt offensichtlich keine Belange (§ 4a Abs. 3 BauGB).",
        "A changed draft is published again unless the change obviously touches no interest (§ 4a (3) BauGB).",
    ))
    .help(say(
        "Ergänzen Sie die erneute Veröffentlichung, oder halten Sie beim Beschluss fest, warum sie entbehrlich war: grund: …",
        "Add the renewed display, or record at the resolution why none was needed: grund: …",
    ))
}

/// The versions of the documents of a kind that were on display.
fn versions(display: &Step, key: &str) -> impl Iterator<Item = Date> {
    let same = display
        .phase
        .documents
        .iter()
        .filter(move |own| own.kind.key == key);
    same.map(|own| own.version)
}

/// A paper of the adopted plan that is older than the same paper on display last: the wrong file.
fn older_than_shown(step: &Step, display: &Step) -> Option<Finding> {
    let shown = |key: &str| versions(display, key).min();
    let drafts = step.phase.documents.iter().filter(|own| own.kind.draft);
    let mut older = drafts.filter_map(|own| Some((own, shown(&own.kind.key)?)));
    let (document, shown) = older.find(|(own, shown)| own.version < *shown)?;
    let (title, version) = (&document.title, document.version);
    let finding = Finding::new(
        &kinds::SAME_DRAFT,
        document.origin.at("stand"),
        say(
            format!("„{title}“ ist vom {version}, ausgelegt war zuletzt schon die Fassung vom {shown}"),
            format!("“{title}” is of {version}, but the version on display last is of {shown} already"),
        ),
    )
    .because(say(
        "Beschlossen und bekannt gemacht wird die Fassung, die zuletzt ausgelegen hat (§ 3 Abs. 2, § 4a Abs. 3, § 10 Abs. 1 BauGB).",
        "What is adopted and announced is the version on display last (§ 3 (2), § 4a (3), § 10 (1) BauGB).",
    ))
    .help(say(
        "Legen Sie die beschlossene Fassung in den Ordner, oder berichtigen Sie stand.",
        "Put the adopted version into the folder, or correct stand.",
    ));
    Some(finding.at_level(Level::Warning))
}

/// The participation in the draft that came last, be it of those affected alone (§ 4a Abs. 3 Satz 4 BauGB).
fn last_display<'c, 'a>(case: &'c Case<'a>) -> Option<&'c Step<'a>> {
    let restricted = case
        .formal_participations()
        .filter(|step| !step.is_display());
    let displays = case.steps.iter().filter(|step| step.is_display());
    displays
        .chain(restricted)
        .max_by_key(|step| step.phase.time.start())
}
