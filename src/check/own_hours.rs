//! The hours of a place of access that the wording of a notice names, compared with the record (`NOT-024`).

use crate::check::case::{Case, Report, Step};
use crate::check::houses;
use crate::check::kinds;
use crate::check::own::{Own, of_displays, wordings};
use crate::check::said;
use crate::check::week::{Hours, WEEKDAYS, Week, in_words, week};
use crate::finding::{Finding, Level, Place, say};
use std::collections::BTreeSet;

/// The longest break at noon that a record may leave out, in minutes.
const BREAK: u16 = 150;

/// A place of access with its hours in the record.
type Opened = (String, Hours);

/// `NOT-024` for hours: a weekday on which the wording opens a place at other times than the record, or that it leaves
/// out while it tells all others. Of hours that it names besides nothing is said.
pub fn compare(case: &Case, report: &mut Report) {
    for own in wordings(case).filter(|own| own.step.rule.puts_in_force) {
        report.extend(on_another_day_in_force(case, &own));
    }
    for own in of_displays(case) {
        let places = places(case, own.step);
        if places.is_empty() {
            continue;
        }
        let text = said::folded(own.source()).to_lowercase();
        // „9–18 Uhr (Mittagspause 12–13 Uhr)“ says the same in another way.
        if text.contains("mittagspause") {
            continue;
        }
        let week = week(&text);
        let closed_on = closed_on(&week, &places).filter(|day| !is_of_others(&own, *day, &places));
        report.extend(closed_on.map(|day| closed(&own, day, &places)));
        let told = week.open;
        if let [place] = places.as_slice()
            && let Some(found) = of_one_place(&own, place, (&told, &text), closed_on.is_some())
        {
            report.add(found);
            continue;
        }
        for (name, recorded) in &places {
            let named = (0..6).filter(|day| {
                let is_told = !recorded[*day].is_empty() && !told[*day].is_empty();
                is_told && closed_on != Some(*day)
            });
            let (same, other): (Vec<usize>, Vec<usize>) =
                named.partition(|day| recorded[*day].is_subset(&told[*day]));
            // With several places the hours of one may be left out altogether.
            let is_this_place = places.len() == 1 || same.len() > other.len();
            let worst = |day: &&usize| !contradicts(&recorded[**day], &told[**day]);
            if let Some(day) = other.iter().min_by_key(worst).filter(|_| is_this_place) {
                let is_told = |day: &usize| told[*day] == recorded[*day];
                let is_alone = places.len() == 1 && same.iter().all(is_told);
                let is_moved = is_alone && is_one_slip((&told, recorded), (&same, &other))
                    || is_slip_at(&own, (name, recorded), &places);
                let level = match is_moved || contradicts(&recorded[*day], &told[*day]) {
                    true => Level::Warning,
                    false => Level::Note,
                };
                report.add(finding(&own, (name, *day), &recorded[*day]).at_level(level));
            }
        }
    }
}

/// What a wording says of the weekdays of the only place, whatever their hours.
fn of_one_place(
    own: &Own,
    (name, recorded): &Opened,
    (told, text): (&Hours, &str),
    is_closed: bool,
) -> Option<Finding> {
    if let Some((day, other)) = moved(told, recorded) {
        return Some(on_another_day(own, (name, day), other));
    }
    let missing = left_out(told, recorded).filter(|day| !is_closed && !is_else(text, *day));
    if let Some(day) = missing {
        return Some(without_a_day(own, (name, day)));
    }
    let (day, other) = apart(own, name, (told, recorded))?;
    Some(on_another_day(own, (name, day), other))
}

