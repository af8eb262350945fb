//! The plan of an XPlanGML file to rings of positions, each with its bytes, within fixed limits.
//!
//! Of the whole drawing only the plan's `raeumlicherGeltungsbereich` is read, in XPlanGML 5 and 6
//! (GML 3.2). Names are compared without their prefix, because files differ in it. Nothing outside
//! the file is ever asked for.

mod arc;
mod curve;
mod faults;
mod surface;
mod xml;

use std::sync::Arc;

use crate::finding::{File, Finding};
use crate::load::area::gml::surface::Reader;
use crate::load::area::gml::xml::Named;
use crate::load::area::reference_system::{self, ReferenceSystem};
use crate::load::area::shapes::{Shapes, no_polygon};

/// Reads the form of a file.
pub fn read(file: &Arc<File>) -> Result<Shapes, Box<Finding>> {
    let plan = xml::plan(file)?;
    let mut shapes = Shapes {
        polygons: Vec::new(),
        declared: None,
        axes_are_open: false,
    };
    let mut names = plan.area.named_systems(file);
    if names.is_empty() {
        names.extend(plan.system_around);
    }
    for name in &names {
        declare(file, &mut shapes, name)?;
    }
    let Some((system, _)) = shapes.declared else {
        return Err(reference_system::unnamed(file, plan.area.range.clone()));
    };
    let mut reader = Reader::new(file, tolerance(system));
    reader.surface(&plan.area, 2)?;
    shapes.polygons = reader.polygons;
    if shapes.polygons.is_empty() {
        return Err(no_polygon(file));
    }
    Ok(shapes)
}

/// All parts of an area must be in one system, in one order of its axes.
fn declare(file: &Arc<File>, shapes: &mut Shapes, name: &Named) -> Result<(), Box<Finding>> {
    let range = name.range.clone();
    let known = reference_system::known(name.value)
        .ok_or_else(|| reference_system::unknown(file, name.value, range.clone()))?;
    let system = if known.is_latitude_first {
        ReferenceSystem::Wgs84LatitudeFirst
    } else {
        known.system
    };
    match &shapes.declared {
        Some((first, _)) if *first != system => Err(Box::new(reference_system::two_systems(
            file, range, *first, system,
        ))),
        Some(_) => Ok(()),
        None => {
            shapes.axes_are_open = known.is_order_open;
            shapes.declared = Some((system, range));
            Ok(())
        }
    }
}

/// How far a stroked arc may lie beside the real one, and lines that follow one another apart: a
/// centimetre, in the numbers of the system.
fn tolerance(system: ReferenceSystem) -> f64 {
    if system.is_in_degrees() { 1e-7 } else { 0.01 }
}

#[cfg(test)]
mod tests;
