//! From metres in EPSG:25833 to units of the picture, and the part of the land that it shows.

use geo::{Coord, LineString, MultiPolygon, Polygon, Rect};

/// Width of every picture in its own units. A theme's font sizes are in the same units.
pub const WIDTH: f64 = 1000.0;

/// A window on the land: north is up, one unit is the same everywhere.
#[derive(Debug, Clone, Copy)]
pub struct View {
    /// What it shows: easting and northing in metres.
    pub land: Rect,
    /// Where it lies in the picture: right and down from the upper left corner, in units.
    pub frame: Rect,
    /// Units per metre.
    pub scale: f64,
}

impl View {
    /// A picture of `land` with `margin` units around it. It is as high as the land asks for, but
    /// within `heights`; the land is then in its middle.
    pub fn of(land: Rect, margin: f64, heights: (f64, f64)) -> Self {
        let widest = (WIDTH - 2.0 * margin) / land.width().max(1.0);
        let height = (land.height() * widest + 2.0 * margin).round();
        let size = Coord {
            x: WIDTH,
            y: height.clamp(heights.0, heights.1),
        };
        Self::within(land, margin, Rect::new(Coord::zero(), size))
    }

    /// The land in the middle of a frame, as large as `margin` units on all sides allow.
    pub fn within(land: Rect, margin: f64, frame: Rect) -> Self {
        let scale = f64::min(
            (frame.width() - 2.0 * margin) / land.width().max(1.0),
            (frame.height() - 2.0 * margin) / land.height().max(1.0),
        );
        let half = Coord {
            x: frame.width() / 2.0 / scale,
            y: frame.height() / 2.0 / scale,
        };
        let middle = land.center();
        Self {
            land: Rect::new(middle - half, middle + half),
            frame,
            scale,
        }
    }

    /// Height of the picture in units.
    pub fn height(&self) -> f64 {
        self.frame.height()
    }

    /// A point of the land in the picture: right and down from the upper left corner.
    pub fn to_screen(self, metres: Coord) -> Coord {
        Coord {
            x: self.frame.min().x + (metres.x - self.land.min().x) * self.scale,
            y: self.frame.min().y + (self.land.max().y - metres.y) * self.scale,
        }
    }

    /// The part of a place that the picture shows, and a little more, so that the edges along which
    /// it was cut lie outside the picture.
    pub fn clip(&self, place: &MultiPolygon) -> MultiPolygon {
        let margin = Coord {
            x: 12.0 / self.scale,
            y: 12.0 / self.scale,
        };
        let window = Rect::new(self.land.min() - margin, self.land.max() + margin);
        let polygons = place.iter().filter_map(|polygon| {
            let exterior = clip_ring(polygon.exterior(), window)?;
            let holes = polygon
                .interiors()
                .iter()
                .filter_map(|hole| clip_ring(hole, window));
            Some(Polygon::new(exterior, holes.collect()))
        });
        MultiPolygon(polygons.collect())
    }
}

/// Cuts a ring at the four sides of a window, one after the other (Sutherland and Hodgman).
fn clip_ring(ring: &LineString, window: Rect) -> Option<LineString> {
    let (min, max) = (window.min(), window.max());
    let is_inside = |point: &Coord| {
        min.x <= point.x && point.x <= max.x && min.y <= point.y && point.y <= max.y
    };
    if ring.0.iter().all(is_inside) {
        return Some(ring.clone());
    }
    let mut points = ring.0.clone();
    for (along_x, limit, sign) in [
        (true, min.x, 1.0),
        (true, max.x, -1.0),
        (false, min.y, 1.0),
        (false, max.y, -1.0),
    ] {
        let depth = |point: Coord| sign * (if along_x { point.x } else { point.y } - limit);
        let mut cut = Vec::with_capacity(points.len());
        for pair in points.windows(2) {
            let (from, to) = (depth(pair[0]), depth(pair[1]));
            if from >= 0.0 {
                cut.push(pair[0]);
            }
            if (from < 0.0) != (to < 0.0) {
                cut.push(pair[0] + (pair[1] - pair[0]) * (from / (from - to)));
            }
        }
        cut.extend(cut.first().copied());
        points = cut;
    }
    (points.len() > 3).then_some(LineString(points))
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{Area, BooleanOps, coord, polygon};

    #[test]
    fn north_is_up_and_the_land_fills_the_width() {
        let land = Rect::new(
            coord! { x: 1000.0, y: 5000.0 },
            coord! { x: 3000.0, y: 6000.0 },
        );
        let view = View::of(land, 20.0, (100.0, 900.0));
        let units = |view: View, metres: Coord| {
            let point = view.to_screen(metres);
            (point.x.round(), point.y.round())
        };
        assert_eq!((view.scale, view.height()), (0.48, 520.0));
        assert_eq!(units(view, coord! { x: 1000.0, y: 6000.0 }), (20.0, 20.0));
        assert_eq!(units(view, coord! { x: 3000.0, y: 5000.0 }), (980.0, 500.0));
        let flat = View::of(land, 20.0, (700.0, 900.0));
        assert_eq!(units(flat, land.center()), (500.0, 350.0));
    }

    #[test]
    fn clipping_keeps_what_is_seen() {
        let land = Rect::new(coord! { x: 0.0, y: 0.0 }, coord! { x: 600.0, y: 600.0 });
        let view = View::of(land, 20.0, (100.0, 900.0));
        let star = MultiPolygon(vec![polygon![
            (x: -500.0, y: 300.0), (x: 300.0, y: 250.0), (x: 320.0, y: -900.0),
            (x: 350.0, y: 250.0), (x: 1500.0, y: 300.0), (x: 330.0, y: 900.0),
        ]]);
        let window = MultiPolygon(vec![view.land.to_polygon()]);
        let seen = |place: &MultiPolygon| place.intersection(&window).unsigned_area();
        assert!((seen(&view.clip(&star)) - seen(&star)).abs() < 1.0);
        let away = MultiPolygon(vec![
            polygon![(x: 9e3, y: 0.0), (x: 9e3, y: 9.0), (x: 8e3, y: 0.0)],
        ]);
        assert!(view.clip(&away).0.is_empty());
    }
}
