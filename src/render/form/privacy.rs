//! The notice under Art. 13 GDPR: who is responsible, who can be asked, and where there is more.

use crate::finding::Language;
use crate::model::Archive;
use crate::model::municipality::{Contact, Municipality};
use crate::model::phase::Phase;
use crate::model::procedure::Procedure;
use crate::render::form::OfficeView;
use crate::render::format::{address, provision};
use serde::{Deserialize, Serialize};

/// The name of the portal's own text on data protection.
const TEXT: &str = "datenschutz";

/// What the notice says of the municipality.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrivacyView {
    /// How to reach the controller; without a name in the files of older versions.
    pub controller: OfficeView,
    /// How to reach the data protection officer, if that is known.
    pub officer: Option<OfficeView>,
    /// Who processes statements on the municipality's behalf.
    pub processors: Vec<String>,
    /// Address of the portal's page on data protection below the portal's, if there is one.
    pub page: Option<String>,
    /// What differs where the statement is not on land-use planning of the municipality.
    #[serde(default)]
    pub project: Option<ProjectView>,
}

/// A procedure under another statute, in which others than the council may decide.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectView {
    /// The provision that people take part by; none where no statute asks for it.
    pub provision: Option<String>,
    /// The office that conducts the procedure, where it is not the municipality's own.
    pub led_by: Option<String>,
}

impl PrivacyView {
    /// What is known of the municipality and a phase.
    pub fn new(
        archive: &Archive,
        procedure: &Procedure,
        phase: &Phase,
        language: Language,
    ) -> Self {
        let municipality = archive.municipality(procedure.municipality);
        let own = &municipality.privacy;
        let has_page = archive.texts.iter().any(|text| text.name == TEXT);
        Self {
            controller: office(own.controller.as_ref().unwrap_or(&municipality.office)),
            officer: own.officer.as_ref().map(office),
            processors: own.processors.clone(),
            page: has_page.then(|| format!("{TEXT}/")),
            project: (phase.rule.is_related)
                .then(|| ProjectView::new(procedure, phase, municipality, language)),
        }
    }
}

impl ProjectView {
    fn new(
        procedure: &Procedure,
        phase: &Phase,
        municipality: &Municipality,
        language: Language,
    ) -> Self {
        let named = &phase.rule.provision;
        let own = procedure.contact.as_ref().map(|contact| &contact.name);
        Self {
            provision: named.contains('§').then(|| provision(named, language)),
            led_by: own
                .filter(|name| **name != municipality.office.name)
                .cloned(),
        }
    }
}

fn office(contact: &Contact) -> OfficeView {
    OfficeView {
        name: contact.name.clone(),
        postal_address: contact.postal_address.as_deref().map(address),
        email: contact.email.clone(),
        phone: contact.phone.clone(),
    }
}
