//! Owners of plots, whose names an export from the land register brings along in the properties of an area.

use std::ops::Range;
use std::sync::{Arc, LazyLock};

use aho_corasick::AhoCorasick;

use crate::finding::{File, Finding, say};
use crate::model::document::STATEMENTS_APART;

/// Names of properties that hold owners. None only if they were larger than memory.
static KEYS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let mut builder = AhoCorasick::builder();
    let builder = builder.ascii_case_insensitive(true);
    builder
        .build([
            "\"eigentuemer",
            "\"eigentümer",
            "\"eigent\"",
            "\"besitzer",
            "\"owner",
        ])
        .ok()
});
/// Words in the names of owners that are no people.
const OFFICES: [&str; 12] = [
    "stadt",
    "gemeinde",
    "freistaat",
    "landkreis",
    "land ",
    "bund",
    "gmbh",
    "verband",
    "kirch",
    "stiftung",
    "e.v.",
    " ag",
];

/// The first person that a GeoJSON file names as an owner.
pub fn named(file: &Arc<File>) -> Option<Finding> {
    let text = file.text();
    let range = KEYS
        .as_ref()?
        .find_iter(text)
        .find_map(|found| person(text, found.end()))?;
    let finding = Finding::new(
        &STATEMENTS_APART,
        file.bytes(range),
        say(
            "Hier steht, wem ein Grundstück gehört",
            "This says whom a plot belongs to",
        ),
    )
    .because(say(
        "Namen von Bürgern gehören nicht in einen Ordner, den jeder lesen kann (Art. 5 Abs. 1 Buchst. c DSGVO).",
        "Names of citizens do not belong in a folder that everyone can read (Art. 5 (1) c GDPR).",
    ));
    Some(finding.help(say(
        "Exportieren Sie die Fläche ohne Sachdaten: gebraucht wird nur die Geometrie.",
        "Export the area without attributes: only the geometry is needed.",
    )))
}

/// The value behind the name of a property, if it reads like the name of somebody.
fn person(text: &str, from: usize) -> Option<Range<usize>> {
    let rest = &text[from..];
    let (_, behind) = rest.split_once(':').filter(|(name, _)| name.len() < 20)?;
    let behind = behind.trim_start().strip_prefix('"')?;
    let (value, _) = behind.split_once('"')?;
    let lower = format!("{} ", value.to_lowercase());
    let words = || value.split([' ', ',']).filter(|word| !word.is_empty());
    let is_name = (2..=6).contains(&words().count())
        && words()
            .take(2)
            .all(|word| word.starts_with(char::is_uppercase));
    let is_office = OFFICES.iter().any(|word| lower.contains(word));
    let start = text.len() - behind.len();
    (is_name && !is_office).then_some(start..start + value.len())
}

#[cfg(test)]
mod tests {
    use super::named;
    use crate::finding::File;

    #[test]
    fn only_people_are_told() {
        let told = |value: &str| {
            let text = format!("{{\"properties\": {{\"Eigentuemer\": {value}}}}}");
            named(&File::new("a.geojson", text)).is_some()
        };
        assert!(told("\"Bernd Wolf\""));
        assert!(told("\"Wolf, Bernd, Gartenweg 3\""));
        assert!(!told("\"Stadt Meißen\""));
        assert!(!told("\"\""));
        assert!(!told("null"));
        assert!(!told("3"));
    }
}
