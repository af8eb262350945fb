//! A phase with its notice, its documents and its rules for statements.

use crate::export::json::place::{CodeView, keys};
use crate::model::Archive;
use crate::model::document::Document;
use crate::model::notice::Notice;
use crate::model::phase::{Phase, Statements, Time};
use crate::model::procedure::Procedure;
use crate::model::prose::Prose;
use serde::Serialize;

/// A phase, in the list of all procedures or in its procedure's own file.
#[derive(Serialize)]
pub(super) struct PhaseView<'a> {
    kennung: &'a str,
    url: String,
    art: &'static str,
    titel: String,
    rechtsgrundlage: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    durchgang: Option<u16>,
    /// Whether it lasts; a day has the same first and last day.
    zeitraum: bool,
    beginn: String,
    /// The last day; it counts. `null` where none is set.
    ende: Option<String>,
    /// The last day on which statements are in time, where that is a later one.
    #[serde(skip_serializing_if = "Option::is_none")]
    rechtzeitig_bis: Option<String>,
    beteiligung_der_oeffentlichkeit: bool,
    zahl_unterlagen: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    unwirksam: Option<VoidView<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    wiederholt: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    beschluss: Option<ResolutionView<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bekanntmachung: Option<NoticeView<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    landesportal: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    aenderungen: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    grund: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    zugang: Vec<AccessView<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    termine: Vec<MeetingView<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    umweltinformationen: Vec<EnvironmentView<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stellungnahmen: Option<StatementsView<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unterlagen: Option<Vec<DocumentView<'a>>>,
}

impl<'a> PhaseView<'a> {
    /// What the list of all procedures says of it.
    pub(super) fn brief(archive: &'a Archive, procedure: &'a Procedure, phase: &'a Phase) -> Self {
        let rule = phase.rule;
        let repeated = phase.repeats.and_then(|index| procedure.phases.get(index));
        Self {
            kennung: &phase.name,
            url: phase.address.url(&archive.site.address),
            art: &rule.key,
            titel: phase.title().de,
            rechtsgrundlage: &rule.provision,
            durchgang: phase.round,
            zeitraum: matches!(phase.time, Time::Span(..)),
            beginn: phase.time.start().to_string(),
            ende: phase.time.end().map(|end| end.to_string()),
            rechtzeitig_bis: (phase.in_time_until())
                .filter(|last| Some(*last) != phase.time.end())
                .map(|last| last.to_string()),
            beteiligung_der_oeffentlichkeit: rule.is_public_participation(),
            zahl_unterlagen: phase.documents.len(),
            unwirksam: phase.void.as_ref().map(|(day, reason)| VoidView {
                datum: day.to_string(),
                grund: reason,
            }),
            wiederholt: repeated.map(|phase| phase.name.as_str()),
            beschluss: None,
            bekanntmachung: None,
            landesportal: None,
            aenderungen: None,
            grund: None,
            zugang: Vec::new(),
            termine: Vec::new(),
            umweltinformationen: Vec::new(),
            stellungnahmen: None,
            unterlagen: None,
        }
    }

    /// All that is known of it.
    pub(super) fn full(archive: &'a Archive, procedure: &'a Procedure, phase: &'a Phase) -> Self {
        let portal = &archive.site.address;
        Self {
            beschluss: phase.resolution.as_ref().map(|resolution| ResolutionView {
                nummer: resolution.number.as_deref(),
                datum: resolution.date.map(|day| day.to_string()),
                gremium: resolution.body.as_deref(),
            }),
            bekanntmachung: phase
                .notice
                .as_ref()
                .map(|notice| NoticeView::of(portal, notice)),
            landesportal: phase.state_portal.as_deref(),
            aenderungen: phase.changes.as_deref(),
            grund: phase.reason.as_deref(),
            zugang: access(phase),
            termine: meetings(phase),
            umweltinformationen: environment(phase),
            stellungnahmen: phase.statements.as_ref().map(StatementsView::of),
            unterlagen: Some(
                phase
                    .documents
                    .iter()
                    .map(|document| DocumentView::of(portal, document))
                    .collect(),
            ),
            ..Self::brief(archive, procedure, phase)
        }
    }
}

