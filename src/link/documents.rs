//! A phase's list of documents to documents with their facts.

use crate::finding::Origin;
use crate::law::codes::find;
use crate::law::law;
use crate::link::procedures::Documents;
use crate::load::folder::composed;
use crate::load::procedure_file::DocumentFile;
use crate::load::sources::DocumentSource;
use crate::model::address::Address;
use crate::model::document::{Document, Facts};

/// The documents of a phase. One that could not be read is left out; `load` reported it.
pub fn link(
    files: Vec<DocumentFile>,
    folder: &str,
    phase: &Address,
    read: &mut Documents,
    origin: &Origin,
) -> Vec<Document> {
    let codes = &law().codes;
    let mut documents = Vec::new();
    for (at, file) in files.into_iter().enumerate() {
        let source = read.remove(&format!("{folder}/{}", composed(&file.datei)));
        let kind = find(&codes.document_kinds, &file.art);
        let (Some(DocumentSource { disk, facts }), Some(kind)) = (source, kind) else {
            continue;
        };
        let pdf = facts.pdf.as_ref();
        documents.push(Document {
            title: file.titel,
            kind,
            version: file.stand.0,
            language: file.sprache.unwrap_or_else(|| "de".to_owned()),
            themes: file
                .themen
                .iter()
                .filter_map(|key| find(&codes.themes, key))
                .collect(),
            alternative: file.ersatz,
            address: phase.join(&file.datei),
            source: disk,
            facts: Facts {
                size: facts.size,
                is_accessible: pdf.is_some_and(|pdf| pdf.is_accessible()),
                pages: pdf.map(|pdf| pdf.pages),
                sha256: facts.sha256,
                media_type: facts.media_type.to_owned(),
            },
            origin: origin.child(&format!("unterlagen[{at}]")),
        });
    }
    documents
}
