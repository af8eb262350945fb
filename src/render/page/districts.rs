//! All districts: the map of the state, and the same as a table.

use crate::model::address::Address;
use crate::model::municipality::District;
use crate::model::site::Part;
use crate::render::alphabet::sort_key;
use crate::render::page::district::{Counts, procedures_of};
use crate::render::page::maps::{self, MapPlace, MapView};
use crate::render::page::{Here, Pages};
use crate::render::view::Link;
use anyhow::Result;
use serde::Serialize;

/// All districts.
#[derive(Debug, Serialize)]
pub struct DistrictsView {
    /// The districts, by name.
    pub districts: Vec<DistrictRow>,
    /// The map of the state, if the portal has maps of places.
    pub map: Option<MapView>,
}

/// A district in the table.
#[derive(Debug, Serialize)]
pub struct DistrictRow {
    /// Its official key.
    pub ags: String,
    /// Its name without its kind.
    pub name: String,
    /// Its name with its kind, and its page.
    pub link: Link,
    /// Municipalities that publish here.
    pub publishing: usize,
    /// Municipalities it has, by the official list.
    pub municipalities: usize,
    /// What is on display and planned there.
    pub counts: Counts,
}

/// Adds the page.
pub fn add(pages: &mut Pages<'_, '_>) -> Result<()> {
    pages.add(&Address::new("kreise/"), view)
}

fn view(here: &Here<'_>) -> DistrictsView {
    let districts = rows(here);
    DistrictsView {
        map: map(&districts, here),
        districts,
    }
}

/// The map of the state, as the rows say it in words, if the portal has maps of places.
pub fn map(rows: &[DistrictRow], here: &Here<'_>) -> Option<MapView> {
    if !here.archive.site.offers(Part::PlaceMaps) {
        return None;
    }
    // „Leipzig“ is a town and the district around it.
    let is_shared = |row: &DistrictRow| {
        let namesakes = rows.iter().filter(|other| other.name == row.name);
        row.municipalities > 1 && namesakes.count() > 1
    };
    let places = rows.iter().map(|row| MapPlace {
        ags: &row.ags,
        name: if is_shared(row) {
            &row.link.text
        } else {
            &row.name
        },
        full_name: &row.link.text,
        href: Some(&row.link.href),
        counts: row.counts,
    });
    Some(maps::of_state(&places.collect::<Vec<_>>(), here))
}

/// All districts by name, with what is on display and planned in each.
pub fn rows(here: &Here<'_>) -> Vec<DistrictRow> {
    let archive = here.archive;
    let row = |district: &District| DistrictRow {
        ags: district.ags.clone(),
        name: district.name.clone(),
        link: Link {
            text: here.words(&district.names()).to_owned(),
            href: here.page(&district.address),
        },
        publishing: district.municipalities.len(),
        municipalities: archive.boundaries.municipalities_of(&district.ags).count(),
        counts: Counts::of(&procedures_of(district, archive), archive.today),
    };
    let mut districts: Vec<DistrictRow> = archive.districts.iter().map(row).collect();
    districts.sort_by_cached_key(|row| (sort_key(&row.link.text), row.ags.clone()));
    districts
}
