//! One file under two names, and a file that says itself that it is another paper (`PUB-019`).

use crate::check::case::{Case, Report, Step};
use crate::check::kinds;
use crate::check::names::{has, speaks_of_other, squeezed};
use crate::check::shown_again;
use crate::finding::{Finding, Words, say};
use crate::model::document::Document;
use std::collections::{BTreeMap, HashSet};

/// A file of fewer bytes may hold the place of a paper that is still to come.
const LEAST: u64 = 100_000;
/// Whoever keeps so many different files keeps papers, not one that holds the place of all.
const FILES: usize = 3;
/// So often a paper stands in two phases or under two names, and no oftener.
const TIMES: usize = 2;

/// How often each file stands in a procedure.
pub struct Kept<'a>(BTreeMap<&'a str, usize>);

impl<'a> Kept<'a> {
    /// The files of a procedure.
    pub fn of(case: &Case<'a>) -> Self {
        let documents = case.procedure.documents();
        let mut times = BTreeMap::new();
        for document in documents {
            *times.entry(document.facts.sha256.as_str()).or_default() += 1;
        }
        Self(times)
    }

    /// Whether a document is a paper, and not a file that holds the place of one.
    pub fn is_real(&self, document: &Document) -> bool {
        let times = self.0.get(document.facts.sha256.as_str());
        let is_rare = times.is_some_and(|times| *times <= TIMES);
        document.facts.size >= LEAST || is_rare && self.0.len() >= FILES
    }
}

/// Papers that are made anew for the draft.
pub const REDRAWN: [&str; 2] = ["planzeichnung", "begruendung"];

/// `PUB-019`: two documents of a phase, or a draft and its preliminary one, are the same file.
pub fn same_file(case: &Case, report: &mut Report) {
    let kept = Kept::of(case);
    let mut shared = HashSet::new();
    for phase in &case.procedure.phases {
        let mut by_sum: BTreeMap<&str, Vec<&Document>> = BTreeMap::new();
        for document in &phase.documents {
            let same = by_sum.entry(&document.facts.sha256).or_default();
            // A file that is listed twice is one file.
            let is_renamed = |other: &&Document| {
                other.kind.key == document.kind.key && other.title == document.title
                    || other.source == document.source
            };
            if !same.iter().any(is_renamed) {
                same.push(document);
            }
        }
        for (sum, same) in by_sum {
            if let [first, second, more @ ..] = same.as_slice() {
                shared.insert(sum);
                if kept.is_real(first) {
                    report.add(one_file(second, first, more.len()));
                }
            }
        }
    }
    // Whoever finds one file under two names looks at the others, too.
    let is_alone = |document: &Document| !shared.contains(document.facts.sha256.as_str());
    let is_meant = |own: &Document| is_alone(own) && kept.is_real(own);
    still_preliminary(case, &is_meant, report);
    shown_again::shown_again(case, &is_meant, report);
    let documents = case.procedure.documents();
    let documents = documents.filter(|own| is_alone(own) && kept.is_real(own));
    for document in documents {
        let said = says_otherwise(document).or_else(|| shown_again::calls_itself(case, document));
        report.extend(said.or_else(|| shown_again::of_the_other_tier(case, document)));
        report.extend(called_as_another(case, document));
        let other = of_another_plan(case, document);
        report.extend(other.or_else(|| of_another_procedure(case, document)));
    }
}

/// Two documents are one file; so many more are it, too.
pub fn one_file(document: &Document, other: &Document, more: usize) -> Finding {
    let (title, twin) = (&document.title, &other.title);
    let (de, en) = match more {
        0 => (String::new(), String::new()),
        1 => (
            " (noch eine weitere auch)".to_owned(),
            " (and so is another one)".to_owned(),
        ),
        more => (
            format!(" (noch {more} weitere auch)"),
            format!(" (and so are {more} others)"),
        ),
    };
    finding(
        document,
        say(
            format!("„{title}“ ist dieselbe Datei wie „{twin}“{de}"),
            format!("“{title}” is the same file as “{twin}”{en}"),
        ),
    )
    .and_at(other.origin.at("datei"))
}

/// The drawing or the reasons of the draft or of the plan are those of the preliminary draft, under a new date.
fn still_preliminary(case: &Case, is_alone: &dyn Fn(&Document) -> bool, report: &mut Report) {
    let early = case.steps.iter().filter(|step| {
        step.rule.is_public_participation() && step.rule.period.is_none() && !step.rule.renews
    });
    let early: Vec<&Document> = early.flat_map(|step| &step.phase.documents).collect();
    let is_later = |step: &&Step| step.is_display() || step.rule.adopts || step.rule.puts_in_force;
    let shown = case.steps.iter().filter(is_later);
    for document in shown.flat_map(|step| &step.phase.documents) {
        let is_redrawn = REDRAWN.contains(&document.kind.key.as_str());
        let is_same = |own: &&&Document| {
            own.kind.key == document.kind.key
                && own.facts.sha256 == document.facts.sha256
                && own.version < document.version
        };
        if let Some(other) = early
            .iter()
            .find(is_same)
            .filter(|_| is_redrawn && is_alone(document))
        {
            report.add(one_file(document, other, 0));
        }
    }
}

