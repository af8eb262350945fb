//! XML that means harm, and XML that was merely broken on its way.

use std::time::{Duration, Instant};

use proptest::prelude::*;

use crate::finding::Level;
use crate::load::area::gml::tests::{
    SQUARE, assert_refused, curve, in_system, plan, read, ring, segment,
};

#[test]
fn document_types_are_refused_before_anything_unfolds() {
    let body = in_system("EPSG:25833", SQUARE);
    let body = body.split_once("?>").unwrap().1;
    let laughs = r#"<!DOCTYPE a [
<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">
]>"#;
    let outside = r#"<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>"#;
    let fetched = r#"<!DOCTYPE a SYSTEM "http://192.0.2.1/a.dtd">"#;
    for kind in [laughs, outside, fetched, "<!DOCTYPE a>"] {
        assert_refused(
            &format!("<?xml version=\"1.0\"?>{kind}{body}"),
            "GEO-001",
            "Dokumenttyp",
            "<!DOCTYPE a",
        );
    }
    assert_refused(
        "<!DOCTYPE a [<!ENTITY",
        "GEO-001",
        "Dokumenttyp",
        "<!DOCTYPE",
    );
}

#[test]
fn references_lead_nowhere() {
    let named = in_system("EPSG:25833", SQUARE).replace("Am Hang", "&x;");
    assert_refused(&named, "GEO-001", "Verweis mit &", "&x;");
    let number = in_system("EPSG:25833", &SQUARE.replacen("393000", "&#51;93000", 1));
    assert_refused(&number, "GEO-001", "Verweis mit &", "&#51;");
    let link = plan(r##"<gml:Polygon srsName="EPSG:25833" xlink:href="#g7"/>"##);
    assert_refused(&link, "GEO-001", "hinter einem Verweis", "#g7");
    let include = plan(
        r#"<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" srsName="EPSG:25833" href="/etc/passwd"/>"#,
    );
    assert_refused(&include, "GEO-001", "„include“ ist keine Fläche", "include");
}

#[test]
fn limits_hold() {
    let deep = format!("{}{}", "<a>".repeat(70), "</a>".repeat(70));
    assert_refused(&deep, "GEO-001", "64 Ebenen", "<a>");
    assert_refused(
        &plan(&"<gml:Surface>".repeat(500_000)),
        "GEO-001",
        "64 Ebenen",
        "Surface",
    );
    let points = "1 2 ".repeat(200_001);
    assert_refused(
        &in_system("EPSG:25833", &points),
        "GEO-001",
        "200.000 Punkten",
        "posList",
    );
    let single = "<gml:pos/>".repeat(300_001);
    assert_refused(&plan(&single), "GEO-001", "300.000 Elementen", "pos");
    let polygon = in_system("EPSG:25833", SQUARE);
    let start = polygon.find("<gml:Polygon").unwrap();
    let end = polygon.find("</xplan:raeum").unwrap();
    let one = format!(
        "<gml:surfaceMember>{}</gml:surfaceMember>",
        &polygon[start..end]
    );
    let many = plan(&format!(
        "<gml:MultiSurface>{}</gml:MultiSurface>",
        one.repeat(1_001)
    ));
    assert_refused(&many, "GEO-001", "1.000 Teilflächen", "Polygon");
}

#[test]
fn endless_arcs_end_at_the_limit_of_points() {
    let started = Instant::now();
    // Each of these arcs needs a thousand points and more, and there are fifty thousand.
    let mut points = String::from("300000 5668500");
    for step in 0..50_000 {
        let side = if step % 2 == 0 { 5_768_500 } else { 5_568_500 };
        points.push_str(&format!(
            " 400000 {side} {} 5668500",
            if step % 2 == 0 { 500_000 } else { 300_000 }
        ));
    }
    let text = ring(&curve(&segment("ArcString", &points)));
    assert_refused(&text, "GEO-001", "200.000 Punkten", "ArcString");
    for points in [
        "-9e9 0 0 9e9 9e9 0",
        "0 0 1e-300 1e-300 2e-300 0",
        "0 0 1e9 1e-9 2e9 0",
    ] {
        let (area, findings) = read(&ring(&curve(&segment("Arc", points))));
        assert!(area.is_none() && !findings.is_empty());
    }
    assert!(started.elapsed() < Duration::from_secs(20));
}

#[test]
fn numbers_that_are_none_or_nowhere_are_told() {
    for (number, message) in [
        ("393.000,5", "„393.000,5“ ist keine Zahl"),
        ("NaN", "„NaN“ ist keine Zahl"),
        ("inf", "10 Milliarden"),
        ("1e300", "10 Milliarden"),
        ("0x1F", "„0x1F“ ist keine Zahl"),
    ] {
        let text = in_system("EPSG:25833", &SQUARE.replacen("393000", number, 1));
        assert_refused(&text, "GEO-001", message, number);
    }
    assert_refused(
        &in_system("EPSG:25833", "1 2 3"),
        "GEO-001",
        "3 Zahlen ergeben keine Punkte zu je 2",
        "posList",
    );
    assert_refused(
        &in_system("EPSG:25833", " "),
        "GEO-001",
        "„LinearRing“ fehlt der Rand",
        "LinearRing",
    );
}

#[test]
fn broken_xml_is_told_where_it_breaks() {
    let good = in_system("EPSG:25833", SQUARE);
    let cases = [
        (good.replace("</gml:exterior>", "</gml:interior>"), "<"),
        (good[..good.len() - 20].to_owned(), ""),
        (good[..300].to_owned(), ""),
        (format!("{good}<b/>"), "<"),
        (format!("{good} Nachwort"), " "),
        (format!("Vorwort{good}"), "V"),
        (
            good.replace("srsName=\"EPSG:25833\"", "srsName=\"EPSG:25833"),
            "",
        ),
        (
            good.replace("srsName=", "srsName=\"EPSG:25833\" srsName="),
            "<",
        ),
        (String::new(), ""),
        ("{\"type\":\"Polygon\"}".into(), "{"),
        (good.replace("&amp;", "&"), ""),
        ("<!-- ".into(), ""),
        ("\0\u{1}\u{2}".into(), "\0"),
    ];
    for (text, underlined) in &cases {
        assert_refused(text, "GEO-001", "nicht als XML lesen", underlined);
    }
}

#[test]
fn a_file_without_a_plan_or_an_area_says_so() {
    let good = in_system("EPSG:25833", SQUARE);
    assert_refused(
        &good.replace("BP_Plan", "BP_Objekt"),
        "GEO-001",
        "keinen Plan nach XPlanung",
        "",
    );
    assert_refused(
        &good.replace("raeumlicherGeltungsbereich", "lage"),
        "GEO-001",
        "keinen raeumlicherGeltungsbereich",
        "",
    );
    let envelope = "<gml:Envelope srsName=\"EPSG:25833\"/>";
    assert_refused(
        &plan(envelope),
        "GEO-001",
        "„Envelope“ ist keine Fläche",
        "Envelope",
    );
    assert_refused(
        &plan("<gml:MultiSurface srsName=\"EPSG:25833\"/>"),
        "GEO-001",
        "keine Fläche",
        "",
    );
    assert_refused(
        &plan("<gml:Polygon srsName=\"EPSG:25833\"/>"),
        "GEO-001",
        "„Polygon“ fehlt der Rand",
        "Polygon",
    );
    let member = good.rfind(" <gml:featureMember>").unwrap();
    let start = good.find(" <gml:featureMember>").unwrap();
    let twice = format!(
        "{}{}{}",
        &good[..member],
        &good[start..member],
        &good[member..]
    );
    assert_refused(
        &twice,
        "GEO-001",
        "mehr als einen Plan",
        "raeumlicherGeltungsbereich",
    );
}

#[test]
fn many_attributes_and_names_do_not_hang() {
    let started = Instant::now();
    let attributes: String = (0..200_000)
        .map(|number| format!(" a{number}=\"\""))
        .collect();
    let spaces: String = (0..100_000)
        .map(|number| format!(" xmlns:n{number}=\"urn:{number}\""))
        .collect();
    read(&plan(&format!(
        "<gml:Polygon srsName=\"EPSG:25833\"{attributes}/>"
    )));
    read(&plan("<gml:Polygon srsName=\"EPSG:25833\"/>").replacen(
        " xmlns",
        &format!("{spaces} xmlns"),
        1,
    ));
    assert!(started.elapsed() < Duration::from_secs(20));
}

proptest! {
    #[test]
    fn mangled_bytes_never_panic(
        at in 0usize..1_000,
        bytes in proptest::collection::vec(any::<u8>(), 0..6),
        skip in 0usize..40,
    ) {
        let mut mangled = ring(&curve(&segment("Circle", "393200 5668600 393100 5668700 393000 5668600"))).into_bytes();
        let start = at.min(mangled.len());
        let end = (start + skip).min(mangled.len());
        mangled.splice(start..end, bytes);
        let (area, findings) = read(&String::from_utf8_lossy(&mangled));
        prop_assert!(area.is_some() || findings.iter().any(|finding| finding.level == Level::Error));
    }

    #[test]
    fn any_arcs_never_panic(numbers in proptest::collection::vec(any::<f64>(), 6)) {
        let words: Vec<String> = numbers.iter().map(|number| format!("{number:e}")).collect();
        read(&ring(&curve(&segment("Arc", &words.join(" ")))));
        read(&ring(&curve(&segment("Circle", &words.join(" ")))));
    }
}
