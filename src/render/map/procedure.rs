//! The map of a procedure: its plan area, the borders near it, and where that is.

use geo::{BoundingRect, Coord, Rect};

use crate::model::area::Area;
use crate::model::nearby::around;
use crate::render::map::atlas::{Atlas, Detail};
use crate::render::map::furniture::{put_north, put_scale};
use crate::render::map::label::Labels;
use crate::render::map::plan::outline;
use crate::render::map::svg::{path, put, units};
use crate::render::map::view::{View, WIDTH};
use crate::render::map::{Heading, begin, end, put_context, put_name};

/// Height of the picture in units.
const HEIGHT: f64 = 690.0;
/// Shortest side of the land that is shown, in metres.
const NEAREST: f64 = 260.0;
/// Part of the picture that the plan area fills.
const FILLED: f64 = 0.56;
/// A part of fewer units than this is marked by a spot.
const TOO_SMALL: f64 = 9.0;
/// Most bytes of the plan area's path data.
const PATH_BYTES: usize = 2600;

/// Part of the municipality's width or height from which on the small map shows the district.
const CLOSE: f64 = 0.5;

/// What the map of a procedure shows.
#[derive(Debug, Clone, Copy)]
pub struct ProcedureMap<'a> {
    /// Its words.
    pub heading: Heading<'a>,
    /// The plan area.
    pub area: &'a Area,
    /// AGS (eight digits) of the municipalities it lies in.
    pub municipalities: &'a [&'a str],
    /// The letter of the north arrow.
    pub north: &'a str,
}

/// Draws the map of a procedure.
pub fn procedure_map(atlas: &Atlas, map: &ProcedureMap) -> String {
    let view = view(map.area);
    let mut out = begin(&map.heading, "map-procedure", "img", &view);
    let mut labels = Labels::new(&view);
    let mut corners = String::new();
    put_scale(&mut corners, &mut labels, &view);
    put_north(&mut corners, &mut labels, &view, map.north);
    put_locator(&mut corners, &mut labels, atlas, map, &view);
    let bbox = map.area.bbox();
    let middle = view.to_screen(bbox.center());
    labels.take(
        middle,
        bbox.width() * view.scale,
        bbox.height() * view.scale,
    );
    let homes = put_context(&mut out, atlas, &view, map.municipalities, &mut labels);
    out.push_str(r#"<g class="map-home-names" aria-hidden="true">"#);
    homes
        .iter()
        .for_each(|home| put_name(&mut out, &view, &mut labels, home));
    out.push_str("</g>");
    let shape = outline(map.area.geometry(), &view, PATH_BYTES);
    put!(
        out,
        r#"<path class="map-plan map-area" d="{}"/>"#,
        path(&view, &shape)
    );
    let is_small = |rect: &Rect| f64::max(rect.width(), rect.height()) * view.scale < TOO_SMALL;
    let parts = map
        .area
        .geometry()
        .iter()
        .filter_map(BoundingRect::bounding_rect);
    for part in parts.filter(is_small).take(20) {
        put_spot(&mut out, view.to_screen(part.center()), 8.0);
    }
    out.push_str(&corners);
    end(out)
}

/// The land that the map of an area shows, in metres (EPSG:25833).
pub fn window(area: &Area) -> Rect {
    view(area).land
}

fn view(area: &Area) -> View {
    let size = Coord {
        x: WIDTH,
        y: HEIGHT,
    };
    View::within(land(area), 0.0, Rect::new(Coord::zero(), size))
}

/// The land around an area, in the proportions of the picture.
fn land(area: &Area) -> Rect {
    let bbox = area.bbox();
    let width = (bbox.width() / FILLED)
        .max(bbox.height() / FILLED * WIDTH / HEIGHT)
        .max(NEAREST);
    let half = Coord {
        x: width / 2.0,
        y: width / 2.0 * HEIGHT / WIDTH,
    };
    Rect::new(bbox.center() - half, bbox.center() + half)
}

/// Writes a small map into the upper right corner: the municipalities and the plan in them, or in
/// their districts where the picture shows a good part of them anyway.
fn put_locator(
    out: &mut String,
    labels: &mut Labels,
    atlas: &Atlas,
    map: &ProcedureMap,
    view: &View,
) {
    let homes = map.municipalities;
    let Some(land) = around(homes.iter().filter_map(|ags| atlas.municipality_land(ags))) else {
        return;
    };
    let is_near =
        view.land.width() < CLOSE * land.width() && view.land.height() < CLOSE * land.height();
    let districts = if is_near {
        Vec::new()
    } else {
        districts(atlas, homes)
    };
    let land = around(districts.iter().filter_map(|ags| atlas.district_land(ags))).unwrap_or(land);
    let min = Coord {
        x: WIDTH - 206.0,
        y: 12.0,
    };
    let frame = Rect::new(min, min + Coord { x: 194.0, y: 150.0 });
    let small = View::within(land, 9.0, frame);
    let detail = Detail::of(&small, 8.0);
    let around = districts
        .iter()
        .filter_map(|ags| atlas.district(ags, detail));
    let homes = homes
        .iter()
        .filter_map(|ags| atlas.municipality(ags, detail));
    put!(
        out,
        r#"<g class="map-locator" aria-hidden="true"><path class="map-sheet" d="M{} {}h194v150h-194z"/><path class="map-around" d="{}"/><path class="map-home" d="{}"/>"#,
        units(min.x),
        units(min.y),
        around
            .map(|place| path(&small, place.shape))
            .collect::<String>(),
        homes
            .map(|place| path(&small, place.shape))
            .collect::<String>()
    );
    put_spot(out, small.to_screen(view.land.center()), 6.0);
    out.push_str("</g>");
    labels.take(frame.center(), frame.width() + 12.0, frame.height() + 12.0);
}

fn districts<'a>(atlas: &'a Atlas, municipalities: &[&str]) -> Vec<&'a str> {
    let homes = municipalities
        .iter()
        .filter_map(|ags| atlas.boundaries.municipality(ags));
    let mut districts: Vec<&str> = homes.map(|home| home.district_ags.as_str()).collect();
    districts.sort_unstable();
    districts.dedup();
    districts
}

fn put_spot(out: &mut String, center: Coord, radius: f64) {
    let (x, y, radius) = (units(center.x), units(center.y), units(radius));
    put!(
        out,
        r#"<circle class="map-spot" cx="{x}" cy="{y}" r="{radius}"/>"#
    );
}
