//! Titles of papers that are those of another stage, another change, another tier or another town (`PUB-019`).

use crate::check::approval;
use crate::check::case::{Case, Report, Step};
use crate::check::kinds;
use crate::check::named_places::foreign_place;
use crate::check::record_papers::{is_plain_draft, number_of_draft};
use crate::check::variant::is_repeal;
use crate::finding::{Finding, Level, Place, Words, say};
use crate::law::codes::Tier;
use crate::model::document::Document;

/// Papers that are made for one plan and for one stage of it.
const OF_ONE_PLAN: [&str; 4] = [
    "planzeichnung",
    "textliche_festsetzungen",
    "begruendung",
    "umweltbericht",
];

/// `PUB-019`
pub fn of_another(case: &Case, report: &mut Report) {
    for step in &case.steps {
        report.extend(of_another_stage(case, step));
        for document in step
            .phase
            .documents
            .iter()
            .filter(|own| is_of_one_plan(own))
        {
            let found = of_another_change(case, document)
                .or_else(|| of_the_other_tier(case, document))
                .or_else(|| of_another_town(case, document));
            report.extend(found);
        }
        let decisions = step.phase.documents.iter();
        for document in decisions.filter(|own| own.kind.key == "genehmigung") {
            report.extend(by_another_district(case, document));
        }
    }
}

fn is_of_one_plan(document: &Document) -> bool {
    OF_ONE_PLAN.contains(&document.kind.key.as_str())
}

fn wrong(place: Place, message: Words, because: Words) -> Finding {
    Finding::new(&kinds::DOCUMENT_AS_NAMED, place, message)
        .because(because)
        .help(say(
            "Sehen Sie nach, was in der Datei steht, und berichtigen Sie titel oder datei.",
            "Look what the file holds, and correct titel or datei.",
        ))
        .at_level(Level::Warning)
}

/// The word by which a title in small letters names the version of a later stage than the papers beside it.
fn later_stage(title: &str) -> Option<&'static str> {
    const LATER: [(&str, &str); 5] = [
        ("satzungsfassung", "Satzungsfassung"),
        ("genehmigungsfassung", "Genehmigungsfassung"),
        ("fassung der satzung", "Fassung der Satzung"),
        ("endfassung", "Endfassung"),
        ("ausgefertigte fassung", "ausgefertigte Fassung"),
    ];
    let named = LATER.iter().find(|(words, _)| title.contains(words));
    named.map(|(_, word)| *word)
}

/// One paper among others of its participation that calls itself one of a later stage: a draft among preliminary drafts, a
/// second draft where there was no first, the version that was adopted.
fn of_another_stage(case: &Case, step: &Step) -> Option<Finding> {
    if !step.rule.is_span || !step.rule.displays_documents {
        return None;
    }
    let papers = || {
        let documents = step
            .phase
            .documents
            .iter()
            .filter(|own| is_of_one_plan(own));
        documents.map(|own| (own, own.title.to_lowercase()))
    };
    let has = |is: fn(&str) -> bool| papers().any(|(_, title)| is(&title));
    let is_first = || {
        let start = step.phase.time.start();
        let mut phases = case.procedure.phases.iter();
        let is_round = step.phase.round.is_none_or(|round| round == 1);
        let undated = case.procedure.undated.is_empty();
        is_round
            && undated
            && !step.rule.renews
            && !case.continues_another()
            && !phases.any(|own| {
                own.rule.is_public_participation()
                    && own.rule.rank == step.rule.rank
                    && own.time.start() < start
            })
    };
    let early = has(|title| title.contains("vorentwurf"));
    let plain = has(is_plain_draft);
    let (document, stage) = papers().find_map(|(document, title)| {
        let is_draft = is_plain_draft(&title) || number_of_draft(&title).is_some();
        let stage = match step.is_display() {
            false if early && is_draft => Some("Entwurf"),
            true if plain && number_of_draft(&title).is_some() && is_first() => Some("2. Entwurf"),
            _ => None,
        };
        let later = || later_stage(&title).filter(|_| early || plain);
        Some((document, stage.or_else(later)?))
    })?;
    let (title, label) = (&document.title, &step.rule.label);
    Some(wrong(
        document.origin.at("titel"),
        say(
            format!(
                "„{title}“ ({stage}) passt nicht zu „{}“ und den Unterlagen daneben",
                label.de
            ),
            format!(
                "“{title}” ({stage}) does not fit “{}” and the papers beside it",
                label.en
            ),
        ),
        say(
            "Gezeigt werden Unterlagen eines Standes: der Vorentwurf in der frühzeitigen Beteiligung, der Entwurf in der Veröffentlichung (§ 3 Abs. 1 und 2 BauGB).",
            "What is shown is of one stage: the preliminary draft in the early participation, the draft on display (§ 3 (1) and (2) BauGB).",
        ),
    ))
}

