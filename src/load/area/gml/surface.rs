//! Surfaces of GML to polygons: which elements may hold an area, and where its rings stand.

use std::ops::Range;
use std::sync::Arc;

use crate::finding::{File, Finding};
use crate::load::area::gml::faults;
use crate::load::area::gml::xml::{Element, Named};
use crate::load::area::shapes::{
    MAX_POINTS, MAX_POLYGONS, Position, Ring, too_many_points, too_many_polygons,
};

/// Reads the elements of a plan area.
pub struct Reader<'a> {
    /// The file.
    pub file: &'a Arc<File>,
    /// How far a stroked arc may lie beside the real one.
    pub tolerance: f64,
    /// What was read.
    pub polygons: Vec<Vec<Ring>>,
    points: usize,
}

impl<'a> Reader<'a> {
    /// A reader that has read nothing.
    pub fn new(file: &'a Arc<File>, tolerance: f64) -> Self {
        Self {
            file,
            tolerance,
            polygons: Vec::new(),
            points: 0,
        }
    }

    /// Reads all surfaces in an element, whose points have so many numbers unless it says otherwise.
    pub fn surface(&mut self, element: &Element, numbers: usize) -> Result<(), Box<Finding>> {
        let numbers = self.numbers(element, numbers)?;
        match element.name {
            "Polygon" | "PolygonPatch" | "Rectangle" | "Triangle" => self.polygon(element, numbers),
            "raeumlicherGeltungsbereich"
            | "MultiSurface"
            | "Surface"
            | "CompositeSurface"
            | "PolyhedralSurface"
            | "OrientableSurface"
            | "surfaceMember"
            | "surfaceMembers"
            | "patches"
            | "polygonPatches"
            | "baseSurface" => self
                .parts(element)?
                .try_for_each(|part| self.surface(part, numbers)),
            _ => Err(faults::not_a_surface(self.file, element)),
        }
    }

    fn polygon(&mut self, element: &Element, numbers: usize) -> Result<(), Box<Finding>> {
        if self.polygons.len() == MAX_POLYGONS {
            return Err(too_many_polygons(self.file, element.range.clone()));
        }
        let mut rings = Vec::new();
        for part in self.parts(element)? {
            let is_first = rings.is_empty();
            match part.name {
                "exterior" if is_first => rings.push(self.border(part, numbers)?),
                "interior" if !is_first => rings.push(self.border(part, numbers)?),
                _ => return Err(faults::unexpected(self.file, part, element)),
            }
        }
        if rings.is_empty() {
            return Err(faults::empty(self.file, element));
        }
        self.polygons.push(rings);
        Ok(())
    }

    /// The ring in an `exterior` or `interior`.
    fn border(&mut self, border: &Element, numbers: usize) -> Result<Ring, Box<Finding>> {
        let mut rings = Vec::new();
        for part in self.parts(border)? {
            let numbers = self.numbers(part, numbers)?;
            let mut positions = match part.name {
                "LinearRing" => self.line(part, numbers)?,
                "Ring" => self.curves(part, numbers)?,
                _ => return Err(faults::unexpected(self.file, part, border)),
            };
            self.close(&mut positions);
            rings.push(Ring {
                positions,
                range: part.whole(),
            });
        }
        let count = rings.len();
        match rings.pop() {
            Some(ring) if count == 1 => Ok(ring),
            _ => Err(faults::empty(self.file, border)),
        }
    }

    /// The end of a ring of arcs is its beginning, but for rounding.
    fn close(&self, positions: &mut [Position]) {
        if let [first, .., last] = positions
            && self.is_same(first, last)
        {
            last.coord = first.coord;
        }
    }

    /// Whether two points are one, but for rounding.
    pub fn is_same(&self, one: &Position, other: &Position) -> bool {
        let apart = one.coord - other.coord;
        apart.x.abs() <= self.tolerance && apart.y.abs() <= self.tolerance
    }

    /// The elements in an element that say something about its shape. A geometry that stands
    /// elsewhere, behind a link, is not fetched.
    pub fn parts<'e>(
        &self,
        element: &'e Element<'e>,
    ) -> Result<impl Iterator<Item = &'e Element<'e>> + use<'e>, Box<Finding>> {
        if let Some(range) = element.attribute("href") {
            return Err(faults::link(self.file, range));
        }
        Ok(element.children.iter().filter(|child| {
            !matches!(
                child.name,
                "description"
                    | "descriptionReference"
                    | "identifier"
                    | "name"
                    | "metaDataProperty"
                    | "boundedBy"
            )
        }))
    }

    /// How many numbers a point has in an element: two, or three with a height.
    pub fn numbers(&self, element: &Element, around: usize) -> Result<usize, Box<Finding>> {
        let Some(range) = element.attribute("srsDimension") else {
            return Ok(around);
        };
        match self.file.text().get(range.clone()).map(str::trim) {
            Some("2") => Ok(2),
            Some("3") => Ok(3),
            _ => Err(faults::dimension(self.file, range)),
        }
    }

    /// Takes so many points into account.
    pub fn count(&mut self, points: usize, range: &Range<usize>) -> Result<(), Box<Finding>> {
        self.points += points;
        if self.points > MAX_POINTS {
            return Err(too_many_points(self.file, range.clone()));
        }
        Ok(())
    }

    /// The text of a part of the file.
    pub fn text(&self, range: &Range<usize>) -> &'a str {
        self.file.text().get(range.clone()).unwrap_or_default()
    }
}

impl<'a> Element<'a> {
    /// The reference systems that this element and those in it name.
    pub fn named_systems(&self, file: &'a File) -> Vec<Named<'a>> {
        let own = self.attribute("srsName").map(|range| Named {
            value: file.text().get(range.clone()).unwrap_or_default(),
            range,
        });
        let inner = self
            .children
            .iter()
            .flat_map(|child| child.named_systems(file));
        own.into_iter().chain(inner).collect()
    }
}
