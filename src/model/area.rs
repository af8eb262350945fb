//! The area a plan is for.

use std::hash::{Hash, Hasher};
use std::sync::OnceLock;

use geo::line_measures::{Distance, Euclidean, Length};
use geo::{
    Area as _, BooleanOps, BoundingRect, Coord, InteriorPoint, Intersects, LineString, LinesIter,
    MapCoords, MultiPolygon, Point, Polygon, Rect,
};

use crate::finding::lasting::{Lasting, Reader, Writer};
use crate::model::nearby::overlap;
use crate::model::utm::Zone;

/// A plan area (Geltungsbereich): easting and northing in metres, EPSG:25833. Its rings are closed
/// and do not cross; exteriors run counter-clockwise, holes clockwise.
#[derive(Debug, Clone)]
pub struct Area {
    geometry: MultiPolygon,
    bbox: Rect,
    hectares: f64,
    /// Looked for once a map asks.
    label: OnceLock<Coord>,
}

impl Hash for Area {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        // All else follows from the polygons.
        hash_polygons(&self.geometry, hasher);
    }
}

/// Feeds every number of polygons to a hasher.
pub fn hash_polygons<H: Hasher>(polygons: &MultiPolygon, hasher: &mut H) {
    for polygon in polygons {
        polygon.interiors().len().hash(hasher);
        for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
            ring.0.len().hash(hasher);
            for Coord { x, y } in ring {
                (x.to_bits(), y.to_bits()).hash(hasher);
            }
        }
    }
}

impl Lasting for Area {
    fn put(&self, to: &mut Writer) {
        let numbers = |ring: &LineString| ring.coords().map(|place| (place.x, place.y)).collect();
        let rings = |polygon: &Polygon| {
            let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
            rings.map(numbers).collect()
        };
        let polygons: Vec<Vec<Vec<(f64, f64)>>> = self.geometry.iter().map(rings).collect();
        polygons.put(to);
    }

    fn read(from: &mut Reader) -> Option<Self> {
        let polygons: Vec<Vec<Vec<(f64, f64)>>> = Lasting::read(from)?;
        let polygon = |rings: Vec<Vec<(f64, f64)>>| {
            let mut rings = rings.into_iter().map(LineString::from);
            Some(Polygon::new(rings.next()?, rings.collect()))
        };
        let polygons: Option<Vec<Polygon>> = polygons.into_iter().map(polygon).collect();
        Self::new(MultiPolygon(polygons?))
    }
}

impl Area {
    /// An area of valid polygons in EPSG:25833; `None` if they enclose nothing.
    pub fn new(geometry: MultiPolygon) -> Option<Self> {
        let hectares = geometry.unsigned_area() / 10_000.0;
        let bbox = geometry.bounding_rect()?;
        (hectares > 0.0).then_some(Self {
            bbox,
            hectares,
            label: OnceLock::new(),
            geometry,
        })
    }

    /// Its polygons.
    pub fn geometry(&self) -> &MultiPolygon {
        &self.geometry
    }

    /// The smallest rectangle around it.
    pub fn bbox(&self) -> Rect {
        self.bbox
    }

    /// Its size in hectares, measured in the plane of the map, which in Saxony differs from the
    /// ground by less than a thousandth.
    pub fn hectares(&self) -> f64 {
        self.hectares
    }

    /// A point inside its largest part.
    pub fn label(&self) -> Coord {
        *self.label.get_or_init(|| {
            let size = |polygon: &&Polygon| polygon.unsigned_area();
            let parts = self.geometry.iter();
            let largest = parts.max_by(|a, b| size(a).total_cmp(&size(b)));
            let inside = largest.and_then(InteriorPoint::interior_point);
            inside.map_or(self.bbox.center(), |point| point.0)
        })
    }

    /// Its polygons as longitude and latitude in degrees (WGS 84), as RFC 7946 wants them.
    pub fn lon_lat(&self) -> MultiPolygon {
        self.geometry
            .map_coords(|metres| Zone::Z33.unproject(metres))
    }

