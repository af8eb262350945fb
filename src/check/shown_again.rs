//! Files that were left from an earlier draft, papers that call themselves another one's name, and changes that say
//! nothing (`PUB-019`, `NOT-017`, `REN-001`).

use crate::check::case::{Case, Report, Step};
use crate::check::kinds;
use crate::check::names::squeezed;
use crate::check::same_file::{REDRAWN, finding, one_file};
use crate::finding::{Finding, say};
use crate::law::codes::Tier;
use crate::model::document::Document;
use crate::model::notice::Notice;
use std::ptr;

/// `PUB-019`: the file of an earlier draft lies again, under a new date: on display, or in the plan that was adopted though a
/// later draft was shown in between.
pub fn shown_again(case: &Case, is_meant: &dyn Fn(&Document) -> bool, report: &mut Report) {
    let shown: Vec<&Step> = case.formal_participations().collect();
    let is_adopted = |step: &&Step| step.rule.adopts || step.rule.puts_in_force;
    let adopted = case.steps.iter().filter(is_adopted);
    for step in shown.iter().copied().chain(adopted) {
        let start = step.phase.time.start();
        let earlier = || {
            let shown = shown.iter().copied();
            shown.filter(move |other| other.phase.time.start() < start)
        };
        let redrawn = step.phase.documents.iter();
        let redrawn = redrawn.filter(|own| REDRAWN.contains(&own.kind.key.as_str()));
        for document in redrawn.filter(|own| is_meant(own)) {
            let mut before = earlier().filter_map(|other| Some((other, same_in(other, document)?)));
            let Some((first, other)) = before.next() else {
                continue;
            };
            // A draft that was adopted as it was on display is the same file, whatever its date.
            let is_display = shown.iter().any(|own| ptr::eq(own.phase, step.phase));
            if is_display || earlier().any(|later| is_redrawn(later, first, document)) {
                report.add(one_file(document, other, 0));
            }
        }
    }
}

/// The same file with an earlier date among the documents of a step.
fn same_in<'c>(step: &'c Step, document: &Document) -> Option<&'c Document> {
    let mut documents = step.phase.documents.iter();
    documents.find(|own| {
        own.kind.key == document.kind.key
            && own.facts.sha256 == document.facts.sha256
            && own.version < document.version
    })
}

/// Whether a display after the first one shows another file of that kind.
fn is_redrawn(step: &Step, first: &Step, document: &Document) -> bool {
    let mut documents = step.phase.documents.iter();
    step.phase.time.start() > first.phase.time.start()
        && documents.any(|own| {
            own.kind.key == document.kind.key && own.facts.sha256 != document.facts.sha256
        })
}

/// Papers by the words of their own titles, in small letters.
pub const PAPERS: [(&str, &[&str]); 6] = [
    (
        "planzeichnung",
        &["planzeichnung", "rechtsplan", "planteil"],
    ),
    (
        "textliche_festsetzungen",
        &["textliche festsetzung", "textteil"],
    ),
    (
        "vorhaben_und_erschliessungsplan",
        &["vorhaben- und erschließungsplan"],
    ),
    ("begruendung", &["begründung"]),
    ("umweltbericht", &["umweltbericht"]),
    (
        "zusammenfassende_erklaerung",
        &["zusammenfassende erklärung"],
    ),
];
/// Pairs of a paper and another one whose name its PDF has: those that people exchange.
const EXCHANGED: [(&str, &str); 6] = [
    ("planzeichnung", "textliche_festsetzungen"),
    ("textliche_festsetzungen", "planzeichnung"),
    ("planzeichnung", "vorhaben_und_erschliessungsplan"),
    ("vorhaben_und_erschliessungsplan", "planzeichnung"),
    ("begruendung", "umweltbericht"),
    ("umweltbericht", "begruendung"),
];

/// `PUB-019`: a paper whose PDF is called as another paper of the same phase.
pub fn calls_itself(case: &Case, document: &Document) -> Option<Finding> {
    let mut phases = case.procedure.phases.iter();
    let phase = phases.find(|phase| phase.documents.iter().any(|own| ptr::eq(own, document)))?;
    let said = said_by_pdf(document)?;
    let other = phase
        .documents
        .iter()
        .find(|own| own.kind.key == said && !ptr::eq(*own, document))?;
    // The environmental report is a part of the reasons, and may be called so: it takes both to be exchanged.
    let is_exchanged = || said_by_pdf(other) == Some(document.kind.key.as_str());
    let is_part = document.kind.key == "umweltbericht";
    let own = document.facts.pdf_title.as_deref()?;
    let title = &document.title;
    (!is_part || is_exchanged()).then(|| {
        finding(
            document,
            say(
                format!("Die Datei zu „{title}“ nennt sich selbst „{own}“"),
                format!("The file of “{title}” calls itself “{own}”"),
            ),
        )
    })
}

/// The kind of another paper that the PDF of a document calls itself, and that its title does not speak of.
fn said_by_pdf(document: &Document) -> Option<&'static str> {
    let said = document.facts.pdf_title.as_deref()?.to_lowercase();
    let title = document.title.to_lowercase();
    let words = |key: &str| PAPERS.iter().find(|(own, _)| *own == key);
    let has = |text: &str, key: &str| {
        words(key).is_some_and(|(_, words)| words.iter().any(|word| text.contains(word)))
    };
    let own = document.kind.key.as_str();
    let others = EXCHANGED.iter().filter(|(kind, _)| *kind == own);
    let mut others = others.map(|(_, other)| *other);
    others.find(|other| has(&said, other) && !has(&said, own) && !has(&title, other))
}

