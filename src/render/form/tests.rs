//! What the page of a phase and the endpoint know of a form.

use super::*;
use crate::model::fixture;
use crate::model::retention::Retention;

const KEY: &str = "age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq";

fn archive() -> Archive {
    let mut archive = fixture::archive();
    archive.site.intake = Some("https://annahme.example/x".to_owned());
    archive.municipalities[0].keys = vec![KEY.to_owned()];
    fixture::take_statements(&mut archive);
    archive
}

#[test]
fn the_manifest_holds_what_takes_statements_and_comes_back_as_it_was() {
    let archive = archive();
    let written = manifest(&archive, archive.site.intake.as_deref().unwrap());
    let phase = "verfahren/meissen/bplan-17/02-veroeffentlichung/";
    let entry = &written.phases[phase];
    assert_eq!(written.phases.len(), 2);
    assert_eq!(entry.last.as_deref(), Some("2026-04-07"));
    assert_eq!(
        entry.forms["de"].action,
        format!("https://annahme.example/x/{phase}")
    );
    assert_eq!(entry.forms["en"].fields[2].options.len(), 0);
    assert_eq!(entry.forms["en"].fields[3].options[0].key, "Begründung");
    assert_eq!(written.municipalities["14627140"].keys, [KEY]);
    let text = serde_json::to_string(&written).unwrap();
    assert_eq!(serde_json::from_str::<Manifest>(&text).unwrap(), written);
}

#[test]
fn the_procedures_own_years_count_before_the_towns() {
    let mut archive = archive();
    let years = |archive: &Archive| {
        let procedure = &archive.procedures[0];
        let phase = &procedure.phases[1];
        form(archive, procedure, phase, Language::German)
            .unwrap()
            .kept
    };
    assert_eq!(years(&archive), None);
    let retention = |years| Some(Retention { years, hold: None });
    archive.municipalities[0].retention = retention(10);
    assert_eq!(years(&archive), Some(10));
    archive.procedures[0].facts.retention = retention(3);
    assert_eq!(years(&archive), Some(3));
}

#[test]
fn nobody_is_asked_where_nobody_could_open_the_letter() {
    let mut archive = archive();
    archive.municipalities[0].keys.clear();
    assert!(
        manifest(&archive, "https://annahme.example/")
            .phases
            .is_empty()
    );
}

#[test]
fn another_document_is_another_display_and_so_is_another_commit() {
    let mut archive = archive();
    let shown = |archive: &Archive| display(archive, &archive.procedures[0].phases[1]);
    let before = shown(&archive);
    archive.procedures[0].phases[1].documents[0].facts.sha256 = "cd".repeat(32);
    let after = shown(&archive);
    assert_ne!(after, before);
    let id = "0123456789".repeat(4);
    let commit = |is_changed| {
        Some(Commit {
            id: id.clone(),
            is_changed,
        })
    };
    archive.commit = commit(false);
    assert_eq!(shown(&archive), format!("{after}@{id}"));
    archive.commit = commit(true);
    assert_eq!(shown(&archive), format!("{after}@{id}+"));
    assert!(is_display(&shown(&archive)) && is_display(&after));
    for odd in [
        "",
        "x",
        "00@11",
        &format!("{after}@{id}++"),
        &format!("{after}@x"),
    ] {
        assert!(!is_display(odd), "{odd}");
    }
}
