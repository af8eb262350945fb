//! A planner's file with the plan area, GeoJSON or XPlanGML, to an [`Area`].
//!
//! Whatever a geographic information system or a person may have written is read within fixed
//! limits, checked as the planner wrote it, and only then projected to EPSG:25833. A file with an
//! error gives no area. What is merely untidy (direction of a ring, doubled points) is mended with
//! a warning.

mod crossing;
pub mod declared;
pub mod declared_days;
mod declared_names;
mod geojson;
mod gml;
mod outlier;
mod overlap;
mod owners;
mod placement;
mod reference_system;
mod ring;
pub mod shapes;

use std::ops::Range;
use std::sync::Arc;

use geo::{Coord, LineString, MultiPolygon, Polygon};

use crate::finding::{File, Finding, Findings, Kind, Level, Words, say};
use crate::load::area::reference_system::ReferenceSystem;
use crate::load::area::ring::CleanRing;
use crate::load::area::shapes::Format;
use crate::model::area::Area;
use crate::model::boundary::Boundaries;

/// The geometry is valid: closed rings that do not cross, right-hand rule, not empty.
pub static GEO_001: Kind = Kind {
    id: "GEO-001",
    level: Level::Error,
    title_de: "Der Geltungsbereich ist eine gültige Fläche",
    title_en: "The plan area is a valid polygon",
    convention: false,
};

/// The reference system is known and fits the coordinates.
pub static GEO_002: Kind = Kind {
    id: "GEO-002",
    level: Level::Error,
    title_de: "Das Bezugssystem ist bekannt und passt zu den Koordinaten",
    title_en: "The reference system is known and fits the coordinates",
    convention: false,
};

/// The area lies within the municipalities that the procedure names.
pub static GEO_003: Kind = Kind {
    id: "GEO-003",
    level: Level::Warning,
    title_de: "Der Geltungsbereich liegt in seiner Gemeinde",
    title_en: "The plan area lies within its municipality",
    convention: true,
};

/// All kinds of findings about plan areas.
pub static KINDS: [&Kind; 6] = [
    &declared::COD_003,
    &declared::COD_005,
    &declared::COD_009,
    &GEO_001,
    &GEO_002,
    &GEO_003,
];

/// Reads a plan area. `municipalities` are the AGS (eight digits) of all municipalities in which
/// it should lie; those that the official list does not know are left aside.
pub fn area<Ags: AsRef<str>>(
    file: &Arc<File>,
    boundaries: &Boundaries,
    municipalities: &[Ags],
    findings: &mut Findings,
) -> Option<Area> {
    let read = match Format::of(&file.path) {
        Format::GeoJson => {
            owners::named(file)
                .into_iter()
                .for_each(|found| findings.add(found));
            geojson::read(file)
        }
        Format::Gml => gml::read(file),
    };
    let shapes = match read {
        Ok(shapes) => shapes,
        Err(finding) => {
            findings.add(*finding);
            return None;
        }
    };
    // A single swapped point makes its ring cross itself, so what follows from it is not told.
    let system = reference_system::settle(file, &shapes, boundaries, findings)?;
    let polygons = ring::clean(file, &shapes, findings)?;
    ring::directions(file, &polygons, system, findings);
    let geometry = MultiPolygon(
        polygons
            .iter()
            .map(|rings| project(rings, system))
            .collect(),
    );
    if let Some(finding) = overlap::first(file, &geometry, &polygons, system) {
        findings.add(finding);
        return None;
    }
    let Some(area) = Area::new(geometry) else {
        let message = say(
            "Die Fläche ist kleiner als jedes Maß",
            "The area is smaller than any measure",
        );
        findings.add(invalid(file, 0..0, message));
        return None;
    };
    placement::check(
        &placement::Placed {
            file,
            shapes: &shapes,
            system,
            area: &area,
        },
        boundaries,
        municipalities,
        findings,
    );
    Some(area)
}

/// Projects rings that do not cross; exteriors become counter-clockwise, holes clockwise.
fn project(rings: &[CleanRing], system: ReferenceSystem) -> Polygon {
    let mut rings = rings.iter().enumerate().map(|(number, ring)| {
        let mut metres: Vec<Coord> = ring.coords.iter().map(|raw| system.project(*raw)).collect();
        if ring.is_clockwise(system) == (number == 0) {
            metres.reverse();
        }
        LineString(metres)
    });
    let exterior = rings.next().unwrap_or_else(|| LineString(Vec::new()));
    Polygon::new(exterior, rings.collect())
}

/// A GEO-001 with its reason.
fn invalid(file: &Arc<File>, range: Range<usize>, message: Words) -> Finding {
    Finding::new(&GEO_001, file.bytes(range), message).because(say(
        "Der Plan setzt die Grenzen seines räumlichen Geltungsbereichs fest (§ 9 Abs. 7 BauGB); \
         nur eine geschlossene Fläche, die sich nicht kreuzt, sagt, was darin liegt.",
        "The plan lays down the borders of its area (§ 9 Abs. 7 BauGB); only a closed polygon that \
         does not cross itself says what lies inside.",
    ))
}

/// A coordinate as people write it: at most `decimals` decimals, no trailing zeros.
fn coordinates(coord: Coord, decimals: usize) -> String {
    let number = |number: f64| {
        if number.abs() >= 1e10 {
            return format!("{number:e}");
        }
        let text = format!("{number:.decimals$}");
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    };
    format!("[{}, {}]", number(coord.x), number(coord.y))
}

/// The bytes of the character at `at`, or of the nearest one before it.
fn one_character(text: &str, at: usize) -> Range<usize> {
    let mut start = at.min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    start..start + text[start..].chars().next().map_or(0, char::len_utf8)
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
