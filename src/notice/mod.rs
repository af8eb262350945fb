//! What a notice of a phase says, made from the record: one function, whatever the form. The page,
//! the text for the journal, the sheet, the poster and the comparison with a town's own wording all
//! take it from here, so they cannot contradict each other.
//!
//! The sentences and which hints belong to a notice are data of [`crate::law`]; this module fills
//! in the procedure's own words. What the record lacks for a whole notice is named, not made up.

pub mod access;
pub mod blocks;
pub mod due;
pub mod hints;
mod sentences;
pub mod text;
#[cfg(feature = "typeset")]
pub mod typeset;

use crate::finding::Words;
use crate::law::codes::{Code, Participation};
use crate::law::notice_words::{Choice, notice_words};
use crate::law::wording::row_day;
use crate::model::Archive;
use crate::model::address::Address;
use crate::model::municipality::Contact;
use crate::model::phase::{Moment, Phase, Time};
use crate::model::procedure::Procedure;
use jiff::civil::Date;

/// What `offenlage new` writes where it knows nothing.
pub const BLANK: &str = "BITTE AUSFÜLLEN";

/// The notice of a phase. What planners wrote is German in both languages.
#[derive(Debug, Clone)]
pub struct NoticeRecord {
    /// „Öffentliche Bekanntmachung der Stadt Meißen“.
    pub heading: Words,
    /// The plans, each with kind, number and name, as planners write it.
    pub plans: Vec<String>,
    /// What is announced.
    pub title: Words,
    /// The provision it rests on.
    pub provision: String,
    /// How it begins: what happens, and from when until when.
    pub opening: Words,
    /// When the phase is.
    pub time: Time,
    /// What is planned, for everyone, in the planner's words.
    pub aim: String,
    /// What changed since the draft before, in the planner's words.
    pub changes: Option<String>,
    /// Where the plan is.
    pub area: Area,
    /// The full public address of the phase's page.
    pub page: String,
    /// Its page in the central state portal.
    pub state_portal: Option<String>,
    /// Documents that can be seen.
    pub documents: Vec<NoticeDocument>,
    /// Kinds of environmental information, by theme with key words.
    pub environment: Vec<Theme>,
    /// When and where people meet, each in a line.
    pub meetings: Vec<Words>,
    /// Access besides the Internet.
    pub access: Vec<Place>,
    /// Where and how the plan can be inspected for good, once it is in force.
    pub inspection: Option<Hint>,
    /// Hints, in the order of the law.
    pub hints: Vec<Hint>,
    /// How personal data in statements are used; none where the public gives none.
    pub privacy: Option<Hint>,
    /// Who answers questions.
    pub office: Contact,
    /// Where the notice is signed: the municipality's name.
    pub place: String,
    /// The day it bears: on which it appeared, or the day it is made for while the phase is to
    /// come. None where the record does not know it.
    pub day: Option<Date>,
    /// Why the phase does not count, in the planner's words.
    pub void: Option<String>,
    /// What the record lacks for a whole notice.
    pub missing: Vec<Words>,
}

/// The plan area in words.
#[derive(Debug, Clone)]
pub struct Area {
    /// Location and borders, in the planner's words.
    pub description: String,
    /// Parcels, in the planner's words.
    pub parcels: Option<String>,
    /// Size in hectares.
    pub hectares: Option<f64>,
    /// Names of the municipalities it lies in, the one that runs the procedure first.
    pub municipalities: Vec<String>,
}

/// A document of the phase.
#[derive(Debug, Clone)]
pub struct NoticeDocument {
    /// Its title.
    pub title: String,
    /// Its kind.
    pub kind: &'static Code,
    /// Day of the version.
    pub version: Date,
}

/// A kind of environmental information.
#[derive(Debug, Clone)]
pub struct Theme {
    /// The theme.
    pub theme: &'static Code,
    /// Key words, in the planner's words.
    pub keywords: String,
    /// The documents it is in, in the planner's words.
    pub source: Option<String>,
}

/// A place to see the documents.
#[derive(Debug, Clone)]
pub struct Place {
    /// The kind of access; none for the municipality's usual place.
    pub kind: Option<&'static Code>,
    /// Building and room.
    pub place: String,
    /// Postal address.
    pub postal_address: Option<String>,
    /// Days and hours.
    pub hours: Option<String>,
}

/// A sentence that a provision asks for.
#[derive(Debug, Clone)]
pub struct Hint {
    /// The key of the hint in the law's list.
    pub key: &'static str,
    /// The sentence.
    pub words: Words,
    /// The provision.
    pub provision: String,
}

