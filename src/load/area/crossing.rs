//! Where the rings of one polygon cross, touch or cover one another.

use std::ops::ControlFlow;

use geo::line_intersection::{LineIntersection, line_intersection};
use geo::{BoundingRect, Coord, Line, Rect};

use crate::model::nearby::overlapping_pairs;

/// Comparisons that are made before a polygon counts as too intricate: far above any real
/// plan, and less than a second's work.
const MAX_STEPS: usize = 100_000_000;
/// Crossings that are told at most.
const MAX_CROSSINGS: usize = 5;

/// An edge of a ring. Never a mere point.
pub struct Edge {
    /// From the point `index` to the next.
    pub line: Line,
    /// Number of its ring.
    pub ring: usize,
    /// Its number in its ring.
    pub index: usize,
    /// Number of edges in its ring.
    pub edges: usize,
}

/// Two edges that may not meet as they do.
pub struct Crossing<'a> {
    /// The edge that comes first in the file.
    pub first: &'a Edge,
    /// The other one.
    pub second: &'a Edge,
    /// Where they meet, in the file's own coordinates.
    pub at: Coord,
    /// How they meet.
    pub manner: Manner,
}

/// How two edges meet, the plainest mistake last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Manner {
    /// One ends on the other.
    Touch,
    /// One goes through the other.
    Cross,
    /// They share a stretch.
    Cover,
}

/// The first crossings of a polygon's edges; `None` if that would take too long to find out.
pub fn crossings(edges: &[Edge]) -> Option<Vec<Crossing<'_>>> {
    let boxes: Vec<Rect> = edges.iter().map(|edge| edge.line.bounding_rect()).collect();
    let mut found: Vec<Crossing> = Vec::new();
    let is_done = overlapping_pairs(&boxes, MAX_STEPS, |one, other| {
        let Some(crossing) = meet(&edges[one.min(other)], &edges[one.max(other)]) else {
            return ControlFlow::Continue(());
        };
        match found.iter_mut().find(|known| known.at == crossing.at) {
            Some(known) if known.manner < crossing.manner => *known = crossing,
            Some(_) => {}
            None => found.push(crossing),
        }
        if found.len() == MAX_CROSSINGS {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    });
    is_done.then(|| plainest(found))
}

/// Where edges cover one another, their ends also touch; that is not told twice.
fn plainest(mut found: Vec<Crossing>) -> Vec<Crossing> {
    if found
        .iter()
        .any(|crossing| crossing.manner == Manner::Cover)
    {
        found.retain(|crossing| crossing.manner != Manner::Touch);
    }
    found
}

/// Neighbours on a ring may share their common point, different rings may touch in points; a hole
/// that passes through its exterior at a vertex is found by its area.
fn meet<'a>(first: &'a Edge, second: &'a Edge) -> Option<Crossing<'a>> {
    let same_ring = first.ring == second.ring;
    let gap = second.index.abs_diff(first.index);
    let neighbours = same_ring && (gap == 1 || gap + 1 == first.edges);
    let (at, manner) = match line_intersection(first.line, second.line)? {
        LineIntersection::Collinear { intersection } => (intersection.start, Manner::Cover),
        LineIntersection::SinglePoint { .. } if neighbours => return None,
        LineIntersection::SinglePoint {
            intersection,
            is_proper: true,
        } => (intersection, Manner::Cross),
        LineIntersection::SinglePoint { .. } if !same_ring => return None,
        LineIntersection::SinglePoint { intersection, .. } => (intersection, Manner::Touch),
    };
    Some(Crossing {
        first,
        second,
        at,
        manner,
    })
}
