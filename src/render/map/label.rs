//! Where words and numbers fit in a picture.

use geo::{Coord, Intersects, MultiPolygon, Rect};

use crate::model::nearby::overlap;
use crate::render::map::svg::{escape, put, units};
use crate::render::map::view::View;

/// Boxes of the picture that are taken.
#[derive(Debug)]
pub struct Labels {
    frame: Rect,
    taken: Vec<Rect>,
}

/// A name in one or two lines.
#[derive(Debug)]
pub struct Name<'a> {
    lines: Vec<&'a str>,
    size: f64,
}

impl Labels {
    /// Nothing is taken yet.
    pub fn new(view: &View) -> Self {
        Self {
            frame: view.frame,
            taken: Vec::new(),
        }
    }

    /// Takes a box, whatever is there.
    pub fn take(&mut self, center: Coord, width: f64, height: f64) {
        self.taken.push(around(center, width, height));
    }

    /// Takes a box if it lies in the picture and nothing is there.
    pub fn try_take(&mut self, center: Coord, width: f64, height: f64) -> bool {
        let is_free = self.is_free(center, width, height);
        if is_free {
            self.take(center, width, height);
        }
        is_free
    }

    /// Whether a box lies in the picture and nothing is there.
    pub fn is_free(&self, center: Coord, width: f64, height: f64) -> bool {
        let rect = around(center, width, height);
        let is_in_frame = self.frame.min().x <= rect.min().x
            && rect.max().x <= self.frame.max().x
            && self.frame.min().y <= rect.min().y
            && rect.max().y <= self.frame.max().y;
        is_in_frame && !self.taken.iter().any(|taken| overlap(taken, &rect))
    }
}

impl<'a> Name<'a> {
    /// Breaks a long name after the hyphen nearest its middle, without one after a space.
    pub fn new(name: &'a str, size: f64) -> Self {
        let marks: &[char] = if name.contains('-') { &['-'] } else { &[' '] };
        let breaks = name.match_indices(marks).map(|(at, _)| at + 1);
        let middle = name.len() / 2;
        let lines = match breaks.min_by_key(|at| at.abs_diff(middle)) {
            Some(at) if name.chars().count() > 12 => vec![name[..at].trim_end(), &name[at..]],
            _ => vec![name],
        };
        Self { lines, size }
    }

    /// Its width in units, as far as that can be known without the font.
    pub fn width(&self) -> f64 {
        let letters = self
            .lines
            .iter()
            .map(|line| line.chars().count())
            .max()
            .unwrap_or_default();
        letters as f64 * self.size * 0.56
    }

    /// Its height in units.
    pub fn height(&self) -> f64 {
        self.lines.len() as f64 * self.size * 1.15
    }

    /// The part of it, from 0 to 1, that would lie on a place if its middle were at `center`.
    pub fn share_on(&self, place: &MultiPolygon, view: &View, center: Coord) -> f64 {
        let inside = self.spots(view, center);
        let inside = inside.filter(|metres| place.intersects(metres)).count();
        inside as f64 / (COLUMNS.len() * ROWS.len()) as f64
    }

    /// Whether all of it would lie on a place if its middle were at `center`.
    pub fn lies_on(&self, place: &MultiPolygon, view: &View, center: Coord) -> bool {
        let mut spots = self.spots(view, center);
        spots.all(|metres| place.intersects(&metres))
    }

    /// Spots all over it in metres, if its middle were at `center`.
    fn spots(&self, view: &View, center: Coord) -> impl Iterator<Item = Coord> {
        let (width, height) = (self.width(), self.height());
        let (land, corner, scale) = (view.land, view.frame.min(), view.scale);
        let spots = COLUMNS
            .into_iter()
            .flat_map(|column| ROWS.map(|row| (column, row)));
        spots.map(move |(column, row)| {
            let x = center.x + column * width - corner.x;
            let y = center.y + row * height - corner.y;
            Coord {
                x: land.min().x + x / scale,
                y: land.max().y - y / scale,
            }
        })
    }

    /// Writes it with its middle at `center`.
    pub fn put(&self, out: &mut String, center: Coord) {
        let step = self.size * 1.15;
        let baseline = center.y - self.height() / 2.0 + self.size * 0.92;
        for (line, text) in self.lines.iter().enumerate() {
            let (x, y) = (units(center.x), units(baseline + line as f64 * step));
            put!(out, r#"<text x="{x}" y="{y}">{}</text>"#, escape(text));
        }
    }
}

/// Where a name is looked at, in parts of its width and height from its middle.
const COLUMNS: [f64; 5] = [-0.5, -0.25, 0.0, 0.25, 0.5];
const ROWS: [f64; 2] = [-0.4, 0.4];

fn around(center: Coord, width: f64, height: f64) -> Rect {
    let half = Coord {
        x: width / 2.0,
        y: height / 2.0,
    };
    Rect::new(center - half, center + half)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_break_near_their_middle() {
        let lines = |name| Name::new(name, 10.0).lines;
        assert_eq!(
            lines("Sächsische Schweiz-Osterzgebirge"),
            ["Sächsische Schweiz-", "Osterzgebirge"]
        );
        assert_eq!(lines("Bad Düben"), ["Bad Düben"]);
        assert_eq!(lines("Neukirchen/Erzgebirge"), ["Neukirchen/Erzgebirge"]);
        assert_eq!(lines("Kurort Seiffen im Tal"), ["Kurort", "Seiffen im Tal"]);
    }

    #[test]
    fn a_box_is_taken_once_and_only_in_the_picture() {
        let land = Rect::new(Coord::zero(), Coord { x: 640.0, y: 400.0 });
        let mut labels = Labels::new(&View::of(land, 0.0, (100.0, 900.0)));
        assert!(labels.try_take(Coord { x: 100.0, y: 100.0 }, 50.0, 10.0));
        assert!(!labels.try_take(Coord { x: 140.0, y: 105.0 }, 50.0, 10.0));
        assert!(labels.try_take(Coord { x: 100.0, y: 120.0 }, 50.0, 10.0));
        assert!(!labels.try_take(Coord { x: 10.0, y: 300.0 }, 50.0, 10.0));
    }
}
