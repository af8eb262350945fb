//! Place and day under a notice, or above it: „Meißen, den 12. Februar 2026“.

use crate::check::case::{Case, Report};
use crate::check::days::days;
use crate::check::kinds;
use crate::check::named_places::{acts_for_another, has_office_in};
use crate::check::own::{Own, wordings};
use crate::check::said;
use crate::finding::{Finding, say};
use crate::law::calendar::{WEEKDAYS, day_in_words};
use crate::model::phase::Time;
use jiff::ToSpan;
use jiff::civil::Date;

/// Words before the name of a municipality.
const OF: [&str; 5] = [
    "große kreisstadt ",
    "stadt ",
    "gemeinde ",
    "markt ",
    "gez. ",
];
/// No line of place and day is longer.
const LONGEST: usize = 60;

/// A notice appears within so many days of its signature.
const EARLIEST_DAYS: i64 = 200;

/// A place and a day that stand on a line alone.
struct Signature {
    /// The place in small letters.
    place: String,
    day: Date,
    /// The line.
    line: String,
}

/// `TXT-001`: whoever signs a notice does so before it appears, and after what it announces was resolved.
pub fn days_of_signatures(case: &Case, report: &mut Report) {
    for own in wordings(case) {
        let known = signatures(own.source());
        let known = known.filter(|signed| case.around.municipality(&signed.place).is_some());
        let mut known = known.peekable();
        if known.peek().is_none() {
            continue;
        }
        let published = own.notice.published;
        // What is adopted with it was adopted before it was signed.
        let adopted = case.adoptions().map(|step| step.phase.time.start());
        let adopted = adopted.filter(|day| *day <= published).max();
        let adopted = adopted.filter(|_| own.step.rule.puts_in_force);
        let adopted = adopted.max(resolved(case, &own));
        for signed in known {
            let earliest = published.saturating_sub(EARLIEST_DAYS.days());
            let before = adopted.filter(|adopted| signed.day < *adopted);
            if let Some(adopted) = before {
                report.add(signed_too_early(&own, &signed, adopted));
            } else if signed.day > published || signed.day < earliest {
                report.add(signed_apart(&own, &signed));
            } else {
                continue;
            }
            break;
        }
    }
}

fn signed_too_early(own: &Own, signed: &Signature, adopted: Date) -> Finding {
    let (day, resolved) = (day_in_words(signed.day), day_in_words(adopted));
    Finding::new(
        &kinds::DAYS_OF_RECORD,
        place(own, signed),
        say(
            format!(
                "Unterschrieben ist die Bekanntmachung am {}, beschlossen wurde erst am {}",
                day.de, resolved.de
            ),
            format!(
                "The notice was signed on {}, but the resolution was only on {}",
                day.en, resolved.en
            ),
        ),
    )
    .because(say(
        "Bekannt gemacht wird ein Beschluss, den es gibt; einer der beiden Tage ist falsch.",
        "What is announced is a resolution that exists; one of the two days is wrong.",
    ))
    .help(say(
        "Berichtigen Sie den Tag der Unterschrift oder den des Beschlusses.",
        "Correct the day of the signature or that of the resolution.",
    ))
}

fn signed_apart(own: &Own, signed: &Signature) -> Finding {
    let (day, out) = (day_in_words(signed.day), day_in_words(own.notice.published));
    Finding::new(
        &kinds::DAYS_OF_RECORD,
        place(own, signed),
        say(
            format!(
                "Unterschrieben ist die Bekanntmachung am {}, erschienen am {}",
                day.de, out.de
            ),
            format!(
                "The notice was signed on {}, but appeared on {}",
                day.en, out.en
            ),
        ),
    )
    .and_at(own.step.notice_origin().at("veroeffentlicht"))
    .because(say(
        "Bekannt gemacht wird, was kurz vorher unterschrieben wurde; einer der beiden Tage ist falsch.",
        "What is announced was signed shortly before; one of the two days is wrong.",
    ))
    .help(say(
        "Berichtigen Sie den Tag der Unterschrift oder bekanntmachung.veroeffentlicht.",
        "Correct the day of the signature or bekanntmachung.veroeffentlicht.",
    ))
}

