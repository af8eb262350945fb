//! Phases appended to files that people wrote.

use crate::cli::Outcome;
use crate::cli::new::tests::{
    Told, assert_clean, call, done, everything, portal_with_meissen, text, warned, words, write,
};
use crate::load::embedded::example_content;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::{TempDir, tempdir};

/// A portal with one procedure, `meissen/bplan-1-hof`.
fn portal() -> (TempDir, String, PathBuf) {
    let folder = tempdir().unwrap();
    let portal = portal_with_meissen(folder.path());
    let line = "verfahren --planname Hof --nummer 1 --verfahrensart vereinfacht --datum 2026-03-11 \
        --bekanntmachung 2026-03-20 --portal";
    done(&words(line, &[&portal]));
    let path = Path::new(&portal).join("content/gemeinden/meissen/bplan-1-hof");
    (folder, portal, path)
}

fn try_phase(portal: &str, line: &str) -> Told {
    let more = ["phase", "meissen/bplan-1-hof", "--portal", portal];
    call(&[&more[..], &words(line, &[])].concat(), None)
}

fn append(portal: &str, line: &str) {
    let told = try_phase(portal, line);
    let is_good = matches!(told.outcome, Ok(Outcome::Good));
    assert!(is_good, "{line}: {:?} {}", told.outcome, told.printed);
}

#[test]
fn a_whole_procedure_can_be_written_phase_by_phase() {
    let (_folder, portal, path) = portal();
    let first = text(&path.join("verfahren.yaml"));
    for line in [
        "--art entwurfsbeschluss --datum 2026-05-06 --beschluss 7:\"b\"",
        "--art veroeffentlichung --beginn 2026-06-01 --bekanntmachung 2026-05-29",
        "--art behoerdenbeteiligung --beginn 2026-06-01",
        "--art eingeschraenkte_beteiligung --beginn 2026-08-03 --ende 2026-08-17",
        "--art eingeschraenkte_beteiligung --beginn 2026-09-01 --ende 2026-09-15",
        "--art satzungsbeschluss --datum 2026-10-07 --grund '#a",
    ] {
        append(&portal, line);
        assert_clean(&portal);
    }
    let last = text(&path.join("verfahren.yaml"));
    for lines in [
        "      ende: 2026-06-30\n",
        "      nummer: \"7:\\\"b\\\"\"\n",
        "    grund: \"'#a\"\n",
        "      gremium: Stadtrat\n",
        "      organ: Amtsblatt der Stadt Meißen\n      veroeffentlicht: 2026-05-29\n",
        "  - kennung: 06-eingeschraenkte-beteiligung\n    art: eingeschraenkte_beteiligung\n    durchgang: 2\n",
    ] {
        assert!(last.contains(lines), "{lines}: {last}");
    }
    assert!(path.join("03-veroeffentlichung").is_dir());
    // Whatever stood there stands there still, in its order.
    let mut rest = last.lines();
    assert!(first.lines().all(|line| rest.any(|other| other == line)));
}

#[test]
fn kinds_are_named_as_offices_say_them() {
    let (_folder, portal, path) = portal();
    for (said, kind) in [
        ("Offenlage --beginn 2031-03-03", "veroeffentlichung"),
        (
            "Erneute-Auslegung --beginn 2031-06-02 --ende 2031-07-04",
            "erneute_veroeffentlichung",
        ),
    ] {
        append(&portal, &format!("--art {said}"));
        let file = text(&path.join("verfahren.yaml"));
        assert!(file.contains(&format!("art: {kind}\n")), "{file}");
    }
}

