//! Templates: what they offer holds, and nothing is missing in them.

use crate::cli::new::starter::description;
use crate::cli::new::tests::{done, portal_with_meissen, text, words};
use crate::finding::{File, Findings};
use crate::load::schema::Schema;
use crate::load::tree::Value;
use crate::load::{schema, shape, yaml};
use serde_json::Value as Json;
use std::path::Path;
use tempfile::tempdir;

/// Switches every key on that a file offers.
fn switched_on(text: &str) -> String {
    let lines = text.lines().map(|line| {
        let start = line.trim_start();
        let indent = &line[..line.len() - start.len()];
        let rest = start.strip_prefix('#').unwrap_or_default();
        let is_words = rest.starts_with(' ') && !rest.starts_with("  ");
        if rest.is_empty() || is_words || rest.starts_with(':') {
            format!("{line}\n")
        } else {
            format!("{indent}{rest}\n")
        }
    });
    lines
        .collect::<String>()
        .replace("JJJJ-MM-TT", "2026-09-01")
}

fn root_keys(schema: &Json) -> impl Iterator<Item = &String> {
    let keys = schema.get("properties").and_then(Json::as_object);
    keys.into_iter().flat_map(|keys| keys.keys())
}

fn assert_complete(path: &str, text: &str, schema: &Schema) {
    let file = File::new(path, switched_on(text));
    let mut findings = Findings::default();
    let (tree, _) = yaml::parse(&file, &mut findings).expect("YAML");
    shape::compare(&file, &tree, &schema.form, &mut findings);
    let found = findings.sorted();
    assert!(found.is_empty(), "{found:#?}\n{}", file.text());
    let Value::Map(entries) = &tree.value else {
        panic!("{path}: {tree:?}");
    };
    for key in root_keys(&schema.json) {
        let is_there = entries.iter().any(|(other, _)| other.text == *key);
        assert!(is_there, "{key} is missing in the template of {path}");
    }
}

#[test]
fn what_is_switched_off_can_be_switched_on_and_every_key_is_there() {
    let folder = tempdir().unwrap();
    let portal = portal_with_meissen(folder.path());
    let plan = "verfahren --planname W --planart sonstiges --planart-text x --datum 2026-03-11 \
        --bekanntmachung 2026-03-20 --portal";
    done(&words(plan, &[&portal]));
    let phase = "phase meissen/x-w --art veroeffentlichung --beginn 2026-06-01 --portal";
    done(&words(phase, &[&portal]));
    let written = |path: &str| text(&Path::new(&portal).join(path));
    let path = "content/gemeinden/meissen/gemeinde.yaml";
    assert_complete(path, &written(path), schema::municipality());
    let path = "content/gemeinden/meissen/x-w/verfahren.yaml";
    assert_complete(path, &written(path), schema::procedure());
    let site = switched_on(&written("site.toml"));
    let table: toml::Table = toml::from_str(&site).expect("TOML");
    for key in root_keys(&schema::site().json) {
        assert!(
            table.contains_key(key),
            "{key} is missing in the template of site.toml"
        );
    }
    let read = toml::from_str::<crate::load::site_file::SiteFile>(&site);
    assert!(read.is_ok(), "{:?}", read.err());
}

#[test]
fn every_explanation_finds_its_key() {
    for (template, schema) in [
        (include_str!("../municipality.yaml"), schema::municipality()),
        (include_str!("../procedure.yaml"), schema::procedure()),
        (include_str!("../site.toml"), schema::site()),
    ] {
        for line in template.lines() {
            if let Some(path) = line.trim_start().strip_prefix("#? ") {
                assert!(description(&schema.json, path).is_some(), "{path}");
            }
        }
    }
}
