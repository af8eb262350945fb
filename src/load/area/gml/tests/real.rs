//! Files that others wrote, beside the repository because of their licences.

use std::path::Path;

use crate::load::area::gml::tests::{assert_refused, shapes, square_metres};

#[expect(
    clippy::disallowed_methods,
    reason = "tells whether the files beside must be there, and reads them"
)]
fn beside(name: &str) -> Option<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../shared/data/xplan")
        .join(name);
    if path.exists() {
        return Some(std::fs::read_to_string(&path).expect("a text"));
    }
    let is_required = std::env::var("OFFENLAGE_SHARED_REQUIRED").is_ok_and(|value| value == "1");
    assert!(!is_required, "{} is missing", path.display());
    eprintln!("skipped: {} is not here", path.display());
    None
}

fn assert_area(name: &str, points: usize, metres: f64) {
    let Some(text) = beside(name) else { return };
    let shapes = shapes(&text);
    assert_eq!(shapes.polygons.len(), 1, "{name}");
    let ring = &shapes.polygons[0][0];
    assert_eq!(ring.positions.len(), points, "{name}");
    assert!((square_metres(ring).abs() - metres).abs() < 0.1, "{name}");
}

#[test]
fn plans_of_the_versions_that_are_in_use() {
    assert_area("bp_plan1_xplan53.gml", 89, 268_050.7);
    assert_area("bplan001_xplan60.gml", 5, 7_077.8);
}

#[test]
fn a_system_that_is_not_read_is_named() {
    for name in ["bp2135_xplan50.gml", "bp2070_xplan40.gml"] {
        if let Some(text) = beside(name) {
            assert_refused(&text, "GEO-002", "„EPSG:31467“ ist unbekannt", "EPSG:31467");
        }
    }
}

#[test]
fn a_system_that_cannot_be_true_is_noticed() {
    if let Some(text) = beside("bp_plan_xplan53.gml") {
        assert_refused(
            &text,
            "GEO-002",
            "Gauß-Krüger, 3. Streifen",
            "3479367.656 5889625.167",
        );
    }
}

#[test]
fn two_plans_in_one_file_are_not_mixed() {
    if let Some(text) = beside("demo_xplan50.gml") {
        assert_refused(
            &text,
            "GEO-001",
            "mehr als einen Plan",
            "raeumlicherGeltungsbereich",
        );
    }
}
