//! Arcs to points near enough to each other that nobody sees the difference.
//!
//! Only roots and quotients are taken, which every machine rounds alike; sines are not.

use geo::Coord;

/// Halvings of an arc at most: with its two parts, 2,048 points.
const MAX_HALVINGS: u32 = 10;

/// The circle through three points, run through in their order.
struct Circle {
    centre: Coord,
    radius: f64,
    is_counter_clockwise: bool,
}

/// The points of the arc from the first through the second to the third point, all three among
/// them, none farther beside the arc than `tolerance`. None if no circle goes through them.
pub fn arc(points: [Coord; 3], tolerance: f64) -> Option<Vec<Coord>> {
    let [first, through, last] = points;
    if is_straight(points, tolerance) {
        let is_between = dot(through - first, last - through) > 0.0;
        return is_between.then(|| points.to_vec());
    }
    let circle = Circle::through(points)?;
    let mut stroked = vec![first];
    circle.stroke(first, through, (tolerance, MAX_HALVINGS), &mut stroked);
    circle.stroke(through, last, (tolerance, MAX_HALVINGS), &mut stroked);
    Some(stroked)
}

/// The points of the whole circle through three points, closed. None if there is none.
pub fn circle(points: [Coord; 3], tolerance: f64) -> Option<Vec<Coord>> {
    if is_straight(points, tolerance) {
        return None;
    }
    let circle = Circle::through(points)?;
    let mut stroked = vec![points[0]];
    for (from, to) in [(0, 1), (1, 2), (2, 0)] {
        let limits = (tolerance, MAX_HALVINGS);
        circle.stroke(points[from], points[to], limits, &mut stroked);
    }
    Some(stroked)
}

/// Whether the second point lies on the line of the others, or two are the same.
fn is_straight([first, through, last]: [Coord; 3], tolerance: f64) -> bool {
    let (chord, to) = (last - first, through - first);
    let length = norm(chord);
    length == 0.0 || norm(to) == 0.0 || cross(chord, to).abs() / length < tolerance / 10.0
}

impl Circle {
    fn through([first, through, last]: [Coord; 3]) -> Option<Self> {
        let (b, c) = (through - first, last - first);
        let twice = 2.0 * cross(b, c);
        let (b2, c2) = (dot(b, b), dot(c, c));
        let centre = Coord {
            x: (c.y * b2 - b.y * c2) / twice,
            y: (b.x * c2 - c.x * b2) / twice,
        };
        let radius = norm(centre);
        (radius.is_finite() && radius > 0.0).then_some(Self {
            centre: first + centre,
            radius,
            is_counter_clockwise: twice > 0.0,
        })
    }

    /// Halves the arc until its chords are near enough; adds all points but the first.
    fn stroke(&self, from: Coord, to: Coord, limits: (f64, u32), points: &mut Vec<Coord>) {
        let (tolerance, halvings) = limits;
        let middle = self.middle(from, to);
        let chord = Coord {
            x: from.x.midpoint(to.x),
            y: from.y.midpoint(to.y),
        };
        match middle {
            Some(middle) if halvings > 0 && norm(middle - chord) > tolerance => {
                self.stroke(from, middle, (tolerance, halvings - 1), points);
                self.stroke(middle, to, (tolerance, halvings - 1), points);
            }
            _ => points.push(to),
        }
    }

    /// The point of the circle halfway from one to the other in its direction.
    fn middle(&self, from: Coord, to: Coord) -> Option<Coord> {
        let (from, to) = (from - self.centre, to - self.centre);
        let turn = cross(from, to);
        let bisector = from + to;
        let way = if norm(bisector) > self.radius * 1e-6 {
            let is_long = (turn > 0.0) != self.is_counter_clockwise;
            if is_long { -bisector } else { bisector }
        } else if self.is_counter_clockwise {
            Coord {
                x: -from.y,
                y: from.x,
            }
        } else {
            Coord {
                x: from.y,
                y: -from.x,
            }
        };
        let length = norm(way);
        (length > 0.0).then(|| self.centre + way * (self.radius / length))
    }
}

