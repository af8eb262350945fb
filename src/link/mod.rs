//! Sources to an archive: resolves every reference and decides every address. What cannot be
//! resolved is a finding; the rest goes on.

pub mod contacts;
mod documents;
mod journals;
mod kinds;
mod municipalities;
mod phases;
mod procedures;
mod relations;
mod site;
mod texts;

pub use kinds::KINDS;

use crate::finding::Findings;
use crate::load::sources::Sources;
use crate::model::Archive;
use jiff::civil::Date;

/// The archive as it stands on a day in Europe/Berlin. Procedures that cannot be understood are
/// left out; a finding says why.
pub fn link(sources: Sources, today: Date, findings: &mut Findings) -> Archive {
    let Sources {
        site,
        boundaries,
        municipalities: folders,
        texts: files,
        ..
    } = sources;
    let municipalities = municipalities::link(&folders, &boundaries, findings);
    let districts = municipalities::districts(&municipalities, &boundaries);
    let known = texts::KnownPages::of(&folders, &files, &districts, &municipalities)
        .without(&site.value.umfang.ohne);
    let (mut procedures, relations) =
        procedures::link(folders, &municipalities, &boundaries, &known, findings);
    relations::link(relations, &mut procedures, findings);
    let texts = texts::portal_texts(&files, &known, findings);
    let redirects = site::redirects(&site, &known, findings);
    let site = site::link(site, findings);
    Archive {
        site,
        districts,
        municipalities,
        procedures,
        texts,
        redirects,
        boundaries,
        today,
        commit: None,
    }
}
