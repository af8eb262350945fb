//! The phases of a procedure in their order: what was, what is, what is still to come.

use crate::law::phase_rule::{PhaseRule, Takes};
use crate::model::phase::{Moment, Phase, Resolution, UndatedPhase};
use crate::model::procedure::Procedure;
use crate::render::format::provision;
use crate::render::page::Here;
use crate::render::view::{Link, PeriodView, telling_phase};
use anyhow::Result;
use serde::Serialize;

/// A phase among the others of its procedure.
#[derive(Debug, Clone, Serialize)]
pub struct PhaseLine {
    /// Its title in the language of the page, with the round.
    pub title: String,
    /// Its page; none where its days are not known.
    pub href: Option<String>,
    /// The provision it rests on.
    pub provision: String,
    /// When it is; none where that is not known.
    pub period: Option<PeriodView>,
    /// Why its days are not known, in the planner's words.
    pub undated: Option<String>,
    /// Who may give statements in it: `public`, `agencies` or `nobody`.
    pub takes: &'static str,
    /// Everyone can give statements in it today.
    pub is_open: bool,
    /// Who may give statements, where that is not everyone.
    pub only_for: Option<String>,
    /// It is the page that shows this list.
    pub is_this: bool,
    /// It is the phase that tells where the procedure stands today.
    pub is_current: bool,
    /// Why it does not count.
    pub void: Option<VoidView>,
    /// The phase that it repeats.
    pub repeats: Option<Link>,
    /// The phase that repeats it.
    pub repeated_by: Option<Link>,
    /// The resolution that belongs to it.
    pub resolution: Option<ResolutionView>,
    /// The planner's reason, in the planner's words.
    pub reason: Option<String>,
    /// How many documents it has.
    pub documents: usize,
}

/// Why a phase does not count.
#[derive(Debug, Clone, Serialize)]
pub struct VoidView {
    /// Day on which that was found.
    pub since: String,
    /// The reason, in the planner's words.
    pub reason: String,
}

/// A resolution.
#[derive(Debug, Clone, Serialize)]
pub struct ResolutionView {
    /// Its number.
    pub number: Option<String>,
    /// Its day.
    pub date: Option<String>,
    /// Who resolved, in the planner's words.
    pub body: Option<String>,
}

impl ResolutionView {
    /// A resolution.
    pub fn new(resolution: &Resolution) -> Self {
        Self {
            number: resolution.number.clone(),
            date: resolution.date.map(|day| day.to_string()),
            body: resolution.body.clone(),
        }
    }
}

/// All phases of a procedure in the planner's order, given the [lines] of those whose days are known.
pub fn timeline(
    mut lines: Vec<PhaseLine>,
    procedure: &Procedure,
    here: &Here<'_>,
) -> Vec<PhaseLine> {
    // From behind, so that the places of those before stay right.
    for phase in procedure.undated.iter().rev() {
        lines.insert(phase.before.min(lines.len()), undated(phase, here));
    }
    lines
}

/// The same on the page of a phase, as HTML. The pages of all phases of a procedure show the same
/// but for their own line.
///
/// # Errors
/// If the theme's part for a line is faulty.
pub fn timeline_at(procedure: &Procedure, index: usize, here: &Here<'_>) -> Result<Vec<String>> {
    const PART: (&str, &str) = ("phasenzeile", "p");
    let others = || {
        let here = here.below(&procedure.address);
        timeline(lines(procedure, &here), procedure, &here)
    };
    let mut lines = here.parts(PART, &procedure.address, others)?.to_vec();
    let before = procedure.undated.iter();
    let before = before.filter(|phase| phase.before <= index).count();
    if let Some(own) = lines.get_mut(index + before) {
        let current = telling_phase(procedure, here.archive.today);
        *own = here.part(PART, &line(procedure, index, current, here))?;
    }
    Ok(lines)
}

/// One line for each phase whose days are known, in their order.
pub fn lines(procedure: &Procedure, here: &Here<'_>) -> Vec<PhaseLine> {
    let current = telling_phase(procedure, here.archive.today);
    let places = 0..procedure.phases.len();
    places
        .map(|index| line(procedure, index, current, here))
        .collect()
}

