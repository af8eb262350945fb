//! What act the heading of a notice names: it alone is read by most, and the right word further down helps nobody
//! (`NOT-019`).

use crate::check::case::{Case, Report};
use crate::check::kinds;
use crate::check::names;
use crate::check::own::{Own, wordings};
use crate::check::said::has_any;
use crate::finding::{Finding, Level, Words, say};
use std::ops::Range;

/// An act on a plan that a heading may name: the word, how people write it, what the record calls it.
const ACTS: [(&str, &str, &str); 5] = [
    ("neuaufstellung", "Neuaufstellung", "aufstellung"),
    ("aufstellung", "Aufstellung", "aufstellung"),
    ("teilaufhebung", "Teilaufhebung", "teilaufhebung"),
    ("aufhebung", "Aufhebung", "aufhebung"),
    ("änderung", "Änderung", "aenderung"),
];
/// Words by which a heading names the act of the record.
const NAMED: [(&str, &str); 5] = [
    ("aufstellung", "aufstell"),
    ("aenderung", "änder"),
    ("ergaenzung", "ergänz"),
    ("teilaufhebung", "teil|abschnitt|bereich"),
    ("aufhebung", "aufheb|aufgehoben"),
];

/// `NOT-019`: the heading of a notice that names another act or another step than the record.
pub fn compare(case: &Case, report: &mut Report) {
    for own in wordings(case).filter(|own| !own.step.rule.is_related) {
        let Some(heading) = heading(own.source()) else {
            continue;
        };
        if let Some(at) = other_act(case, &own, heading) {
            report.add(names_other_act(case, &own, at));
        } else if let Some(at) = other_step(&own, heading) {
            report.add(names_other_step(&own, at));
        } else if let Some(at) = other_plan(case, &own).or_else(|| other_number(case, heading)) {
            report.add(names_another_plan(case, &own, at));
        }
    }
}

/// The headings with which a text begins, else its title, if that is short.
pub fn heading(text: &str) -> Option<&str> {
    const LONGEST: usize = 300;
    let mut end = 0;
    let mut is_marked = false;
    for line in text.split_inclusive('\n') {
        let is_heading = line.trim_start().starts_with('#');
        if !is_heading && !line.trim().is_empty() {
            break;
        }
        is_marked |= is_heading;
        end += line.len();
    }
    // „# Bekanntmachung der Stadt“ goes on with what is announced.
    let marked = text[..end].to_lowercase();
    let names_plan = ["plan", "satzung", "sperre", "änderung"]
        .iter()
        .any(|word| marked.contains(word));
    let found = match is_marked && names_plan {
        true => &text[..end],
        false => names::title(text),
    };
    (found.len() <= LONGEST && !found.trim().is_empty()).then_some(found)
}

/// Where a heading names another act on the plan than the record.
fn other_act(case: &Case, own: &Own, heading: &str) -> Option<Range<usize>> {
    let rule = own.step.rule;
    // What becomes of the plan later is told by its own steps.
    let is_later = rule.ends || rule.repeals || rule.invalidates || rule.replaces;
    let operation = case.procedure.operation.key.as_str();
    let lower = heading.to_lowercase();
    if is_later || rule.makes_dormant || lower.len() != heading.len() {
        return None;
    }
    let (_, named) = NAMED.iter().find(|(key, _)| *key == operation)?;
    let names_own = has_any(&lower, named);
    ACTS.iter().find_map(|(word, _, act)| {
        let is_other = match (operation, *act) {
            ("aufhebung", "teilaufhebung") => true,
            ("teilaufhebung", "aufhebung") => !names_own,
            // „Neuaufstellung“ and „2. Änderung“ are not the same act.
            (own, act) => own != act && !names_own,
        };
        let mut found = lower.match_indices(word).filter(|_| is_other);
        let (at, _) = found.find(|(at, _)| is_act(case, &lower, *at..at + word.len()))?;
        Some(at..at + word.len())
    })
}

