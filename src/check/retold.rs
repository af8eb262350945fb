//! What the wording of a renewed or repeated display tells of the one before and of the changes (`TXT-001`, `REN-001`).

use crate::check::case::{Case, Report, Step};
use crate::check::days::spans;
use crate::check::kinds;
use crate::check::own::{Own, of_displays};
use crate::check::said::has_any;
use crate::check::texts::known_spans;
use crate::finding::{Finding, Level, Words, say};
use crate::law::calendar::day_in_words;
use crate::model::phase::Phase;
use jiff::civil::Date;
use std::ops::Range;

/// Words that a sentence has on a display.
const DISPLAY: &str =
    "veröffentlichung|veröffentlicht|auslegung|ausgelegt|auslage|offenlage|ausgelegen";
/// Words for what else lasts from one day to another.
const OTHERS: &str =
    "behörde|träger|frühzeitig|vorentwurf|geschlossen|urlaub|feiertag|sprech|öffnungszeit|bauzeit";

/// `TXT-001`, `REN-001`: days of the display before that are not those of the record, and changes that nobody could see.
pub fn compare(case: &Case, report: &mut Report) {
    for own in of_displays(case).filter(|own| own.step.rule.is_public_participation()) {
        let start = own.step.phase.time.start();
        let displays = case.procedure.phases.iter().filter(|phase| {
            phase.rule.displays_documents && phase.rule.is_span && phase.time.start() < start
        });
        let before: Vec<(Date, Date)> = displays
            .filter_map(|phase| Some((phase.time.start(), phase.time.end()?)))
            .collect();
        if before.is_empty() {
            continue;
        }
        report.extend(other_days(case, &own, &before));
        report.extend(former_version(case, &own));
        if own.step.rule.renews {
            report.extend(unmarked(&own));
            report.extend(only_the_unchanged(&own));
            report.extend(shortened(&own));
        }
    }
}

/// „Die Veröffentlichung vom 5. April bis zum 6. Mai 2025“, which was from 5 May to 6 June.
fn other_days(case: &Case, own: &Own, before: &[(Date, Date)]) -> Option<Finding> {
    let source = own.source();
    let known = known_spans(case);
    let found = spans(source, own.days());
    let dated = found.iter().filter_map(|span| {
        let (from, to) = (span.from.date()?, span.to.date()?);
        Some((span.from.at.start..span.to.at.end, from, to))
    });
    let dated: Vec<(Range<usize>, Date, Date)> = dated.collect();
    let is_known = |from: Date, to: Date| known.contains(&(from, Some(to)));
    // Where the right days are told, too, the others are of something else.
    let is_right =
        |(from, to): &(Date, Date)| dated.iter().any(|one| (one.1, one.2) == (*from, *to));
    let (range, ..) = dated.iter().find(|(range, from, to)| {
        let is_past = *to < own.step.phase.time.start();
        // Digits or words exchanged: one of both days, or the length, is that of a display before.
        let is_like = |(first, last): &&(Date, Date)| {
            first == from || last == to || (first.day(), last.day()) == (from.day(), to.day())
        };
        let meant = before.iter().find(is_like);
        is_past
            && !is_known(*from, *to)
            && is_of_display(source, range)
            && meant.is_some_and(|meant| !is_right(meant))
    })?;
    let said = source.get(range.clone())?;
    let (first, last) = before.last()?;
    let (first, last) = (day_in_words(*first), day_in_words(*last));
    let words = say(
        format!(
            "Der Wortlaut nennt für die frühere Veröffentlichung „{said}“, nach dem Verfahren war sie vom {} bis {}",
            first.de, last.de
        ),
        format!(
            "The wording has the display before at “{said}”, by the record it was from {} to {}",
            first.en, last.en
        ),
    );
    let finding = Finding::new(&kinds::DAYS_OF_RECORD, own.at(range.clone()), words)
        .because(say(
            "Wer die frühere Fassung kennt, muss wissen, welche gemeint ist; eine der beiden Angaben ist falsch.",
            "Whoever knows the version before must know which one is meant; one of the two is wrong.",
        ))
        .help(say(
            "Berichtigen Sie den Wortlaut oder zeitraum.",
            "Correct the wording or zeitraum.",
        ));
    Some(finding.at_level(Level::Warning))
}

/// Whether the words beside a span are on a display: „Die Veröffentlichung vom …“, „Gegenüber dem vom … bis … veröffentlichten
/// Entwurf“.
fn is_of_display(source: &str, range: &Range<usize>) -> bool {
    const NEAR: usize = 70;
    const SHOWN: &str = "veröffentlichten|ausgelegten|ausgelegenen";
    let from = source.floor_char_boundary(range.start.saturating_sub(NEAR));
    let near = &source[from..range.start];
    let near = near
        .rsplit(['.', '\n'])
        .next()
        .unwrap_or(near)
        .to_lowercase();
    let behind = source[range.end..].split(['.', ',', '\n']).next();
    let behind = behind.unwrap_or_default().split_whitespace().take(2);
    let behind = behind.collect::<Vec<_>>().join(" ").to_lowercase();
    (has_any(&near, DISPLAY) || has_any(&behind, SHOWN)) && !has_any(&near, OTHERS)
}