/// Whether hours contradict each other: a record shortens hours and leaves out a break at noon, but opens no place while
/// it is closed.
fn contradicts(recorded: &BTreeSet<(u16, u16)>, told: &BTreeSet<(u16, u16)>) -> bool {
    let is_apart = |own: &BTreeSet<(u16, u16)>, others: &BTreeSet<(u16, u16)>| {
        let ends = others.iter().next().zip(others.iter().next_back());
        let is_outside = |(from, to): &(u16, u16)| {
            ends.is_none_or(|(first, last)| *from < first.0 || last.1 < *to)
        };
        let mut gaps = others.iter().zip(others.iter().skip(1));
        let is_parted = gaps.any(|(one, next)| {
            let (from, to) = (one.1, next.0);
            to.saturating_sub(from) > BREAK && own.iter().any(|span| span.0 < to && from < span.1)
        });
        own.iter().any(is_outside) || is_parted
    };
    is_apart(recorded, told) && is_apart(told, recorded)
}

/// Whether hours of one day are the same but for one end of one of them: no record shortens so.
fn is_cut(recorded: &BTreeSet<(u16, u16)>, told: &BTreeSet<(u16, u16)>) -> bool {
    let pairs = recorded
        .iter()
        .zip(told)
        .filter(|(own, other)| own != other);
    let pairs: Vec<_> = pairs.collect();
    let is_one =
        |((from, to), (begin, end)): &(&(u16, u16), &(u16, u16))| (from == begin) != (to == end);
    recorded.len() == told.len() && pairs.len() == 1 && pairs.iter().all(is_one)
}

/// Whether the hours of one day, or of several that the record has alike, differ as by a slip of the pen: another end, or half
/// a day left out.
fn is_one_slip((told, recorded): (&Hours, &Hours), (same, other): (&[usize], &[usize])) -> bool {
    let (Some(first), false) = (other.first(), same.is_empty()) else {
        return false;
    };
    let (one, said) = (&recorded[*first], &told[*first]);
    let is_alike = |day: &usize| recorded[*day] == *one && told[*day] == *said;
    let is_half = said.len() < one.len() && said.is_subset(one);
    other.iter().all(is_alike) && (is_cut(one, said) || is_half)
}

/// The same for one of several places, by the sentence that names it and no other.
fn is_slip_at(own: &Own, (place, recorded): (&str, &Hours), places: &[Opened]) -> bool {
    let head = |place: &str| {
        place
            .split(',')
            .next()
            .unwrap_or(place)
            .trim()
            .to_lowercase()
    };
    let others = || places.iter().filter(|(other, _)| other != place);
    let mut sentences = own.sentences().iter().filter(|sentence| {
        sentence.contains(&head(place))
            && !others().any(|(other, _)| sentence.contains(&head(other)))
    });
    places.len() > 1
        && sentences.any(|sentence| {
            let told = week(sentence).open;
            let days = (0..6).filter(|day| !told[*day].is_empty() || !recorded[*day].is_empty());
            let (same, other): (Vec<usize>, Vec<usize>) =
                days.partition(|day| told[*day] == recorded[*day]);
            other
                .iter()
                .all(|day| !told[*day].is_empty() && !recorded[*day].is_empty())
                && is_one_slip((&told, recorded), (&same, &other))
        })
}

/// A weekday of the record and one of the sentence that names its place, where no weekday of either is one of the other.
fn apart(own: &Own, place: &str, (told, recorded): (&Hours, &Hours)) -> Option<(usize, usize)> {
    let head = place.split(',').next()?.trim().to_lowercase();
    let sentence = own
        .sentences()
        .iter()
        .find(|sentence| sentence.contains(&head) && sentence.contains(" uhr"))?;
    // „auch am Samstag von 10 bis 12 Uhr“ comes on top of other hours.
    const BESIDES: [&str; 8] = [
        "auch ",
        "zusätzlich",
        "außerdem",
        "daneben",
        "zeiten",
        "stunden",
        "termin",
        "veranstaltung",
    ];
    if BESIDES.iter().any(|word| sentence.contains(word)) {
        return None;
    }
    let here = week(sentence).open;
    let is_open = |hours: &Hours, day: &usize| !hours[*day].is_empty();
    let is_apart = (0..6).all(|day| !is_open(told, &day) || !is_open(recorded, &day));
    let (right, said) = (
        (0..6).find(|day| is_open(recorded, day))?,
        (0..6).find(|day| is_open(&here, day))?,
    );
    is_apart.then_some((right, said))
}

