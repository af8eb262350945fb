//! The map of a district: its municipalities, and its neighbours as quiet context.

use crate::render::map::atlas::{Atlas, Detail};
use crate::render::map::label::Labels;
use crate::render::map::places::{Lettering, in_order, put_places};
use crate::render::map::svg::{path, put};
use crate::render::map::view::View;
use crate::render::map::{Heading, Part, Place, begin, end, put_name};

/// What the map of a district shows.
#[derive(Debug, Clone, Copy)]
pub struct DistrictMap<'a> {
    /// Its words.
    pub heading: Heading<'a>,
    /// AGS of the district, five digits.
    pub ags: &'a str,
    /// Its municipalities, in any order.
    pub municipalities: &'a [Place<'a>],
}

/// Draws the map of a district; `None` if the official list does not know it.
pub fn district_map(atlas: &Atlas, map: &DistrictMap) -> Option<String> {
    let view = View::of(atlas.district_land(map.ags)?, 34.0, (500.0, 1100.0));
    let detail = Detail::of(&view, 30.0);
    let mut out = begin(&map.heading, "map-district", "group", &view);
    let (mut shapes, mut names) = (String::new(), String::new());
    let mut labels = Labels::new(&view);
    for neighbour in atlas.districts_in(view.land, detail) {
        if neighbour.territory.ags == map.ags {
            continue;
        }
        let shape = view.clip(neighbour.shape);
        let part = Part {
            name: &neighbour.territory.name,
            path: path(&view, &shape),
            shape,
        };
        shapes.push_str(&part.path);
        put_name(&mut names, &view, &mut labels, &part);
    }
    put!(
        out,
        r#"<g class="map-context" aria-hidden="true"><path d="{shapes}"/>{names}</g>"#
    );
    let places = in_order(map.municipalities, |ags| atlas.municipality(ags, detail));
    let lettering = Lettering {
        name_size: 18.0,
        share: 0.6,
        shows_zero: false,
    };
    put_places(&mut out, map.heading.id, &view, &places, lettering);
    Some(end(out))
}
