//! Hours that a wording gives in other ways than by weekday and clock, compared with the record: around the clock, by
//! appointment, none at all (`NOT-024`).

use crate::check::access::shows_place;
use crate::check::case::{Case, Report, Step};
use crate::check::houses;
use crate::check::kinds;
use crate::check::own::{Own, of_displays};
use crate::check::said::{self, has_any};
use crate::check::week::{Hours, WEEKDAYS, week};
use crate::finding::{Finding, Level, Place, Words, say};

/// Sentences that open a house at any time. Pages, letter boxes and showcases are always open.
const ALWAYS: &str = "rund um die uhr|24 stunden am tag|24 stunden täglich|tag und nacht - internet|online|portal|homepage|http|www.|mail|briefkasten|formular|website|webseite|digital|elektronisch|telefon|abruf|fax|aushang|ausgehängt|schaukasten|schautafel|anschlagtafel|bereitschaft|parkhaus";
/// Words behind hours by which they count with an appointment only.
const BY_APPOINTMENT: [&str; 16] = [
    " uhr nach terminvereinbarung",
    " uhr nach vorheriger terminvereinbarung",
    " uhr nach telefonischer",
    " uhr nach vorheriger telefonischer",
    " uhr nach vorheriger anmeldung",
    " uhr nach anmeldung",
    " uhr nach voranmeldung",
    " uhr nach vorheriger vereinbarung",
    " uhr nach vereinbarung",
    " uhr nach vorheriger absprache",
    " uhr nach absprache",
    " uhr nach terminabsprache",
    " uhr nur nach ",
    " uhr nur mit termin",
    " uhr nur mit vorherig",
    " uhr mit vorherigem termin",
];
/// Words behind them by which the appointment comes on top.
const BESIDES: &str =
    "auch|bis|sowie|weitere|zusätzlich|darüber|außerdem|zudem|möglich|oder|länger";
/// Words on appointments in the hours of a record.
const AGREED: &str = "termin|vereinbar|anmeld|absprache|verabred";
/// Words by which a wording tells hours without a clock.
const IN_WORDS: &str = "uhr|zeiten|stunde|termin|vereinbar|anmeld|jederzeit|geöffnet|absprache|:00|.00|vormittag|nachmittag";

/// `NOT-024`
pub fn compare(case: &Case, report: &mut Report) {
    for own in of_displays(case).filter(|own| !own.step.rule.is_related) {
        let places = recorded(case, own.step);
        if places.is_empty() {
            continue;
        }
        let found = always(&own, &places)
            .or_else(|| by_appointment(&own, &places))
            .or_else(|| without_hours(&own, &places));
        report.extend(found);
    }
}

/// A place of access, its hours as they are written, and as they are read.
type Opened<'a> = (&'a str, &'a str, Hours);

/// The places of access, where the record says of each when it is open.
fn recorded<'a>(case: &'a Case, step: &'a Step) -> Vec<Opened<'a>> {
    let phase = step.phase;
    let access = phase.access.iter();
    let access = access.map(|own| (own.place.as_str(), own.hours.as_deref()));
    let is_own = phase.access.is_empty() && !phase.facts.denies_access;
    let municipality = case.municipality.display_place.iter().filter(|_| is_own);
    let municipality = municipality.map(|own| (own.name.as_str(), own.hours.as_deref()));
    let opened = access.chain(municipality).map(|(place, written)| {
        let written = written?;
        let hours = week(&written.to_lowercase()).open;
        let is_read = hours.iter().any(|day| !day.is_empty());
        is_read.then_some((place, written, hours))
    });
    opened.collect::<Option<_>>().unwrap_or_default()
}

/// A house that the record opens at some hours and the wording at all.
fn always(own: &Own, places: &[Opened]) -> Option<Finding> {
    const SEEN: &str =
        "einseh|einsicht|eingesehen|zugänglich|geöffnet|ausgelegt|auslegung|liegt|liegen";
    let mut sentences = own.sentences().iter();
    let sentence = sentences.find(|sentence| {
        let is_of_place = || {
            places
                .iter()
                .any(|(place, ..)| houses::names(sentence, place))
        };
        said::shows(sentence, ALWAYS) && (has_any(sentence, SEEN) || is_of_place())
    })?;
    let (place, written, _) = &places[0];
    let words = say(
        format!("Nach dem Wortlaut ist jederzeit geöffnet, nach dem Verfahren: {written}"),
        format!("By the wording it is open at all hours, by the record: {written}"),
    );
    Some(finding(own.near_sentence(sentence), place, words))
}

