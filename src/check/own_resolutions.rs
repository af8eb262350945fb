//! The days of resolutions that the wording of a notice names, compared with the record.

use crate::check::case::{Case, Report, Step};
use crate::check::continued;
use crate::check::days::NamedDay;
use crate::check::journal;
use crate::check::kinds;
use crate::check::names::{number_of_other, speaks_of_other};
use crate::check::own::{Own, wordings};
use crate::check::own_numbers;
use crate::check::resolutions;
use crate::check::said;
use crate::check::told_resolutions;
use crate::finding::{Finding, say};
use crate::law::calendar::{WEEKDAYS, WEEKDAYS_SHORT};
use crate::law::codes::Tier;
use jiff::civil::Date;
use std::collections::HashSet;
use std::ops::Range;

/// Words that say that a sentence tells of a step, as [`said::shows`] reads them, with the kinds of
/// phase that they may mean.
const TOLD: [(&str, &[&str]); 14] = [
    (
        "satzung + beschlossen|beschloss|satzungsbeschluss - haushaltssatzung|hauptsatzung|gebührensatzung|geändert|aufgehoben|aufstellung|aufzustellen|satzungsentwurf|entwurf der|entwurf des|entwurf einer",
        &["satzungsbeschluss"],
    ),
    ("satzungsbeschluss", &["satzungsbeschluss"]),
    (
        "festgestellt|feststellungsbeschluss",
        &["feststellungsbeschluss"],
    ),
    (
        "flächennutzungsplan + beschlossene - aufstellung|entwurf|änderung|bebauungsplan",
        &["feststellungsbeschluss"],
    ),
    (
        "änderung|ergänzung|fortschreibung + flächennutzungsplan + beschlossene - aufstellung|aufzustellen|entwurf|bebauungsplan",
        &["feststellungsbeschluss"],
    ),
    (
        "planfeststellungsbeschluss",
        &["planfeststellungsbeschluss"],
    ),
    (
        "aufstellung|aufzustellen + beschlossen|beschloss|aufstellungsbeschluss - satzung|aufgehoben|aufzuheben|aufhebung|einstell|einzustellen|eingestellt",
        &["aufstellungsbeschluss"],
    ),
    (
        "änderung|zu ändern + beschlossen|beschloss|änderungsbeschluss - satzung|festgestellt|entwurf|entwürf|gebilligt",
        &["aenderungsbeschluss"],
    ),
    (
        "einstell|eingestellt|einzustellen + beschlossen|beschluss",
        &["einstellung"],
    ),
    (
        "aufstellungsbeschluss vom + aufgehoben|aufzuheben + einstell|eingestellt|einzustellen",
        &["aufstellungsbeschluss"],
    ),
    ("genehmig + bescheid|erteilt|verfügung", &["genehmigung"]),
    (
        "genehmigt + behörde|landratsamt|landesdirektion|regierungspräsidium|landkreis - flächennutzungsplan|regionalplan|haushalt|bauantrag|vorhaben|nicht genehmigt",
        &["genehmigung"],
    ),
    ("ausgefertigt - nicht ausgefertigt", &["ausfertigung"]),
    (
        "entwurf|entwürfe + gebilligt|billigt|billigungs|auslegungsbeschluss|veröffentlichungsbeschluss|auslegung beschlossen|veröffentlichung beschlossen|zugestimmt - satzung|vorentwurf|ortschaftsrat|ausschuss|nachbar|beirat|gemeinde ",
        &["entwurfsbeschluss"],
    ),
];
/// The same where nobody tells of the preparatory plan beside another one.
const OF_PREPARATORY: [(&str, &[&str]); 1] = [(
    "genehmigt + behörde|landratsamt|landesdirektion|regierungspräsidium|landkreis + flächennutzungsplan - regionalplan|haushalt|nicht genehmigt|ursprüng",
    &["genehmigung"],
)];
/// Days of statutes are none of the procedure.
const OF_LAW: [&str; 6] = [
    "bgbl",
    "gvbl",
    "gesetz vom",
    "gesetzes vom",
    "verordnung vom",
    "sächsgvbl",
];
/// A text that tells of a day says it near.
const YEARS: i16 = 15;

