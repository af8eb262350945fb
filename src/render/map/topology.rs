//! Borders that neighbours share, simplified once, so that neighbours still fit.
//!
//! Rings are cut at junctions, where more than two neighbouring points meet. Each stretch between
//! two junctions is simplified once, whoever uses it, by Visvalingam and Whyatt: the point whose
//! triangle with its neighbours is smallest goes first. Where simplified stretches would cross, both
//! are refined until they do not.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::ops::ControlFlow;

use geo::kernels::RobustKernel;
use geo::line_intersection::line_intersection;
use geo::{
    BoundingRect, Coord, Kernel, Line, LineString, MultiPolygon, Orientation, Polygon, Rect,
};

use crate::model::nearby::overlapping_pairs;

/// The borders of many places as stretches that they share.
#[derive(Debug)]
pub struct Topology {
    stretches: Vec<Stretch>,
    /// Of each place its polygons, of each polygon its rings, of each ring its steps.
    places: Vec<Vec<Vec<Vec<Step>>>>,
}

/// A stretch of border between two junctions, or a whole ring without one.
#[derive(Debug)]
struct Stretch {
    points: Vec<Coord>,
    /// For each point the area in square units at which it goes; infinite for those that stay.
    weights: Vec<f64>,
}

#[derive(Debug, Clone, Copy)]
struct Step {
    stretch: usize,
    backwards: bool,
}

impl Topology {
    /// Cuts the borders of all places. Points are shared where their coordinates are equal.
    pub fn new<'a>(places: impl IntoIterator<Item = &'a MultiPolygon>) -> Self {
        let places: Vec<&MultiPolygon> = places.into_iter().collect();
        let mut cutter = Cutter::new(&places);
        let places = (places.iter())
            .map(|place| {
                place
                    .iter()
                    .map(|polygon| cutter.polygon(polygon))
                    .collect()
            })
            .collect();
        Self {
            stretches: cutter.stretches,
            places,
        }
    }

    /// The outlines of all places, in the order given, without the points whose triangle is smaller
    /// than `area` (in square units of the coordinates).
    pub fn simplified(&self, area: f64) -> Vec<MultiPolygon> {
        let mut areas = vec![area; self.stretches.len()];
        let mut lines = self.lines(&areas);
        for round in 0.. {
            let crossed = crossed(&lines);
            if crossed.is_empty() {
                break;
            }
            for stretch in crossed {
                areas[stretch] = if round < 8 { areas[stretch] / 4.0 } else { 0.0 };
            }
            if round > 9 {
                break;
            }
            lines = self.lines(&areas);
        }
        self.places
            .iter()
            .map(|polygons| glue(polygons, &lines))
            .collect()
    }

    fn lines(&self, areas: &[f64]) -> Vec<Vec<Coord>> {
        let kept = |(stretch, area): (&Stretch, &f64)| {
            let points = stretch.points.iter().zip(&stretch.weights);
            points
                .filter(|(_, weight)| *weight >= area)
                .map(|(point, _)| *point)
                .collect()
        };
        self.stretches.iter().zip(areas).map(kept).collect()
    }
}

/// The stretches that meet another stretch, or themselves, elsewhere than at a common end.
fn crossed(lines: &[Vec<Coord>]) -> Vec<usize> {
    let edges: Vec<(usize, Line)> = lines
        .iter()
        .enumerate()
        .flat_map(|(stretch, line)| {
            line.windows(2)
                .map(move |pair| (stretch, Line::new(pair[0], pair[1])))
        })
        .collect();
    let boxes: Vec<Rect> = edges.iter().map(|(_, line)| line.bounding_rect()).collect();
    let mut crossed = Vec::new();
    overlapping_pairs(&boxes, usize::MAX, |one, other| {
        if !fit(edges[one].1, edges[other].1) {
            crossed.extend([edges[one].0, edges[other].0]);
        }
        ControlFlow::Continue(())
    });
    crossed.sort_unstable();
    crossed.dedup();
    crossed
}

/// Whether two edges meet nowhere, or only at a common end.
fn fit(one: Line, other: Line) -> bool {
    let shared = [
        (one.start, one.end, other.start, other.end),
        (one.start, one.end, other.end, other.start),
        (one.end, one.start, other.start, other.end),
        (one.end, one.start, other.end, other.start),
    ];
    // Edges with a common end fit unless they run the same way.
    if let Some((end, away, _, other_away)) = shared.into_iter().find(|(a, _, b, _)| a == b) {
        let (a, b) = (away - end, other_away - end);
        return a.x * b.x + a.y * b.y <= 0.0
            || RobustKernel::orient2d(end, away, other_away) != Orientation::Collinear;
    }
    line_intersection(one, other).is_none()
}

