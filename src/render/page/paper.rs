//! The form on paper: a sheet of A4 that asks what the form on the Internet asks, for whoever would
//! rather write by hand. It stands beside the phase's page from the announcement to the last day.

use crate::finding::say;
use crate::model::address::Address;
use crate::model::mark::Mark;
use crate::model::phase::{Moment, Phase};
use crate::model::procedure::Procedure;
use crate::render::form::fields::of_phase;
use crate::render::form::privacy::PrivacyView;
use crate::render::form::{FieldView, OfficeView, kept, office};
use crate::render::format::unbroken;
use crate::render::page::{Here, Pages};
use crate::render::qr;
use crate::render::view::Link;
use anyhow::Result;
use jiff::civil::Date;
use serde::Serialize;

/// The folder of the sheet below the phase's page.
pub const FOLDER: &str = "formular/";

/// The form on paper.
#[derive(Debug, Serialize)]
pub struct PaperView {
    /// The procedure; the text is German.
    pub procedure: Link,
    /// The phase.
    pub phase: Link,
    /// Full name of the municipality.
    pub municipality: String,
    /// The office that the sheet goes to.
    pub office: OfficeView,
    /// First day.
    pub first: String,
    /// Last day on which a statement is in time, if there is one.
    pub last: Option<String>,
    /// What it asks, in order.
    pub fields: Vec<FieldView>,
    /// So many years statements are kept; none where nobody has set it.
    pub kept: Option<u8>,
    /// Who is responsible for what is entered.
    pub privacy: PrivacyView,
    /// The full address of the portal's page on data protection, if there is one.
    pub privacy_page: Option<String>,
    /// Only the changed parts may be commented on.
    pub only_changes: bool,
    /// The full address of the phase's page.
    pub page: String,
    /// The same as a QR code, SVG.
    pub qr: Option<String>,
}

/// Whether a phase has the sheet on a day.
pub fn has_paper(phase: &Phase, today: Date) -> bool {
    phase.statements.is_some()
        && phase.void.is_none()
        && phase.is_participation_period()
        && phase.on(today) != Moment::Over
}

/// Adds the sheet of every phase that takes statements or soon will.
pub fn add(pages: &mut Pages<'_, '_>) -> Result<()> {
    let archive = pages.archive();
    pages.add_own(|procedure, pages| {
        let phases = procedure.phases.iter();
        for phase in phases.filter(|phase| has_paper(phase, archive.today)) {
            let shown = (&[&procedure.address][..], Mark::of(&()));
            pages.add_of(&phase.address.join(FOLDER), shown, move |here| {
                view(procedure, phase, here)
            })?;
        }
        Ok(())
    })
}

fn view(procedure: &Procedure, phase: &Phase, here: &Here<'_>) -> PaperView {
    let municipality = here.archive.municipality(procedure.municipality);
    let statements = phase.statements.as_ref();
    let page = phase.address.url(&here.archive.site.address);
    let qr_title = say(
        "QR-Code: führt zur Seite mit den Unterlagen",
        "QR code: leads to the page with the documents",
    );
    let mut fields = of_phase(here.archive, (procedure, phase), here.language);
    // Nobody writes coordinates by hand; the place in words stands beside them.
    fields.retain(|field| field.kind != "point");
    let privacy = PrivacyView::new(here.archive, procedure, phase, here.language);
    PaperView {
        procedure: Link {
            text: unbroken(&procedure.title()),
            href: here.page(&procedure.address),
        },
        phase: Link {
            text: here.words(&phase.title()).to_owned(),
            href: here.page(&phase.address),
        },
        municipality: here.words(&municipality.full_name()).to_owned(),
        office: office(
            procedure,
            municipality,
            statements.and_then(|own| own.email.as_ref()),
        ),
        first: phase.time.start().to_string(),
        last: phase.in_time_until().map(|day| day.to_string()),
        fields,
        kept: kept(procedure, municipality),
        privacy_page: (privacy.page.as_ref())
            .map(|page| Address::new(page).url(&here.archive.site.address)),
        privacy,
        only_changes: statements.is_some_and(|own| own.only_changes),
        qr: qr::svg(&page, here.words(&qr_title)),
        page,
    }
}