/// `TXT-001` for the wording of a notice: the day of a resolution that the record has.
pub fn days(case: &Case, report: &mut Report) {
    let known = known_days(case);
    let is_preparatory = !case.has_tier(Tier::Binding);
    journal::told(case, report);
    journal::appeared(case, report);
    journal::taken_down(case, report);
    told_resolutions::told_days(case, report);
    continued::day_of_judgment(case, report);
    for own in wordings(case) {
        let mut lines: Vec<usize> = Vec::new();
        for sentence in own.sentences() {
            if OF_LAW.iter().any(|word| sentence.contains(word)) || is_of_other(case, sentence) {
                continue;
            }
            let of_tier = OF_PREPARATORY.iter().filter(|_| is_preparatory);
            let told = TOLD.iter().chain(of_tier);
            let told = told.filter(|(sign, _)| said::shows(sentence, sign));
            let mut found = told.filter_map(|(_, kinds)| {
                let steps = case.steps.iter().chain(&case.related_steps);
                // „Ausgefertigt“ under the notice of a display is who signed the notice.
                let is_later = |step: &&Step| {
                    step.rule.signs && step.phase.time.start() > own.notice.completed
                };
                let meant =
                    steps.filter(|step| kinds.contains(&step.rule.key.as_str()) && !is_later(step));
                let step = resolutions::meant_by(&own, meant, sentence)?;
                compare(case, &own, step, sentence, &known)
            });
            let by_number = || compare(case, &own, of_number(case, sentence)?, sentence, &known);
            if let Some(finding) = found.next().or_else(by_number) {
                lines.push(finding.place.line_and_column().0);
                report.add(finding);
            }
        }
        let shaped = own_numbers::compare(case, &own).into_iter();
        let shaped = shaped.filter(|own| own.kind.id == kinds::DAYS_OF_RECORD.id);
        let is_new = |own: &Finding| !lines.contains(&own.place.line_and_column().0);
        shaped.filter(is_new).for_each(|own| report.add(own));
    }
}

/// The step whose resolution a sentence names by its number: „(Stadtrat, 18. März 2026, Beschluss Nr. 24/2026)“.
fn of_number<'c, 'a>(case: &'c Case<'a>, sentence: &str) -> Option<&'c Step<'a>> {
    let named = named_numbers(sentence);
    let [named] = named.as_slice() else {
        return None;
    };
    let number = |step: &Step<'a>| step.phase.resolution.as_ref()?.number.as_deref();
    let is_it = |step: &&Step<'a>| number(step).is_some_and(|own| digits(own) == digits(named));
    let mut steps = case.steps.iter().filter(is_it);
    let step = steps.next()?;
    steps.next().is_none().then_some(step)
}

/// Whether a sentence tells of another plan of the town, by its number.
pub fn is_of_other(case: &Case, sentence: &str) -> bool {
    let number = case.procedure.plan.number.as_deref();
    number.is_some_and(|number| speaks_of_other(sentence, number))
}

/// Another number by which a wording calls the plan where it tells of one of its steps, and of that step nowhere else:
/// „hat am 25. September die Aufstellung des Bebauungsplans Nr. 74 beschlossen“.
pub fn under_another_number(case: &Case, own: &Own) -> Option<Range<usize>> {
    let number = case.procedure.plan.number.as_deref()?;
    let mut others = own.sentences().iter();
    let named = others.find_map(|sentence| {
        let named = number_of_other(sentence, number)?.trim_end_matches('.');
        let told = told_kinds(sentence);
        let days = crate::check::days::days(sentence);
        let is_meant = |step: &&Step| {
            told.contains(step.rule.key.as_str()) && days.iter().any(|day| is_of_step(day, step))
        };
        let step = case.steps.iter().find(is_meant)?;
        // A town may decide on two plans on one day, and tells of its own then.
        let is_told_again = |other: &String| {
            let named = crate::check::days::days(other);
            other != sentence
                && told_kinds(other).contains(step.rule.key.as_str())
                && named.iter().any(|day| is_of_step(day, step))
        };
        let is_told = own.sentences().iter().any(is_told_again);
        let names_own = sentence.contains(&format!("nr. {}", number.to_lowercase()));
        (!is_told && !names_own).then_some(named)
    })?;
    let at = own.found(&format!("nr. {named}"))?;
    Some(at.end - named.len()..at.end)
}

/// Whether a step of the same kind was taken twice: a wording may tell of either.
fn kinds_again(case: &Case, step: &Step) -> bool {
    let same = case.procedure.phases.iter();
    let same = same.filter(|phase| phase.rule.key == step.rule.key);
    same.count() > 1
}

