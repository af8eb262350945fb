use std::sync::LazyLock;

use super::*;
use crate::load::boundaries;

pub static SAXONY: LazyLock<Boundaries> =
    LazyLock::new(|| boundaries::boundaries(&boundaries::tests::official()).unwrap());

pub const MEISSEN: &str = "14627140";

/// A square of about 200 m in Meißen, counter-clockwise, longitude before latitude.
pub const SQUARE: &str =
    "[[13.470,51.160],[13.473,51.160],[13.473,51.162],[13.470,51.162],[13.470,51.160]]";

pub fn read(text: &str, municipality: &str) -> (Option<Area>, Vec<Finding>) {
    let file = File::new("content/x/geltungsbereich.geojson", text.to_owned());
    let mut findings = Findings::default();
    let area = area(&file, &SAXONY, &[municipality], &mut findings);
    (area, findings.sorted().into_iter().cloned().collect())
}

pub fn polygon(rings: &str) -> String {
    format!(r#"{{"type":"Polygon","coordinates":[{rings}]}}"#)
}

pub fn in_system(name: &str, rings: &str) -> String {
    format!(
        r#"{{"crs":{{"type":"name","properties":{{"name":"{name}"}}}},"type":"Polygon","coordinates":[{rings}]}}"#
    )
}

/// The only finding: id, level, German message, underlined text.
fn only(findings: &[Finding]) -> (&'static str, Level, &str, &str) {
    assert_eq!(findings.len(), 1, "{findings:#?}");
    let finding = &findings[0];
    assert!(finding.help.is_some() || finding.reason.is_some());
    (
        finding.kind.id,
        finding.level,
        &finding.message.de,
        finding.place.text(),
    )
}

fn assert_error(text: &str, id: &str, message: &str, underlined: &str) {
    let (area, findings) = read(text, MEISSEN);
    assert!(
        findings.iter().all(|finding| finding.kind.id == id),
        "{findings:#?}"
    );
    let (_, level, found, place) = only(&findings[..1]);
    assert_eq!(level, Level::Error, "{found}");
    assert!(found.contains(message), "{found}");
    assert!(place.contains(underlined), "{place}");
    assert!(area.is_none());
}

#[test]
fn every_wrapping_of_an_area_is_read() {
    let bare = polygon(SQUARE);
    let feature =
        format!(r#"{{"type":"Feature","properties":{{"a":[1,{{}}]}},"geometry":{bare}}}"#);
    let texts = [
        bare.clone(),
        format!("\u{feff}{bare}\r\n"),
        feature.clone(),
        format!(
            r#"{{"type":"FeatureCollection","features":[{feature},{{"type":"Feature","geometry":null}}]}}"#
        ),
        format!(r#"{{"type":"GeometryCollection","geometries":[{bare}]}}"#),
        format!(r#"{{"type":"MultiPolygon","coordinates":[[{SQUARE}]]}}"#),
        format!(r#"{{"coordinates":[{SQUARE}],"type":"Polygon","bbox":[1,2,3,4]}}"#),
    ];
    for text in &texts {
        let (area, findings) = read(text, MEISSEN);
        assert!(findings.is_empty(), "{text} {findings:#?}");
        let area = area.unwrap();
        assert!((area.hectares() - 4.67).abs() < 0.01, "{}", area.hectares());
    }
}

#[test]
fn heights_are_left_aside() {
    let with_heights = SQUARE
        .replace("51.160]", "51.160,110.5]")
        .replace("51.162]", "51.162,9]");
    assert!(with_heights.contains(",9]"));
    let (area, findings) = read(&polygon(&with_heights), MEISSEN);
    assert!(area.is_some() && findings.is_empty(), "{findings:#?}");
}

#[test]
fn the_same_area_in_three_systems() {
    let plain = read(&polygon(SQUARE), MEISSEN).0.unwrap();
    for (system, names) in [
        (
            ReferenceSystem::Utm33,
            ["urn:ogc:def:crs:EPSG::25833", "EPSG:25833"],
        ),
        (
            ReferenceSystem::Utm33,
            ["http://www.opengis.net/def/crs/EPSG/0/25833", "epsg:25833"],
        ),
        (
            ReferenceSystem::Wgs84,
            ["urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326"],
        ),
        (
            ReferenceSystem::Utm32,
            ["urn:ogc:def:crs:EPSG::25832", "EPSG:25832"],
        ),
    ] {
        let points: Vec<String> = (plain.geometry().0[0].exterior().coords())
            .map(|metres| system.unproject(*metres))
            .map(|raw| format!("[{},{}]", raw.x, raw.y))
            .collect();
        for name in names {
            let (area, findings) = read(
                &in_system(name, &format!("[{}]", points.join(","))),
                MEISSEN,
            );
            let zone_told = findings
                .iter()
                .any(|finding| finding.message.de.contains("westlich von 12°"));
            assert_eq!(
                zone_told,
                system == ReferenceSystem::Utm32,
                "{name} {findings:#?}"
            );
            assert!((area.unwrap().hectares() - plain.hectares()).abs() < 1e-6);
        }
    }
}

#[test]
fn a_bow_tie_is_found_where_it_crosses() {
    let bow = "[[13.470,51.160],[13.474,51.164],[13.474,51.160],[13.470,51.164],[13.470,51.160]]";
    assert_error(
        &polygon(bow),
        "GEO-001",
        "kreuzt sich selbst bei [13.472, 51.162]",
        "[13.470,51.160],[13.474,51.164]",
    );
}

#[test]
fn a_border_that_touches_or_retraces_itself_is_an_error() {
    let touching = "[[13.470,51.160],[13.474,51.160],[13.472,51.162],[13.474,51.164],[13.470,51.164],[13.472,51.162],[13.470,51.160]]";
    assert_error(
        &polygon(touching),
        "GEO-001",
        "berührt sich selbst bei [13.472, 51.162]",
        "[13.474,51.160]",
    );
    let spike = "[[13.470,51.160],[13.473,51.160],[13.473,51.162],[13.473,51.165],[13.473,51.163],[13.470,51.162],[13.470,51.160]]";
    assert_error(&polygon(spike), "GEO-001", "läuft bei", "[13.473,51.16");
}

#[test]
fn open_short_and_flat_rings_are_errors() {
    assert_error(
        &polygon("[[13.470,51.160],[13.473,51.160],[13.473,51.162],[13.470,51.162]]"),
        "GEO-001",
        "nicht geschlossen: er beginnt bei [13.47, 51.16] und endet bei [13.47, 51.162]",
        "[13.470,51.162]",
    );
    for ring in [
        "[[13.470,51.160],[13.473,51.160],[13.470,51.160]]",
        "[[13.470,51.160],[13.470,51.160],[13.470,51.160],[13.470,51.160]]",
        "[[13.470,51.160],[13.471,51.160],[13.472,51.160],[13.470,51.160]]",
    ] {
        assert_error(
            &polygon(ring),
            "GEO-001",
            "umschließt keine Fläche",
            "[[13.470",
        );
    }
    assert_error(&polygon("[]"), "GEO-001", "Ring ist leer", "[]");
}

#[test]
fn no_area_at_all_is_an_error() {
    for text in [
        r#"{"type":"FeatureCollection","features":[]}"#,
        r#"{"type":"Feature","geometry":null}"#,
        r#"{"type":"MultiPolygon","coordinates":[]}"#,
        r#"{"type":"Polygon","coordinates":[]}"#,
    ] {
        assert_error(text, "GEO-001", "keine Fläche", "");
    }
    assert_error(
        r#"{"type":"Point","coordinates":[13.47,51.16]}"#,
        "GEO-001",
        "„Point“",
        "{",
    );
    assert_error(r#"{"coordinates":[]}"#, "GEO-001", "„type“ fehlt", "{");
    assert_error(r#"{"type":"Polygon"}"#, "GEO-001", "etwas anderes", "{");
    assert_error(
        r#"{"type":"Polygon","coordinates":[[[1]]]}"#,
        "GEO-001",
        "etwas anderes",
        "[",
    );
    assert_error(
        r#"{"type":"Polygon","coordinates":[[["a",2]]]}"#,
        "GEO-001",
        "etwas anderes",
        "",
    );
    assert_error("", "GEO-001", "nicht als JSON", "");
    assert_error(
        "{\"type\":\n\"Polygon\", ö",
        "GEO-001",
        "nicht als JSON",
        "ö",
    );
    assert_error(
        r#"{"type":"Polygon","coordinates":[[[1e999,2]]]}"#,
        "GEO-001",
        "nicht als JSON",
        "",
    );
    assert_error(
        r#"{"type":"Polygon","coordinates":[[[1e300,2]]]}"#,
        "GEO-001",
        "Grenze von",
        "[1e300,2]",
    );
}

#[test]
fn a_clockwise_ring_is_turned_with_a_warning() {
    let clockwise =
        "[[13.470,51.160],[13.470,51.162],[13.473,51.162],[13.473,51.160],[13.470,51.160]]";
    let (area, findings) = read(&polygon(clockwise), MEISSEN);
    let (id, level, message, place) = only(&findings);
    assert_eq!((id, level, place), ("GEO-001", Level::Warning, clockwise));
    assert!(message.contains("im Uhrzeigersinn"));
    let expected = read(&polygon(SQUARE), MEISSEN).0.unwrap();
    let area = area.unwrap();
    assert_eq!(area.hectares(), expected.hectares());
    assert!(geo::Area::signed_area(area.geometry()) > 0.0);
}

#[test]
fn a_doubled_point_is_left_out_with_a_warning() {
    let doubled = SQUARE.replacen("[13.473,51.160]", "[13.473,51.160],[13.473,51.160]", 1);
    let (area, findings) = read(&polygon(&doubled), MEISSEN);
    assert_eq!(only(&findings).1, Level::Warning);
    assert_eq!(area.unwrap().geometry().0[0].exterior().0.len(), 5);
}

#[test]
fn holes_must_lie_inside_and_apart() {
    let good = "[[13.471,51.1605],[13.471,51.161],[13.472,51.161],[13.471,51.1605]]";
    let (area, findings) = read(&polygon(&format!("{SQUARE},{good}")), MEISSEN);
    assert!(findings.is_empty(), "{findings:#?}");
    assert_eq!(area.unwrap().geometry().0[0].interiors().len(), 1);
    let away = good.replace("51.16", "51.17");
    assert_error(
        &polygon(&format!("{SQUARE},{away}")),
        "GEO-001",
        "ragt bei",
        &away,
    );
    let crossing = good.replace("13.472", "13.478");
    assert_error(
        &polygon(&format!("{SQUARE},{crossing}")),
        "GEO-001",
        "Zwei Ringe",
        "",
    );
    let inner = "[[13.4712,51.1607],[13.4712,51.1608],[13.4714,51.1608],[13.4712,51.1607]]";
    assert_error(
        &polygon(&format!("{SQUARE},{good},{inner}")),
        "GEO-001",
        "Zwei Löcher",
        inner,
    );
}

#[test]
fn parts_may_touch_but_not_overlap() {
    let east = SQUARE
        .replace("13.473", "13.475")
        .replace("13.470", "13.473");
    let beside = format!(r#"{{"type":"MultiPolygon","coordinates":[[{SQUARE}],[{east}]]}}"#);
    let (area, findings) = read(&beside, MEISSEN);
    assert!(findings.is_empty() && area.is_some(), "{findings:#?}");
    let shifted = SQUARE
        .replace("13.473", "13.474")
        .replace("13.470", "13.471");
    let over = format!(r#"{{"type":"MultiPolygon","coordinates":[[{SQUARE}],[{shifted}]]}}"#);
    assert_error(
        &over,
        "GEO-001",
        "Zwei Teilflächen überdecken sich bei [13.47",
        "[[13.471",
    );
    let twice = format!(r#"{{"type":"MultiPolygon","coordinates":[[{SQUARE}],[{SQUARE}]]}}"#);
    assert_error(&twice, "GEO-001", "Zwei Teilflächen", "[[13.470");
}

#[test]
fn swapped_axes_are_found() {
    let swapped = "[[51.160,13.470],[51.160,13.473],[51.162,13.473],[51.160,13.470]]";
    assert_error(
        &polygon(swapped),
        "GEO-002",
        "Achsen sind vertauscht: [51.16, 13.47]",
        "[51.160,13.470]",
    );
    let north_first = "[[5668500,393000],[5668500,393200],[5668700,393200],[5668500,393000]]";
    assert_error(
        &in_system("EPSG:25833", north_first),
        "GEO-002",
        "Achsen sind vertauscht",
        "[5668500,393000]",
    );
    assert_error(
        &polygon(north_first),
        "GEO-002",
        "Bezugssystem fehlt",
        "[5668500,393000]",
    );
    let one_point = SQUARE.replacen("[13.473,51.162]", "[51.162,13.473]", 1);
    assert_error(
        &polygon(&one_point),
        "GEO-002",
        "vertauscht: [51.162, 13.473]",
        "[51.162,13.473]",
    );
}

#[test]
fn a_missing_wrong_or_unknown_system_is_named() {
    let metres = "[[393000,5668500],[393200,5668500],[393200,5668700],[393000,5668500]]";
    assert_error(
        &polygon(metres),
        "GEO-002",
        "sondern Meter in EPSG:25833",
        "[393000,5668500]",
    );
    assert_error(
        &in_system("EPSG:25832", metres),
        "GEO-002",
        "es passt EPSG:25833",
        "EPSG:25832",
    );
    assert_error(
        &in_system("EPSG:25833", SQUARE),
        "GEO-002",
        "es passt EPSG:4326",
        "EPSG:25833",
    );
    assert_error(
        &in_system("EPSG:31468", metres),
        "GEO-002",
        "„EPSG:31468“ ist unbekannt",
        "EPSG:31468",
    );
    assert_error(&in_system("25833", metres), "GEO-002", "unbekannt", "25833");
    let gauss = "[[4600000,5668500],[4600200,5668500],[4600200,5668700],[4600000,5668500]]";
    assert_error(
        &polygon(gauss),
        "GEO-002",
        "Gauß-Krüger",
        "[4600000,5668500]",
    );
    let prefixed = metres.replace("[39", "[3339");
    assert_error(
        &polygon(&prefixed),
        "GEO-002",
        "Zone vor dem Rechtswert",
        "[333",
    );
    let text = in_system("EPSG:25833", metres);
    let two =
        format!(r#"{{"crs":"EPSG:25832","type":"GeometryCollection","geometries":[{text}]}}"#);
    assert_error(&two, "GEO-002", "zwei Bezugssysteme", "EPSG:25833");
}

#[test]
fn an_area_over_the_border_or_elsewhere_is_told_with_its_place() {
    let square = polygon(SQUARE);
    let (area, findings) = read(&square, "14627060");
    let (id, level, message, _) = only(&findings);
    assert_eq!((id, level), ("GEO-003", Level::Error));
    assert!(
        message.contains("dort liegt Meißen (14627140)"),
        "{message}"
    );
    assert!(area.is_some());
    let wide = SQUARE.replace("13.473", "13.573");
    let (_, findings) = read(&polygon(&wide), MEISSEN);
    let (id, level, message, place) = only(&findings);
    assert_eq!((id, level), ("GEO-003", Level::Warning));
    assert!(message.contains("reicht bei [13.573, 51.16"), "{message}");
    assert!(place.starts_with("[13.573"), "{place}");
    let berlin = SQUARE.replace("51.", "52.");
    assert_error(
        &polygon(&berlin),
        "GEO-003",
        "weit außerhalb",
        "[13.470,52.160]",
    );
    assert!(read(&square, "99999999").1.is_empty());
}

#[test]
fn limits_hold() {
    let points: Vec<String> = (0..200_001).map(|n| format!("[{n},1]")).collect();
    assert_error(
        &polygon(&format!("[{}]", points.join(","))),
        "GEO-001",
        "200.000 Punkte",
        "[[0,1]",
    );
    let mut deep = polygon(SQUARE);
    for _ in 0..9 {
        deep = format!(r#"{{"type":"GeometryCollection","geometries":[{deep}]}}"#);
    }
    assert_error(&deep, "GEO-001", "8 Ebenen", "Polygon");
    assert_error(&"[".repeat(1_000_000), "GEO-001", "", "");
    let nested = format!(
        r#"{{"type":"Polygon","coordinates":{}{}}}"#,
        "[".repeat(500_000),
        "]".repeat(500_000)
    );
    assert_error(&nested, "GEO-001", "", "");
    let parts = vec![format!("[{SQUARE}]"); 1001].join(",");
    assert_error(
        &format!(r#"{{"type":"MultiPolygon","coordinates":[{parts}]}}"#),
        "GEO-001",
        "1.000 Teilflächen",
        "",
    );
}

#[test]
fn an_intricate_border_is_refused_and_does_not_hang() {
    let zigzag: Vec<String> = (0..60_000)
        .map(|n| {
            let along = 13.47 + f64::from(n) * 1e-7;
            let side = if n % 2 == 0 { -0.05 } else { 0.05 };
            format!(
                "[{:.7},{:.7}]",
                along + side,
                51.16 - side + f64::from(n) * 1e-7
            )
        })
        .collect();
    let ring = format!("[{},[13.6,51.3],{}]", zigzag.join(","), zigzag[0]);
    let (area, findings) = read(&polygon(&ring), MEISSEN);
    assert!(area.is_none() && !findings.is_empty());
}
