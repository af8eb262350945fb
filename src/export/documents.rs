//! The documents themselves and the proofs of notices, copied as they lie in the portal's folder.

use crate::bundle::{Bundle, Source};
use crate::model::Archive;
use crate::model::address::Address;
use crate::model::document::Facts;
use crate::model::phase::Phase;
use anyhow::Result;
use std::path::Path;

/// Puts every document and every proof at its address.
pub fn add<'a>(archive: &'a Archive, bundle: &mut Bundle<'a>) -> Result<()> {
    bundle.fill_own(archive, |own, bundle| {
        (own.phases.iter()).try_for_each(|phase| of_phase(phase, bundle))
    })
}

fn of_phase(phase: &Phase, bundle: &mut Bundle) -> Result<()> {
    for document in &phase.documents {
        copy(&document.address, &document.source, &document.facts, bundle)?;
    }
    let proof = phase
        .notice
        .as_ref()
        .and_then(|notice| notice.proof.as_ref());
    // A proof may be listed among the documents as well.
    let listed = |address: &Address| phase.documents.iter().any(|own| own.address == *address);
    if let Some(proof) = proof.filter(|proof| !listed(&proof.address)) {
        copy(&proof.address, &proof.source, &proof.facts, bundle)?;
    }
    Ok(())
}

fn copy(address: &Address, from: &Path, facts: &Facts, bundle: &mut Bundle) -> Result<()> {
    let source = Source::Copy {
        from: from.to_path_buf(),
        size: facts.size,
        sha256: facts.sha256.clone(),
    };
    bundle.add(address, source)
}