/// `TXT-005`: another municipality than the procedure's own signs, of which the record does not speak.
pub fn places_of_signatures(case: &Case, report: &mut Report) {
    let others = &case.procedure.more_municipalities;
    for own in wordings(case) {
        // Another authority leads procedures under other statutes.
        if own.step.rule.is_related || acts_for_another(own.source()) {
            continue;
        }
        let elsewhere = signatures(own.source()).find(|signed| {
            let Some(ags) = case.around.municipality(&signed.place) else {
                return false;
            };
            let is_own = ags == case.municipality.ags || others.iter().any(|own| own.ags == ags);
            !is_own && !has_office_in(case, &signed.place)
        });
        let Some(signed) = elsewhere else {
            continue;
        };
        let (line, name) = (&signed.line, &case.municipality.name);
        report.add(
            Finding::new(
                &kinds::PLACE_OF_PLAN,
                place(&own, &signed),
                say(
                    format!("Unterschrieben ist „{line}“, das Verfahren führt {name}"),
                    format!("It is signed “{line}”, but the procedure is {name}'s"),
                ),
            )
            .because(say(
                "Die Gemeinde macht ihren Plan selbst bekannt (§ 2 Abs. 1 BauGB, § 4 Abs. 3 SächsGemO).",
                "The municipality announces its plan itself (§ 2 (1) BauGB, § 4 (3) SächsGemO).",
            ))
            .help(say(
                "Berichtigen Sie den Ort. Unterschreibt eine erfüllende Gemeinde, steht sie bei amt oder kontakt.",
                "Correct the place. Where another municipality acts for this one, name it at amt or kontakt.",
            )),
        );
    }
}

/// Sentences that tell of a resolution that was taken.
const TAKEN: &str = "hat |haben |wurde |worden + beschlossen|gebilligt|gefasst|zugestimmt - wird |soll |beschließt|geändert durch|bgbl|gvbl|gesetz";

/// The last resolution that a notice announces: that of its own step, one whose day it names, or the one before a display
/// that it says was taken.
fn resolved(case: &Case, own: &Own) -> Option<Date> {
    let (published, step) = (own.notice.published, own.step);
    if step.rule.is_related {
        return None;
    }
    let is_of_day = matches!(step.phase.time, Time::Day(_)) && !step.rule.puts_in_force;
    let own_day = is_of_day.then(|| step.phase.time.start());
    let taken = own
        .sentences()
        .iter()
        .filter(|sentence| said::shows(sentence, TAKEN));
    let taken: Vec<&String> = taken.collect();
    let named = taken.iter().flat_map(|sentence| days(sentence));
    let named = named.filter_map(|day| day.date());
    // The day on which the notice appears is none of a resolution.
    let named = named.filter(|day| *day < published);
    let speaks_of_draft = taken.iter().any(|sentence| sentence.contains("entwurf"));
    let before = case.procedure.phases.iter().filter(|phase| {
        let is_before = phase.rule.rank < step.rule.rank && phase.rule.rank.is_some();
        let is_told = step.is_display() && !step.rule.renews && speaks_of_draft;
        phase.void.is_none() && is_before && is_told
    });
    let before = before.filter_map(|phase| phase.resolution.as_ref()?.date);
    let known = named.chain(own_day).chain(before);
    known.filter(|day| *day <= published).max()
}

/// `TXT-005`: the organ of a district signs what a municipality announces.
pub fn organs_of_signatures(case: &Case, report: &mut Report) {
    const ORGANS: [&str; 2] = ["Landrat", "Landrätin"];
    /// The lines under a notice that may be its signature.
    const LAST: usize = 6;
    for own in wordings(case) {
        if own.step.rule.is_related || acts_for_another(own.source()) {
            continue;
        }
        let lines = own
            .source()
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty());
        let mut last = lines.rev().take(LAST);
        let signs = |line: &&str| {
            let bare = line.trim_matches(|c: char| !c.is_alphabetic());
            let mut words = bare.split_whitespace().rev();
            let is_organ = words.next().is_some_and(|word| ORGANS.contains(&word));
            is_organ
                && words.all(|word| ["Der", "Die", "gez"].contains(&word.trim_end_matches('.')))
        };
        let Some(line) = last.find(signs) else {
            continue;
        };
        let name = &case.municipality.name;
        let found = own.notice.file().and_then(|file| said::piece(file, line));
        report.add(
            Finding::new(
                &kinds::PLACE_OF_PLAN,
                found.unwrap_or_else(|| own.step.notice_origin().at("text")),
                say(
                    format!("Unterschrieben hat „{line}“, das Verfahren führt {name}"),
                    format!("It is signed by “{line}”, but the procedure is {name}'s"),
                ),
            )
            .because(say(
                "Die Gemeinde macht ihren Plan selbst bekannt (§ 2 Abs. 1 BauGB); sie vertritt der Bürgermeister (§ 51 SächsGemO), nicht der Landkreis.",
                "The municipality announces its plan itself (§ 2 (1) BauGB); its mayor acts for it (§ 51 SächsGemO), not the district.",
            ))
            .help(say(
                "Berichtigen Sie die Unterschrift.",
                "Correct the signature.",
            )),
        );
    }
}

