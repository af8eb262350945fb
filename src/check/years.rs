//! The years that a final notice names: for complaints, for compensation, for a statute's validity.

use crate::check::case::{Case, Report, Step};
use crate::check::hint_parts;
use crate::check::kinds;
use crate::check::own::Own;
use crate::check::said;
use crate::finding::{Finding, Kind, Words, say};
use crate::law::calendar::{Calendar, day_in_words};
use crate::law::period::period;
use crate::law::wording::wording_on;
use jiff::civil::Date;

/// Words by which a wording counts the complaint period from the wrong day.
const FROM_ENTRY: [&str; 49] = [
    "seit beschluss ",
    "seit dem beschluss ",
    "jahres nach beschluss ",
    "jahres nach dem beschluss ",
    "seit kenntnis",
    "ab kenntnis",
    "nach kenntnis",
    "ab der kenntnis",
    "ab beschlussfassung",
    "ab der beschlussfassung",
    "ab satzungsbeschluss",
    "ab dem satzungsbeschluss",
    "ab ausfertigung",
    "ab der ausfertigung",
    "nach der beschlussfassung",
    "seit beschlussfassung",
    "nach beschlussfassung",
    "seit dem satzungsbeschluss",
    "seit satzungsbeschluss",
    "nach dem satzungsbeschluss",
    "seit der beschlussfassung",
    "seit ausfertigung",
    "seit der ausfertigung",
    "nach ausfertigung",
    "nach der ausfertigung",
    "seit inkrafttreten",
    "seit dem inkrafttreten",
    "nach inkrafttreten",
    "nach dem inkrafttreten",
    "ab inkrafttreten",
    "ab dem inkrafttreten",
    "mit inkrafttreten",
    "seit in-kraft-treten",
    "nach in-kraft-treten",
    "seit wirksamwerden",
    "seit dem wirksamwerden",
    "nach wirksamwerden",
    "nach dem wirksamwerden",
    "ab wirksamwerden",
    "ab dem wirksamwerden",
    "seit rechtskraft",
    "seit der rechtskraft",
    "nach rechtskraft",
    "nach der rechtskraft",
    "seit der genehmigung",
    "nach der genehmigung",
    "ab der genehmigung",
    "seit genehmigung",
    "seit erteilung der genehmigung",
];
/// Words for years.
const YEARS: [(i16, &[&str]); 8] = [
    (
        1,
        &[
            "eines jahres",
            "einem jahr",
            "ein jahr",
            "jahresfrist",
            "1 jahr",
        ],
    ),
    (
        2,
        &[
            "zwei jahren",
            "zweier jahre",
            "zwei jahre",
            "2 jahren",
            "2 jahre",
        ],
    ),
    (4, &["vier jahren", "vier jahre", "4 jahren", "4 jahre"]),
    (3, &["drei jahren", "drei jahre", "3 jahren", "3 jahre"]),
    (5, &["fünf jahren", "fünf jahre", "5 jahren", "5 jahre"]),
    (6, &["sechs jahren", "sechs jahre", "6 jahren", "6 jahre"]),
    (7, &["sieben jahren", "sieben jahre", "7 jahren", "7 jahre"]),
    (10, &["zehn jahren", "zehn jahre", "10 jahren", "10 jahre"]),
];
/// Sentences on complaints of faults (§ 215 BauGB), as [`said::shows`] reads them.
const COMPLAINT: [&str; 4] = [
    "verletzung + unbeachtlich|geltend - gemeindeordnung|sächsgemo|gemo|zustande gekommen",
    "zu rügen|gerügt|rügefrist|rügen + innerhalb|binnen|monat|jahr|bis + fehler|mängel|mangel|verletzung|215 - gemeindeordnung|sächsgemo|gemo|zustande gekommen",
    "214 + geltend - gemeindeordnung|sächsgemo|gemo|zustande gekommen",
    "wenn + nicht + geltend gemacht + bekanntmachung|gegenüber|inkrafttreten|wirksamwerden|rechtskraft|satzungsbeschluss|ausfertigung|beschlussfassung|215 - fälligkeit|entschädigung|vermögensnachteil|gemo|gemeindeordnung|vwgo|zustande gekommen",
];
/// On claims for compensation (§ 44 Abs. 4 BauGB).
const COMPENSATION: [&str; 5] = [
    "fälligkeit + jahr",
    "erlisch|erlösch|erlosch + jahr - genehmigung|erlaubnis",
    "kalenderjahr + jahren|jahre ",
    "anspruch|ansprüche + erlisch|erlösch + jahr",
    "entschädigung + erlisch|erlösch + jahr",
];
/// The other hints, where one sentence gives all of them.
const OF_OTHERS: &str = "215|unbeachtlich|gemo|gemeindeordnung";
/// The four years after which a Veränderungssperre is compensated (§ 18 Abs. 1 Satz 1 BauGB).
const OF_STANDSTILL: &str = "veränderungssperre + länger als|über vier jahre";
/// On the validity of statutes (§ 4 Abs. 4 Satz 1 SächsGemO).
const VALIDITY: [&str; 1] =
    ["gültig|geheilt + nach + bekanntmachung|jahr|monat - fälligkeit|entschädigung"];

