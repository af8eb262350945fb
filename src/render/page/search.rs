//! The page of search results. The search itself is a script; without it the page leads to the
//! lists.

use crate::model::address::Address;
use crate::model::procedure::State;
use crate::model::site::Part;
use crate::render::page::Pages;
use anyhow::Result;
use serde::Serialize;

/// The search.
#[derive(Debug, Serialize)]
pub struct SearchView {
    /// The keys of all states; their words are the texts `state.<key>`.
    pub states: Vec<&'static str>,
}

/// Adds the page.
pub fn add(pages: &mut Pages<'_, '_>) -> Result<()> {
    if !pages.archive().site.offers(Part::Search) {
        return Ok(());
    }
    pages.add(&Address::new("suche/"), |_| SearchView {
        states: State::ALL.iter().map(|state| state.key()).collect(),
    })
}
