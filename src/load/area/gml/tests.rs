use std::sync::Arc;

use crate::finding::{File, Finding, Findings, Level};
use crate::load::area::area;
use crate::load::area::shapes::{Ring, Shapes};
use crate::load::area::tests::{MEISSEN, SAXONY};
use crate::model::area::Area;

mod hostile;
mod real;

/// A square of 200 m in Meißen, counter-clockwise, easting before northing.
const SQUARE: &str = "393000 5668500 393200 5668500 393200 5668700 393000 5668700 393000 5668500";

fn file(text: &str) -> Arc<File> {
    File::new("content/x/geltungsbereich.gml", text.to_owned())
}

fn read(text: &str) -> (Option<Area>, Vec<Finding>) {
    let mut findings = Findings::default();
    let area = area(&file(text), &SAXONY, &[MEISSEN], &mut findings);
    (area, findings.sorted().into_iter().cloned().collect())
}

fn shapes(text: &str) -> Shapes {
    let read = super::read(&file(text));
    read.unwrap_or_else(|finding| panic!("{}", finding.message.de))
}

/// Square metres between the points of a ring, taken as metres.
fn square_metres(ring: &Ring) -> f64 {
    let origin = ring.positions[0].coord;
    let pairs = ring.positions.windows(2).map(|pair| {
        let (a, b) = (pair[0].coord - origin, pair[1].coord - origin);
        a.x * b.y - a.y * b.x
    });
    pairs.sum::<f64>() / 2.0
}

/// A file whose plan has an area.
fn plan(geometry: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<xplan:XPlanAuszug xmlns:xplan="http://www.xplanung.de/xplangml/6/0"
  xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:xlink="http://www.w3.org/1999/xlink">
 <gml:featureMember>
  <xplan:BP_Plan gml:id="p1">
   <xplan:name>Am Hang &amp; Ufer</xplan:name>
   <xplan:raeumlicherGeltungsbereich>{geometry}</xplan:raeumlicherGeltungsbereich>
   <xplan:planArt>1000</xplan:planArt>
  </xplan:BP_Plan>
 </gml:featureMember>
 <gml:featureMember><xplan:BP_Bereich gml:id="b1"><xplan:geltungsbereich/></xplan:BP_Bereich></gml:featureMember>
</xplan:XPlanAuszug>"#
    )
}

fn in_system(name: &str, points: &str) -> String {
    plan(&format!(
        r#"<gml:Polygon srsName="{name}" gml:id="g1"><gml:exterior><gml:LinearRing><gml:posList>{points}</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon>"#
    ))
}

/// A plan whose border is a ring of curves in EPSG:25833.
fn ring(members: &str) -> String {
    plan(&format!(
        r#"<gml:Polygon srsName="EPSG:25833"><gml:exterior><gml:Ring>{members}</gml:Ring></gml:exterior></gml:Polygon>"#
    ))
}

fn member(curve: &str) -> String {
    format!("<gml:curveMember>{curve}</gml:curveMember>")
}

fn segment(kind: &str, points: &str) -> String {
    format!("<gml:{kind}><gml:posList>{points}</gml:posList></gml:{kind}>")
}

fn curve(segments: &str) -> String {
    member(&format!(
        "<gml:Curve><gml:segments>{segments}</gml:segments></gml:Curve>"
    ))
}

/// The file is refused with this first finding, underlined where the text stands.
fn assert_refused(text: &str, id: &str, message: &str, underlined: &str) {
    let (area, findings) = read(text);
    let finding = findings.first().expect("a finding");
    assert_eq!(
        (finding.kind.id, finding.level),
        (id, Level::Error),
        "{finding:#?}"
    );
    assert!(
        finding.message.de.contains(message),
        "{}",
        finding.message.de
    );
    assert!(
        finding.place.text().contains(underlined),
        "{:?}",
        finding.place.text()
    );
    assert!(finding.help.is_some() && finding.message.de != finding.message.en);
    assert!(area.is_none());
}

