//! Sources to an archive: resolves every reference and decides every address. What cannot be
//! resolved is a finding; the rest goes on.

pub mod contacts;
mod documents;
mod journals;
pub mod kept;
mod kinds;
mod meetings;
mod municipalities;
mod phases;
mod procedures;
mod relations;
mod site;
mod texts;

pub use kinds::KINDS;

use crate::finding::Findings;
use crate::link::kept::{Kept, Now};
use crate::link::procedures::Task;
use crate::link::texts::pages_of;
use crate::load::sources::{MunicipalitySource, Sources};
use crate::model::procedure::Procedure;
use crate::model::shared::Shared;
use crate::model::{Archive, MunicipalityId};
use jiff::civil::Date;
use std::sync::Arc;

/// The archive as it stands on a day in Europe/Berlin. Procedures that cannot be understood are
/// left out; a finding says why.
pub fn link(sources: Sources, today: Date, findings: &mut Findings) -> Archive {
    link_keeping(sources, today, (&mut Kept::default(), 0), findings)
}

/// The same from what is kept of the archive before, where folders are what they were; what is kept
/// afterwards is this archive. `now` is when reading began, in nanoseconds since 1970.
pub fn link_keeping(
    sources: Sources,
    today: Date,
    (kept, now): (&mut Kept, u64),
    findings: &mut Findings,
) -> Archive {
    let Sources {
        site,
        boundaries,
        boundary_stamp,
        around,
        content,
        municipalities: mut folders,
        texts: files,
        ..
    } = sources;
    let municipalities = municipalities::link(&folders, &boundaries, findings);
    let districts = municipalities::districts(&municipalities, &boundaries);
    let tasks = tasks(&mut folders, kept);
    let pages = pages(&tasks);
    let known = texts::KnownPages::of(&pages, &files, &districts, &municipalities)
        .without(&site.value.umfang.ohne);
    let around_them = procedures::Around {
        municipalities: &municipalities,
        boundaries: &boundaries,
        known: &known,
        content: &content,
        documents: &kept.known.documents,
    };
    let mut linked = procedures::link(tasks, &around_them);
    let procedures = related(&mut linked, findings);
    kept.keep(linked, around, now);
    kept.known.content = Some(content);
    kept.known.boundaries = Some((boundary_stamp, Arc::clone(&boundaries)));
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

/// The folders of all procedures, each with what it gave before.
fn tasks(folders: &mut [MunicipalitySource], kept: &mut Kept) -> Vec<Task> {
    let count = folders.iter().map(|own| own.procedures.len()).sum();
    let mut tasks = Vec::with_capacity(count);
    for (at, own) in folders.iter_mut().enumerate() {
        for folder in std::mem::take(&mut own.procedures) {
            let mut task = Task {
                id: MunicipalityId(at),
                municipality: own.folder.clone(),
                folder,
                before: None,
            };
            task.before = kept.folders.remove(&task.name());
            tasks.push(task);
        }
    }
    tasks
}

/// The pages that each of them will give.
fn pages(tasks: &[Task]) -> Vec<Vec<String>> {
    let pages = |task: &Task| match (&task.folder.read, &task.before) {
        (Some(read), _) => {
            let source = read.source.as_ref();
            source.map(|source| pages_of(&task.name(), &source.written.value))
        }
        (None, before) => before.as_ref().map(|before| before.pages.clone()),
    };
    tasks.iter().filter_map(pages).collect()
}

/// All procedures by address, with the relations between them. Their findings come in the order of
/// the folders.
fn related(linked: &mut [Now], findings: &mut Findings) -> Vec<Shared<Procedure>> {
    for own in &*linked {
        findings.append(own.linked.found.clone());
    }
    let named = || {
        linked
            .iter()
            .filter_map(|own| own.linked.procedure.as_ref())
    };
    let mut procedures: Vec<Shared<Procedure>> = named().map(|(own, _)| own.clone()).collect();
    procedures.sort_by(|a, b| a.address.cmp(&b.address));
    let relations = named().flat_map(|(_, relations)| relations);
    relations::link(relations, &mut procedures, findings);
    // What is kept has the relations of today, too.
    for own in linked {
        if let Some((procedure, _)) = &mut own.linked.procedure {
            let at = |other: &Shared<Procedure>| other.address.cmp(&procedure.address);
            let found = procedures.binary_search_by(at).ok();
            if let Some(related) = found.and_then(|at| procedures.get(at)) {
                *procedure = related.clone();
            }
        }
    }
    procedures
}
