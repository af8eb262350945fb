//! What a notice's own wording says, compared with the record: days, page, plan, demands.

use crate::check::case::{Case, Report, Step};
use crate::check::days::days;
use crate::check::kinds;
use crate::check::own_days::other_day;
use crate::check::said;
use crate::finding::{Finding, Place, say};
use crate::law::calendar::day_in_words;
use crate::law::wording::Asked;
use crate::model::site::Prose;
use std::ops::Range;

/// Words that ask more of people than § 3 Abs. 2 BauGB does.
const DEMANDS: [&str; 8] = [
    "nur schriftlich",
    "ausschließlich schriftlich",
    "nur online",
    "ausschließlich online",
    "nur elektronisch",
    "ausschließlich elektronisch",
    "nur Eigentümer",
    "nur betroffene",
];

/// `NOT-004`: since 7 July 2023 the notice names the page or address.
pub fn names_page(case: &Case, report: &mut Report) {
    for (step, text) in texts(case) {
        let asked = step.asked(|rule| rule.needs_access);
        if asked == Asked::Not || names_address(text) {
            continue;
        }
        let finding = Finding::new(
            &kinds::NOTICE_NAMES_PAGE,
            near(step, text, &["homepage", "internet", "website", "veröffentlicht"]),
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

/// `NOT-006`: first and last day stand in the wording as in the record.
pub fn names_days(case: &Case, report: &mut Report) {
    for (step, text) in texts(case) {
        let Some((start, end)) = step.span() else {
            continue;
        };
        let named = days(&text.plain);
        for (day, de, en) in [(start, "ersten", "first"), (end, "letzten", "last")] {
            if named.iter().any(|named| named.is(day)) {
                continue;
            }
            let other = |source: &str| other_day(source, (start, end), de == "letzten");
            let words = day_in_words(day);
            report.add(
                Finding::new(
                    &kinds::NOTICE_NAMES_DAYS,
                    place(step, other),
                    say(
                        format!("Der Wortlaut nennt den {de} Tag {day} nicht"),
                        format!("The wording does not name the {en} day {day}"),
                    ),
                )
                .because(say(
                    format!("Die Dauer ist bekannt zu machen ({}); weicht sie vom Zeitraum der Phase ab, ist eines von beiden falsch.", duration_provision(step)),
                    format!("The duration is announced ({}); where it differs from the period, one of them is wrong.", duration_provision(step)),
                ))
                .help(say(
                    format!("Schreiben Sie „{}“ in den Wortlaut, oder berichtigen Sie zeitraum.", words.de),
                    format!("Write “{}” into the wording, or correct zeitraum.", words.de),
                )),
            );
        }
    }
}

fn duration_provision<'s>(step: &'s Step<'_>) -> &'s str {
    if step.rule.is_related {
        &step.rule.provision
    } else {
        "§ 3 Abs. 2 Satz 4 BauGB"
    }
}

/// `NOT-019`: the wording names the plan.
pub fn names_plan(case: &Case, report: &mut Report) {
    let plan = &case.procedure.plan;
    for (step, text) in texts(case) {
        if squeezed(&text.plain).contains(&squeezed(&plan.name)) {
            continue;
        }
        report.add(
            Finding::new(
                &kinds::NOTICE_NAMES_PLAN,
                near(step, text, &["bebauungsplan", "flächennutzungsplan", "satzung", "plan"]),
                say(
                    format!("Der Wortlaut nennt den Plan „{}“ nicht", plan.name),
                    format!("The wording does not name the plan “{}”", plan.name),
                ),
            )
            .because(say(
                "Wer betroffen sein kann, muss das Gebiet ohne Vorkenntnis erkennen (Anstoßwirkung; § 3 Abs. 2 Satz 4, § 214 Abs. 1 Satz 1 Nr. 4 BauGB).",
                "Whoever may be concerned must recognise the area without knowing before (§ 3 (2) sentence 4, § 214 (1) sentence 1 no. 4 BauGB).",
            ))
            .help(say(
                "Nennen Sie Namen und Lage des Gebiets, nicht nur eine Nummer.",
                "Name the area and where it lies, not only a number.",
            )),
        );
    }
}

/// `NOT-020`
pub fn asks_no_more(case: &Case, report: &mut Report) {
    for (step, text) in texts(case) {
        let lower = text.plain.to_lowercase();
        for demand in DEMANDS
            .iter()
            .filter(|demand| lower.contains(&demand.to_lowercase()))
        {
            report.add(
                Finding::new(
                    &kinds::NO_MORE_THAN_LAW,
                    place(step, |source| source.find(demand).map(|at| at..at + demand.len())),
                    say(
                        format!("Der Wortlaut verlangt mehr als das Gesetz: „{demand}“"),
                        format!("The wording asks more than the law: “{demand}”"),
                    ),
                )
                .because(say(
                    "Stellung nehmen kann jeder; elektronisch soll es geschehen, bei Bedarf auch anders (§ 3 Abs. 2 Satz 4 Nr. 1 und 2 BauGB).",
                    "Everyone can give a statement, electronically or, where needed, in another way (§ 3 (2) sentence 4 nos. 1 and 2 BauGB).",
                ))
                .help(say(
                    "Streichen Sie die Einschränkung.",
                    "Delete the restriction.",
                )),
            );
        }
    }
}

/// The displays whose notice stands in the file in full.
fn texts<'c, 'a>(case: &'c Case<'a>) -> impl Iterator<Item = (&'c Step<'a>, &'a Prose)> {
    let steps = case.steps.iter().chain(&case.related_steps);
    let displays = steps.filter(|step| step.is_display());
    displays.filter_map(|step| Some((step, step.phase.notice.as_ref()?.text.as_ref()?)))
}

fn names_address(text: &Prose) -> bool {
    let is_host = |word: &str| {
        let host = word.split('/').next().unwrap_or_default();
        let (name, ending) = host.rsplit_once('.').unwrap_or_default();
        let has_name = name
            .chars()
            .filter(|letter| letter.is_alphanumeric())
            .count()
            > 2;
        has_name
            && (2..=12).contains(&ending.len())
            && ending.bytes().all(|byte| byte.is_ascii_lowercase())
    };
    let trim = |word: &'_ str| {
        word.trim_matches(|c: char| !c.is_alphanumeric() && c != '/')
            .to_owned()
    };
    text.plain.contains("://")
        || text.html.contains("href=")
        || text
            .plain
            .split_whitespace()
            .any(|word| is_host(&trim(word)))
}

/// The piece of the wording's file that a finding means; where it names the file if there is none.
fn place(step: &Step, find: impl Fn(&str) -> Option<Range<usize>>) -> Place {
    let notice = step.phase.notice.as_ref();
    let file = notice.and_then(|notice| notice.file.as_ref());
    let found = file.and_then(|file| Some(file.bytes(find(&file.text)?)));
    found.unwrap_or_else(|| step.notice_origin().at("text"))
}

/// The line of a wording that holds the first of some words that is in it, else its first line.
pub(super) fn near(step: &Step, text: &Prose, words: &[&str]) -> Place {
    let place = |file| {
        let named = words
            .iter()
            .find_map(|word| said::line(file, |line| line.to_lowercase().contains(word)));
        named.or_else(|| said::line(file, |line| !line.is_empty()))
    };
    let found = text.file.as_ref().and_then(place);
    found.unwrap_or_else(|| step.notice_origin().at("text"))
}

/// Letters and digits alone: a name is the same with other quotation marks and dashes.
pub(super) fn squeezed(text: &str) -> String {
    let letters = text.chars().filter(|letter| letter.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_told_from_an_abbreviation() {
        let names = |plain: &str| {
            names_address(&Prose {
                html: String::new(),
                plain: plain.into(),
                file: None,
            })
        };
        assert!(names("unter https://x.de/plan"));
        assert!(names("unter www.beispiel.de (Bauen)"));
        assert!(!names(
            "auf unserer Homepage, z.B. im Rathaus, Nr.4, d.h. dort."
        ));
    }
}