    /// How much of it lies inside `land`, from 0 to 1.
    pub fn share_inside(&self, land: &MultiPolygon) -> f64 {
        let inside = self.geometry.intersection(land).unsigned_area() / 10_000.0;
        (inside / self.hectares).clamp(0.0, 1.0)
    }

    /// The point of its border that is farthest outside all of `lands`, and how far in metres;
    /// `None` if all of its border lies inside. Looks at every vertex and, on long edges, at least
    /// every fifty metres or ten-thousandth of the border.
    pub fn farthest_outside(&self, lands: &[&MultiPolygon]) -> Option<(Coord, f64)> {
        if lands.iter().any(|land| self.is_far_inside(land)) {
            return None;
        }
        let border: f64 = self
            .geometry
            .lines_iter()
            .map(|line| Euclidean.length(&line))
            .sum();
        let step = f64::max(50.0, border / 10_000.0);
        let mut farthest: Option<(Coord, f64)> = None;
        for line in self.geometry.lines_iter() {
            let parts = (Euclidean.length(&line) / step).ceil().max(1.0);
            let mut part = 0.0;
            while part < parts {
                let point = line.start + line.delta() * (part / parts);
                let metres = metres_outside(point, lands);
                if metres > farthest.map_or(0.0, |(_, known)| known) {
                    farthest = Some((point, metres));
                }
                part += 1.0;
            }
        }
        farthest
    }
}

impl Area {
    /// Whether no border of `land` comes near, and the area lies inside. Cheap, and true of most.
    fn is_far_inside(&self, land: &MultiPolygon) -> bool {
        let mut edges = land.lines_iter();
        !edges.any(|edge| overlap(&edge.bounding_rect(), &self.bbox))
            && land.intersects(&self.bbox.center())
    }
}

fn metres_outside(point: Coord, lands: &[&MultiPolygon]) -> f64 {
    if lands.iter().any(|land| land.intersects(&point)) {
        return 0.0;
    }
    let distances = lands
        .iter()
        .map(|land| Euclidean.distance(&Point(point), *land));
    distances.fold(f64::INFINITY, f64::min)
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{coord, polygon};

    fn rectangle(west: f64, south: f64, width: f64, height: f64) -> MultiPolygon {
        let (east, north) = (west + width, south + height);
        MultiPolygon(vec![polygon![
            (x: west, y: south), (x: east, y: south), (x: east, y: north), (x: west, y: north),
        ]])
    }

    #[test]
    fn size_and_label() {
        let area = Area::new(rectangle(411_000.0, 5_656_000.0, 300.0, 200.0)).unwrap();
        assert_eq!(area.hectares(), 6.0);
        assert!(area.geometry().intersects(&area.label()));
        assert_eq!(area.bbox().max(), coord! { x: 411_300.0, y: 5_656_200.0 });
        assert!(Area::new(rectangle(411_000.0, 5_656_000.0, 300.0, 0.0)).is_none());
        assert!(Area::new(MultiPolygon(Vec::new())).is_none());
    }

    #[test]
    fn how_much_and_how_far_it_reaches_out() {
        let area = Area::new(rectangle(0.0, 0.0, 400.0, 100.0)).unwrap();
        let west = rectangle(-500.0, -500.0, 600.0, 1000.0);
        assert!((area.share_inside(&west) - 0.25).abs() < 1e-6);
        let (point, metres) = area.farthest_outside(&[&west]).unwrap();
        assert_eq!((point.x, metres), (400.0, 300.0));
        let east = rectangle(100.0, -500.0, 600.0, 1000.0);
        assert_eq!(area.farthest_outside(&[&west, &east]), None);
    }

    #[test]
    fn a_long_edge_is_looked_at_between_its_ends() {
        let area = Area::new(rectangle(0.0, 0.0, 1000.0, 10.0)).unwrap();
        let (west, east) = (
            rectangle(-10.0, -10.0, 310.0, 99.0),
            rectangle(700.0, -10.0, 400.0, 99.0),
        );
        let (_, metres) = area.farthest_outside(&[&west, &east]).unwrap();
        assert_eq!(metres, 200.0);
    }
}
