//! Maps as inline SVG: the state, a district, a municipality, a procedure.
//!
//! A map is drawn from outlines ([`atlas::Atlas`]) and from a plain struct whose words and addresses
//! the caller has ready: nothing here knows procedures or languages. North is up in ETRS89/UTM33.
//! Every picture is 1000 units wide; it carries `viewBox`, `<title>` and `<desc>`, no style and no
//! script. Words and numbers are text; a link's name is its `<title>`. What is only for the eye is
//! hidden from screen readers. How it looks is the theme's (`karte.css`), by these classes:
//!
//! | class | is |
//! |---|---|
//! | `map` | the `<svg>`; with `map-state`, `map-district`, `map-municipality` or `map-procedure` |
//! | `map-places` | group of places: `<a>` or `<g>` with `map-k0` … `map-k3`, each with one `<path>` |
//! | `map-k0` … `map-k3` | classes, 0 is empty; also of plans and of the patterns that fill places |
//! | `map-ground`, `map-hatch` | surface and lines of a class's pattern |
//! | `map-lettering` | group of words above the places; takes no clicks |
//! | `map-numbers`, `map-names` | in it the numbers and names of the places, as `<text>` |
//! | `map-context` | group of the land around: one `<path>`, and names as `<text>` |
//! | `map-home`, `map-home-names` | the municipality that the map is about, and its name |
//! | `map-plans` | group of plans as links: `<a>` with a class |
//! | `map-shapes` | group of their areas under all circles, links for who points at them |
//! | `map-plan`, `map-area` | a plan area; on its own map also `map-area` |
//! | `map-whole` | a plan for nearly all of the municipality |
//! | `map-badge`, `map-badge-number`, `map-leader` | a plan's numbered circle, and the line to its place |
//! | `map-scale`, `map-north` | scale bar and north arrow: lines and text |
//! | `map-locator`, `map-sheet`, `map-around`, `map-spot` | small map in the corner, its paper, the district, the place |
//! | `map-legend` | the list of classes below a map (HTML) |

pub mod atlas;
pub mod district;
mod furniture;
mod label;
pub mod municipality;
mod places;
mod plan;
pub mod procedure;
pub mod state;
mod svg;
mod topology;
mod view;

use geo::{BoundingRect, Coord, InteriorPoint, MultiPolygon, Polygon, Rect};

use crate::render::map::atlas::{Atlas, Detail, Outlined};
use crate::render::map::label::{Labels, Name};
use crate::render::map::svg::{escape, path, put, units};
use crate::render::map::view::{View, WIDTH};

/// The notice that the licence of the boundaries asks for, visible with every map, as HTML.
pub const ATTRIBUTION_DE: &str = concat!(
    r#"© <a href="https://www.bkg.bund.de">BKG</a> (2025) "#,
    r#"<a href="https://www.govdata.de/dl-de/by-2-0">dl-de/by-2-0</a> (Daten verändert), "#,
    r#"<a href="https://sgx.geodatenzentrum.de/web_public/gdz/datenquellen/datenquellen_vg_nuts.pdf">"#,
    "Datenquellen</a>"
);

/// The same notice for a page in English.
pub const ATTRIBUTION_EN: &str = concat!(
    r#"© <a href="https://www.bkg.bund.de">BKG</a> (2025) "#,
    r#"<a href="https://www.govdata.de/dl-de/by-2-0">dl-de/by-2-0</a> (data changed), "#,
    r#"<a href="https://sgx.geodatenzentrum.de/web_public/gdz/datenquellen/datenquellen_vg_nuts.pdf">"#,
    "data sources</a>"
);

/// The words of a map.
#[derive(Debug, Clone, Copy)]
pub struct Heading<'a> {
    /// Begins all ids of the map; unique on its page, letters, digits and hyphens.
    pub id: &'a str,
    /// What it is.
    pub title: &'a str,
    /// What it shows, for those who do not see it.
    pub description: &'a str,
}

/// A district or municipality on a map.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// Five digits for a district, eight for a municipality.
    pub ags: &'a str,
    /// The name to show.
    pub name: &'a str,
    /// Where its link leads; without one it is no link.
    pub href: Option<&'a str>,
    /// The link's name, said by a screen reader and shown as a tip: name and number in words.
    pub label: &'a str,
    /// The number to show.
    pub count: u32,
    /// Its class, from 0 (empty) to 3.
    pub class: u8,
}

/// A line of a legend.
#[derive(Debug, Clone, Copy)]
pub struct LegendEntry<'a> {
    /// The class of places, from 0 to 3.
    pub class: u8,
    /// What it means.
    pub text: &'a str,
}

