use geo::{Area, Validation};
use proptest::prelude::*;

use crate::finding::Level;
use crate::load::area::tests::{MEISSEN, SQUARE, in_system, polygon, read};

proptest! {
    #[test]
    fn mangled_bytes_never_panic(
        at in 0usize..400,
        bytes in proptest::collection::vec(any::<u8>(), 0..6),
        skip in 0usize..12,
    ) {
        let hole = "[[13.471,51.1605],[13.471,51.161],[13.472,51.161],[13.471,51.1605]]";
        let feature = format!(r#"{{"type":"Feature","properties":{{}},"geometry":{}}}"#, polygon(&format!("{SQUARE},{hole}")));
        let text = format!(r#"{{"type":"FeatureCollection","crs":{{"type":"name","properties":{{"name":"urn:ogc:def:crs:OGC:1.3:CRS84"}}}},"features":[{feature}]}}"#);
        let mut mangled = text.into_bytes();
        let start = at.min(mangled.len());
        let end = (start + skip).min(mangled.len());
        mangled.splice(start..end, bytes);
        let (area, findings) = read(&String::from_utf8_lossy(&mangled), MEISSEN);
        prop_assert!(area.is_some() || findings.iter().any(|finding| finding.level == Level::Error));
    }

    #[test]
    fn any_ring_gives_a_valid_area_or_an_error(
        points in proptest::collection::vec((0u8..12, 0u8..12), 0..9),
        hole in proptest::collection::vec((0u8..12, 0u8..12), 0..6),
    ) {
        let ring = |points: &[(u8, u8)]| {
            let closed: Vec<String> = points.iter().chain(points.first())
                .map(|(x, y)| format!("[{},{}]", 393_000 + u32::from(*x) * 20, 5_668_500 + u32::from(*y) * 20))
                .collect();
            format!("[{}]", closed.join(","))
        };
        let rings = if hole.is_empty() { ring(&points) } else { format!("{},{}", ring(&points), ring(&hole)) };
        let (area, findings) = read(&in_system("EPSG:25833", &rings), MEISSEN);
        match area {
            Some(area) => {
                prop_assert!(area.geometry().is_valid(), "{rings}");
                prop_assert!(area.geometry().signed_area() > 0.0);
                prop_assert!(area.bbox().min().x >= 393_000.0);
            }
            None => prop_assert!(findings.iter().any(|finding| finding.level == Level::Error)),
        }
    }

    #[test]
    fn any_numbers_never_panic(numbers in proptest::collection::vec(any::<f64>(), 8)) {
        let points: Vec<String> = numbers.chunks(2).map(|pair| format!("[{:e},{:e}]", pair[0], pair[1])).collect();
        read(&polygon(&format!("[{},{}]", points.join(","), points[0])), MEISSEN);
        read(&in_system("EPSG:25832", &format!("[{},{}]", points.join(","), points[0])), MEISSEN);
    }
}
