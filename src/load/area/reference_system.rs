//! In which system the numbers of a file are, and whether that can be true.

use std::ops::Range;
use std::sync::Arc;

use geo::{Coord, Rect};
use serde_json::Value;

use crate::finding::{File, Finding, Findings, Level, Words, say};
use crate::load::area::shapes::{Format, Position, Shapes};
use crate::load::area::{GEO_002, GEO_003, coordinates};
use crate::model::boundary::Boundaries;
use crate::model::utm::Zone;

/// A reference system that we read, with the order of its axes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReferenceSystem {
    /// Longitude and latitude in degrees (EPSG:4326 or ETRS89, as CRS84 and GeoJSON order them).
    Wgs84,
    /// Latitude and longitude in degrees, as EPSG itself and therefore GML order them.
    Wgs84LatitudeFirst,
    /// ETRS89 / UTM 32N: easting and northing in metres.
    Utm32,
    /// ETRS89 / UTM 33N: easting and northing in metres; the official system of Saxony.
    Utm33,
}

impl ReferenceSystem {
    /// From this system to EPSG:25833.
    pub fn project(self, raw: Coord) -> Coord {
        match self {
            Self::Wgs84 => Zone::Z33.project(raw),
            Self::Wgs84LatitudeFirst => Zone::Z33.project(ordered(raw, true)),
            Self::Utm32 => Zone::Z33.project(Zone::Z32.unproject(raw)),
            Self::Utm33 => raw,
        }
    }

    /// From EPSG:25833 to this system.
    pub fn unproject(self, metres: Coord) -> Coord {
        match self {
            Self::Wgs84 => Zone::Z33.unproject(metres),
            Self::Wgs84LatitudeFirst => ordered(Zone::Z33.unproject(metres), true),
            Self::Utm32 => Zone::Z32.project(Zone::Z33.unproject(metres)),
            Self::Utm33 => metres,
        }
    }

    /// Decimals that a message shows: about a decimetre.
    pub fn decimals(self) -> usize {
        if self.is_in_degrees() { 6 } else { 1 }
    }

    /// Whether its numbers are degrees; otherwise they are metres.
    pub fn is_in_degrees(self) -> bool {
        matches!(self, Self::Wgs84 | Self::Wgs84LatitudeFirst)
    }

    /// Whether north comes before east, so that a ring seen through its numbers runs the other way.
    pub fn is_north_first(self) -> bool {
        self == Self::Wgs84LatitudeFirst
    }

    fn name(self) -> &'static str {
        match self {
            Self::Wgs84 | Self::Wgs84LatitudeFirst => "EPSG:4326 (WGS 84)",
            Self::Utm32 => "EPSG:25832 (ETRS89/UTM32)",
            Self::Utm33 => "EPSG:25833 (ETRS89/UTM33)",
        }
    }

    fn axes(self) -> Words {
        match self {
            Self::Wgs84 => say("Länge vor Breite", "longitude before latitude"),
            Self::Wgs84LatitudeFirst => say("Breite vor Länge", "latitude before longitude"),
            _ => say(
                "Rechtswert (Ost) vor Hochwert (Nord)",
                "easting before northing",
            ),
        }
    }
}

impl Shapes {
    /// The system that the file names, or the one that RFC 7946 supposes.
    pub fn supposed(&self) -> ReferenceSystem {
        self.declared
            .as_ref()
            .map_or(ReferenceSystem::Wgs84, |(system, _)| *system)
    }

    /// Decimals that a message shows.
    pub fn decimals(&self) -> usize {
        self.supposed().decimals()
    }
}

/// The system that a `crs` member names.
pub fn declared(
    file: &Arc<File>,
    text: &str,
    range: Range<usize>,
) -> Result<ReferenceSystem, Box<Finding>> {
    let crs: Value = serde_json::from_str(text).unwrap_or_default();
    let name = crs
        .pointer("/properties/name")
        .or(Some(&crs))
        .and_then(Value::as_str)
        .unwrap_or_default();
    known(name)
        .map(|name| name.system)
        .ok_or_else(|| unknown(file, if name.is_empty() { text } else { name }, range))
}

/// A name of a system that is not read.
pub fn unknown(file: &Arc<File>, name: &str, range: Range<usize>) -> Box<Finding> {
    let shown: String = name.chars().take(60).collect();
    let message = say(
        format!("Das Bezugssystem „{shown}“ ist unbekannt"),
        format!("The reference system “{shown}” is unknown"),
    );
    Box::new(unclear(file, range, message).help(accepted(file)))
}

