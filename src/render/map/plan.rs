//! The outline of a plan area, as fine as the picture shows and no longer than need be.

use geo::{Area, MultiPolygon};

use crate::render::map::svg::path;
use crate::render::map::topology::Topology;
use crate::render::map::view::View;

/// Smallest triangles in square units, from what the eye can see to what it may miss.
const STEPS: [f64; 7] = [0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0];
/// Parts of fewer square units are left to a mark.
const SMALLEST_PART: f64 = 2.0;

/// Simplifies a plan area as little as lets its path data have at most `bytes`. An area of very many
/// parts may have more: none that can be seen is left out.
pub fn outline(area: &MultiPolygon, view: &View, bytes: usize) -> MultiPolygon {
    let topology = Topology::new([area]);
    let unit = 1.0 / (view.scale * view.scale);
    let simplified = |step: &f64| {
        let mut shape = topology
            .simplified(step * unit)
            .pop()
            .unwrap_or_else(|| area.clone());
        shape
            .0
            .retain(|part| part.unsigned_area() >= SMALLEST_PART * unit);
        shape
    };
    let fits = |shape: &MultiPolygon| path(view, shape).len() <= bytes;
    let last = STEPS.len() - 1;
    let fine = STEPS[..last].iter().map(simplified).find(fits);
    fine.unwrap_or_else(|| simplified(&STEPS[last]))
}
