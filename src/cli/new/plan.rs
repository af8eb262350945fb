//! The questions about a plan: what it is called, of what kind it is, on which track it is made.

use crate::cli::new::answer;
use crate::cli::new::dialogue::{Dialogue, Field, Form, Wish, choices};
use crate::cli::new::starter::Fills;
use crate::law::codes::{Code, find};
use crate::law::law;
use anyhow::Result;

const TEXT: Form = Form::Value(["TEXT", "TEXT"]);
const WORD: Form = Form::Value(["WORT", "WORD"]);

macro_rules! fields {
    ($($name:ident = $flag:literal, $form:ident, $de:literal, $en:literal;)*) => {
        $(
            #[doc = $en]
            pub const $name: Field = Field { name: $flag, form: $form, question: [$de, $en] };
        )*
    };
}

fields! {
    NAME = "planname", TEXT, "Name des Plans, ohne Nummer und Planart", "Name of the plan, without number and kind";
    NUMBER = "nummer", TEXT, "Nummer des Plans", "Number of the plan";
    PLAN_KIND = "planart", WORD, "Art des Plans", "Kind of plan";
    PLAN_KIND_TEXT = "planart-text", TEXT, "Art des Plans in Worten", "Kind of plan in words";
    OPERATION = "vorgang", WORD, "Was mit dem Plan geschieht", "What happens to the plan";
    AMENDMENT = "aenderung-nummer", TEXT, "Laufende Nummer der Änderung", "Number of the amendment";
    TRACK = "verfahrensart", WORD, "Art des Verfahrens", "Track of the procedure";
}

/// A plan as it was described.
#[derive(Debug)]
pub struct Plan {
    name: String,
    number: Option<String>,
    /// Its kind.
    pub kind: &'static Code,
    kind_text: Option<String>,
    /// What happens to it; none where it is made.
    operation: Option<&'static Code>,
    amendment: Option<String>,
    /// The track.
    pub track: &'static Code,
}

/// Asks for a plan; none if a closed list is empty.
///
/// # Errors
/// If the person went away.
pub fn plan(dialogue: &mut Dialogue) -> Result<Option<Plan>> {
    let codes = &law().codes;
    let name = dialogue.needed(&NAME, &answer::text)?;
    let number = dialogue.optional(&NUMBER, &answer::text)?;
    let Some(kind) = word(dialogue, &PLAN_KIND, &codes.plan_kinds, |_| true)? else {
        return Ok(None);
    };
    let kind_text = if kind.needs_text {
        Some(dialogue.needed(&PLAN_KIND_TEXT, &answer::text)?)
    } else {
        dialogue.given(&PLAN_KIND_TEXT, &answer::text)?
    };
    let is_usual = |code: &Code| {
        codes
            .operations
            .first()
            .is_some_and(|first| first.key == code.key)
    };
    let operation = word(dialogue, &OPERATION, &codes.operations, |_| true)?;
    let operation = operation.filter(|operation| !is_usual(operation));
    let amendment = match operation {
        Some(_) => dialogue.optional(&AMENDMENT, &answer::number)?,
        None => dialogue.given(&AMENDMENT, &answer::number)?,
    };
    let track = word(dialogue, &TRACK, &codes.tracks, |track| {
        // What begins today has a track.
        let is_known = track.key != "unbekannt";
        is_known && track.is_for(kind)
    })?;
    Ok(track.map(|track| Plan {
        name,
        number,
        kind,
        kind_text,
        operation,
        amendment,
        track,
    }))
}

impl Plan {
    /// What its procedure's folder is commonly called: `bplan-17-altes-ziegelwerk`.
    pub fn usual_folder(&self) -> String {
        let short = self.kind.short.as_ref().unwrap_or(&self.kind.key);
        let short = self.kind_text.as_ref().unwrap_or(short);
        let amended = match (&self.amendment, self.operation) {
            (Some(number), Some(operation)) => format!("{number} {}", operation.key),
            (None, Some(operation)) => operation.key.clone(),
            _ => String::new(),
        };
        let number = self.number.as_deref().unwrap_or_default();
        answer::folder_of(&[short, number, &amended, &self.name])
    }

    /// Fills it into the template of its procedure.
    pub fn fill(&self, fills: &mut Fills) {
        let amendment = match &self.amendment {
            Some(number) => format!("aenderung_nummer: {number}\n"),
            None => "#aenderung_nummer: 2\n".to_owned(),
        };
        fills
            .text("planname", Some(&self.name))
            .text("nummer", self.number.as_ref())
            .text("planart", Some(&self.kind.key))
            .text("planart_text", self.kind_text.as_ref())
            .text("vorgang", self.operation.map(|operation| &operation.key))
            .ready("aenderung_nummer", Some(amendment))
            .text("verfahrensart", Some(&self.track.key));
    }
}

/// A word of a closed list; the list's first one that fits is the usual one.
fn word(
    dialogue: &mut Dialogue,
    field: &Field,
    list: &'static [Code],
    fits: impl Fn(&Code) -> bool,
) -> Result<Option<&'static Code>> {
    let choices = choices(list.iter().filter(|code| fits(code)), dialogue.language);
    let usual = choices
        .first()
        .map_or_else(String::new, |choice| choice.0.clone());
    let key = dialogue.choose(field, &choices, Wish::Usually(usual))?;
    // Where the flag names no word, the questions go on, so that all that is missing is named.
    Ok(find(list, &key).or(list.first()))
}
