//! Where a plan is: in words, in numbers, and as a map.

use crate::model::procedure::Procedure;
use crate::render::page::Here;
use crate::render::page::maps::{self, MapView};
use crate::render::view::{Name, paragraphs};
use serde::Serialize;

/// The plan area.
#[derive(Debug, Clone, Serialize)]
pub struct AreaView {
    /// Location and borders in the planner's words, as paragraphs.
    pub description: Vec<String>,
    /// Size in hectares.
    pub hectares: Option<f64>,
    /// Parcels, in the planner's words.
    pub parcels: Option<String>,
    /// Why there is no area yet, in the planner's words.
    pub without_area: Option<String>,
    /// All municipalities it lies in, the one that runs the procedure first.
    pub municipalities: Vec<Name>,
    /// The map, if there is an area.
    pub map: Option<MapView>,
}

impl AreaView {
    /// The area of a procedure.
    pub fn new(procedure: &Procedure, here: &Here<'_>) -> Self {
        let archive = here.archive;
        let own = archive.municipality(procedure.municipality);
        let mut municipalities = vec![Name {
            text: own.name.clone(),
            href: Some(here.page(&own.address)),
        }];
        municipalities.extend(procedure.more_municipalities.iter().map(|other| Name {
            text: other.name.clone(),
            href: (other.id).map(|id| here.page(&archive.municipality(id).address)),
        }));
        Self {
            description: paragraphs(&procedure.area_description),
            hectares: procedure.area.as_ref().map(|area| area.hectares()),
            parcels: procedure.parcels.clone(),
            without_area: procedure.without_area.clone(),
            municipalities,
            map: maps::of_plan(procedure, here),
        }
    }
}
