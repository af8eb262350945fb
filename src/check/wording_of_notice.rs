//! What a notice's own wording says, compared with the record: days, page, plan, demands.

use crate::check::case::{Case, Report, Step};
use crate::check::days::{NamedDay, days};
use crate::check::duration;
use crate::check::foreign_days;
use crate::check::kinds;
use crate::check::own::{Own, of_displays, wordings};
use crate::check::own_days::{contradicting, of_other_phases, other_day, other_last_day};
use crate::check::partial_access;
use crate::check::publication;
use crate::check::relative_days::{begins_after, days_after};
use crate::check::texts::{around, begin_of_sentence, known_spans};
use crate::finding::{Finding, Level, Place, Words, say};
use crate::law::calendar::day_in_words;
use crate::law::wording::Asked;
use jiff::civil::Date;
use std::ops::Range;

/// `NOT-004`: since 7 July 2023 the notice names the page or address.
pub fn names_page(case: &Case, report: &mut Report) {
    partial_access::offline(case, report);
    for own in of_displays(case) {
        let step = own.step;
        let asked = step.asked(|rule| rule.needs_access);
        if asked == Asked::Not || names_address(own.plain) {
            continue;
        }
        let text = own.notice.text.as_ref();
        if text.is_some_and(|text| has_link(&text.html())) {
            continue;
        }
        let finding = Finding::new(
            &kinds::NOTICE_NAMES_PAGE,
            own.near(&["homepage", "internet", "website", "veröffentlicht"]),
            say(
                "Der Wortlaut nennt keine Internetadresse",
                "The wording names no web address",
            ),
        )
        .because(say(
            "Bekannt zu machen ist die Internetseite oder Internetadresse, unter der die Unterlagen stehen (§ 3 Abs. 2 Satz 4 BauGB); „auf unserer Homepage“ genügt nicht.",
            "The web page or address where the documents stand is announced (§ 3 (2) sentence 4 BauGB); “on our homepage” is not enough.",
        ))
        .help(say(
            format!("Schreiben Sie die Adresse der Phase aus: {}", step.phase.address.url(&case.archive.site.address)),
            format!("Write the address of the phase in full: {}", step.phase.address.url(&case.archive.site.address)),
        ));
        report.ask(asked, step, finding);
    }
}

/// `NOT-006`: first and last day stand in the wording as in the record, wherever it names them.
pub fn names_days(case: &Case, report: &mut Report) {
    let others_known = known_spans(case);
    foreign_days::days(case, report);
    let of_agencies = case.steps.iter().filter(|step| step.is_for_agencies());
    let of_agencies: Vec<_> = of_agencies.filter_map(Step::span).collect();
    for own in wordings(case) {
        let Some(period) = own.step.span() else {
            continue;
        };
        // Agencies may have longer from the same day on; the notice is for the public.
        let asks_agencies = |(start, end): &(Date, Option<Date>)| {
            end.is_some_and(|end| of_agencies.contains(&(*start, end)))
        };
        let others = others_known.iter();
        let others = others.filter(|own| own.0 != period.0 || !asks_agencies(own));
        let display = own.step.phase.facts.displayed_until;
        let own_ends = [Some(period.1), display].into_iter().flatten();
        let own_spans = own_ends.map(|end| (period.0, Some(end)));
        let known: Vec<_> = others.copied().chain(own_spans).collect();
        let mut told: Vec<Range<usize>> = Vec::new();
        // Of an earlier participation the law asks for no length, but whoever reads of one relies on it.
        let most = if own.step.is_display() {
            Level::Error
        } else {
            Level::Warning
        };
        let mut found = Vec::new();
        if own.step.is_display() || is_for_the_public(own.step) {
            found.extend(missing_days(&own, period, &known, &mut told));
            found.extend(lasts_otherwise(&own, period));
            found.extend(turned_round(&own, period));
        }
        if own.step.is_display() {
            found.extend(ends_within_day(&own, period.1));
            found.extend(ends_before(&own, period.1));
            found.extend(ends_otherwise_after_display(&own, period.1));
        }
        let mended = |finding| publication::mended_first(case, own.step, finding);
        for mut finding in found.into_iter().map(&mended) {
            finding.level = finding.level.max(most);
            report.add(finding);
        }
        for (at, meant) in contradicting((own.source(), own.days()), period, &known) {
            if told.contains(&at) || is_of_agencies(own.source(), &at, &others_known) {
                continue;
            }
            let named = own.source().get(at.clone()).unwrap_or_default();
            let words = say(
                format!("Der Wortlaut nennt den {named}, im Verfahren steht {meant}"),
                format!("The wording names {named}, the record says {meant}"),
            );
            let mut finding = mended(differing_day(&own, own.at(at), words, meant));
            // Only the duration of a display is asked by the law.
            finding.level = finding.level.max(most);
            report.add(finding);
        }
        for (at, meant) in of_other_phases((own.source(), own.days()), period, &others_known) {
            let named = own.source().get(at.clone()).unwrap_or_default();
            report.add(day_of_another_phase(own.at(at), named, meant));
        }
    }
}

