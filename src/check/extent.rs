//! How large a plan area is: as it is drawn, as it is told, and what may be built on it.

use crate::check::case::{Case, Report};
use crate::check::kinds;
use crate::check::size::{in_words, measured};
use crate::finding::{Finding, Level, say};

/// What is told and what is drawn may differ so many times: areas are often sketched. What is further away was drawn
/// elsewhere, or lost a place of its number.
const MOST_TIMES: f64 = 3.5;
/// What may be built on may be larger so many times than an area that was sketched.
const MOST_BUILT: f64 = 2.0;
/// Words of a description that tells of parts, whose sizes are not that of the whole.
const PARTS: [&str; 8] = [
    "teilfläche",
    "teilgebiet",
    "teilbereich",
    "davon",
    "ausgleich",
    "kompensation",
    "extern",
    "je ",
];

/// `GEO-004`: the description tells one size, and the area is another by far.
pub fn as_told(case: &Case, report: &mut Report) {
    let procedure = case.procedure;
    let Some(area) = &procedure.area else {
        return;
    };
    let Some(told) = only_size(&procedure.area_description) else {
        return;
    };
    let drawn = area.hectares();
    if told <= drawn * MOST_TIMES && drawn <= told * MOST_TIMES {
        return;
    }
    let words = |hectares| in_words(hectares).replace('.', ",");
    let (told, drawn) = (words(told), words(drawn));
    let finding = Finding::new(
        &kinds::AREA_IN_WORDS,
        procedure.origin.at("geltungsbereich.beschreibung"),
        say(
            format!("Die Beschreibung nennt {told} Hektar, die Fläche hat {drawn} Hektar"),
            format!("The description tells {told} hectares, the area has {drawn}"),
        ),
    )
    .and_at(procedure.origin.at("geltungsbereich.datei"))
    .because(say(
        "Karte und Worte beschreiben dasselbe Gebiet; wer eines von beiden liest, muss erkennen, ob er betroffen ist (Anstoßwirkung).",
        "Map and words describe the same area; whoever reads one of them must see whether it concerns them.",
    ))
    .help(say(
        "Berichtigen Sie die Zahl, oder legen Sie die richtige Fläche in den Ordner.",
        "Correct the number, or put the right area into the folder.",
    ));
    report.add(finding.at_level(Level::Warning));
}

/// `VAR-003`: nobody builds on more than there is.
pub fn floor_area_on_it(case: &Case, report: &mut Report) {
    let procedure = case.procedure;
    let (Some(area), Some(floor)) = (&procedure.area, procedure.facts.floor_area) else {
        return;
    };
    let most = area.hectares() * 10_000.0 * MOST_BUILT;
    if f64::from(floor) <= most {
        return;
    }
    let drawn = format!("{:.0}", area.hectares() * 10_000.0);
    let finding = Finding::new(
        &kinds::FLOOR_AREA,
        procedure.origin.at("grundflaeche"),
        say(
            format!("{floor} m² Grundfläche liegen nicht in einem Gebiet von {drawn} m²"),
            format!("{floor} m² of floor area do not lie in an area of {drawn} m²"),
        ),
    )
    .and_at(procedure.origin.at("geltungsbereich.datei"))
    .because(say(
        "Die Grundfläche ist ein Teil der Grundstücke im Plangebiet (§ 19 Abs. 2 BauNVO, § 13a Abs. 1 Satz 2 BauGB).",
        "The floor area is a part of the plots in the plan area (§ 19 (2) BauNVO, § 13a (1) sentence 2 BauGB).",
    ))
    .help(say(
        "Berichtigen Sie grundflaeche (in m²) oder die Fläche.",
        "Correct grundflaeche (in m²) or the area.",
    ));
    report.add(finding.at_level(Level::Warning));
}

/// The size in hectares that a description tells, if it tells one and of the whole.
fn only_size(text: &str) -> Option<f64> {
    let text = text.to_lowercase();
    if PARTS.iter().any(|word| text.contains(word)) {
        return None;
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let sizes = words.windows(2).filter_map(|pair| size(pair[0], pair[1]));
    let mut sizes = sizes.chain(words.iter().filter_map(|word| joined(word)));
    let first = sizes.next()?;
    sizes.next().is_none().then_some(first)
}

/// „7,4 Hektar“
fn size(number: &str, unit: &str) -> Option<f64> {
    let unit = unit.trim_matches(|sign: char| ".,;:()".contains(sign));
    let (number, factor) = measured(number, unit)?;
    Some(number * factor)
}

/// „7,4ha“
fn joined(word: &str) -> Option<f64> {
    let at = word.find(|sign: char| sign.is_alphabetic())?;
    let (number, unit) = word.split_at(at);
    (!number.is_empty()).then(|| size(number, unit)).flatten()
}

#[cfg(test)]
mod tests {
    use super::only_size;

    #[test]
    fn one_size_is_read() {
        assert_eq!(only_size("Am Bach, rund 7,4 Hektar."), Some(7.4));
        assert_eq!(only_size("etwa 2 ha groß"), Some(2.0));
        assert_eq!(only_size("ca. 7.4ha"), Some(7.4));
        assert_eq!(only_size("12.500 m² an der Straße"), Some(1.25));
        assert_eq!(only_size("Flurstück 12/3 der Gemarkung"), None);
        assert_eq!(only_size("7 ha, davon 2 ha Wald"), None);
        assert_eq!(only_size("zwischen 3 ha und 4 ha"), None);
    }
}
