//! The levels that a portal sets for conventions.

use crate::finding::{Finding, Findings, Kind, Level, Origin, say};
use std::collections::BTreeMap;

/// A level for a rule that does not exist, or that the law or safety sets.
pub static NO_CHOICE: Kind = Kind {
    id: "SIT-002",
    level: Level::Error,
    title_de: "Stufen gibt es nur für Konventionen",
    title_en: "Levels exist for conventions only",
    convention: false,
};

/// Sets the levels of `[regeln]`; `aus` drops a finding. What the law or safety asks keeps its own.
pub fn apply(
    levels: &BTreeMap<String, String>,
    kinds: &[&Kind],
    settings: &Origin,
    findings: &mut Findings,
) {
    for id in levels.keys() {
        let kind = kinds.iter().find(|kind| kind.id == id);
        if kind.is_none_or(|kind| !kind.convention) {
            let place = settings.at(&format!("regeln.{id}"));
            findings.add(no_choice(id, kind.is_some(), place));
        }
    }
    let level = |word: &String| match word.as_str() {
        "fehler" => Some(Level::Error),
        "warnung" => Some(Level::Warning),
        "hinweis" => Some(Level::Note),
        _ => None,
    };
    findings.set_levels(|kind| levels.get(kind.id).map(level));
}

fn no_choice(id: &str, exists: bool, place: crate::finding::Place) -> Finding {
    let message = if exists {
        say(
            format!("Die Stufe der Regel {id} ist nicht wählbar"),
            format!("The level of the rule {id} cannot be chosen"),
        )
    } else {
        say(
            format!("Eine Regel {id} gibt es nicht"),
            format!("There is no rule {id}"),
        )
    };
    Finding::new(&NO_CHOICE, place, message).help(say(
        "Entfernen Sie die Zeile. Wählbar ist die Stufe von Regeln, die weder das Gesetz noch die Sicherheit vorgibt.",
        "Remove the line. The level can be chosen of rules that neither the law nor safety sets.",
    ))
}