/// Hours that the wording opens with an appointment only, and the record for everyone.
fn by_appointment(own: &Own, places: &[Opened]) -> Option<Finding> {
    let mut agreed = places.iter();
    let is_agreed = agreed.any(|(_, written, _)| has_any(&written.to_lowercase(), AGREED));
    if is_agreed || !has_any(own.lower(), AGREED) {
        return None;
    }
    let mut sentences = own.sentences().iter();
    let (sentence, day) = sentences.find_map(|sentence| {
        let told = sentence
            .replace(['(', ')'], "")
            .replace(" uhr, nur ", " uhr nur ");
        Some((sentence, agreed_day(&told, places)?))
    })?;
    let (_, _, name) = WEEKDAYS[day];
    let words = say(
        format!(
            "Nach dem Wortlaut ist am {name} nur mit Termin geöffnet, nach dem Verfahren für jeden"
        ),
        format!(
            "By the wording it is open on {name} by appointment only, by the record for everyone"
        ),
    );
    Some(finding(own.near_sentence(sentence), places[0].0, words))
}

/// The first weekday of the record that a sentence in small letters, without its brackets, opens by appointment only.
fn agreed_day(told: &str, places: &[Opened]) -> Option<usize> {
    let (at, words) = BY_APPOINTMENT
        .iter()
        .find_map(|words| Some((told.find(words)?, *words)))?;
    let behind = told[at + words.len()..].trim_start();
    let next = behind
        .split([' ', ',', ';', '.'])
        .next()
        .unwrap_or_default();
    if BESIDES.split('|').any(|word| word == next) {
        return None;
    }
    let before = format!("{} uhr", &told[..at]);
    let last = before
        .rfind([',', ';'])
        .map_or("", |comma| &before[comma + 1..]);
    let here = [last, before.as_str()].map(|text| week(text).open);
    let days = here
        .iter()
        .find(|open| open.iter().any(|day| !day.is_empty()))?;
    let is_open = |day: usize| places.iter().any(|(_, _, hours)| !hours[day].is_empty());
    (0..6).find(|day| !days[*day].is_empty() && is_open(*day))
}

/// A wording that says nothing of the hours of a place.
fn without_hours(own: &Own, places: &[Opened]) -> Option<Finding> {
    let is_silent = own.step.rule.needs_access && !has_any(own.lower(), IN_WORDS);
    let names: Vec<String> = places.iter().map(|own| own.0.to_owned()).collect();
    let mut sentences = own.sentences().iter();
    if !is_silent || !sentences.any(|sentence| shows_place(sentence, &names)) {
        return None;
    }
    let (place, written, _) = &places[0];
    let words = say(
        format!("Der Wortlaut sagt nicht, wann geöffnet ist; nach dem Verfahren: {written}"),
        format!("The wording does not say when it is open; by the record: {written}"),
    );
    let house = place
        .split([' ', ','])
        .next()
        .unwrap_or(place)
        .to_lowercase();
    let near = own.near(&[house.as_str(), "einsicht", "eingesehen", "liegen"]);
    Some(finding(near, place, words).at_level(Level::Note))
}

fn finding(at: Place, place: &str, words: Words) -> Finding {
    Finding::new(&kinds::WORDING_PLACES, at, words)
        .because(say(
            format!("Die andere Zugangsmöglichkeit ist leicht zu erreichen, und die Bekanntmachung nennt sie: Wer „{place}“ aufsucht, muss offene Türen finden (§ 3 Abs. 2 Satz 2 und 4 Nr. 4 BauGB)."),
            format!("The other access is easy to reach, and the notice names it: whoever goes to “{place}” must find open doors (§ 3 (2) sentences 2 and 4 no. 4 BauGB)."),
        ))
        .help(say(
            "Berichtigen Sie den Wortlaut oder zeiten.",
            "Correct the wording or zeiten.",
        ))
        .at_level(Level::Warning)
}

#[cfg(test)]
mod tests {
    use super::agreed_day;
    use crate::check::week::week;

    #[test]
    fn an_appointment_is_asked_or_comes_on_top() {
        let hours = week("mo bis fr 9–12 uhr").open;
        let places = [("Rathaus", "Mo bis Fr 9–12 Uhr", hours)];
        let day = |text: &str| agreed_day(text, &places);
        assert_eq!(
            day("mo 9–12 uhr, fr 9–12 uhr nach vorheriger terminvereinbarung"),
            Some(4)
        );
        assert_eq!(day("mo 9–12 uhr nach vereinbarung, di 9–12 uhr"), Some(0));
        assert_eq!(day("dienstag von 9 bis 12 uhr nur mit termin"), Some(1));
        for text in [
            "mo bis fr 9–12 uhr sowie nach vereinbarung",
            "mo bis fr 9–12 uhr und nach terminvereinbarung",
            "mo 9–12 uhr nach vereinbarung auch 13–16 uhr",
            "mo 9–12 uhr, nach vereinbarung",
            "samstag 9–12 uhr nach vereinbarung",
        ] {
            assert_eq!(day(text), None, "{text}");
        }
    }
}