/// Whether a word of a heading in small letters is an act on the plan of the record: „Aufhebung des Bebauungsplans Nr. 3“,
/// and not „Aufhebung des Aufstellungsbeschlusses“ or „und Aufhebung des Bebauungsplans Nr. 2“.
fn is_act(case: &Case, lower: &str, at: Range<usize>) -> bool {
    const OTHERS: [&str; 13] = [
        " und ",
        "zugleich",
        "sowie",
        "beschluss",
        "sperre",
        "änderung",
        "teil",
        "http",
        "vorkauf",
        "bei gleichzeitig",
        "ergänzung",
        "gestaltung",
        "sanierung",
    ];
    let is_alone = !lower[..at.start].ends_with(char::is_alphanumeric);
    let behind = &lower[at.end..];
    let begins = [
        " des ",
        " der ",
        " von ",
        ": ",
        " vorhabenbezogen",
        " einer ",
        " eines ",
    ];
    if !is_alone || !begins.iter().any(|word| behind.starts_with(word)) {
        return false;
    }
    let plan = &case.procedure.plan;
    let is_named = |name: &str| behind.find(&name.to_lowercase());
    let kinds = ["Flächennutzungsplan ", "Bebauungsplan ", "Satzung "];
    let bare = kinds.iter().find_map(|kind| plan.name.strip_prefix(kind));
    let name = bare.unwrap_or(&plan.name);
    let number = plan.number.as_deref();
    let named = number.and_then(|own| is_named(&format!("nr. {own}")));
    let end = named.or_else(|| is_named(name));
    end.is_some_and(|end| {
        let between = behind[..end].replace("- und ", "-");
        let is_plan = between.contains("plan") || between.contains("satzung");
        is_plan && end < 120 && !OTHERS.iter().any(|word| between.contains(word))
    })
}

/// Where a heading names a step that this one is not: the entry into force over a display, a display over the entry into
/// force.
fn other_step(own: &Own, heading: &str) -> Option<Range<usize>> {
    const FORCE: &str = "inkrafttreten|in-kraft-treten|inkraftsetzung|in kraft getreten|satzungsbeschluss|wirksamwerden";
    const SHOWN: &str = "öffentliche auslegung|öffentlichen auslegung|öffentliche auslage|offenlage|veröffentlichung des entwurfs|veröffentlichung des entwurfes|auslegung des entwurfs|auslegung des entwurfes|beteiligung der öffentlichkeit";
    const OF_SHOWN: &str = "veröffentlich|ausleg|auslage|offenl|beteiligung|entwurf|entwürf|einsicht|stellungnahme|unterrichtung|frühzeitig|wiederhol|ergänzend|heilung";
    const OF_FORCE: &str = "kraft|wirksam|satzung|genehmig|schluss|feststell|rechts|erteil|beschl";
    let rule = own.step.rule;
    let (others, own_words) = match () {
        () if rule.puts_in_force => (SHOWN, OF_FORCE),
        () if rule.is_span && rule.is_public_participation() => (FORCE, OF_SHOWN),
        () => return None,
    };
    let lower = heading.to_lowercase();
    if lower.len() != heading.len() || has_any(&lower, own_words) {
        return None;
    }
    let mut others = others.split('|');
    others.find_map(|word| lower.find(word).map(|at| at..at + word.len()))
}

/// Where a wording of a display, an early participation or the entry into force calls a plan by number that is not the
/// record's, and has neither the number nor the name of the record.
fn other_plan(case: &Case, own: &Own) -> Option<Range<usize>> {
    const PLANS: [&str; 3] = ["plan", "plans", "planes"];
    let plan = &case.procedure.plan;
    let number = plan.number.as_deref()?;
    let rule = own.step.rule;
    let is_meant = rule.puts_in_force || rule.is_span && rule.is_public_participation();
    let is_alone = case.procedure.more_plans.is_empty();
    let source = own.source();
    // The address of the page may have number and name.
    let told = source
        .split_whitespace()
        .filter(|word| !word.contains("://"));
    let told = told.collect::<Vec<_>>().join(" ");
    let is_told = told.contains(number) || told.contains(&plan.name);
    if !is_meant || !is_alone || is_told {
        return None;
    }
    let mut signs = source.match_indices("Nr. ");
    signs.find_map(|(at, sign)| {
        let before = source[..at].trim_end().rsplit([' ', '\n']).next();
        let word = before.unwrap_or_default().to_lowercase();
        let is_plan = PLANS.iter().any(|end| word.ends_with(end));
        let start = at + sign.len();
        let rest = &source[start..];
        let is_part = |letter: char| letter.is_alphanumeric() || "./-".contains(letter);
        let length = rest.find(|letter| !is_part(letter)).unwrap_or(rest.len());
        let behind = rest[length..].trim_start();
        let is_titled = behind.starts_with(['„', '"', '»', '“']);
        (is_plan && is_titled && length > 0).then_some(start..start + length)
    })
}

