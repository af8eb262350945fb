use super::*;
use crate::law::codes::find;
use crate::law::law;
use crate::model::fixture;
use crate::model::phase::Time;
use jiff::civil::date;

/// The old plan of the fixture, in force since 13 March 2026.
fn in_force() -> Procedure {
    let mut own = (*fixture::archive().procedures[2]).clone();
    own.phases.truncate(1);
    own.undated.clear();
    own.relations.clear();
    own.phases[0].time = Time::Day(date(2026, 3, 13));
    let rule = law().phase("bekanntmachung", Some(date(2026, 3, 13)));
    own.phases[0].rule = rule.expect("a row");
    own
}

fn operation(key: &str) -> &'static Code {
    find(&law().codes.operations, key).expect("a row")
}

#[test]
fn a_repeal_takes_effect_as_a_plan_does_and_leaves_none_in_force() {
    let stands = |key: &str, day| {
        let mut own = in_force();
        own.operation = operation(key);
        (own.state(day), own.legal_status(day))
    };
    let day = date(2026, 3, 13);
    assert_eq!(stands("aenderung", day), (State::InForce, Some("4000")));
    assert_eq!(stands("aufhebung", day), (State::Repealed, Some("50000")));
    let part = (State::PartlyRepealed, Some("45000"));
    assert_eq!(stands("teilaufhebung", day), part);
    let before = stands("aufhebung", date(2026, 3, 12));
    assert_eq!(before, (State::InProcedure, None));
}

#[test]
fn a_plan_is_in_force_until_another_procedure_takes_it_back() {
    let mut own = in_force();
    own.relations.push(Relation {
        label: Words::default(),
        kind: find(&law().codes.relations, "hebt_auf").expect("a row"),
        is_inverse: true,
        procedure: None,
        name: None,
        repealed: Some((date(2026, 9, 1), operation("aufhebung"))),
    });
    assert_eq!(own.state(date(2026, 8, 31)), State::InForce);
    assert_eq!(own.state(date(2026, 9, 1)), State::Repealed);
    assert_eq!(own.legal_status(date(2026, 9, 1)), Some("50000"));
    own.relations[0].repealed = Some((date(2026, 9, 1), operation("teilaufhebung")));
    assert_eq!(own.state(date(2026, 9, 1)), State::PartlyRepealed);
}
