//! A phase as lines of `verfahren.yaml`: what is known, and switched off what may be added.

use crate::cli::new::around::Around;
use crate::cli::new::quote;
use crate::law::codes::Tier;
use crate::law::phase_rule::{PhaseRule, Takes};
use crate::load::value::OPEN_END;
use crate::model::phase::Time;
use jiff::civil::Date;

/// A phase to write.
#[derive(Debug, Clone)]
pub struct PhaseText {
    /// Its name: `03-veroeffentlichung`.
    pub name: String,
    /// Its kind.
    pub rule: &'static PhaseRule,
    /// Its round, if it is not the first.
    pub round: Option<u16>,
    /// When it is.
    pub time: Time,
    /// Number of the resolution.
    pub resolution: Option<String>,
    /// Day of the notice.
    pub notice: Option<Date>,
    /// The notice stays switched off until all is there that it tells of.
    pub notice_waits: bool,
    /// The planner's reason.
    pub reason: Option<String>,
}

/// The word for a day that is not known yet.
const SOME_DAY: &str = "JJJJ-MM-TT";

/// The name of a phase: its number and its kind.
pub fn name(number: usize, rule: &PhaseRule) -> String {
    format!("{number:02}-{}", rule.key.replace('_', "-"))
}

impl PhaseText {
    /// Its lines, with the hyphen `indent` blanks in.
    pub fn lines(&self, indent: usize, around: &Around) -> String {
        let mut lines = vec![
            format!("kennung: {}", self.name),
            format!("art: {}", self.rule.key),
        ];
        lines.extend(self.round.map(|round| format!("durchgang: {round}")));
        lines.extend(self.time());
        if let (Some(number), Time::Day(day)) = (&self.resolution, self.time) {
            lines.extend(resolution(&quote::quoted(number), &day.to_string(), around));
        }
        if let Some(day) = self.notice.filter(|_| !self.notice_waits) {
            lines.extend(self.notice(&day.to_string(), around));
        }
        lines.extend(self.access(around).unwrap_or_default());
        lines.extend(self.statements());
        let reason = self.reason.as_deref().map(quote::yaml);
        lines.extend(reason.map(|reason| format!("grund: {reason}")));
        let off = self.switched_off(around);
        lines.extend(off.into_iter().map(|line| format!("#{line}")));
        itemised(&lines, indent)
    }

    fn time(&self) -> Vec<String> {
        match self.time {
            Time::Day(day) => vec![format!("datum: {day}")],
            Time::Span(first, last) => {
                let last = last.map_or_else(|| OPEN_END.to_owned(), |day| day.to_string());
                vec![
                    "zeitraum:".to_owned(),
                    format!("  beginn: {first}"),
                    format!("  ende: {last}"),
                ]
            }
        }
    }

    /// The notice with the hints that the law asks for.
    fn notice(&self, day: &str, around: &Around) -> Vec<String> {
        let mut lines = vec![
            "bekanntmachung:".to_owned(),
            format!("  form: {}", around.notice_form),
            format!("  organ: {}", quote::yaml(&around.journal)),
            format!("  veroeffentlicht: {day}"),
        ];
        let hints = hints(self.rule, around);
        if !hints.is_empty() {
            lines.push(format!("  hinweise: [{}]", hints.join(", ")));
        }
        lines
    }

    /// The municipality's place of display, where the law asks for one.
    fn access(&self, around: &Around) -> Option<Vec<String>> {
        let place = around.display_place.as_ref();
        let place = place.filter(|_| self.rule.needs_access)?;
        let mut lines = vec!["zugang:".to_owned(), "  - art: auslegung".to_owned()];
        for (key, text) in ["ort", "anschrift", "zeiten"].iter().zip(place) {
            lines.extend(
                text.as_ref()
                    .map(|text| format!("    {key}: {}", quote::yaml(text))),
            );
        }
        Some(lines)
    }

    fn statements(&self) -> Vec<String> {
        let (audience, channels) = match self.rule.takes {
            Takes::Public => ("alle", "email, post, niederschrift"),
            Takes::Agencies => ("behoerden", "email, post"),
            Takes::Nobody => return Vec::new(),
        };
        vec![
            "stellungnahmen:".to_owned(),
            format!("  von: {audience}"),
            format!("  wege: [{channels}]"),
        ]
    }