/// `TXT-006`: the number of a resolution that the record has.
pub fn numbers(case: &Case, report: &mut Report) {
    told_resolutions::numbers(case, report);
    let phases = case.procedure.phases.iter();
    let known = phases.filter_map(|phase| phase.resolution.as_ref()?.number.as_deref());
    let known: Vec<Vec<&str>> = known.map(digits).collect();
    if known.is_empty() {
        return;
    }
    for own in wordings(case) {
        let shaped = own_numbers::compare(case, &own);
        let mut lines: Vec<usize> = Vec::new();
        for finding in shaped
            .into_iter()
            .filter(|own| own.kind.id == kinds::RESOLUTION_NUMBER.id)
        {
            lines.push(finding.place.line_and_column().0);
            report.add(finding);
        }
        // A resolution without a number in the record: the one in its notice may be its own.
        let is_numbered =
            (own.step.phase.resolution.as_ref()).is_some_and(|own| own.number.is_some());
        if !own.step.rule.is_span && !own.step.rule.puts_in_force && !is_numbered {
            continue;
        }
        for sentence in own.sentences() {
            let Some((wrong, step, right)) = other_number(case, sentence, &known) else {
                continue;
            };
            let place = own.near(&[wrong]);
            if !lines.contains(&place.line_and_column().0) {
                let shown = own.as_written(wrong);
                report.add(own_numbers::other_number(place, shown, (step.phase, right)));
            }
        }
    }
}

/// The number that a sentence gives a resolution instead of its own, with the step and the right number.
fn other_number<'s, 'c, 'a>(
    case: &'c Case<'a>,
    sentence: &'s str,
    known: &[Vec<&str>],
) -> Option<(&'s str, &'c Step<'a>, &'c str)> {
    if is_of_other(case, sentence) {
        return None;
    }
    let told = || TOLD.iter().filter(|(sign, _)| said::shows(sentence, sign));
    let step = told().find_map(|(_, kinds)| {
        let is_meant = |step: &&Step| kinds.contains(&step.rule.key.as_str());
        case.steps.iter().find(is_meant)
    })?;
    let right = step.phase.resolution.as_ref()?.number.as_deref()?;
    // What is told of another day is told of another resolution.
    let days = crate::check::days::days(sentence);
    if !days.is_empty() && !days.iter().any(|day| is_of_step(day, step)) {
        return None;
    }
    let named = named_numbers(sentence);
    let is_right = named.iter().any(|number| digits(number) == digits(right));
    // A sentence on two resolutions may number one of them.
    let is_of_several = sentence.contains("abwäg") || told().count() > 1 || kinds_again(case, step);
    let is_another = is_of_several && named.iter().any(|number| known.contains(&digits(number)));
    let wrong = named.into_iter().next()?;
    (!is_right && !is_another).then_some((wrong, step, right))
}

/// Whether a day is that of a step or of its resolution.
pub fn is_of_step(day: &NamedDay, step: &Step) -> bool {
    let resolved = step.phase.resolution.as_ref().and_then(|own| own.date);
    day.is(step.phase.time.start()) || resolved.is_some_and(|own| day.is(own))
}

/// The numbers of resolutions that a sentence in small letters names: „beschluss-nr. sr 77/2025“.
fn named_numbers(sentence: &str) -> Vec<&str> {
    const BETWEEN: [&str; 9] = [
        "-nr.", "-nr", "nr.", "nr", "-nummer", "nummer", "(", ":", ".",
    ];
    let found = sentence
        .match_indices("beschluss")
        .filter_map(|(at, word)| {
            let mut rest = &sentence[at + word.len()..];
            while let Some(after) = BETWEEN.iter().find_map(|sign| rest.strip_prefix(sign)) {
                rest = after.trim_start();
            }
            let words = rest
                .split([' ', ',', ')', ';', '“', '"'])
                .filter(|word| !word.is_empty());
            let words = words
                .take(3)
                .take_while(|word| *word != "vom" && *word != "am");
            let mut words = words.map(|word| word.trim_end_matches(['.', ':']));
            words.find(|word| digits(word).len() > 1 && !word.contains('.'))
        });
    found.collect()
}

/// The runs of digits in a number: what is left of it whatever stands between.
pub fn digits(number: &str) -> Vec<&str> {
    let runs = number.split(|letter: char| !letter.is_ascii_digit());
    runs.filter(|run| !run.is_empty()).collect()
}

/// Words before the day on which somebody did something.
const BEFORE: [&str; 11] = [
    "am",
    "sitzung vom",
    "beschluss vom",
    "bescheid vom",
    "satzungsbeschluss vom",
    "aufstellungsbeschluss vom",
    "planfeststellungsbeschluss vom",
    // „(Stadtrat, 18. März 2026, Beschluss Nr. 24/2026)“
    "rat,",
    "ausschuss,",
    "versammlung,",
    "rat am",
];

