//! A district: its map, its municipalities with what is on display in each, its feed.

use crate::model::Archive;
use crate::model::boundary::{Territory, TerritoryKind};
use crate::model::municipality::District;
use crate::model::procedure::{Procedure, State};
use crate::model::site::Part;
use crate::render::alphabet::sort_key;
use crate::render::page::maps::{self, MapPlace, MapView};
use crate::render::page::{Here, Pages, procedures};
use crate::render::view::{CardView, telling_phase};
use anyhow::Result;
use jiff::civil::Date;
use serde::Serialize;

/// A district.
#[derive(Debug, Serialize)]
pub struct DistrictView {
    /// „Landkreis Bautzen“.
    pub name: String,
    /// Its official key.
    pub ags: String,
    /// It is a city that belongs to no district.
    pub is_city: bool,
    /// Its inhabitants, from the official list.
    pub population: Option<u32>,
    /// What is on display and planned there.
    pub counts: Counts,
    /// Its municipalities that publish here, by name.
    pub municipalities: Vec<MunicipalityRow>,
    /// Its other municipalities, by name.
    pub others: Vec<MunicipalityRow>,
    /// Upper Sorbian names stand among them, whose source must be named.
    pub has_sorbian_names: bool,
    /// Procedures with a participation that is running, ending soonest first; at most [`MANY`].
    pub open: Vec<CardView>,
    /// The list of its procedures.
    pub list: Option<String>,
    /// Its map; none where the official list does not have it.
    pub map: Option<MapView>,
    /// Its feed.
    pub feed: String,
}

/// How many procedures there are.
#[derive(Debug, Clone, Copy, Default, Serialize, Hash)]
pub struct Counts {
    /// All.
    pub total: usize,
    /// Those with a running participation.
    pub open: usize,
    /// Those with an announced participation.
    pub announced: usize,
}

/// A municipality in a table.
#[derive(Debug, Serialize)]
pub struct MunicipalityRow {
    /// Its official key.
    pub ags: String,
    /// Its name.
    pub name: String,
    /// Its official Upper Sorbian name.
    pub name_hsb: Option<String>,
    /// Its page, if it publishes here.
    pub href: Option<String>,
    /// What is on display and planned there.
    pub counts: Counts,
}

/// How many procedures the page shows at most; the full list is one link away.
pub const MANY: usize = 10;

/// Adds the page of every district.
pub fn add(pages: &mut Pages<'_, '_>) -> Result<()> {
    for district in &pages.archive().districts {
        pages.add(&district.address, move |here| view(district, here))?;
    }
    Ok(())
}

fn view(district: &District, here: &Here<'_>) -> DistrictView {
    let archive = here.archive;
    let procedures = procedures_of(district, archive);
    let official = archive.boundaries.district(&district.ags);
    let list = procedures::of_district(archive, &district.ags).filter(|_| !procedures.is_empty());
    let rows = rows(district, here);
    let places = rows.iter().map(|row| MapPlace {
        ags: &row.ags,
        name: &row.name,
        full_name: &row.name,
        href: row.href.as_deref(),
        counts: row.counts,
    });
    let places: Vec<MapPlace> = places.collect();
    let map = (archive.site.offers(Part::PlaceMaps))
        .then(|| {
            maps::of_district(
                (&district.ags, here.words(&district.names())),
                &places,
                here,
            )
        })
        .flatten();
    let has_sorbian_names = rows.iter().any(|row| row.name_hsb.is_some());
    let (municipalities, others) = rows.into_iter().partition(|row| row.href.is_some());
    DistrictView {
        name: here.words(&district.names()).to_owned(),
        ags: district.ags.clone(),
        is_city: official.is_some_and(|own| own.kind == TerritoryKind::UrbanDistrict),
        population: official.map(|own| own.population),
        counts: Counts::of(&procedures, archive.today),
        map,
        has_sorbian_names,
        municipalities,
        others,
        open: open(&procedures, MANY, here),
        list: list.map(|list| here.page(&list)),
        feed: here.file(&district.address.join("feed.atom")),
    }
}

/// The procedures that a municipality of the district runs or that lie in it.
pub fn procedures_of<'a>(district: &District, archive: &'a Archive) -> Vec<&'a Procedure> {
    let lies_there = |procedure: &&Procedure| {
        let mut ids = procedure.municipalities().into_iter();
        ids.any(|id| archive.municipality(id).district_ags == district.ags)
    };
    archive.each_procedure().filter(lies_there).collect()
}

impl Counts {
    /// Counts procedures by where they stand on a day.
    pub fn of(procedures: &[&Procedure], today: Date) -> Self {
        let mut counts = Self::default();
        for procedure in procedures {
            let state = procedure.state(today);
            counts.total += 1;
            counts.open += usize::from(state == State::Open);
            counts.announced += usize::from(state == State::Announced);
        }
        counts
    }
}

/// The first of the procedures that can be commented on now, ending soonest first.
pub fn open(procedures: &[&Procedure], many: usize, here: &Here<'_>) -> Vec<CardView> {
    let today = here.archive.today;
    let is_open = |procedure: &&&Procedure| procedure.state(today) == State::Open;
    let mut open: Vec<&Procedure> = procedures.iter().filter(is_open).copied().collect();
    open.sort_by_key(|procedure| {
        let phase = telling_phase(procedure, today);
        let end = phase.and_then(|phase| phase.time.end());
        (end.unwrap_or(Date::MAX), &procedure.address)
    });
    open.truncate(many);
    open.into_iter()
        .map(|procedure| CardView::new(procedure, here))
        .collect()
}

/// Every municipality of the official list, and those of the portal that it does not have.
fn rows(district: &District, here: &Here<'_>) -> Vec<MunicipalityRow> {
    let archive = here.archive;
    let mut rows: Vec<MunicipalityRow> = Vec::new();
    for id in &district.municipalities {
        let own = archive.municipality(*id);
        let procedures: Vec<&Procedure> = archive.procedures_of(*id).collect();
        rows.push(MunicipalityRow {
            ags: own.ags.clone(),
            name: own.name.clone(),
            name_hsb: own.name_hsb.clone(),
            href: Some(here.page(&own.address)),
            counts: Counts::of(&procedures, archive.today),
        });
    }
    let others = archive.boundaries.municipalities_of(&district.ags);
    let is_missing = |other: &&Territory| !rows.iter().any(|row| row.ags == other.ags);
    let others: Vec<MunicipalityRow> = others.filter(is_missing).map(unlinked).collect();
    rows.extend(others);
    rows.sort_by_cached_key(|row| (sort_key(&row.name), row.ags.clone()));
    rows
}

fn unlinked(territory: &Territory) -> MunicipalityRow {
    MunicipalityRow {
        ags: territory.ags.clone(),
        name: territory.name.clone(),
        name_hsb: territory.name_hsb.clone(),
        href: None,
        counts: Counts::default(),
    }
}