fn assert_hectares(text: &str, hectares: f64) {
    let (area, findings) = read(text);
    assert!(findings.is_empty(), "{text} {findings:#?}");
    let found = area.expect("an area").hectares();
    assert!((found - hectares).abs() < 0.01, "{found}");
}

#[test]
fn every_kind_of_surface_is_read() {
    let ring = format!(
        "<gml:exterior><gml:LinearRing><gml:posList>{SQUARE}</gml:posList></gml:LinearRing></gml:exterior>"
    );
    let polygon = format!("<gml:Polygon>{ring}</gml:Polygon>");
    let patch = format!("<gml:PolygonPatch>{ring}</gml:PolygonPatch>");
    let surfaces = [
        format!(r#"<gml:Polygon srsName="EPSG:25833">{ring}</gml:Polygon>"#),
        format!(
            r#"<gml:MultiSurface srsName="EPSG:25833"><gml:description>Ö</gml:description><gml:surfaceMember>{polygon}</gml:surfaceMember></gml:MultiSurface>"#
        ),
        format!(
            r#"<gml:MultiSurface srsName="EPSG:25833"><gml:surfaceMembers>{polygon}</gml:surfaceMembers></gml:MultiSurface>"#
        ),
        format!(
            r#"<gml:Surface srsName="EPSG:25833"><gml:patches>{patch}</gml:patches></gml:Surface>"#
        ),
        format!(
            r#"<gml:CompositeSurface srsName="EPSG:25833"><gml:surfaceMember>{polygon}</gml:surfaceMember></gml:CompositeSurface>"#
        ),
        format!(
            r#"<gml:OrientableSurface srsName="EPSG:25833"><gml:baseSurface>{polygon}</gml:baseSurface></gml:OrientableSurface>"#
        ),
    ];
    for surface in &surfaces {
        assert_hectares(&plan(surface), 4.0);
        assert_hectares(&plan(surface).replace("BP_Plan", "FP_Plan"), 4.0);
        let default = plan(surface).replace("gml:", "").replace("xplan:", "");
        assert_hectares(&default.replace("\n", "\r\n"), 4.0);
    }
}

#[test]
fn positions_may_stand_one_by_one_and_have_heights() {
    let single: String = SQUARE
        .split(' ')
        .collect::<Vec<_>>()
        .chunks(2)
        .map(|pair| format!("<gml:pos>{} {} 110.5</gml:pos><!-- . -->", pair[0], pair[1]))
        .collect();
    let polygon = |ring: &str, attribute: &str| {
        plan(&format!(
            r#"<gml:Polygon srsName="EPSG:25833" {attribute}><gml:exterior><gml:LinearRing>{ring}</gml:LinearRing></gml:exterior></gml:Polygon>"#
        ))
    };
    assert_hectares(&polygon(&single, ""), 4.0);
    let high = SQUARE
        .replace(" 5668500", " 5668500 99.5")
        .replace(" 5668700", "\n5668700\t1e2");
    let list = format!("<gml:posList>{high}</gml:posList>");
    assert_hectares(&polygon(&list, r#"srsDimension="3""#), 4.0);
    assert_refused(
        &polygon(&list, ""),
        "GEO-001",
        "15 Zahlen ergeben keine Punkte zu je 2",
        "posList",
    );
    let cut = format!("<gml:posList srsDimension=\"3\">{SQUARE} 1</gml:posList>");
    assert_refused(
        &polygon(&cut, ""),
        "GEO-001",
        "11 Zahlen ergeben keine Punkte zu je 3",
        "posList",
    );
    assert_refused(
        &polygon(&cut, r#"srsDimension="x""#),
        "GEO-001",
        "weder 2 noch 3",
        "x",
    );
    let commented = SQUARE.replacen(" 5668500", "<!-- a --> 5668500<!-- b -->", 1);
    let list = format!("<gml:posList>{commented}</gml:posList>");
    assert_hectares(&polygon(&list, ""), 4.0);
    let cdata = format!("<gml:posList><![CDATA[{SQUARE}]]></gml:posList>");
    assert_refused(&polygon(&cdata, ""), "GEO-001", "ist keine Zahl", "CDATA");
}

#[test]
fn holes_and_parts_are_kept() {
    let ring = |border: &str, points: &str| {
        format!(
            "<gml:{border}><gml:LinearRing><gml:posList>{points}</gml:posList></gml:LinearRing></gml:{border}>"
        )
    };
    let hole = "393050 5668550 393050 5668600 393100 5668600 393100 5668550 393050 5668550";
    let more = SQUARE.replace("393", "394");
    let surface = format!(
        r#"<gml:MultiSurface srsName="EPSG:25833"><gml:surfaceMember><gml:Polygon>{}{}</gml:Polygon></gml:surfaceMember><gml:surfaceMember><gml:Polygon>{}</gml:Polygon></gml:surfaceMember></gml:MultiSurface>"#,
        ring("exterior", SQUARE),
        ring("interior", hole),
        ring("exterior", &more)
    );
    let (area, findings) = read(&plan(&surface));
    assert!(findings.is_empty(), "{findings:#?}");
    let area = area.unwrap();
    assert_eq!(area.geometry().0.len(), 2);
    assert!((area.hectares() - 7.75).abs() < 0.01, "{}", area.hectares());
    let turned = plan(&surface).replace(
        hole,
        "393050 5668550 393100 5668550 393100 5668600 393050 5668600 393050 5668550",
    );
    let (area, findings) = read(&turned);
    assert_eq!(findings[0].level, Level::Warning);
    assert!(findings[0].message.de.contains("innerer Ring"));
    assert!((area.unwrap().hectares() - 7.75).abs() < 0.01);
    let two = plan(&surface).replace("gml:interior", "gml:exterior");
    assert_refused(
        &two,
        "GEO-001",
        "„exterior“ gehört hier nicht in „Polygon“",
        "exterior",
    );
}

#[test]
fn curves_are_stroked() {
    let half = |kind: &str| {
        let line = segment(
            "LineStringSegment",
            "393000 5668700 393000 5668500 393200 5668500 393200 5668700",
        );
        ring(&curve(&format!(
            "{line}{}",
            segment(kind, "393200 5668700 393100 5668800 393000 5668700")
        )))
    };
    let lens = std::f64::consts::PI / 2.0;
    assert_hectares(&half("Arc"), 4.0 + lens);
    assert_hectares(&half("ArcString"), 4.0 + lens);
    let circle = ring(&curve(&segment(
        "Circle",
        "393200 5668600 393100 5668700 393000 5668600",
    )));
    assert_hectares(&circle, std::f64::consts::PI);
    let waves = "393200 5668700 393150 5668750 393100 5668700 393050 5668650 393000 5668700";
    let line = segment(
        "LineString",
        "393000 5668700 393000 5668500 393200 5668500 393200 5668700",
    );
    let composite = member(&format!(
        "<gml:CompositeCurve>{}{}</gml:CompositeCurve>",
        member(&line),
        curve(&segment("ArcString", waves))
    ));
    assert_hectares(&ring(&composite), 4.0);
    let back = segment("LineString", "393200 5668700 393000 5668700");
    let turned = format!(
        r#"{}<gml:curveMember><gml:OrientableCurve orientation="-"><gml:baseCurve>{}</gml:baseCurve></gml:OrientableCurve></gml:curveMember>"#,
        member(&segment(
            "LineString",
            "393000 5668700 393000 5668500 393200 5668500 393200 5668700"
        )),
        segment("LineString", "393000 5668700 393200 5668700")
    );
    assert_hectares(&ring(&turned), 4.0);
    let straight = format!("{}{}", member(&line), member(&back));
    assert_hectares(&ring(&straight), 4.0);
}

#[test]
fn curves_that_are_none_are_refused_where_they_stand() {
    let line = member(&segment(
        "LineString",
        "393000 5668700 393000 5668500 393200 5668500",
    ));
    let after = |curve: &str| ring(&format!("{line}{curve}"));
    let gap = after(&member(&segment(
        "LineString",
        "393200 5668600 393000 5668700",
    )));
    assert_refused(
        &gap,
        "GEO-001",
        "endet bei 393200 5668500, die nächste beginnt bei 393200 5668600",
        "393200 5668600",
    );
    let spline = after(&curve(&segment(
        "CubicSpline",
        "393200 5668500 393000 5668700",
    )));
    assert_refused(
        &spline,
        "GEO-001",
        "Kurve „CubicSpline“ wird nicht gelesen",
        "CubicSpline",
    );
    let centre = after(&curve(
        "<gml:ArcByCenterPoint numArc=\"1\"><gml:pos>1 2</gml:pos></gml:ArcByCenterPoint>",
    ));
    assert_refused(&centre, "GEO-001", "„ArcByCenterPoint“", "ArcByCenterPoint");
    let two = after(&curve(&segment("Arc", "393200 5668500 393000 5668700")));
    assert_refused(&two, "GEO-001", "„Arc“ hat 2 Punkte", "393000 5668700");
    let flat = after(&curve(&segment(
        "Circle",
        "393200 5668500 393200 5668600 393200 5668700",
    )));
    assert_refused(&flat, "GEO-001", "kein Bogen", "393200 5668600");
    let closed = after(&curve(&segment(
        "Arc",
        "393200 5668500 393250 5668550 393200 5668500",
    )));
    assert_refused(&closed, "GEO-001", "kein Bogen", "393250 5668550");
    assert_refused(&ring(""), "GEO-001", "„Ring“ fehlt der Rand", "Ring");
}

#[test]
fn the_same_area_in_every_spelling_of_its_system() {
    for name in [
        "EPSG:25833",
        "epsg:25833",
        "urn:ogc:def:crs:EPSG::25833",
        "urn:ogc:def:crs:EPSG:8.5:25833",
        "urn:x-ogc:def:crs:EPSG:25833",
        "http://www.opengis.net/def/crs/EPSG/0/25833",
        "https://www.opengis.net/def/crs/EPSG/0/25833",
        "http://www.opengis.net/gml/srs/epsg.xml#25833",
        "urn:adv:crs:ETRS89_UTM33",
        "urn:adv:crs:ETRS89_UTM33*DE_DHHN2016_NH",
    ] {
        assert_hectares(&in_system(name, SQUARE), 4.0);
    }
    let longitude_first = "13.470 51.160 13.473 51.160 13.473 51.162 13.470 51.162 13.470 51.160";
    let latitude_first = "51.160 13.470 51.160 13.473 51.162 13.473 51.162 13.470 51.160 13.470";
    for (name, points) in [
        ("urn:ogc:def:crs:EPSG::4326", latitude_first),
        ("http://www.opengis.net/def/crs/EPSG/0/4258", latitude_first),
        ("urn:ogc:def:crs:OGC:1.3:CRS84", longitude_first),
        ("EPSG:4326", longitude_first),
        ("EPSG:4326", latitude_first),
        (
            "http://www.opengis.net/gml/srs/epsg.xml#4326",
            latitude_first,
        ),
    ] {
        assert_hectares(&in_system(name, points), 4.67);
    }
    assert_refused(
        &in_system("urn:ogc:def:crs:EPSG::4326", longitude_first),
        "GEO-002",
        "Achsen sind vertauscht: [13.47, 51.16]; verlangt ist Breite vor Länge",
        "13.470 51.160",
    );
    assert_refused(
        &in_system("urn:ogc:def:crs:OGC:1.3:CRS84", latitude_first),
        "GEO-002",
        "verlangt ist Länge vor Breite",
        "51.160 13.470",
    );
    let (area, findings) = read(&in_system(
        "EPSG:25832",
        "673000 5668500 673200 5668500 673200 5668700 673000 5668700 673000 5668500",
    ));
    assert!(area.is_none() || !findings.is_empty());
}

#[test]
fn the_system_may_stand_on_the_envelope_only() {
    let bare = in_system("EPSG:25833", SQUARE).replace(" srsName=\"EPSG:25833\"", "");
    let envelope = |name: &str| {
        format!(
            "<gml:boundedBy><gml:Envelope srsName=\"{name}\"><gml:lowerCorner>0 0</gml:lowerCorner></gml:Envelope></gml:boundedBy>"
        )
    };
    let of_plan = bare.replace(
        "<xplan:name>",
        &format!("{}<xplan:name>", envelope("EPSG:25833")),
    );
    assert_hectares(&of_plan, 4.0);
    let of_file = of_plan.replacen(
        " <gml:featureMember>",
        &format!("{}<gml:featureMember>", envelope("EPSG:31467")),
        1,
    );
    assert_hectares(&of_file, 4.0);
    let alone = bare.replacen(
        " <gml:featureMember>",
        &format!("{}<gml:featureMember>", envelope("EPSG:25833")),
        1,
    );
    assert_hectares(&alone, 4.0);
    assert_refused(
        &bare,
        "GEO-002",
        "weder die Fläche noch der Plan nennt srsName",
        "raeumlicherGeltungsbereich",
    );
}

#[test]
fn a_wrong_or_unknown_system_is_named() {
    assert_refused(
        &in_system("EPSG:31467", SQUARE),
        "GEO-002",
        "„EPSG:31467“ ist unbekannt",
        "EPSG:31467",
    );
    assert_refused(&in_system("", SQUARE), "GEO-002", "ist unbekannt", "");
    assert_refused(
        &in_system("EPSG:25832", SQUARE),
        "GEO-002",
        "es passt EPSG:25833",
        "EPSG:25832",
    );
    let gauss = SQUARE
        .replace("393", "3478")
        .replace("56685", "58896")
        .replace("56687", "58898");
    assert_refused(
        &in_system("EPSG:25833", &gauss),
        "GEO-002",
        "Gauß-Krüger, 3. Streifen",
        "3478000",
    );
    let swapped: Vec<&str> = SQUARE.split(' ').collect();
    let swapped: Vec<String> = swapped
        .chunks(2)
        .map(|pair| format!("{} {}", pair[1], pair[0]))
        .collect();
    assert_refused(
        &in_system("EPSG:25833", &swapped.join(" ")),
        "GEO-002",
        "Achsen sind vertauscht",
        "5668500 393000",
    );
    let two = in_system("EPSG:25833", SQUARE).replace(
        "<gml:LinearRing>",
        r#"<gml:LinearRing srsName="EPSG:25832">"#,
    );
    assert_refused(&two, "GEO-002", "zwei Bezugssysteme", "EPSG:25832");
    let help = &read(&in_system("EPSG:31467", SQUARE)).1[0]
        .help
        .clone()
        .unwrap()
        .de;
    assert!(help.contains("srsName=\"EPSG:25833\""), "{help}");
}

#[test]
fn what_is_checked_of_geojson_is_checked_here() {
    let bow = "393000 5668500 393200 5668700 393200 5668500 393000 5668700 393000 5668500";
    assert_refused(
        &in_system("EPSG:25833", bow),
        "GEO-001",
        "kreuzt sich selbst bei [393100, 5668600]",
        "393000 5668500",
    );
    let open = SQUARE.trim_end_matches(" 393000 5668500");
    assert_refused(
        &in_system("EPSG:25833", open),
        "GEO-001",
        "nicht geschlossen",
        "393000 5668700",
    );
    let clockwise = "393000 5668500 393000 5668700 393200 5668700 393200 5668500 393000 5668500";
    let (area, findings) = read(&in_system("EPSG:25833", clockwise));
    assert!(area.is_some());
    assert!(
        findings[0]
            .message
            .de
            .contains("äußere Ring läuft im Uhrzeigersinn"),
        "{findings:#?}"
    );
    assert!(findings[0].reason.as_ref().unwrap().de.contains("XPlanung"));
    let elsewhere = SQUARE.replace("393", "350");
    let (_, findings) = read(&in_system("EPSG:25833", &elsewhere));
    assert_eq!(findings[0].kind.id, "GEO-003");
}