#[test]
fn a_notice_waits_for_what_it_tells_of() {
    let folder = tempdir().unwrap();
    let portal = portal_with_meissen(folder.path());
    let line = "verfahren --planname Hof --nummer 1 --datum 2026-03-11 --bekanntmachung 2026-03-20 \
        --portal";
    done(&words(line, &[&portal]));
    let before = warned(&portal);
    let told = try_phase(
        &portal,
        "--art veroeffentlichung --beginn 2026-06-01 --bekanntmachung 2026-05-22 --grund \
         Frühzeitig_wurde_2025_beteiligt",
    );
    let is_good = matches!(told.outcome, Ok(Outcome::Good));
    assert!(is_good, "{:?} {}", told.outcome, told.printed);
    for said in [
        "Die Bekanntmachung vom 22. Mai 2026 steht ausgeschaltet in der Datei",
        "NOT-007",
        "umweltinformationen",
    ] {
        assert!(told.printed.contains(said), "{said}: {}", told.printed);
    }
    let path = Path::new(&portal).join("content/gemeinden/meissen/bplan-1-hof/verfahren.yaml");
    let written = text(&path);
    assert!(
        written.contains("    #  veroeffentlicht: 2026-05-22\n"),
        "{written}"
    );
    assert_eq!(warned(&portal), before);
    // Switched on, it is judged.
    let lines = written.lines().map(|line| {
        let is_notice = line.starts_with("    #bekannt") || line.starts_with("    #  ");
        if is_notice && !line.contains("JJJJ") {
            line.replacen('#', "", 1)
        } else {
            line.to_owned()
        }
    });
    write(&path, &(lines.collect::<Vec<_>>().join("\n") + "\n"));
    assert!(warned(&portal).len() > before.len());
}

#[test]
fn example_procedures_take_a_phase_and_keep_their_bytes() {
    let folder = tempdir().unwrap();
    let portal = folder.path().join("p").to_str().unwrap().to_owned();
    done(&["portal", &portal]);
    let procedures: Vec<String> = example_content()
        .filter_map(|(path, _)| Some(path.strip_suffix("/verfahren.yaml")?.to_owned()))
        .collect();
    assert!(procedures.len() > 5);
    for path in procedures.iter().step_by(7) {
        let named = format!("{portal}/content/{path}");
        let file = Path::new(&named).join("verfahren.yaml");
        let before = text(&file);
        let line = "phase --art aenderungsbeschluss --datum 2027-01-13 --portal";
        done(&words(line, &[&portal, &named]));
        let after = text(&file);
        let pairs = before.bytes().zip(after.bytes());
        let start = pairs.take_while(|(a, b)| a == b).count();
        assert!(
            after.as_bytes().ends_with(&before.as_bytes()[start..]),
            "{path}"
        );
        assert!(after.len() > before.len() + 50);
    }
    assert_clean(&portal);
}

#[test]
fn what_contradicts_the_law_is_shown_and_not_written() {
    let (folder, portal, _) = portal();
    let before = everything(folder.path());
    let told = try_phase(&portal, "--art satzungsbeschluss --datum 2026-01-07");
    assert!(matches!(told.outcome, Ok(Outcome::Findings)));
    assert!(told.printed.contains("SEQ-001"), "{}", told.printed);
    assert!(told.printed.contains("  - kennung: 02-satzungsbeschluss\n"));
    for (line, expected) in [
        ("--art feststellungsbeschluss --datum 2026-07-01", "--art"),
        (
            "--art veroeffentlichung --datum 2026-07-01",
            "--beginn und --ende",
        ),
        ("--art ausfertigung --beginn 2026-07-01", "--datum statt"),
        (
            "--art veroeffentlichung --beginn 2026-07-01 --ende 2026-06-01",
            "--ende",
        ),
        ("--art unterrichtung --beginn 2026-07-01", "--ende"),
        ("--art ausfertigung --datum 31.2.2026", "--datum"),
        ("", "--art"),
    ] {
        let fault = try_phase(&portal, line).fault();
        assert!(fault.contains(expected), "{expected}: {fault}");
    }
    assert_eq!(everything(folder.path()), before);
}