/// The final notice, whose hours are often those of another office: only one weekday in place of another is a slip.
fn on_another_day_in_force(case: &Case, own: &Own) -> Option<Finding> {
    let places = places(case, own.step);
    let [(name, recorded)] = places.as_slice() else {
        return None;
    };
    if !own.lower().contains(" uhr") {
        return None;
    }
    let told = week(own.lower()).open;
    let (day, other) = exchanged(&told, recorded)?;
    Some(on_another_day(own, (name, day), other))
}

/// The one weekday of the record that a wording leaves out which tells all others as the record does.
fn left_out(told: &Hours, recorded: &Hours) -> Option<usize> {
    let is_open = |hours: &Hours, day: usize| !hours[day].is_empty();
    let mut missing = (0..6).filter(|day| is_open(recorded, *day) && !is_open(told, *day));
    let day = missing.next()?;
    let others = || (0..6).filter(|other| *other != day);
    let is_same = others().all(|other| told[other] == recorded[other]);
    let count = others().filter(|other| is_open(told, *other)).count();
    (missing.next().is_none() && is_same && count > 1).then_some(day)
}

/// Whether a text says otherwise of a weekday that it gives no hours.
fn is_else(text: &str, day: usize) -> bool {
    const ELSE: [&str; 5] = [
        "übrigen tag",
        "sonst ",
        "anderen tagen",
        "im übrigen",
        "darüber hinaus",
    ];
    let (long, short, _) = WEEKDAYS[day];
    let named = [long, short].iter().any(|name| {
        ["", "s"].iter().any(|end| {
            ["nach ", "nur ", "auf ", "mit "]
                .iter()
                .any(|word| text.contains(&format!("{name}{end} {word}")))
        })
    });
    named || ELSE.iter().any(|words| text.contains(words))
}

fn without_a_day(own: &Own, (place, day): (&str, usize)) -> Finding {
    let (_, _, name) = WEEKDAYS[day];
    let tells = |line: &str| {
        week(&line.to_lowercase())
            .open
            .iter()
            .any(|day| !day.is_empty())
    };
    let finding = Finding::new(
        &kinds::WORDING_PLACES,
        own.line(tells).unwrap_or_else(|| own.near(&[" uhr"])),
        say(
            format!("Der Wortlaut nennt für {name} keine Zeiten; nach dem Verfahren ist geöffnet"),
            format!("The wording names no hours for {name}, when it is open by the record"),
        ),
    );
    reason(finding, place).at_level(Level::Warning)
}

/// A weekday of the record that the wording leaves out, and the one on which it opens instead at the same hours.
fn moved(told: &Hours, recorded: &Hours) -> Option<(usize, usize)> {
    let missing = (0..6).filter(|day| !recorded[*day].is_empty() && told[*day].is_empty());
    let mut pairs = missing.flat_map(|day| (0..6).map(move |other| (day, other)));
    pairs.find(|(day, other)| recorded[*other].is_empty() && told[*other] == recorded[*day])
}

/// The one weekday that is missing and the one that is there instead, at whatever hours, where all others are the same.
fn exchanged(told: &Hours, recorded: &Hours) -> Option<(usize, usize)> {
    let differ: Vec<usize> = (0..6).filter(|day| told[*day] != recorded[*day]).collect();
    let missing = differ.iter().copied().find(|day| told[*day].is_empty())?;
    let more = differ
        .iter()
        .copied()
        .find(|day| recorded[*day].is_empty())?;
    let same = (0..6).any(|day| !told[day].is_empty() && told[day] == recorded[day]);
    (differ.len() == 2 && same).then_some((missing, more))
}

fn on_another_day(own: &Own, (place, day): (&str, usize), other: usize) -> Finding {
    let ((_, _, right), (_, _, said)) = (WEEKDAYS[day], WEEKDAYS[other]);
    let tells = |line: &str| !week(&line.to_lowercase()).open[other].is_empty();
    let finding = Finding::new(
        &kinds::WORDING_PLACES,
        own.line(tells).unwrap_or_else(|| own.near(&[" uhr"])),
        say(
            format!("Nach dem Wortlaut ist am {said} geöffnet, nach dem Verfahren am {right}"),
            format!("By the wording it is open on {said}, by the record on {right}"),
        ),
    );
    reason(finding, place).at_level(Level::Warning)
}