fn place(own: &Own, signed: &Signature) -> crate::finding::Place {
    let found = own
        .notice
        .file()
        .and_then(|file| said::piece(file, &signed.line));
    found.unwrap_or_else(|| own.step.notice_origin().at("text"))
}

/// Every line of a text that is a place and a day.
fn signatures(text: &str) -> impl Iterator<Item = Signature> {
    let lines: Vec<&str> = text.lines().collect();
    let pairs: Vec<String> = lines
        .windows(2)
        .filter(|pair| pair[0].trim_end().ends_with(','))
        .map(|pair| format!("{} {}", pair[0].trim(), pair[1].trim()))
        .collect();
    let alone = lines.into_iter().filter_map(signature);
    let pairs = pairs.iter().filter_map(|pair| signature(pair));
    alone.chain(pairs).collect::<Vec<_>>().into_iter()
}

/// `TXT-002`: the line of a place whose day nobody has put in yet: „Meißen, den __.__.2026“.
pub fn unsigned(case: &Case, text: &str) -> Option<String> {
    let is_blank = |rest: &str| {
        let marks = |c: char| c.is_whitespace() || "._-…\\*".contains(c);
        let year = rest.trim_matches(marks);
        let is_year = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
        year.is_empty() || is_year && rest.contains(['_', '…'])
    };
    text.lines().map(str::trim).find_map(|line| {
        let (place, rest) = line.split_once(',')?;
        let rest = rest.trim_start().strip_prefix("den")?;
        let is_place = case.around.municipality(&bare(place)).is_some();
        (is_place && is_blank(rest)).then(|| line.to_owned())
    })
}

/// A municipality's name in small letters, without what stands before it.
fn bare(place: &str) -> String {
    let place = place
        .trim_matches(|c: char| !c.is_alphanumeric())
        .to_lowercase();
    let name = OF.iter().fold(place.as_str(), |place, word| {
        place.strip_prefix(word).unwrap_or(place)
    });
    name.to_owned()
}

fn signature(line: &str) -> Option<Signature> {
    let line = line.trim_matches(|c: char| c.is_whitespace() || ['*', '_', '.', '\\'].contains(&c));
    if line.len() > LONGEST || !line.contains(',') {
        return None;
    }
    let named = days(line);
    let [day] = named.as_slice() else {
        return None;
    };
    let date = day.date()?;
    let (before, after) = (&line[..day.at.start], &line[day.at.end..]);
    // „Meißen, 25. August 2023 (Freitag)“
    let weekday = after.trim().trim_matches(['(', ')']).to_lowercase();
    let after = match WEEKDAYS.contains(&weekday.as_str()) {
        true => "",
        false => after,
    };
    let before = before.trim_end();
    let before = ["den", "dem", "am", "im"]
        .iter()
        .find_map(|word| before.strip_suffix(word))
        .unwrap_or(before);
    let before = before.trim_end();
    let is_weekday = |(_, word): &(&str, &str)| WEEKDAYS.contains(&word.to_lowercase().trim());
    let whole = before.strip_suffix(',').unwrap_or(before);
    let before = whole
        .rsplit_once(',')
        .filter(is_weekday)
        .map_or(before, |(place, _)| &before[..place.len() + 1]);
    let place = bare(before.trim_end().strip_suffix(',')?);
    after.is_empty().then(|| Signature {
        place,
        day: date,
        line: line.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_signature_is_a_line_of_its_own() {
        let read = |line: &str| signature(line).map(|own| (own.place, own.day));
        let day = date(2026, 2, 12);
        let riesa = Some(("riesa".to_owned(), day));
        assert_eq!(read("Riesa, den 12. Februar 2026"), riesa);
        assert_eq!(read("*Stadt Riesa, 12.02.2026*"), riesa);
        assert_eq!(read("Große Kreisstadt Riesa, am 12.2.2026."), riesa);
        assert_eq!(
            read("Der Entwurf liegt in Riesa, am 12. Februar 2026 aus"),
            None
        );
        assert_eq!(read("Riesa, Donnerstag, den 12. Februar 2026"), riesa);
        assert_eq!(read("Riesa, 12. Februar 2026 (Donnerstag)"), riesa);
        assert_eq!(signatures("Riesa,\nden 12.02.2026").count(), 1);
        assert_eq!(read("Riesa, 12. Februar"), None);
        assert_eq!(read("Riesa 12.02.2026"), None);
    }
}
