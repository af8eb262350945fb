//! The map of the state: its districts.

use geo::BoundingRect;

use crate::model::nearby::around;
use crate::render::map::atlas::Atlas;
use crate::render::map::places::{Lettering, in_order, put_places};
use crate::render::map::view::View;
use crate::render::map::{Heading, Place, begin, end};

/// What the map of the state shows.
#[derive(Debug, Clone, Copy)]
pub struct StateMap<'a> {
    /// Its words.
    pub heading: Heading<'a>,
    /// The districts, in any order.
    pub districts: &'a [Place<'a>],
}

/// Draws the map of the state.
pub fn state_map(atlas: &Atlas, map: &StateMap) -> String {
    let boxes = atlas
        .state()
        .filter_map(|district| district.shape.bounding_rect());
    let land = around(boxes).unwrap_or_else(super::nowhere);
    let view = View::of(land, 10.0, (300.0, 1000.0));
    let outlines: Vec<_> = atlas.state().collect();
    let places = in_order(map.districts, |ags| {
        outlines
            .iter()
            .find(|outlined| outlined.territory.ags == ags)
            .copied()
    });
    let mut out = begin(&map.heading, "map-state", "group", &view);
    let lettering = Lettering {
        name_size: 20.0,
        share: 0.3,
        shows_zero: true,
    };
    put_places(&mut out, map.heading.id, &view, &places, lettering);
    end(out)
}
