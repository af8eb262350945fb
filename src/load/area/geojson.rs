//! JSON text to rings of positions, each with its bytes, within fixed limits.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use geo::Coord;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::finding::{File, Finding, say};
use crate::load::area::reference_system;
use crate::load::area::shapes::{
    MAX_NUMBER, MAX_POINTS, MAX_POLYGONS, Position, Ring, Shapes, no_polygon, refuse,
    too_large_a_number, too_many_points, too_many_polygons,
};
use crate::load::area::{invalid, one_character};

/// Deepest nesting of collections and features.
const MAX_DEPTH: usize = 8;

/// Reads the form of a file.
pub fn read(file: &Arc<File>) -> Result<Shapes, Box<Finding>> {
    let mut reader = Reader {
        file,
        shapes: Shapes {
            polygons: Vec::new(),
            declared: None,
            axes_are_open: false,
        },
        points: 0,
    };
    reader.object(file.text().trim_start_matches('\u{feff}'), 0)?;
    if reader.shapes.polygons.is_empty() {
        return Err(no_polygon(file));
    }
    Ok(reader.shapes)
}

#[derive(Deserialize)]
struct Object<'a> {
    #[serde(rename = "type", borrow, default)]
    kind: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    coordinates: Option<&'a RawValue>,
    #[serde(borrow, default)]
    geometry: Option<&'a RawValue>,
    #[serde(borrow, default)]
    geometries: Option<Vec<&'a RawValue>>,
    #[serde(borrow, default)]
    features: Option<Vec<&'a RawValue>>,
    #[serde(borrow, default)]
    crs: Option<&'a RawValue>,
}

struct Reader<'a> {
    file: &'a Arc<File>,
    shapes: Shapes,
    points: usize,
}

impl<'a> Reader<'a> {
    fn object(&mut self, text: &'a str, depth: usize) -> Result<(), Box<Finding>> {
        if depth > MAX_DEPTH {
            return Err(refuse(self.file, self.range(text), "8 Ebenen", "8 levels"));
        }
        let object: Object = self.parse(text)?;
        if let Some(crs) = object.crs {
            self.declare(crs.get())?;
        }
        match object.kind.as_deref() {
            Some("FeatureCollection") => self.objects(text, object.features, depth),
            Some("GeometryCollection") => self.objects(text, object.geometries, depth),
            Some("Feature") => match object.geometry {
                Some(geometry) => self.object(geometry.get(), depth + 1),
                None => Ok(()),
            },
            Some("Polygon") => match object.coordinates {
                Some(rings) => self.polygon(rings.get()),
                None => Err(self.malformed(text)),
            },
            Some("MultiPolygon") => match object.coordinates {
                Some(polygons) => {
                    let polygons: Vec<&RawValue> = self.parse(polygons.get())?;
                    polygons
                        .into_iter()
                        .try_for_each(|rings| self.polygon(rings.get()))
                }
                None => Err(self.malformed(text)),
            },
            kind => Err(self.not_an_area(text, kind)),
        }
    }

    fn objects(
        &mut self,
        text: &'a str,
        objects: Option<Vec<&'a RawValue>>,
        depth: usize,
    ) -> Result<(), Box<Finding>> {
        let objects = objects.ok_or_else(|| self.malformed(text))?;
        objects
            .into_iter()
            .try_for_each(|object| self.object(object.get(), depth + 1))
    }

    /// Takes a polygon in; one without rings is none (RFC 7946, section 3.1).
    fn polygon(&mut self, text: &'a str) -> Result<(), Box<Finding>> {
        let rings: Vec<&RawValue> = self.parse(text)?;
        if rings.is_empty() {
            return Ok(());
        }
        if self.shapes.polygons.len() == MAX_POLYGONS {
            return Err(too_many_polygons(self.file, self.range(text)));
        }
        let rings: Result<_, _> = rings
            .into_iter()
            .map(|ring| self.ring(ring.get()))
            .collect();
        self.shapes.polygons.push(rings?);
        Ok(())
    }

    fn ring(&mut self, text: &'a str) -> Result<Ring, Box<Finding>> {
        let positions: Vec<&RawValue> = self.parse(text)?;
        self.points += positions.len();
        if self.points > MAX_POINTS {
            return Err(too_many_points(self.file, self.range(text)));
        }
        let positions = positions
            .into_iter()
            .map(|position| self.position(position.get()));
        Ok(Ring {
            positions: positions.collect::<Result<_, _>>()?,
            range: self.range(text),
        })
    }

