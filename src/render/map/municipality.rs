//! The map of a municipality: its outline and the plans in it.

use geo::{Area as _, BoundingRect, Coord, MultiPolygon};

use crate::model::area::Area;
use crate::render::map::atlas::Atlas;
use crate::render::map::furniture::{put_north, put_scale};
use crate::render::map::label::Labels;
use crate::render::map::plan::outline;
use crate::render::map::svg::{escape, path, put, units};
use crate::render::map::view::View;
use crate::render::map::{Heading, begin, end, put_context};

/// Distance in units that keeps two badges apart, also where a theme makes them larger.
const APART: f64 = 50.0;
/// A plan of fewer units than this is only seen by its badge.
const TOO_SMALL: f64 = 11.0;
/// A plan of more than this part of the municipality is drawn as a background.
const WHOLE: f64 = 0.4;

/// What the map of a municipality shows.
#[derive(Debug, Clone, Copy)]
pub struct MunicipalityMap<'a> {
    /// Its words.
    pub heading: Heading<'a>,
    /// AGS of the municipality, eight digits.
    pub ags: &'a str,
    /// The plans, in the order of the list beside the map.
    pub plans: &'a [Plan<'a>],
    /// The letter of the north arrow.
    pub north: &'a str,
}

/// A plan on the map of a municipality.
#[derive(Debug, Clone, Copy)]
pub struct Plan<'a> {
    /// Its number in the list beside the map.
    pub number: usize,
    /// Where its link leads.
    pub href: &'a str,
    /// The link's name, German, said by a screen reader and shown as a tip.
    pub label: &'a str,
    /// Its class, from 0 (quiet) to 3.
    pub class: u8,
    /// Its area.
    pub area: &'a Area,
}

/// Draws the map of a municipality; `None` if the official list does not know it.
pub fn municipality_map(atlas: &Atlas, map: &MunicipalityMap) -> Option<String> {
    let municipality = atlas.boundaries.municipality(map.ags)?;
    let view = View::of(
        municipality.geometry.bounding_rect()?,
        60.0,
        (560.0, 1000.0),
    );
    let mut out = begin(&map.heading, "map-municipality", "group", &view);
    let mut labels = Labels::new(&view);
    let mut corners = String::new();
    put_scale(&mut corners, &mut labels, &view);
    put_north(&mut corners, &mut labels, &view, map.north);
    let badges: Vec<Badge> = map
        .plans
        .iter()
        .map(|plan| Badge::place(&mut labels, &view, plan))
        .collect();
    put_context(&mut out, atlas, &view, &[map.ags], &mut labels);
    let whole = WHOLE * municipality.geometry.unsigned_area();
    let is_whole = |plan: &Plan| plan.area.geometry().unsigned_area() > whole;
    for plan in map.plans.iter().filter(|plan| is_whole(plan)) {
        let shape = path(&view, &shape(&view, plan));
        put!(out, r#"<path class="map-whole" d="{shape}"/>"#);
    }
    put_shapes(
        &mut out,
        &view,
        map.plans.iter().filter(|plan| !is_whole(plan)),
    );
    // Lines to a place lie under all circles: plans that overlap would cover a number otherwise.
    for badge in badges.iter().filter(|badge| badge.spot != badge.center) {
        badge.put_leader(&mut out);
    }
    out.push_str(r#"<g class="map-plans" lang="de">"#);
    for (plan, badge) in map.plans.iter().zip(&badges) {
        let (class, href, label) = (plan.class.min(3), escape(plan.href), escape(plan.label));
        put!(
            out,
            r#"<a class="map-k{class}" href="{href}"><title>{label}</title>"#
        );
        badge.put(&mut out, plan.number);
        out.push_str("</a>");
    }
    out.push_str("</g>");
    out.push_str(&corners);
    Some(end(out))
}

/// The areas of the plans that are large enough to be seen, under all circles. Each leads where its circle leads,
/// but only for who points at it: keyboard and screen reader meet a plan once.
fn put_shapes<'a>(out: &mut String, view: &View, plans: impl Iterator<Item = &'a Plan<'a>>) {
    out.push_str(r#"<g class="map-shapes" lang="de" aria-hidden="true">"#);
    for plan in plans {
        let bbox = plan.area.bbox();
        if f64::max(bbox.width(), bbox.height()) * view.scale >= TOO_SMALL {
            let (href, label) = (escape(plan.href), escape(plan.label));
            let shape = path(view, &shape(view, plan));
            put!(
                out,
                r#"<a href="{href}" tabindex="-1"><title>{label}</title><path class="map-plan" d="{shape}"/></a>"#
            );
        }
    }
    out.push_str("</g>");
}

fn shape(view: &View, plan: &Plan) -> MultiPolygon {
    outline(&view.clip(plan.area.geometry()), view, 1200)
}

/// The numbered circle of a plan: at its spot, or beside it with a line to it.
struct Badge {
    spot: Coord,
    center: Coord,
}

impl Badge {
    /// Takes the spot itself, or the nearest one around it where no other badge is.
    fn place(labels: &mut Labels, view: &View, plan: &Plan) -> Self {
        let spot = view.to_screen(plan.area.label());
        let kept = Coord {
            x: spot.x.clamp(APART / 2.0, view.frame.width() - APART / 2.0),
            y: spot.y.clamp(APART / 2.0, view.height() - APART / 2.0),
        };
        let rings = (1..=14_u8).flat_map(|ring| {
            (0..ring * 6).map(move |step| {
                let angle = std::f64::consts::TAU * f64::from(step) / f64::from(ring * 6);
                let (sine, cosine) = angle.sin_cos();
                Coord { x: cosine, y: sine } * (f64::from(ring) * APART * 0.4)
            })
        });
        let center = std::iter::once(Coord::zero())
            .chain(rings)
            .map(|away| kept + away)
            .find(|center| labels.try_take(*center, APART - 2.0, APART - 2.0))
            .unwrap_or(kept);
        Self { spot, center }
    }

    /// The line from the circle to its spot.
    fn put_leader(&self, out: &mut String) {
        let (x, y) = (units(self.center.x), units(self.center.y));
        let (to_x, to_y) = (units(self.spot.x), units(self.spot.y));
        put!(
            out,
            r#"<path class="map-leader" d="M{x} {y}L{to_x} {to_y}"/>"#
        );
        put!(
            out,
            r#"<circle class="map-spot" cx="{to_x}" cy="{to_y}" r="5"/>"#
        );
    }

    fn put(&self, out: &mut String, plan: usize) {
        let (x, y) = (units(self.center.x), units(self.center.y));
        put!(
            out,
            r#"<circle class="map-badge" cx="{x}" cy="{y}" r="17"/>"#
        );
        put!(
            out,
            r#"<text class="map-badge-number" x="{x}" y="{y}" dy=".36em">{plan}</text>"#
        );
    }
}