fn glue(polygons: &[Vec<Vec<Step>>], lines: &[Vec<Coord>]) -> MultiPolygon {
    let ring = |steps: &Vec<Step>| {
        let mut points: Vec<Coord> = Vec::new();
        for step in steps {
            points.pop();
            let line = lines[step.stretch].iter();
            if step.backwards {
                points.extend(line.rev());
            } else {
                points.extend(line);
            }
        }
        LineString(points)
    };
    let polygon = |rings: &Vec<Vec<Step>>| {
        let mut rings = rings.iter().map(ring);
        let exterior = rings.next().unwrap_or_else(|| LineString(Vec::new()));
        Polygon::new(exterior, rings.collect())
    };
    MultiPolygon(polygons.iter().map(polygon).collect())
}

/// Number of a point; equal coordinates have equal numbers.
type Node = usize;

struct Cutter {
    numbers: HashMap<[u64; 2], Node>,
    is_junction: Vec<bool>,
    /// The stretch that begins with two nodes, and whether that is from its end.
    beginnings: HashMap<[Node; 2], Step>,
    stretches: Vec<Stretch>,
}

impl Cutter {
    fn new(places: &[&MultiPolygon]) -> Self {
        let mut numbers = HashMap::new();
        let mut neighbours: Vec<Vec<Node>> = Vec::new();
        for ring in places.iter().flat_map(|place| place.iter()).flat_map(rings) {
            let nodes: Vec<Node> = (ring.0.iter())
                .map(|point| {
                    *numbers.entry(bits(*point)).or_insert_with(|| {
                        neighbours.push(Vec::new());
                        neighbours.len() - 1
                    })
                })
                .collect();
            for pair in nodes.windows(2) {
                for (node, neighbour) in [(pair[0], pair[1]), (pair[1], pair[0])] {
                    if !neighbours[node].contains(&neighbour) {
                        neighbours[node].push(neighbour);
                    }
                }
            }
        }
        let is_junction = neighbours.iter().map(|nodes| nodes.len() > 2).collect();
        Self {
            numbers,
            is_junction,
            beginnings: HashMap::new(),
            stretches: Vec::new(),
        }
    }

    fn polygon(&mut self, polygon: &Polygon) -> Vec<Vec<Step>> {
        rings(polygon)
            .filter(|ring| ring.0.len() > 3)
            .map(|ring| self.ring(ring))
            .collect()
    }

    fn ring(&mut self, ring: &LineString) -> Vec<Step> {
        let mut points = ring.0[1..].to_vec();
        let mut nodes: Vec<Node> = points
            .iter()
            .map(|point| self.numbers[&bits(*point)])
            .collect();
        // A ring without a junction begins at its smallest node, so that both sides agree.
        let start = (nodes.iter().position(|node| self.is_junction[*node]))
            .or_else(|| (0..nodes.len()).min_by_key(|index| nodes[*index]))
            .unwrap_or_default();
        points.rotate_left(start);
        nodes.rotate_left(start);
        points.push(points[0]);
        nodes.push(nodes[0]);
        let mut steps = Vec::new();
        let mut begin = 0;
        for end in 1..nodes.len() {
            if end + 1 == nodes.len() || self.is_junction[nodes[end]] {
                steps.push(self.step(&nodes[begin..=end], &points[begin..=end]));
                begin = end;
            }
        }
        steps
    }

    fn step(&mut self, nodes: &[Node], points: &[Coord]) -> Step {
        if let Some(step) = self.beginnings.get(&[nodes[0], nodes[1]]) {
            return *step;
        }
        let stretch = self.stretches.len();
        let step = Step {
            stretch,
            backwards: false,
        };
        self.beginnings.insert([nodes[0], nodes[1]], step);
        let last = nodes.len() - 1;
        self.beginnings.insert(
            [nodes[last], nodes[last - 1]],
            Step {
                stretch,
                backwards: true,
            },
        );
        self.stretches.push(Stretch {
            points: points.to_vec(),
            weights: weights(points),
        });
        step
    }
}

fn rings(polygon: &Polygon) -> impl Iterator<Item = &LineString> {
    std::iter::once(polygon.exterior()).chain(polygon.interiors())
}

fn bits(point: Coord) -> [u64; 2] {
    [point.x.to_bits(), point.y.to_bits()]
}

