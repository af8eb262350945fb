//! `offenlage notice`: the notice of a phase, made from the record, in the form that is asked for.

mod json;
mod pdf;

use crate::Portal;
use crate::cli::{Outcome, portal};
use crate::export::calendar::of_phase;
use crate::finding::{Findings, Language, Level};
use crate::load::shape::closest;
use crate::model::Archive;
use crate::model::phase::Phase;
use crate::model::procedure::Procedure;
use crate::notice::text::plain;
use crate::notice::{NoticeRecord, record};
use crate::render::page::notice::alone;
use anyhow::{Context, Result, bail};
use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command};
use std::collections::BTreeSet;
use std::io::Write;

/// So many names are told where none fits.
const MOST: usize = 20;

/// The arguments of the command.
pub fn arguments(command: Command, language: Language) -> Command {
    let words = |words: [&'static str; 2]| words[usize::from(language == Language::English)];
    let command = command
        .arg(
            Arg::new("procedure")
                .value_name(words(["VERFAHREN", "PROCEDURE"]))
                .required(true)
                .help(words([
                    "Ordner des Verfahrens, zum Beispiel meissen/bplan-17-altes-ziegelwerk",
                    "Folder of the procedure, for example meissen/bplan-17-altes-ziegelwerk",
                ])),
        )
        .arg(
            Arg::new("phase")
                .value_name(words(["PHASE", "PHASE"]))
                .required(true)
                .help(words([
                    "Kennung der Phase, zum Beispiel 05-veroeffentlichung",
                    "Name of the phase, for example 05-veroeffentlichung",
                ])),
        )
        .arg(
            Arg::new("form")
                .long("form")
                .value_name(words(["FORM", "FORM"]))
                .value_parser(PossibleValuesParser::new(["text", "a4", "a3", "ics"]))
                .default_value("text")
                .help(words([
                    "Text für das Amtsblatt, Blatt oder Plakat zum Drucken, Kalender",
                    "Text for the official journal, sheet or poster to print, calendar",
                ])),
        )
        .arg(
            Arg::new("pdf")
                .long("pdf")
                .action(ArgAction::SetTrue)
                .help(words([
                    "Blatt oder Plakat als barrierefreies PDF (PDF/UA)",
                    "Sheet or poster as accessible PDF (PDF/UA)",
                ])),
        )
        .arg(
            Arg::new("json")
                .long("json")
                .action(ArgAction::SetTrue)
                .conflicts_with_all(["form", "pdf"])
                .help(words(["Für Programme", "For programs"])),
        );
    portal::arguments(command, language)
}

/// Prints the notice. What the record lacks for it is said beside it, and the exit code is 1.
pub fn run(arguments: &ArgMatches, language: Language, output: &mut dyn Write) -> Result<Outcome> {
    let mut findings = Findings::default();
    let is_german = language == Language::German;
    let Some(portal) = portal::read(arguments, &mut findings)? else {
        bail!(if is_german {
            "Die Einstellungen in site.toml können nicht gelesen werden; offenlage check sagt, warum."
        } else {
            "The settings in site.toml cannot be read; offenlage check says why."
        });
    };
    let name = |id: &str| arguments.get_one::<String>(id).context("clap asks for it");
    let procedure = procedure(&portal.archive, name("procedure")?, language)?;
    let phase = phase(procedure, name("phase")?, language)?;
    let record = record(&portal.archive, procedure, phase, portal.archive.today);
    let form = arguments
        .get_one::<String>("form")
        .map_or("text", String::as_str);
    match form {
        _ if arguments.get_flag("json") => json::print(&record, output)?,
        _ if arguments.get_flag("pdf") => {
            output.write_all(&pdf::pdf(
                &record,
                (&portal.archive, procedure),
                form == "a3",
                language,
            )?)?;
        }
        "ics" => output.write_all(&calendar(&portal, procedure, phase, language)?)?,
        "a4" | "a3" => output.write_all(&sheet(&portal, (procedure, phase), form, language)?)?,
        _ => output.write_all(plain(&record, language).as_bytes())?,
    }
    Ok(doubts(&record, procedure, &findings, language))
}

fn calendar(
    portal: &Portal,
    procedure: &Procedure,
    phase: &Phase,
    language: Language,
) -> Result<Vec<u8>> {
    if !phase.is_participation_period() {
        bail!(match language {
            Language::German => "Einen Kalender gibt es nur zu Beteiligungen mit einem Zeitraum.",
            Language::English => "There is a calendar only for participations with a period.",
        });
    }
    Ok(of_phase(&portal.archive, procedure, phase))
}

fn sheet(
    portal: &Portal,
    (procedure, phase): (&Procedure, &Phase),
    form: &str,
    language: Language,
) -> Result<Vec<u8>> {
    let Some(theme) = &portal.theme else {
        bail!(match language {
            Language::German => "Das Thema hat Fehler; offenlage check zeigt sie.",
            Language::English => "The theme has faults; offenlage check shows them.",
        });
    };
    alone(
        (&portal.archive, theme),
        procedure,
        phase,
        form == "a3",
        language,
    )
}

/// Says beside the notice what keeps it from being given: what is missing, and errors in the file.
fn doubts(
    record: &NoticeRecord,
    procedure: &Procedure,
    findings: &Findings,
    language: Language,
) -> Outcome {
    let is_german = language == Language::German;
    for missing in &record.missing {
        let word = if is_german { "Es fehlt" } else { "Missing" };
        eprintln!("{word}: {}", missing.in_language(language));
    }
    let sorted = findings.sorted();
    let of_file = sorted.iter().filter(|finding| {
        finding.level == Level::Error && finding.place.file.path == procedure.origin.file().path
    });
    let errors = of_file.count();
    if errors > 0 && is_german {
        eprintln!("Das Verfahren hat Fehler ({errors}); offenlage check zeigt sie.");
    } else if errors > 0 {
        eprintln!("The procedure has errors ({errors}); offenlage check shows them.");
    }
    if record.missing.is_empty() && errors == 0 {
        Outcome::Good
    } else {
        Outcome::Findings
    }
}

fn procedure<'a>(archive: &'a Archive, name: &str, language: Language) -> Result<&'a Procedure> {
    let wanted = name.trim_matches('/');
    let wanted = wanted.strip_prefix("verfahren/").unwrap_or(wanted);
    let folder = |own: &'a Procedure| {
        let path = own.address.as_str().trim_matches('/');
        path.strip_prefix("verfahren/").unwrap_or(path)
    };
    let found = archive.each_procedure().find(|own| folder(own) == wanted);
    let folders: Vec<&str> = archive.each_procedure().map(folder).collect();
    let municipality = wanted.split('/').next().unwrap_or_default();
    let is_beside = |own: &&&str| own.split('/').next() == Some(municipality);
    let there: BTreeSet<&str> = folders.iter().filter(is_beside).copied().collect();
    found.with_context(|| unknown(name, meant(wanted, &folders), &there, language))
}