#[test]
fn an_unusual_list_is_left_alone_and_the_lines_are_printed() {
    let (folder, portal, path) = portal();
    let flow = "planname: Hof\nplanart: bebauungsplan\nverfahrensart: regelverfahren\n\
        geltungsbereich: { beschreibung: a, ohne_flaeche: b }\nkurzbeschreibung: c\n\
        phasen: [{ kennung: 03-a, art: aufstellungsbeschluss, datum: 2026-03-11 }]\n";
    write(&path.join("verfahren.yaml"), flow);
    let before = everything(folder.path());
    let told = try_phase(&portal, "--art ausfertigung --datum 2026-07-01");
    let lines = "  - kennung: 04-ausfertigung\n    art: ausfertigung\n";
    assert!(told.printed.contains(lines));
    assert!(
        told.fault().contains("ungewöhnlich geschrieben"),
        "{}",
        told.fault()
    );
    assert_eq!(everything(folder.path()), before);
}

#[test]
fn a_broken_file_is_not_touched() {
    let (folder, portal, path) = portal();
    write(&path.join("verfahren.yaml"), "planname: [\n");
    let before = everything(folder.path());
    let fault = try_phase(&portal, "--art ausfertigung --datum 2026-07-01").fault();
    assert!(fault.contains("nicht lesbar"), "{fault}");
    assert_eq!(everything(folder.path()), before);
}

#[test]
fn the_hundredth_phase_is_refused() {
    let (folder, portal, path) = portal();
    let file = path.join("verfahren.yaml");
    let last = text(&file).replace("kennung: 01-", "kennung: 99-");
    write(&file, &last);
    let before = everything(folder.path());
    let fault = try_phase(&portal, "--art ausfertigung --datum 2026-07-01").fault();
    assert!(fault.contains("99 Phasen"), "{fault}");
    assert_eq!(everything(folder.path()), before);
}

#[test]
fn a_mark_at_the_beginning_and_windows_line_ends_stay() {
    let (_folder, portal, path) = portal();
    let file = path.join("verfahren.yaml");
    let windows = format!("\u{feff}{}", text(&file).replace('\n', "\r\n"));
    write(&file, &windows);
    append(&portal, "--art ausfertigung --datum 2026-07-01");
    let after = text(&file);
    assert!(after.starts_with('\u{feff}'));
    assert_eq!(after.matches('\n').count(), after.matches("\r\n").count());
    assert_clean(&portal);
}

#[test]
#[cfg(unix)]
fn the_file_keeps_its_permissions() {
    use std::os::unix::fs::PermissionsExt;
    let (_folder, portal, path) = portal();
    let file = path.join("verfahren.yaml");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o664)).unwrap();
    append(&portal, "--art ausfertigung --datum 2026-07-01");
    let mode = fs::metadata(&file).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o664);
}

#[test]
fn a_procedure_is_found_by_name_and_by_path() {
    let (_folder, portal, path) = portal();
    let on_disk = path.to_str().unwrap();
    let file = format!("{on_disk}/verfahren.yaml");
    for (day, named) in [
        ("2026-07-01", "meissen/bplan-1-hof"),
        ("2026-07-02", "content/gemeinden/meissen/bplan-1-hof/"),
        ("2026-07-03", on_disk),
        ("2026-07-04", &file),
    ] {
        let line = "phase --art aenderungsbeschluss --portal";
        done(&words(line, &[&portal, named, "--datum", day]));
    }
    for named in [
        "meissen/bplan-1-hoff",
        "meissen",
        "../portal",
        "/etc/passwd",
        "",
    ] {
        let words = ["phase", "--portal", &portal, named, "--art", "ausfertigung"];
        assert!(call(&words, None).outcome.is_err(), "{named}");
    }
    let fault = call(
        &["phase", "--portal", &portal, "meissen/bplan-1-hoff"],
        None,
    )
    .fault();
    assert!(fault.contains("Meinen Sie meissen/bplan-1-hof?"), "{fault}");
}
