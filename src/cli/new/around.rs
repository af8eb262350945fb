//! What a municipality's file and a plan say for all phases, so that nobody types it twice.

use crate::cli::new::place::Place;
use crate::law::calendar::Calendar;
use crate::law::codes::{Code, Tier, find};
use crate::law::law;
use crate::load::list_of;
use crate::load::municipality_file::MunicipalityFile;
use crate::model::boundary::TerritoryKind;
use anyhow::Result;

/// What holds for all phases of a procedure.
#[derive(Debug)]
pub struct Around {
    /// Who passes resolutions: „Stadtrat“.
    pub council: String,
    /// Form of the notice.
    pub notice_form: String,
    /// Name of the journal.
    pub journal: String,
    /// Where documents can be seen besides the Internet: place, postal address, hours.
    pub display_place: Option<[Option<String>; 3]>,
    /// The holidays at the municipality's seat.
    pub calendar: Calendar,
    /// The tiers of the procedure's plans.
    pub tiers: Vec<Tier>,
    /// An environmental assessment belongs to the track.
    pub environmental_assessment: bool,
}

/// What holds for all phases of a municipality's procedure with these plans on this track.
///
/// # Errors
/// If the official list cannot be read.
pub fn around(
    place: &Place,
    municipality: &MunicipalityFile,
    tiers: Vec<Tier>,
    track: &Code,
) -> Result<Around> {
    let list = list_of(&place.root)?;
    let territory = list.municipality(&municipality.ags);
    let is_town = territory.is_some_and(|territory| territory.kind != TerritoryKind::Municipality);
    let forms = &law().codes.notice_forms;
    let notice = &municipality.bekanntmachung;
    let form = notice.formen.iter().find_map(|form| find(forms, form));
    let form = form.or(forms.first());
    let label = form.map_or_else(String::new, |form| form.de.clone());
    let display_place = municipality.auslegungsort.as_ref().map(|place| {
        [
            Some(place.stelle.clone()),
            place.anschrift.clone(),
            place.zeiten.clone(),
        ]
    });
    Ok(Around {
        council: if is_town { "Stadtrat" } else { "Gemeinderat" }.to_owned(),
        notice_form: form.map_or_else(String::new, |form| form.key.clone()),
        journal: notice.organ.clone().unwrap_or(label),
        display_place,
        calendar: Calendar::at(&municipality.ags),
        tiers,
        environmental_assessment: track.environmental_assessment,
    })
}