/// The number of the change of a plan that a title in small letters names: „Begründung der 2. Änderung“. A draft is changed, too.
pub fn number_of_change(title: &str) -> Option<u16> {
    let (before, behind) = title.split_once(". änderung")?;
    let is_of_draft = [" des entwurfs", " des vorentwurfs", " vom "]
        .iter()
        .any(|words| behind.starts_with(words));
    let digits = before
        .rsplit(|letter: char| !letter.is_ascii_digit())
        .next()?;
    digits.parse().ok().filter(|_| !is_of_draft)
}

/// A paper of this change of a plan whose title is that of another change.
fn of_another_change(case: &Case, document: &Document) -> Option<Finding> {
    const OLD: [&str; 8] = [
        "bestand",
        "rechtskräftig",
        "rechtswirksam",
        "wirksam",
        "bisher",
        "geltend",
        "auszug",
        "vergleich",
    ];
    let own = case.procedure.amendment?;
    let title = document.title.to_lowercase();
    let said = number_of_change(&title).filter(|said| *said != own)?;
    let has_own = title.contains(&format!("{own}. "));
    // The papers beside it have the procedure's own number; otherwise that may be the wrong one.
    let mut others = case
        .procedure
        .documents()
        .map(|other| number_of_change(&other.title.to_lowercase()));
    if !others.any(|other| other == Some(own)) {
        return None;
    }
    if has_own
        || OLD.iter().any(|word| title.contains(word))
        || !case.procedure.more_plans.is_empty()
    {
        return None;
    }
    let title = &document.title;
    Some(wrong(
        document.origin.at("titel"),
        say(
            format!(
                "„{title}“ ist die Unterlage der {said}. Änderung, das Verfahren ist das der {own}."
            ),
            format!(
                "“{title}” is the paper of amendment {said}, but the procedure is that of {own}"
            ),
        ),
        of_another_plan(),
    ))
}

/// Why a paper of another plan matters.
pub fn of_another_plan() -> Words {
    say(
        "Liegt die Unterlage eines anderen Plans aus, liegt die eigene nicht aus (§ 3 Abs. 2 Satz 1 BauGB).",
        "Where the paper of another plan is on display, the own one is not (§ 3 (2) sentence 1 BauGB).",
    )
}

