//! The official list of districts and municipalities with their boundaries.

use geo::{BoundingRect, Coord, MultiPolygon, Rect};

use crate::model::area::hash_polygons;
use crate::model::nearby::around;
use std::hash::{Hash, Hasher};

/// All districts and municipalities of the state, each list ordered by AGS.
#[derive(Debug, Clone)]
pub struct Boundaries {
    districts: Vec<Territory>,
    municipalities: Vec<Territory>,
    extent: Option<Rect>,
}

/// A district or a municipality.
#[derive(Debug, Clone)]
pub struct Territory {
    /// Amtlicher Gemeindeschlüssel: five digits for a district, eight for a municipality.
    pub ags: String,
    /// Name without its kind: `Mittelsachsen`, `Bautzen`. Not unique.
    pub name: String,
    /// Name with its kind where the list has one: `Landkreis Mittelsachsen`; else the name.
    pub full_name: String,
    /// Official Upper Sorbian name; only of municipalities in the Sorbian settlement area.
    pub name_hsb: Option<String>,
    /// What it is.
    pub kind: TerritoryKind,
    /// AGS of the district it belongs to; a district's own.
    pub district_ags: String,
    /// Inhabitants at the end of 2023.
    pub population: u32,
    /// Area by the land register in square kilometres.
    pub area_km2: f64,
    /// The point inside the largest part that is farthest from the border: easting and northing
    /// in metres, EPSG:25833.
    pub label: Coord,
    /// Its land: easting and northing in metres, EPSG:25833; generalised to about 60 m.
    pub geometry: MultiPolygon,
}

impl Hash for Territory {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        let Self {
            ags,
            name,
            full_name,
            name_hsb,
            kind,
            district_ags,
            population,
            area_km2,
            label,
            geometry,
        } = self;
        (
            ags,
            name,
            full_name,
            name_hsb,
            kind,
            district_ags,
            population,
        )
            .hash(hasher);
        [*area_km2, label.x, label.y].map(f64::to_bits).hash(hasher);
        hash_polygons(geometry, hasher);
    }
}

impl Hash for Boundaries {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        // Their extent follows from them.
        (&self.districts, &self.municipalities).hash(hasher);
    }
}

/// What a territory is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TerritoryKind {
    /// Landkreis.
    RuralDistrict,
    /// Kreisfreie Stadt: both a district and a municipality.
    UrbanDistrict,
    /// Stadt: a municipality that may call itself a town.
    Town,
    /// Any other Gemeinde.
    Municipality,
}

impl Boundaries {
    /// The lists in any order.
    pub fn new(mut districts: Vec<Territory>, mut municipalities: Vec<Territory>) -> Self {
        districts.sort_by(|a, b| a.ags.cmp(&b.ags));
        municipalities.sort_by(|a, b| a.ags.cmp(&b.ags));
        let extent = around(
            districts
                .iter()
                .filter_map(|place| place.geometry.bounding_rect()),
        );
        Self {
            districts,
            municipalities,
            extent,
        }
    }

    /// The smallest rectangle around all districts; `None` if there are none.
    pub fn extent(&self) -> Option<Rect> {
        self.extent
    }

    /// All districts by AGS.
    pub fn districts(&self) -> &[Territory] {
        &self.districts
    }

    /// All municipalities by AGS.
    pub fn municipalities(&self) -> &[Territory] {
        &self.municipalities
    }

    /// The district with this five-digit AGS.
    pub fn district(&self, ags: &str) -> Option<&Territory> {
        find(&self.districts, ags)
    }

    /// The municipality with this eight-digit AGS.
    pub fn municipality(&self, ags: &str) -> Option<&Territory> {
        find(&self.municipalities, ags)
    }

    /// The district a municipality lies in, by the municipality's eight-digit AGS.
    pub fn district_of(&self, municipality_ags: &str) -> Option<&Territory> {
        self.district(&self.municipality(municipality_ags)?.district_ags)
    }

    /// The municipalities of a district by AGS.
    pub fn municipalities_of<'a>(
        &'a self,
        district_ags: &'a str,
    ) -> impl Iterator<Item = &'a Territory> {
        self.municipalities
            .iter()
            .filter(move |municipality| municipality.district_ags == district_ags)
    }
}

impl TerritoryKind {
    /// The word of law, as the official list has it.
    pub fn german(self) -> &'static str {
        match self {
            Self::RuralDistrict => "Landkreis",
            Self::UrbanDistrict => "Kreisfreie Stadt",
            Self::Town => "Stadt",
            Self::Municipality => "Gemeinde",
        }
    }

    /// The kind a word of the official list names.
    pub fn from_german(word: &str) -> Option<Self> {
        [
            Self::RuralDistrict,
            Self::UrbanDistrict,
            Self::Town,
            Self::Municipality,
        ]
        .into_iter()
        .find(|kind| kind.german() == word)
    }
}

fn find<'a>(territories: &'a [Territory], ags: &str) -> Option<&'a Territory> {
    let index = territories
        .binary_search_by(|territory| territory.ags.as_str().cmp(ags))
        .ok()?;
    Some(&territories[index])
}
