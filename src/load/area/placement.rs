//! Whether a plan area lies in the municipalities that its procedure names.

use std::ops::Range;
use std::sync::Arc;

use geo::{Coord, Intersects, MultiPolygon};

use crate::finding::{File, Finding, Findings, Level, Words, say};
use crate::load::area::reference_system::ReferenceSystem;
use crate::load::area::shapes::Shapes;
use crate::load::area::{GEO_003, coordinates, outlier};
use crate::model::area::Area;
use crate::model::boundary::{Boundaries, Territory};

/// How far an area may reach over the border: 20 m by the rule, 60 m by which the official lines are
/// generalised, and what both may add up to at a corner.
const TOLERANCE_METRES: f64 = 100.0;

/// An area with the file it was read from.
pub struct Placed<'a> {
    /// The file.
    pub file: &'a Arc<File>,
    /// Its points as written.
    pub shapes: &'a Shapes,
    /// Its system.
    pub system: ReferenceSystem,
    /// The area.
    pub area: &'a Area,
}

/// Warns of an area that reaches over the border; one wholly elsewhere is an error.
pub fn check<Ags: AsRef<str>>(
    placed: &Placed,
    boundaries: &Boundaries,
    municipalities: &[Ags],
    findings: &mut Findings,
) {
    if let Some(found) = outlier::first(placed.area.geometry()) {
        findings.add(far_off(placed, found));
        return;
    }
    let named: Vec<&Territory> = municipalities
        .iter()
        .filter_map(|ags| boundaries.municipality(ags.as_ref()))
        .collect();
    if named.is_empty() {
        return;
    }
    let lands: Vec<&MultiPolygon> = named.iter().map(|place| &place.geometry).collect();
    let Some((point, metres)) = placed.area.farthest_outside(&lands) else {
        return;
    };
    if metres <= TOLERANCE_METRES {
        return;
    }
    let inside: f64 = lands
        .iter()
        .map(|land| placed.area.share_inside(land))
        .sum();
    findings.add(if inside > 0.0 {
        partly_outside(placed, boundaries, &named, (point, metres))
    } else {
        elsewhere(placed, boundaries, &named)
    });
}

/// One corner that lies far from all others.
fn far_off(placed: &Placed, (point, metres): (Coord, f64)) -> Finding {
    let at = coordinates(placed.system.unproject(point), placed.system.decimals());
    let kilometres = metres / 1000.0;
    Finding::new(
        &GEO_003,
        placed.file.bytes(nearest(placed, point)),
        say(
            format!("Die Ecke bei {at} liegt {kilometres:.1} km von allen anderen entfernt"),
            format!("The corner at {at} lies {kilometres:.1} km from all others"),
        ),
    )
    .because(say(
        "Alle anderen Ecken liegen nah beieinander; wahrscheinlich ist eine Ziffer vertippt.",
        "All other corners are close together; a digit was probably mistyped.",
    ))
    .help(say(
        "Berichtigen Sie die Koordinaten dieser Ecke.",
        "Correct the coordinates of this corner.",
    ))
}

fn partly_outside(
    placed: &Placed,
    boundaries: &Boundaries,
    named: &[&Territory],
    (point, metres): (Coord, f64),
) -> Finding {
    let at = coordinates(placed.system.unproject(point), placed.system.decimals());
    let (names, there) = (names(named), place_at(boundaries, point));
    let message = say(
        format!(
            "Der Geltungsbereich reicht bei {at} {metres:.0} m über die Grenze hinaus ({names}); dort liegt {}",
            there.de
        ),
        format!(
            "At {at} the plan area reaches {metres:.0} m over the border ({names}); {} lies there",
            there.en
        ),
    );
    reason(Finding::new(
        &GEO_003,
        placed.file.bytes(nearest(placed, point)),
        message,
    ))
    .help(say(
        "Prüfen Sie die Fläche, oder nennen Sie im Verfahren auch die andere Gemeinde.",
        "Check the area, or name the other municipality in the procedure as well.",
    ))
}

fn elsewhere(placed: &Placed, boundaries: &Boundaries, named: &[&Territory]) -> Finding {
    let point = placed.area.label();
    let at = coordinates(placed.system.unproject(point), placed.system.decimals());
    let (names, there) = (names(named), place_at(boundaries, point));
    let message = say(
        format!(
            "Der Geltungsbereich liegt nicht in {names}, sondern bei {at}; dort liegt {}",
            there.de
        ),
        format!(
            "The plan area does not lie in {names} but at {at}; {} lies there",
            there.en
        ),
    );
    let mut finding = reason(Finding::new(
        &GEO_003,
        placed.file.bytes(nearest(placed, point)),
        message,
    ))
    .help(say(
        "Prüfen Sie den Gemeindeschlüssel (AGS) und die Datei.",
        "Check the municipality's key (AGS) and the file.",
    ));
    finding.level = Level::Error;
    finding
}

fn names(named: &[&Territory]) -> String {
    let names: Vec<String> = named
        .iter()
        .map(|place| format!("{}, {}", place.name, place.ags))
        .collect();
    names.join("; ")
}

fn place_at(boundaries: &Boundaries, point: Coord) -> Words {
    match boundaries
        .municipalities()
        .iter()
        .find(|place| place.geometry.intersects(&point))
    {
        Some(place) => {
            let place = format!("{} ({})", place.name, place.ags);
            say(place.clone(), place)
        }
        None => say("keine sächsische Gemeinde", "no Saxon municipality"),
    }
}

/// The bytes of the point as written that is nearest to `point`.
fn nearest(placed: &Placed, point: Coord) -> Range<usize> {
    let distance = |raw: Coord| {
        let to = placed.system.project(raw) - point;
        to.x.hypot(to.y)
    };
    let nearest =
        (placed.shapes.positions()).min_by(|a, b| distance(a.coord).total_cmp(&distance(b.coord)));
    nearest.map_or(0..0, |position| position.range.clone())
}

fn reason(finding: Finding) -> Finding {
    finding.because(say(
        "Eine Gemeinde stellt Bauleitpläne nur für ihr eigenes Gebiet auf (§ 2 Abs. 1 BauGB). Die \
         Grenzen hier sind auf etwa 60 m verallgemeinert; gemeldet wird erst ab 100 m.",
        "A municipality plans for its own territory only (§ 2 Abs. 1 BauGB). The borders used here \
         are generalised to about 60 m; only more than 100 m is reported.",
    ))
}
