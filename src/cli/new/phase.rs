//! `offenlage new phase`: the next phase of a procedure, with the earliest lawful end proposed.

use crate::cli::Outcome;
use crate::cli::new::append::{Appended, PhaseList};
use crate::cli::new::around::{Around, around};
use crate::cli::new::dialogue::{Dialogue, Field, Form};
use crate::cli::new::phase_questions::{
    FIRST, KIND, LAST, NOTICE, ON, REASON, RESOLUTION, next, tiers,
};
use crate::cli::new::phase_text::PhaseText;
use crate::cli::new::place::{MUNICIPALITIES, Place, ProcedurePlace};
use crate::cli::new::trial::{Verdict, trial};
use crate::cli::new::{PORTAL, files, place};
use crate::cli::print::{self, print};
use crate::finding::{Findings, say};
use crate::law::codes::find;
use crate::law::law;
use anyhow::{Context, Result, bail};
use std::fs;
use std::io::Write;

const PROCEDURE: Field = Field {
    name: "verfahren",
    form: Form::Argument(["VERFAHREN", "PROCEDURE"]),
    question: [
        "Verfahren als gemeinde/verfahren, oder der Pfad seines Ordners",
        "Procedure as gemeinde/verfahren, or the path of its folder",
    ],
};
/// What is asked.
pub const FIELDS: &[Field] = &[
    PROCEDURE, KIND, ON, FIRST, LAST, NOTICE, RESOLUTION, REASON, PORTAL,
];

/// Asks for a phase, appends it and makes its folder.
pub fn run(dialogue: &mut Dialogue, output: &mut dyn Write) -> Result<Outcome> {
    let place = place(dialogue)?;
    let procedure = procedure(dialogue, &place)?;
    if procedure.is_none() {
        dialogue.finish()?;
    }
    let procedure = procedure.context("finish reports what is missing")?;
    let around = around_of(&place, &procedure)?;
    let file = &procedure.written.value;
    let related = file
        .bezuege
        .iter()
        .filter_map(|other| other.verfahren.clone());
    let related: Vec<String> = related.collect();
    loop {
        let phase = next(dialogue, file, &around)?;
        dialogue.finish()?;
        let phase = phase.context("finish reports what is missing")?;
        let Some(new) = appended(&place, &procedure, &phase, &around)? else {
            return refuse_shape(dialogue, &procedure, &phase.lines(2, &around), output);
        };
        let path = format!("{}/verfahren.yaml", procedure.path());
        let verdict = trial(&place, (&path, &new.text), &new.inserted, &related)?;
        if verdict.faults.sorted().is_empty() {
            return write(
                dialogue,
                (&place, &procedure),
                &phase,
                (&new, &verdict),
                output,
            );
        }
        let lines = new.text.get(new.inserted.clone()).unwrap_or_default();
        show(dialogue, &verdict.faults, output)?;
        if !dialogue.is_attended() {
            let words = say(
                "Nichts wurde geschrieben. Zum Einfügen von Hand:",
                "Nothing was written. To put in by hand:",
            );
            writeln!(output, "{}\n{lines}", words.in_language(dialogue.language))?;
            return Ok(Outcome::Findings);
        }
        dialogue.ignore_flags();
    }
}

fn procedure(dialogue: &mut Dialogue, place: &Place) -> Result<Option<ProcedurePlace>> {
    let check = |text: &str| match place.procedure(text) {
        Ok(_) => Ok(text.to_owned()),
        Err(error) => Err(say(format!("{error:#}"), format!("{error:#}"))),
    };
    let named = dialogue.needed(&PROCEDURE, &check)?;
    if named.is_empty() {
        return Ok(None);
    }
    place.procedure(&named).map(Some)
}

fn around_of(place: &Place, procedure: &ProcedurePlace) -> Result<Around> {
    let all = place.municipalities();
    let own = all.iter().find(|own| own.folder == procedure.municipality);
    let file = &procedure.written.value;
    let track = find(&law().codes.tracks, &file.verfahrensart);
    match own.zip(track) {
        Some((own, track)) => around(place, &own.file, tiers(file), track),
        None => {
            let words = say(
                "gemeinde.yaml hat Fehler; `offenlage check` zeigt sie",
                "gemeinde.yaml has faults; `offenlage check` shows them",
            );
            let path = format!("{MUNICIPALITIES}/{}", procedure.municipality);
            bail!("{path}: {}", words.in_language(place.language))
        }
    }
}

/// The file with the phase; none where it cannot be put in without doubt.
fn appended(
    place: &Place,
    procedure: &ProcedurePlace,
    phase: &PhaseText,
    around: &Around,
) -> Result<Option<Appended>> {
    let path = place.root.join(procedure.path()).join("verfahren.yaml");
    let bytes = files::bytes(&path)?;
    let text = std::str::from_utf8(&bytes).ok();
    let appended = text.and_then(|text| {
        let list = PhaseList::find(text)?;
        list.append(&phase.lines(list.indent, around))
    });
    Ok(appended)
}

fn refuse_shape(
    dialogue: &Dialogue,
    procedure: &ProcedurePlace,
    lines: &str,
    output: &mut dyn Write,
) -> Result<Outcome> {
    writeln!(output, "{lines}")?;
    output.flush()?;
    let path = procedure.path();
    let words = say(
        format!(
            "In {path}/verfahren.yaml sind die Phasen ungewöhnlich geschrieben; nichts wurde geändert. Fügen Sie die Zeilen oben selbst ein, so eingerückt wie die anderen Phasen."
        ),
        format!(
            "The phases in {path}/verfahren.yaml are written in an unusual way; nothing was changed. Put the lines above in yourself, indented like the other phases."
        ),
    );
    bail!("{}", words.in_language(dialogue.language).to_owned())
}

fn show(dialogue: &Dialogue, findings: &Findings, output: &mut dyn Write) -> Result<()> {
    print(
        &findings.sorted(),
        print::Format::Text,
        dialogue.language,
        output,
    )
}

fn write(
    dialogue: &Dialogue,
    (place, procedure): (&Place, &ProcedurePlace),
    phase: &PhaseText,
    (new, verdict): (&Appended, &Verdict),
    output: &mut dyn Write,
) -> Result<Outcome> {
    let path = format!("{}/verfahren.yaml", procedure.path());
    let folder = format!("{}/{}", procedure.path(), phase.name);
    place.refuse_links(&folder)?;
    let made = place.root.join(&folder);
    let is_new = !made.exists();
    fs::create_dir_all(&made)?;
    let mut old = new.text.clone();
    old.replace_range(new.inserted.clone(), "");
    let replaced = files::replace(place, &path, old.as_bytes(), new.text.as_bytes());
    if replaced.is_err() && is_new {
        fs::remove_dir(&made)?;
    }
    replaced?;
    let (de, en) = (&phase.rule.label.de, &phase.rule.label.en);
    let words = say(
        format!(
            "Angehängt: „{de}“ als {}\n  {path}\n  {folder}/ für die Unterlagen",
            phase.name
        ),
        format!(
            "Appended: “{en}” as {}\n  {path}\n  {folder}/ for the documents",
            phase.name
        ),
    );
    writeln!(output, "{}", words.in_language(dialogue.language))?;
    if !verdict.gaps.sorted().is_empty() {
        let words = say("Was noch fehlt:", "What is still missing:");
        writeln!(output, "\n{}", words.in_language(dialogue.language))?;
        show(dialogue, &verdict.gaps, output)?;
    }
    Ok(Outcome::Good)
}
