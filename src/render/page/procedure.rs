//! A procedure: where it stands and what can be done, what is planned and where, all its phases.

use crate::law::codes::Repeal;
use crate::model::mark::Mark;
use crate::model::phase::{Moment, Phase};
use crate::model::procedure::{Party, Procedure, Relation};
use crate::model::site::Part;
use crate::render::format::unbroken;
use crate::render::page::json_ld;
use crate::render::page::{Here, Pages};
use crate::render::view::area::AreaView;
use crate::render::view::timeline::{PhaseLine, has_begun, lines, timeline};
use crate::render::view::{
    ContactView, DocumentView, Label, Link, Name, PeriodView, StateView, municipality_link,
    paragraphs,
};
use anyhow::Result;
use serde::Serialize;

/// The page of a procedure.
#[derive(Debug, Serialize)]
pub struct ProcedureView {
    /// Its title, German.
    pub title: String,
    /// The kind of plan.
    pub kind: Label,
    /// The kind in the planner's words, where no word of the list fits.
    pub kind_text: Option<String>,
    /// What happens to the plan; none where another statute plans.
    pub operation: Option<Label>,
    /// Number of the amendment.
    pub amendment: Option<u16>,
    /// The track; none where another statute plans.
    pub track: Option<Label>,
    /// Titles of other plans of the same procedure, German.
    pub more_plans: Vec<String>,
    /// The municipality that runs it.
    pub municipality: Link,
    /// Where it stands.
    pub state: StateView,
    /// Participations that are running for everyone, the one that ends soonest first.
    pub open: Vec<PhaseLine>,
    /// Displays that are running and on which nobody is asked: a decision that can be inspected.
    pub displayed: Vec<PhaseLine>,
    /// Another statute plans: no municipality adopts it.
    pub is_related: bool,
    /// Participations of the public that are announced.
    pub announced: Vec<PhaseLine>,
    /// The latest phase that has begun and counts.
    pub latest: Option<PhaseLine>,
    /// The day on which the plan was declared invalid or replaced, where that is known.
    pub fell: Option<String>,
    /// What is planned and why, in the planner's words, as paragraphs.
    pub summary: Vec<String>,
    /// The longer description as HTML, in the planner's words.
    pub description: Option<String>,
    /// Where the plan area is.
    pub area: AreaView,
    /// All phases.
    pub timeline: Vec<PhaseLine>,
    /// Documents of the current phase, or of the latest that has any.
    pub current_documents: Option<PhaseDocuments>,
    /// Documents of the other phases, the latest first.
    pub other_documents: Vec<PhaseDocuments>,
    /// Who answers questions.
    pub contact: ContactView,
    /// Who draws the plan up.
    pub planner: Option<PartyView>,
    /// The developer (§ 12 BauGB).
    pub developer: Option<PartyView>,
    /// Relations to other plans.
    pub relations: Vec<RelationView>,
    /// Its feed, if the portal has one for each procedure.
    pub feed: Option<String>,
    /// Its data as JSON, if the portal offers open data.
    pub data: Option<String>,
    /// What search engines read.
    pub json_ld: String,
}

/// The documents of a phase.
#[derive(Debug, Serialize)]
pub struct PhaseDocuments {
    /// The phase and its page.
    pub phase: Link,
    /// When it is.
    pub period: PeriodView,
    /// It does not count.
    pub is_void: bool,
    /// Its documents.
    pub documents: Vec<DocumentView>,
}

/// A planner's office or a developer.
#[derive(Debug, Serialize)]
pub struct PartyView {
    /// Its name and website.
    pub name: Name,
    /// Its seat.
    pub seat: Option<String>,
}

/// A relation to another plan.
#[derive(Debug, Serialize)]
pub struct RelationView {
    /// What this plan does to the other, or the other to it: `ändert`.
    pub label: String,
    /// Since which day the other one has repealed this plan.
    pub repealed_since: Option<String>,
    /// It is what the procedure does, which repeals a plan and is none itself.
    pub is_of_procedure: bool,
    /// Whether it repealed a part of it only.
    pub is_in_part: bool,
    /// The other plan, with its page if it is on this portal.
    pub plan: Name,
}

/// Adds the page of every procedure.
pub fn add(pages: &mut Pages<'_, '_>) -> Result<()> {
    pages.add_own(|procedure, pages| {
        let beside = Mark::of(&procedure.description);
        let shown = (&[&procedure.address][..], beside);
        pages.add_of(&procedure.address, shown, move |here| view(procedure, here))
    })
}