/// `FIN-004`: one year since 2007, two from 20 July 2004 until then, counted from the notice.
pub fn complaint(case: &Case, report: &mut Report) {
    for (step, own) in final_wordings(case) {
        let mut told = told(&own, &COMPLAINT);
        // Other sentences count other years: that of § 4 Abs. 4 SächsGemO, the two of § 17 BauGB.
        let block = hint_parts::sentences(&own, "planerhaltung");
        if !block.is_empty() {
            told.retain(|sentence| block.contains(sentence));
        }
        let from_entry = told
            .iter()
            .find(|sentence| FROM_ENTRY.iter().any(|words| sentence.contains(words)));
        if let Some(sentence) = from_entry {
            report.add(counted_wrongly(&own, sentence));
        }
        let Some(years) = complaint_years(step) else {
            continue;
        };
        let reason = say(
            "Seit dem 1. Januar 2007 ein Jahr, vom 20. Juli 2004 bis dahin zwei Jahre (§ 215 Abs. 1 BauGB).",
            "One year since 1 January 2007, two years from 20 July 2004 until then (§ 215 (1) BauGB).",
        );
        let what = (
            "Fehler sind zu rügen innerhalb",
            "faults are complained of within",
        );
        if let Some(sentence) = told.iter().find(|sentence| counts_months(sentence)) {
            let what = (
                "Der Wortlaut rechnet die Rügefrist in Monaten",
                "The wording counts the complaint period in months",
            );
            let wanted = "innerhalb eines Jahres seit Bekanntmachung";
            let found = in_months((&own, sentence), &kinds::HINT_FAULTS, what, wanted);
            report.add(found.because(reason));
            continue;
        }
        let found = other_years(&own, (&told, years), &kinds::HINT_FAULTS, what, reason);
        found.into_iter().for_each(|finding| report.add(finding));
        report.extend(until_another_day(&own, &told, step.phase.time.start()));
    }
}

/// The numbers of years that a sentence in small letters names, with its words.
pub fn years_in(sentence: &str) -> Vec<(i16, &'static str)> {
    let all = YEARS
        .iter()
        .flat_map(|(years, words)| words.iter().map(move |word| (*years, *word)));
    all.filter(|(_, words)| has_word(sentence, words)).collect()
}

/// Whether a sentence has words that no letter stands before: „Dreijahresfrist“ is no „Jahresfrist“.
fn has_word(sentence: &str, words: &str) -> bool {
    sentence
        .match_indices(words)
        .any(|(at, _)| !sentence[..at].ends_with(char::is_alphabetic))
}

