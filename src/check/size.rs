//! The size of the plan's area as a wording names it, compared with the record.

use crate::check::case::{Case, Report};
use crate::check::kinds;
use crate::check::own::{Own, wordings};
use crate::check::said;
use crate::finding::{Finding, Level, say};

/// How much two sizes of one area may differ: people round, and measure with or without the streets.
const MOST: f64 = 1.5;
/// Sentences on the area of the plan, as [`said::shows`] reads them.
const OF_THE_AREA: &str = "geltungsbereich|plangebiet|das gebiet|bebauungsplangebiet|änderungsbereich|plan umfasst|bereich umfasst|größe beträgt|größe des|größe von|gesamtgröße - altplan|umfasste|bisherig|ursprünglich|ausgleich|davon|teilfläche|teilbereich|baufläche|grünfläche|wald|versiegel|quadratmeter grund|grundfläche|verkaufsfläche|ersatz";

/// `NOT-019`: another size of the area than the record has, in its description or its polygon.
pub fn of_the_area(case: &Case, report: &mut Report) {
    let description = case.procedure.area_description.to_lowercase();
    let described = hectares(&description);
    let drawn = case.procedure.area.as_ref().map(|area| area.hectares());
    let known: Vec<f64> = described
        .iter()
        .map(|(_, size)| *size)
        .chain(drawn)
        .collect();
    if known.is_empty() {
        return;
    }
    let is_near = |size: f64| {
        let mut known = known.iter();
        known.any(|own| size / own < MOST && own / size < MOST)
    };
    for own in wordings(case) {
        let of_area = own.sentences().iter();
        let of_area = of_area.filter(|sentence| said::shows(sentence, OF_THE_AREA));
        let named: Vec<(&str, f64)> = of_area.flat_map(|own| hectares(own)).collect();
        if named.iter().any(|(_, size)| is_near(*size)) {
            continue;
        }
        if let Some((said, _)) = named.first() {
            report.add(finding(&own, said, &known));
        }
    }
}

fn finding(own: &Own, said: &str, known: &[f64]) -> Finding {
    let right = known.first().copied().unwrap_or_default();
    let (de, en) = (
        format!("{right:.1}").replace('.', ","),
        format!("{right:.1}"),
    );
    let written = own.as_written(said);
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

/// Every size that a text in small letters names, in hectares: „rund 6,2 ha“, „12.500 m²“.
fn hectares(text: &str) -> Vec<(&str, f64)> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let start = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
    let pairs = words.windows(2).filter_map(|pair| {
        let unit = pair[1].trim_end_matches(|c: char| !c.is_alphanumeric() && c != '²');
        let factor = match unit {
            "ha" | "hektar" => 1.0,
            "m²" | "m2" | "qm" | "quadratmeter" => 0.0001,
            _ => return None,
        };
        let number = number(pair[0].trim_start_matches(|c: char| !c.is_ascii_digit()))?;
        let piece = text.get(start(pair[0])..start(unit) + unit.len())?;
        (number > 0.0).then_some((piece, number * factor))
    });
    pairs.collect()
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
                .map(|(_, size)| size)
                .collect::<Vec<_>>()
        };
        assert_eq!(read("umfasst rund 6,2 ha."), [6.2]);
        assert_eq!(read("es ist 12.500 m² groß, (0,35 hektar)"), [1.25, 0.35]);
        assert_eq!(read("1.5 ha"), [1.5]);
        assert!(read("ha im jahr 2026").is_empty());
    }
}