fn dot(a: Coord, b: Coord) -> f64 {
    a.x * b.x + a.y * b.y
}

fn cross(a: Coord, b: Coord) -> f64 {
    a.x * b.y - a.y * b.x
}

fn norm(a: Coord) -> f64 {
    dot(a, a).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(x: f64, y: f64) -> Coord {
        Coord {
            x: 390_000.0 + x,
            y: 5_660_000.0 + y,
        }
    }

    /// Twice the signed area of a closed ring.
    fn area(points: &[Coord]) -> f64 {
        let origin = points[0];
        let pairs = points.windows(2);
        pairs
            .map(|pair| cross(pair[0] - origin, pair[1] - origin))
            .sum::<f64>()
            / 2.0
    }

    #[test]
    fn a_circle_has_its_area_and_its_direction() {
        let points = circle([at(100.0, 0.0), at(0.0, 100.0), at(-100.0, 0.0)], 0.01).unwrap();
        assert_eq!(points.first(), points.last());
        let ideal = std::f64::consts::PI * 1e4;
        assert!((area(&points) - ideal).abs() < 5.0, "{}", area(&points));
        let back = circle([at(-100.0, 0.0), at(0.0, 100.0), at(100.0, 0.0)], 0.01).unwrap();
        assert!((area(&back) + ideal).abs() < 5.0);
        assert!((100..600).contains(&points.len()), "{}", points.len());
    }

    #[test]
    fn an_arc_goes_the_way_of_its_middle_point() {
        // Three quarters of a circle: the second point lies in the middle, then near the start.
        let ways = [
            at(-70.710_678_118_65, 70.710_678_118_65),
            at(0.0, -100.0),
            at(99.0, 14.106_735_979_67),
        ];
        let through_middle = arc([at(100.0, 0.0), ways[0], at(0.0, -100.0)], 0.01).unwrap();
        let through_start = arc([at(100.0, 0.0), ways[2], at(0.0, -100.0)], 0.01).unwrap();
        for points in [&through_middle, &through_start] {
            let farthest = points
                .iter()
                .map(|point| (norm(*point - at(0.0, 0.0)) - 100.0).abs());
            assert!(farthest.fold(0.0, f64::max) < 1e-3);
            let length: f64 = points.windows(2).map(|pair| norm(pair[1] - pair[0])).sum();
            assert!((length - 471.2).abs() < 0.5, "{length}");
        }
        assert!(through_middle.contains(&ways[0]));
        let short = arc(
            [
                at(100.0, 0.0),
                at(70.710_678_118_65, -70.710_678_118_65),
                ways[1],
            ],
            0.01,
        )
        .unwrap();
        assert!(short.len() < through_middle.len());
    }

    #[test]
    fn straight_arcs_are_lines_and_impossible_ones_nothing() {
        let line = [at(0.0, 0.0), at(5.0, 0.0), at(10.0, 0.0)];
        assert_eq!(arc(line, 0.01), Some(line.to_vec()));
        assert_eq!(
            arc([at(0.0, 0.0), at(15.0, 0.0), at(10.0, 0.0)], 0.01),
            None
        );
        assert_eq!(arc([at(0.0, 0.0), at(5.0, 5.0), at(0.0, 0.0)], 0.01), None);
        assert_eq!(circle(line, 0.01), None);
    }

    #[test]
    fn a_giant_arc_has_few_points() {
        let points = arc([at(0.0, 0.0), at(5_000.0, 1.0), at(10_000.0, 0.0)], 0.01).unwrap();
        assert!(points.len() < 70, "{}", points.len());
        let giant = [
            Coord { x: -9e9, y: 0.0 },
            Coord { x: 0.0, y: 9e9 },
            Coord { x: 9e9, y: 0.0 },
        ];
        assert!(arc(giant, 0.01).unwrap().len() <= 2_049);
    }
}
