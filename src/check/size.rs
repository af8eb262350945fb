//! The size of the plan's area as a wording names it, compared with the record.

use crate::check::basics;
use crate::check::case::{Case, Report};
use crate::check::kinds;
use crate::check::own::{Own, wordings};
use crate::check::said::{self, start_of};
use crate::finding::{Finding, Level, say};

/// How much a size may differ from the one that the record names in words: people round.
const MOST: f64 = 1.08;
/// How much it may differ from the polygon where the record names none: people measure with or without the streets.
const MOST_DRAWN: f64 = 3.0;
/// What a whole number may differ by, in its own unit.
const ROUNDED: f64 = 0.6;
/// Sentences on the size of the plan's area, as [`said::shows`] reads them.
const OF_THE_AREA: &str = "geltungsbereich|plangebiet|gebiet|änderungsbereich|plan umfasst|bereich umfasst|größe|groß|umfasst|lage|begrenzt|liegt|befindet";
/// Words for other areas than the plan's.
const OTHERS: &str = "altplan|umfasste|bisherig|ursprünglich|ausgleich|davon|baufläche|grünfläche|waldfläche|waldumwandlung|versiegel|quadratmeter grund|grundfläche|verkaufsfläche|ersatz|wohnfläche|nutzfläche|baugrundstück|grundstücksgröße|rodung|bauplatz|bauplätze|je grundstück|nr. 8a|gemeindegebiet|schutzgebiet|naturpark";
/// Parts of the area, unless their sum is told.
const PARTS: &str = "teilfläche|teilbereich - zusammen|insgesamt|gesamt";

/// `NOT-019`: another size of the area than the record has, in its description or its polygon.
pub fn of_the_area(case: &Case, report: &mut Report) {
    let description = case.procedure.area_description.to_lowercase();
    let described: Vec<f64> = hectares(&description).iter().map(|own| own.size).collect();
    let drawn = case.procedure.area.as_ref().map(|area| area.hectares());
    let most_drawn = match described.is_empty() {
        true => MOST_DRAWN,
        false => MOST,
    };
    let known: Vec<f64> = described.iter().copied().chain(drawn).collect();
    if known.is_empty() {
        return;
    }
    let is_like = |named: &Size, own: f64, most: f64| {
        let differs = (named.size - own).abs() / named.unit;
        named.size / own < most && own / named.size < most || named.is_whole && differs <= ROUNDED
    };
    let is_near = |named: &Size| {
        described.iter().any(|own| is_like(named, *own, MOST))
            || drawn.is_some_and(|own| is_like(named, own, most_drawn))
    };
    for own in wordings(case) {
        let sentences = own.sentences().iter();
        let sentences = sentences
            .filter(|sentence| !said::shows(sentence, OTHERS) && !said::shows(sentence, PARTS));
        let is_of_area =
            |sentence: &&String| said::shows(sentence, OF_THE_AREA) || begins_with_size(sentence);
        let (of_area, others): (Vec<&String>, Vec<&String>) = sentences.partition(is_of_area);
        let named: Vec<Size> = of_area.iter().flat_map(|own| hectares(own)).collect();
        let others: Vec<Size> = others.iter().flat_map(|own| hectares(own)).collect();
        if named.iter().chain(&others).any(is_near) {
            continue;
        }
        // „rund 53 Hektar Acker“ may be anything, but not ten times the area.
        let slipped = others.iter().find(|named| has_slipped(named, &known));
        if let Some(size) = named.first().or(slipped) {
            report.add(finding(&own, size.said, &known));
        }
    }
}

/// „Auf 38 Hektar sollen Windräder stehen“
fn begins_with_size(sentence: &str) -> bool {
    const BEGIN: [&str; 7] = ["um", "auf", "rund", "etwa", "circa", "ca.", "knapp"];
    let mut words = sentence.split_whitespace();
    let mut words = words
        .by_ref()
        .skip_while(|word| BEGIN.contains(word))
        .take(2);
    let starts = BEGIN.iter().any(|word| sentence.starts_with(word));
    let number = words
        .next()
        .is_some_and(|word| word.starts_with(|own: char| own.is_ascii_digit()));
    let is_unit = |word: &str| ["ha", "hektar"].contains(&word.trim_end_matches([',', '.']));
    starts && number && words.next().is_some_and(is_unit)
}

/// `VAR-003`: another floor area than the record has; it decides whether the accelerated procedure is open.
pub fn of_the_floor(case: &Case, report: &mut Report) {
    const SIGN: &str = "grundfläche + m²|m2|qm|quadratmeter - je |pro |grundflächenzahl|versiegel";
    // The thresholds of §§ 13a, 13b BauGB in hectares, which a text may explain.
    const THRESHOLDS: [f64; 3] = [1.0, 2.0, 7.0];
    basics::number_of_size(case, report);
    let Some(floor) = case.procedure.facts.floor_area else {
        return;
    };
    let recorded = f64::from(floor) / SQUARE_METRES;
    for own in wordings(case) {
        let told = own.sentences().iter();
        let told = told.filter(|sentence| said::shows(sentence, SIGN));
        let told = told.flat_map(|sentence| hectares(sentence));
        let told: Vec<Size> = told
            .filter(|named| named.unit < 1.0 && !THRESHOLDS.contains(&named.size))
            .collect();
        let is_right = |named: &Size| (named.size - recorded).abs() <= recorded * ABOUT;
        let Some(wrong) = told.first().filter(|_| !told.iter().any(is_right)) else {
            continue;
        };
        let written = own.as_written(wrong.said);
        report.add(
            Finding::new(
                &kinds::FLOOR_AREA,
                own.near(&[wrong.said]),
                say(
                    format!("Der Wortlaut nennt als Grundfläche „{written}“, das Verfahren {floor} m²"),
                    format!("The wording gives the floor area as “{written}”, the record as {floor} m²"),
                ),
            )
            .and_at(case.procedure.origin.at("grundflaeche"))
            .because(say(
                "Nach der Grundfläche entscheidet sich, ob das beschleunigte Verfahren offensteht und eine Vorprüfung nötig ist (§ 13a Abs. 1 Satz 2 BauGB); eine der beiden ist falsch.",
                "The floor area decides whether the accelerated procedure is open and an assessment is needed (§ 13a (1) sentence 2 BauGB); one of the two is wrong.",
            ))
            .help(say(
                "Berichtigen Sie den Wortlaut oder grundflaeche.",
                "Correct the wording or grundflaeche.",
            ))
            .at_level(Level::Warning),
        );
    }
}

