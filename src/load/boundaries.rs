//! The official boundaries and lists (`content/grenzen/`) to [`Boundaries`].
//!
//! These files come with the program, or from the state's survey in the same form; whatever is wrong
//! with them is not a planner's mistake. So trouble is an error of the machine, not a finding.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail, ensure};
use geo::{Coord, LineString, MultiPolygon, Polygon};
use serde::Deserialize;

use crate::model::boundary::{Boundaries, Territory, TerritoryKind};
use crate::model::utm::Zone;

/// The text of the four files of `content/grenzen/`.
#[derive(Debug, Clone, Copy)]
pub struct BoundaryTexts<'a> {
    /// `kreise.geojson`: WGS 84, longitude before latitude.
    pub districts_geojson: &'a str,
    /// `kreise.csv`.
    pub districts_csv: &'a str,
    /// `gemeinden.geojson`: WGS 84, longitude before latitude.
    pub municipalities_geojson: &'a str,
    /// `gemeinden.csv`.
    pub municipalities_csv: &'a str,
}

/// Reads the official lists and projects every boundary to EPSG:25833.
///
/// # Errors
///
/// If a text cannot be read, or a list and its boundaries do not name the same territories.
pub fn boundaries(texts: &BoundaryTexts) -> Result<Boundaries> {
    let (districts, municipalities) = rayon::join(
        || territories(texts.districts_csv, texts.districts_geojson).context("kreise"),
        || territories(texts.municipalities_csv, texts.municipalities_geojson).context("gemeinden"),
    );
    Ok(Boundaries::new(districts?, municipalities?))
}

fn territories(csv: &str, geojson: &str) -> Result<Vec<Territory>> {
    let collection: Collection = serde_json::from_str(geojson).context("GeoJSON")?;
    let mut geometries = BTreeMap::new();
    for feature in collection.features {
        let ags = feature.properties.ags;
        let doubled = geometries
            .insert(ags.clone(), feature.geometry.project())
            .is_some();
        ensure!(!doubled, "GeoJSON: {ags} has two geometries");
    }
    let mut territories = Vec::with_capacity(geometries.len());
    for row in rows(csv)? {
        let geometry = geometries.remove(row.get("ags")?);
        territories.push(
            row.territory(geometry)
                .with_context(|| format!("CSV: {row:?}"))?,
        );
    }
    match geometries.keys().next() {
        Some(ags) => bail!("GeoJSON: {ags} is not in the list, or twice"),
        None => Ok(territories),
    }
}

#[derive(Deserialize)]
struct Collection {
    features: Vec<Feature>,
}

#[derive(Deserialize)]
struct Feature {
    properties: Properties,
    geometry: Geometry,
}

#[derive(Deserialize)]
struct Properties {
    ags: String,
}

type Rings = Vec<Vec<[f64; 2]>>;

#[derive(Deserialize)]
#[serde(tag = "type", content = "coordinates")]
enum Geometry {
    Polygon(Rings),
    MultiPolygon(Vec<Rings>),
}

impl Geometry {
    fn project(self) -> MultiPolygon {
        let polygons = match self {
            Self::Polygon(rings) => vec![rings],
            Self::MultiPolygon(polygons) => polygons,
        };
        MultiPolygon(polygons.into_iter().map(polygon).collect())
    }
}

fn polygon(rings: Rings) -> Polygon {
    let mut rings = rings.into_iter().map(|ring| {
        let metres = ring
            .into_iter()
            .map(|[x, y]| Zone::Z33.project(Coord { x, y }));
        LineString(metres.collect())
    });
    let exterior = rings.next().unwrap_or_else(|| LineString(Vec::new()));
    Polygon::new(exterior, rings.collect())
}

/// A line of a list under its head line.
#[derive(Debug)]
struct Row<'a>(Vec<(&'a str, String)>);

impl Row<'_> {
    fn get(&self, column: &str) -> Result<&str> {
        let cell = self.0.iter().find(|(name, _)| *name == column);
        Ok(cell
            .with_context(|| format!("CSV: column {column} is missing"))?
            .1
            .as_str())
    }

    fn number(&self, column: &str) -> Result<f64> {
        let number: f64 = self
            .get(column)?
            .parse()
            .with_context(|| column.to_owned())?;
        ensure!(number.is_finite(), "{column} is not finite");
        Ok(number)
    }

    fn territory(&self, geometry: Option<MultiPolygon>) -> Result<Territory> {
        let label = Coord {
            x: self.number("label_lon")?,
            y: self.number("label_lat")?,
        };
        let name = self.get("name")?;
        let ags = self.get("ags")?;
        let hsb = self.get("name_hsb").ok().filter(|name| !name.is_empty());
        Ok(Territory {
            ags: ags.to_owned(),
            name: name.to_owned(),
            full_name: self.get("name_full").unwrap_or(name).to_owned(),
            name_hsb: hsb.map(str::to_owned),
            kind: TerritoryKind::from_german(self.get("kind")?).context("unknown kind")?,
            district_ags: self.get("district_ags").unwrap_or(ags).to_owned(),
            population: self
                .get("population_2023")?
                .parse()
                .context("population_2023")?,
            area_km2: self.number("area_km2")?,
            label: Zone::Z33.project(label),
            geometry: geometry.context("has no geometry")?,
        })
    }
}