/// A drawing whose PDF is called „Begründung“, or the reverse: two files were swapped.
fn says_otherwise(document: &Document) -> Option<Finding> {
    let own = document.facts.pdf_title.as_deref()?.to_lowercase();
    let is_reasons = own.contains("begründung");
    let is_drawing = own.contains("planzeichnung");
    // Drawing and reasons may be one file, whose title says so.
    let title = document.title.to_lowercase();
    let is_other = match document.kind.key.as_str() {
        "planzeichnung" => is_reasons && !is_drawing && !title.contains("begründung"),
        "begruendung" => is_drawing && !is_reasons && !title.contains("planzeichnung"),
        _ => false,
    };
    let own = document.facts.pdf_title.as_deref().filter(|_| is_other)?;
    let title = &document.title;
    Some(finding(
        document,
        say(
            format!("Die Datei zu „{title}“ nennt sich selbst „{own}“"),
            format!("The file of “{title}” calls itself “{own}”"),
        ),
    ))
}

/// Papers that are made for one plan alone.
const OF_ONE_PLAN: [&str; 3] = ["planzeichnung", "begruendung", "umweltbericht"];

/// A report whose PDF is called as another report of the same phase: two files were swapped.
fn called_as_another(case: &Case, document: &Document) -> Option<Finding> {
    const REPORT: &str = "gutachten";
    const SHORTEST: usize = 10;
    let own = document.facts.pdf_title.as_deref()?;
    let said = squeezed(own);
    let is_report = |own: &Document| own.kind.key == REPORT;
    let names = |own: &Document| {
        let title = squeezed(&own.title);
        title.chars().count() >= SHORTEST && said.contains(&title)
    };
    let holds = |documents: &[Document]| documents.iter().any(|own| std::ptr::eq(own, document));
    let mut phases = case.procedure.phases.iter();
    let phase = phases.find(|phase| is_report(document) && holds(&phase.documents))?;
    let mut others = phase
        .documents
        .iter()
        .filter(|own| !std::ptr::eq(*own, document));
    let other = others.find(|own| is_report(own) && names(own) && own.title != document.title)?;
    let (title, twin) = (&document.title, &other.title);
    let message = say(
        format!("Die Datei zu „{title}“ nennt sich selbst wie „{twin}“"),
        format!("The file of “{title}” calls itself as “{twin}” is called"),
    );
    (!names(document)).then(|| finding(document, message))
}

/// A paper whose PDF is called after another plan, by number and name.
fn of_another_plan(case: &Case, document: &Document) -> Option<Finding> {
    let own = document.facts.pdf_title.as_deref()?;
    let plan = &case.procedure.plan;
    let is_of_one = OF_ONE_PLAN.contains(&document.kind.key.as_str());
    let is_alone = case.procedure.more_plans.is_empty();
    let is_other =
        speaks_of_other(&own.to_lowercase(), plan.number.as_deref()?) && !has(own, &plan.name);
    let title = &document.title;
    let message = say(
        format!("Die Datei zu „{title}“ nennt sich selbst „{own}“; das ist ein anderer Plan"),
        format!("The file of “{title}” calls itself “{own}”, which is another plan"),
    );
    (is_of_one && is_alone && is_other).then(|| finding(document, message))
}

/// A paper that is the same file as in the procedure of another plan.
fn of_another_procedure(case: &Case, document: &Document) -> Option<Finding> {
    let is_of_one = OF_ONE_PLAN.contains(&document.kind.key.as_str());
    let other = case
        .around
        .other_with(case.procedure, &document.facts.sha256);
    let name = &other.filter(|_| is_of_one)?.plan.name;
    let title = &document.title;
    Some(finding(
        document,
        say(
            format!("„{title}“ ist dieselbe Datei wie im Verfahren „{name}“"),
            format!("“{title}” is the same file as in the procedure “{name}”"),
        ),
    ))
}

/// That a document is another one than it is called.
pub fn finding(document: &Document, message: Words) -> Finding {
    Finding::new(
        &kinds::DOCUMENT_AS_NAMED,
        document.origin.at("datei"),
        message,
    )
    .because(say(
        "Ist eine Unterlage mit einer anderen vertauscht, liegt die eine doppelt und die andere gar nicht aus (§ 3 Abs. 2 Satz 1 BauGB).",
        "Where one document is swapped for another, one is on display twice and the other not at all (§ 3 (2) sentence 1 BauGB).",
    ))
    .help(say(
        "Sehen Sie nach, was in der Datei steht, und legen Sie die richtige in den Ordner.",
        "Look what the file holds, and put the right one into the folder.",
    ))
}
