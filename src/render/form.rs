//! The form for statements: what it asks in each language, and what the endpoint that takes the
//! statements must know of the portal.
//!
//! The same view makes the form on the static page of a phase and, with what was typed and what
//! is wrong with it, the answer of the endpoint. So the endpoint needs no archive: it reads the
//! views from `annahme/stellungnahmen.json`, which the build writes. The keys there are German,
//! as in all published files.

pub mod fields;
pub mod privacy;
#[cfg(test)]
mod tests;

use crate::bundle::Bundle;
use crate::finding::Language;
use crate::model::address::Address;
use crate::model::mark::digits;
use crate::model::municipality::Municipality;
use crate::model::phase::{Moment, Phase};
use crate::model::procedure::{Procedure, State};
use crate::model::{Archive, Commit};
use crate::render::form::privacy::PrivacyView;
use crate::render::format::address;
use anyhow::Result;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Where the build writes what the endpoint must know of the phases.
pub const MANIFEST: &str = "annahme/stellungnahmen.json";
/// The version of the manifest that this program writes and reads.
pub const VERSION: u32 = 1;

/// All phases of a portal that take statements: `annahme/stellungnahmen.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of this format.
    #[serde(rename = "fassung")]
    pub version: u32,
    /// Public address of the portal, ending in a slash.
    #[serde(rename = "portal")]
    pub portal: String,
    /// Public address of the endpoint, ending in a slash.
    #[serde(rename = "annahmestelle")]
    pub intake: String,
    /// The municipalities by their official key.
    #[serde(rename = "gemeinden")]
    pub municipalities: BTreeMap<String, Recipient>,
    /// The phases by their address.
    #[serde(rename = "phasen")]
    pub phases: BTreeMap<String, FormPhase>,
}

/// A municipality that statements are sealed for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipient {
    /// Its name.
    pub name: String,
    /// Its public keys (`age1…`); whoever has one of the secret keys can read.
    #[serde(rename = "schluessel")]
    pub keys: Vec<String>,
}

/// A phase that takes statements, those after its end included (§ 4a Abs. 5 BauGB).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormPhase {
    /// Official key of the municipality.
    #[serde(rename = "gemeinde")]
    pub municipality: String,
    /// First day, `2026-05-04`.
    #[serde(rename = "beginn")]
    pub first: String,
    /// Last day; it counts until 24:00 in Europe/Berlin. None for an open end.
    #[serde(rename = "ende")]
    pub last: Option<String>,
    /// Last day on which a statement is in time: later than the last day where that is a Saturday, a
    /// Sunday or a holiday. None for an open end, and in the files of older versions.
    #[serde(rename = "rechtzeitig_bis", default)]
    pub in_time: Option<String>,
    /// What was on display: a hash over the documents and dates of the phase and, behind an `@`,
    /// the commit they are of; `+` behind it where something was changed since.
    #[serde(rename = "stand")]
    pub display: String,
    /// The form by the tag of its language.
    #[serde(rename = "formular")]
    pub forms: BTreeMap<String, FormView>,
}

/// The form as templates see it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormView {
    /// Where it is sent to.
    pub action: String,
    /// Where somebody sees what became of a statement, changes it or takes it back; empty in the files of
    /// older versions.
    #[serde(default)]
    pub status: String,
    /// Title of the procedure, German.
    pub procedure: String,
    /// Title of the phase.
    pub phase: String,
    /// Address of the phase's page below the portal's.
    pub page: String,
    /// Full name of the municipality.
    pub municipality: String,
    /// First day.
    pub first: String,
    /// Last day, if there is one.
    pub last: Option<String>,
    /// What was on display.
    pub display: String,
    /// The office that takes letters: name, address, e-mail, telephone.
    pub office: OfficeView,
    /// The keys of the other ways to give a statement; empty in the files of older versions.
    #[serde(default)]
    pub ways: Vec<String>,
    /// What it asks, in order.
    pub fields: Vec<FieldView>,
    /// What tells it from a form with other fields; empty in the files of older versions.
    #[serde(default)]
    pub mark: String,
    /// Only the changed parts may be commented on.
    pub only_changes: bool,
    /// It is asked of agencies.
    pub is_agency: bool,
    /// Largest attachment in bytes.
    pub largest_file: u64,
    /// So many years statements are kept; none where nobody has set it.
    #[serde(default)]
    pub kept: Option<u8>,
    /// Who is responsible for what is entered.
    #[serde(default)]
    pub privacy: PrivacyView,
    /// What is wrong, in the order of the fields; empty on the portal's own pages.
    #[serde(default)]
    pub errors: Vec<FieldError>,
    /// Attachments came, and none stays in a form that comes back; false on the portal's own pages.
    #[serde(default)]
    pub had_files: bool,
    /// Makes a second sending of the same form known; empty on the portal's own pages, where a
    /// script fills it.
    #[serde(default)]
    pub nonce: String,
    /// What lets it in by the endpoint's quick lane; empty on the portal's own pages, where a
    /// script fills it.
    #[serde(default)]
    pub work: String,
    /// The number of the statement that this one amends.
    #[serde(default)]
    pub amends: Option<String>,
    /// The secret word of that statement.
    #[serde(default)]
    pub secret: Option<String>,
}

