//! The open data: what there is and in which format.

use crate::model::address::Address;
use crate::model::site::Part;
use crate::render::page::{Here, Pages};
use anyhow::Result;
use serde::Serialize;

/// The open data.
#[derive(Debug, Serialize)]
pub struct DataView {
    /// The files about the whole portal.
    pub files: Vec<DataFile>,
    /// How many procedures they hold.
    pub procedures: usize,
    /// How many municipalities.
    pub municipalities: usize,
    /// A procedure's own file, as an example.
    pub example: Option<String>,
}

/// A file of open data.
#[derive(Debug, Serialize)]
pub struct DataFile {
    /// Its key; its words are the texts `data.file.<key>` and `data.what.<key>`.
    pub key: &'static str,
    /// Its format.
    pub format: &'static str,
    /// Its address below the portal's.
    pub path: &'static str,
    /// Its link.
    pub href: String,
}

/// Key, format and address of every file.
const FILES: [(&str, &str, &str); 8] = [
    ("procedures", "JSON", "daten/verfahren.json"),
    ("procedure-table", "CSV", "daten/verfahren.csv"),
    ("phase-table", "CSV", "daten/phasen.csv"),
    ("areas", "GeoJSON", "daten/verfahren.geojson"),
    ("municipalities", "JSON", "daten/gemeinden.json"),
    ("feed", "Atom", "feed.atom"),
    ("calendar", "iCalendar", "kalender.ics"),
    ("sitemap", "XML", "sitemap.xml"),
];

/// Adds the page.
pub fn add(pages: &mut Pages<'_, '_>) -> Result<()> {
    if !pages.archive().site.offers(Part::OpenData) {
        return Ok(());
    }
    pages.add(&Address::new("daten/"), view)
}

fn view(here: &Here<'_>) -> DataView {
    let archive = here.archive;
    let file = |(key, format, path): &(&'static str, &'static str, &'static str)| DataFile {
        key,
        format,
        path,
        href: here.file(&Address::new(*path)),
    };
    let has_calendars = archive.site.offers(Part::Calendars);
    let files = FILES.iter();
    let files = files.filter(|(key, ..)| *key != "calendar" || has_calendars);
    let example = archive.procedures.first();
    DataView {
        files: files.map(file).collect(),
        procedures: archive.procedures.len(),
        municipalities: archive.municipalities.len(),
        example: example.map(|own| here.file(&own.address.join("verfahren.json"))),
    }
}
