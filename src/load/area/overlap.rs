//! Whether holes lie inside and apart, and parts beside one another: asked of their areas.

use std::sync::Arc;

use geo::{
    Area, BooleanOps, BoundingRect, InteriorPoint, Intersects, MultiPolygon, Polygon, unary_union,
};

use crate::finding::{File, Finding, say};
use crate::load::area::reference_system::ReferenceSystem;
use crate::load::area::ring::CleanRing;
use crate::load::area::{coordinates, invalid};

/// The first hole that is not inside its exterior, holes that overlap, or parts that overlap.
pub fn first(
    file: &Arc<File>,
    geometry: &MultiPolygon,
    polygons: &[Vec<CleanRing>],
    system: ReferenceSystem,
) -> Option<Finding> {
    for (polygon, rings) in geometry.iter().zip(polygons) {
        let exterior = Polygon::new(polygon.exterior().clone(), Vec::new());
        let holes: Vec<Polygon> = polygon
            .interiors()
            .iter()
            .map(|hole| Polygon::new(hole.clone(), Vec::new()))
            .collect();
        for (hole, ring) in holes.iter().zip(&rings[1..]) {
            let outside = hole.difference(&exterior);
            if is_more_than_rounding(outside.unsigned_area()) {
                let at = point_in(&outside, system);
                let message = say(
                    format!("Ein Loch ragt bei {at} aus der Fläche hinaus"),
                    format!("A hole reaches out of the polygon at {at}"),
                );
                return Some(invalid(file, ring.range.clone(), message));
            }
        }
        if let Some((second, common)) = first_overlap(&holes) {
            let at = point_in(&common, system);
            let message = say(
                format!("Zwei Löcher überdecken sich bei {at}"),
                format!("Two holes overlap at {at}"),
            );
            return Some(invalid(file, rings[1 + second].range.clone(), message));
        }
    }
    let (second, common) = first_overlap(&geometry.0)?;
    let at = point_in(&common, system);
    let message = say(
        format!("Zwei Teilflächen überdecken sich bei {at}"),
        format!("Two parts of the area overlap at {at}"),
    );
    let range = polygons[second]
        .first()
        .map_or(0..0, |ring| ring.range.clone());
    Some(invalid(file, range, message).help(say(
        "Verschmelzen Sie die Teilflächen, oder entfernen Sie die doppelte.",
        "Merge the parts, or remove the doubled one.",
    )))
}

/// The first polygon that overlaps an earlier one, and what they share. One union tells whether
/// there is any; only then are pairs compared, and no more of them than can be done at once.
fn first_overlap(polygons: &[Polygon]) -> Option<(usize, MultiPolygon)> {
    if polygons.len() < 2 {
        return None;
    }
    let sum: f64 = polygons.iter().map(Polygon::unsigned_area).sum();
    if !is_more_than_rounding(sum - unary_union(polygons).unsigned_area()) {
        return None;
    }
    let pairs =
        (1..polygons.len()).flat_map(|second| (0..second).map(move |first| (first, second)));
    pairs
        .filter(|(first, second)| {
            let boxes = (
                polygons[*first].bounding_rect(),
                polygons[*second].bounding_rect(),
            );
            matches!(boxes, (Some(a), Some(b)) if a.intersects(&b))
        })
        .take(10_000)
        .map(|(first, second)| (second, polygons[first].intersection(&polygons[second])))
        .find(|(_, common)| is_more_than_rounding(common.unsigned_area()))
        .or_else(|| Some((0, MultiPolygon(vec![polygons[0].clone()]))))
}

/// Square metres above what clipping may leave over by rounding.
fn is_more_than_rounding(square_metres: f64) -> bool {
    square_metres > 1.0
}

fn point_in(geometry: &MultiPolygon, system: ReferenceSystem) -> String {
    let point = geometry
        .interior_point()
        .map(|point| system.unproject(point.0));
    point
        .map(|point| coordinates(point, system.decimals()))
        .unwrap_or_default()
}