/// `TXT-001`: what the wording tells of another phase.
fn day_of_another_phase(place: Place, named: &str, meant: Date) -> Finding {
    Finding::new(
        &kinds::DAYS_OF_RECORD,
        place,
        say(
            format!("Der Wortlaut nennt für eine andere Phase den {named}, im Verfahren steht {meant}"),
            format!("For another phase the wording names {named}, the record says {meant}"),
        ),
    )
    .because(say(
        "Was die Bekanntmachung vom bisherigen Verfahren erzählt, muss stimmen; einer der beiden Tage ist falsch.",
        "What the notice tells of the procedure so far must be right; one of the two days is wrong.",
    ))
    .help(say(
        "Berichtigen Sie den Wortlaut oder den Zeitraum jener Phase.",
        "Correct the wording or that phase's period.",
    ))
}

/// A last day that ends before midnight: „bis 5. April 2024, 12:00 Uhr“.
fn ends_within_day(own: &Own, end: Date) -> Option<Finding> {
    let source = own.source();
    let hour_behind = |named: &NamedDay| {
        let behind = source[named.at.end..].trim_start_matches([',', ' ', '*', '\n', '(']);
        let digits = behind.find(|letter: char| !letter.is_ascii_digit())?;
        let hour: u8 = behind[..digits].parse().ok()?;
        let rest = behind[digits..].trim_start_matches([':', '.']);
        let rest = rest.trim_start_matches(|letter: char| letter.is_ascii_digit());
        rest.trim_start().starts_with("Uhr").then_some(hour)
    };
    let is_last = |named: &NamedDay| {
        let before = around(source, named.at.start, 60, 0).to_lowercase();
        named.is(end) && (before.contains("bis") || before.contains("ende"))
    };
    let mut named = own.days().iter().filter(|named| is_last(named));
    let found = named.find_map(|named| {
        let hour = hour_behind(named).filter(|hour| *hour < 23)?;
        Some((named.at.clone(), hour))
    });
    let (at, hour) = found.or_else(|| partial_access::closes_on(own, end))?;
    let finding = Finding::new(
        &kinds::NOTICE_NAMES_DAYS,
        own.at(at),
        say(
            format!("Im Wortlaut endet die Frist um {hour} Uhr, nicht mit dem Tag"),
            format!("In the wording the period ends at {hour} o'clock, not with the day"),
        ),
    )
    .because(say(
        "Der letzte Tag zählt ganz, bis 24 Uhr (§ 188 Abs. 2 BGB, § 3 Abs. 2 Satz 1 BauGB).",
        "The last day counts in full, to midnight (§ 188 (2) BGB, § 3 (2) sentence 1 BauGB).",
    ))
    .help(say(
        "Streichen Sie die Uhrzeit; Öffnungszeiten gehören zum Ort der Einsicht.",
        "Delete the time; opening hours belong to the place of access.",
    ));
    Some(finding)
}

