//! Procedures of every kind, with any name.

use crate::cli::new::tests::{
    assert_clean, call, done, everything, portal_with_meissen, text, words,
};
use crate::finding::Findings;
use crate::law::law;
use crate::load::procedure_file::ProcedureFile;
use crate::load::schema;
use crate::load::written::read_yaml;
use proptest::prelude::{ProptestConfig, prop_assert_eq};
use proptest::test_runner::TestRunner;
use std::fs;
use std::path::Path;
use tempfile::tempdir;

#[test]
fn nothing_that_exists_is_overwritten() {
    let folder = tempdir().unwrap();
    let portal = portal_with_meissen(folder.path());
    let line = "verfahren --planname Weinberg --datum 2026-03-11 --portal";
    done(&words(line, &[&portal]));
    let before = everything(folder.path());
    let fault = call(&words(line, &[&portal]), None).fault();
    assert!(
        fault.contains("bplan-weinberg/verfahren.yaml gibt es schon"),
        "{fault}"
    );
    let line = "gemeinde --name Pirna --ordner meissen --portal";
    let fault = call(&words(line, &[&portal]), None).fault();
    assert!(fault.contains("gibt es schon"), "{fault}");
    assert_eq!(everything(folder.path()), before);
}

#[test]
fn every_plan_kind_on_every_track_begins_clean() {
    let folder = tempdir().unwrap();
    let portal = portal_with_meissen(folder.path());
    let codes = &law().codes;
    let pairs = codes
        .plan_kinds
        .iter()
        .flat_map(|kind| codes.tracks.iter().map(move |track| (kind, track)))
        .filter(|(_, track)| track.key != "unbekannt");
    for (at, (kind, track)) in pairs.enumerate() {
        let name = format!("{at}-{}", kind.key);
        // In 2022 every plan and every track there ever was could be begun.
        let flags = [
            ["--datum", "2022-03-11"],
            ["--bekanntmachung", "2022-03-18"],
            ["--portal", portal.as_str()],
            ["--planname", &name],
            ["--planart", &kind.key],
            ["--verfahrensart", &track.key],
            ["--planart-text", "Gestaltungssatzung"],
        ];
        let flags = &flags[..if kind.needs_text { 7 } else { 6 }];
        let words = words("verfahren", &flags.concat());
        if track.is_for(kind) {
            done(&words);
        } else {
            assert!(call(&words, None).fault().contains("--verfahrensart"));
        }
    }
    assert_clean(&portal);
}

#[test]
fn an_amendment_and_a_later_first_phase_can_be_begun() {
    let folder = tempdir().unwrap();
    let portal = portal_with_meissen(folder.path());
    let area = "Das Ufer zwischen Brücke und Wehr, im Norden die Straße, im Süden der Fluss.";
    let plan = "verfahren --gemeinde meissen --planart flaechennutzungsplan --vorgang aenderung \
        --aenderung-nummer 7. --art veroeffentlichung --beginn 2.2.2026 \
        --bekanntmachung 30.1.2026 --kurzbeschreibung Kurz. ";
    let printed = done(&words(
        plan,
        &[
            "--portal",
            &portal,
            "--planname",
            "Überm Fluß",
            "--lage",
            area,
        ],
    ));
    // What the law asks of a display is listed, and written where it is known.
    assert!(printed.contains("PUB-008"), "{printed}");
    let path = "content/gemeinden/meissen/fnp-7-aenderung-ueberm-fluss/verfahren.yaml";
    let written = text(&Path::new(&portal).join(path));
    for line in [
        "aenderung_nummer: 7\n",
        "  - kennung: 01-veroeffentlichung\n",
        "      ende: 2026-03-03\n",
        "      veroeffentlicht: 2026-01-30\n      hinweise: [frist, elektronisch, verspaetet, zugang, verbaende]\n",
        "      - art: auslegung\n        ort: Rathaus, Raum 214\n",
        "  #- kennung: 02-behoerdenbeteiligung\n",
        "Feststellungsbeschluss",
    ] {
        assert!(written.contains(line), "{line}: {written}");
    }
    assert!(!written.contains("BITTE AUSFÜLLEN"));
}

#[test]
fn a_procedure_needs_a_municipality() {
    let folder = tempdir().unwrap();
    let portal = crate::cli::new::tests::empty_portal(folder.path());
    let fault = call(&["verfahren", "--portal", &portal], None).fault();
    assert!(fault.contains("offenlage new gemeinde"), "{fault}");
    let nowhere = folder.path().to_str().unwrap();
    let fault = call(&["verfahren", "--portal", nowhere], None).fault();
    assert!(fault.contains("offenlage new portal"), "{fault}");
    let line = "gemeinde --name Meißen --portal";
    done(&words(line, &[&format!("{portal}/content")]));
    done(&words("gemeinde --name Pirna --portal", &[&portal]));
    let line = "verfahren --planname Hof --datum 2026-03-11 --portal";
    assert!(
        call(&words(line, &[&portal]), None)
            .fault()
            .contains("--gemeinde")
    );
    done(&words(line, &[&portal, "--gemeinde", "pirna"]));
}

fn planname_of(portal: &str, folder: &str) -> String {
    let path = format!("content/gemeinden/meissen/{folder}/verfahren.yaml");
    let text = text(&Path::new(portal).join(&path));
    let mut findings = Findings::default();
    let read = read_yaml::<ProcedureFile>(&path, text, &schema::procedure().form, &mut findings);
    read.expect("a procedure").value.planname
}

#[test]
fn a_hostile_name_reads_back_the_same() {
    let folder = tempdir().unwrap();
    let portal = portal_with_meissen(folder.path());
    let name = "Am \"Weinberg\": 'Süd' {{ x {% y %}\n# 🏡 &a *b !c |\\ – no";
    let area = format!("Zwischen der Elbe und {name}");
    let line = "verfahren --nummer 1.10 --ordner h --datum 2026-03-11 --bekanntmachung 2026-03-20 --portal";
    let texts = [
        "--planname",
        name,
        "--lage",
        &area,
        "--kurzbeschreibung",
        name,
    ];
    let more = [&[portal.as_str(), "--beschluss", "2026: \"1\""], &texts[..]].concat();
    done(&words(line, &more));
    assert_eq!(planname_of(&portal, "h"), name);
    assert_clean(&portal);
}

#[test]
fn every_name_reads_back_the_same() {
    let folder = tempdir().unwrap();
    let portal = portal_with_meissen(folder.path());
    let mut runner = TestRunner::new(ProptestConfig::with_cases(24));
    let names = "[^-\\s\\p{C}]\\PC{0,40}[^\\s\\p{C}]";
    let checked = runner.run(&names, |name| {
        let name = name.trim().to_owned();
        let flag = format!("--planname={name}");
        let line = "verfahren --ordner h --datum 2026-03-11 --portal";
        done(&words(line, &[&portal, &flag]));
        prop_assert_eq!(planname_of(&portal, "h"), name);
        fs::remove_dir_all(Path::new(&portal).join("content/gemeinden/meissen/h")).unwrap();
        Ok(())
    });
    assert!(checked.is_ok(), "{checked:?}");
}