    /// What may be added, with examples.
    fn switched_off(&self, around: &Around) -> Vec<String> {
        let rule = self.rule;
        let mut lines = Vec::new();
        if !rule.is_span && self.resolution.is_none() {
            lines.extend(resolution("\"24/2026\"", SOME_DAY, around));
        }
        match self.notice {
            Some(day) if self.notice_waits => lines.extend(self.notice(&day.to_string(), around)),
            None if rule.needs_notice => lines.extend(self.notice(SOME_DAY, around)),
            _ => (),
        }
        if rule.is_public_participation() && self.access(around).is_none() {
            lines.extend(example(&[
                "zugang:",
                "  - art: auslegung",
                "    ort: Rathaus, Zimmer 12",
                "    zeiten: Dienstag 9–12 und 13–18 Uhr",
            ]));
        }
        if rule.meets || rule.is_public_participation() {
            lines.extend(example(&[
                "termine:",
                "  - datum: JJJJ-MM-TT",
                "    uhrzeit: \"18:00\"",
                "    ort: Rathaus, Ratssaal",
                "    titel: Bürgerversammlung",
            ]));
        }
        if rule.needs_state_portal {
            lines.extend(example(&[
                "landesportal: https://buergerbeteiligung.example/bplan/1000000",
            ]));
        }
        if rule.needs_environment && around.environmental_assessment {
            lines.extend(example(&[
                "umweltinformationen:",
                "  - thema: laerm",
                "    stichworte: Verkehrslärm der Bahnlinie, Gewerbelärm",
                "    quelle: Umweltbericht, Schallgutachten",
                "ohne_umweltstellungnahmen: Bis zum Entwurf ging keine umweltbezogene Stellungnahme ein.",
            ]));
        }
        if rule.renews {
            lines.extend(example(&[
                "aenderungen: Die Baugrenze im Norden wurde verschoben.",
            ]));
        }
        lines.extend(example(&[
            "unterlagen:",
            "  - datei: planzeichnung.pdf",
            "    art: planzeichnung",
            "    titel: Planzeichnung",
        ]));
        lines.push(format!("    stand: {SOME_DAY}"));
        lines
    }
}

/// The kinds that commonly follow, switched off, a few lines each.
pub fn to_come(rules: &[&'static PhaseRule], first_number: usize, indent: usize) -> String {
    let blanks = " ".repeat(indent);
    let mut text = String::new();
    for (at, rule) in rules.iter().enumerate() {
        let name = name(first_number + at, rule);
        let label = &rule.label.de;
        text.push_str(&format!("\n{blanks}# {label} ({})\n", rule.provision));
        text.push_str(&format!("{blanks}#- kennung: {name}\n"));
        text.push_str(&format!("{blanks}#  art: {}\n", rule.key));
        text.push_str(&if rule.is_span {
            format!("{blanks}#  zeitraum: {{ beginn: {SOME_DAY}, ende: {SOME_DAY} }}\n")
        } else {
            format!("{blanks}#  datum: {SOME_DAY}\n")
        });
    }
    text
}

/// The hints that a notice must give for these plans on this track.
fn hints<'r>(rule: &'r PhaseRule, around: &Around) -> Vec<&'r str> {
    let has = |tier| around.tiers.contains(&tier);
    let lists = [
        (true, &rule.hints.all),
        (has(Tier::Binding), &rule.hints.binding),
        (has(Tier::Preparatory), &rule.hints.preparatory),
        (
            !around.environmental_assessment,
            &rule.hints.without_assessment,
        ),
    ];
    let asked = lists.into_iter().filter(|(is_asked, _)| *is_asked);
    asked
        .flat_map(|(_, list)| list)
        .map(String::as_str)
        .collect()
}

fn resolution(number: &str, day: &str, around: &Around) -> Vec<String> {
    vec![
        "beschluss:".to_owned(),
        format!("  nummer: {number}"),
        format!("  datum: {day}"),
        format!("  gremium: {}", quote::yaml(&around.council)),
    ]
}

fn example(lines: &[&str]) -> Vec<String> {
    lines.iter().map(|line| (*line).to_owned()).collect()
}

/// Lines as an entry of a list.
fn itemised(lines: &[String], indent: usize) -> String {
    let mut text = String::new();
    for (at, line) in lines.iter().enumerate() {
        let hyphen = if at == 0 { "- " } else { "  " };
        text.push_str(&format!("{:indent$}{hyphen}{line}\n", ""));
    }
    text
}
