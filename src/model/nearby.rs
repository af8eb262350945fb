//! Which of many rectangles overlap, without looking at every pair.

use std::ops::ControlFlow;

use geo::{Coord, Rect};

/// Calls `visit` with the indices of every two boxes that overlap, until it breaks. Returns whether
/// that was done with at most `max_steps` comparisons; if not, it was given up.
///
/// The plane is cut into strips. In each, boxes are ordered from west to east, so that one is
/// compared only with those that begin before it ends. A pair that shares several strips is visited
/// in the southernmost.
pub fn overlapping_pairs(
    boxes: &[Rect],
    max_steps: usize,
    mut visit: impl FnMut(usize, usize) -> ControlFlow<()>,
) -> bool {
    let Some(strips) = Strips::new(boxes, max_steps) else {
        return boxes.is_empty();
    };
    let mut steps = 0;
    for (number, strip) in strips.members.iter().enumerate() {
        for (position, index) in strip.iter().enumerate() {
            let end = boxes[*index].max().x;
            for other in strip[position + 1..].iter() {
                steps += 1;
                if boxes[*other].min().x > end {
                    break;
                }
                let south = f64::max(boxes[*index].min().y, boxes[*other].min().y);
                let is_pair =
                    overlap(&boxes[*index], &boxes[*other]) && strips.number_at(south) == number;
                if is_pair && visit(*index, *other).is_break() {
                    return true;
                }
            }
            if steps > max_steps {
                return false;
            }
        }
    }
    true
}

/// Strips from south to north with the boxes that reach into each, from west to east.
struct Strips {
    south: f64,
    height: f64,
    members: Vec<Vec<usize>>,
}

impl Strips {
    /// As many strips as a square of so many boxes would have rows; `None` if that takes too long.
    fn new(boxes: &[Rect], max_steps: usize) -> Option<Self> {
        let whole = around(boxes.iter().copied())?;
        let count = boxes.len().isqrt().max(1);
        let mut strips = Self {
            south: whole.min().y,
            height: (whole.height() / count as f64).max(f64::MIN_POSITIVE),
            members: vec![Vec::new(); count],
        };
        let mut order: Vec<usize> = (0..boxes.len()).collect();
        order.sort_by(|a, b| {
            boxes[*a]
                .min()
                .x
                .total_cmp(&boxes[*b].min().x)
                .then(a.cmp(b))
        });
        let mut steps = 0;
        for index in order {
            let rows =
                strips.number_at(boxes[index].min().y)..=strips.number_at(boxes[index].max().y);
            steps += rows.clone().count();
            if steps > max_steps {
                return None;
            }
            strips.members[rows]
                .iter_mut()
                .for_each(|strip| strip.push(index));
        }
        Some(strips)
    }

    fn number_at(&self, y: f64) -> usize {
        (((y - self.south) / self.height) as usize).min(self.members.len() - 1)
    }
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
