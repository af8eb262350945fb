//! The names in an XPlanGML file, compared with the record (`COD-009`).

use crate::load::area::declared::{Differs, Recorded, values};
use std::ops::Range;

/// Words that many names of plans have.
const GENERAL: [&str; 14] = [
    "aufstellung",
    "bauleitplan",
    "bebauungsplan",
    "bebauungsplanes",
    "bebauungsplans",
    "ergänzung",
    "flächennutzungsplan",
    "flächennutzungsplanes",
    "gemeinde",
    "satzung",
    "stadt",
    "vorhabenbezogener",
    "änderung",
    "entwurf",
];
/// Letters that tell a word from another, whatever its ending.
const STEM: usize = 4;

/// The name of the plan and those of its municipalities, where none is that of the record.
pub fn told(text: &str, plan: &Range<usize>, recorded: &Recorded) -> Vec<Differs> {
    let own = other_name(text, plan, recorded);
    own.into_iter()
        .chain(other_place(text, plan, recorded))
        .collect()
}

/// A name that shares no word with those of the record, or all but one.
fn other_name(text: &str, plan: &Range<usize>, recorded: &Recorded) -> Option<Differs> {
    let (range, said) = values(text, plan, "name").into_iter().next()?;
    // „BPlan001_6-0“ is the name of a file.
    let words = told_words(said);
    if words.is_empty() || recorded.names.is_empty() || !said.contains(' ') && said.contains('_') {
        return None;
    }
    let is_shared = |name: &&str| {
        let own = told_words(name);
        own.is_empty()
            || own
                .iter()
                .any(|own| words.iter().any(|word| is_near(own, word)))
    };
    let differs = |name: &&str| differs_in_a_word(said, name);
    if recorded.names.iter().any(is_shared) && !recorded.names.iter().all(differs) {
        return None;
    }
    let own = recorded.names.join("“, „");
    Some((
        range,
        (
            format!("Die Plandatei nennt den Plan „{said}“, das Verfahren „{own}“"),
            format!("The plan file calls the plan “{said}”, the procedure “{own}”"),
        ),
    ))
}

/// Whether two names are one but for a word: „Innere Bahnhofstraße“ and „Äußere Bahnhofstraße“. A place has several words:
/// „Wohngebiet“, „Wohnpark“.
fn differs_in_a_word(said: &str, name: &str) -> bool {
    const AREAS: [&str; 9] = [
        "gebiet", "park", "siedlung", "anlage", "standort", "bereich", "areal", "quartier", "plan",
    ];
    const LEAST: usize = 3;
    let words = |text: &str| {
        let lower = text.to_lowercase();
        let words = lower.split(|letter: char| !letter.is_alphanumeric());
        let told = words.filter(|word| word.chars().count() >= LEAST);
        told.map(str::to_owned).collect::<Vec<_>>()
    };
    let (said, own) = (words(said), words(name));
    let mut others = said.iter().zip(&own).filter(|(one, other)| one != other);
    let Some((one, other)) = others
        .next()
        .filter(|_| said.len() == own.len() && own.len() > 1)
    else {
        return false;
    };
    let is_area = |word: &str| AREAS.iter().any(|end| word.ends_with(end));
    let is_word = |word: &str| word.chars().all(char::is_alphabetic);
    others.next().is_none()
        && is_word(one)
        && is_word(other)
        && !is_near(one, other)
        && !(is_area(one) && is_area(other))
}

fn other_place(text: &str, plan: &Range<usize>, recorded: &Recorded) -> Option<Differs> {
    let mut named = values(text, plan, "gemeindeName").into_iter().peekable();
    let (range, said) = named.peek().cloned()?;
    let is_own = |said: &str| {
        let said = said.to_lowercase();
        let mut own = recorded.places.iter().map(|own| own.to_lowercase());
        own.any(|own| said.contains(&own) || own.contains(&said))
    };
    if recorded.places.is_empty() || said.is_empty() || named.any(|(_, said)| is_own(said)) {
        return None;
    }
    let own = recorded.places.join(", ");
    Some((
        range,
        (
            format!("Die Plandatei nennt die Gemeinde {said}, das Verfahren {own}"),
            format!("The plan file says municipality {said}, the procedure {own}"),
        ),
    ))
}

/// The words of a name that tell it from others, in small letters.
fn told_words(name: &str) -> Vec<String> {
    let lower = name.to_lowercase();
    let words = lower.split(|letter: char| !letter.is_alphanumeric());
    let told = words.filter(|word| word.chars().count() >= STEM && !GENERAL.contains(word));
    told.filter(|word| word.contains(char::is_alphabetic))
        .map(str::to_owned)
        .collect()
}

/// Whether two words begin alike, or one holds the other: „Kaisergartens“ and „Kaisergarten“.
fn is_near(one: &str, other: &str) -> bool {
    let stem = |word: &str| word.chars().take(STEM).collect::<String>();
    one.contains(other) || other.contains(one) || stem(one) == stem(other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::area::declared::Reached;
    use crate::load::area::declared_days::Days;

    #[test]
    fn another_name_is_told_from_a_longer_one() {
        let found = |name: &str, place: &str| {
            let text = format!("<x:name>{name}</x:name><x:gemeindeName>{place}</x:gemeindeName>");
            let recorded = Recorded {
                numbers: vec!["17"],
                kinds: Vec::new(),
                municipalities: &[],
                names: vec!["Altes Ziegelwerk"],
                places: vec!["Meißen"],
                days: Days::default(),
                reached: Reached {
                    is_shown: true,
                    is_adopted: true,
                    is_in_force: true,
                },
            };
            told(&text, &(0..text.len()), &recorded).len()
        };
        for name in [
            "Bebauungsplan Nr. 17 „Altes Ziegelwerk“",
            "Ziegelwerk, 2. Entwurf",
            "Bebauungsplan Nr. 17",
            "BPlan017_6-0",
            "Am Ziegelwerkweg",
        ] {
            assert_eq!(found(name, "Große Kreisstadt Meißen"), 0, "{name}");
        }
        assert_eq!(found("Am Weinberg", "Meißen"), 1);
        assert_eq!(found("Neues Ziegelwerk", "Meißen"), 1);
        assert_eq!(found("Altes Ziegelwerk", "Riesa"), 1);
    }
}
