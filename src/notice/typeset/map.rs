//! The plan area as a picture of two halves: where it lies in its municipality, and its outline with
//! a scale. The strokes are our own; no map of anybody else is under them.

use geo::{Coord, LineString, MultiPolygon, Rect, coord};
use std::fmt::Write as _;

/// What a map shows; metres of EPSG:25833, easting and northing.
#[derive(Debug)]
pub struct Map<'a> {
    /// The plan area.
    pub area: &'a MultiPolygon,
    /// The municipality it lies in, where its borders are known.
    pub land: Option<&'a MultiPolygon>,
    /// What the map shows, for those who do not see it.
    pub words: String,
}

/// A drawing in PDF operators, and the text beside its scale.
pub struct Drawing {
    /// The operators.
    pub operators: String,
    /// Texts with where they begin, in points.
    pub texts: Vec<((f32, f32), String)>,
}

/// Room around the area on the half that shows its outline, in parts of its longer side.
const AROUND: f64 = 0.35;
/// The shortest side of what a half shows, in metres.
const LEAST: f64 = 200.0;
/// Points that are nearer to the last one are left out; in points of the page.
const NEAR: f64 = 0.4;
/// Lengths that a scale may have, in metres.
const SCALES: [f64; 13] = [
    10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0, 2000.0, 5000.0, 10_000.0, 20_000.0, 50_000.0,
    100_000.0,
];

/// Draws a map into a box: left, bottom, right and top in points of the page. `None` where the area
/// has no extent.
pub fn draw(map: &Map<'_>, bounds: [f32; 4], size: f32) -> Option<Drawing> {
    let area = extent([map.area])?;
    let [left, bottom, right, top] = bounds.map(f64::from);
    let gap = f64::from(size);
    let mut drawing = Drawing {
        operators: String::new(),
        texts: Vec::new(),
    };
    let outline_from = match map.land.and_then(|land| extent([land, map.area])) {
        Some(all) => {
            let middle = (left + right) / 2.0;
            let frame = Frame::new(all, 0.04, [left, bottom, middle - gap / 2.0, top]);
            frame.open(&mut drawing.operators)?;
            let land = map.land.into_iter();
            land.for_each(|land| frame.shape(&mut drawing.operators, land, LAND));
            frame.shape(&mut drawing.operators, map.area, MARK);
            frame.ring(&mut drawing.operators, area)?;
            frame.close(&mut drawing.operators);
            middle + gap / 2.0
        }
        None => left,
    };
    let frame = Frame::new(area, AROUND, [outline_from, bottom, right, top]);
    frame.open(&mut drawing.operators)?;
    if let Some(land) = map.land {
        frame.shape(&mut drawing.operators, land, LAND);
    }
    frame.shape(&mut drawing.operators, map.area, AREA);
    frame.close(&mut drawing.operators);
    frame.scale(&mut drawing, gap)?;
    Some(drawing)
}

/// How a shape is drawn: colours of line and filling, width of the line.
type Look = &'static str;
/// The municipality.
const LAND: Look = "0.45 0.45 0.45 RG 0.94 0.94 0.92 rg 0.6 w";
/// The area, small.
const MARK: Look = "0.65 0.1 0.1 RG 0.65 0.1 0.1 rg 0.6 w";
/// The area by itself.
const AREA: Look = "0.65 0.1 0.1 RG 0.96 0.82 0.8 rg 1.4 w";

/// A box on the page and what of the land it shows.
struct Frame {
    bounds: [f64; 4],
    middle: Coord,
    /// Points of the page for a metre.
    scale: f64,
}

impl Frame {
    fn new(shown: Rect, around: f64, bounds: [f64; 4]) -> Self {
        let [left, bottom, right, top] = bounds;
        let longer = shown.width().max(shown.height());
        let wide = (shown.width() + 2.0 * around * longer).max(LEAST);
        let high = (shown.height() + 2.0 * around * longer).max(LEAST);
        Self {
            bounds,
            middle: shown.center(),
            scale: ((right - left) / wide).min((top - bottom) / high),
        }
    }

