//! The home page: what can be commented on now, what is announced, what was decided lately.

use crate::model::address::Address;
use crate::model::phase::Moment;
use crate::model::procedure::{Procedure, State};
use crate::render::page::districts::{self, DistrictRow};
use crate::render::page::maps::MapView;
use crate::render::page::{Here, Pages, json_ld};
use crate::render::view::{CardView, telling_phase};
use anyhow::Result;
use jiff::civil::Date;
use serde::Serialize;
use std::cmp::Reverse;

/// The home page.
#[derive(Debug, Serialize)]
pub struct StartView {
    /// Procedures with a participation that is running, ending soonest first.
    pub open: Vec<CardView>,
    /// How many are open.
    pub open_count: usize,
    /// Procedures with an announced participation, beginning soonest first.
    pub announced: Vec<CardView>,
    /// Procedures decided or put in force lately, latest first; at most [`MANY`].
    pub decided: Vec<CardView>,
    /// How many procedures the portal shows.
    pub procedure_count: usize,
    /// How many municipalities publish on it.
    pub municipality_count: usize,
    /// The districts with their pages, and how many participations are open in each.
    pub districts: Vec<DistrictRow>,
    /// The same as a map.
    pub map: Option<MapView>,
    /// What search engines read.
    pub json_ld: String,
}

/// How many procedures a list of the home page shows at most; the full list is one link away.
pub const MANY: usize = 12;

/// Adds the page.
pub fn add(pages: &mut Pages<'_, '_>) -> Result<()> {
    pages.add(&Address::new(""), view)
}

fn view(here: &Here<'_>) -> StartView {
    let today = here.archive.today;
    let mut open = in_state(here, State::Open);
    let end =
        |procedure: &Procedure| telling_phase(procedure, today).and_then(|phase| phase.time.end());
    open.sort_by_key(|procedure| (end(procedure).unwrap_or(Date::MAX), &procedure.address));
    let mut announced = in_state(here, State::Announced);
    let start =
        |procedure: &Procedure| telling_phase(procedure, today).map(|phase| phase.time.start());
    announced.sort_by_key(|procedure| (start(procedure), &procedure.address));
    let cards = |procedures: &[&Procedure]| -> Vec<CardView> {
        let first = procedures.iter().take(MANY);
        first
            .map(|procedure| CardView::new(procedure, here))
            .collect()
    };
    let rows = districts::rows(here);
    StartView {
        open_count: open.len(),
        open: cards(&open),
        announced: cards(&announced),
        decided: cards(&decided(here)),
        procedure_count: here.archive.procedures.len(),
        municipality_count: here.archive.municipalities.len(),
        map: districts::map(&rows, here),
        districts: rows,
        json_ld: json_ld::portal(here),
    }
}

fn in_state<'a>(here: &Here<'a>, state: State) -> Vec<&'a Procedure> {
    let procedures = here.archive.each_procedure();
    procedures
        .filter(|procedure| procedure.state(here.archive.today) == state)
        .collect()
}

/// Procedures whose latest phase decided them, latest first, none older than a year.
fn decided<'a>(here: &Here<'a>) -> Vec<&'a Procedure> {
    let today = here.archive.today;
    let mut decided = Vec::new();
    for procedure in here.archive.each_procedure() {
        let mut begun = procedure
            .phases
            .iter()
            .rev()
            .filter(|phase| phase.void.is_none() && phase.on(today) != Moment::Upcoming);
        let Some(phase) = begun.next() else { continue };
        let day = phase.time.start();
        let is_decision = phase.rule.adopts || phase.rule.puts_in_force || phase.rule.ends;
        if is_decision && (today - day).get_days() <= 365 {
            decided.push((Reverse(day), procedure));
        }
    }
    decided.sort_by_key(|(day, procedure)| (*day, &procedure.address));
    decided
        .into_iter()
        .map(|(_, procedure)| procedure)
        .collect()
}
