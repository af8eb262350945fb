//! Whose data it is, and the municipalities.

use crate::law::codes::Code;
use crate::model::Archive;
use crate::model::municipality::{Contact, Municipality};
use crate::model::procedure::Procedure;
use serde::Serialize;
use std::collections::BTreeMap;

/// Whose data it is, of which day and in which shape.
#[derive(Serialize)]
pub(super) struct Head<'a> {
    fassung: u32,
    portal: &'a str,
    url: &'a str,
    herausgeber: &'a str,
    stand: String,
}

impl<'a> Head<'a> {
    pub(super) fn of(archive: &'a Archive) -> Self {
        Self {
            fassung: 1,
            portal: &archive.site.title.de,
            url: &archive.site.address,
            herausgeber: &archive.site.publisher.name,
            stand: archive.today.to_string(),
        }
    }
}

/// A municipality with its office and the number of its procedures.
#[derive(Serialize)]
pub(super) struct MunicipalityView<'a> {
    ags: &'a str,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name_hsb: Option<&'a str>,
    art: &'static str,
    kreis: Option<PlaceView<'a>>,
    einwohner: u32,
    url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    website: Option<&'a str>,
    amt: ContactView<'a>,
    bekanntmachungsformen: Vec<&'static str>,
    feed: String,
    kalender: String,
    zahl_verfahren: BTreeMap<&'static str, usize>,
}

impl<'a> MunicipalityView<'a> {
    pub(super) fn of(
        archive: &'a Archive,
        municipality: &'a Municipality,
        procedures: &[&Procedure],
    ) -> Self {
        let portal = &archive.site.address;
        let mut counts = BTreeMap::new();
        for procedure in procedures {
            *counts
                .entry(procedure.state(archive.today).key())
                .or_default() += 1;
        }
        Self {
            ags: &municipality.ags,
            name: &municipality.name,
            name_hsb: municipality.name_hsb.as_deref(),
            art: if municipality.is_town {
                "Stadt"
            } else {
                "Gemeinde"
            },
            kreis: PlaceView::district(archive, &municipality.district_ags),
            einwohner: municipality.population,
            url: municipality.address.url(portal),
            website: municipality.website.as_deref(),
            amt: ContactView::of(&municipality.office),
            bekanntmachungsformen: keys(&municipality.notice_forms),
            feed: municipality.address.join("feed.atom").url(portal),
            kalender: municipality.address.join("kalender.ics").url(portal),
            zahl_verfahren: counts,
        }
    }
}

/// A municipality or district that something else belongs to.
#[derive(Serialize)]
pub(super) struct PlaceView<'a> {
    ags: &'a str,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

impl<'a> PlaceView<'a> {
    pub(super) fn municipality(archive: &'a Archive, municipality: &'a Municipality) -> Self {
        Self {
            ags: &municipality.ags,
            name: &municipality.name,
            url: Some(municipality.address.url(&archive.site.address)),
        }
    }

    /// One that may not be on this portal.
    pub(super) fn other(ags: &'a str, name: &'a str) -> Self {
        Self {
            ags,
            name,
            url: None,
        }
    }

    pub(super) fn district(archive: &'a Archive, ags: &str) -> Option<Self> {
        let district = archive
            .districts
            .iter()
            .find(|district| district.ags == ags)?;
        Some(Self {
            ags: &district.ags,
            name: &district.full_name,
            url: Some(district.address.url(&archive.site.address)),
        })
    }
}

/// An office.
#[derive(Serialize)]
pub(super) struct ContactView<'a> {
    stelle: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    anschrift: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    telefon: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    zeiten: Option<&'a str>,
}

impl<'a> ContactView<'a> {
    pub(super) fn of(contact: &'a Contact) -> Self {
        Self {
            stelle: &contact.name,
            anschrift: contact.postal_address.as_deref(),
            telefon: contact.phone.as_deref(),
            email: contact.email.as_deref(),
            zeiten: contact.hours.as_deref(),
        }
    }
}

/// A word of a closed list with its codes in the exchange standards.
#[derive(Serialize)]
pub(super) struct CodeView {
    schluessel: &'static str,
    name: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    xplanung: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    xbeteiligung: Option<&'static str>,
}

impl CodeView {
    pub(super) fn of(code: &'static Code) -> Self {
        Self {
            schluessel: &code.key,
            name: &code.de,
            xplanung: code.xplanung.as_deref(),
            xbeteiligung: code.xbeteiligung.as_deref(),
        }
    }
}

/// The planners' words of a list.
pub(super) fn keys(codes: &[&'static Code]) -> Vec<&'static str> {
    codes.iter().map(|code| code.key.as_str()).collect()
}
