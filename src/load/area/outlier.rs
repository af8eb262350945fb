//! One corner far from all others: a digit that was mistyped.

use geo::{Coord, LineString, MultiPolygon};

/// How far a corner lies off at least, in metres.
const FAR_METRES: f64 = 1000.0;
/// How many times as far as the others are from one another.
const TIMES: f64 = 4.0;
/// Fewer corners may be a shape of their own.
const LEAST_CORNERS: usize = 5;

/// The first corner of a ring that lies far from all its others, with how far.
pub fn first(area: &MultiPolygon) -> Option<(Coord, f64)> {
    let exteriors = area.0.iter().map(geo::Polygon::exterior);
    exteriors.filter_map(of_ring).next()
}

fn of_ring(ring: &LineString) -> Option<(Coord, f64)> {
    // The last one is the first again.
    let corners = ring.0.split_last().map_or(&[][..], |(_, rest)| rest);
    if corners.len() < LEAST_CORNERS {
        return None;
    }
    // Only what lies outermost can lie off.
    let by = |less: fn(&Coord, &Coord) -> bool| {
        let mut outermost = 0;
        for (at, corner) in corners.iter().enumerate() {
            if less(corner, &corners[outermost]) {
                outermost = at;
            }
        }
        outermost
    };
    let outermost = [
        by(|a, b| a.x < b.x),
        by(|a, b| a.x > b.x),
        by(|a, b| a.y < b.y),
        by(|a, b| a.y > b.y),
    ];
    outermost.into_iter().find_map(|at| {
        let others = || {
            corners
                .iter()
                .enumerate()
                .filter(move |(other, _)| *other != at)
        };
        let (mut least, mut most) = (*others().next()?.1, *others().next()?.1);
        for (_, other) in others() {
            least = Coord {
                x: least.x.min(other.x),
                y: least.y.min(other.y),
            };
            most = Coord {
                x: most.x.max(other.x),
                y: most.y.max(other.y),
            };
        }
        let reach = (most - least).x.hypot((most - least).y);
        let away = others().map(|(_, other)| {
            let to = *other - corners[at];
            to.x.hypot(to.y)
        });
        let away = away.fold(f64::INFINITY, f64::min);
        (away > FAR_METRES && away > TIMES * reach).then_some((corners[at], away))
    })
}

#[cfg(test)]
mod tests {
    use super::first;
    use geo::{LineString, MultiPolygon, Polygon};

    #[test]
    fn one_corner_far_off_is_no_long_area() {
        let found = |corners: &[(f64, f64)]| {
            let ring = LineString::from(corners.to_vec());
            first(&MultiPolygon(vec![Polygon::new(ring, Vec::new())])).is_some()
        };
        let square = [
            (0.0, 0.0),
            (200.0, 0.0),
            (220.0, 100.0),
            (200.0, 200.0),
            (0.0, 200.0),
        ];
        assert!(!found(&square));
        let mut off = square;
        off[2] = (5200.0, 100.0);
        assert!(found(&off));
        // A bypass is long, but not by one corner.
        let road = [
            (0.0, 0.0),
            (3000.0, 10.0),
            (6000.0, 0.0),
            (6000.0, 30.0),
            (3000.0, 40.0),
            (0.0, 30.0),
        ];
        assert!(!found(&road));
    }
}
