//! Which of many rectangles overlap, without looking at every pair.

use std::ops::ControlFlow;

use geo::{Coord, Rect};

/// Calls `visit` with the indices of every two boxes that overlap, until it breaks. Returns whether
/// that was done with at most `max_pairs` comparisons; if not, it was given up.
///
/// Boxes are ordered along the longer side of their whole, so that each is compared only with those
/// that begin before it ends.
pub fn overlapping_pairs(
    boxes: &[Rect],
    max_pairs: usize,
    mut visit: impl FnMut(usize, usize) -> ControlFlow<()>,
) -> bool {
    let along_y = is_taller_than_wide(boxes);
    let span = |index: usize| {
        let (min, max) = (boxes[index].min(), boxes[index].max());
        if along_y {
            (min.y, max.y)
        } else {
            (min.x, max.x)
        }
    };
    let mut order: Vec<usize> = (0..boxes.len()).collect();
    order.sort_by(|a, b| span(*a).0.total_cmp(&span(*b).0).then(a.cmp(b)));
    let mut pairs = 0;
    for (position, index) in order.iter().enumerate() {
        let end = span(*index).1;
        for other in order[position + 1..]
            .iter()
            .take_while(|other| span(**other).0 <= end)
        {
            pairs += 1;
            if overlap(&boxes[*index], &boxes[*other]) && visit(*index, *other).is_break() {
                return true;
            }
        }
        if pairs > max_pairs {
            return false;
        }
    }
    true
}

/// Whether two rectangles share at least a point.
pub fn overlap(a: &Rect, b: &Rect) -> bool {
    a.min().x <= b.max().x
        && b.min().x <= a.max().x
        && a.min().y <= b.max().y
        && b.min().y <= a.max().y
}

/// The smallest rectangle around all of them.
pub fn around(boxes: impl IntoIterator<Item = Rect>) -> Option<Rect> {
    boxes.into_iter().reduce(|a, b| {
        let min = Coord {
            x: a.min().x.min(b.min().x),
            y: a.min().y.min(b.min().y),
        };
        let max = Coord {
            x: a.max().x.max(b.max().x),
            y: a.max().y.max(b.max().y),
        };
        Rect::new(min, max)
    })
}

fn is_taller_than_wide(boxes: &[Rect]) -> bool {
    around(boxes.iter().copied()).is_some_and(|whole| whole.height() > whole.width())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_overlapping_pair_is_visited_once(
            corners in proptest::collection::vec((0u8..30, 0u8..30, 0u8..6, 0u8..6), 0..20),
        ) {
            let boxes: Vec<Rect> = corners.iter().map(|(x, y, width, height)| {
                let min = Coord { x: f64::from(*x), y: f64::from(*y) };
                Rect::new(min, min + Coord { x: f64::from(*width), y: f64::from(*height) })
            }).collect();
            let mut visited = Vec::new();
            let done = overlapping_pairs(&boxes, 1000, |a, b| {
                visited.push((a.min(b), a.max(b)));
                ControlFlow::Continue(())
            });
            visited.sort_unstable();
            let expected: Vec<(usize, usize)> = (0..boxes.len())
                .flat_map(|a| (a + 1..boxes.len()).map(move |b| (a, b)))
                .filter(|(a, b)| overlap(&boxes[*a], &boxes[*b]))
                .collect();
            prop_assert!(done);
            prop_assert_eq!(visited, expected);
        }
    }
}
