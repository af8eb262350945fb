//! The plan areas as GeoJSON (RFC 7946): longitude and latitude in degrees, WGS 84.

use crate::bundle::Bundle;
use crate::export::DATA;
use crate::export::json::procedure::name;
use crate::model::Archive;
use crate::model::address::Address;
use crate::model::area::Area;
use crate::model::procedure::Procedure;
use crate::model::site::Part;
use anyhow::Result;
use geo::{Coord, LineString, Polygon};
use rayon::prelude::*;
use serde::Serialize;

/// Adds the areas of all procedures.
pub(super) fn add<'a>(archive: &'a Archive, bundle: &mut Bundle<'a>) -> Result<()> {
    if !archive.site.offers(Part::OpenData) {
        return Ok(());
    }
    bundle.make(&Address::new(DATA).join("verfahren.geojson"), move || {
        // One file of all areas: on one core it would be what the others wait for.
        let procedures = archive.procedures.par_iter();
        let features = procedures
            .filter_map(|procedure| Feature::of(archive, procedure, procedure.area.as_ref()?));
        let collection = Collection {
            kind: "FeatureCollection",
            features: features.collect(),
        };
        let mut bytes = serde_json::to_vec(&collection)?;
        bytes.push(b'\n');
        Ok(bytes)
    })
}

/// An area's size as it is given: to a hundredth of a hectare.
pub(super) fn hectares(area: &Area) -> f64 {
    (area.hectares() * 100.0).round() / 100.0
}

#[derive(Serialize)]
struct Collection<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    features: Vec<Feature<'a>>,
}

#[derive(Serialize)]
struct Feature<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    id: &'a str,
    bbox: [f64; 4],
    properties: Properties<'a>,
    geometry: Geometry,
}

#[derive(Serialize)]
struct Properties<'a> {
    kennung: &'a str,
    titel: String,
    gemeinde: &'a str,
    ags: &'a str,
    planart: &'static str,
    planart_xplanung: Option<&'static str>,
    zustand: &'static str,
    rechtsstand: Option<&'static str>,
    beteiligung_beginn: Option<String>,
    beteiligung_ende: Option<String>,
    hektar: f64,
    url: String,
}

impl<'a> Feature<'a> {
    fn of(archive: &'a Archive, procedure: &'a Procedure, area: &Area) -> Option<Self> {
        let municipality = archive.municipality(procedure.municipality);
        let participation = procedure.next_participation(archive.today);
        let end = participation.and_then(|phase| phase.time.end());
        let geometry = Geometry::of(area);
        Some(Self {
            kind: "Feature",
            id: name(procedure),
            bbox: geometry.bbox()?,
            properties: Properties {
                kennung: name(procedure),
                titel: procedure.title(),
                gemeinde: &municipality.name,
                ags: &municipality.ags,
                planart: &procedure.plan.kind.key,
                planart_xplanung: procedure.plan.kind.xplanung.as_deref(),
                zustand: procedure.state(archive.today).key(),
                rechtsstand: procedure.legal_status(archive.today),
                beteiligung_beginn: participation.map(|phase| phase.time.start().to_string()),
                beteiligung_ende: end.map(|end| end.to_string()),
                hektar: hectares(area),
                url: procedure.address.url(&archive.site.address),
            },
            geometry,
        })
    }
}

type Position = [f64; 2];

/// An area's polygons. Exteriors run counter-clockwise, holes clockwise.
#[derive(Serialize)]
#[serde(tag = "type", content = "coordinates")]
pub(super) enum Geometry {
    Polygon(Vec<Vec<Position>>),
    MultiPolygon(Vec<Vec<Vec<Position>>>),
}

impl Geometry {
    pub(super) fn of(area: &Area) -> Self {
        let mut polygons: Vec<_> = area.lon_lat().iter().filter_map(polygon).collect();
        match polygons.len() {
            1 => Self::Polygon(polygons.remove(0)),
            _ => Self::MultiPolygon(polygons),
        }
    }

    /// West, south, east, north.
    fn bbox(&self) -> Option<[f64; 4]> {
        let polygons = match self {
            Self::Polygon(rings) => std::slice::from_ref(rings),
            Self::MultiPolygon(polygons) => polygons,
        };
        let mut positions = polygons.iter().flatten().flatten();
        let [x, y] = *positions.next()?;
        let grow = |[w, s, e, n]: [f64; 4], [x, y]: &Position| {
            [w.min(*x), s.min(*y), e.max(*x), n.max(*y)]
        };
        Some(positions.fold([x, y, x, y], grow))
    }
}

/// The rings of a polygon; none where it is smaller than the coordinates' last digit.
fn polygon(polygon: &Polygon) -> Option<Vec<Vec<Position>>> {
    let mut rings = vec![ring(polygon.exterior())?];
    rings.extend(polygon.interiors().iter().filter_map(ring));
    Some(rings)
}

fn ring(line: &LineString) -> Option<Vec<Position>> {
    let mut positions: Vec<Position> = line.coords().map(position).collect();
    positions.dedup();
    (positions.len() >= 4).then_some(positions)
}

/// Seven decimals are a centimetre; further digits would differ between machines.
fn position(degrees: &Coord) -> Position {
    let rounded = |degrees: f64| (degrees * 1e7).round() / 1e7;
    [rounded(degrees.x), rounded(degrees.y)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::Source;
    use crate::model::fixture;
    use serde_json::Value;

    /// Twice the signed area of a ring: positive where it runs counter-clockwise.
    fn turn(ring: &Value) -> f64 {
        let positions: Vec<Position> = serde_json::from_value(ring.clone()).unwrap();
        assert_eq!(positions.first(), positions.last());
        positions
            .windows(2)
            .map(|pair| pair[0][0] * pair[1][1] - pair[1][0] * pair[0][1])
            .sum()
    }

    fn collection() -> (Value, String) {
        let archive = fixture::archive();
        let mut bundle = Bundle::default();
        add(&archive, &mut bundle).unwrap();
        let Some(Source::Make(make)) = bundle.source("daten/verfahren.geojson") else {
            panic!("no file");
        };
        let text = String::from_utf8(make().unwrap()).unwrap();
        (serde_json::from_str(&text).unwrap(), text)
    }

    #[test]
    fn rings_are_closed_and_turn_as_the_rfc_wants() {
        let rings = &collection().0["features"][0]["geometry"]["coordinates"];
        assert_eq!(rings.as_array().unwrap().len(), 2);
        assert!(turn(&rings[0]) > 0.0);
        assert!(turn(&rings[1]) < 0.0);
    }

    #[test]
    fn coordinates_are_degrees_east_first_with_seven_decimals_at_most() {
        let (value, text) = collection();
        let [lon, lat] = [0, 1].map(|axis| {
            value["features"][0]["geometry"]["coordinates"][0][0][axis]
                .as_f64()
                .unwrap()
        });
        assert!((13.0..14.0).contains(&lon) && (51.0..52.0).contains(&lat));
        let numbers = text.split(|character: char| !character.is_ascii_digit() && character != '.');
        let decimals = numbers
            .filter_map(|number| number.split('.').nth(1))
            .map(str::len);
        assert!(decimals.max().unwrap() <= 7);
    }

    #[test]
    fn a_procedure_without_area_is_left_out() {
        let (value, _) = collection();
        assert_eq!(value["features"].as_array().unwrap().len(), 1);
        assert_eq!(
            value["features"][0]["properties"]["beteiligung_ende"],
            "2026-04-07"
        );
    }
}