/// A geometry that says nowhere in which system it is, where there is no system to suppose.
pub fn unnamed(file: &Arc<File>, range: Range<usize>) -> Box<Finding> {
    let message = say(
        "Das Bezugssystem fehlt: weder die Fläche noch der Plan nennt srsName",
        "The reference system is missing: neither the area nor the plan names an srsName",
    );
    Box::new(unclear(file, range, message).help(accepted(file)))
}

/// Two parts of a file that name different systems.
pub fn two_systems(
    file: &Arc<File>,
    range: Range<usize>,
    one: ReferenceSystem,
    other: ReferenceSystem,
) -> Finding {
    let message = say(
        format!(
            "Die Datei nennt zwei Bezugssysteme, {} und {}",
            one.name(),
            other.name()
        ),
        format!(
            "The file names two reference systems, {} and {}",
            one.name(),
            other.name()
        ),
    );
    unclear(file, range, message).help(accepted(file))
}

/// The system of the numbers, if they can be in it: all of them then lie in or near the state.
pub fn settle(
    file: &Arc<File>,
    shapes: &Shapes,
    boundaries: &Boundaries,
    findings: &mut Findings,
) -> Option<ReferenceSystem> {
    let window = Window::around(boundaries);
    let supposed = window.reading(shapes);
    let Some(stray) = shapes
        .positions()
        .find(|position| !window.holds(supposed, position.coord))
    else {
        if let Some(finding) = unofficial_zone(file, shapes) {
            findings.add(finding);
        }
        return Some(supposed);
    };
    let readings = [
        (supposed, true),
        (ReferenceSystem::Utm33, false),
        (ReferenceSystem::Utm32, false),
        (ReferenceSystem::Wgs84, false),
        (ReferenceSystem::Utm33, true),
        (ReferenceSystem::Utm32, true),
        (ReferenceSystem::Wgs84, true),
    ];
    let fits = |(system, swapped): &(ReferenceSystem, bool)| {
        shapes
            .positions()
            .all(|position| window.holds(*system, ordered(position.coord, *swapped)))
    };
    findings.add(match readings.iter().find(|reading| fits(reading)) {
        Some((system, true)) if *system == supposed => axes_swapped(file, stray, supposed),
        Some((system, swapped)) => other_system(file, shapes, *system, *swapped),
        None => astray(file, shapes, stray, &window),
    });
    None
}

/// What the name of a reference system says.
pub struct Named {
    /// The system, longitude first where the name leaves it open.
    pub system: ReferenceSystem,
    /// Whether this spelling means the order of EPSG, latitude first.
    pub is_latitude_first: bool,
    /// Whether this spelling leaves the order open.
    pub is_order_open: bool,
}

/// The system of a name in any of the spellings that are about: `EPSG:25833`,
/// `urn:ogc:def:crs:EPSG::25833`, `http://www.opengis.net/def/crs/EPSG/0/25833`,
/// `http://www.opengis.net/gml/srs/epsg.xml#25833`, `urn:adv:crs:ETRS89_UTM33`.
pub fn known(name: &str) -> Option<Named> {
    let upper = name.trim().to_ascii_uppercase();
    // A compound of the surveying offices names a height after the star.
    let plane = upper.split('*').next().unwrap_or_default();
    let code = plane.rsplit([':', '/', '#']).next()?;
    let is_listed = plane.contains("EPSG") || plane.contains("OGC");
    let system = match code {
        "25833" if is_listed => ReferenceSystem::Utm33,
        "25832" if is_listed => ReferenceSystem::Utm32,
        "4326" | "4258" | "CRS84" if is_listed => ReferenceSystem::Wgs84,
        "ETRS89_UTM33" => ReferenceSystem::Utm33,
        "ETRS89_UTM32" => ReferenceSystem::Utm32,
        _ => return None,
    };
    let is_full = plane.starts_with("URN:") || plane.contains("/DEF/CRS/");
    let is_by_number = matches!(code, "4326" | "4258");
    Some(Named {
        system,
        is_latitude_first: is_by_number && is_full,
        is_order_open: is_by_number && !is_full,
    })
}

/// The state with fifty kilometres around it: wide enough for any mistake of a neighbour, narrow
/// enough that no swapped axes and no wrong zone fall into it. Without boundaries it holds all.
struct Window(Option<Rect>);

impl Window {
    fn around(boundaries: &Boundaries) -> Self {
        let margin = Coord {
            x: 50_000.0,
            y: 50_000.0,
        };
        let wider = |rect: Rect| Rect::new(rect.min() - margin, rect.max() + margin);
        Self(boundaries.extent().map(wider))
    }

