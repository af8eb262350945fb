//! The notice of every phase that has one, as plain text for the official journal.

use crate::bundle::Bundle;
use crate::finding::Language;
use crate::model::Archive;
use crate::model::mark::Mark;
use crate::model::site::Part;
use crate::notice::text::plain;
use crate::notice::{has_notice, record, text_file};
use anyhow::Result;

/// Adds the notices.
pub(super) fn add<'a>(archive: &'a Archive, bundle: &mut Bundle<'a>) -> Result<()> {
    if !archive.site.offers(Part::Notices) {
        return Ok(());
    }
    bundle.fill_own(archive, |procedure, bundle| {
        for phase in &procedure.phases {
            if !has_notice(phase, archive.today) {
                continue;
            }
            let shown = (&[&procedure.address][..], Mark::of(&()));
            bundle.make_of(&text_file(phase), shown, move || {
                let record = record(archive, procedure, phase, archive.today);
                Ok(plain(&record, Language::German).into_bytes())
            })?;
        }
        Ok(())
    })
}
