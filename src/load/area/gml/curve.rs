//! Curves of GML to points: lines as they are, arcs and circles stroked.

use std::ops::Range;

use geo::Coord;

use crate::finding::Finding;
use crate::load::area::gml::surface::Reader;
use crate::load::area::gml::xml::Element;
use crate::load::area::gml::{arc, faults};
use crate::load::area::shapes::{MAX_NUMBER, Position, too_large_a_number};

type Points = Result<Vec<Position>, Box<Finding>>;

impl Reader<'_> {
    /// All curves in an element, one behind the other; each begins where the one before ends.
    pub fn curves(&mut self, element: &Element, numbers: usize) -> Points {
        let mut all: Vec<Position> = Vec::new();
        for part in self.parts(element)? {
            let points = self.curve(part, numbers)?;
            let Some(begin) = points.first() else {
                continue;
            };
            match all.last() {
                Some(end) if !self.is_same(end, begin) => {
                    return Err(faults::gap(self.file, end, begin));
                }
                Some(_) => all.extend(points.into_iter().skip(1)),
                None => all = points,
            }
        }
        if all.is_empty() {
            return Err(faults::empty(self.file, element));
        }
        Ok(all)
    }

    fn curve(&mut self, element: &Element, numbers: usize) -> Points {
        let numbers = self.numbers(element, numbers)?;
        match element.name {
            "LineString" | "LineStringSegment" => self.line(element, numbers),
            "Arc" | "ArcString" => self.arcs(element, numbers),
            "Circle" => self.circle(element, numbers),
            "Curve" | "CompositeCurve" | "segments" | "curveMember" | "curveMembers"
            | "baseCurve" => self.curves(element, numbers),
            "OrientableCurve" => {
                let mut points = self.curves(element, numbers)?;
                let sign = element.attribute("orientation");
                if sign.is_some_and(|range| self.text(&range).trim() == "-") {
                    points.reverse();
                }
                Ok(points)
            }
            _ => Err(faults::not_a_curve(self.file, element)),
        }
    }

    /// The points of an element as they are written, in one list or one by one.
    pub fn line(&mut self, element: &Element, numbers: usize) -> Points {
        let mut points = Vec::new();
        for part in self.parts(element)? {
            let numbers = self.numbers(part, numbers)?;
            match part.name {
                "posList" => points.append(&mut self.list(part, numbers)?),
                "pos" => points.push(self.single(part)?),
                "pointProperty" | "pointRep" => {
                    for point in self.parts(part)? {
                        points.append(&mut self.line(point, numbers)?);
                    }
                }
                _ => return Err(faults::unexpected(self.file, part, element)),
            }
        }
        if points.is_empty() {
            return Err(faults::empty(self.file, element));
        }
        Ok(points)
    }

    fn list(&mut self, element: &Element, numbers: usize) -> Points {
        let words = self.words(element);
        self.count(words.len() / numbers, &element.range)?;
        if !words.len().is_multiple_of(numbers) {
            return Err(faults::odd_numbers(
                self.file,
                element,
                words.len(),
                numbers,
            ));
        }
        words
            .chunks(numbers)
            .map(|words| self.point(words))
            .collect()
    }

    /// A single position tells by itself whether it has a height.
    fn single(&mut self, element: &Element) -> Result<Position, Box<Finding>> {
        let words = self.words(element);
        self.count(1, &element.range)?;
        match words.len() {
            2 | 3 => self.point(&words),
            count => Err(faults::odd_numbers(self.file, element, count, 2)),
        }
    }

    /// Bytes of the words in an element.
    fn words(&self, element: &Element) -> Vec<Range<usize>> {
        let text = self.file.text();
        let words = element
            .texts
            .iter()
            .flat_map(|range| self.text(range).split_whitespace());
        words
            .map(|word| {
                let start = word.as_ptr() as usize - text.as_ptr() as usize;
                start..start + word.len()
            })
            .collect()
    }

    /// A height is left aside.
    fn point(&self, words: &[Range<usize>]) -> Result<Position, Box<Finding>> {
        let number = |range: &Range<usize>| {
            let number: Result<f64, _> = self.text(range).parse();
            match number {
                Ok(number) if number.abs() < MAX_NUMBER => Ok(number),
                Ok(number) if number.is_nan() => Err(faults::not_a_number(self.file, range)),
                Ok(_) => Err(too_large_a_number(self.file, range.clone())),
                Err(_) => Err(faults::not_a_number(self.file, range)),
            }
        };
        let [first, second, ..] = words else {
            return Err(faults::not_a_number(self.file, &(0..0)));
        };
        Ok(Position {
            coord: Coord {
                x: number(first)?,
                y: number(second)?,
            },
            range: first.start..second.end,
        })
    }

    /// An arc has three points; in a string of arcs the last of one is the first of the next.
    fn arcs(&mut self, element: &Element, numbers: usize) -> Points {
        let controls = self.line(element, numbers)?;
        let is_single = element.name == "Arc";
        if controls.len() < 3
            || controls.len().is_multiple_of(2)
            || (is_single && controls.len() != 3)
        {
            return Err(faults::wrong_controls(self.file, element, controls.len()));
        }
        let mut all = vec![controls[0].clone()];
        for start in (0..controls.len() - 2).step_by(2) {
            let three = &controls[start..start + 3];
            let stroked = arc::arc(coords(three), self.tolerance)
                .ok_or_else(|| faults::no_circle(self.file, three))?;
            self.count(stroked.len(), &element.range)?;
            all.extend(placed(&stroked, three).skip(1));
        }
        Ok(all)
    }

    fn circle(&mut self, element: &Element, numbers: usize) -> Points {
        let controls = self.line(element, numbers)?;
        if controls.len() != 3 {
            return Err(faults::wrong_controls(self.file, element, controls.len()));
        }
        let stroked = arc::circle(coords(&controls), self.tolerance)
            .ok_or_else(|| faults::no_circle(self.file, &controls))?;
        self.count(stroked.len(), &element.range)?;
        Ok(placed(&stroked, &controls).collect())
    }
}

fn coords(controls: &[Position]) -> [Coord; 3] {
    [controls[0].coord, controls[1].coord, controls[2].coord]
}

/// The points of an arc stand where its three points are written.
fn placed(stroked: &[Coord], controls: &[Position]) -> impl Iterator<Item = Position> {
    let start = controls.first().map_or(0, |first| first.range.start);
    let end = controls.last().map_or(start, |last| last.range.end);
    stroked.iter().map(move |coord| Position {
        coord: *coord,
        range: start..end,
    })
}
