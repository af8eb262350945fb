//! A display that people can see, or answer, for less than its period, or not at all where it should be shown: a house that is closed nearly all the time, an
//! inspection in the first week only (`NOT-024`), a last day on which nothing is taken in the evening (`NOT-006`).

use crate::check::case::{Case, Report};
use crate::check::days::spans;
use crate::check::hint_parts;
use crate::check::houses;
use crate::check::kinds;
use crate::check::own::{Own, of_displays};
use crate::check::said;
use crate::finding::{Finding, Level, Words, say};
use jiff::civil::Date;
use std::ops::Range;

/// Sentences that open the place of access in a part of the period only.
const PARTLY: &str = "einsicht|einsehen|eingesehen|einsehbar|liegt|liegen|ausgelegt|zugänglich + nur in der ersten|nur in den ersten|nur in der letzten|nur in den letzten|nur während der ersten|nur während der letzten|nur am ersten|nur am letzten|nur an einem tag|nur an zwei tagen|nur an drei tagen|nur in der woche vom|lediglich in der ersten|lediglich in den ersten|ausschließlich in der ersten|ausschließlich in den ersten - nicht nur|stellungnahme|danach|anschließend|sitzung|versammlung|außerdem|darüber hinaus";
/// Sentences on a house that is closed.
const CLOSED: &str = "geschlossen|nicht geöffnet|nicht besetzt|nicht zugänglich|bleibt zu|bleiben zu|geschlossen bleibt - dafür|stattdessen|statt dessen|in dieser zeit liegt|in dieser zeit liegen|ausweich|vorübergehend im|einsicht ist|einsicht besteht|dennoch|trotzdem|auf klingel|nach vereinbarung|nach absprache|parkhaus|kindergarten|schwimm|straße ist|verkehr|gesperrt|liegt |liegen |ausgelegt|veröffentlicht|eingesehen|einsehen| uhr";
/// Words of a sentence that means every house of the town.
const ALL: &str = "beide häuser|alle häuser|sämtliche häuser|beide rathäuser|alle dienststellen|alle ämter|die stadtverwaltung|die gemeindeverwaltung|das rathaus|die verwaltung|beide orte|alle orte|beide stellen|die gebäude|beide gebäude";

/// `NOT-024`: access in a part of the period only.
pub fn compare(case: &Case, report: &mut Report) {
    for own in of_displays(case).filter(|own| !own.step.rule.is_related) {
        if let Some(sentence) = own.sentence(PARTLY) {
            let words = say(
                "Der Wortlaut lässt die Unterlagen nur in einem Teil der Frist einsehen",
                "The wording shows the documents in a part of the period only",
            );
            report.add(finding(&own, sentence, words));
        }
        let closed = own.sentences().iter().find_map(|sentence| {
            let days = closed_days(case, &own, sentence)?;
            Some((sentence, days))
        });
        if let Some((sentence, (closed, all))) = closed {
            let words = say(
                format!(
                    "Nach dem Wortlaut ist der Ort der Einsicht an {closed} von {all} Tagen der Frist geschlossen"
                ),
                format!(
                    "By the wording the place of access is closed on {closed} of the period's {all} days"
                ),
            );
            report.add(finding(&own, sentence, words));
        }
    }
}

/// Sentences by which a draft is not on the Internet.
const OFFLINE: &str = "im internet|internetseite|homepage|website|webseite|landesportal|internetportal|online + nicht abrufbar|nicht einsehbar|nicht verfügbar|nicht veröffentlicht|nicht zugänglich|nicht eingestellt|nicht zur verfügung|nicht bereitgestellt|nicht abgerufen werden|nicht eingesehen werden + sie |unterlagen|entwurf|planzeichnung|satzung|bekanntmachung|begründung - stellungnahme|einwendung|namen|daten|din|norm|vorschrift|regelwerk|richtlinie|wer |wem |falls|wenn|sofern|soweit|nicht nur|nicht allein|vorübergehend|störung|ausfall|zeitweise|gutachten|urheber|lizenz|feiertag";

/// `NOT-004`: since 13 May 2017 a draft on display is on the Internet, too (§ 4a Abs. 4 Satz 1 BauGB a. F.).
pub fn offline(case: &Case, report: &mut Report) {
    let shown = of_displays(case).filter(|own| own.step.rule.needs_state_portal);
    for own in shown.filter(|own| !own.step.rule.is_related) {
        let Some(sentence) = own.sentence(OFFLINE) else {
            continue;
        };
        // What turns the hint on access round has its own finding.
        if hint_parts::turns_round(&own, "zugang", sentence) {
            continue;
        }
        report.add(
            Finding::new(
                &kinds::NOTICE_NAMES_PAGE,
                own.near_sentence(sentence),
                say(
                    "Nach dem Wortlaut stehen die Unterlagen nicht im Internet",
                    "By the wording the documents are not on the Internet",
                ),
            )
            .because(say(
                "Bekanntmachung und Unterlagen sind seit dem 13. Mai 2017 auch ins Internet einzustellen und über das zentrale Internetportal des Landes zugänglich zu machen (§ 4a Abs. 4 Satz 1 BauGB a. F., § 3 Abs. 2 BauGB).",
                "Since 13 May 2017 notice and documents are on the Internet and on the state's central portal, too (§ 4a (4) sentence 1 BauGB, old wording, § 3 (2) BauGB).",
            ))
            .help(say(
                "Nennen Sie die Internetadresse, unter der die Unterlagen stehen.",
                "Name the web address where the documents stand.",
            ))
            .at_level(Level::Warning),
        );
    }
}