fn view(procedure: &Procedure, here: &Here<'_>) -> ProcedureView {
    let site = &here.archive.site;
    let lines = lines(procedure, here);
    let mut open: Vec<PhaseLine> = lines.iter().filter(|line| line.is_open).cloned().collect();
    // ISO days sort as text; an open end comes last.
    let end = |line: &PhaseLine| {
        let last = line.period.as_ref().and_then(|period| period.last.clone());
        last.unwrap_or_else(|| "9999".to_owned())
    };
    open.sort_by_key(end);
    let is_announced = |(phase, _): &(&Phase, &PhaseLine)| phase.is_announced(here.archive.today);
    let mut announced: Vec<PhaseLine> = (procedure.phases.iter().zip(&lines))
        .filter(is_announced)
        .map(|(_, line)| line.clone())
        .collect();
    announced.sort_by_key(|line| line.period.as_ref().map(|period| period.first.clone()));
    let latest = procedure
        .phases
        .iter()
        .rposition(|phase| has_begun(phase, here));
    let (current_documents, other_documents) = documents(procedure, here);
    ProcedureView {
        title: unbroken(&procedure.title()),
        kind: Label::new(procedure.plan.kind, here),
        kind_text: procedure.plan.kind_text.clone(),
        operation: (!procedure.is_related()).then(|| Label::new(procedure.operation, here)),
        amendment: procedure.amendment,
        track: (!procedure.is_related()).then(|| Label::new(procedure.track, here)),
        more_plans: procedure
            .more_plans
            .iter()
            .map(|plan| unbroken(&plan.title()))
            .collect(),
        municipality: municipality_link(procedure, here),
        state: StateView::new(procedure, here.archive.today),
        open,
        displayed: displayed(procedure, &lines, here),
        is_related: procedure.is_related(),
        announced,
        fell: (latest.and_then(|at| procedure.phases.get(at)))
            .filter(|phase| phase.rule.invalidates || phase.rule.replaces)
            .map(|phase| phase.time.start().to_string()),
        latest: latest.and_then(|at| lines.get(at).cloned()),
        summary: paragraphs(&procedure.summary),
        description: prose(procedure, here),
        area: AreaView::new(procedure, here),
        current_documents,
        other_documents,
        contact: contact(procedure, here),
        planner: procedure.planner.as_ref().map(PartyView::new),
        developer: procedure.developer.as_ref().map(PartyView::new),
        relations: relations(procedure, here),
        feed: (site.offers(Part::ProcedureFeeds))
            .then(|| here.file(&procedure.address.join("feed.atom"))),
        data: (site.offers(Part::OpenData))
            .then(|| here.file(&procedure.address.join("verfahren.json"))),
        json_ld: json_ld::procedure(procedure, here),
        timeline: timeline(lines, procedure, here),
    }
}

/// Displays that are running and on which nobody is asked.
fn displayed(procedure: &Procedure, lines: &[PhaseLine], here: &Here<'_>) -> Vec<PhaseLine> {
    let is_displayed = |(phase, line): &(&Phase, &PhaseLine)| {
        let rule = phase.rule;
        let is_running = phase.on(here.archive.today) == Moment::Running;
        let shows = rule.displays_documents && rule.is_span && line.takes == "nobody";
        shows && is_running && phase.void.is_none()
    };
    let shown = procedure.phases.iter().zip(lines).filter(is_displayed);
    shown.map(|(_, line)| line.clone()).collect()
}

fn prose(procedure: &Procedure, here: &Here<'_>) -> Option<String> {
    let description = procedure.description.as_ref()?;
    Some(description.html_on_page(&here.root(), here.folder()))
}

/// Who answers questions about a procedure: its own contact, else the municipality's office.
pub fn contact(procedure: &Procedure, here: &Here<'_>) -> ContactView {
    let office = &here.archive.municipality(procedure.municipality).office;
    ContactView::new(procedure.contact.as_ref().unwrap_or(office))
}

/// The documents of the phase that matters now, and those of all others, latest first.
fn documents(
    procedure: &Procedure,
    here: &Here<'_>,
) -> (Option<PhaseDocuments>, Vec<PhaseDocuments>) {
    let today = here.archive.today;
    let has_documents = |phase: &&Phase| !phase.documents.is_empty();
    let counts = |phase: &&Phase| phase.void.is_none();
    let phases = || procedure.phases.iter();
    let current = (procedure.next_participation(today).filter(has_documents))
        .or_else(|| phases().filter(counts).rfind(has_documents))
        .or_else(|| phases().rfind(has_documents));
    let of_phase = |phase: &Phase| PhaseDocuments {
        phase: Link {
            text: here.words(&phase.title()).to_owned(),
            href: here.page(&phase.address),
        },
        period: PeriodView::new(phase, today),
        is_void: phase.void.is_some(),
        documents: (phase.documents.iter())
            .map(|document| DocumentView::new(document, here))
            .collect(),
    };
    let is_current = |phase: &Phase| current.is_some_and(|current| std::ptr::eq(current, phase));
    let others = phases().rev().filter(has_documents);
    let others = others.filter(|phase| !is_current(phase)).map(of_phase);
    (current.map(of_phase), others.collect())
}

fn relations(procedure: &Procedure, here: &Here<'_>) -> Vec<RelationView> {
    let view = |relation: &Relation| {
        let other = relation.procedure.as_ref();
        let other = other.and_then(|other| here.archive.procedure(other));
        let plan = match other {
            Some(other) => Name {
                text: unbroken(&other.title()),
                href: Some(here.page(&other.address)),
            },
            None => Name {
                text: relation.name.clone().unwrap_or_default(),
                href: None,
            },
        };
        let repealed = relation.repealed;
        let repealed = repealed.filter(|(since, _)| *since <= here.archive.today);
        RelationView {
            label: here.words(&relation.label).to_owned(),
            is_of_procedure: procedure.operation.repeals.is_some() && !relation.is_inverse,
            repealed_since: repealed.map(|(since, _)| since.to_string()),
            is_in_part: repealed.is_some_and(|(_, own)| own.repeals == Some(Repeal::Part)),
            plan,
        }
    };
    procedure.relations.iter().map(view).collect()
}

impl PartyView {
    fn new(party: &Party) -> Self {
        Self {
            name: Name {
                text: party.name.clone(),
                href: party.website.clone(),
            },
            seat: party.seat.clone(),
        }
    }
}
