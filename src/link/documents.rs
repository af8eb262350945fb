//! A phase's list of documents to documents with their facts.

use crate::finding::Origin;
use crate::law::codes::find;
use crate::law::law;
use crate::link::procedures::Documents;
use crate::load::document::DocumentFacts;
use crate::load::folder::composed;
use crate::load::procedure_file::DocumentFile;
use crate::load::sources::DocumentSource;
use crate::model::address::Address;
use crate::model::document::{Document, Facts};
use crate::model::notice::Proof;

/// The documents of a phase. One that could not be read is left out; `load` reported it.
pub fn link(
    files: Vec<DocumentFile>,
    folder: &str,
    phase: &Address,
    read: &Documents,
    origin: &Origin,
) -> Vec<Document> {
    let codes = &law().codes;
    let mut documents = Vec::new();
    for (at, file) in files.into_iter().enumerate() {
        let source = read.get(&format!("{folder}/{}", composed(&file.datei)));
        let kind = find(&codes.document_kinds, &file.art);
        let (Some(DocumentSource { disk, facts, .. }), Some(kind)) = (source, kind) else {
            continue;
        };
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
            declared_sha256: file.sha256.map(|sum| sum.to_ascii_lowercase()),
            is_personal: file.personenbezogen,
            address: phase.join(&file.datei),
            source: disk.clone(),
            facts: self::facts(facts),
            origin: origin.child(&format!("unterlagen[{at}]")),
        });
    }
    documents
}

/// The proof of a notice. One that could not be read is left out; `load` reported it.
pub fn proof(name: &str, folder: &str, phase: &Address, read: &Documents) -> Option<Proof> {
    let DocumentSource { disk, facts, .. } = read.get(&format!("{folder}/{}", composed(name)))?;
    Some(Proof {
        address: phase.join(name),
        source: disk.clone(),
        facts: self::facts(facts),
    })
}

fn facts(facts: &DocumentFacts) -> Facts {
    let pdf = facts.pdf.as_ref();
    Facts {
        size: facts.size,
        is_accessible: pdf.is_some_and(|pdf| pdf.is_accessible()),
        pages: pdf.map(|pdf| pdf.pages),
        pdf_title: pdf.and_then(|pdf| pdf.title.clone()),
        cover: pdf.map(|pdf| pdf.cover.clone()).unwrap_or_default(),
        sender_on: pdf.and_then(|pdf| pdf.sender_on),
        sha256: facts.sha256.clone(),
        media_type: facts.media_type.to_owned(),
    }
}
