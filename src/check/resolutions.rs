//! Which resolution a sentence of a notice tells of, and whether a day in it is that of the resolution.

use crate::check::case::{Case, Step};
use crate::check::days::{NamedDay, days};
use crate::check::own::Own;
use crate::check::own_resolutions::{before_weekday, is_of_step};

/// The step that a sentence means among those of its kind: the one whose day it names, else the last one before the
/// notice. A draft may be approved twice.
pub fn meant_by<'c, 'a: 'c>(
    own: &Own,
    steps: impl Iterator<Item = &'c Step<'a>>,
    sentence: &str,
) -> Option<&'c Step<'a>> {
    let steps: Vec<&Step> = steps.collect();
    let first = *steps.first()?;
    if steps.len() == 1 {
        return Some(first);
    }
    let named = days(sentence);
    let is_named = |step: &&&Step<'a>| named.iter().any(|day| is_of_step(day, step));
    let is_before = |step: &&&Step<'a>| step.phase.time.start() <= own.notice.completed;
    let right = steps.iter().find(is_named);
    let right = right.or_else(|| steps.iter().rfind(is_before));
    Some(right.copied().unwrap_or(first))
}

/// Whether a sentence in small letters says of a day that the step was taken then: the council resolved „in seiner
/// Sitzung am“ it, a decision of that day approved it. A day of the record that stands there is the wrong one.
pub fn is_told_of(case: &Case, step: &Step, sentence: &str, day: &NamedDay) -> bool {
    const COUNCIL: [&str; 6] = [
        "stadtrat",
        "gemeinderat",
        "rat der stadt",
        "rat der gemeinde",
        "stadtrates",
        "gemeinderates",
    ];
    const ARTICLES: [&str; 6] = ["den", "dem", "der", "die", "das", "des"];
    const OTHERS: [&str; 8] = [
        "ausgefertigt",
        "bekannt gemacht",
        "bekanntgemacht",
        "eingeleitet",
        "begonnen",
        "abgewogen",
        "abwägung",
        "ausschuss",
    ];
    // The papers of the step itself, and what is recorded of the same kind, may be of that day.
    let is_of_paper = step.phase.documents.iter().any(|own| day.is(own.version));
    if is_of_paper || OTHERS.iter().any(|word| sentence.contains(word)) {
        return false;
    }
    let before = before_weekday(&sentence[..day.at.start]);
    if step.rule.key == "genehmigung" {
        let mut others = case
            .steps
            .iter()
            .filter(|other| other.rule.key == step.rule.key);
        return before.ends_with("bescheid vom") && others.nth(1).is_none();
    }
    let Some(before) = before
        .strip_suffix("am")
        .or_else(|| before.strip_suffix("sitzung vom"))
    else {
        return false;
    };
    // „Am 18. September 2024 hat der Stadtrat der Stadt …“
    if before.trim().is_empty() {
        let behind = sentence[day.at.end..].trim_start();
        let verbs = ["hat der ", "beschloss der ", "fasste der ", "hat das "];
        let subject = verbs.iter().find_map(|verb| behind.strip_prefix(verb));
        return subject.is_some_and(|rest| COUNCIL.iter().any(|word| rest.starts_with(word)));
    }
    let clause = before.rsplit([',', ';', '(']).next().unwrap_or(before);
    let last = clause.split_whitespace().next_back().unwrap_or_default();
    let is_relative = ARTICLES.contains(&last) || clause.contains(" und ");
    !is_relative && COUNCIL.iter().any(|word| clause.contains(word))
}