/// The square metres of a hectare.
const SQUARE_METRES: f64 = 10_000.0;
/// A part of a size that rounding may take or give.
const ABOUT: f64 = 0.06;

/// Whether a size is one of some others with its decimal point moved up.
fn has_slipped(named: &Size, known: &[f64]) -> bool {
    let is_moved = |own: &f64, times: f64| {
        let ratio = named.size / (own * times);
        (1.0 / MOST..MOST).contains(&ratio)
    };
    known
        .iter()
        .any(|own| is_moved(own, 10.0) || is_moved(own, 100.0))
}

fn finding(own: &Own, said: &str, known: &[f64]) -> Finding {
    let right = known.first().copied().unwrap_or_default();
    let (de, en) = (in_words(right).replace('.', ","), in_words(right));
    let written = own.as_written(said);
    let written = written.trim_start_matches(|sign: char| !sign.is_alphanumeric());
    Finding::new(
        &kinds::NOTICE_NAMES_PLAN,
        own.near(&[said]),
        say(
            format!("Der Wortlaut nennt für das Gebiet „{written}“, das Verfahren {de} ha"),
            format!("The wording gives the area as “{written}”, the record as {en} ha"),
        ),
    )
    .because(say(
        "Wer betroffen sein kann, muss das Gebiet erkennen (Anstoßwirkung); eine der beiden Größen ist falsch.",
        "Whoever may be concerned must recognise the area; one of the two sizes is wrong.",
    ))
    .help(say(
        "Berichtigen Sie den Wortlaut oder geltungsbereich.",
        "Correct the wording, or geltungsbereich.",
    ))
    .at_level(Level::Warning)
}

/// With two places, as people measure a small area, and without those that are nought.
pub fn in_words(hectares: f64) -> String {
    let words = format!("{hectares:.2}");
    words.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A size that a text names.
struct Size<'t> {
    said: &'t str,
    /// In hectares.
    size: f64,
    /// Its unit in hectares.
    unit: f64,
    /// Whether it has no decimals.
    is_whole: bool,
}

/// Every size that a text in small letters names: „rund 6,2 ha“, „12.500 m²“.
fn hectares(text: &str) -> Vec<Size<'_>> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let start = |word: &str| start_of(text, word);
    let pairs = words.windows(2).filter_map(|pair| {
        let unit = pair[1].trim_end_matches(|c: char| !c.is_alphanumeric() && c != '²');
        let (number, factor) = measured(pair[0], unit)?;
        let said = text.get(start(pair[0])..start(unit) + unit.len())?;
        Some(Size {
            said,
            size: number * factor,
            unit: factor,
            is_whole: factor == 1.0 && number.fract() == 0.0,
        })
    });
    pairs.collect()
}

/// A number and its unit in hectares, both in small letters: „(6,2“ and „ha“.
pub fn measured(number: &str, unit: &str) -> Option<(f64, f64)> {
    let factor = match unit {
        "ha" | "hektar" => 1.0,
        "km²" | "km2" | "quadratkilometer" | "quadratkilometern" => 100.0,
        "m²" | "m2" | "qm" | "quadratmeter" | "quadratmetern" => 0.0001,
        _ => return None,
    };
    let number = self::number(number.trim_start_matches(|c: char| !c.is_ascii_digit()))?;
    (number > 0.0).then_some((number, factor))
}

/// „6,2“, „12.500“, „0,35“
fn number(word: &str) -> Option<f64> {
    let is_part = |letter: char| letter.is_ascii_digit() || letter == ',' || letter == '.';
    if word.is_empty() || !word.chars().all(is_part) {
        return None;
    }
    let (whole, part) = word.split_once(',').unwrap_or((word, ""));
    // A full stop parts thousands, or it is a decimal point of three places fewer.
    let groups: Vec<&str> = whole.split('.').collect();
    let is_grouped = groups[1..].iter().all(|group| group.len() == 3);
    let plain = if is_grouped {
        groups.concat()
    } else {
        whole.to_owned()
    };
    format!("{plain}.{part}0")
        .parse()
        .ok()
        .or_else(|| plain.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::hectares;

    #[test]
    fn sizes_are_read_as_people_write_them() {
        let read = |text: &'static str| {
            hectares(text)
                .into_iter()
                .map(|own| own.size)
                .collect::<Vec<_>>()
        };
        assert_eq!(read("umfasst rund 6,2 ha."), [6.2]);
        assert_eq!(read("es ist 12.500 m² groß, (0,35 hektar)"), [1.25, 0.35]);
        assert_eq!(read("1.5 ha"), [1.5]);
        assert_eq!(read("rund 22 quadratkilometer"), [2200.0]);
        assert!(read("ha im jahr 2026").is_empty());
    }
}