    /// The system of the numbers by its name, and by the numbers where the name leaves their order open.
    fn reading(&self, shapes: &Shapes) -> ReferenceSystem {
        let supposed = shapes.supposed();
        let fits = |system| {
            let mut positions = shapes.positions();
            positions.all(|position| self.holds(system, position.coord))
        };
        let turned = ReferenceSystem::Wgs84LatitudeFirst;
        if shapes.axes_are_open && !fits(supposed) && fits(turned) {
            return turned;
        }
        supposed
    }

    fn holds(&self, system: ReferenceSystem, raw: Coord) -> bool {
        let lon_lat = ordered(raw, system.is_north_first());
        if system.is_in_degrees() && !(lon_lat.x.abs() <= 180.0 && lon_lat.y.abs() <= 90.0) {
            return false;
        }
        let at = system.project(raw);
        if !(at.x.abs() < 1e7 && at.y.abs() < 1e7) {
            return false;
        }
        let holds = |rect: Rect| {
            rect.min().x <= at.x
                && at.x <= rect.max().x
                && rect.min().y <= at.y
                && at.y <= rect.max().y
        };
        self.0.is_none_or(holds)
    }
}

fn ordered(coord: Coord, swapped: bool) -> Coord {
    if swapped {
        Coord {
            x: coord.y,
            y: coord.x,
        }
    } else {
        coord
    }
}

fn axes_swapped(file: &Arc<File>, position: &Position, system: ReferenceSystem) -> Finding {
    let axes = system.axes();
    let (wrong, right) = (
        coordinates(position.coord, system.decimals()),
        coordinates(ordered(position.coord, true), system.decimals()),
    );
    let message = say(
        format!(
            "Die Achsen sind vertauscht: {wrong}; verlangt ist {}",
            axes.de
        ),
        format!("The axes are swapped: {wrong}; asked for is {}", axes.en),
    );
    unclear(file, position.range.clone(), message).help(say(
        format!("Schreiben Sie {right} und ebenso alle anderen Punkte."),
        format!("Write {right}, and all other points likewise."),
    ))
}

fn other_system(
    file: &Arc<File>,
    shapes: &Shapes,
    fitting: ReferenceSystem,
    swapped: bool,
) -> Finding {
    let also = if swapped {
        let axes = fitting.axes();
        say(
            format!(", aber mit vertauschten Achsen (verlangt: {})", axes.de),
            format!(", but with swapped axes (asked for: {})", axes.en),
        )
    } else {
        say("", "")
    };
    let first = shapes.positions().next();
    let at = first
        .map(|position| coordinates(position.coord, fitting.decimals()))
        .unwrap_or_default();
    let (range, message) = match &shapes.declared {
        None => (
            first.map_or(0..0, |position| position.range.clone()),
            say(
                format!(
                    "Das Bezugssystem fehlt: {at} sind keine Grad, sondern Meter in {}{}",
                    fitting.name(),
                    also.de
                ),
                format!(
                    "The reference system is missing: {at} are not degrees but metres in {}{}",
                    fitting.name(),
                    also.en
                ),
            ),
        ),
        Some((system, range)) => (
            range.clone(),
            say(
                format!(
                    "Das Bezugssystem {} passt nicht zu {at}; es passt {}{}",
                    system.name(),
                    fitting.name(),
                    also.de
                ),
                format!(
                    "The reference system {} does not fit {at}; {} fits{}",
                    system.name(),
                    fitting.name(),
                    also.en
                ),
            ),
        ),
    };
    unclear(file, range, message).help(accepted(file))
}

/// Points that fit no reading: a system that we do not read, single stray points, or another place.
fn astray(file: &Arc<File>, shapes: &Shapes, stray: &Position, window: &Window) -> Finding {
    let system = shapes.supposed();
    let at = coordinates(stray.coord, system.decimals());
    let range = stray.range.clone();
    if let Some(guess) = foreign_system(stray.coord) {
        let message = say(
            format!("{at} sieht nach {guess} aus; dieses Bezugssystem wird nicht gelesen"),
            format!("{at} looks like {guess}; this reference system is not read"),
        );
        return unclear(file, range, message).help(accepted(file));
    }
    if window.holds(system, ordered(stray.coord, true)) {
        return axes_swapped(file, stray, system);
    }
    let is_possible = stray.coord.x.abs() <= 180.0 && stray.coord.y.abs() <= 90.0;
    if system.is_in_degrees() && !is_possible {
        let message = say(
            format!("{at} sind keine Grad, und das Bezugssystem fehlt"),
            format!("{at} are not degrees, and the reference system is missing"),
        );
        return unclear(file, range, message).help(accepted(file));
    }
    let message = say(
        format!("Der Punkt {at} liegt weit außerhalb des Landes"),
        format!("The point {at} lies far outside the state"),
    );
    let mut finding = Finding::new(&GEO_003, file.bytes(range), message).help(say(
        format!(
            "Prüfen Sie den Punkt; gelesen wurde er in {}, {}.",
            system.name(),
            system.axes().de
        ),
        format!(
            "Check the point; it was read in {}, {}.",
            system.name(),
            system.axes().en
        ),
    ));
    finding.level = Level::Error;
    finding
}