    /// A third number is a height and left aside.
    fn position(&self, text: &'a str) -> Result<Position, Box<Finding>> {
        let numbers: Vec<f64> = self.parse(text)?;
        match numbers[..] {
            [x, y, ..] if x.abs() < MAX_NUMBER && y.abs() < MAX_NUMBER => Ok(Position {
                coord: Coord { x, y },
                range: self.range(text),
            }),
            [_, _, ..] => Err(too_large_a_number(self.file, self.range(text))),
            _ => Err(self.malformed(text)),
        }
    }

    fn declare(&mut self, text: &'a str) -> Result<(), Box<Finding>> {
        let range = self.range(text);
        let system = reference_system::declared(self.file, text, range.clone())?;
        match &self.shapes.declared {
            Some((known, _)) if *known != system => Err(Box::new(reference_system::two_systems(
                self.file, range, *known, system,
            ))),
            _ => {
                self.shapes.declared = Some((system, range));
                Ok(())
            }
        }
    }

    fn parse<T: Deserialize<'a>>(&self, text: &'a str) -> Result<T, Box<Finding>> {
        serde_json::from_str(text).map_err(|trouble| {
            let at = self.range(text).start + offset(text, &trouble);
            if trouble.is_data() {
                return self.malformed(self.file.text().get(at..).unwrap_or_default());
            }
            let message = say(
                "Die Datei lässt sich von hier an nicht als JSON lesen",
                format!("From here on the file cannot be read as JSON: {trouble}"),
            );
            Box::new(invalid(self.file, one_character(self.file.text(), at), message).help(say(
                "Exportieren Sie die Fläche noch einmal als GeoJSON, statt die Datei von Hand zu ändern.",
                "Export the area as GeoJSON again instead of changing the file by hand.",
            )))
        })
    }

    fn malformed(&self, text: &str) -> Box<Finding> {
        let range = one_character(self.file.text(), self.range(text).start);
        let message = say(
            "Hier steht etwas anderes, als GeoJSON an dieser Stelle verlangt",
            "This is not what GeoJSON asks for at this place",
        );
        Box::new(invalid(self.file, range, message).help(say(
            "Ein Punkt ist [Länge, Breite], ein Ring eine Liste von Punkten, ein Polygon eine Liste \
             von Ringen, ein MultiPolygon eine Liste von Polygonen (RFC 7946, Abschnitt 3.1).",
            "A point is [longitude, latitude], a ring a list of points, a Polygon a list of rings, \
             a MultiPolygon a list of Polygons (RFC 7946, section 3.1).",
        )))
    }

    fn not_an_area(&self, text: &str, kind: Option<&str>) -> Box<Finding> {
        let message = match kind {
            Some(kind) => {
                let kind: String = kind.chars().take(40).collect();
                say(
                    format!("„{kind}“ ist keine Fläche"),
                    format!("“{kind}” is not a polygon"),
                )
            }
            None => say("Die Angabe „type“ fehlt", "The member “type” is missing"),
        };
        let range = one_character(self.file.text(), self.range(text).start);
        Box::new(invalid(self.file, range, message).help(say(
            "Schreiben Sie Polygon oder MultiPolygon, allein, als Feature oder als FeatureCollection; \
             entfernen Sie Punkte und Linien aus der Datei.",
            "Write a Polygon or MultiPolygon, alone, as Feature or as FeatureCollection; remove \
             points and lines from the file.",
        )))
    }

    /// Bytes of a part of the file's text. Every part is a slice of it, so its address tells where.
    fn range(&self, part: &str) -> Range<usize> {
        let start = (part.as_ptr() as usize).saturating_sub(self.file.text().as_ptr() as usize);
        start..start + part.len()
    }
}

/// Byte offset of a JSON error: line and column count bytes and start from one.
fn offset(text: &str, trouble: &serde_json::Error) -> usize {
    let line_start = match trouble.line() {
        0 | 1 => 0,
        line => text
            .bytes()
            .enumerate()
            .filter(|(_, byte)| *byte == b'\n')
            .nth(line - 2)
            .map_or(0, |(at, _)| at + 1),
    };
    line_start + trouble.column().saturating_sub(1)
}