/// „der 2. Entwurf (Fassung vom 3. März 2025)“, which is the version of the display before.
fn former_version(case: &Case, own: &Own) -> Option<Finding> {
    const NEAR: usize = 40;
    let start = own.step.phase.time.start();
    let versions = |phase: &Phase| {
        phase
            .documents
            .iter()
            .map(|own| own.version)
            .collect::<Vec<_>>()
    };
    let now = versions(own.step.phase);
    let phases = case.procedure.phases.iter();
    let before = phases.filter(|phase| phase.rule.displays_documents && phase.time.start() < start);
    let before: Vec<Date> = before
        .flat_map(versions)
        .filter(|day| !now.contains(day))
        .collect();
    let source = own.source();
    let shown = case
        .formal_participations()
        .filter(|step| step.phase.time.start() < start);
    let number = own.step.phase.round.map_or(shown.count() + 1, usize::from);
    let draft = format!("{number}. entwurf");
    let wrong = own.days().iter().find(|day| {
        let from = source.floor_char_boundary(day.at.start.saturating_sub(NEAR));
        let near = source[from..day.at.start].to_lowercase();
        near.contains(&draft)
            && has_any(&near, "fassung vom|stand|i. d. f. vom")
            && day.date().is_some_and(|day| before.contains(&day))
    })?;
    let said = source.get(wrong.at.clone())?;
    let right = now.iter().max()?;
    let words = say(
        format!(
            "Der Wortlaut nennt den {number}. Entwurf in der Fassung der früheren Beteiligung ({said}), die Unterlagen sind vom {right}"
        ),
        format!(
            "The wording has draft {number} in the version of the participation before ({said}), but the documents are of {right}"
        ),
    );
    let finding = Finding::new(&kinds::DAYS_OF_RECORD, own.at(wrong.at.clone()), words)
        .because(say(
            "Wer die frühere Fassung kennt, muss wissen, welche gemeint ist; eine der beiden Angaben ist falsch.",
            "Whoever knows the version before must know which one is meant; one of the two is wrong.",
        ))
        .help(say("Berichtigen Sie den Wortlaut oder stand.", "Correct the wording or stand."));
    Some(finding.at_level(Level::Warning))
}

/// „Die Änderungen sind in den Unterlagen nicht gekennzeichnet.“
fn unmarked(own: &Own) -> Option<Finding> {
    const SIGN: &str = "änderung|ergänzung|geändert + nicht gekennzeichnet|nicht kenntlich|nicht markiert|nicht hervorgehoben|nicht farblich|nicht eigens gekennzeichnet|ohne kennzeichnung - sofern|soweit|falls";
    let sentence = own.sentence(SIGN)?;
    Some(changes(
        own,
        sentence,
        say(
            "Nach dem Wortlaut sind die Änderungen nicht gekennzeichnet",
            "By the wording the changes are not marked",
        ),
    ))
}

/// „Stellungnahmen dürfen nur zu den unveränderten Teilen abgegeben werden.“
fn only_the_unchanged(own: &Own) -> Option<Finding> {
    const SIGN: &str = "nur|ausschließlich|lediglich + zu den unveränderten|zu den nicht geänderten|zu den nicht ergänzten|zu unveränderten + stellung|äußer - nicht zu den unveränderten|nicht zu unveränderten";
    let sentence = own.sentence(SIGN)?;
    Some(changes(
        own,
        sentence,
        say(
            "Nach dem Wortlaut darf man sich nur zu dem äußern, was nicht geändert ist",
            "By the wording statements may only be on what has not changed",
        ),
    ))
}

/// „Die Frist ist angemessen verlängert“ of a display that is shorter than the one that is usual.
fn shortened(own: &Own) -> Option<Finding> {
    const SIGN: &str = "dauer|frist|zeitraum + angemessen verlängert - nicht";
    let sentence = own.sentence(SIGN)?;
    // No month has fewer days.
    const MONTH: i32 = 28;
    let time = own.step.phase.time;
    let days = (time.end()? - time.start()).get_days();
    (days + 1 < MONTH).then(|| {
        changes(
            own,
            sentence,
            say(
                "Nach dem Wortlaut ist die Frist verlängert, nach dem Verfahren verkürzt",
                "By the wording the period is extended, by the record it is shortened",
            ),
        )
    })
}

fn changes(own: &Own, sentence: &str, words: Words) -> Finding {
    let Step { phase, .. } = own.step;
    Finding::new(&kinds::WHAT_CHANGED, own.near_sentence(sentence), words)
        .and_at(phase.origin.at("aenderungen"))
        .because(say(
            "Stellungnahmen beziehen sich auf die Änderungen und ihre Auswirkungen; die Änderungen müssen erkennbar sein, und verkürzen darf die Gemeinde die Frist (§ 4a Abs. 3 Satz 2 und 3 BauGB).",
            "Statements concern the changes and their effects; the changes must be recognisable, and the municipality may shorten the period (§ 4a (3) sentences 2 and 3 BauGB).",
        ))
        .help(say(
            "Berichtigen Sie den Wortlaut; fehlt die Kennzeichnung, ergänzen Sie sie in den Unterlagen.",
            "Correct the wording; if the marks are missing, add them in the documents.",
        ))
        .at_level(Level::Warning)
}