/// The office that takes letters.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficeView {
    /// Its name.
    pub name: String,
    /// Its postal address.
    pub postal_address: Option<String>,
    /// Its e-mail address for statements.
    pub email: Option<String>,
    /// Its telephone number.
    pub phone: Option<String>,
}

/// A field of the form.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldView {
    /// Its key, a word of the closed list: `anschrift`.
    pub key: String,
    /// Its label.
    pub label: String,
    /// How it is shown: `area`, `line`, `email`, `files`, `choice`, `list`, `point`, `tick`.
    pub kind: String,
    /// It must be filled in.
    pub is_required: bool,
    /// The words to choose from.
    pub options: Vec<OptionView>,
    /// Most characters; of an attachment, of its name.
    pub longest: usize,
    /// What browsers may fill in: a token of the HTML standard.
    pub autocomplete: Option<String>,
    /// It asks who somebody is, not what somebody says.
    pub is_personal: bool,
    /// Where a point can lie.
    #[serde(default)]
    pub land: Option<LandView>,
    /// What was typed; empty on the portal's own pages.
    #[serde(default)]
    pub value: String,
    /// What is wrong with it; empty on the portal's own pages. Only of attachments there is more than
    /// one.
    #[serde(default)]
    pub faults: Vec<FieldError>,
}

/// Where a point can lie: west, south, east and north in whole metres (EPSG:25833).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LandView {
    /// What the procedure's map shows.
    pub map: [i64; 4],
    /// What is taken: the municipalities, and what the map shows.
    pub whole: [i64; 4],
}

/// A word to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OptionView {
    /// What is sent.
    pub key: String,
    /// What is read.
    pub label: String,
}

/// What is wrong with a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// The field's key.
    pub field: String,
    /// Its label.
    pub label: String,
    /// What is wrong: a key below `form.error` in the theme's texts.
    pub fault: String,
    /// The files that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
}

/// The largest attachment.
pub const LARGEST_FILE: u64 = 10 << 20;

/// Adds the manifest, if the portal names an endpoint.
///
/// # Errors
/// If another file stands there.
pub fn add<'a>(archive: &'a Archive, bundle: &mut Bundle<'a>) -> Result<()> {
    let Some(intake) = &archive.site.intake else {
        return Ok(());
    };
    bundle.make(&Address::new(MANIFEST), move || {
        let mut bytes = serde_json::to_vec(&manifest(archive, intake))?;
        bytes.push(b'\n');
        Ok(bytes)
    })
}

fn manifest(archive: &Archive, intake: &str) -> Manifest {
    let mut manifest = Manifest {
        version: VERSION,
        portal: archive.site.address.clone(),
        intake: with_slash(intake),
        municipalities: BTreeMap::new(),
        phases: BTreeMap::new(),
    };
    for procedure in &archive.procedures {
        for phase in &procedure.phases {
            let Some(entry) = form_phase(archive, procedure, phase) else {
                continue;
            };
            let municipality = archive.municipality(procedure.municipality);
            let recipient = Recipient {
                name: municipality.name.clone(),
                keys: municipality.keys.clone(),
            };
            manifest
                .municipalities
                .insert(municipality.ags.clone(), recipient);
            manifest
                .phases
                .insert(phase.address.as_str().to_owned(), entry);
        }
    }
    manifest
}

/// A phase as the endpoint knows it; none where it takes no statements through the form.
fn form_phase(archive: &Archive, procedure: &Procedure, phase: &Phase) -> Option<FormPhase> {
    let mut forms = BTreeMap::new();
    for language in &archive.site.languages {
        let form = form(archive, procedure, phase, *language)?;
        forms.insert(language.tag().to_owned(), form);
    }
    Some(FormPhase {
        municipality: archive.municipality(procedure.municipality).ags.clone(),
        first: phase.time.start().to_string(),
        last: phase.time.end().map(|day| day.to_string()),
        in_time: phase.in_time_until().map(|day| day.to_string()),
        display: display(archive, phase),
        forms,
    })
}

