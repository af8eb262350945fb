//! `offenlage frist`: when a period ends, and why.

use crate::cli::{Outcome, day};
use crate::finding::Language;
use crate::law::calendar::{Calendar, corpus_christi};
use crate::law::law;
use crate::law::period::steps::{Step, steps};
use crate::law::period::{Computed, PeriodRule, latest_completion, period, periods};
use crate::load;
use crate::load::shape::closest;
use crate::load::slug::slug;
use crate::model::boundary::{Boundaries, Territory};
use crate::render::format::day_with_weekday;
use anyhow::{Context, Result, bail};
use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command};
use jiff::civil::Date;
use serde::Serialize;
use std::io::Write;

/// The period that is meant unless another is named.
const USUAL: &str = "veroeffentlichung";

/// The arguments of the command.
pub fn arguments(command: Command, language: Language) -> Command {
    let words = |words: [&'static str; 2]| words[usize::from(language == Language::English)];
    let mut keys: Vec<&str> = periods().iter().map(|row| row.key.as_str()).collect();
    keys.dedup();
    command
        .arg(
            Arg::new("day")
                .value_name(words(["TAG", "DAY"]))
                .required(true)
                .value_parser(day::argument(language))
                .help(words([
                    "Erster Tag, oder der Tag des Ereignisses, zum Beispiel 2026-02-02",
                    "First day, or the day of the event, for example 2026-02-02",
                ])),
        )
        .arg(
            Arg::new("gemeinde")
                .long("gemeinde")
                .value_name(words(["NAME", "NAME"]))
                .help(words([
                    "Gemeinde mit Namen oder Schlüssel; ihre Feiertage zählen",
                    "Municipality by name or key; its holidays count",
                ])),
        )
        .arg(
            Arg::new("art")
                .long("art")
                .value_name(words(["ART", "KIND"]))
                .value_parser(PossibleValuesParser::new(keys))
                .default_value(USUAL)
                .help(words(["Welche Frist", "Which period"])),
        )
        .arg(
            Arg::new("json")
                .long("json")
                .action(ArgAction::SetTrue)
                .help(words(["Für Programme", "For programs"])),
        )
}

/// Computes and prints the period.
pub fn run(arguments: &ArgMatches, language: Language, output: &mut dyn Write) -> Result<Outcome> {
    let day = *arguments
        .get_one::<Date>("day")
        .context("clap asks for a day")?;
    let key = arguments
        .get_one::<String>("art")
        .map_or(USUAL, String::as_str);
    let rule = period(key, day).context("clap knows the keys")?;
    let list = load::official_list()?;
    let name = arguments.get_one::<String>("gemeinde");
    let place = name
        .map(|name| municipality(name, &list, language))
        .transpose()?;
    let calendar = place.map_or(Calendar::SAXONY, |place| Calendar::at(&place.ags));
    let answer = Answer {
        rule,
        day,
        place,
        computed: rule.compute(day, calendar),
        steps: steps(rule, day, calendar),
        notice_by: notice_by(key, day),
    };
    if arguments.get_flag("json") {
        answer.print_json(output)?;
    } else {
        answer.print(language, output)?;
    }
    Ok(Outcome::Good)
}

/// The day at the end of which the notice must be completed, where the period has one.
fn notice_by(key: &str, day: Date) -> Option<Date> {
    let lead = law().phase(key, Some(day))?.notice_lead_days?;
    Some(latest_completion(day, lead))
}

/// The municipality that was named, by its key, its name or its name in addresses.
fn municipality<'a>(name: &str, list: &'a Boundaries, language: Language) -> Result<&'a Territory> {
    if let Some(place) = list.municipality(name) {
        return Ok(place);
    }
    let places = list.municipalities();
    let wanted = slug(name);
    let named: Vec<&Territory> = places
        .iter()
        .filter(|place| slug(&place.name) == wanted)
        .collect();
    let is_german = language == Language::German;
    match named[..] {
        [place] => Ok(place),
        [] => {
            let meant = closest(name, places.iter().map(|place| place.name.as_str()));
            match (meant, is_german) {
                (Some(meant), true) => {
                    bail!("Eine Gemeinde „{name}“ gibt es in Sachsen nicht. Meinen Sie {meant}?")
                }
                (Some(meant), false) => {
                    bail!("There is no municipality “{name}” in Saxony. Do you mean {meant}?")
                }
                (None, true) => bail!("Eine Gemeinde „{name}“ gibt es in Sachsen nicht."),
                (None, false) => bail!("There is no municipality “{name}” in Saxony."),
            }
        }
        _ => {
            let keys: Vec<&str> = named.iter().map(|place| place.ags.as_str()).collect();
            let keys = keys.join(", ");
            if is_german {
                bail!("Mehrere Gemeinden heißen „{name}“; nennen Sie den Schlüssel: {keys}")
            }
            bail!("Several municipalities are called “{name}”; name the key: {keys}")
        }
    }
}

struct Answer<'a> {
    rule: &'static PeriodRule,
    day: Date,
    place: Option<&'a Territory>,
    computed: Computed,
    steps: Vec<Step>,
    notice_by: Option<Date>,
}