/// A length that is none of the period: „für die Dauer von zwei Wochen“.
fn lasts_otherwise(own: &Own, (start, end): (Date, Date)) -> Option<Finding> {
    let (sentence, length) = duration::differs(own, (start, end))?;
    let (length, days) = (own.as_written(&length), (end - start).get_days() + 1);
    let words = say(
        format!("Der Wortlaut nennt als Dauer „{length}“; der Zeitraum der Phase hat {days} Tage"),
        format!("The wording gives the duration as “{length}”; the phase's period has {days} days"),
    );
    let provision = duration_provision(own.step);
    let finding = Finding::new(
        &kinds::NOTICE_NAMES_DAYS,
        own.near_sentence(sentence),
        words,
    );
    Some(finding.because(say(
        format!("Die Dauer ist bekannt zu machen ({provision}); wer zwei liest, weiß nicht, welche gilt."),
        format!("The duration is announced ({provision}); whoever reads two does not know which one holds."),
    )).help(say(
        "Streichen Sie die Dauer; erster und letzter Tag sagen sie.",
        "Delete the duration; first and last day tell it.",
    )))
}

/// Whether a day ends the period of the agencies, which a notice may tell of.
fn is_of_agencies(source: &str, at: &Range<usize>, spans: &[(Date, Option<Date>)]) -> bool {
    const AGENCIES: [&str; 3] = ["behörde", "träger öffentlicher", "nachbargemeinde"];
    const PUBLIC: [&str; 5] = ["öffentlichkeit", "jedermann", "jede", "bürger", "alle "];
    let near = around(source, at.start, 160, 100).to_lowercase();
    let own = begin_of_sentence(source, at.start, 160).to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| own.contains(word));
    if has(&AGENCIES) && !has(&PUBLIC) {
        return true;
    }
    let said = source.get(at.clone()).map(days).unwrap_or_default();
    let ends = spans.iter().filter_map(|(_, end)| *end);
    let is_end = ends
        .into_iter()
        .any(|end| said.iter().any(|day| day.is(end)));
    is_end && AGENCIES.iter().any(|word| near.contains(word))
}

/// The first and the last day, where the wording names them nowhere.
fn missing_days(
    own: &Own,
    (start, end): (Date, Date),
    known: &[(Date, Option<Date>)],
    told: &mut Vec<Range<usize>>,
) -> Vec<Finding> {
    let mut found = Vec::new();
    // A day at the beginning of a line is the number of a list to Markdown, but not to people.
    let (source, plain) = (own.days(), days(own.plain));
    for (day, de, en) in [(start, "ersten", "first"), (end, "letzten", "last")] {
        if source.iter().chain(&plain).any(|named| named.is(day)) {
            continue;
        }
        if let Some(sentence) = begins_after(own).filter(|_| day == start) {
            found.extend(begins_on_another_day(own, sentence, start));
            continue;
        }
        let other = other_day((own.source(), source), (start, end), de == "letzten", known);
        let last = || {
            (day == end)
                .then(|| other_last_day((own.source(), source), end))
                .flatten()
        };
        let other = other.or_else(last);
        let words = say(
            format!("Der Wortlaut nennt den {de} Tag {day} nicht"),
            format!("The wording does not name the {en} day {day}"),
        );
        let meant = other.clone().or_else(|| blank_day(own, day));
        let meant = meant.or_else(|| near_day(own, day, known));
        let place = match meant {
            Some(at) if own.notice.file().is_some() => own.at(at),
            _ => where_the_period_is_told(own, (start, end)),
        };
        found.push(differing_day(own, place, words, day));
        told.extend(other);
    }
    found
}

/// Where a day was never put in before the year: „......2026“, „__.__.2026“.
fn blank_day(own: &Own, day: Date) -> Option<Range<usize>> {
    const BLANKS: [char; 4] = ['.', '_', '…', ' '];
    let source = own.source();
    let year = day.year().to_string();
    source.match_indices(&year).find_map(|(at, year)| {
        let before = source[..at].trim_end_matches(BLANKS);
        let blank = source[before.len()..at].trim_start();
        let marks = blank.chars().filter(|mark| *mark != ' ').count();
        (marks > 2).then_some(at - blank.len()..at + year.len())
    })
}