/// The form of a phase: where the portal names an endpoint, the municipality has a key to seal
/// for, and statements can still be weighed. A late one can be until the plan is decided.
pub fn form(
    archive: &Archive,
    procedure: &Procedure,
    phase: &Phase,
    language: Language,
) -> Option<FormView> {
    let intake = archive.site.intake.as_deref()?;
    let statements = phase.statements.as_ref()?;
    let municipality = archive.municipality(procedure.municipality);
    let state = procedure.state(archive.today);
    let decided = [State::Adopted, State::InForce, State::PartlyRepealed];
    let is_decided = state.is_end() || decided.contains(&state);
    let is_over = phase.on(archive.today) == Moment::Over;
    if municipality.keys.is_empty()
        || phase.void.is_some()
        || !phase.is_participation_period()
        || is_over && is_decided
    {
        return None;
    }
    let fields = fields::of_phase(archive, (procedure, phase), language);
    Some(FormView {
        action: action(phase, intake, language),
        status: format!("{}stand/?sprache={}", with_slash(intake), language.tag()),
        procedure: procedure.title(),
        phase: phase.title().in_language(language).to_owned(),
        page: phase.address.as_str().to_owned(),
        municipality: municipality.full_name().in_language(language).to_owned(),
        first: phase.time.start().to_string(),
        last: phase.time.end().map(|day| day.to_string()),
        display: display(archive, phase),
        office: office(procedure, municipality, statements.email.as_ref()),
        mark: fields::mark(&fields),
        fields,
        kept: kept(procedure, municipality),
        privacy: PrivacyView::new(archive, procedure, phase, language),
        ways: (statements.channels.iter())
            .map(|way| way.key.clone())
            .collect(),
        only_changes: statements.only_changes,
        is_agency: !phase.rule.is_public_participation(),
        // In the megabytes of people; a little more is taken.
        largest_file: LARGEST_FILE / (1 << 20) * 1_000_000,
        ..FormView::default()
    })
}

/// Where the form is sent to; the answer speaks the language of the page.
fn action(phase: &Phase, intake: &str, language: Language) -> String {
    let address = phase.address.url(&with_slash(intake));
    match language {
        Language::German => address,
        Language::English => format!("{address}?sprache=en"),
    }
}

fn with_slash(address: &str) -> String {
    format!("{}/", address.trim_end_matches('/'))
}

/// How many years the statements of a procedure are kept, if that is set.
pub fn kept(procedure: &Procedure, municipality: &Municipality) -> Option<u8> {
    let own = procedure.facts.retention.as_ref();
    let retention = own.or(municipality.retention.as_ref());
    retention.map(|retention| retention.years)
}

/// The office that takes letters.
pub fn office(
    procedure: &Procedure,
    municipality: &Municipality,
    email: Option<&String>,
) -> OfficeView {
    let contact = procedure.contact.as_ref().unwrap_or(&municipality.office);
    OfficeView {
        name: contact.name.clone(),
        postal_address: contact.postal_address.as_deref().map(address),
        email: email.or(contact.email.as_ref()).cloned(),
        phone: contact.phone.clone(),
    }
}

/// What is on display: the same as long as documents and dates are the same, and the commit that
/// they are of.
fn display(archive: &Archive, phase: &Phase) -> String {
    let hash = documents(phase);
    match &archive.commit {
        None => hash,
        Some(Commit { id, is_changed }) => {
            let mark = if *is_changed { "+" } else { "" };
            format!("{hash}@{id}{mark}")
        }
    }
}

/// Whether a text is what a form says of the display.
pub fn is_display(text: &str) -> bool {
    let is_hex = |text: &str| text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let (hash, commit) = text.split_once('@').unzip();
    let commit = commit.map_or("", |commit| commit.strip_suffix('+').unwrap_or(commit));
    let hash = hash.unwrap_or(text);
    hash.len() == 32 && is_hex(hash) && [0, 40, 64].contains(&commit.len()) && is_hex(commit)
}

/// A hash over documents and dates.
fn documents(phase: &Phase) -> String {
    let mut hash = Sha256::new();
    let mut add = |text: &str| {
        hash.update(text.len().to_be_bytes());
        hash.update(text);
    };
    add(phase.address.as_str());
    add(&phase.time.start().to_string());
    add(&phase
        .time
        .end()
        .map_or_else(String::new, |day| day.to_string()));
    for document in &phase.documents {
        add(&document.title);
        add(&document.facts.sha256);
    }
    digits(&hash.finalize()[..16])
}