/// The legend of a map of places as an HTML list. `id` is that of the map, whose patterns it uses.
pub fn legend(id: &str, entries: &[LegendEntry]) -> String {
    let mut out = String::from(r#"<ul class="map-legend">"#);
    for entry in entries {
        let class = entry.class.min(3);
        let fill = if class == 0 {
            String::new()
        } else {
            format!(r#" fill="url(#{id}-k{class})""#)
        };
        put!(
            out,
            r#"<li><svg class="map" viewBox="0 0 48 32" aria-hidden="true"><g class="map-places"><g class="map-k{class}"><path{fill} d="M2 2h44v28h-44z"/></g></g></svg>{}</li>"#,
            escape(entry.text)
        );
    }
    out.push_str("</ul>");
    out
}

/// A text that may stand in an attribute or an element.
pub fn escape_text(text: &str) -> String {
    escape(text).to_string()
}

fn begin(heading: &Heading, class: &str, role: &str, view: &View) -> String {
    let Heading {
        id,
        title,
        description,
    } = heading;
    format!(
        r#"<svg class="map {class}" role="{role}" aria-labelledby="{id}-title" aria-describedby="{id}-desc" viewBox="0 0 {} {}"><title id="{id}-title">{}</title><desc id="{id}-desc">{}</desc>"#,
        units(WIDTH),
        units(view.height()),
        escape(title),
        escape(description)
    )
}

fn end(mut out: String) -> String {
    out.push_str("</svg>");
    out
}

/// Land wider than this shows the districts around, not their municipalities, in metres.
const WIDE: f64 = 25_000.0;
/// Most bytes of path data for the land around a plan.
const CONTEXT_BYTES: usize = 2200;

/// Writes the land that the picture shows: the municipalities of `homes`, and quietly what lies
/// around them, with its names. Returns the municipalities as they are seen.
fn put_context<'a>(
    out: &mut String,
    atlas: &'a Atlas,
    view: &View,
    homes: &[&str],
    labels: &mut Labels,
) -> Vec<Part<'a>> {
    let mut detail = Detail::of(view, 30.0);
    let (home, others) = loop {
        let (home, others) = context(atlas, view, homes, detail);
        let bytes: usize = home.iter().chain(&others).map(|part| part.path.len()).sum();
        match detail.coarser() {
            Some(coarser) if bytes > CONTEXT_BYTES => detail = coarser,
            _ => break (home, others),
        }
    };
    let paths =
        |parts: &[Part]| -> String { parts.iter().map(|part| part.path.as_str()).collect() };
    let mut names = String::new();
    for part in &others {
        put_name(&mut names, view, labels, part);
    }
    put!(
        out,
        r#"<g class="map-context" aria-hidden="true"><path d="{}"/>{names}</g><path class="map-home" d="{}"/>"#,
        paths(&others),
        paths(&home)
    );
    home
}

/// The part of a territory that a picture shows.
struct Part<'a> {
    name: &'a str,
    shape: MultiPolygon,
    path: String,
}

fn context<'a>(
    atlas: &'a Atlas,
    view: &View,
    homes: &[&str],
    detail: Detail,
) -> (Vec<Part<'a>>, Vec<Part<'a>>) {
    let part = |outlined: Outlined<'a>| {
        let shape = view.clip(outlined.shape);
        let path = path(view, &shape);
        (!path.is_empty()).then_some(Part {
            name: &outlined.territory.name,
            shape,
            path,
        })
    };
    let (home, others): (Vec<Outlined>, Vec<Outlined>) = atlas
        .municipalities_in(view.land, detail)
        .partition(|place| homes.contains(&place.territory.ags.as_str()));
    let others: Vec<Part> = if view.land.width() > WIDE {
        atlas
            .districts_in(view.land, detail)
            .filter_map(part)
            .collect()
    } else {
        others.into_iter().filter_map(part).collect()
    };
    (home.into_iter().filter_map(part).collect(), others)
}

/// Writes a name into the part of a place that is seen, as near to its middle as it fits.
fn put_name(out: &mut String, view: &View, labels: &mut Labels, part: &Part) {
    let Some(middle) = inside(&part.shape).map(|point| view.to_screen(point)) else {
        return;
    };
    let name = Name::new(part.name, 19.0);
    let (width, height) = (name.width() + 12.0, name.height() + 6.0);
    let mut fits = |spot: &Coord| {
        labels.is_free(*spot, width, height)
            && name.lies_on(&part.shape, view, *spot)
            && labels.try_take(*spot, width, height)
    };
    if fits(&middle) {
        return name.put(out, middle);
    }
    let mut spots: Vec<Coord> = (1..12)
        .flat_map(|column| {
            (1..12).map(move |row| (f64::from(column) / 12.0, f64::from(row) / 12.0))
        })
        .map(|(x, y)| Coord {
            x: x * WIDTH,
            y: y * view.height(),
        })
        .collect();
    let away = |spot: &Coord| (*spot - middle).x.hypot((*spot - middle).y);
    spots.sort_by_cached_key(|spot| away(spot).to_bits());
    if let Some(spot) = spots.into_iter().find(fits) {
        name.put(out, spot);
    }
}

/// A point inside a shape. Most pictures of plans lie within their municipality: what is seen of it is a rectangle then.
fn inside(shape: &MultiPolygon) -> Option<Coord> {
    let rectangle = match &shape.0[..] {
        [only] if is_rectangle(only) => only.bounding_rect(),
        _ => None,
    };
    let center = rectangle.map(|rectangle| rectangle.center());
    center.or_else(|| shape.interior_point().map(|point| point.0))
}

fn is_rectangle(shape: &Polygon) -> bool {
    let is_along = |a: &Coord, b: &Coord| (a.x == b.x) != (a.y == b.y);
    let is_across = |a: &Coord, b: &Coord| a.x != b.x && a.y != b.y;
    match &shape.exterior().0[..] {
        [a, b, c, d, _] => {
            let is_square = is_along(a, b) && is_along(b, c) && is_along(c, d);
            is_square && is_across(a, c) && is_across(b, d) && shape.interiors().is_empty()
        }
        _ => false,
    }
}

/// A view needs some land, also where there is none.
fn nowhere() -> Rect {
    Rect::new(Coord::zero(), Coord { x: 1.0, y: 1.0 })
}

#[cfg(test)]
mod tests;
