//! Whether rings are closed, long enough, free of crossings and doubled points, and run the right way.

use std::ops::Range;
use std::sync::Arc;

use geo::kernels::RobustKernel;
use geo::{Coord, Kernel, Line, Orientation};

use crate::finding::{File, Finding, Findings, Level, say};
use crate::load::area::crossing::{Crossing, Edge, Manner, crossings};
use crate::load::area::reference_system::ReferenceSystem;
use crate::load::area::shapes::{Format, Position, Ring, Shapes};
use crate::load::area::{coordinates, invalid};

/// A closed ring of at least three different points, none twice in a row, in the file's own system.
pub struct CleanRing {
    /// Its points; the last is the first.
    pub coords: Vec<Coord>,
    /// The bytes of each point.
    pub ranges: Vec<Range<usize>>,
    /// Its own bytes.
    pub range: Range<usize>,
}

impl CleanRing {
    /// Whether it runs clockwise on a map with north above.
    pub fn is_clockwise(&self, system: ReferenceSystem) -> bool {
        (twice_the_area(&self.coords) < 0.0) != system.is_north_first()
    }
}

/// Checks every ring as it is written; `None` if one of them has an error.
pub fn clean(
    file: &Arc<File>,
    shapes: &Shapes,
    findings: &mut Findings,
) -> Option<Vec<Vec<CleanRing>>> {
    let decimals = shapes.decimals();
    let mut all_good = true;
    let mut polygons = Vec::with_capacity(shapes.polygons.len());
    for rings in &shapes.polygons {
        let mut clean_rings = Vec::with_capacity(rings.len());
        for ring in rings {
            match clean_ring(file, ring, decimals, findings) {
                Ok(ring) => clean_rings.push(ring),
                Err(finding) => findings.add(*finding),
            }
        }
        if clean_rings.len() < rings.len() {
            all_good = false;
            continue;
        }
        let crossed = crossed(file, &clean_rings, decimals);
        all_good &= crossed.is_empty();
        crossed
            .into_iter()
            .for_each(|finding| findings.add(finding));
        polygons.push(clean_rings);
    }
    all_good.then_some(polygons)
}

/// Warns of rings that run the wrong way; [`super::area`] turns them.
pub fn directions(
    file: &Arc<File>,
    polygons: &[Vec<CleanRing>],
    system: ReferenceSystem,
    findings: &mut Findings,
) {
    let reason = match Format::of(&file.path) {
        Format::GeoJson => say(
            "Rechte-Hand-Regel (RFC 7946, Abschnitt 3.1.6)",
            "Right-hand rule (RFC 7946, section 3.1.6)",
        ),
        Format::Gml => say(
            "So verlangt es XPlanung, und so sieht GML eine Fläche von oben (ISO 19107).",
            "XPlanung asks for it, and so GML sees a surface from above (ISO 19107).",
        ),
    };
    for (number, ring) in polygons.iter().flat_map(|rings| rings.iter().enumerate()) {
        if ring.is_clockwise(system) != (number == 0) {
            continue;
        }
        let message = match number {
            0 => say(
                "Der äußere Ring läuft im Uhrzeigersinn; er wird umgedreht",
                "The exterior ring runs clockwise; it is turned round",
            ),
            _ => say(
                "Ein innerer Ring (Loch) läuft gegen den Uhrzeigersinn; er wird umgedreht",
                "An interior ring (hole) runs counter-clockwise; it is turned round",
            ),
        };
        findings.add(
            warning(invalid(file, ring.range.clone(), message))
                .because(reason.clone())
                .help(say(
                    "Exportieren Sie außen gegen den Uhrzeigersinn, Löcher im Uhrzeigersinn.",
                    "Export exteriors counter-clockwise, holes clockwise.",
                )),
        );
    }
}

fn clean_ring(
    file: &Arc<File>,
    ring: &Ring,
    decimals: usize,
    findings: &mut Findings,
) -> Result<CleanRing, Box<Finding>> {
    let (Some(first), Some(last)) = (ring.positions.first(), ring.positions.last()) else {
        let message = say("Der Ring ist leer", "The ring is empty");
        return Err(Box::new(invalid(file, ring.range.clone(), message)));
    };
    if first.coord != last.coord {
        return Err(Box::new(open(file, first, last, decimals)));
    }
    let mut clean = CleanRing {
        coords: Vec::new(),
        ranges: Vec::new(),
        range: ring.range.clone(),
    };
    let mut repeated = Vec::new();
    for position in &ring.positions {
        if clean.coords.last() == Some(&position.coord) {
            repeated.push(position);
        } else {
            clean.coords.push(position.coord);
            clean.ranges.push(position.range.clone());
        }
    }
    if clean.coords.len() < 4 || is_flat(&clean.coords) {
        let at = coordinates(first.coord, decimals);
        let message = say(
            format!("Der Ring bei {at} umschließt keine Fläche"),
            format!("The ring at {at} encloses no area"),
        );
        return Err(Box::new(invalid(file, ring.range.clone(), message).help(say(
            "Ein Ring hat mindestens drei verschiedene Punkte, die nicht auf einer Linie liegen.",
            "A ring has at least three different points that do not lie on one line.",
        ))));
    }
    if let Some(position) = repeated.first() {
        findings.add(doubled(file, position, repeated.len(), decimals));
    }
    Ok(clean)
}