/// Whether a phase has a notice to show: one that was given, or one that the law asks for and that
/// can still come. Of an old phase without one nothing is made up.
pub fn has_notice(phase: &Phase, today: Date) -> bool {
    let is_open = phase.void.is_none() && phase.on(today) != Moment::Over;
    phase.notice.is_some() || phase.rule.needs_notice && is_open
}

/// Where a phase's notice stands as plain text.
pub fn text_file(phase: &Phase) -> Address {
    phase.address.join("bekanntmachung/bekanntmachung.txt")
}

/// The notice of a phase of a procedure, made on a day.
pub fn record(
    archive: &Archive,
    procedure: &Procedure,
    phase: &Phase,
    today: Date,
) -> NoticeRecord {
    let municipality = archive.municipality(procedure.municipality);
    let choice = choice(procedure, phase);
    let words = notice_words();
    let places = access::places(phase, municipality);
    let filler = sentences::Filler::new(archive, procedure, phase, choice);
    let opening = words.opening(&phase.rule.key, choice);
    let title = opening.and_then(|row| row.title.as_ref());
    let provision = opening.map(|row| row.provision.clone());
    let more = procedure.more_plans.iter().map(|plan| plan.title());
    let takes = phase.rule.is_public_participation();
    let published = phase.notice.as_ref().map(|notice| notice.published);
    let mut record = NoticeRecord {
        heading: sentences::heading(municipality),
        plans: std::iter::once(procedure.title()).chain(more).collect(),
        title: title.map_or_else(|| phase.title(), |title| filler.fill(title)),
        provision: provision
            .filter(|own| !own.is_empty())
            .unwrap_or_else(|| phase.rule.provision.clone()),
        opening: opening.map_or_else(|| phase.title(), |row| filler.fill(&row.words)),
        time: phase.time,
        aim: procedure.summary.trim().to_owned(),
        changes: phase.changes.as_deref().map(|text| text.trim().to_owned()),
        area: area(archive, procedure),
        page: phase.address.url(&archive.site.address),
        state_portal: phase.state_portal.clone(),
        documents: phase.documents.iter().map(document).collect(),
        environment: phase.environment.iter().map(theme).collect(),
        meetings: access::meetings(phase),
        inspection: (phase.rule.puts_in_force && phase.rule.needs_notice)
            .then(|| filler.part("einsicht"))
            .flatten(),
        hints: hints::of(procedure, phase, today)
            .into_iter()
            // „sind oben genannt“ is not said of none; what a given notice said is another matter.
            .filter(|key| *key != "zugang" || phase.notice.is_some() || !places.is_empty())
            .filter_map(|key| filler.hint(key))
            .collect(),
        privacy: takes.then(|| filler.part("datenschutz")).flatten(),
        office: procedure
            .contact
            .clone()
            .unwrap_or_else(|| municipality.office.clone()),
        place: municipality.name.clone(),
        day: published.or_else(|| (today < phase.time.start()).then_some(today)),
        void: phase.void.as_ref().map(|(_, reason)| reason.clone()),
        access: places,
        missing: Vec::new(),
    };
    record.missing = sentences::missing(&record, procedure, phase);
    record
}

/// What chooses the sentences: the plan, the track, and the wording that the phase follows.
pub fn choice<'a>(procedure: &'a Procedure, phase: &Phase) -> Choice<'a> {
    let start = phase.time.start();
    let chosen = phase.wording.as_ref().map(|(key, _)| key.as_str());
    Choice {
        tier: procedure.plan.kind.tier,
        track: &procedure.track.key,
        is_assessed: is_assessed(procedure),
        repeals: procedure.operation.repeals,
        day: row_day(chosen, start),
    }
}

/// Whether an environmental assessment belongs to a procedure (§ 2 Abs. 4 BauGB).
pub fn is_assessed(procedure: &Procedure) -> bool {
    procedure.track.environmental_assessment
        && procedure.plan.kind.participation == Participation::Full
}

fn area(archive: &Archive, procedure: &Procedure) -> Area {
    let own = archive.municipality(procedure.municipality).name.clone();
    let others = procedure.more_municipalities.iter();
    Area {
        description: procedure.area_description.trim().to_owned(),
        parcels: procedure
            .parcels
            .as_deref()
            .map(|own| own.trim().to_owned()),
        hectares: procedure.area.as_ref().map(|area| area.hectares()),
        municipalities: std::iter::once(own)
            .chain(others.map(|other| other.name.clone()))
            .collect(),
    }
}

fn document(document: &crate::model::document::Document) -> NoticeDocument {
    NoticeDocument {
        title: document.title.clone(),
        kind: document.kind,
        version: document.version,
    }
}

fn theme(information: &crate::model::phase::EnvironmentalInformation) -> Theme {
    Theme {
        theme: information.theme,
        keywords: information.keywords.trim().to_owned(),
        source: information.source.clone(),
    }
}

#[cfg(test)]
mod tests;
