//! What lies in the portal's folder, file by file, before anything is resolved.

use crate::finding::{File, Findings};
use crate::load::content::Content;
use crate::load::document::DocumentFacts;
use crate::load::document::kept::Told;
use crate::load::known::Stamp;
use crate::load::municipality_file::MunicipalityFile;
use crate::load::procedure_file::ProcedureFile;
use crate::load::site_file::SiteFile;
use crate::load::theme::ThemeFiles;
use crate::load::written::Written;
use crate::model::area::Area;
use crate::model::boundary::Boundaries;
use crate::model::mark::Mark;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

/// The portal as people wrote it.
#[derive(Debug)]
pub struct Sources {
    /// `site.toml`.
    pub site: Written<SiteFile>,
    /// The official list with its borders.
    pub boundaries: Arc<Boundaries>,
    /// The stamp of the portal's own files of it.
    pub boundary_stamp: Stamp,
    /// What every procedure is read beside: where the portal lies, the official list, the
    /// municipalities. A procedure that was read beside something else is read again.
    pub around: Mark,
    /// All files of the content.
    pub content: Content,
    /// The municipalities, by folder.
    pub municipalities: Vec<MunicipalitySource>,
    /// The portal's own texts, by path.
    pub texts: Vec<Arc<File>>,
    /// The files of the theme, those of the theme it extends included.
    pub theme: ThemeFiles,
}

impl Sources {
    /// Whether the folders of all procedures were read, and none was known.
    pub fn are_all_read(&self) -> bool {
        let mut folders = self.municipalities.iter().flat_map(|own| &own.procedures);
        folders.all(|folder| folder.read.is_some())
    }

    /// The documents that were read, by path, with what they told.
    pub fn documents(&self) -> impl Iterator<Item = (String, Told)> {
        let municipalities = self.municipalities.iter();
        let folders = municipalities.flat_map(|own| &own.procedures);
        let read = folders.filter_map(|folder| folder.read.as_ref()?.source.as_ref());
        let documents = read.flat_map(|source| source.documents.values());
        documents.map(|own| (own.path.clone(), (own.stamp, own.facts.clone())))
    }
}

/// A municipality's folder.
#[derive(Debug)]
pub struct MunicipalitySource {
    /// Name of the folder.
    pub folder: String,
    /// `gemeinde.yaml`.
    pub written: Arc<Written<MunicipalityFile>>,
    /// Its procedures, by folder.
    pub procedures: Vec<ProcedureFolder>,
}

/// A procedure's folder.
#[derive(Debug)]
pub struct ProcedureFolder {
    /// Its name.
    pub folder: String,
    /// What the system tells of them, if anybody wants to know the folder again.
    pub stamp: Option<Stamp>,
    /// What was read; none where the folder is what it was before.
    pub read: Option<Read>,
}

/// What reading a procedure's folder gave.
#[derive(Debug)]
pub struct Read {
    /// What is there; none if its file cannot be used.
    pub source: Option<ProcedureSource>,
    /// What was found.
    pub found: Findings,
}

/// What lies in a procedure's folder.
#[derive(Debug)]
pub struct ProcedureSource {
    /// `verfahren.yaml`.
    pub written: Written<ProcedureFile>,
    /// The Markdown files beside it, by name.
    pub texts: BTreeMap<String, Arc<File>>,
    /// The names of Markdown files that lie there and could not be read, which has its own finding.
    pub unread: BTreeSet<String>,
    /// The plan area.
    pub area: Option<Area>,
    /// The documents that are listed and could be read, by their path in the folder.
    pub documents: BTreeMap<String, DocumentSource>,
}

/// A document that was read once.
#[derive(Debug)]
pub struct DocumentSource {
    /// Its path below the portal's folder.
    pub path: String,
    /// What the system told of it before it was read.
    pub stamp: Option<Stamp>,
    /// Where it lies on this machine.
    pub disk: PathBuf,
    /// What reading told.
    pub facts: DocumentFacts,
}
