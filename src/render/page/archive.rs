//! The archive: every year in which a phase of a procedure lay.

use crate::model::address::Address;
use crate::model::procedure::Procedure;
use crate::render::page::{Here, Pages};
use anyhow::Result;
use serde::Serialize;
use std::collections::BTreeMap;

/// The archive's years.
#[derive(Debug, Serialize)]
pub struct ArchiveView {
    /// The years, the latest first.
    pub years: Vec<YearView>,
    /// How many procedures the portal has.
    pub total: usize,
}

/// A year.
#[derive(Debug, Serialize)]
pub struct YearView {
    /// The year.
    pub year: i16,
    /// Its page.
    pub href: String,
    /// How many procedures had a phase in it.
    pub count: usize,
}

/// Adds the page.
pub fn add(pages: &mut Pages<'_, '_>) -> Result<()> {
    pages.add(&Address::new("archiv/"), view)
}

fn view(here: &Here<'_>) -> ArchiveView {
    let mut counts: BTreeMap<i16, usize> = BTreeMap::new();
    for year in here.archive.each_procedure().flat_map(years) {
        *counts.entry(year).or_default() += 1;
    }
    let years = counts.into_iter().rev().map(|(year, count)| YearView {
        year,
        href: here.page(&address(year)),
        count,
    });
    ArchiveView {
        years: years.collect(),
        total: here.archive.procedures.len(),
    }
}

/// The page of a year.
pub fn address(year: i16) -> Address {
    Address::new(format!("archiv/{year}/"))
}

/// The years in which phases of a procedure began or ended, each once, the earliest first.
pub fn years(procedure: &Procedure) -> Vec<i16> {
    let days = procedure.phases.iter().flat_map(|phase| {
        let (start, end) = (phase.time.start(), phase.time.end());
        [Some(start), end].into_iter().flatten()
    });
    let mut years: Vec<i16> = days.map(|day| day.year()).collect();
    years.sort_unstable();
    years.dedup();
    years
}