impl Answer<'_> {
    fn print(&self, language: Language, output: &mut dyn Write) -> Result<()> {
        let words = |de: &'static str, en: &'static str| match language {
            Language::German => de,
            Language::English => en,
        };
        let date = |day| day_with_weekday(day, language);
        let place = self.place.map_or("Sachsen", |place| place.name.as_str());
        let label = self.rule.label.in_language(language);
        writeln!(output, "{label} ({}), {place}\n", self.rule.provision)?;
        for step in &self.steps {
            let what = step.words.in_language(language);
            writeln!(output, "  {}: {what} ({})", date(step.day), step.provision)?;
        }
        let legal = if self.rule.is_limit {
            words("Spätestes Ende: ", "Latest end:     ")
        } else {
            words("Frühestes Ende: ", "Earliest end:   ")
        };
        writeln!(output, "\n{legal} {}", date(self.computed.legal_end))?;
        let safe = words("Sicheres Ende:  ", "Safe end:       ");
        writeln!(output, "{safe} {}", date(self.computed.safe_end))?;
        if let Some(day) = self.notice_by {
            let notice = words(
                "Bekanntmachung spätestens vollzogen mit Ablauf von:",
                "Notice completed at the latest at the end of:",
            );
            writeln!(output, "{notice} {}", date(day))?;
        }
        if let Some(note) = self.local_note(language) {
            writeln!(output, "{note}")?;
        }
        Ok(())
    }

    /// Corpus Christi is a holiday in some localities of a municipality whose seat is not among
    /// them.
    fn local_note(&self, language: Language) -> Option<String> {
        let row = corpus_christi(&self.place?.ags).filter(|row| !row.seat)?;
        Some(match language {
            Language::German => format!(
                "Fronleichnam ist in {} nur in {} Feiertag; maßgeblich ist der Sitz der Gemeinde.",
                row.name, row.localities
            ),
            Language::English => format!(
                "In {}, Corpus Christi is a holiday only in {}; the seat of the municipality decides.",
                row.name, row.localities
            ),
        })
    }

    fn print_json(&self, output: &mut dyn Write) -> Result<()> {
        let steps = self.steps.iter().map(|step| JsonStep {
            tag: step.day.to_string(),
            de: &step.words.de,
            en: &step.words.en,
            vorschrift: &step.provision,
        });
        let answer = JsonAnswer {
            art: &self.rule.key,
            vorschrift: &self.rule.provision,
            beginn: self.day.to_string(),
            gemeinde: self.place.map(|place| JsonPlace {
                ags: &place.ags,
                name: &place.name,
            }),
            fruehestes_ende: self.computed.legal_end.to_string(),
            sicheres_ende: self.computed.safe_end.to_string(),
            bekanntmachung_spaetestens: self.notice_by.map(|day| day.to_string()),
            schritte: steps.collect(),
        };
        serde_json::to_writer_pretty(&mut *output, &answer)?;
        writeln!(output)?;
        Ok(())
    }
}

#[derive(Serialize)]
struct JsonAnswer<'a> {
    art: &'a str,
    vorschrift: &'a str,
    beginn: String,
    gemeinde: Option<JsonPlace<'a>>,
    fruehestes_ende: String,
    sicheres_ende: String,
    bekanntmachung_spaetestens: Option<String>,
    schritte: Vec<JsonStep<'a>>,
}

#[derive(Serialize)]
struct JsonPlace<'a> {
    ags: &'a str,
    name: &'a str,
}

#[derive(Serialize)]
struct JsonStep<'a> {
    tag: String,
    de: &'a str,
    en: &'a str,
    vorschrift: &'a str,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(words: &str, language: Language) -> Result<String> {
        let command = arguments(Command::new("frist"), language);
        let matches = command.try_get_matches_from(words.split(' '))?;
        let mut output = Vec::new();
        run(&matches, language, &mut output)?;
        Ok(String::from_utf8(output)?)
    }

    #[test]
    fn the_example_of_crostwitz() {
        let text =
            asked("frist 2026-05-05 --gemeinde crostwitz", Language::German).expect("an answer");
        assert!(text.contains("Fronleichnam: kein Werktag"), "{text}");
        assert!(
            text.contains("Frühestes Ende:  Donnerstag, 4. Juni 2026"),
            "{text}"
        );
        assert!(
            text.contains("Sicheres Ende:   Freitag, 5. Juni 2026"),
            "{text}"
        );
        assert!(
            text.contains("mit Ablauf von: Montag, 4. Mai 2026"),
            "{text}"
        );
    }

    #[test]
    fn programs_get_the_same_days() {
        let text = asked("frist 2026-02-02 --json", Language::English).expect("an answer");
        let json: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(json["fruehestes_ende"], "2026-03-03");
        assert_eq!(json["sicheres_ende"], "2026-03-03");
        assert_eq!(json["bekanntmachung_spaetestens"], "2026-02-01");
        assert_eq!(json["schritte"][1]["tag"], "2026-03-01");
    }

    #[test]
    fn a_place_that_does_not_exist_or_is_not_clear() {
        let fault = |words| {
            asked(words, Language::German)
                .expect_err("a fault")
                .to_string()
        };
        assert!(fault("frist 2026-02-02 --gemeinde Meisen").contains("Meißen"));
        assert!(fault("frist 2026-02-02 --gemeinde bernsdorf").contains("14524"));
    }
}