/// Systems that German authorities use or used, by the ranges of their numbers in central Europe.
fn foreign_system(coord: Coord) -> Option<&'static str> {
    let Coord { x, y } = coord;
    let is_german_northing = (5.2e6..6.2e6).contains(&y);
    match x {
        _ if (32.2e6..33.9e6).contains(&x) && is_german_northing => {
            Some("ETRS89/UTM mit Zone vor dem Rechtswert (EPSG:4647, EPSG:5650)")
        }
        _ if (3.2e6..3.9e6).contains(&x) && is_german_northing => {
            Some("Gauß-Krüger, 3. Streifen (EPSG:31467)")
        }
        _ if (4.2e6..4.8e6).contains(&x) && is_german_northing => {
            Some("Gauß-Krüger, 4. Streifen (EPSG:31468)")
        }
        _ if (5.2e6..5.8e6).contains(&x) && is_german_northing => {
            Some("Gauß-Krüger, 5. Streifen (EPSG:31469)")
        }
        _ if (0.6e6..1.7e6).contains(&x) && (5.9e6..7.4e6).contains(&y) => {
            Some("Web-Mercator (EPSG:3857)")
        }
        _ => None,
    }
}

/// EPSG:25832 is the neighbour's zone; east of 12° the official one must be used.
fn unofficial_zone(file: &Arc<File>, shapes: &Shapes) -> Option<Finding> {
    let (ReferenceSystem::Utm32, range) = shapes.declared.as_ref()? else {
        return None;
    };
    let east = shapes
        .positions()
        .find(|position| Zone::Z32.unproject(position.coord).x > 12.0)?;
    let at = coordinates(east.coord, 1);
    let message = say(
        format!("EPSG:25832 gilt in Sachsen nur westlich von 12° Ost; {at} liegt östlich davon"),
        format!("EPSG:25832 is accepted in Saxony only west of 12° E; {at} lies east of it"),
    );
    let mut finding = unclear(file, range.clone(), message).help(say(
        "Die Fläche wird umgerechnet. Exportieren Sie künftig in EPSG:25833.",
        "The area is converted. In future, export in EPSG:25833.",
    ));
    finding.level = Level::Warning;
    Some(finding)
}

fn unclear(file: &Arc<File>, range: Range<usize>, message: Words) -> Finding {
    let reason = match Format::of(&file.path) {
        Format::GeoJson => say(
            "GeoJSON ohne Angabe ist WGS 84, Länge vor Breite (RFC 7946, Abschnitt 4); das amtliche \
             Bezugssystem in Sachsen ist ETRS89/UTM33.",
            "GeoJSON that says nothing is WGS 84, longitude before latitude (RFC 7946, section 4); \
             the official system of Saxony is ETRS89/UTM33.",
        ),
        Format::Gml => say(
            "In XPlanGML nennt srsName das Bezugssystem; das amtliche in Sachsen ist ETRS89/UTM33.",
            "In XPlanGML srsName names the reference system; the official one of Saxony is \
             ETRS89/UTM33.",
        ),
    };
    Finding::new(&GEO_002, file.bytes(range), message).because(reason)
}

fn accepted(file: &Arc<File>) -> Words {
    match Format::of(&file.path) {
        Format::GeoJson => say(
            "Exportieren Sie in WGS 84 (EPSG:4326) ohne Angabe, oder in EPSG:25833 mit \
             \"crs\": {\"type\": \"name\", \"properties\": {\"name\": \"urn:ogc:def:crs:EPSG::25833\"}}.",
            "Export in WGS 84 (EPSG:4326) without a name, or in EPSG:25833 with \
             \"crs\": {\"type\": \"name\", \"properties\": {\"name\": \"urn:ogc:def:crs:EPSG::25833\"}}.",
        ),
        Format::Gml => say(
            "Exportieren Sie in EPSG:25833 mit srsName=\"EPSG:25833\", Rechtswert vor Hochwert.",
            "Export in EPSG:25833 with srsName=\"EPSG:25833\", easting before northing.",
        ),
    }
}