/// What stands before a day and its weekday: „am“ of „am Mittwoch, dem 14. Januar“.
pub fn before_weekday(before: &str) -> &str {
    let before = before.trim_end();
    let bare = ["den", "dem", "der"]
        .iter()
        .find_map(|word| before.strip_suffix(word))
        .unwrap_or(before);
    let bare = bare.trim_end().trim_end_matches(',').trim_end();
    let bare = bare.strip_suffix('.').unwrap_or(bare);
    let short = |day: &&str| bare.strip_suffix(*day).filter(|rest| rest.ends_with(' '));
    let whole = WEEKDAYS.iter().find_map(|day| bare.strip_suffix(day));
    let bare = whole.or_else(|| WEEKDAYS_SHORT.iter().find_map(short));
    bare.map_or(before, str::trim_end)
}

/// What a sentence on a step says of its day: not that of the record, but another one.
fn compare(case: &Case, own: &Own, step: &Step, sentence: &str, known: &[Date]) -> Option<Finding> {
    let right = step.phase.time.start();
    let near = |year: i16| right.year() - year <= YEARS;
    let named = crate::check::days::days(sentence);
    if named.iter().any(|day| is_of_step(day, step)) {
        return None;
    }
    // A sentence on two steps may give each its day.
    let is_alone = || {
        let kinds = told_kinds(sentence);
        let is_told = kinds.len() == 1 && kinds.contains(step.rule.key.as_str());
        is_told && !kinds_again(case, step)
    };
    let wrong = named.iter().find(|day| {
        let before = before_weekday(&sentence[..day.at.start]);
        day.year.is_some_and(near)
            && (BEFORE.iter().any(|word| before.ends_with(word)) || is_behind_number(before, step))
            && (!known.iter().any(|own| day.is(*own))
                || resolutions::is_told_of(case, step, sentence, day) && is_alone())
    });
    let said = sentence.get(wrong?.at.clone())?;
    let label = &step.rule.label;
    let (near, said) = (own.near(&[said]), own.as_written(said));
    let words = say(
        format!(
            "Der Wortlaut nennt den {said}, „{}“ war am {right}",
            label.de
        ),
        format!("The wording names {said}, “{}” was on {right}", label.en),
    );
    Some(own_numbers::another_day(near, words, step.phase))
}

/// Whether the number of a step's resolution stands before a day: „Beschluss Nr. 31/2025 vom 24. September“.
fn is_behind_number(before: &str, step: &Step) -> bool {
    let resolution = step.phase.resolution.as_ref();
    let number = resolution.and_then(|own| own.number.as_deref());
    let before = before.strip_suffix("vom").map(str::trim_end);
    before
        .zip(number)
        .is_some_and(|(before, number)| before.ends_with(&number.to_lowercase()))
}

/// The kinds of step of which a sentence in small letters tells.
pub fn told_kinds(sentence: &str) -> HashSet<&'static str> {
    let told = TOLD.iter().filter(|(sign, _)| said::shows(sentence, sign));
    told.flat_map(|(_, kinds)| kinds.iter().copied()).collect()
}

/// Every day of the record that a notice may tell of.
fn known_days(case: &Case) -> Vec<Date> {
    let mut known = Vec::new();
    for phase in &case.procedure.phases {
        known.push(phase.time.start());
        known.extend(phase.time.end());
        known.extend(phase.resolution.as_ref().and_then(|own| own.date));
        known.extend(
            phase
                .notice
                .iter()
                .flat_map(|own| [own.published, own.completed]),
        );
        known.extend(phase.documents.iter().map(|own| own.version));
    }
    known
}

#[cfg(test)]
mod tests {
    use super::named_numbers;

    #[test]
    fn numbers_of_resolutions_are_found_in_their_spellings() {
        let found = |text: &'static str| named_numbers(text).first().copied();
        assert_eq!(found("(beschluss sr 77/2025) gebilligt"), Some("77/2025"));
        assert_eq!(found("mit beschluss-nr. 24/3/011 die"), Some("24/3/011"));
        assert_eq!(found("beschlussnummer: bv/145/2023."), Some("bv/145/2023"));
        assert_eq!(found("mit beschluss vom 12.03.2025 den entwurf"), None);
        assert_eq!(found("der beschluss des stadtrates"), None);
    }
}
