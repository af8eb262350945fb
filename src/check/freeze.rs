//! How long a Veränderungssperre holds, as texts tell it (§ 17 BauGB).

use crate::check::case::{Case, Report};
use crate::check::days::days;
use crate::check::kinds;
use crate::check::said;
use crate::check::texts::{Written, all};
use crate::check::years::years_in;
use crate::finding::{Finding, Words, say};
use crate::law::calendar::day_in_words;
use jiff::ToSpan;
use jiff::civil::Date;

/// Sentences on how long it holds.
const SIGN: &str = "sperre + außer kraft|geltungsdauer|dauer von|gilt für|für die dauer|gilt bis|endet|verlängert - entschädigung|vermögensnachteil|länger als|zurückgestellt|unbeachtlich|geltend|gemo|gemeindeordnung|gültig|anzurechnen|angerechnet";
/// The same of a sentence that calls it „sie“.
const BY_PRONOUN: &str = "sie |satzung|sperre + tritt sie außer kraft|sie tritt nach ablauf|tritt die satzung außer kraft|satzung tritt nach ablauf|für die dauer von|jahren außer kraft|jahre außer kraft|jahr außer kraft|jahres außer kraft|gilt zwei jahre|gilt drei jahre|gilt vier jahre|gilt fünf jahre|gilt 2 jahre|gilt 3 jahre|gilt 4 jahre|gilt 5 jahre - entschädigung|vermögensnachteil|länger als|unbeachtlich|geltend|gemo|gemeindeordnung|gültig|angerechnet|ausgelegt|einsicht|einseh|veröffentlich";
/// The longest it may hold with both prolongations, in years (§ 17 Abs. 1 Satz 3 und Abs. 2 BauGB).
const LONGEST: i32 = 4;

/// `VAR-013`
pub fn holds(case: &Case, report: &mut Report) {
    let plan = &case.procedure.plan;
    let kind = plan.kind_text.as_deref().unwrap_or_default();
    let is_meant = [plan.name.as_str(), kind]
        .iter()
        .any(|own| own.contains("eränderungssperre"));
    if !is_meant {
        return;
    }
    let mut finals = case.steps.iter().filter(|step| step.rule.puts_in_force);
    let since = finals.next().map(|step| step.phase.time.start());
    for (_, written) in all(case) {
        let sentences = said::sentences(written.text);
        let is_told = |own: &&String| said::shows(own, SIGN) || said::shows(own, BY_PRONOUN);
        for sentence in sentences.iter().filter(is_told) {
            let found = other_years(&written, sentence);
            report.extend(found.or_else(|| ends_beyond(&written, sentence, since?)));
        }
    }
}

/// Two years, and one more with each prolongation.
fn other_years(written: &Written, sentence: &str) -> Option<Finding> {
    // „tritt nach zwei Jahren außer Kraft, wenn sie nicht verlängert wird“
    let told = sentence.replace("nicht verlängert", "");
    let is_prolonged = ["verlänger", "erneut", "weiter"]
        .iter()
        .any(|word| told.contains(word));
    let right = if is_prolonged { 1 } else { 2 };
    let named = years_in(sentence);
    // „gilt zwei Jahre und kann um ein Jahr verlängert werden“
    let is_other = !named.is_empty() && !named.iter().any(|(years, _)| *years == right);
    let (_, words) = named.first().filter(|_| is_other)?;
    let words = written.as_written(words);
    Some(finding(
        written,
        words,
        match is_prolonged {
            true => say(
                format!(
                    "Der Text verlängert die Veränderungssperre um „{words}“, möglich ist jeweils ein Jahr"
                ),
                format!(
                    "The text prolongs the freeze by “{words}”; one year at a time is possible"
                ),
            ),
            false => say(
                format!(
                    "Der Text nennt als Dauer der Veränderungssperre „{words}“, das Gesetz zwei Jahre"
                ),
                format!("The text has the freeze hold “{words}”, the law two years"),
            ),
        },
    ))
}

/// A last day that comes later than any that the law allows.
fn ends_beyond(written: &Written, sentence: &str, since: Date) -> Option<Finding> {
    let years = match ["verlänger", "erneut"]
        .iter()
        .any(|word| sentence.contains(word))
    {
        true => LONGEST,
        false => 2,
    };
    let latest = since.saturating_add(years.years());
    let named = days(sentence).into_iter().find(|named| {
        let day = named
            .year
            .and_then(|year| Date::new(year, named.month, named.day).ok());
        let before = sentence[..named.at.start].trim_end();
        let is_end = ["bis", "bis zum", "am", "mit ablauf des", "zum"]
            .iter()
            .any(|word| before.ends_with(word));
        is_end && day.is_some_and(|day| day > latest)
    })?;
    let (said, words) = (sentence.get(named.at)?, day_in_words(latest));
    Some(finding(
        written,
        said,
        say(
            format!(
                "Der Text lässt die Veränderungssperre bis {said} gelten, nach dem Gesetz endet sie spätestens am {}",
                words.de
            ),
            format!(
                "The text has the freeze hold until {said}; by law it ends on {} at the latest",
                words.en
            ),
        ),
    ))
}

fn finding(written: &Written, said: &str, message: Words) -> Finding {
    let place = written.place_of(written.as_written(said));
    Finding::new(&kinds::FREEZE, place, message)
        .because(say(
            "Die Veränderungssperre tritt nach Ablauf von zwei Jahren außer Kraft; sie kann um ein Jahr und, wenn besondere Umstände es erfordern, nochmals um bis zu ein Jahr verlängert werden (§ 17 Abs. 1 und 2 BauGB).",
            "The freeze lapses after two years; it can be prolonged by one year and, where special circumstances require it, once more by up to one year (§ 17 (1) and (2) BauGB).",
        ))
        .help(say(
            "Berichtigen Sie die Dauer.",
            "Correct the duration.",
        ))
}
