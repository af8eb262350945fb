//! The levels that a portal sets for conventions.

use crate::finding::{Findings, Level};
use std::collections::BTreeMap;

/// Sets the levels of `[regeln]`; `aus` drops a finding. What the law or safety asks keeps its own.
pub fn apply(levels: &BTreeMap<String, String>, findings: &mut Findings) {
    let level = |word: &String| match word.as_str() {
        "fehler" => Some(Level::Error),
        "warnung" => Some(Level::Warning),
        "hinweis" => Some(Level::Note),
        _ => None,
    };
    findings.set_levels(|kind| levels.get(kind.id).map(level));
}