/// The last day for complaints where a wording names another one than the law gives.
fn until_another_day(own: &Own, told: &[&str], day: Date) -> Option<Finding> {
    wording_on(day)?;
    let computed = period("ruege", day)?.compute(day, Calendar::at(""));
    let (end, safe) = (computed.legal_end, computed.safe_end);
    let (sentence, named) = told.iter().find_map(|sentence| {
        let named = crate::check::days::days(sentence)
            .into_iter()
            .find(|named| {
                let before = sentence[..named.at.start].trim_end();
                let until = ["bis", "bis zum", "bis einschließlich", "spätestens am"];
                until.iter().any(|words| before.ends_with(words))
            })?;
        let year = named.year.unwrap_or(end.year());
        let said = Date::new(year, named.month, named.day).ok()?;
        // People count from the day of the notice or from the day after, and on to a working day.
        let is_near = (-1..=4).contains(&(said - end).get_days());
        (!is_near).then_some((sentence, named))
    })?;
    let (words, right) = (sentence.get(named.at)?, day_in_words(safe));
    Some(
        Finding::new(
            &kinds::HINT_FAULTS,
            own.near_sentence(sentence),
            say(
                format!(
                    "Der Wortlaut lässt Rügen bis {} zu, das Gesetz bis {}",
                    own.as_written(words),
                    right.de
                ),
                format!(
                    "The wording allows complaints until {}, the law until {}",
                    own.as_written(words),
                    right.en
                ),
            ),
        )
        .because(say(
            "Die Frist rechnet ab der Bekanntmachung (§ 215 Abs. 1 BauGB, §§ 187, 188 BGB).",
            "The period counts from the notice (§ 215 (1) BauGB, §§ 187, 188 BGB).",
        ))
        .help(say(
            "Streichen Sie den Tag: „innerhalb eines Jahres seit Bekanntmachung“ genügt.",
            "Delete the day: “innerhalb eines Jahres seit Bekanntmachung” is enough.",
        )),
    )
}

/// `FIN-005`, `FIN-006`: sentences that cite a paragraph of the same statute, and never the right one.
fn another_paragraph(own: &Own, told: &[&str], right: &Cited) -> Option<Finding> {
    let is_right = |sentence: &&&str| said::shows(sentence, right.own);
    if told.iter().any(|sentence| is_right(&sentence)) {
        return None;
    }
    let wrong = told
        .iter()
        .find(|sentence| said::shows(sentence, right.wrong))?;
    Some(
        Finding::new(
            right.kind,
            own.near_sentence(wrong),
            say(
                format!(
                    "Der Wortlaut nennt einen anderen Paragraphen als {}",
                    right.provision
                ),
                format!(
                    "The wording cites another paragraph than {}",
                    right.provision
                ),
            ),
        )
        .help(say(
            format!("Schreiben Sie „{}“.", right.provision),
            format!("Write “{}”.", right.provision),
        )),
    )
}

/// The paragraph of a hint, by the signs of sentences that cite it or another one.
struct Cited {
    kind: &'static Kind,
    own: &'static str,
    wrong: &'static str,
    provision: &'static str,
}

const CITED_COMPENSATION: Cited = Cited {
    kind: &kinds::HINT_COMPENSATION,
    own: "§ 44|§§ 44|§44|39 bis 44|39-44|§§ 39",
    wrong: "§ 39 |§ 40|§ 41|§ 42|§ 43|§ 45|§ 46|§ 34|§ 4 abs|§ 214|§ 215",
    provision: "§ 44 Abs. 4 BauGB",
};
const CITED_VALIDITY: Cited = Cited {
    kind: &kinds::HINT_SAECHSGEMO,
    own: "§ 4 abs. 4|§ 4 absatz 4|§ 4 (4)|§ 4 iv",
    wrong: "§ 4 abs. 1|§ 4 abs. 2|§ 4 abs. 3|§ 4 abs. 5|§ 4 absatz 1|§ 4 absatz 2|§ 4 absatz 3|§ 4 absatz 5|§ 5 abs|§ 3 abs|§ 14 abs|§ 44 abs",
    provision: "§ 4 Abs. 4 SächsGemO",
};

/// Whether a sentence counts in months, and in no years.
fn counts_months(sentence: &str) -> bool {
    let is_of_years = YEARS.iter().flat_map(|(_, words)| words.iter());
    let is_year = ["zwölf monate", "12 monate"]
        .iter()
        .any(|words| sentence.contains(words));
    let mut words = sentence.split(|letter: char| !letter.is_alphanumeric());
    !is_year
        && words.any(|word| ["monat", "monats", "monate", "monaten"].contains(&word))
        && !is_of_years
            .into_iter()
            .any(|words| sentence.contains(words))
}

fn in_months(
    (own, sentence): (&Own, &str),
    kind: &'static Kind,
    (de, en): (&str, &str),
    wanted: &str,
) -> Finding {
    Finding::new(kind, own.near_sentence(sentence), say(de, en)).help(say(
        format!("Schreiben Sie „{wanted}“."),
        format!("Write “{wanted}”."),
    ))
}