    fn point(&self, Coord { x, y }: Coord) -> Coord {
        let [left, bottom, right, top] = self.bounds;
        coord! {
            x: (left + right) / 2.0 + (x - self.middle.x) * self.scale,
            y: (bottom + top) / 2.0 + (y - self.middle.y) * self.scale,
        }
    }

    /// Nothing that follows is drawn outside of the box.
    fn open(&self, operators: &mut String) -> Option<()> {
        let [left, bottom, right, top] = self.bounds;
        let (width, height) = (right - left, top - bottom);
        writeln!(
            operators,
            "q {left:.2} {bottom:.2} {width:.2} {height:.2} re W n"
        )
        .ok()
    }

    /// The box's own line.
    fn close(&self, operators: &mut String) {
        let [left, bottom, right, top] = self.bounds;
        let (width, height) = (right - left, top - bottom);
        operators.push_str(&format!(
            "Q q 0.3 0.3 0.3 RG 1 w {left:.2} {bottom:.2} {width:.2} {height:.2} re S Q\n"
        ));
    }

    fn shape(&self, operators: &mut String, shape: &MultiPolygon, look: Look) {
        operators.push_str(look);
        operators.push('\n');
        for polygon in shape {
            self.line(operators, polygon.exterior());
            for hole in polygon.interiors() {
                self.line(operators, hole);
            }
            operators.push_str("B*\n");
        }
    }

    fn line(&self, operators: &mut String, line: &LineString) {
        let mut last: Option<Coord> = None;
        for point in line.coords().map(|metres| self.point(*metres)) {
            let is_near = |last: Coord| (point.x - last.x).hypot(point.y - last.y) < NEAR;
            if last.is_some_and(is_near) {
                continue;
            }
            let operator = if last.is_some() { 'l' } else { 'm' };
            operators.push_str(&format!("{:.2} {:.2} {operator} ", point.x, point.y));
            last = Some(point);
        }
        operators.push_str("h\n");
    }

    /// A square around a place that may be too small to be seen.
    fn ring(&self, operators: &mut String, area: Rect) -> Option<()> {
        const SIDE: f64 = 16.0;
        let Coord { x, y } = self.point(area.center());
        let wide = (area.width() * self.scale + 6.0).max(SIDE);
        let high = (area.height() * self.scale + 6.0).max(SIDE);
        let (left, bottom) = (x - wide / 2.0, y - high / 2.0);
        writeln!(
            operators,
            "0.65 0.1 0.1 RG 1.2 w {left:.2} {bottom:.2} {wide:.2} {high:.2} re S"
        )
        .ok()
    }

    /// A bar of a round length, and its words.
    fn scale(&self, drawing: &mut Drawing, size: f64) -> Option<()> {
        let [left, bottom, right, _] = self.bounds;
        let longest = (right - left) * 0.4 / self.scale;
        let metres = SCALES.iter().rev().find(|own| **own <= longest)?;
        let (x, y) = (left + size * 0.6, bottom + size * 0.6);
        let width = metres * self.scale;
        writeln!(
            drawing.operators,
            "q 0 0 0 RG 1.4 w {x:.2} {y:.2} m {:.2} {y:.2} l S Q",
            x + width
        )
        .ok()?;
        let words = if *metres < 1000.0 {
            format!("{metres:.0} m")
        } else {
            format!("{:.0} km", metres / 1000.0)
        };
        let at = (x as f32, (y + size * 0.35) as f32);
        drawing.texts.push((at, words));
        Some(())
    }
}

/// The smallest rectangle around some shapes.
fn extent<const N: usize>(shapes: [&MultiPolygon; N]) -> Option<Rect> {
    use geo::BoundingRect;
    let rects = shapes.into_iter().map(BoundingRect::bounding_rect);
    rects.reduce(|all, own| {
        let (all, own) = (all?, own?);
        let low = coord! { x: all.min().x.min(own.min().x), y: all.min().y.min(own.min().y) };
        let high = coord! { x: all.max().x.max(own.max().x), y: all.max().y.max(own.max().y) };
        Some(Rect::new(low, high))
    })?
}
