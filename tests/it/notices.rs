//! Notices of the example portal as they must read: one file for each variant in `tests/notices/`.
//! `BLESS=1 cargo test` rewrites them; read the difference like a notice.

use jiff::civil::date;
use offenlage::finding::{Findings, Language};
use offenlage::model::Archive;
use offenlage::model::procedure::State;
use offenlage::notice::record;
use offenlage::notice::text::plain;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// What the notice shows, and the phase in the example portal.
const NOTICES: [(&str, &str); 14] = [
    (
        "auslegung-regelverfahren",
        "meissen/bplan-17-altes-ziegelwerk/05-veroeffentlichung",
    ),
    (
        "auslegung-vor-2017",
        "annaberg-buchholz/bplan-23-skihang/05-veroeffentlichung",
    ),
    (
        "betroffene-13",
        "bautzen/bplan-52-kleingaerten-spreebogen/02-betroffenenbeteiligung",
    ),
    (
        "erneut-4a",
        "chemnitz/bplan-19-07-spinnereihoefe/08-erneute-veroeffentlichung",
    ),
    (
        "erneut-4a-fnp",
        "plauen/teil-fnp-windenergie/08-erneute-veroeffentlichung",
    ),
    ("fnp-3-3", "grimma/fnp-7-aenderung/05-veroeffentlichung"),
    (
        "fnp-wirksam",
        "plauen/teil-fnp-windenergie/13-bekanntmachung",
    ),
    (
        "fruehzeitig-3-1",
        "annaberg-buchholz/bplan-31-sportpark/02-fruehzeitige-beteiligung",
    ),
    (
        "in-kraft-10-3",
        "plauen/bplan-41-gewerbepark-west/10-bekanntmachung",
    ),
    (
        "innenbereich-13-2",
        "weissenborn/entwicklungssatzung-talstrasse/02-veroeffentlichung",
    ),
    (
        "nachbarstaat-4a-4",
        "goerlitz/vbplan-31-tuchfabrik-am-fluss/05-veroeffentlichung",
    ),
    (
        "aufhebung",
        "annaberg-buchholz/aufhebung-bplan-23-skihang/10-bekanntmachung",
    ),
    (
        "teilaufhebung",
        "pirna/bplan-12-teilaufhebung-sportplatz/07-bekanntmachung",
    ),
    (
        "unterrichtung-13a",
        "chemnitz/bplan-98-04-feuerwache-sued/02-unterrichtung",
    ),
];

#[test]
fn every_variant_reads_as_it_must() {
    let archive = example();
    for (name, phase) in NOTICES {
        let text = notice(&archive, phase, Language::German);
        compare(&folder().join(format!("{name}.txt")), &text);
    }
    let english = notice(&archive, NOTICES[0].1, Language::English);
    compare(&folder().join("english.txt"), &english);
}

#[test]
fn a_repeal_and_the_plan_that_it_takes_back_are_no_plans_in_force() {
    let archive = example();
    let stands = |path: &str| {
        let wanted = format!("verfahren/{path}/");
        let mut own = archive.procedures.iter();
        let own = own.find(|own| own.address.as_str() == wanted);
        let own = own.unwrap_or_else(|| panic!("no procedure {path}"));
        (own.state(archive.today), own.legal_status(archive.today))
    };
    let repealed = (State::Repealed, Some("50000"));
    assert_eq!(
        stands("annaberg-buchholz/aufhebung-bplan-23-skihang"),
        repealed
    );
    assert_eq!(stands("annaberg-buchholz/bplan-23-skihang"), repealed);
    assert_eq!(stands("markkleeberg/aufhebung-vep-gaertnerei"), repealed);
    assert_eq!(
        stands("pirna/bplan-12-teilaufhebung-sportplatz"),
        (State::PartlyRepealed, Some("45000"))
    );
    let old = archive.procedures.iter();
    let mut old = old.filter(|own| own.address.as_str().ends_with("/bplan-23-skihang/"));
    let relations = &old.next().expect("the plan that was repealed").relations;
    let since = relations.iter().find_map(|own| own.repealed);
    assert_eq!(since.map(|(day, _)| day), Some(date(2023, 10, 20)));
}

#[test]
fn every_file_is_a_notice() {
    let names = fs::read_dir(folder()).expect("the folder of the notices");
    let names = names.map(|entry| entry.expect("an entry").file_name());
    let names: BTreeSet<String> = names
        .map(|name| name.to_string_lossy().into_owned())
        .collect();
    let known = NOTICES.iter().map(|(name, _)| format!("{name}.txt"));
    let known: BTreeSet<String> = known.chain(["english.txt".to_owned()]).collect();
    assert_eq!(names, known);
}

fn example() -> Archive {
    let mut findings = Findings::default();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let portal = offenlage::read(folder, |_| Ok(date(2026, 5, 5)), &mut findings);
    let portal = portal.expect("the example is there");
    portal.expect("its settings can be read").archive
}

fn notice(archive: &Archive, address: &str, language: Language) -> String {
    let (procedure, name) = address.rsplit_once('/').expect("a procedure and a phase");
    let wanted = format!("verfahren/{procedure}/");
    let procedure = archive
        .procedures
        .iter()
        .find(|own| own.address.as_str() == wanted);
    let procedure = procedure.unwrap_or_else(|| panic!("no procedure {wanted}"));
    let phase = procedure.phases.iter().find(|phase| phase.name == name);
    let phase = phase.unwrap_or_else(|| panic!("no phase {name} in {wanted}"));
    let record = record(archive, procedure, phase, archive.today);
    plain(&record, language)
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/notices")
}

#[expect(
    clippy::disallowed_methods,
    reason = "the test reads what it compares and rewrites it when asked to"
)]
fn compare(path: &Path, given: &str) {
    if std::env::var("BLESS").is_ok() {
        fs::write(path, given).expect("a writable file");
    }
    let expected = fs::read_to_string(path).unwrap_or_default();
    assert_eq!(expected, given, "{} (BLESS=1 rewrites it)", path.display());
}
