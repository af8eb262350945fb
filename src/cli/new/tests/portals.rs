//! Portals and municipalities.

use crate::cli::Outcome;
use crate::cli::new::tests::{
    assert_clean, bytes, call, done, empty_portal, everything, portal_with_meissen, text, words,
    write,
};
use crate::cli::show;
use crate::finding::{Findings, Language};
use crate::load::schema::{self, schemas};
use crate::load::site_file::SiteFile;
use crate::load::written::read_toml;
use clap::Command;
use std::fs;
use std::path::Path;
use tempfile::tempdir;

#[test]
fn the_example_portal_is_clean_and_brings_no_boundaries() {
    let folder = tempdir().unwrap();
    let portal = folder.path().join("mein portal ä");
    let printed = done(&["portal", portal.to_str().unwrap()]);
    assert!(printed.contains("offenlage serve"), "{printed}");
    assert_clean(portal.to_str().unwrap());
    let site = text(&portal.join("site.toml"));
    assert!(site.contains("\nbeispiel = true\n"), "{site}");
    assert!(portal.join("content/gemeinden").is_dir());
    assert!(!portal.join("content/grenzen").exists());
    assert!(!portal.join("content/README.md").exists());
    for schema in schemas() {
        assert_eq!(text(&portal.join(schema.path())), schema.text());
    }
    let beside: Vec<_> = fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(beside.len(), 1, "nothing is left beside it");
}

#[test]
fn the_example_takes_other_settings() {
    let folder = tempdir().unwrap();
    let portal = folder.path().join("p").to_str().unwrap().to_owned();
    let title = "Unser \"Portal\"";
    done(&[
        "portal",
        &portal,
        "--titel",
        title,
        "--email",
        "a@b.example",
    ]);
    assert_clean(&portal);
    let site: SiteFile = settings(&portal);
    assert_eq!((site.titel.as_str(), site.titel_en), (title, None));
    assert_eq!(site.herausgeber.email.as_deref(), Some("a@b.example"));
    assert!(site.beispiel && site.beispieltag.is_some() && site.beschreibung_en.is_some());
}

#[test]
fn an_empty_portal_is_clean_whatever_its_settings() {
    let folder = tempdir().unwrap();
    let portal = folder.path().join("p").to_str().unwrap().to_owned();
    let title = "# <b>*Süd* & [Nord](x)";
    let address = "Am \"Markt\" 1\n# Zeile";
    let publisher = "1. Amt_der_Stadt | `x`";
    let more = [
        "--titel",
        title,
        "--anschrift",
        address,
        "--stelle",
        publisher,
    ];
    let flags = words("--leer --adresse http://bau.example/plan", &more);
    done(&[vec!["portal", &portal], flags].concat());
    assert_clean(&portal);
    let site = settings(&portal);
    assert_eq!((site.titel.as_str(), site.beispiel), (title, false));
    assert_eq!(site.adresse, "http://bau.example/plan/");
    assert_eq!(site.herausgeber.anschrift.as_deref(), Some(address));
    let imprint = text(&Path::new(&portal).join("content/portal/impressum.md"));
    assert!(imprint.contains("- Herausgeber: 1. Amt\\_der\\_Stadt \\| \\`x\\`\n"));
    assert!(imprint.contains("BITTE AUSFÜLLEN"));
    let texts = everything(Path::new(&portal)).into_iter();
    for (path, text) in texts.filter(|(path, _)| path.ends_with(".md")) {
        let text = String::from_utf8(text.expect("a file")).expect("UTF-8");
        assert!(!text.contains('{'), "{path}: {text}");
    }
}

fn settings(portal: &str) -> SiteFile {
    let text = text(&Path::new(portal).join("site.toml"));
    let mut findings = Findings::default();
    let read = read_toml("site.toml", text, &schema::site().form, &mut findings);
    read.expect("settings").value
}

#[test]
fn a_portal_is_put_into_an_empty_folder_and_into_no_other() {
    let folder = tempdir().unwrap();
    let portal = folder.path().join("leer");
    fs::create_dir(&portal).unwrap();
    done(&["portal", portal.to_str().unwrap()]);
    assert_clean(portal.to_str().unwrap());
    let before = everything(folder.path());
    assert!(!before.keys().any(|path| path.contains("offenlage-neu")));
    let fault = call(&["portal", portal.to_str().unwrap()], None).fault();
    assert!(fault.contains("ist nicht leer"), "{fault}");
    let file = folder.path().join("datei");
    write(&file, "x");
    let fault = call(&["portal", file.to_str().unwrap()], None).fault();
    assert!(fault.contains("ist eine Datei"), "{fault}");
    fs::remove_file(file).unwrap();
    assert_eq!(everything(folder.path()), before);
}

