//! What a file with a plan area holds, as written: rings of positions, each with its bytes.

use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use geo::Coord;

use crate::finding::{File, Finding, say};
use crate::load::area::invalid;
use crate::load::area::reference_system::ReferenceSystem;

/// Most points of a file.
pub const MAX_POINTS: usize = 200_000;
/// Most polygons of a file.
pub const MAX_POLYGONS: usize = 1_000;
/// Numbers beyond this are in no reference system.
pub const MAX_NUMBER: f64 = 1e10;

/// How a plan area may be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// RFC 7946.
    GeoJson,
    /// The plan of an XPlanGML file, in GML 3.2.
    Gml,
}

impl Format {
    /// The format that the ending of a file's name tells.
    pub fn of(path: &str) -> Self {
        let ending = Path::new(path).extension().unwrap_or_default();
        if ending.eq_ignore_ascii_case("gml") || ending.eq_ignore_ascii_case("xml") {
            Self::Gml
        } else {
            Self::GeoJson
        }
    }

    /// Largest file that is read, in bytes. XPlanGML holds the whole drawing beside the area.
    pub fn largest(self) -> u64 {
        match self {
            Self::GeoJson => 5 << 20,
            Self::Gml => 32 << 20,
        }
    }
}

/// What a file holds, as written: nothing is checked but its form.
pub struct Shapes {
    /// Polygons, each as its rings, the exterior first. Never empty.
    pub polygons: Vec<Vec<Ring>>,
    /// The reference system that the file names, and where.
    pub declared: Option<(ReferenceSystem, Range<usize>)>,
    /// Whether the name of the system leaves open which number comes first.
    pub axes_are_open: bool,
}

/// A ring as written; perhaps neither closed nor long enough.
pub struct Ring {
    /// Its points.
    pub positions: Vec<Position>,
    /// Its bytes.
    pub range: Range<usize>,
}

/// A point as written, in the file's own system and axis order.
#[derive(Debug, Clone)]
pub struct Position {
    /// First and second number.
    pub coord: Coord,
    /// Its bytes.
    pub range: Range<usize>,
}

impl Shapes {
    /// All points of all rings.
    pub fn positions(&self) -> impl Iterator<Item = &Position> {
        self.polygons
            .iter()
            .flatten()
            .flat_map(|ring| &ring.positions)
    }
}

/// A file without any polygon.
pub fn no_polygon(file: &Arc<File>) -> Box<Finding> {
    let message = say(
        "Die Datei enthält keine Fläche",
        "The file holds no polygon",
    );
    Box::new(invalid(file, 0..0, message).help(say(
        "Exportieren Sie die Grenze des Geltungsbereichs als Polygon oder MultiPolygon.",
        "Export the border of the plan area as Polygon or MultiPolygon.",
    )))
}

/// A file with more points than are read.
pub fn too_many_points(file: &Arc<File>, range: Range<usize>) -> Box<Finding> {
    refuse(file, range, "200.000 Punkten", "200,000 points")
}

/// A file with more polygons than are read.
pub fn too_many_polygons(file: &Arc<File>, range: Range<usize>) -> Box<Finding> {
    refuse(file, range, "1.000 Teilflächen", "1,000 parts")
}

/// A number that is in no reference system.
pub fn too_large_a_number(file: &Arc<File>, range: Range<usize>) -> Box<Finding> {
    refuse(file, range, "10 Milliarden", "10 billion")
}

/// A file beyond one of the limits.
pub fn refuse(
    file: &Arc<File>,
    range: Range<usize>,
    limit_de: &str,
    limit_en: &str,
) -> Box<Finding> {
    let message = say(
        format!("Die Datei überschreitet die Grenze von {limit_de}"),
        format!("The file exceeds the limit of {limit_en}"),
    );
    Box::new(invalid(file, range, message).help(say(
        "Geben Sie nur die Grenze des Geltungsbereichs an, nicht die ganze Planzeichnung, und \
         vereinfachen Sie sie auf die Genauigkeit des Plans.",
        "Give only the border of the plan area, not the whole drawing, and simplify it to the \
         precision of the plan.",
    )))
}
