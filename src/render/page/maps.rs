//! The maps of places with their words: what is on display in each district and municipality, and
//! which plans lie in a municipality.

use crate::finding::{Language, Words, say};
use crate::model::area::Area;
use crate::model::procedure::{Procedure, State};
use crate::render::map::district::{DistrictMap, district_map};
use crate::render::map::municipality::{MunicipalityMap, Plan, municipality_map};
use crate::render::map::procedure::{ProcedureMap, procedure_map};
use crate::render::map::state::{StateMap, state_map};
use crate::render::map::{ATTRIBUTION_DE, ATTRIBUTION_EN, Heading, LegendEntry, Place, legend};
use crate::render::page::Here;
use crate::render::page::district::Counts;
use serde::Serialize;

/// A map with what stands below it.
#[derive(Debug, Clone, Serialize)]
pub struct MapView {
    /// The picture, SVG.
    pub svg: String,
    /// What its classes mean, HTML; empty where the map has none.
    pub legend: String,
    /// Whose data it is drawn from, HTML.
    pub attribution: &'static str,
}

/// A place as the map shows it.
pub struct MapPlace<'a> {
    /// Five digits for a district, eight for a municipality.
    pub ags: &'a str,
    /// Its name, as it is written on the map.
    pub name: &'a str,
    /// Its name as links say it: two districts and a city may share a name on the map.
    pub full_name: &'a str,
    /// Its page, if it has one.
    pub href: Option<&'a str>,
    /// What is on display and planned there.
    pub counts: Counts,
}

/// Begins the ids of a page's map.
const ID: &str = "karte";

/// The map of the state with the number of running participations in each district.
pub fn of_state(places: &[MapPlace<'_>], here: &Here<'_>) -> MapView {
    let title = say("Karte von Sachsen", "Map of Saxony");
    let description = say(
        "Die Landkreise und Kreisfreien Städte mit der Zahl der laufenden Beteiligungen. \
         Dieselben Zahlen stehen in der Tabelle.",
        "The districts and cities with the number of open consultations. \
         The table has the same numbers.",
    );
    let labels = labels(places, here);
    let svg = state_map(
        here.atlas(),
        &StateMap {
            heading: heading((&title, &description), here),
            districts: &marks(places, &labels),
        },
    );
    with_legend(svg, here)
}

/// The map of a district with the number of running participations in each municipality.
pub fn of_district(
    (ags, name): (&str, &str),
    places: &[MapPlace<'_>],
    here: &Here<'_>,
) -> Option<MapView> {
    let title = say(format!("Karte: {name}"), format!("Map: {name}"));
    let description = say(
        "Die Gemeinden mit der Zahl der laufenden Beteiligungen. \
         Dieselben Zahlen stehen in der Tabelle.",
        "The municipalities with the number of open consultations. \
         The table has the same numbers.",
    );
    let labels = labels(places, here);
    let svg = district_map(
        here.atlas(),
        &DistrictMap {
            heading: heading((&title, &description), here),
            ags,
            municipalities: &marks(places, &labels),
        },
    )?;
    Some(with_legend(svg, here))
}

/// The map of a plan area; none where there is no area yet.
pub fn of_plan(procedure: &Procedure, here: &Here<'_>) -> Option<MapView> {
    let area = procedure.area.as_ref()?;
    let svg = here.plan_map(procedure, || draw_plan(procedure, area, here));
    Some(MapView {
        svg: svg.as_ref().to_owned(),
        legend: String::new(),
        attribution: attribution(here),
    })
}

fn draw_plan(procedure: &Procedure, area: &Area, here: &Here<'_>) -> String {
    let title = say("Lageplan", "Map of the plan area");
    let description = say(
        "Das Plangebiet und was darum liegt. Seine Lage steht unter der Karte in Worten.",
        "The plan area and what lies around it. Below the map its location is described in words.",
    );
    let own = &here.archive.municipality(procedure.municipality).ags;
    let others = procedure.more_municipalities.iter();
    let municipalities: Vec<&str> = std::iter::once(own.as_str())
        .chain(others.map(|other| other.ags.as_str()))
        .collect();
    let map = ProcedureMap {
        heading: heading((&title, &description), here),
        area,
        municipalities: &municipalities,
        north: "N",
    };
    procedure_map(here.atlas(), &map)
}

/// The map of a municipality with the plan areas of procedures, each with its number in the list.
pub fn of_municipality(
    (ags, name): (&str, &str),
    procedures: &[(usize, &Procedure)],
    here: &Here<'_>,
) -> Option<MapView> {
    let title = say(format!("Karte: {name}"), format!("Map: {name}"));
    let description = say(
        "Die Gebiete der Pläne. Die Zahlen stehen auch in der Liste der Verfahren.",
        "The areas of the plans. The list of procedures has the same numbers.",
    );
    let links: Vec<(String, String)> = procedures
        .iter()
        .map(|(number, procedure)| {
            let label = format!("{number}: {}", procedure.title());
            (here.page(&procedure.address), label)
        })
        .collect();
    let plans = procedures.iter().zip(&links);
    let plans: Vec<Plan> = plans
        .filter_map(|((number, procedure), (href, label))| {
            Some(Plan {
                number: *number,
                href,
                label,
                class: plan_class(procedure.state(here.archive.today)),
                area: procedure.area.as_ref()?,
            })
        })
        .collect();
    let map = MunicipalityMap {
        heading: heading((&title, &description), here),
        ags,
        plans: &plans,
        north: "N",
    };
    Some(MapView {
        svg: municipality_map(here.atlas(), &map)?,
        legend: String::new(),
        attribution: attribution(here),
    })
}

fn heading<'h>((title, description): (&'h Words, &'h Words), here: &Here<'_>) -> Heading<'h> {
    Heading {
        id: ID,
        title: here.words(title),
        description: here.words(description),
    }
}

