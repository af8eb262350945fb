//! `offenlage new verfahren`: a procedure with its first phase, and what commonly follows.

use crate::cli::Outcome;
use crate::cli::new::around::{Around, around};
use crate::cli::new::dialogue::{Choice, Dialogue, Field, Form, Wish};
use crate::cli::new::phase_questions::{FIRST, KIND, LAST, NOTICE, ON, RESOLUTION, kinds, phase};
use crate::cli::new::phase_text::{PhaseText, to_come};
use crate::cli::new::place::{MUNICIPALITIES, MunicipalityPlace, Place};
use crate::cli::new::plan::{self, Plan};
use crate::cli::new::starter::{Fills, Format, fill};
use crate::cli::new::trial::trial;
use crate::cli::new::{PORTAL, answer, files, place};
use crate::cli::print::{self, print};
use crate::finding::say;
use crate::law::law;
use crate::law::phase_rule::PhaseRule;
use crate::load::schema;
use anyhow::{Context, Result, bail};
use std::io::Write;

const TEXT: Form = Form::Value(["TEXT", "TEXT"]);
const WORD: Form = Form::Value(["WORT", "WORD"]);

const MUNICIPALITY: Field = Field {
    name: "gemeinde",
    form: WORD,
    question: [
        "Gemeinde (ihr Ordner im Portal)",
        "Municipality (its folder in the portal)",
    ],
};
const AREA: Field = Field {
    name: "lage",
    form: TEXT,
    question: [
        "Lage und Grenzen des Plangebiets in Worten",
        "Place and borders of the plan area in words",
    ],
};
const SUMMARY: Field = Field {
    name: "kurzbeschreibung",
    form: TEXT,
    question: [
        "Zwei bis vier Sätze: Was ist geplant, und warum?",
        "Two to four sentences: what is planned, and why?",
    ],
};
const FOLDER: Field = Field {
    name: "ordner",
    form: WORD,
    question: [
        "Ordner des Verfahrens; er wird Teil seiner dauerhaften Adresse",
        "Folder of the procedure; it becomes part of its permanent address",
    ],
};

/// What is asked.
pub const FIELDS: &[Field] = &[
    MUNICIPALITY,
    plan::NAME,
    plan::NUMBER,
    plan::PLAN_KIND,
    plan::PLAN_KIND_TEXT,
    plan::OPERATION,
    plan::AMENDMENT,
    plan::TRACK,
    AREA,
    SUMMARY,
    FOLDER,
    KIND,
    ON,
    FIRST,
    LAST,
    NOTICE,
    RESOLUTION,
    PORTAL,
];

/// Stands where a text must be and nobody has written it yet.
pub const TO_FILL_IN: &str = "BITTE AUSFÜLLEN:";

/// What a procedure's file is made of.
struct Answers<'p> {
    municipality: &'p MunicipalityPlace,
    around: Around,
    plan: Plan,
    area: Option<String>,
    summary: Option<String>,
    folder: String,
    phase: PhaseText,
}

/// Asks for a procedure and writes its file.
pub fn run(dialogue: &mut Dialogue, output: &mut dyn Write) -> Result<Outcome> {
    let place = place(dialogue)?;
    let municipalities = place.municipalities();
    let answers = ask(dialogue, &place, &municipalities)?;
    dialogue.finish()?;
    let answers = answers.context("finish reports what is missing")?;
    let text = text(&answers);
    let folder = format!(
        "{MUNICIPALITIES}/{}/{}",
        answers.municipality.folder, answers.folder
    );
    let path = format!("{folder}/verfahren.yaml");
    let verdict = trial(&place, (&path, &text), &(0..text.len()), &[])?;
    if !verdict.faults.sorted().is_empty() {
        let findings = verdict.faults.sorted();
        print(&findings, print::Format::Text, dialogue.language, output)?;
        return Ok(Outcome::Findings);
    }
    files::write_new(&place, &path, &text)?;
    report(dialogue, &answers, (&path, &text), output)?;
    let gaps = verdict.gaps.sorted();
    if !gaps.is_empty() {
        print(&gaps, print::Format::Text, dialogue.language, output)?;
    }
    Ok(Outcome::Good)
}

/// None where the flags do not say enough; the dialogue has noted what is missing.
fn ask<'p>(
    dialogue: &mut Dialogue,
    place: &Place,
    municipalities: &'p [MunicipalityPlace],
) -> Result<Option<Answers<'p>>> {
    let municipality = municipality(dialogue, municipalities)?;
    let plan = plan::plan(dialogue)?;
    let (Some(municipality), Some(plan)) = (municipality, plan) else {
        return Ok(None);
    };
    let tiers = plan.kind.tier.into_iter().collect();
    let around = around(place, &municipality.file, tiers, plan.track)?;
    let area = dialogue.optional(&AREA, &answer::text)?;
    let summary = dialogue.optional(&SUMMARY, &answer::text)?;
    let folder = folder(dialogue, (place, municipality), plan.usual_folder())?;
    let phase = first_phase(dialogue, &plan, &around)?;
    Ok(phase.map(|phase| Answers {
        municipality,
        around,
        plan,
        area,
        summary,
        folder,
        phase,
    }))
}

