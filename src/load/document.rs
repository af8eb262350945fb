//! A document, read once: its size, its hash, its kind.

use crate::finding::Findings;
use crate::load::folder::Entry;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::Read;

/// What reading a document told.
#[derive(Debug)]
pub struct DocumentFacts {
    /// Size in bytes.
    pub size: u64,
    /// SHA-256 in lower-case hexadecimal digits.
    pub sha256: String,
    /// Media type.
    pub media_type: String,
    /// What the PDF tells, if it is one.
    pub pdf: Option<PdfFacts>,
}

/// What a PDF tells about itself.
#[derive(Debug)]
pub struct PdfFacts {
    /// Number of pages.
    pub pages: Option<u32>,
}

impl PdfFacts {
    /// Whether readers' aids can work with it.
    pub fn is_accessible(&self) -> bool {
        self.pages.is_some()
    }
}

/// Reads a document once, in pieces.
pub fn read_document(entry: &Entry, _: &mut Findings) -> Option<DocumentFacts> {
    let mut file = File::open(entry.disk()).ok()?;
    let mut hash = Sha256::new();
    let mut size = 0;
    let mut buffer = vec![0; 64 << 10];
    loop {
        let read = file.read(&mut buffer).ok()?;
        if read == 0 {
            break;
        }
        hash.update(&buffer[..read]);
        size += read as u64;
    }
    let sha256 = hash
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    Some(DocumentFacts {
        size,
        sha256,
        media_type: "application/pdf".into(),
        pdf: None,
    })
}
