//! The house holds to its own tables: who imports whom, how long files are, which ids exist.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[expect(clippy::disallowed_methods, reason = "the test reads the source")]
fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_default()
}

/// Every source file with its module.
fn sources() -> Vec<(String, String, String)> {
    let src = root().join("src");
    let entries = walkdir::WalkDir::new(&src)
        .sort_by_file_name()
        .into_iter()
        .flatten();
    entries
        .filter(|entry| {
            entry
                .path()
                .extension()
                .is_some_and(|ending| ending == "rs")
        })
        .map(|entry| {
            let below = entry.path().strip_prefix(&src).expect("below src");
            let path = below.to_string_lossy().replace('\\', "/");
            let module = path
                .split('/')
                .next()
                .unwrap_or_default()
                .trim_end_matches(".rs")
                .to_owned();
            (module, path, text(entry.path()))
        })
        .collect()
}

/// The map in `src/README.md`: what each module may import.
fn map() -> BTreeMap<String, BTreeSet<String>> {
    let readme = text(&root().join("src/README.md"));
    let (_, map) = readme.split_once("## The map").expect("README has the map");
    let rows = map
        .lines()
        .take_while(|line| !line.starts_with("Where this differs"));
    rows.filter(|line| line.starts_with("| `"))
        .map(|line| {
            let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
            let may = cells[2]
                .split(' ')
                .map(|name| name.trim_matches('`').to_owned());
            (
                cells[0].trim_matches('`').to_owned(),
                may.filter(|name| !name.is_empty()).collect(),
            )
        })
        .collect()
}

#[test]
fn modules_import_only_what_the_map_allows() {
    let map = map();
    let sources = sources();
    let modules: BTreeSet<&str> = sources
        .iter()
        .map(|(module, _, _)| module.as_str())
        .collect();
    let expected: BTreeSet<&str> = map
        .keys()
        .map(String::as_str)
        .chain(["lib", "main"])
        .collect();
    assert_eq!(modules, expected, "the map names every module");
    let mut wrong = Vec::new();
    for (module, path, text) in sources
        .iter()
        .filter(|(module, _, _)| map.contains_key(module))
    {
        let may = &map[module];
        for used in text.split("crate::").skip(1) {
            let used: String = used
                .chars()
                .take_while(|c| c.is_ascii_lowercase() || *c == '_')
                .collect();
            let is_allowed = used == *module || may.contains(&used) || may.contains("all");
            if map.contains_key(&used) && !is_allowed {
                wrong.push(format!("{path} imports {used}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn files_are_at_most_500_lines() {
    let long: Vec<_> = sources()
        .into_iter()
        .map(|(_, path, text)| (path, text.lines().count()))
        .filter(|(_, lines)| *lines > 500)
        .collect();
    assert!(long.is_empty(), "{long:?}");
}

#[test]
fn ids_of_findings_are_unique_and_well_formed() {
    let mut ids: Vec<&str> = offenlage::kinds().iter().map(|kind| kind.id).collect();
    for id in &ids {
        let (area, number) = id.split_once('-').expect("an id has a hyphen");
        assert!(
            (2..=3).contains(&area.len()) && area.bytes().all(|byte| byte.is_ascii_uppercase()),
            "{id}"
        );
        assert!(
            number.len() == 3 && number.bytes().all(|byte| byte.is_ascii_digit()),
            "{id}"
        );
    }
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(count, ids.len());
    let unknown: Vec<String> = sources()
        .iter()
        .flat_map(|(_, _, text)| declared(text))
        .filter(|id| !ids.contains(&id.as_str()))
        .collect();
    assert!(
        unknown.is_empty(),
        "missing in offenlage::kinds(): {unknown:?}"
    );
}

/// The ids of the kinds that a source declares, by itself (`id: "DOC-001"`) or in a list (`= "DOC-001", Error`).
fn declared(text: &str) -> Vec<String> {
    // What is tried out below is no kind of the program.
    let text = text.split("#[cfg(test)]").next().unwrap_or_default();
    let own = text.split(": Kind = Kind {").skip(1);
    let own = own.filter_map(|kind| kind.split_once("id: \"")?.1.split_once('"'));
    let listed = text.split("= \"").skip(1).filter_map(|kind| {
        let (id, rest) = kind.split_once("\", ")?;
        let levels = ["Error, ", "Warning, ", "Note, "];
        levels
            .iter()
            .any(|level| rest.starts_with(level))
            .then_some((id, rest))
    });
    let ids = own.chain(listed).map(|(id, _)| id);
    ids.filter(|id| !id.starts_with('$'))
        .map(str::to_owned)
        .collect()
}

#[test]
fn nothing_is_left_unfinished() {
    let marks = [
        ["TO", "DO"].concat(),
        ["FIX", "ME"].concat(),
        ["todo", "!("].concat(),
        ["unimplemented", "!("].concat(),
    ];
    for (_, path, text) in sources() {
        for mark in &marks {
            assert!(!text.contains(mark.as_str()), "{path} holds {mark}");
        }
    }
}