/// Whether it is another house that the wording closes on a weekday.
fn is_of_others(own: &Own, day: usize, places: &[Opened]) -> bool {
    let sentences = own.sentences().iter();
    let mut closing = sentences
        .filter(|own| week(own).closed.contains(&day))
        .peekable();
    let names: Vec<&str> = places.iter().map(|(name, _)| name.as_str()).collect();
    closing.peek().is_some() && closing.all(|own| houses::is_of_another(own, &names))
}

/// The first weekday on which the wording closes what the record opens, whichever place it means.
fn closed_on(week: &Week, places: &[Opened]) -> Option<usize> {
    let mut closed = week.closed.iter().copied();
    closed.find(|day| places.iter().all(|(_, hours)| !hours[*day].is_empty()))
}

fn closed(own: &Own, day: usize, places: &[Opened]) -> Finding {
    let (_, _, name) = WEEKDAYS[day];
    let closes = |line: &str| self::week(&line.to_lowercase()).closed.contains(&day);
    let place = own.line(closes);
    let finding = Finding::new(
        &kinds::WORDING_PLACES,
        place.unwrap_or_else(|| own.near(&["geschlossen"])),
        say(
            format!("Nach dem Wortlaut ist am {name} geschlossen, nach dem Verfahren geöffnet"),
            format!("By the wording it is closed on {name}, by the record it is open"),
        ),
    );
    reason(finding, &places[0].0).at_level(Level::Warning)
}

fn places(case: &Case, step: &Step) -> Vec<Opened> {
    let access = step.phase.access.iter();
    let mut named: Vec<(&str, Option<&str>)> = access
        .map(|access| (access.place.as_str(), access.hours.as_deref()))
        .collect();
    if named.is_empty() && !step.phase.facts.denies_access {
        let own = case.municipality.display_place.iter();
        named.extend(own.map(|place| (place.name.as_str(), place.hours.as_deref())));
    }
    let named = named.into_iter().filter_map(|(place, written)| {
        let hours = week(&written?.to_lowercase()).open;
        let has_any = hours.iter().any(|day| !day.is_empty());
        has_any.then(|| (place.to_owned(), hours))
    });
    named.collect()
}

fn finding(own: &Own, (place, day): (&str, usize), recorded: &BTreeSet<(u16, u16)>) -> Finding {
    let (_, _, name) = WEEKDAYS[day];
    let right: Vec<String> = recorded.iter().map(|span| in_words(*span)).collect();
    let right = right.join(", ");
    let finding = Finding::new(
        &kinds::WORDING_PLACES,
        line_of(own, day, recorded),
        say(
            format!("Der Wortlaut nennt für {name} andere Zeiten als das Verfahren ({right} Uhr)"),
            format!("The wording names other hours for {name} than the record ({right})"),
        ),
    );
    reason(finding, place)
}

fn reason(finding: Finding, place: &str) -> Finding {
    finding
    .because(say(
        format!("Wer zu den genannten Zeiten kommt, muss „{place}“ offen finden (§ 3 Abs. 2 Satz 2 und 4 Nr. 4 BauGB)."),
        format!("Whoever comes at the hours that are named must find “{place}” open (§ 3 (2) sentences 2 and 4 no. 4 BauGB)."),
    ))
    .help(say(
        "Berichtigen Sie den Wortlaut oder zeiten.",
        "Correct the wording or zeiten.",
    ))
}

/// The line that names other hours for a weekday, else the first one with hours.
fn line_of(own: &Own, day: usize, recorded: &BTreeSet<(u16, u16)>) -> Place {
    let differs = |line: &str| {
        let told = week(&line.to_lowercase()).open;
        !told[day].is_empty() && !recorded.is_subset(&told[day])
    };
    own.line(differs).unwrap_or_else(|| own.near(&[" uhr"]))
}