fn line(
    procedure: &Procedure,
    index: usize,
    current: Option<&Phase>,
    here: &Here<'_>,
) -> PhaseLine {
    let today = here.archive.today;
    let (phases, phase) = (&procedure.phases, &procedure.phases[index]);
    let link = |other: &Phase| Link {
        text: here.words(&other.title()).to_owned(),
        href: here.page(&other.address),
    };
    PhaseLine {
        title: here.words(&phase.title()).to_owned(),
        href: Some(here.page(&phase.address)),
        provision: provision(&phase.rule.provision, here.language),
        period: Some(PeriodView::new(phase, today)),
        undated: None,
        takes: takes(phase.rule),
        is_open: phase.is_open_to_public(today),
        only_for: only_for(phase, here),
        is_this: phase.address == here.german,
        is_current: current.is_some_and(|current| std::ptr::eq(current, phase)),
        void: void(phase),
        repeats: phase.repeats.and_then(|at| phases.get(at)).map(link),
        repeated_by: repetition(procedure, index).map(link),
        resolution: phase.resolution.as_ref().map(ResolutionView::new),
        reason: phase.reason.clone(),
        documents: phase.documents.len(),
    }
}

fn undated(phase: &UndatedPhase, here: &Here<'_>) -> PhaseLine {
    PhaseLine {
        title: here.words(&phase.title()).to_owned(),
        href: None,
        provision: provision(&phase.rule.provision, here.language),
        period: None,
        undated: Some(phase.reason.clone()),
        takes: takes(phase.rule),
        is_open: false,
        only_for: None,
        is_this: false,
        is_current: false,
        void: None,
        repeats: None,
        repeated_by: None,
        resolution: phase.resolution.as_ref().map(ResolutionView::new),
        reason: None,
        documents: 0,
    }
}

fn only_for(phase: &Phase, here: &Here<'_>) -> Option<String> {
    let statements = phase.statements.as_ref()?;
    let audience = statements.audience.label();
    (!statements.is_for_everyone()).then(|| here.words(&audience).to_owned())
}

/// Why a phase does not count, if it does not.
pub fn void(phase: &Phase) -> Option<VoidView> {
    let (since, reason) = phase.void.as_ref()?;
    Some(VoidView {
        since: since.to_string(),
        reason: reason.clone(),
    })
}

/// The phase that repeats the phase at an index.
pub fn repetition(procedure: &Procedure, index: usize) -> Option<&Phase> {
    let mut phases = procedure.phases.iter();
    phases.find(|phase| phase.repeats == Some(index))
}

/// Who may give statements, as a key for texts.
pub fn takes(rule: &PhaseRule) -> &'static str {
    match rule.takes {
        Takes::Public => "public",
        Takes::Agencies => "agencies",
        Takes::Nobody => "nobody",
    }
}

/// Whether a phase has begun and counts.
pub fn has_begun(phase: &Phase, here: &Here<'_>) -> bool {
    phase.void.is_none() && phase.on(here.archive.today) != Moment::Upcoming
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Findings, Language};
    use crate::load::theme::ThemeFiles;
    use crate::model::fixture;
    use crate::render::page::test_pages;
    use crate::render::theme::Theme;

    #[test]
    fn the_course_is_the_same_whichever_page_is_made_first() {
        let archive = fixture::archive();
        let procedure = &archive.procedures[0];
        let languages = [Language::German];
        let theme = Theme::compile(
            &ThemeFiles::standard(),
            &languages,
            &mut Findings::default(),
        );
        let theme = theme.unwrap();
        let at = |place: usize, pages: &[Here<'_>]| {
            timeline_at(procedure, place, &pages[place]).unwrap()
        };
        let places = 0..procedure.phases.len();
        assert!(places.len() > 1);
        let addresses: Vec<_> = procedure
            .phases
            .iter()
            .map(|phase| &phase.address)
            .collect();
        let pages = || test_pages(&archive, &theme, &addresses);
        let (forth, back) = (pages(), pages());
        let one: Vec<_> = places.clone().map(|place| at(place, &forth)).collect();
        let mut other: Vec<_> = places.rev().map(|place| at(place, &back)).collect();
        other.reverse();
        assert_eq!(one, other);
        assert!(one[1][0].contains(r#"href="../"#), "{}", one[1][0]);
        assert!(one[1][1].contains(r#"aria-current="page""#));
        assert!(!one[1][0].contains(r#"aria-current="page""#));
    }
}