/// `PUB-019`: the drawing of a binding plan in place of the preparatory plan's, or the reverse.
pub fn of_the_other_tier(case: &Case, document: &Document) -> Option<Finding> {
    let own = document.facts.pdf_title.as_deref()?;
    let said = squeezed(own);
    let title = squeezed(&document.title);
    let says = |text: &str, tier: Tier| match tier {
        Tier::Binding => text.contains("bebauungsplan"),
        Tier::Preparatory => text.contains("flachennutzungsplan") || text.contains("fnp"),
    };
    let tier = case.procedure.plan.kind.tier?;
    let other = match tier {
        Tier::Binding => Tier::Preparatory,
        Tier::Preparatory => Tier::Binding,
    };
    let is_drawing = document.kind.key == "planzeichnung" && case.procedure.more_plans.is_empty();
    let is_other = says(&said, other) && !says(&said, tier) && !says(&title, other);
    // „Am Bebauungsplan“ in a name is no kind.
    let is_name = says(&squeezed(&case.procedure.plan.name), other);
    let title = &document.title;
    (is_drawing && is_other && !is_name).then(|| {
        finding(
            document,
            say(
                format!("Die Datei zu „{title}“ nennt sich selbst „{own}“; das ist ein Plan anderer Stufe"),
                format!("The file of “{title}” calls itself “{own}”, which is a plan of another tier"),
            ),
        )
    })
}

/// `NOT-017`: the proof of a notice that is that of another notice, on another day.
pub fn proof_of_another(case: &Case, step: &Step, notice: &Notice) -> Option<Finding> {
    let proof = notice.proof.as_ref()?;
    let steps = case
        .steps
        .iter()
        .filter(|other| !ptr::eq(other.phase, step.phase));
    let notices = steps.filter_map(|other| Some((other, other.phase.notice.as_ref()?)));
    let mut same = notices.filter(|(_, other)| {
        let other_proof = other.proof.as_ref();
        let is_same = other_proof.is_some_and(|own| own.facts.sha256 == proof.facts.sha256);
        is_same && other.published < notice.published
    });
    let (other, earlier) = same.next()?;
    let (label, day) = (&other.rule.label, earlier.published);
    let finding = Finding::new(
        &kinds::PROOF_OF_NOTICE,
        notice.origin.at("nachweis"),
        say(
            format!("Der Nachweis ist dieselbe Datei wie bei „{}“, bekannt gemacht am {day}", label.de),
            format!("The proof is the same file as at “{}”, announced on {day}", label.en),
        ),
    )
    .and_at(earlier.origin.at("nachweis"))
    .because(say(
        "Zwei Bekanntmachungen an zwei Tagen stehen nicht auf derselben Seite; der Vollzug ist in den Akten nachzuweisen (§ 10 KomBekVO).",
        "Two notices on two days do not stand on one page; the completion is proven in the files (§ 10 KomBekVO).",
    ));
    Some(finding.help(say(
        "Legen Sie zu jeder Bekanntmachung ihre eigene Seite in den Ordner.",
        "Put its own page for each notice into the folder.",
    )))
}

/// What points elsewhere or puts off: none of these words says what changed.
const UNSAYING: [&str; 44] = [
    "siehe",
    "s",
    "vgl",
    "vergleiche",
    "der",
    "die",
    "das",
    "den",
    "dem",
    "des",
    "im",
    "in",
    "zur",
    "zum",
    "unterlagen",
    "unterlage",
    "begründung",
    "plan",
    "plans",
    "planzeichnung",
    "planteil",
    "entwurf",
    "kennzeichnung",
    "kennzeichnungen",
    "gekennzeichnet",
    "rot",
    "blau",
    "anlage",
    "anlagen",
    "text",
    "textteil",
    "dokument",
    "dokumente",
    "dokumenten",
    "keine",
    "nein",
    "wird",
    "werden",
    "ergänzt",
    "folgt",
    "folgen",
    "noch",
    "nachgereicht",
    "änderungen",
];
/// One of these must be there; a bare list of papers says at least which of them changed.
const POINTING: [&str; 10] = [
    "siehe",
    "s",
    "vgl",
    "vergleiche",
    "keine",
    "nein",
    "ergänzt",
    "folgt",
    "folgen",
    "nachgereicht",
];

/// Whether what is written of the changes says nothing of them: „siehe Unterlagen“, „keine“, „.“
pub fn says_nothing(changes: &str) -> bool {
    let lower = changes.to_lowercase();
    let words: Vec<&str> = lower
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let is_empty_talk = words.iter().all(|word| UNSAYING.contains(word));
    let points = words.iter().any(|word| POINTING.contains(word));
    words.is_empty() || is_empty_talk && points
}

#[cfg(test)]
mod tests {
    use super::says_nothing;

    #[test]
    fn changes_are_said_or_only_pointed_at() {
        let unsaid = [
            "siehe Unterlagen",
            "s. Begründung",
            "siehe Kennzeichnung im Plan",
            ".",
            "keine",
            "wird ergänzt",
            "-",
            "vgl. Anlage",
        ];
        for text in unsaid {
            assert!(says_nothing(text), "{text}");
        }
        let said = [
            "Die Baugrenze rückt nach Norden (siehe Planzeichnung).",
            "Redaktionelle Änderungen",
            "Planzeichnung und Begründung",
            "Keine Änderungen an der Planzeichnung; die Begründung behandelt den Lärm.",
        ];
        for text in said {
            assert!(!says_nothing(text), "{text}");
        }
    }
}
