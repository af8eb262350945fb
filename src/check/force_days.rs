//! The day on which a wording has a plan enter into force.

use crate::check::days::{NamedDay, days};

/// The day since which a sentence in small letters has a plan in force already: „ist seit dem 24. November 2005 in
/// Kraft“.
pub fn day_since(sentence: &str) -> Option<NamedDay> {
    const STATES: [&str; 4] = ["in kraft", "wirksam", "rechtsverbindlich", "rechtskräftig"];
    let named = days(sentence);
    let is_meant = |named: &&NamedDay| {
        let before = sentence[..named.at.start].trim_end();
        let after = sentence[named.at.end..].trim_start();
        let before_is = [
            "seit dem",
            "seit",
            "bereits am",
            "ist am",
            "trat am",
            "wurde am",
        ];
        let is_past = before_is.iter().any(|words| before.ends_with(words));
        // „parallel zur 9. Änderung des Flächennutzungsplans, die seit dem 12. September wirksam ist“
        let clause = before.rsplit_once(',').map_or("", |(_, clause)| clause);
        let is_of_other = clause.trim_start().starts_with("die ") && before.contains("änderung")
            || clause.trim_start().starts_with("der ") && before.contains("flächennutzungsplan")
            || clause.trim_start().starts_with("welche");
        is_past && !is_of_other && STATES.iter().any(|state| after.starts_with(state))
    };
    named.iter().find(is_meant).cloned()
}

/// The day on which a sentence in small letters lets a plan enter into force: it stands between the words,
/// „tritt am 1. Oktober 2026 in Kraft“.
pub fn day_in_force(sentence: &str) -> Option<NamedDay> {
    const BEFORE: [&str; 8] = [
        "tritt am",
        "tritt zum",
        "tritt mit wirkung vom",
        "tritt rückwirkend zum",
        "treten am",
        "wird am",
        "wird zum",
        "wird mit wirkung vom",
    ];
    let is_meant = |named: &NamedDay| {
        let before = sentence[..named.at.start].trim_end();
        let after = sentence[named.at.end..].trim_start();
        BEFORE.iter().any(|words| before.ends_with(words))
            && (after.starts_with("in kraft") || after.starts_with("wirksam"))
    };
    // „tritt der Plan am 1. Dezember in Kraft“
    let is_parted = |named: &NamedDay| {
        let before = sentence[..named.at.start].trim_end();
        let after = sentence[named.at.end..].trim_start_matches([' ', ',']);
        let is_verb = ["tritt ", "treten ", "wird ", "werden "]
            .iter()
            .any(|verb| before.contains(verb));
        is_verb
            && ["am", "zum", "mit ablauf des"]
                .iter()
                .any(|word| before.ends_with(word))
            && (after.starts_with("in kraft") || after.starts_with("wirksam"))
    };
    // „tritt in Kraft am 1. Dezember“
    let is_behind = |named: &NamedDay| {
        const BEHIND: [&str; 4] = ["in kraft am", "in kraft zum", "wirksam am", "wirksam zum"];
        let before = sentence[..named.at.start].trim_end();
        BEHIND.iter().any(|words| {
            let own = before.strip_suffix(words).unwrap_or_default();
            own.contains("tritt ") || own.contains("treten ")
        })
    };
    let named = days(sentence);
    let meant = named.iter().find(|named| is_meant(named));
    meant
        .or_else(|| named.iter().find(|named| is_parted(named)))
        .or_else(|| named.iter().find(|named| is_behind(named)))
        .cloned()
}
