//! What the rules look at besides the procedure itself: the other procedures of the portal, the names
//! of all municipalities, and what is known of the history of the files.

use crate::check::history::History;
use crate::model::procedure::{Procedure, State};
use crate::model::{Archive, MunicipalityId, ProcedureId};
use std::collections::BTreeMap;

/// What lies around a procedure, prepared once for all of them.
pub struct Around<'a> {
    /// What is known of the history of the files.
    pub history: &'a History,
    archive: &'a Archive,
    places: BTreeMap<String, &'a str>,
    namesakes: BTreeMap<(MunicipalityId, String), Vec<ProcedureId>>,
}

impl<'a> Around<'a> {
    /// Prepares what lies around the procedures of an archive.
    pub fn new(archive: &'a Archive, history: &'a History) -> Self {
        let places = archive.boundaries.municipalities().iter();
        let mut namesakes: BTreeMap<_, Vec<ProcedureId>> = BTreeMap::new();
        for (at, procedure) in archive.procedures.iter().enumerate() {
            let key = (procedure.municipality, name_of_plan(procedure));
            namesakes.entry(key).or_default().push(ProcedureId(at));
        }
        Self {
            history,
            archive,
            places: places
                .map(|place| (place.name.to_lowercase(), place.ags.as_str()))
                .collect(),
            namesakes,
        }
    }

    /// The official key of the municipality with this name, in small letters.
    pub fn municipality(&self, name: &str) -> Option<&'a str> {
        self.places.get(name).copied()
    }

    /// Another procedure of the municipality that is under way for the same plan, earlier in the list,
    /// and that nothing connects with this one.
    pub fn unconnected_twin(&self, procedure: &Procedure) -> Option<&'a Procedure> {
        let key = (procedure.municipality, name_of_plan(procedure));
        let twins = self.namesakes.get(&key)?.iter();
        let is_open = |other: &Procedure| {
            let state = other.state(self.archive.today);
            ![State::InForce, State::Ended].contains(&state)
        };
        let twins = twins.map(|id| (id, self.archive.procedure(*id)));
        let mut twins = twins.take_while(|(_, other)| other.address != procedure.address);
        twins
            .find(|(id, other)| {
                let mut relations = procedure.relations.iter();
                let is_connected = relations.any(|relation| relation.procedure == Some(**id));
                !is_connected && is_open(other) && is_open(procedure)
            })
            .map(|(_, other)| other)
    }
}

/// Name, kind and number of the amendment, as far as they tell plans apart: without „(Entwurf)“, quotation
/// marks and dashes.
fn name_of_plan(procedure: &Procedure) -> String {
    let plan = &procedure.plan;
    let name = plan.name.to_lowercase();
    let name = name.replace("(vorentwurf)", "").replace("(entwurf)", "");
    let letters: String = name.chars().filter(|c| c.is_alphanumeric()).collect();
    format!(
        "{letters}|{:?}|{}|{}|{}",
        plan.kind.tier,
        procedure.operation.key,
        procedure.amendment.unwrap_or_default(),
        plan.number.as_deref().unwrap_or_default()
    )
}
