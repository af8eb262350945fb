//! What lies in the portal's folder, file by file, before anything is resolved.

use crate::finding::File;
use crate::load::document::DocumentFacts;
use crate::load::municipality_file::MunicipalityFile;
use crate::load::procedure_file::ProcedureFile;
use crate::load::site_file::SiteFile;
use crate::load::theme::ThemeFiles;
use crate::load::written::Written;
use crate::model::area::Area;
use crate::model::boundary::Boundaries;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

/// The portal as people wrote it.
#[derive(Debug)]
pub struct Sources {
    /// `site.toml`.
    pub site: Written<SiteFile>,
    /// The official list with its borders.
    pub boundaries: Boundaries,
    /// The municipalities, by folder.
    pub municipalities: Vec<MunicipalitySource>,
    /// The portal's own texts, by path.
    pub texts: Vec<Arc<File>>,
    /// The files of the theme, those of the theme it extends included.
    pub theme: ThemeFiles,
}

/// A municipality's folder.
#[derive(Debug)]
pub struct MunicipalitySource {
    /// Name of the folder.
    pub folder: String,
    /// `gemeinde.yaml`.
    pub written: Written<MunicipalityFile>,
    /// Its procedures, by folder.
    pub procedures: Vec<ProcedureSource>,
}

/// A procedure's folder.
#[derive(Debug)]
pub struct ProcedureSource {
    /// Name of the folder.
    pub folder: String,
    /// `verfahren.yaml`.
    pub written: Written<ProcedureFile>,
    /// The Markdown files beside it, by name.
    pub texts: BTreeMap<String, Arc<File>>,
    /// The plan area.
    pub area: Option<Area>,
    /// The documents that are listed and could be read, by their path in the folder.
    pub documents: BTreeMap<String, DocumentSource>,
}

/// A document that was read once.
#[derive(Debug)]
pub struct DocumentSource {
    /// Where it lies on this machine.
    pub disk: PathBuf,
    /// What reading told.
    pub facts: DocumentFacts,
}