/// „Landkreis Bautzen: 3 Beteiligungen laufen“.
fn labels(places: &[MapPlace<'_>], here: &Here<'_>) -> Vec<String> {
    let label = |place: &MapPlace<'_>| {
        let open = place.counts.open;
        let words = match (place.href.is_some(), open) {
            (false, _) => say("nicht in diesem Portal", "not on this portal"),
            (true, 0) => say("keine Beteiligung läuft", "no consultation open"),
            (true, 1) => say("1 Beteiligung läuft", "1 consultation open"),
            (true, _) => say(
                format!("{open} Beteiligungen laufen"),
                format!("{open} consultations open"),
            ),
        };
        format!("{}: {}", place.full_name, here.words(&words))
    };
    places.iter().map(label).collect()
}

fn marks<'p>(places: &'p [MapPlace<'p>], labels: &'p [String]) -> Vec<Place<'p>> {
    let marks = places.iter().zip(labels).map(|(place, label)| Place {
        ags: place.ags,
        name: place.name,
        href: place.href,
        label,
        count: u32::try_from(place.counts.open).unwrap_or(u32::MAX),
        class: class(place.counts.open),
    });
    marks.collect()
}

/// The class of a place by its running participations.
fn class(open: usize) -> u8 {
    match open {
        0 => 0,
        1 => 1,
        2..=4 => 2,
        _ => 3,
    }
}

fn with_legend(svg: String, here: &Here<'_>) -> MapView {
    let texts = [
        say("keine laufende Beteiligung", "no consultation open"),
        say("eine", "one"),
        say("zwei bis vier", "two to four"),
        say("fünf und mehr", "five and more"),
    ];
    let entries = (0..).zip(&texts).map(|(class, text)| LegendEntry {
        class,
        text: here.words(text),
    });
    MapView {
        svg,
        legend: legend(ID, &entries.collect::<Vec<_>>()),
        attribution: attribution(here),
    }
}

fn plan_class(state: State) -> u8 {
    match state {
        State::Open => 3,
        State::Announced => 2,
        State::InProcedure | State::Adopted => 1,
        State::InForce
        | State::PartlyRepealed
        | State::Dormant
        | State::Repealed
        | State::Invalid
        | State::Replaced
        | State::Ended => 0,
    }
}

/// Whose data a map is drawn from, as HTML in the language of the page.
pub fn attribution(here: &Here<'_>) -> &'static str {
    match here.language {
        Language::German => ATTRIBUTION_DE,
        Language::English => ATTRIBUTION_EN,
    }
}