/// `FIN-005`: three years after the calendar year.
pub fn compensation(case: &Case, report: &mut Report) {
    for (_, own) in final_wordings(case) {
        let reason = say(
            "Der Anspruch erlischt, wenn er nicht innerhalb von drei Jahren nach Ablauf des Kalenderjahres fällig gestellt wird (§ 44 Abs. 4 BauGB).",
            "The claim lapses unless it is made due within three years of the end of the calendar year (§ 44 (4) BauGB).",
        );
        let what = (
            "Entschädigung ist zu beantragen innerhalb",
            "compensation is applied for within",
        );
        let mut told = told(&own, &COMPENSATION);
        let block = hint_parts::sentences(&own, "entschaedigung");
        // A sentence on all hints at once counts the year of the others, too.
        told.retain(|own| {
            block.contains(own) && !said::shows(own, OF_STANDSTILL) && !said::shows(own, OF_OTHERS)
        });
        let cites = own.sentences().iter().map(String::as_str);
        let cites: Vec<&str> = cites.filter(|own| own.contains("entschädigung")).collect();
        report.extend(another_paragraph(&own, &cites, &CITED_COMPENSATION));
        let found = other_years(&own, (&told, 3), &kinds::HINT_COMPENSATION, what, reason);
        found.into_iter().for_each(|finding| report.add(finding));
    }
}

/// `FIN-006`: one year.
pub fn validity(case: &Case, report: &mut Report) {
    for (_, own) in final_wordings(case) {
        let reason = say(
            "Satzungen gelten ein Jahr nach ihrer Bekanntmachung als gültig zustande gekommen (§ 4 Abs. 4 Satz 1 SächsGemO).",
            "Statutes count as valid one year after their notice (§ 4 (4) sentence 1 SächsGemO).",
        );
        let what = (
            "Satzungen gelten als gültig nach Ablauf",
            "statutes count as valid after",
        );
        let told = told(&own, &VALIDITY);
        let cites: Vec<&str> = own
            .sentences()
            .iter()
            .map(String::as_str)
            .filter(|own| own.contains("gemo") || own.contains("gemeindeordnung"))
            .collect();
        report.extend(another_paragraph(&own, &cites, &CITED_VALIDITY));
        if let Some(sentence) = told
            .iter()
            .chain(&cites)
            .find(|own| said::shows(own, VALID_FROM_ELSE))
        {
            report.add(valid_from_else(&own, sentence));
        }
        if let Some(sentence) = told.iter().find(|sentence| counts_months(sentence)) {
            let what = (
                "Der Wortlaut rechnet in Monaten, bis die Satzung als gültig gilt",
                "The wording counts the time until the statute counts as valid in months",
            );
            let wanted = "ein Jahr nach ihrer Bekanntmachung";
            let found = in_months((&own, sentence), &kinds::HINT_SAECHSGEMO, what, wanted);
            report.add(found.because(reason));
            continue;
        }
        let found = other_years(&own, (&told, 1), &kinds::HINT_SAECHSGEMO, what, reason);
        found.into_iter().for_each(|finding| report.add(finding));
    }
}

/// The year of validity counted from another day than the notice.
const VALID_FROM_ELSE: &str = "jahr nach ihrem inkrafttreten|jahr nach seinem inkrafttreten|jahr nach inkrafttreten|jahr nach dem inkrafttreten|jahr nach dem satzungsbeschluss|jahr nach ihrer ausfertigung|jahr nach der ausfertigung|jahr nach ihrer beschlussfassung|jahr nach der beschlussfassung";

fn valid_from_else(own: &Own, sentence: &str) -> Finding {
    Finding::new(
        &kinds::HINT_SAECHSGEMO,
        own.near_sentence(sentence),
        say(
            "Der Wortlaut rechnet das Jahr nicht ab der Bekanntmachung",
            "The wording does not count the year from the notice",
        ),
    )
    .because(say(
        "Satzungen gelten ein Jahr nach ihrer Bekanntmachung als gültig zustande gekommen (§ 4 Abs. 4 Satz 1 SächsGemO).",
        "Statutes count as valid one year after their notice (§ 4 (4) sentence 1 SächsGemO).",
    ))
    .help(say(
        "Schreiben Sie „ein Jahr nach ihrer Bekanntmachung“.",
        "Write “ein Jahr nach ihrer Bekanntmachung”.",
    ))
}

