use std::collections::BTreeSet;
use std::sync::LazyLock;

use geo::{LineString, Polygon, Translate, polygon};

use super::*;
use crate::load::boundaries::{boundaries, tests::official};
use crate::model::area::Area;
use crate::model::boundary::{Boundaries, Territory};
use crate::render::map::district::{DistrictMap, district_map};
use crate::render::map::municipality::{MunicipalityMap, Plan, municipality_map};
use crate::render::map::procedure::{ProcedureMap, procedure_map};
use crate::render::map::state::{StateMap, state_map};

static SAXONY: LazyLock<Boundaries> = LazyLock::new(|| boundaries(&official()).unwrap());
static ATLAS: LazyLock<Atlas<'static>> = LazyLock::new(|| Atlas::new(&SAXONY));

const HEADING: Heading<'static> = Heading {
    id: "karte",
    title: "Karte <1> & \"2\"",
    description: "Was sie zeigt",
};

/// The words that a page would say of each place, as long as real ones.
fn words<'a>(places: impl Iterator<Item = &'a Territory>) -> Vec<(&'a Territory, String, String)> {
    let words = |place: &'a Territory| {
        let href = format!("../../gemeinden/{}/index.html", place.name.to_lowercase());
        (
            place,
            href,
            format!("{}: 3 Verfahren in Auslegung", place.name),
        )
    };
    places.map(words).collect()
}