/// Where a wording tells of the period: at the other one of its ends, at the words for a length, else where it speaks of
/// the display.
fn where_the_period_is_told(own: &Own, (start, end): (Date, Date)) -> Place {
    const LASTING: [&str; 4] = [
        "für die dauer",
        "für einen monat",
        "in der zeit",
        "im zeitraum",
    ];
    let mut named = own.days().iter();
    let other = named.find(|named| named.is(start) || named.is(end));
    match other.filter(|_| own.notice.file().is_some()) {
        Some(named) => own.at(named.at.clone()),
        None => own.near(&[&LASTING[..], &DISPLAYED[..]].concat()),
    }
}

/// Whether everyone takes part in a step that has a first and a last day.
fn is_for_the_public(step: &Step) -> bool {
    step.rule.is_span && !step.is_for_agencies() && !step.rule.is_related
}

/// The last day named as the first one: „vom 07.05. bis 07.04.2026“.
fn turned_round(own: &Own, (start, end): (Date, Date)) -> Option<Finding> {
    let source = own.source();
    let at = own.days().windows(2).find_map(|pair| {
        let between = source.get(pair[0].at.end..pair[1].at.start)?;
        let is_span = between.len() < 20 && between.contains("bis");
        let is_turned = pair[0].is(end) && pair[1].is(start) && start != end;
        (is_span && is_turned).then_some(pair[0].at.start..pair[1].at.end)
    })?;
    let words = say(
        "Der Wortlaut nennt den letzten Tag vor dem ersten",
        "The wording names the last day before the first one",
    );
    Some(differing_day(own, own.at(at), words, start))
}

/// A last day that the words leave out: „bis zum 7. Mai 2026 (ausschließlich)“.
fn ends_before(own: &Own, end: Date) -> Option<Finding> {
    let source = own.source();
    let is_left_out = |named: &&NamedDay| {
        let behind = around(source, named.at.end, 0, 30).trim_start();
        named.is(end)
            && (behind.starts_with("(ausschließlich)")
                || behind.starts_with("(jeweils ausschließlich)"))
    };
    let named = own.days().iter().find(is_left_out)?;
    let words = say(
        "Der Wortlaut lässt den letzten Tag nicht mitzählen",
        "By the wording the last day does not count",
    );
    Some(differing_day(own, own.at(named.at.clone()), words, end))
}

/// The end of the time for objections where the wording counts other weeks from the display's end than the record.
fn ends_otherwise_after_display(own: &Own, end: Date) -> Option<Finding> {
    let shown = own.step.phase.facts.displayed_until?;
    let (sentence, length, (least, most)) = duration::after_display(own)?;
    let days = (end - shown).get_days();
    if (least..=most).contains(&days) {
        return None;
    }
    let length = own.as_written(&length);
    let words = say(
        format!(
            "Der Wortlaut nennt „{length}“ nach der Auslegung; im Verfahren sind es {days} Tage"
        ),
        format!(
            "The wording names “{length}” after the display; in the record these are {days} days"
        ),
    );
    Some(differing_day(own, own.near_sentence(sentence), words, end))
}

/// Where a wording speaks of the display, by the words that are likely there.
const DISPLAYED: [&str; 6] = [
    "öffentlich aus",
    "ausgelegt",
    "veröffentlicht",
    "einsehbar",
    "eingesehen",
    "auslegung",
];