fn rows(csv: &str) -> Result<Vec<Row<'_>>> {
    let mut lines = csv.trim_start_matches('\u{feff}').lines();
    let head: Vec<&str> = lines.next().context("CSV: empty")?.split(',').collect();
    lines
        .filter(|line| !line.is_empty())
        .map(|line| {
            let cells = cells(line);
            ensure!(
                cells.len() == head.len(),
                "CSV: wrong number of cells: {line}"
            );
            Ok(Row(head.iter().copied().zip(cells).collect()))
        })
        .collect()
}

/// Cells of a line; a cell in quotation marks may hold commas, and two of them mean one.
fn cells(line: &str) -> Vec<String> {
    let (mut cells, mut cell, mut quoted) = (Vec::new(), String::new(), false);
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.next_if_eq(&'"').is_some() => cell.push('"'),
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(std::mem::take(&mut cell)),
            _ => cell.push(letter),
        }
    }
    cells.push(cell);
    cells
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use geo::{Area, Intersects};

    /// The texts that come with the program.
    pub(crate) fn official() -> BoundaryTexts<'static> {
        BoundaryTexts {
            districts_geojson: include_str!("../../content/grenzen/kreise.geojson"),
            districts_csv: include_str!("../../content/grenzen/kreise.csv"),
            municipalities_geojson: include_str!("../../content/grenzen/gemeinden.geojson"),
            municipalities_csv: include_str!("../../content/grenzen/gemeinden.csv"),
        }
    }

    #[test]
    fn the_official_lists_are_whole() {
        let boundaries = boundaries(&official()).unwrap();
        assert_eq!(boundaries.districts().len(), 13);
        assert_eq!(boundaries.municipalities().len(), 418);
        let all = boundaries.municipalities();
        assert_eq!(
            all.iter().map(|place| place.population).sum::<u32>(),
            4_089_467
        );
        for district in boundaries.districts() {
            let of_parts: f64 = (boundaries.municipalities_of(&district.ags))
                .map(|municipality| municipality.geometry.unsigned_area())
                .sum();
            let whole = district.geometry.unsigned_area();
            assert!(
                (of_parts - whole).abs() < 1.0,
                "{}: {of_parts} {whole}",
                district.name
            );
        }
    }

    #[test]
    fn a_municipality_is_found_with_its_district() {
        let boundaries = boundaries(&official()).unwrap();
        let bautzen = boundaries.municipality("14625020").unwrap();
        assert_eq!(
            (bautzen.name.as_str(), bautzen.kind),
            ("Bautzen", TerritoryKind::Town)
        );
        assert_eq!(bautzen.name_hsb.as_deref(), Some("Budyšin"));
        assert_eq!(
            boundaries.district_of("14625020").unwrap().full_name,
            "Landkreis Bautzen"
        );
        assert!(boundaries.municipality("14625").is_none());
        assert!(boundaries.municipality("99999999").is_none());
    }

    #[test]
    fn geometry_is_metres_and_holds_its_label() {
        let boundaries = boundaries(&official()).unwrap();
        for place in boundaries
            .municipalities()
            .iter()
            .chain(boundaries.districts())
        {
            let generalised = place.geometry.unsigned_area() / 1e6;
            assert!(
                (generalised / place.area_km2 - 1.0).abs() < 0.1,
                "{}",
                place.name
            );
            assert!(place.geometry.intersects(&place.label), "{}", place.name);
        }
    }

    #[test]
    fn lists_that_do_not_fit_together_are_refused() {
        let whole = official();
        let (districts_csv, _) = whole.districts_csv.trim_end().rsplit_once('\n').unwrap();
        let trouble = boundaries(&BoundaryTexts {
            districts_csv,
            ..whole
        })
        .unwrap_err();
        assert!(format!("{trouble:#}").contains("14730"), "{trouble:#}");
        assert!(
            boundaries(&BoundaryTexts {
                districts_geojson: "{",
                ..whole
            })
            .is_err()
        );
    }

    #[test]
    fn quoted_cells_may_hold_commas_and_quotation_marks() {
        assert_eq!(
            cells(r#"1,"Aue, Stadt","a ""b""","#),
            ["1", "Aue, Stadt", r#"a "b""#, ""]
        );
    }
}
