//! A procedure: its plans, its place, its area, its relations.

use crate::export::geojson::{Geometry, hectares};
use crate::export::json::phase::PhaseView;
use crate::export::json::place::{CodeView, ContactView, PlaceView};
use crate::model::Archive;
use crate::model::phase::UndatedPhase;
use crate::model::procedure::{Party, Plan, Procedure, Relation};
use serde::Serialize;

/// A procedure, in the list of all or in its own file.
#[derive(Serialize)]
pub(super) struct ProcedureView<'a> {
    kennung: &'a str,
    url: String,
    daten: String,
    titel: String,
    plaene: Vec<PlanView<'a>>,
    vorgang: CodeView,
    #[serde(skip_serializing_if = "Option::is_none")]
    aenderung_nummer: Option<u16>,
    verfahrensart: CodeView,
    gemeinde: PlaceView<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    weitere_gemeinden: Vec<PlaceView<'a>>,
    kreis: Option<PlaceView<'a>>,
    zustand: &'static str,
    rechtsstand: Option<&'static str>,
    kurzbeschreibung: &'a str,
    geltungsbereich: AreaView<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    planverfasser: Option<PartyView<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    vorhabentraeger: Option<PartyView<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    auskunft: Option<ContactView<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    beziehungen: Vec<RelationView<'a>>,
    phasen: Vec<PhaseView<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    phasen_ohne_datum: Vec<UndatedView<'a>>,
}

/// A phase of which nobody knows when it was.
#[derive(Serialize)]
struct UndatedView<'a> {
    kennung: &'a str,
    art: &'a str,
    titel: String,
    ohne_datum: &'a str,
}

impl<'a> ProcedureView<'a> {
    /// Without documents and without the area's geometry.
    pub(super) fn brief(archive: &'a Archive, procedure: &'a Procedure) -> Self {
        let phases = procedure.phases.iter();
        let phases = phases.map(|phase| PhaseView::brief(archive, procedure, phase));
        Self::with(archive, procedure, phases.collect())
    }

    /// All facts.
    pub(super) fn full(archive: &'a Archive, procedure: &'a Procedure) -> Self {
        let phases = procedure.phases.iter();
        let phases = phases.map(|phase| PhaseView::full(archive, procedure, phase));
        let mut view = Self::with(archive, procedure, phases.collect());
        view.geltungsbereich.geometrie = procedure.area.as_ref().map(Geometry::of);
        let office = &archive.municipality(procedure.municipality).office;
        view.auskunft = Some(ContactView::of(
            procedure.contact.as_ref().unwrap_or(office),
        ));
        view
    }

    fn with(archive: &'a Archive, procedure: &'a Procedure, phasen: Vec<PhaseView<'a>>) -> Self {
        let portal = &archive.site.address;
        let municipality = archive.municipality(procedure.municipality);
        let more = procedure
            .more_municipalities
            .iter()
            .map(|other| match other.id {
                Some(id) => PlaceView::municipality(archive, archive.municipality(id)),
                None => PlaceView::other(&other.ags, &other.name),
            });
        Self {
            kennung: name(procedure),
            url: procedure.address.url(portal),
            daten: procedure.address.join("verfahren.json").url(portal),
            titel: procedure.title(),
            plaene: [&procedure.plan]
                .into_iter()
                .chain(&procedure.more_plans)
                .map(PlanView::of)
                .collect(),
            vorgang: CodeView::of(procedure.operation),
            aenderung_nummer: procedure.amendment,
            verfahrensart: CodeView::of(procedure.track),
            gemeinde: PlaceView::municipality(archive, municipality),
            weitere_gemeinden: more.collect(),
            kreis: PlaceView::district(archive, &municipality.district_ags),
            zustand: procedure.state(archive.today).key(),
            rechtsstand: procedure.legal_status(archive.today),
            kurzbeschreibung: &procedure.summary,
            geltungsbereich: AreaView::of(procedure),
            planverfasser: procedure.planner.as_ref().map(PartyView::of),
            vorhabentraeger: procedure.developer.as_ref().map(PartyView::of),
            auskunft: None,
            beziehungen: procedure
                .relations
                .iter()
                .map(|other| RelationView::of(archive, other))
                .collect(),
            phasen,
            phasen_ohne_datum: procedure.undated.iter().map(UndatedView::of).collect(),
        }
    }
}

impl<'a> UndatedView<'a> {
    fn of(phase: &'a UndatedPhase) -> Self {
        Self {
            kennung: &phase.name,
            art: &phase.rule.key,
            titel: phase.title().de,
            ohne_datum: &phase.reason,
        }
    }
}

/// A procedure's permanent name: `meissen/bplan-17`.
pub(in crate::export) fn name(procedure: &Procedure) -> &str {
    let path = procedure.address.as_str();
    path.strip_prefix("verfahren/")
        .unwrap_or(path)
        .trim_end_matches('/')
}

#[derive(Serialize)]
struct PlanView<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    nummer: Option<&'a str>,
    planart: CodeView,
    #[serde(skip_serializing_if = "Option::is_none")]
    planart_text: Option<&'a str>,
}

impl<'a> PlanView<'a> {
    fn of(plan: &'a Plan) -> Self {
        Self {
            name: &plan.name,
            nummer: plan.number.as_deref(),
            planart: CodeView::of(plan.kind),
            planart_text: plan.kind_text.as_deref(),
        }
    }
}

#[derive(Serialize)]
struct AreaView<'a> {
    beschreibung: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    flurstuecke: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hektar: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ohne_flaeche: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    geometrie: Option<Geometry>,
}

impl<'a> AreaView<'a> {
    fn of(procedure: &'a Procedure) -> Self {
        Self {
            beschreibung: &procedure.area_description,
            flurstuecke: procedure.parcels.as_deref(),
            hektar: procedure.area.as_ref().map(hectares),
            ohne_flaeche: procedure.without_area.as_deref(),
            geometrie: None,
        }
    }
}

#[derive(Serialize)]
struct PartyView<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    ort: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    website: Option<&'a str>,
}

impl<'a> PartyView<'a> {
    fn of(party: &'a Party) -> Self {
        Self {
            name: &party.name,
            ort: party.seat.as_deref(),
            website: party.website.as_deref(),
        }
    }
}

#[derive(Serialize)]
struct RelationView<'a> {
    art: &'static str,
    /// Whether the other plan does it to this one.
    umgekehrt: bool,
    text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    verfahren: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bezeichnung: Option<&'a str>,
}

impl<'a> RelationView<'a> {
    fn of(archive: &'a Archive, relation: &'a Relation) -> Self {
        Self {
            art: &relation.kind.key,
            umgekehrt: relation.is_inverse,
            text: &relation.label.de,
            verfahren: relation
                .procedure
                .as_ref()
                .and_then(|other| archive.procedure(other))
                .map(name),
            bezeichnung: relation.name.as_deref(),
        }
    }
}
