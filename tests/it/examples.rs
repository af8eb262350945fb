//! The example portal: without an error, the same bytes twice, and always something to see.

use jiff::civil::date;
use offenlage::Portal;
use offenlage::finding::{Finding, Findings};
use offenlage::law::law;
use offenlage::model::procedure::State;
use std::collections::BTreeSet;
use std::path::Path;

fn example() -> (Portal, Findings) {
    let mut findings = Findings::default();
    let today = |day: Option<jiff::civil::Date>| Ok(day.expect("the example has its own day"));
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let portal = offenlage::read(folder, today, &mut findings).expect("the example is there");
    (portal.expect("its settings can be read"), findings)
}

#[test]
fn it_has_no_error_and_its_only_warning_is_the_scan_it_shows() {
    let (_, findings) = example();
    assert!(!findings.has_errors());
    let sorted = findings.sorted();
    let is_scan = |finding: &&&Finding| {
        finding.kind.id == "DOC-002" && finding.place.text() == "lageplan-ziegelwerk-1911.pdf"
    };
    let words = |finding: &&Finding| {
        let path = &finding.place.file.path;
        format!("{} {path} {}", finding.kind.id, finding.message.de)
    };
    assert_ne!(sorted.iter().filter(is_scan).count(), 0);
    let other = sorted.iter().filter(|finding| !is_scan(finding)).map(words);
    let other: Vec<_> = other.collect();
    assert!(other.is_empty(), "{other:#?}");
}

#[test]
fn at_its_day_every_state_can_be_seen() {
    let (portal, _) = example();
    let today = portal.archive.today;
    assert_eq!(today, date(2026, 5, 5));
    let states: BTreeSet<State> = portal
        .archive
        .procedures
        .iter()
        .map(|procedure| procedure.state(today))
        .collect();
    for state in State::ALL {
        assert!(states.contains(&state), "nothing is {state:?}");
    }
}

#[test]
fn every_kind_of_plan_track_and_phase_occurs() {
    let (portal, _) = example();
    let procedures = &portal.archive.procedures;
    let plans = procedures
        .iter()
        .flat_map(|own| own.more_plans.iter().chain([&own.plan]));
    let kinds: BTreeSet<&str> = plans.map(|plan| plan.kind.key.as_str()).collect();
    let tracks: BTreeSet<&str> = procedures
        .iter()
        .map(|own| own.track.key.as_str())
        .collect();
    let phases = procedures.iter().flat_map(|own| &own.phases);
    let phases: BTreeSet<&str> = phases.map(|phase| phase.rule.key.as_str()).collect();
    let missing = |all: Vec<&'static str>, there: &BTreeSet<&str>| {
        all.into_iter()
            .filter(|key| !there.contains(key))
            .collect::<Vec<_>>()
    };
    let codes = &law().codes;
    let keys = |list: &'static [offenlage::law::codes::Code]| {
        list.iter()
            .map(|code| code.key.as_str())
            .collect::<Vec<&'static str>>()
    };
    assert_eq!(missing(keys(&codes.plan_kinds), &kinds), Vec::<&str>::new());
    assert_eq!(missing(keys(&codes.tracks), &tracks), Vec::<&str>::new());
    assert_eq!(missing(law().phase_keys(), &phases), Vec::<&str>::new());
    assert!(procedures.len() >= 16);
    assert!(portal.archive.municipalities.len() >= 8);
}