fn phase<'a>(procedure: &'a Procedure, name: &str, language: Language) -> Result<&'a Phase> {
    let found = procedure.phases.iter().find(|phase| phase.name == name);
    let names = procedure.phases.iter().map(|phase| phase.name.as_str());
    let names: Vec<&str> = names.collect();
    let there = names.iter().copied().collect();
    found.with_context(|| unknown(name, meant(name, &names), &there, language))
}

/// What somebody means who wrote the beginning of a name, or another number before it, or misspelt it.
fn meant<'n>(wanted: &str, names: &[&'n str]) -> Option<&'n str> {
    if wanted.is_empty() {
        return None;
    }
    let only = |fits: &dyn Fn(&str) -> bool| {
        let mut found = names.iter().copied().filter(|name| fits(name));
        found.next().filter(|_| found.next().is_none())
    };
    let kind = wanted.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let begun = only(&|name| name.starts_with(wanted));
    let of_kind = || only(&|name| kind.len() > 1 && name.ends_with(kind));
    let misspelt = || closest(wanted, names.iter().copied());
    begun.or_else(of_kind).or_else(misspelt)
}

/// That nothing has this name, with what is meant and what there is.
fn unknown(name: &str, meant: Option<&str>, there: &BTreeSet<&str>, language: Language) -> String {
    let is_german = language == Language::German;
    let mut text = match is_german {
        true => format!("„{name}“ gibt es nicht."),
        false => format!("There is no “{name}”."),
    };
    if let Some(meant) = meant {
        text.push_str(&match is_german {
            true => format!(" Meinen Sie {meant}?"),
            false => format!(" Do you mean {meant}?"),
        });
    }
    if !there.is_empty() {
        text.push_str([" There are:", " Es gibt:"][usize::from(is_german)]);
        for name in there.iter().take(MOST) {
            text.push_str(&format!("\n  {name}"));
        }
        text.push_str(if there.len() > MOST { "\n  …" } else { "" });
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(words: &str) -> Result<(Outcome, String)> {
        let command = arguments(Command::new("notice"), Language::German);
        let matches = command.try_get_matches_from(words.split(' '))?;
        let mut output = Vec::new();
        let outcome = run(&matches, Language::German, &mut output)?;
        Ok((outcome, String::from_utf8(output)?))
    }

    #[test]
    fn the_example_has_its_notice() {
        let (outcome, text) =
            asked("notice meissen/bplan-17-altes-ziegelwerk 05-veroeffentlichung")
                .expect("a notice");
        assert_eq!(outcome, Outcome::Good);
        for said in [
            "vom 1. April 2026",
            "Erster Tag:  Mittwoch, 1. April 2026",
            "Meißen, 27. März 2026",
            "- Boden und Altlasten: Bauschutt und Asche",
        ] {
            assert!(text.contains(said), "{said}\n{text}");
        }
    }

    #[test]
    fn the_same_for_programs_and_calendars() {
        let phase = "notice meissen/bplan-17-altes-ziegelwerk 05-veroeffentlichung";
        let (_, json) = asked(&format!("{phase} --json")).expect("JSON");
        let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
        assert_eq!(json["erster_tag"], "2026-04-01");
        assert_eq!(json["letzter_tag"], "2026-05-05");
        assert_eq!(json["hinweise"][2]["art"], "verspaetet");
        let (_, calendar) = asked(&format!("{phase} --form ics")).expect("a calendar");
        assert!(calendar.contains("DTSTART;VALUE=DATE:20260401"));
    }

    #[test]
    fn a_wrong_name_is_told_with_what_is_meant() {
        let fault = |words: &str| asked(words).expect_err("a fault").to_string();
        let begun = fault("notice meissen/bplan-17 05-x");
        assert!(
            begun.contains("Meinen Sie meissen/bplan-17-altes-ziegelwerk?")
                && begun.contains("\n  meissen/bplan-9-hafenstrasse"),
            "{begun}"
        );
        for name in ["05", "02-veroeffentlichung"] {
            let words = format!("notice meissen/bplan-17-altes-ziegelwerk {name}");
            let phase = fault(words.as_str());
            assert!(
                phase.contains("Meinen Sie 05-veroeffentlichung?") && phase.contains("\n  01-"),
                "{phase}"
            );
        }
        let phase = fault("notice meissen/bplan-17-altes-ziegelwerk 05-veroefentlichung");
        assert!(
            phase.contains("Meinen Sie 05-veroeffentlichung?"),
            "{phase}"
        );
    }
}