/// On how many days of the period a sentence closes every place of access, and of how many, where that is nearly all.
fn closed_days(case: &Case, own: &Own, sentence: &str) -> Option<(i32, i32)> {
    if !said::shows(sentence, CLOSED) {
        return None;
    }
    let places = case.display_places(own.step);
    let names = |word: &str| sentence.contains(word);
    let is_every = match places.len() {
        0 => false,
        1 => ALL.split('|').any(names) || houses::names(sentence, &places[0]),
        _ => {
            let both = ALL.split('|').filter(|word| !word.starts_with("d"));
            both.into_iter().any(names) || places.iter().all(|own| houses::names(sentence, own))
        }
    };
    let at = own.found(sentence).filter(|_| is_every)?;
    let (start, end) = own.step.span()?;
    let is_in = |day: &Range<usize>| at.start <= day.start && day.end <= at.end;
    let mut spans = spans(own.source(), own.days()).into_iter();
    let span = spans.find(|span| is_in(&span.from.at) && is_in(&span.to.at))?;
    let (first, last) = (span.from.date()?, span.to.date()?);
    let days = |from: Date, to: Date| (to - from).get_days() + 1;
    let closed = days(first.max(start), last.min(end));
    let all = days(start, end);
    (closed > 0 && closed * 3 >= all * 2).then_some((closed, all))
}

fn finding(own: &Own, sentence: &str, words: Words) -> Finding {
    Finding::new(&kinds::WORDING_PLACES, own.near_sentence(sentence), words)
        .because(say(
            "Die andere Zugangsmöglichkeit besteht, solange veröffentlicht wird (§ 3 Abs. 2 Satz 2 BauGB; früher die Auslegung für die Dauer der Frist).",
            "The other access lasts as long as the publication (§ 3 (2) sentence 2 BauGB; formerly the display for the whole period).",
        ))
        .help(say(
            "Nennen Sie einen Ort, der offen ist, oder verlegen Sie die Frist.",
            "Name a place that is open, or move the period.",
        ))
        .at_level(Level::Warning)
}

/// The last day where a sentence ends it before midnight in other words than „bis …, 12 Uhr“: „Am 6. November endet die
/// Annahme um 15 Uhr“, with the hour.
pub fn closes_on(own: &Own, end: Date) -> Option<(Range<usize>, u8)> {
    const ENDS: &str = "endet|enden|läuft + annahme|abgabe|frist|beteiligung|veröffentlichung|auslegung|stellungnahme - rathaus schließt|sprechzeit|öffnungszeit|sprechstunde|versammlung|24 uhr|24:00|24.00";
    let sentences = own.sentences().iter();
    let ends = sentences.filter(|sentence| said::shows(sentence, ENDS));
    let mut ends = ends.filter_map(|sentence| Some((own.found(sentence)?, hour(sentence)?)));
    ends.find_map(|(at, hour)| {
        let is_in = |day: &Range<usize>| at.start <= day.start && day.end <= at.end;
        let mut days = own.days().iter().filter(|day| is_in(&day.at));
        let last = days.find(|day| day.is(end))?;
        Some((last.at.clone(), hour))
    })
}

/// The hour of „um 15 Uhr“, „um 15:30 Uhr“, before midnight.
fn hour(sentence: &str) -> Option<u8> {
    const MIDNIGHT: u8 = 23;
    let mut found = sentence.match_indices("um ");
    found.find_map(|(at, word)| {
        let is_word = at == 0 || sentence[..at].ends_with(' ');
        let behind = &sentence[at + word.len()..];
        let (time, _) = behind.split_once(" uhr")?;
        let digits = time.split([':', '.']).next()?;
        let hour = digits.parse().ok().filter(|hour| *hour < MIDNIGHT)?;
        (is_word && time.len() <= 5).then_some(hour)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_hour_before_midnight_is_read() {
        assert_eq!(hour("am 6. november endet die annahme um 15 uhr"), Some(15));
        assert_eq!(hour("endet um 16:30 uhr"), Some(16));
        assert_eq!(hour("endet um 24 uhr"), None);
        assert_eq!(hour("rund um die uhr"), None);
    }
}