/// Where a heading calls the plan by another number, and by neither its own nor its name: „Satzungsbeschluss zum
/// Bebauungsplan Nr. 103“.
fn other_number(case: &Case, heading: &str) -> Option<Range<usize>> {
    const ENDS: [&str; 3] = ["plan", "plans", "planes"];
    let procedure = case.procedure;
    let number = procedure.plan.number.as_deref()?;
    let is_number = |said: &str| said.bytes().all(|own| own.is_ascii_digit());
    let is_told =
        heading.contains(&format!("Nr. {number}")) || heading.contains(&procedure.plan.name);
    if !is_number(number) || is_told || !procedure.more_plans.is_empty() {
        return None;
    }
    let mut signs = heading.match_indices("Nr. ");
    signs.find_map(|(at, sign)| {
        let before = heading[..at]
            .trim_end()
            .rsplit([' ', '\n'])
            .next()?
            .to_lowercase();
        let start = at + sign.len();
        let rest = &heading[start..];
        let length = rest
            .find(|own: char| !own.is_ascii_digit())
            .unwrap_or(rest.len());
        let is_whole = rest[length..]
            .trim_start_matches(['*', ' '])
            .starts_with('\n');
        // Another plan of the town may be told of beside it.
        let said = format!("Nr. {}", &rest[..length]);
        let mut relations = procedure
            .relations
            .iter()
            .filter_map(|own| own.name.as_deref());
        let is_other = relations.any(|name| name.contains(&said));
        let is_plan = ENDS.iter().any(|end| before.ends_with(end));
        (is_plan && is_whole && length > 0 && !is_other).then_some(start..start + length)
    })
}

fn names_other_act(case: &Case, own: &Own, at: Range<usize>) -> Finding {
    let said = own.source().get(at.clone()).unwrap_or_default();
    let operation = case.procedure.operation;
    let words = say(
        format!(
            "Die Überschrift nennt „{said}“, der Vorgang ist: {}",
            operation.de
        ),
        format!(
            "The heading says “{said}”, the operation is: {}",
            operation.en
        ),
    );
    finding(own, at, words, "vorgang").and_at(case.procedure.origin.at("vorgang"))
}

fn names_other_step(own: &Own, at: Range<usize>) -> Finding {
    let said = own.source().get(at.clone()).unwrap_or_default();
    let label = &own.step.rule.label;
    let words = say(
        format!(
            "Die Überschrift nennt „{said}“, die Phase ist: {}",
            label.de
        ),
        format!("The heading says “{said}”, the phase is: {}", label.en),
    );
    finding(own, at, words, "art")
}

fn names_another_plan(case: &Case, own: &Own, at: Range<usize>) -> Finding {
    let said = own.source().get(at.clone()).unwrap_or_default();
    let number = case.procedure.plan.number.as_deref().unwrap_or_default();
    let words = say(
        format!("Der Wortlaut nennt den Plan Nr. {said}, das Verfahren Nr. {number}"),
        format!("The wording calls the plan no. {said}, the record no. {number}"),
    );
    finding(own, at, words, "nummer").and_at(case.procedure.origin.at("nummer"))
}

fn finding(own: &Own, at: Range<usize>, words: Words, key: &str) -> Finding {
    Finding::new(&kinds::NOTICE_NAMES_PLAN, own.at(at), words)
        .because(say(
            "Wer betroffen sein kann, liest die Überschrift und legt weg, was ihn nicht angeht (Anstoßwirkung; § 3 Abs. 2 Satz 4, § 10 Abs. 3 BauGB).",
            "Whoever may be concerned reads the heading and puts away what is of no concern (§ 3 (2) sentence 4, § 10 (3) BauGB).",
        ))
        .help(say(
            format!("Berichtigen Sie den Wortlaut oder {key}."),
            format!("Correct the wording, or {key}."),
        ))
        .at_level(Level::Warning)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_ends_where_the_text_begins() {
        let text = "# Stadt A\n## 2. Änderung\n\nDer Entwurf\n";
        assert_eq!(heading(text), Some("# Stadt A\n## 2. Änderung\n\n"));
        assert_eq!(heading("Der Entwurf liegt aus.\n"), None);
        assert_eq!(
            heading("**2. Änderung**\n\nText.\n"),
            Some("**2. Änderung**\n\n")
        );
    }
}