/// For each point of a line the area at which it goes. Ends stay, and of a ring two more points. A
/// point never goes before those that went for its sake.
fn weights(points: &[Coord]) -> Vec<f64> {
    let last = points.len().saturating_sub(1);
    let mut weights = vec![f64::INFINITY; points.len()];
    let mut goes = points
        .len()
        .saturating_sub(if points.first() == points.last() {
            4
        } else {
            2
        });
    let mut before: Vec<usize> = (0..points.len()).map(|at| at.saturating_sub(1)).collect();
    let mut after: Vec<usize> = (0..points.len()).map(|at| at + 1).collect();
    let triangle = |before: usize, at: usize, after: usize| {
        let (a, b, c) = (points[before], points[at], points[after]);
        ((b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y)).abs() / 2.0
    };
    let mut areas: Vec<f64> = vec![f64::INFINITY; points.len()];
    let mut queue = BinaryHeap::new();
    for (at, area) in areas.iter_mut().enumerate().take(last).skip(1) {
        *area = triangle(at - 1, at, at + 1);
        queue.push(Reverse((area.to_bits(), at)));
    }
    let mut reached: f64 = 0.0;
    // Areas are not negative, so their bits are in their order. An entry whose area has changed
    // since is out of date; a newer one of the same point is in the queue.
    while let Some(Reverse((bits, at))) = queue.pop() {
        if goes == 0 {
            break;
        }
        if weights[at].is_finite() || areas[at].to_bits() != bits {
            continue;
        }
        reached = reached.max(areas[at]);
        weights[at] = reached;
        goes -= 1;
        let (left, right) = (before[at], after[at]);
        (after[left], before[right]) = (right, left);
        for next in [left, right] {
            if 0 < next && next < last {
                areas[next] = triangle(before[next], next, after[next]);
                queue.push(Reverse((areas[next].to_bits(), next)));
            }
        }
    }
    weights
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::boundaries::{boundaries, tests::official};
    use geo::orient::Direction;
    use geo::{Area, BooleanOps, Orient, Validation, unary_union};
    use proptest::prelude::*;

    /// How often each segment is used, whatever its direction.
    fn segments(places: &[MultiPolygon]) -> HashMap<[[u64; 2]; 2], usize> {
        let mut uses = HashMap::new();
        for ring in places.iter().flat_map(|place| place.iter()).flat_map(rings) {
            for pair in ring.0.windows(2) {
                let mut ends = [bits(pair[0]), bits(pair[1])];
                ends.sort_unstable();
                *uses.entry(ends).or_insert(0) += 1;
            }
        }
        uses
    }

    #[test]
    fn simplified_borders_are_shared_or_the_border_of_the_state() {
        let saxony = boundaries(&official()).unwrap();
        let geometry = |places: &[crate::model::boundary::Territory]| -> Vec<MultiPolygon> {
            places.iter().map(|place| place.geometry.clone()).collect()
        };
        for (places, area) in [
            (geometry(saxony.districts()), 500_000.0),
            (geometry(saxony.districts()), 20_000_000.0),
            (geometry(saxony.municipalities()), 60_000.0),
        ] {
            let simplified = Topology::new(&places).simplified(area);
            assert!(simplified.iter().all(MultiPolygon::is_valid), "{area}");
            let state = unary_union(&simplified);
            assert_eq!(
                (state.0.len(), state.0[0].interiors().len()),
                (1, 0),
                "{area}"
            );
            let sum: f64 = simplified.iter().map(MultiPolygon::unsigned_area).sum();
            assert!((sum / state.unsigned_area() - 1.0).abs() < 1e-9, "{area}");
            let uses = segments(&simplified);
            assert!(uses.values().all(|uses| *uses <= 2), "{area}");
            let outer = uses.values().filter(|uses| **uses == 1).count();
            assert_eq!(outer, state.0[0].exterior().0.len() - 1, "{area}");
        }
    }

    #[test]
    fn nothing_is_lost_where_nothing_is_simplified() {
        let saxony = boundaries(&official()).unwrap();
        let places = saxony.municipalities().iter().chain(saxony.districts());
        let topology = Topology::new(places.clone().map(|place| &place.geometry));
        for (whole, place) in topology.simplified(0.0).iter().zip(places) {
            let (now, before) = (whole.unsigned_area(), place.geometry.unsigned_area());
            assert!((now / before - 1.0).abs() < 1e-12, "{}", place.name);
        }
    }

    #[test]
    fn the_smallest_triangle_goes_first_and_ends_stay() {
        let line: Vec<Coord> = [(0.0, 0.0), (1.0, 0.1), (2.0, 0.0), (3.0, 5.0), (4.0, 0.0)]
            .map(|(x, y)| Coord { x, y })
            .to_vec();
        let weights = weights(&line);
        assert!(weights[0].is_infinite() && weights[4].is_infinite());
        assert!((weights[1] - 0.1).abs() < 1e-9);
        assert!(weights[1] < weights[2] && weights[2] < weights[3]);
    }

    proptest! {
        #[test]
        fn two_neighbours_never_overlap(
            heights in proptest::collection::vec(-40i32..40, 3..30),
            area in 0.0..3000.0f64,
        ) {
            let border: Vec<Coord> = heights.iter().enumerate()
                .map(|(at, height)| Coord { x: at as f64 * 10.0, y: f64::from(*height) })
                .collect();
            let east = (heights.len() - 1) as f64 * 10.0;
            let side = |y: f64| {
                let mut ring = border.clone();
                ring.extend([Coord { x: east, y }, Coord { x: 0.0, y }]);
                MultiPolygon(vec![Polygon::new(LineString(ring), Vec::new())]).orient(Direction::Default)
            };
            let sides = Topology::new(&[side(50.0), side(-50.0)]).simplified(area);
            prop_assert!(sides.iter().all(MultiPolygon::is_valid));
            prop_assert!(sides[0].intersection(&sides[1]).unsigned_area() < 1e-2);
            let whole = sides[0].unsigned_area() + sides[1].unsigned_area();
            prop_assert!((whole - unary_union(&sides).unsigned_area()).abs() < 1e-2);
        }
    }
}
