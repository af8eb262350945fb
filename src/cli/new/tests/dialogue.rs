//! What a person at the terminal is asked.

use crate::cli::Outcome;
use crate::cli::new::tests::{assert_clean, call, call_in, everything, portal_with_meissen, text};
use crate::finding::Language;
use std::path::Path;
use tempfile::tempdir;

#[test]
fn answers_are_checked_at_once_and_asked_again() {
    let folder = tempdir().unwrap();
    let portal = portal_with_meissen(folder.path());
    let typed = [
        "",                                                                // the only municipality
        "",          // no plan name: asked again
        "Am Hof",    //
        "17",        // number
        "Quark",     // no such kind
        "vorhabenb", // the beginning of one
        "",          // made, not amended
        "3",         // the third track
        "Das Gelände zwischen Bahnhof, Mühlgraben und der Straße Am Hof.", // area
        "",          // no summary yet
        "Nicht gut", // no folder's name
        "",          // the usual folder
        "aufst",     // first phase
        "31.2.2026", // no day
        "11.3.2026", //
        "20.3.2026", // notice
        "",          // no number
    ]
    .join("\n");
    let told = call(
        &["verfahren", "--portal", &portal],
        Some(&format!("{typed}\n")),
    );
    assert!(
        matches!(told.outcome, Ok(Outcome::Good)),
        "{:?} {}",
        told.outcome,
        told.asked
    );
    for said in [
        "Diese Angabe wird gebraucht.",
        "„Quark“ steht nicht zur Wahl",
        "31.2.2026",
        "nicht-gut",
    ] {
        assert!(told.asked.contains(said), "{said}: {}", told.asked);
    }
    assert!(told.asked.contains("[vbplan-17-am-hof]"), "{}", told.asked);
    let path = Path::new(&portal).join("content/gemeinden/meissen/vbplan-17-am-hof/verfahren.yaml");
    let written = text(&path);
    for line in [
        "planart: vorhabenbezogener_bebauungsplan\n",
        "verfahrensart: beschleunigt\n",
        "    datum: 2026-03-11\n",
        "      veroeffentlicht: 2026-03-20\n",
        "  #- kennung: 02-unterrichtung\n",
    ] {
        assert!(written.contains(line), "{line}: {written}");
    }
    assert_clean(&portal);
}

#[test]
fn the_earliest_lawful_end_and_the_next_phase_are_proposed() {
    let folder = tempdir().unwrap();
    let portal = portal_with_meissen(folder.path());
    let procedure = [
        "verfahren",
        "--portal",
        &portal,
        "--planname",
        "Hof",
        "--datum",
        "2026-01-07",
        "--bekanntmachung",
        "2026-01-16",
        "--verfahrensart",
        "vereinfacht",
    ];
    assert!(call(&procedure, None).outcome.is_ok());
    let phase = ["phase", "--portal", &portal, "meissen/bplan-hof"];
    let told = call(&phase, Some("\n2026-01-21\n\n"));
    assert!(told.asked.contains("[entwurfsbeschluss]"), "{}", told.asked);
    assert!(matches!(told.outcome, Ok(Outcome::Good)));
    // A day that contradicts the order is shown, and everything is asked again.
    let told = call(&phase, Some("\n2026-01-02\n\n\n\n2026-02-02\n\n\n"));
    assert!(told.asked.contains("[veroeffentlichung]") && told.asked.contains("[2026-03-03]"));
    assert!(told.printed.contains("SEQ-001"), "{}", told.printed);
    assert!(matches!(told.outcome, Ok(Outcome::Good)), "{}", told.asked);
    let file = "content/gemeinden/meissen/bplan-hof/verfahren.yaml";
    let file = text(&Path::new(&portal).join(file));
    assert!(
        file.contains("beginn: 2026-02-02\n      ende: 2026-03-03\n"),
        "{file}"
    );
}

#[test]
fn whoever_goes_away_leaves_nothing_behind() {
    let folder = tempdir().unwrap();
    let portal = portal_with_meissen(folder.path());
    let before = everything(folder.path());
    let new = folder.path().join("neu").to_str().unwrap().to_owned();
    for words in [
        vec!["portal", &new, "--leer"],
        vec!["gemeinde", "--portal", &portal],
        vec!["verfahren", "--portal", &portal],
        vec!["phase", "--portal", &portal],
    ] {
        for typed in ["", "Pirna\n", "\u{0}\n"] {
            let told = call(&words, Some(typed));
            assert!(told.fault().contains("Abgebrochen"), "{}", told.fault());
            assert!(!told.asked.is_empty());
        }
    }
    assert_eq!(everything(folder.path()), before);
}

#[test]
fn the_questions_can_be_english() {
    let folder = tempdir().unwrap();
    let portal = portal_with_meissen(folder.path());
    let told = call_in(
        Language::English,
        &["verfahren", "--portal", &portal],
        Some("\nHof\n\n"),
    );
    assert!(told.asked.contains("Name of the plan") && told.asked.contains("Project-based"));
    assert!(told.fault().contains("Stopped"), "{}", told.fault());
    let fault = call_in(Language::English, &["phase", "--portal", &portal], None).fault();
    assert!(fault.contains("nothing was written"), "{fault}");
}