fn open(file: &Arc<File>, first: &Position, last: &Position, decimals: usize) -> Finding {
    let (start, end) = (
        coordinates(first.coord, decimals),
        coordinates(last.coord, decimals),
    );
    let message = say(
        format!("Der Ring ist nicht geschlossen: er beginnt bei {start} und endet bei {end}"),
        format!("The ring is not closed: it begins at {start} and ends at {end}"),
    );
    invalid(file, last.range.clone(), message).help(say(
        format!("Schreiben Sie den ersten Punkt {start} am Ende noch einmal."),
        format!("Write the first point {start} once more at the end."),
    ))
}

fn doubled(file: &Arc<File>, position: &Position, count: usize, decimals: usize) -> Finding {
    let at = coordinates(position.coord, decimals);
    let message = say(
        format!("Der Punkt {at} steht zweimal nacheinander (im Ring insgesamt {count} solche)"),
        format!("The point {at} stands twice in a row ({count} such in the ring)"),
    );
    warning(invalid(file, position.range.clone(), message)).help(say(
        "Die Wiederholung wird übergangen; entfernen Sie sie beim nächsten Export.",
        "The repetition is passed over; remove it with the next export.",
    ))
}

fn crossed(file: &Arc<File>, rings: &[CleanRing], decimals: usize) -> Vec<Finding> {
    let edges: Vec<Edge> = rings
        .iter()
        .enumerate()
        .flat_map(|(number, ring)| edges(number, ring))
        .collect();
    let Some(crossings) = crossings(&edges) else {
        let message = say(
            "Der Rand ist so verschlungen, dass er sich nicht prüfen lässt",
            "The border is so intricate that it cannot be checked",
        );
        return vec![invalid(file, rings[0].range.clone(), message)];
    };
    crossings
        .iter()
        .map(|crossing| told(file, rings, crossing, decimals))
        .collect()
}

fn edges(number: usize, ring: &CleanRing) -> impl Iterator<Item = Edge> {
    ring.coords
        .windows(2)
        .enumerate()
        .map(move |(index, pair)| Edge {
            line: Line::new(pair[0], pair[1]),
            ring: number,
            index,
            edges: ring.coords.len() - 1,
        })
}

fn told(file: &Arc<File>, rings: &[CleanRing], crossing: &Crossing, decimals: usize) -> Finding {
    let at = coordinates(crossing.at, decimals);
    let (one, other) = (crossing.first.index + 1, crossing.second.index + 1);
    let message = match (crossing.first.ring == crossing.second.ring, crossing.manner) {
        (true, Manner::Cross) => say(
            format!("Der Rand kreuzt sich selbst bei {at} (Kanten {one} und {other})"),
            format!("The border crosses itself at {at} (edges {one} and {other})"),
        ),
        (true, Manner::Touch) => say(
            format!("Der Rand berührt sich selbst bei {at} (Kanten {one} und {other})"),
            format!("The border touches itself at {at} (edges {one} and {other})"),
        ),
        (true, Manner::Cover) => say(
            format!("Der Rand läuft bei {at} auf sich selbst zurück (Kanten {one} und {other})"),
            format!("The border runs back on itself at {at} (edges {one} and {other})"),
        ),
        (false, _) => say(
            format!("Zwei Ringe derselben Fläche kreuzen sich bei {at}"),
            format!("Two rings of the same polygon cross at {at}"),
        ),
    };
    let edge = &crossing.first;
    let ranges = &rings[edge.ring].ranges;
    let range = ranges[edge.index].start..ranges[edge.index + 1].end.max(ranges[edge.index].end);
    invalid(file, range, message).help(say(
        "Verschieben Sie die Punkte so, dass sich keine zwei Kanten schneiden; eine Fläche aus zwei \
         Teilen ist ein MultiPolygon (in GML: MultiSurface).",
        "Move the points so that no two edges meet; an area of two parts is a MultiPolygon (in GML: MultiSurface).",
    ))
}

fn warning(mut finding: Finding) -> Finding {
    finding.level = Level::Warning;
    finding
}

/// Whether all points lie on one line. A bow tie may have no area and yet is not flat.
fn is_flat(coords: &[Coord]) -> bool {
    let on_line = |point: &Coord| {
        RobustKernel::orient2d(coords[0], coords[1], *point) == Orientation::Collinear
    };
    coords.iter().skip(2).all(on_line)
}

/// Twice the signed area of a closed ring, measured from its first point so that large coordinates
/// do not cancel.
fn twice_the_area(coords: &[Coord]) -> f64 {
    let origin = coords.first().copied().unwrap_or_default();
    let products = coords.windows(2).map(|pair| {
        let (a, b) = (pair[0] - origin, pair[1] - origin);
        a.x * b.y - b.x * a.y
    });
    products.sum()
}
