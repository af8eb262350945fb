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
use crate::law::calendar::day_in_words;
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
    let desk = Desk {
        place: &place,
        procedure: &procedure,
        around: &around,
    };
    loop {
        let phase = next(dialogue, &procedure.written.value, &around)?;
        dialogue.finish()?;
        let phase = phase.context("finish reports what is missing")?;
        let lines = phase.lines(2, &around);
        let Some(draft) = desk.draft(phase)? else {
            return refuse_shape(dialogue, &procedure, &lines, output);
        };
        if draft.verdict.faults.is_empty() {
            return write(dialogue, &desk, &desk.lawful(draft)?, output);
        }
        let lines = draft.new.text.get(draft.new.inserted.clone());
        show(dialogue, &draft.verdict.faults, output)?;
        if !dialogue.is_attended() {
            let words = say(
                "Nichts wurde geschrieben. Zum Einfügen von Hand:",
                "Nothing was written. To put in by hand:",
            );
            let lines = lines.unwrap_or_default();
            writeln!(output, "{}\n{lines}", words.in_language(dialogue.language))?;
            return Ok(Outcome::Findings);
        }
        dialogue.ignore_flags();
    }
}

/// A phase as it would stand in its file, and what `check` says of it there.
struct Draft {
    phase: PhaseText,
    new: Appended,
    verdict: Verdict,
}

/// Where a phase is put.
struct Desk<'a> {
    place: &'a Place,
    procedure: &'a ProcedurePlace,
    around: &'a Around,
}

impl Desk<'_> {
    /// The phase in its file; none where it cannot be put in without doubt.
    fn draft(&self, phase: PhaseText) -> Result<Option<Draft>> {
        let path = format!("{}/verfahren.yaml", self.procedure.path());
        let bytes = files::bytes(&self.place.root.join(&path))?;
        let appended = std::str::from_utf8(&bytes).ok().and_then(|text| {
            let list = PhaseList::find(text)?;
            list.append(&phase.lines(list.indent, self.around))
        });
        let Some(new) = appended else {
            return Ok(None);
        };
        let others = self.procedure.written.value.bezuege.iter();
        let related: Vec<String> = others.filter_map(|other| other.verfahren.clone()).collect();
        let verdict = trial(self.place, (&path, &new.text), &new.inserted, &related)?;
        Ok(Some(Draft {
            phase,
            new,
            verdict,
        }))
    }

    /// The phase with its notice switched off where the notice would tell of what is not there yet,
    /// and nothing else breaks the law.
    fn lawful(&self, draft: Draft) -> Result<Draft> {
        if draft.phase.notice.is_none() || !draft.verdict.gaps.has_errors() {
            return Ok(draft);
        }
        let waiting = PhaseText {
            notice_waits: true,
            ..draft.phase.clone()
        };
        Ok(match self.draft(waiting)? {
            Some(off) if off.verdict.faults.is_empty() && !off.verdict.gaps.has_errors() => Draft {
                verdict: draft.verdict,
                ..off
            },
            _ => draft,
        })
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
    desk: &Desk,
    draft: &Draft,
    output: &mut dyn Write,
) -> Result<Outcome> {
    let (place, procedure) = (desk.place, desk.procedure);
    let Draft {
        phase,
        new,
        verdict,
    } = draft;
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
        let words = match phase.notice.filter(|_| phase.notice_waits) {
            Some(day) => say(
                format!(
                    "Die Bekanntmachung vom {} steht ausgeschaltet in der Datei. Schalten Sie sie \
                     ein, wenn alles da ist, was sie ankündigt:",
                    day_in_words(day).de
                ),
                format!(
                    "The notice of {} stands switched off in the file. Switch it on once all is \
                     there that it tells of:",
                    day_in_words(day).en
                ),
            ),
            None => say("Was noch fehlt:", "What is still missing:"),
        };
        writeln!(output, "\n{}", words.in_language(dialogue.language))?;
        show(dialogue, &verdict.gaps, output)?;
    }
    Ok(Outcome::Good)
}
