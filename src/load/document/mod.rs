//! A document, read once: size, hash, kind, what a PDF tells; and what is wrong with it.

mod content;
mod faults;
pub mod kept;

use std::fs::File;
use std::io::{self, Read};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::finding::{Findings, Place};
pub use crate::load::document::content::Content;
use crate::load::document::content::{XmlScan, is_published};
pub use crate::load::document::faults::KINDS;
use crate::load::folder::Entry;
use crate::load::pdf::{self, PdfFacts, Protection};
use crate::model::mark::digits;

/// Documents are read in pieces of 64 KiB, so that two hundred of 100 MB need no memory.
const PIECE: usize = 64 << 10;

/// Documents above it are noted, in bytes: 50 MB. On the road they take minutes to load.
const LARGE: u64 = 50_000_000;

/// From so many pages on, a document needs bookmarks.
const LONG: u32 = 20;

/// What reading a document told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentFacts {
    /// Size in bytes.
    pub size: u64,
    /// SHA-256 in lower-case hexadecimal digits.
    pub sha256: String,
    /// Kind, told by its bytes.
    pub content: Content,
    /// Media type, told by its bytes.
    #[serde(skip)]
    pub media_type: &'static str,
    /// What the PDF tells, if it is one.
    pub pdf: Option<PdfFacts>,
}

/// Reads a document once, in pieces.
///
/// # Errors
/// If the machine cannot read it.
pub fn read_document(entry: &Entry) -> io::Result<DocumentFacts> {
    let mut file = File::open(entry.disk())?;
    let mut hash = Sha256::new();
    let length = usize::try_from(file.metadata()?.len()).unwrap_or(PIECE);
    // A byte more than a small file has: it is seen to end in one reading.
    let piece = &mut vec![0; length.saturating_add(1).min(PIECE)][..];
    let mut scan = XmlScan::default();
    let (mut head, mut tail) = (Vec::new(), Vec::new());
    let mut size = 0;
    let mut content = Content::Empty;
    loop {
        let count = fill(&mut file, piece)?;
        let bytes = &piece[..count];
        hash.update(bytes);
        if size == 0 {
            head = bytes.to_vec();
            content = Content::of(&head, &[]);
        }
        if content == Content::Xml {
            scan.add(bytes);
        }
        size += count as u64;
        tail.extend_from_slice(bytes);
        tail.drain(..tail.len().saturating_sub(PIECE));
        if count < piece.len() {
            break;
        }
    }
    let content = if scan.is_active {
        Content::Active
    } else {
        Content::of(&head, &tail)
    };
    let pdf = (content == Content::Pdf).then(|| pdf::inspect(&mut file, size));
    let sha256 = digits(&hash.finalize());
    let media_type = content.media_type(ending(entry.name()));
    Ok(DocumentFacts {
        size,
        sha256,
        content,
        media_type,
        pdf,
    })
}

/// Reads until the piece is full or the file ends; gives the number of bytes.
fn fill(file: &mut File, piece: &mut [u8]) -> io::Result<usize> {
    let mut count = 0;
    while count < piece.len() {
        match file.read(&mut piece[count..]) {
            Ok(0) => break,
            Ok(read) => count += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(count)
}

/// What comes after the last dot of a name.
fn ending(name: &str) -> &str {
    name.rsplit_once('.').map_or("", |(_, ending)| ending)
}

/// Says what keeps a document from being published, and what should be known before it is.
pub fn check_document(facts: &DocumentFacts, name: &str, place: &Place, findings: &mut Findings) {
    let ending = ending(name);
    match facts.content {
        Content::Empty => return findings.add(faults::empty(name, place)),
        Content::LfsPointer => return findings.add(faults::lfs_pointer(name, place)),
        Content::Active => return findings.add(faults::active(name, place)),
        Content::Program => return findings.add(faults::program(name, place)),
        content if content.endings().next().is_none() || !is_published(ending) => {
            return findings.add(faults::not_published(name, place));
        }
        content
            if !content
                .endings()
                .any(|known| known.eq_ignore_ascii_case(ending)) =>
        {
            // A table or text may begin with a bracket as JSON does.
            let is_text = ["txt", "csv"]
                .iter()
                .any(|known| known.eq_ignore_ascii_case(ending));
            if !(is_text && content == Content::Json) {
                findings.add(faults::other_content(name, content, place));
            }
        }
        _ => {}
    }
    if facts.size > LARGE {
        findings.add(faults::large(name, facts.size, place));
    }
    if let Some(pdf) = &facts.pdf {
        check_pdf(pdf, name, place, findings);
    }
}

fn check_pdf(pdf: &PdfFacts, name: &str, place: &Place, findings: &mut Findings) {
    if let Some(damage) = pdf.damage {
        return findings.add(faults::broken(name, damage, place));
    }
    match pdf.protection {
        Protection::None => {}
        Protection::Restricted => findings.add(faults::restricted(name, place)),
        Protection::Password => findings.add(faults::locked(name, place)),
    }
    if pdf.has_script {
        findings.add(faults::script(name, place));
    }
    if pdf.names_author {
        findings.add(faults::names_author(name, place));
    }
    if pdf.comments > 0 {
        findings.add(faults::comments(name, pdf.comments, place));
    }
}

/// Says what keeps people from reading a PDF with readers' aids. `language` is the tag that its
/// record names. Not to be asked where the record names another way to the same content.
pub fn check_accessibility(
    pdf: &PdfFacts,
    name: &str,
    language: &str,
    place: &Place,
    findings: &mut Findings,
) {
    if pdf.damage.is_some() || pdf.protection == Protection::Password {
        return;
    }
    if !pdf.has_text {
        findings.add(faults::no_text(name, place));
    } else if pdf.pages_without_text > 0 {
        findings.add(faults::pages_without_text(name, pdf, place));
    }
    if !pdf.is_tagged {
        findings.add(faults::not_tagged(name, place));
    }
    match &pdf.title {
        None => findings.add(faults::no_title(name, place)),
        Some(title) if is_file_name(title) => findings.add(faults::odd_title(name, title, place)),
        Some(_) => {}
    }
    match &pdf.language {
        None => findings.add(faults::no_language(name, language, place)),
        Some(own) if !is_same_language(own, language) => {
            findings.add(faults::other_language(name, own, language, place));
        }
        Some(_) => {}
    }
    if pdf.pages >= LONG && !pdf.has_bookmarks {
        findings.add(faults::no_bookmarks(name, pdf.pages, place));
    }
}

/// Titles that programs make of the name of the file they had before.
fn is_file_name(title: &str) -> bool {
    let ends = [
        ".doc", ".docx", ".dwg", ".dxf", ".indd", ".odt", ".pdf", ".qgz", ".xlsx",
    ];
    let title = title.to_lowercase();
    title.starts_with("microsoft word - ") || ends.iter().any(|end| title.ends_with(end))
}

fn is_same_language(a: &str, b: &str) -> bool {
    let first = |tag: &str| {
        tag.split(['-', '_'])
            .next()
            .unwrap_or_default()
            .to_lowercase()
    };
    first(a) == first(b)
}

#[cfg(test)]
mod tests;