fn access(phase: &Phase) -> Vec<AccessView<'_>> {
    let access = phase.access.iter().map(|access| AccessView {
        art: &access.kind.key,
        ort: &access.place,
        anschrift: access.postal_address.as_deref(),
        zeiten: access.hours.as_deref(),
    });
    access.collect()
}

fn meetings(phase: &Phase) -> Vec<MeetingView<'_>> {
    let meetings = phase.meetings.iter().map(|meeting| MeetingView {
        datum: meeting.day.to_string(),
        uhrzeit: &meeting.clock,
        ort: &meeting.place,
        anschrift: meeting.postal_address.as_deref(),
        titel: meeting.title.as_deref(),
    });
    meetings.collect()
}

fn environment(phase: &Phase) -> Vec<EnvironmentView<'_>> {
    let themes = phase.environment.iter().map(|information| EnvironmentView {
        thema: &information.theme.key,
        stichworte: &information.keywords,
        quelle: information.source.as_deref(),
    });
    themes.collect()
}

#[derive(Serialize)]
struct VoidView<'a> {
    datum: String,
    grund: &'a str,
}

#[derive(Serialize)]
struct ResolutionView<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    nummer: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    datum: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    gremium: Option<&'a str>,
}

#[derive(Serialize)]
struct NoticeView<'a> {
    form: &'static str,
    organ: &'a str,
    veroeffentlicht: String,
    vollzogen: String,
    hinweise: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    nachweis: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
}

impl<'a> NoticeView<'a> {
    fn of(portal: &str, notice: &'a Notice) -> Self {
        Self {
            form: &notice.form.key,
            organ: &notice.organ,
            veroeffentlicht: notice.published.to_string(),
            vollzogen: notice.completed.to_string(),
            hinweise: keys(&notice.hints),
            nachweis: notice.proof.as_ref().map(|proof| proof.address.url(portal)),
            text: notice.text.as_ref().map(Prose::words),
        }
    }
}

#[derive(Serialize)]
struct MeetingView<'a> {
    datum: String,
    uhrzeit: &'a str,
    ort: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    anschrift: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    titel: Option<&'a str>,
}

#[derive(Serialize)]
struct AccessView<'a> {
    art: &'static str,
    ort: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    anschrift: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    zeiten: Option<&'a str>,
}

#[derive(Serialize)]
struct EnvironmentView<'a> {
    thema: &'static str,
    stichworte: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    quelle: Option<&'a str>,
}

#[derive(Serialize)]
struct StatementsView<'a> {
    von: &'static str,
    wege: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<&'a str>,
    nur_aenderungen: bool,
}

impl<'a> StatementsView<'a> {
    fn of(statements: &'a Statements) -> Self {
        Self {
            von: &statements.audience.key,
            wege: keys(&statements.channels),
            email: statements.email.as_deref(),
            nur_aenderungen: statements.only_changes,
        }
    }
}

#[derive(Serialize)]
struct DocumentView<'a> {
    titel: &'a str,
    art: CodeView,
    stand: String,
    url: String,
    medientyp: &'a str,
    bytes: u64,
    sha256: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    seiten: Option<u32>,
    sprache: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    themen: Vec<&'static str>,
}

impl<'a> DocumentView<'a> {
    fn of(portal: &str, document: &'a Document) -> Self {
        Self {
            titel: &document.title,
            art: CodeView::of(document.kind),
            stand: document.version.to_string(),
            url: document.address.url(portal),
            medientyp: &document.facts.media_type,
            bytes: document.facts.size,
            sha256: &document.facts.sha256,
            seiten: document.facts.pages,
            sprache: &document.language,
            themen: keys(&document.themes),
        }
    }
}
