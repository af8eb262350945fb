//! A document on display.

use crate::finding::Origin;
use crate::law::codes::Code;
use crate::model::address::Address;
use jiff::civil::Date;
use std::path::PathBuf;

/// A document of a phase, as it lies in the portal.
#[derive(Debug, Clone, Hash)]
pub struct Document {
    /// Title as the page shows it.
    pub title: String,
    /// Its kind.
    pub kind: &'static Code,
    /// Day of the version.
    pub version: Date,
    /// Language tag (BCP 47).
    pub language: String,
    /// Themes of environmental information in it.
    pub themes: Vec<&'static Code>,
    /// What helps people who cannot read it.
    pub alternative: Option<String>,
    /// Its address.
    pub address: Address,
    /// The file it is copied from, on this machine.
    pub source: PathBuf,
    /// What was learnt by reading it once.
    pub facts: Facts,
    /// Where it is written.
    pub origin: Origin,
}

/// What a file tells about itself.
#[derive(Debug, Clone, Default, Hash)]
pub struct Facts {
    /// Size in bytes.
    pub size: u64,
    /// SHA-256 in lower-case hexadecimal digits.
    pub sha256: String,
    /// Media type, found by content.
    pub media_type: String,
    /// Pages of a PDF.
    pub pages: Option<u32>,
    /// The PDF holds structure, text, title and language, so that readers' aids can work with it.
    pub is_accessible: bool,
}