#[test]
fn everything_that_is_missing_is_named_at_once() {
    let folder = tempdir().unwrap();
    let target = folder.path().join("p").to_str().unwrap().to_owned();
    let fault = call(&["portal", &target, "--leer", "--email", "x"], None).fault();
    for flag in ["--titel", "--adresse", "--stelle", "--email"] {
        assert!(fault.contains(flag), "{flag}: {fault}");
    }
    assert!(!Path::new(&target).exists());
    let fault = call(&["portal", &target, "--leer", "--beispiel"], None).fault();
    assert!(fault.contains("schließen einander aus"), "{fault}");
    let portal = portal_with_meissen(folder.path());
    let before = everything(folder.path());
    let line = "verfahren --planart quadrat --nummer 1 --portal";
    let fault = call(&words(line, &[&portal]), None).fault();
    for flag in ["--planname", "--planart", "--datum"] {
        assert!(fault.contains(flag), "{flag}: {fault}");
    }
    assert_eq!(everything(folder.path()), before);
}

#[test]
fn every_municipality_of_the_list_can_be_added() {
    let folder = tempdir().unwrap();
    let portal = empty_portal(folder.path());
    for (name, folder) in [
        ("Görlitz", "goerlitz"),
        ("meissen", "meissen"),
        ("Budyšin", "bautzen"),
        ("Chemnitz", "chemnitz"),
        ("Aue-Bad Schlema", "aue-bad-schlema"),
        ("Weißwasser/O.L.", "weisswasser-o-l"),
    ] {
        done(&["gemeinde", "--portal", &portal, "--name", name]);
        let path = Path::new(&portal).join("content/gemeinden").join(folder);
        assert!(path.is_dir(), "{folder}");
    }
    done(&["gemeinde", "--portal", &portal, "--ags", "14625030"]);
    let line = "gemeinde --ags 14625080 --email a@b.example --website crostwitz.example";
    let more = [
        "--portal",
        &portal,
        "--bekanntmachung",
        "aushang",
        "--organ",
        "Tafel „Süd“",
    ];
    let office = ["--stelle", "Amt: #1", "--anschrift", "Weg 1"];
    let display = ["--auslegungsort", "Gemeindeamt: Saal"];
    done(&words(line, &[&more[..], &office, &display].concat()));
    assert_clean(&portal);
    let crostwitz = text(&Path::new(&portal).join("content/gemeinden/crostwitz/gemeinde.yaml"));
    assert!(crostwitz.contains("Chrósćicy"), "{crostwitz}");
    assert!(crostwitz.contains("  stelle: \"Gemeindeamt: Saal\"\n  anschrift: Weg 1\n"));
}

#[test]
fn bernsdorf_is_asked_for_again() {
    let folder = tempdir().unwrap();
    let portal = empty_portal(folder.path());
    let named = |flag, value| ["gemeinde", "--portal", &portal, flag, value];
    let fault = call(&named("--name", "Bernsdorf"), None).fault();
    assert!(
        fault.contains("14524010") && fault.contains("14625030"),
        "{fault}"
    );
    let typed = format!("2{}", "\n".repeat(12));
    let told = call(&named("--name", "Bernsdorf"), Some(&typed));
    assert!(matches!(told.outcome, Ok(Outcome::Good)), "{}", told.asked);
    assert!(
        told.printed
            .contains("content/gemeinden/bernsdorf-bautzen/gemeinde.yaml")
    );
    for (flag, value, expected) in [
        (
            "--ags",
            "14625030",
            "steht schon in content/gemeinden/bernsdorf-bautzen",
        ),
        ("--ags", "14625031", "Meinen Sie 1462503"),
        ("--name", "Meisen", "Meinen Sie Meißen?"),
    ] {
        let fault = call(&named(flag, value), None).fault();
        assert!(fault.contains(expected), "{fault}");
    }
    let two = [&named("--ags", "14627030")[..], &["--name", "Coswig"]].concat();
    let fault = call(&two, None).fault();
    assert!(
        fault.contains("14627030 ist Ebersbach; Coswig hat 14627010."),
        "{fault}"
    );
}

#[test]
#[cfg(unix)]
fn nothing_is_written_through_a_link() {
    let folder = tempdir().unwrap();
    let portal = portal_with_meissen(folder.path());
    let outside = folder.path().join("draussen");
    fs::create_dir(&outside).unwrap();
    let link = Path::new(&portal).join("content/gemeinden/pirna");
    std::os::unix::fs::symlink(&outside, link).unwrap();
    let fault = call(&["gemeinde", "--portal", &portal, "--name", "Pirna"], None).fault();
    assert!(fault.contains("Verknüpfung"), "{fault}");
    assert_eq!(fs::read_dir(outside).unwrap().count(), 0);
}

#[test]
fn schemas_are_written_and_renewed() {
    let folder = tempdir().unwrap();
    let portal = empty_portal(folder.path());
    let path = Path::new(&portal).join(".offenlage/schema/gemeinde.schema.json");
    let good = bytes(&path);
    write(&path, "{}");
    fs::remove_file(path.with_file_name("site.schema.json")).unwrap();
    let command = show::arguments(Command::new("show"), Language::German);
    let matches = command
        .try_get_matches_from(["show", "schema", "--write", &portal])
        .unwrap();
    let mut output = Vec::new();
    show::run(&matches, Language::German, &mut output).unwrap();
    assert_eq!(bytes(&path), good);
    let output = String::from_utf8(output).unwrap();
    for word in ["erneuert", "angelegt", "neuesten Stand"] {
        assert!(output.contains(word), "{output}");
    }
}
