//! The notice under Art. 13 GDPR: who is responsible, who can be asked, and where there is more.

use crate::model::Archive;
use crate::model::municipality::{Contact, Municipality};
use crate::render::form::OfficeView;
use crate::render::format::address;
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
}

impl PrivacyView {
    /// What is known of a municipality.
    pub fn new(archive: &Archive, municipality: &Municipality) -> Self {
        let own = &municipality.privacy;
        let has_page = archive.texts.iter().any(|text| text.name == TEXT);
        Self {
            controller: office(own.controller.as_ref().unwrap_or(&municipality.office)),
            officer: own.officer.as_ref().map(office),
            processors: own.processors.clone(),
            page: has_page.then(|| format!("{TEXT}/")),
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