/// The named day that comes nearest to a missing one, and is none of the record's: „Ende: 1. Mai 2026“.
fn near_day(own: &Own, day: Date, known: &[(Date, Option<Date>)]) -> Option<Range<usize>> {
    const NEAR_DAYS: i32 = 45;
    const MARKS: [&str; 8] = [
        "beginn", "ende", "ab ", "bis ", "vom ", "von ", "start", "letzter",
    ];
    let is_known = |named: &NamedDay| {
        let mut days = known.iter().flat_map(|(start, end)| [Some(*start), *end]);
        days.any(|own| own.is_some_and(|own| named.is(own)))
    };
    let away = |named: &NamedDay| {
        let year = named.year.unwrap_or(day.year());
        let said = Date::new(year, named.month, named.day).ok()?;
        Some((said - day).get_days().abs()).filter(|days| *days <= NEAR_DAYS)
    };
    let is_marked = |named: &NamedDay| {
        let before = around(own.source(), named.at.start, 30, 0).to_lowercase();
        let line = before.rsplit('\n').next().unwrap_or_default();
        MARKS.iter().any(|mark| line.contains(mark))
    };
    let others = own
        .days()
        .iter()
        .filter(|named| !is_known(named) && is_marked(named));
    let others = others.filter_map(|named| Some((away(named)?, named)));
    let nearest = others.min_by_key(|(days, _)| *days);
    nearest.map(|(_, named)| named.at.clone())
}

/// A display that the wording lets begin on the day after its notice, and the record on another.
fn begins_on_another_day(own: &Own, sentence: &str, start: Date) -> Option<Finding> {
    let after = days_after(own.notice);
    let words = say(
        format!(
            "Der Wortlaut lässt die Frist am Tag nach der Bekanntmachung beginnen, das ist der {}; im Verfahren steht {start}",
            after[0]
        ),
        format!(
            "By the wording the period begins on the day after the notice, which is {}; the record says {start}",
            after[0]
        ),
    );
    let finding = || differing_day(own, own.near_sentence(sentence), words, start);
    (!after.contains(&start)).then(finding)
}

fn differing_day(own: &Own, place: Place, what: Words, day: Date) -> Finding {
    let words = day_in_words(day);
    let provision = duration_provision(own.step);
    Finding::new(&kinds::NOTICE_NAMES_DAYS, place, what)
        .because(say(
            format!("Die Dauer ist bekannt zu machen ({provision}); weicht sie vom Zeitraum der Phase ab, ist eines von beiden falsch."),
            format!("The duration is announced ({provision}); where it differs from the period, one of them is wrong."),
        ))
        .help(say(
            format!("Schreiben Sie „{}“ in den Wortlaut, oder berichtigen Sie zeitraum.", words.de),
            format!("Write “{}” into the wording, or correct zeitraum.", words.de),
        ))
}

fn duration_provision<'s>(step: &'s Step<'_>) -> &'s str {
    if step.rule.is_related {
        &step.rule.provision
    } else {
        "§ 3 Abs. 2 Satz 4 BauGB"
    }
}

/// Whether a text leads anywhere; an address for mails is no page.
fn has_link(html: &str) -> bool {
    let mut targets = html.split("href=\"").skip(1);
    targets.any(|target| !target.starts_with("mailto:") && !target.starts_with("tel:"))
}

fn names_address(words: &str) -> bool {
    let is_host = |word: &str| {
        let host = word.split('/').next().unwrap_or_default();
        let (name, ending) = host.rsplit_once('.').unwrap_or_default();
        let has_name = name
            .chars()
            .filter(|letter| letter.is_alphanumeric())
            .count()
            > 2;
        has_name
            && !host.contains('@')
            && (2..=12).contains(&ending.len())
            && ending.bytes().all(|byte| byte.is_ascii_lowercase())
    };
    let trim = |word: &'_ str| {
        word.trim_matches(|c: char| !c.is_alphanumeric() && c != '/')
            .to_owned()
    };
    words.contains("://") || words.split_whitespace().any(|word| is_host(&trim(word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_told_from_an_abbreviation() {
        let names = names_address;
        assert!(names("unter https://x.de/plan"));
        assert!(names("unter www.beispiel.de (Bauen)"));
        assert!(!names("auf unserer Homepage, Fragen an bauamt@beispiel.de"));
        assert!(!names(
            "auf unserer Homepage, z.B. im Rathaus, Nr.4, d.h. dort."
        ));
    }
}