fn text(answers: &Answers) -> String {
    let or_to_fill_in = |text: &Option<String>, words: &str| match text {
        Some(text) => text.clone(),
        None => format!("{TO_FILL_IN} {words}"),
    };
    let area = "Lage und Grenzen in Worten, so dass auch Ortsfremde das Gebiet erkennen.";
    let summary = "Zwei bis vier Sätze für jedermann: Was ist geplant, und warum?";
    let mut fills = Fills::default();
    answers.plan.fill(&mut fills);
    fills
        .text("lage", Some(or_to_fill_in(&answers.area, area)))
        .text(
            "ohne_flaeche",
            Some("Die Fläche wird mit dem Vorentwurf ergänzt."),
        )
        .text(
            "kurzbeschreibung",
            Some(or_to_fill_in(&answers.summary, summary)),
        )
        .ready("phasen", Some(phases(answers)));
    let template = include_str!("procedure.yaml");
    fill(template, Format::Yaml, &schema::procedure().json, &fills)
}

/// The municipality by its folder, name or key; the only one where there is one.
fn municipality<'p>(
    dialogue: &mut Dialogue,
    municipalities: &'p [MunicipalityPlace],
) -> Result<Option<&'p MunicipalityPlace>> {
    if municipalities.is_empty() {
        let words = say(
            "In diesem Portal steht noch keine Gemeinde. `offenlage new gemeinde` legt eine an.",
            "There is no municipality in this portal yet. `offenlage new gemeinde` adds one.",
        );
        bail!("{}", words.in_language(dialogue.language).to_owned());
    }
    let choices: Vec<Choice> = municipalities
        .iter()
        .map(|place| (place.folder.clone(), place.file.name.clone()))
        .collect();
    let wish = match choices.as_slice() {
        [only] => Wish::Usually(only.0.clone()),
        _ => Wish::Needed,
    };
    let folder = dialogue.choose(&MUNICIPALITY, &choices, wish)?;
    // Where the flag names none, the questions go on, so that all that is missing is named.
    let named = municipalities.iter().find(|place| place.folder == folder);
    Ok(named.or(municipalities.first()))
}

/// A folder that is not there yet.
fn folder(
    dialogue: &mut Dialogue,
    (place, municipality): (&Place, &MunicipalityPlace),
    usual: String,
) -> Result<String> {
    let path = |folder: &str| {
        let municipality = &municipality.folder;
        format!("{MUNICIPALITIES}/{municipality}/{folder}/verfahren.yaml")
    };
    let check = |text: &str| {
        let folder = answer::folder(text)?;
        if place.has(&path(&folder)) {
            return Err(say(
                format!(
                    "{} gibt es schon; nennen Sie einen anderen Ordner.",
                    path(&folder)
                ),
                format!("{} is there already; name another folder.", path(&folder)),
            ));
        }
        Ok(folder)
    };
    match check(&usual) {
        Ok(usual) => dialogue.usually(&FOLDER, usual, &check),
        Err(_) if dialogue.flag(&FOLDER).is_some() => dialogue.needed(&FOLDER, &check),
        Err(words) if dialogue.is_attended() => {
            dialogue.tell(&words)?;
            dialogue.needed(&FOLDER, &check)
        }
        Err(words) => {
            dialogue.refuse(&words);
            Ok(usual)
        }
    }
}

/// The phase the procedure begins with.
fn first_phase(dialogue: &mut Dialogue, plan: &Plan, around: &Around) -> Result<Option<PhaseText>> {
    let wish = match law().course(plan.kind, plan.track).first() {
        Some(key) => Wish::Usually(key.clone()),
        None => Wish::Needed,
    };
    let key = dialogue.choose(&KIND, &kinds(&around.tiers, dialogue.language), wish)?;
    phase(dialogue, &key, 1, around)
}

/// The first phase, and switched off those that commonly follow it.
fn phases(answers: &Answers) -> String {
    const INDENT: usize = 2;
    let phase = &answers.phase;
    let course = law().course(answers.plan.kind, answers.plan.track);
    let is_first = |key: &String| *key == phase.rule.key;
    let next = course
        .iter()
        .position(is_first)
        .map_or(0, |first| first + 1);
    let rules: Vec<&'static PhaseRule> = course
        .iter()
        .skip(next)
        .filter_map(|key| law().phase(key, None))
        .collect();
    let mut text = phase.lines(INDENT, &answers.around);
    if !rules.is_empty() {
        let path = format!("{}/{}", answers.municipality.folder, answers.folder);
        text.push_str(&format!(
            "\n  # So geht es gewöhnlich weiter. Eine Phase anhängen:\n  # offenlage new phase {path}\n"
        ));
        text.push_str(&to_come(&rules, 2, INDENT));
    }
    text
}

/// Says what was written and what is still to be filled in, with its line.
fn report(
    dialogue: &Dialogue,
    answers: &Answers,
    (path, text): (&str, &str),
    output: &mut dyn Write,
) -> Result<()> {
    let words = say(format!("Angelegt: {path}"), format!("Written: {path}"));
    writeln!(output, "{}", words.in_language(dialogue.language))?;
    let open = text
        .lines()
        .enumerate()
        .filter(|(_, line)| line.contains(TO_FILL_IN));
    for (at, line) in open {
        writeln!(output, "  {path}:{}: {}", at + 1, line.trim())?;
    }
    let procedure = format!("{}/{}", answers.municipality.folder, answers.folder);
    let words = say(
        format!("Weiter mit: offenlage new phase {procedure}"),
        format!("Go on with: offenlage new phase {procedure}"),
    );
    writeln!(output, "{}", words.in_language(dialogue.language))?;
    Ok(())
}