#[cfg(test)]
mod tests {
    use super::{contradicts, is_cut, is_else, is_one_slip, left_out, moved};
    use crate::check::week::week;

    #[test]
    fn a_day_is_moved_where_its_hours_stand_at_another() {
        let open = |text: &str| week(&text.to_lowercase()).open;
        let record = open("Di 9–12 und 13–18 Uhr, Do 9–12 Uhr");
        let told = |text: &str| moved(&open(text), &record);
        assert_eq!(told("Di 9–12 und 13–18 Uhr, Fr 9–12 Uhr"), Some((3, 4)));
        assert_eq!(
            told("Di 9–12 und 13–18 Uhr, Do 9–12 Uhr, Fr 9–12 Uhr"),
            None
        );
        assert_eq!(told("Di 9–12 und 13–18 Uhr, Fr 10–12 Uhr"), None);
        assert_eq!(told("Di 9–12 und 13–18 Uhr"), None);
    }

    #[test]
    fn a_day_that_is_left_out_is_missed_beside_the_others() {
        let open = |text: &str| week(&text.to_lowercase()).open;
        let record = open("Mo 9–12 Uhr, Di 9–12 und 13–18 Uhr, Do 9–12 Uhr");
        let missing = |text: &str| left_out(&open(text), &record);
        assert_eq!(missing("Mo 9–12 Uhr, Di 9–12 und 13–18 Uhr"), Some(3));
        assert_eq!(missing("Di 9–12 und 13–18 Uhr"), None);
        assert_eq!(missing("Mo 9–12 Uhr, Di 9–18 Uhr"), None);
        assert!(is_else("do nach vereinbarung", 3) && !is_else("do 9–12 uhr", 3));
    }

    #[test]
    fn half_a_day_less_is_a_slip() {
        let open = |text: &str| week(&text.to_lowercase()).open;
        let record = open("Mo, Fr 9–12 Uhr, Di, Do 9–12 und 13–17 Uhr");
        let slip =
            |text: &str, other: &[usize]| is_one_slip((&open(text), &record), (&[0, 4], other));
        assert!(slip("Mo, Fr 9–12 Uhr, Di, Do 9–12 und 13–18 Uhr", &[1, 3]));
        assert!(slip(
            "Mo, Fr 9–12 Uhr, Di 9–12 Uhr, Do 9–12 und 13–17 Uhr",
            &[1]
        ));
        assert!(!slip(
            "Mo, Fr 9–12 Uhr, Di 9–17 Uhr, Do 9–12 und 13–17 Uhr",
            &[1]
        ));
    }

    #[test]
    fn one_end_of_the_hours_of_a_day_is_no_other_way_to_tell_them() {
        let day = |text: &str| week(&format!("mo {text} uhr")).open[0].clone();
        let cut = |one: &str, other: &str| is_cut(&day(one), &day(other));
        assert!(cut("9 bis 12 und 13 bis 18", "9 bis 12 und 13 bis 16"));
        assert!(cut("9 bis 12", "9 bis 14"));
        assert!(!cut("9 bis 18", "9 bis 12 und 13 bis 18"));
        assert!(!cut("9 bis 12 und 13 bis 18", "8 bis 12 und 13 bis 16"));
        assert!(!cut("9 bis 12", "9 bis 12"));
    }

    #[test]
    fn a_record_shortens_hours_but_does_not_move_them() {
        let day = |text: &str| week(&format!("mo {text} uhr")).open[0].clone();
        let differ = |one: &str, other: &str| contradicts(&day(one), &day(other));
        assert!(differ("9 bis 12", "14 bis 16"));
        assert!(differ("9 bis 12", "10 bis 13"));
        assert!(!differ("9 bis 12", "9 bis 18"));
        assert!(!differ("8 bis 16", "9 bis 12 und 13 bis 15"));
        assert!(!differ("9 bis 12 und 13 bis 18", "9 bis 18"));
    }
}