fn places<'a>(words: &'a [(&'a Territory, String, String)]) -> Vec<Place<'a>> {
    let place = |(index, (place, href, label)): (usize, &'a (&Territory, String, String))| Place {
        ags: &place.ags,
        name: &place.name,
        href: Some(href),
        label,
        count: (index as u32 * 7) % 12,
        class: (index % 4) as u8,
    };
    words.iter().enumerate().map(place).collect()
}

fn district(ags: &str) -> Option<String> {
    let words = words(SAXONY.municipalities_of(ags));
    let municipalities = &places(&words);
    district_map(
        &ATLAS,
        &DistrictMap {
            heading: HEADING,
            ags,
            municipalities,
        },
    )
}

fn procedure(area: &Area, municipalities: &[&str]) -> String {
    procedure_map(
        &ATLAS,
        &ProcedureMap {
            heading: HEADING,
            area,
            municipalities,
            north: "N",
        },
    )
}

/// A plan of `corners` corners about `metres` wide.
fn plan_area(center: Coord, metres: f64, corners: u32) -> Area {
    let corner = |number: u32| {
        let (sine, cosine) =
            (std::f64::consts::TAU * f64::from(number) / f64::from(corners)).sin_cos();
        center + Coord { x: cosine, y: sine } * (metres / 2.0) * (1.0 - f64::from(number % 3) / 8.0)
    };
    let ring = LineString((0..corners).map(corner).collect());
    Area::new(MultiPolygon(vec![Polygon::new(ring, Vec::new())])).unwrap()
}

/// Tags open and close in order, ids are unique, nothing is styled or scripted inline.
fn assert_sound(svg: &str) {
    let mut open = Vec::new();
    let mut ids = BTreeSet::new();
    for tag in svg.split('<').skip(1) {
        let (tag, text) = tag.split_once('>').unwrap();
        assert!(!text.contains(['"', '>']), "{text}");
        let name = tag.trim_matches('/').split(' ').next().unwrap();
        if tag.starts_with('/') {
            assert_eq!(open.pop(), Some(name), "{svg}");
        } else if !tag.ends_with('/') {
            open.push(name);
        }
        assert!(!["style", "script", "foreignObject"].contains(&name));
        for attribute in tag.split(' ').filter_map(|part| part.split_once("=\"")) {
            assert!(
                attribute.0 != "style" && !attribute.0.starts_with("on"),
                "{tag}"
            );
            let id = attribute.1.trim_end_matches(['/', '"']);
            assert!(
                attribute.0 != "id" || (id.starts_with("karte-") && ids.insert(id)),
                "{id}"
            );
        }
        assert!(!tag.contains("NaN") && !tag.contains("inf"), "{tag}");
    }
    assert!(open.is_empty());
    assert!(svg.starts_with("<svg class=\"map "));
    for part in [
        "aria-labelledby=\"karte-title\"",
        "aria-describedby=\"karte-desc\"",
        "viewBox=\"0 0 1000 ",
    ] {
        assert!(svg.contains(part), "{part}");
    }
    assert!(ids.contains("karte-title") && ids.contains("karte-desc"));
}

/// The names of the links, in the order of the keyboard.
fn links(svg: &str) -> Vec<&str> {
    let links = svg.split("<a ").skip(1);
    // A plan's area leads where its circle leads, for who points at it.
    let links = links.filter(|link| !link.contains("tabindex=\"-1\""));
    let names = links.map(|link| {
        assert!(
            link.starts_with("class=\"map-k") && link.contains(" href=\""),
            "{link}"
        );
        link.split_once("<title>")
            .unwrap()
            .1
            .split_once("</title>")
            .unwrap()
            .0
    });
    names.collect()
}

#[test]
fn the_state_has_thirteen_links_in_alphabetical_order() {
    let words = words(SAXONY.districts().iter());
    let svg = state_map(
        &ATLAS,
        &StateMap {
            heading: HEADING,
            districts: &places(&words),
        },
    );
    assert_sound(&svg);
    assert!(svg.len() <= 12 * 1024, "{}", svg.len());
    let names: Vec<&str> = links(&svg)
        .iter()
        .map(|link| link.split_once(':').unwrap().0)
        .collect();
    assert_eq!(
        names,
        [
            "Bautzen",
            "Chemnitz",
            "Dresden",
            "Erzgebirgskreis",
            "Görlitz",
            "Leipzig",
            "Leipzig",
            "Meißen",
            "Mittelsachsen",
            "Nordsachsen",
            "Sächsische Schweiz-Osterzgebirge",
            "Vogtlandkreis",
            "Zwickau",
        ]
    );
    assert_eq!(svg.matches(">Osterzgebirge</text>").count(), 1);
}

#[test]
fn every_district_shows_its_municipalities_within_25_kilobytes() {
    for place in SAXONY.districts() {
        let svg = district(&place.ags).unwrap();
        assert_sound(&svg);
        assert!(svg.len() <= 25 * 1024, "{} {}", place.name, svg.len());
        assert_eq!(
            links(&svg).len(),
            SAXONY.municipalities_of(&place.ags).count()
        );
    }
    assert!(district("14999").is_none());
}

#[test]
fn a_place_without_a_page_is_no_link() {
    let place = Place {
        ags: "14612",
        name: "Dresden",
        href: None,
        label: "x",
        count: 0,
        class: 9,
    };
    let svg = state_map(
        &ATLAS,
        &StateMap {
            heading: HEADING,
            districts: &[place],
        },
    );
    assert_sound(&svg);
    assert!(links(&svg).is_empty() && svg.contains("<title>x</title>"));
}

#[test]
fn every_plan_of_a_municipality_is_a_numbered_link() {
    let meissen = SAXONY.municipality("14627140").unwrap();
    let mut areas = vec![plan_area(meissen.label, 3.0, 5); 12];
    areas.push(plan_area(meissen.label, 900.0, 40));
    areas.push(Area::new(meissen.geometry.clone()).unwrap());
    let labels: Vec<String> = (1..=14).map(|number| format!("{number}. Plan")).collect();
    let plans: Vec<Plan> = (areas.iter().zip(&labels).enumerate())
        .map(|(index, (area, label))| Plan {
            number: index + 1,
            href: "x",
            label,
            class: 2,
            area,
        })
        .collect();
    let map = MunicipalityMap {
        heading: HEADING,
        ags: "14627140",
        plans: &plans,
        north: "N",
    };
    let svg = municipality_map(&ATLAS, &map).unwrap();
    assert_sound(&svg);
    assert_eq!(links(&svg), labels);
    assert_eq!(
        svg.matches("class=\"map-plan\"").count(),
        1,
        "only one can be seen as a shape"
    );
    assert_eq!(svg.matches("class=\"map-whole\"").count(), 1);
    let centers: BTreeSet<&str> = svg
        .split("class=\"map-badge\"")
        .skip(1)
        .map(|part| &part[..20])
        .collect();
    assert_eq!(centers.len(), 14, "no badge hides another");
    let (last_spot, first_badge) = (svg.rfind("map-spot"), svg.find("map-badge"));
    assert!(
        last_spot.is_some() && last_spot < first_badge,
        "no spot hides a number"
    );
    let last_shape = svg.rfind("class=\"map-plan\"");
    assert!(
        last_shape.is_some() && last_shape < first_badge,
        "no area of another plan hides a number"
    );
    assert!(municipality_map(&ATLAS, &MunicipalityMap { ags: "1", ..map }).is_none());
}

#[test]
fn a_procedure_fits_into_six_kilobytes_whatever_its_area() {
    let meissen = SAXONY.municipality("14627140").unwrap();
    let ragged = plan_area(meissen.label, 500.0, 5_000);
    let many: Vec<Polygon> = (0..1000)
        .map(|number| {
            let (east, north) = (f64::from(number % 40) * 30.0, f64::from(number / 40) * 30.0);
            let parcel = polygon![(x: 0.0, y: 0.0), (x: 20.0, y: 0.0), (x: 20.0, y: 20.0), (x: 0.0, y: 20.0)];
            parcel.translate(meissen.label.x + east, meissen.label.y + north)
        })
        .collect();
    let mut areas = vec![(ragged, "14627140")];
    let tiny = procedure(&plan_area(meissen.label, 0.5, 5), &["14627140"]);
    assert_eq!(
        tiny.matches("class=\"map-spot\"").count(),
        2,
        "what cannot be seen is marked"
    );
    let many = Area::new(MultiPolygon(many)).unwrap();
    let svg = procedure(&many, &["14627140"]);
    assert!(
        svg.len() < 32 * 1024 && svg.matches('M').count() > 1000,
        "{}",
        svg.len()
    );
    let whole = SAXONY
        .municipalities()
        .iter()
        .step_by(60)
        .chain(SAXONY.municipality("14612000"));
    areas.extend(whole.map(|place| {
        (
            Area::new(place.geometry.clone()).unwrap(),
            place.ags.as_str(),
        )
    }));
    for (area, ags) in &areas {
        let svg = procedure(area, &[ags]);
        assert_sound(&svg);
        assert!(svg.len() <= 6 * 1024, "{ags} {}", svg.len());
        assert!(svg.contains("class=\"map-plan map-area\" d=\"M"), "{ags}");
    }
}

#[test]
fn a_procedure_shows_the_border_the_neighbour_and_where_it_is() {
    let meissen = SAXONY.municipality("14627140").unwrap();
    let inside = procedure(&plan_area(meissen.label, 120.0, 7), &["14627140"]);
    assert!(inside.contains(">100 m</text>") || inside.contains(">50 m</text>"));
    assert!(inside.contains(">Meißen</text>") && inside.contains("class=\"map-spot\""));
    let border = meissen.geometry.0[0].exterior().0[40];
    let at_border = procedure(&plan_area(border, 300.0, 7), &["14627140"]);
    let neighbours: Vec<&Territory> = (SAXONY.municipalities().iter())
        .filter(|place| {
            place.ags != "14627140" && at_border.contains(&format!(">{}</text>", place.name))
        })
        .collect();
    assert_eq!(neighbours.len(), 1, "{at_border}");
    let unknown = procedure(
        &plan_area(Coord { x: 0.0, y: 0.0 }, 300.0, 7),
        &["99999999"],
    );
    assert_sound(&unknown);
    assert!(!unknown.contains("map-locator"));
}

#[test]
fn the_same_map_has_the_same_bytes() {
    let atlas = Atlas::new(&SAXONY);
    let words = words(SAXONY.municipalities_of("14627"));
    let mut municipalities = places(&words);
    let again = |municipalities: &[Place]| {
        district_map(
            &atlas,
            &DistrictMap {
                heading: HEADING,
                ags: "14627",
                municipalities,
            },
        )
    };
    let first = again(&municipalities);
    municipalities.reverse();
    assert_eq!(again(&municipalities), first);
    assert_eq!(district("14627"), first);
}

#[test]
fn the_legend_uses_the_patterns_of_its_map() {
    let html = legend(
        "karte",
        &[
            LegendEntry {
                class: 0,
                text: "keines",
            },
            LegendEntry {
                class: 3,
                text: "> 5",
            },
        ],
    );
    assert!(html.contains("url(#karte-k3)") && html.contains("&gt; 5") && !html.contains("k0)"));
    assert!(
        ATTRIBUTION_DE.contains("(Daten verändert)") && ATTRIBUTION_EN.contains("dl-de/by-2-0")
    );
}