/// The notices by which plans enter into force, with their wording.
fn final_wordings<'c, 'a>(case: &'c Case<'a>) -> impl Iterator<Item = (&'c Step<'a>, Own<'c, 'a>)> {
    let steps = case.steps.iter().filter(|step| step.rule.puts_in_force);
    steps.filter_map(|step| Some((step, Own::of(step)?)))
}

/// The sentences of a wording on something.
fn told<'c>(own: &Own<'c, '_>, signs: &[&str]) -> Vec<&'c str> {
    let sentences = own.sentences().iter().map(String::as_str);
    let is_meant = |sentence: &&str| signs.iter().any(|sign| said::shows(sentence, sign));
    sentences.filter(is_meant).collect()
}

/// The years of the complaint period on the day of a final notice.
fn complaint_years(step: &Step) -> Option<i16> {
    let day = step.phase.time.start();
    wording_on(day)?;
    let end = period("ruege", day)?
        .compute(day, Calendar::at(""))
        .legal_end;
    Some(end.year() - day.year())
}

fn counted_wrongly(own: &Own, sentence: &str) -> Finding {
    let said = FROM_ENTRY.iter().find(|words| sentence.contains(*words));
    Finding::new(
        &kinds::HINT_FAULTS,
        own.near(&[said.copied().unwrap_or(sentence)]),
        say(
            "Der Wortlaut rechnet die Rügefrist von einem anderen Tag als der Bekanntmachung",
            "The wording counts the complaint period from another day than the notice",
        ),
    )
    .because(say(
        "Die Frist beginnt mit der Bekanntmachung (§ 215 Abs. 1 BauGB; BVerwG, 14. Juni 2012, 4 CN 5.10).",
        "The period begins with the notice (§ 215 (1) BauGB; BVerwG, 14 June 2012, 4 CN 5.10).",
    ))
    .help(say(
        "Schreiben Sie „innerhalb eines Jahres seit Bekanntmachung“.",
        "Write “innerhalb eines Jahres seit Bekanntmachung”.",
    ))
}

/// A finding where sentences name only other years than those that hold.
fn other_years(
    own: &Own,
    (told, years): (&[&str], i16),
    kind: &'static Kind,
    what: (&str, &str),
    reason: Words,
) -> Option<Finding> {
    let says = |years: i16| {
        let own = YEARS.iter().filter(move |(own, _)| *own == years);
        let mut words = own.flat_map(|(_, words)| words.iter());
        words.any(|words| told.iter().any(|sentence| has_word(sentence, words)))
    };
    let others = YEARS.iter().filter(|(other, _)| *other != years);
    let mut words = others.flat_map(|(_, words)| words.iter());
    let said = words.find(|words| told.iter().any(|sentence| has_word(sentence, words)));
    let said = said.filter(|_| !says(years))?;
    let (de, en) = match years {
        1 => ("eines Jahres", "one year".to_owned()),
        2 => ("von zwei Jahren", "two years".to_owned()),
        _ => ("von drei Jahren", "three years".to_owned()),
    };
    let sentence = told.iter().find(|sentence| has_word(sentence, said));
    let place = sentence.map_or_else(
        || own.near(&[said]),
        |sentence| {
            let start = sentence.find(said).unwrap_or_default();
            let before = sentence[..start]
                .split_whitespace()
                .next_back()
                .unwrap_or_default();
            own.near(&[&format!("{before} {said}"), said])
        },
    );
    let shown = own.as_written(said);
    // The year of complaints begins with the notice, that of a statute's validity ends after it.
    let wanted = match kind.id == kinds::HINT_SAECHSGEMO.id {
        true => "ein Jahr nach ihrer Bekanntmachung".to_owned(),
        false => format!("innerhalb {de}"),
    };
    Some(
        Finding::new(
            kind,
            place,
            say(
                format!("Der Wortlaut nennt „{shown}“; {} {de}", what.0),
                format!("The wording names “{shown}”; {} {en}", what.1),
            ),
        )
        .because(reason)
        .help(say(
            format!("Schreiben Sie „{wanted}“."),
            format!("Write “{wanted}”."),
        )),
    )
}