/// The drawing of a binding plan among the papers of a preparatory one, or the reverse, by the first words of its title.
fn of_the_other_tier(case: &Case, document: &Document) -> Option<Finding> {
    const PREPARATORY: [&str; 2] = ["flächennutzungsplan", "fnp"];
    const BINDING: [&str; 2] = ["bebauungsplan", "b-plan"];
    let procedure = case.procedure;
    let (own, other, name) = match procedure.plan.kind.tier? {
        Tier::Preparatory => (
            PREPARATORY,
            BINDING,
            ("ein Bebauungsplan", "a binding plan"),
        ),
        Tier::Binding => (
            BINDING,
            PREPARATORY,
            ("ein Flächennutzungsplan", "a preparatory plan"),
        ),
    };
    let title = document.title.to_lowercase();
    let words = title.split(|letter: char| !letter.is_alphanumeric() && letter != '-');
    let mut words = words.filter(|word| !["", "der", "des", "zum", "zur"].contains(word));
    let paper = words.next()?;
    let next = words.next()?;
    let is_paper = [
        "planzeichnung",
        "begründung",
        "umweltbericht",
        "planteil",
        "textteil",
    ]
    .contains(&paper);
    let is_other = other.iter().any(|word| {
        next.strip_prefix(word)
            .is_some_and(|end| ["", "s", "es"].contains(&end))
    });
    let is_both = own.iter().any(|word| title.contains(word))
        || title.contains("änderung")
        || title.contains("auszug");
    let names_it = other
        .iter()
        .any(|word| procedure.plan.name.to_lowercase().contains(word));
    let is_alone = procedure.more_plans.is_empty() && !names_it && !is_repeal(case);
    let title = &document.title;
    (is_paper && is_other && !is_both && is_alone).then(|| {
        wrong(
            document.origin.at("titel"),
            say(
                format!(
                    "„{title}“ ist dem Titel nach {}, das Verfahren führt: {}",
                    name.0, procedure.plan.kind.de
                ),
                format!(
                    "By its title “{title}” is {}, but the procedure is on: {}",
                    name.1, procedure.plan.kind.en
                ),
            ),
            of_another_plan(),
        )
    })
}

/// A paper that calls itself, in its title or in the PDF's, that of another town: „Plan der Stadt Zwickau“.
fn of_another_town(case: &Case, document: &Document) -> Option<Finding> {
    let named = [
        Some(document.title.as_str()),
        document.facts.pdf_title.as_deref(),
    ];
    let named = named.into_iter().zip(["titel", "datei"]);
    let (text, key, town) = named.into_iter().find_map(|(text, key)| {
        let towns = ["Stadt ", "Gemeinde ", "Kreisstadt "];
        let text = text.filter(|text| towns.iter().any(|word| text.contains(word)))?;
        let town = foreign_place(case, text, false)?;
        let is_named = |word: &&str| text.contains(&format!("{word}{town}"));
        towns.iter().any(is_named).then_some((text, key, town))
    })?;
    let own = &case.municipality.name;
    Some(wrong(
        document.origin.at(key),
        say(
            format!("Die Unterlage nennt sich „{text}“; das Verfahren führt {own}, nicht {town}"),
            format!(
                "The paper calls itself “{text}”; the procedure is run by {own}, not by {town}"
            ),
        ),
        of_another_plan(),
    ))
}

/// A decision on the approval that names the office of another district.
fn by_another_district(case: &Case, document: &Document) -> Option<Finding> {
    let title = &document.title;
    let (said, right) = approval::another_district(case, &title.to_lowercase(), document.version)?;
    Some(wrong(
        document.origin.at("titel"),
        say(
            format!("„{title}“: die Gemeinde gehört zu {right}, nicht zu {said}"),
            format!("“{title}”: the municipality belongs to {right}, not to {said}"),
        ),
        say(
            "Genehmigungsbehörde ist für kreisangehörige Gemeinden ihr Landratsamt (§ 6 Abs. 1, § 10 Abs. 2, § 203 BauGB).",
            "For municipalities of a district its own office approves plans (§ 6 (1), § 10 (2), § 203 BauGB).",
        ),
    ))
}

#[cfg(test)]
mod tests {
    use super::{later_stage, number_of_change};

    #[test]
    fn changes_of_plans_are_no_changes_of_drafts() {
        assert_eq!(
            number_of_change("begründung der 2. änderung, entwurf"),
            Some(2)
        );
        assert_eq!(
            number_of_change("begründung zur 12. änderung des bebauungsplans"),
            Some(12)
        );
        assert_eq!(
            number_of_change("begründung, 2. änderung des entwurfs"),
            None
        );
        assert_eq!(number_of_change("begründung, änderungen"), None);
    }

    #[test]
    fn versions_of_later_stages_say_so() {
        assert_eq!(
            later_stage("begründung, satzungsfassung"),
            Some("Satzungsfassung")
        );
        assert_eq!(later_stage("begründung, fassung vom 3. mai"), None);
    }
}
