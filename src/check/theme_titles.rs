//! Reports whose titles tell a theme of the environment that the notice does not name (`NOT-008`).

use crate::check::case::{Case, Report, Step};
use crate::check::keywords::words;
use crate::check::kinds;
use crate::finding::{Finding, say};
use crate::law::codes::{Code, find};
use crate::law::law;
use crate::model::document::Document;

/// Words of titles that leave no doubt what a report is on, with the theme, and the other themes under which people list it.
const TOLD: [(&str, &str, &[&str]); 9] = [
    ("natura-2000", "schutzgebiete", &["tiere_pflanzen"]),
    ("natura 2000", "schutzgebiete", &["tiere_pflanzen"]),
    ("ffh-", "schutzgebiete", &["tiere_pflanzen"]),
    ("spa-v", "schutzgebiete", &["tiere_pflanzen"]),
    ("artenschutz", "tiere_pflanzen", &[]),
    ("brutvog", "tiere_pflanzen", &[]),
    ("schallgutachten", "laerm", &["mensch"]),
    ("schalltechnisch", "laerm", &["mensch"]),
    ("altlasten", "boden", &["wasser", "flaeche"]),
];

/// `NOT-008`: a report without `themen` whose title tells a theme.
pub fn told_by_title(case: &Case, report: &mut Report) {
    if !case.is_assessed() {
        return;
    }
    let steps = case.steps.iter().filter(|step| step.rule.needs_environment);
    for step in steps.filter(|step| !step.phase.environment.is_empty()) {
        let documents = step.phase.documents.iter();
        for document in documents.filter(|own| own.kind.key == "gutachten" && own.themes.is_empty())
        {
            let theme = theme_of(document)
                .filter(|(theme, others)| !is_listed(step, document, theme, others));
            if let Some((theme, _)) = theme {
                report.add(unnamed(document, theme));
            }
        }
    }
}

fn theme_of(document: &Document) -> Option<(&'static Code, &'static [&'static str])> {
    let title = document.title.to_lowercase();
    let (_, key, others) = TOLD.iter().find(|(word, ..)| title.contains(word))?;
    Some((find(&law().codes.themes, key)?, others))
}

/// Whether the environmental information of a step lists a theme of a report: by its key, by one under which it is often
/// listed if the report or the theme is named there, or by the report's own title.
fn is_listed(step: &Step, document: &Document, theme: &Code, others: &[&str]) -> bool {
    let title = words(&document.title);
    step.phase.environment.iter().any(|own| {
        let source = own.source.as_deref().unwrap_or_default();
        let told = format!("{} {source}", own.keywords).to_lowercase();
        let is_source = words(source)
            .iter()
            .any(|word| title.contains(word) && word.chars().count() > 6);
        let has_sign = theme.signs.iter().any(|sign| told.contains(sign.as_str()));
        let is_other = others.contains(&own.theme.key.as_str()) && has_sign;
        own.theme.key == theme.key || is_source || is_other
    })
}

fn unnamed(document: &Document, theme: &Code) -> Finding {
    let title = &document.title;
    Finding::new(
        &kinds::THEMES_OF_DOCUMENTS,
        document.origin.at("titel"),
        say(
            format!("Das Thema „{}“ von „{title}“ steht nicht in der Bekanntmachung", theme.de),
            format!("The theme “{}” of “{title}” is not in the notice", theme.en),
        ),
    )
    .because(say(
        "Fehlt ein ganzes Thema, wird es gerügt (§ 3 Abs. 2 Satz 4, § 214 Abs. 1 Satz 1 Nr. 2 Buchst. b BauGB; BVerwG, 18. Juli 2013, 4 CN 3.12).",
        "A whole theme that is missing is complained of (§ 3 (2) sentence 4, § 214 (1) sentence 1 no. 2 b BauGB; BVerwG, 18 July 2013, 4 CN 3.12).",
    ))
    .help(say(
        format!("Ergänzen Sie umweltinformationen: - {{thema: {}, stichworte: …}}, und bei der Unterlage themen: [{}].", theme.key, theme.key),
        format!("Add umweltinformationen: - {{thema: {}, stichworte: …}}, and themen: [{}] at the document.", theme.key, theme.key),
    ))
}
