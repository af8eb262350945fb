//! What a PDF tells about itself: pages, text, title, language, structure, protection, damage.
//!
//! Only what is asked for is read, wherever it stands in the file, so that a plan of a gigabyte
//! costs no more than a letter. Every step takes from a budget of bytes, so that no file, however
//! it is made, takes longer than another.

mod file;
mod letters;
mod pages;
mod pen;
mod people;
mod reading;
mod syntax;
mod table;
mod xmp;

use std::io::{Read, Seek};
use std::panic::{AssertUnwindSafe, catch_unwind};

use lopdf::{Dictionary, Document, EncryptionState, Object, decode_text_string};
use serde::{Deserialize, Serialize};

use crate::load::pdf::file::{Pdf, Source};
use crate::load::pdf::pages::{read_pages, read_texts};
use crate::load::pdf::reading::read_pages_said;
use crate::load::pdf::table::read_tables;
use crate::load::pdf::xmp::{Packet, read_packet};

/// Bytes that may be parsed and unfolded.
#[derive(Clone, Copy)]
struct Budget {
    /// To find objects and pages.
    structure: u64,
    /// To look for text on the pages.
    text: u64,
    /// To read words on them.
    words: u64,
}

/// Large documents take a tenth of it.
const BUDGET: Budget = Budget {
    structure: 64 << 20,
    text: 64 << 20,
    words: 32 << 20,
};

/// The header stands within the first bytes.
const HEAD: usize = 1024;

/// The most bytes of a metadata packet.
const LARGEST_PACKET: usize = 1 << 20;

/// A title or language that is longer is none.
const LONGEST_WORDS: usize = 500;

/// What a PDF tells about itself.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PdfFacts {
    /// Version of the format: `1.7`.
    pub version: String,
    /// Number of pages; 0 where it cannot be told.
    pub pages: u32,
    /// Pages on which text was looked for; fewer than `pages` in very large files.
    pub pages_checked: u32,
    /// Pages among them that show something, but no text: scans, drawings.
    pub pages_without_text: u32,
    /// Whether most of the pages that show something show text.
    pub has_text: bool,
    /// Title, from the metadata packet or the information dictionary.
    pub title: Option<String>,
    /// Language tag of the document.
    pub language: Option<String>,
    /// Whether it has a structure that screen readers follow.
    pub is_tagged: bool,
    /// Whether it says that it follows PDF/UA.
    pub claims_ua: bool,
    /// Part and level of PDF/A that it says it follows: `2b`.
    pub archive_level: Option<String>,
    /// Whether it has bookmarks.
    pub has_bookmarks: bool,
    /// Whether its metadata name an author. The name itself is kept nowhere.
    pub names_author: bool,
    /// What its first page says, in lines; nothing where it speaks of statements.
    pub cover: String,
    /// The first page, counted from 1, that names a private person with an address among statements. Who it is is kept
    /// nowhere.
    pub sender_on: Option<u32>,
    /// Comments that people left in it.
    pub comments: u32,
    /// Whether it runs a script when opened.
    pub has_script: bool,
    /// Whether it is encrypted.
    pub protection: Protection,
    /// Why it cannot be read as a whole.
    pub damage: Option<Damage>,
}

/// Encryption of a PDF.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Protection {
    /// None.
    #[default]
    None,
    /// Anybody may open it, but copying or printing may be barred.
    Restricted,
    /// It opens with a password only.
    Password,
}

/// What is damaged in a PDF.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Damage {
    /// The end is missing.
    Cut,
    /// The table of its objects cannot be read.
    NoTable,
    /// It has no pages.
    NoPages,
    /// It asks for more work than any real document: a decompression bomb, a maze.
    TooMuch,
}

impl PdfFacts {
    /// Whether readers' aids can work with it: intact, open, tagged, with text, title, language.
    pub fn is_accessible(&self) -> bool {
        self.damage.is_none()
            && self.protection == Protection::None
            && self.is_tagged
            && self.has_text
            && self.title.is_some()
            && self.language.is_some()
    }
}

/// Reads the facts of a PDF of `length` bytes. Never fails: what cannot be read is in the facts.
pub fn inspect(source: &mut (impl Read + Seek), length: u64) -> PdfFacts {
    // The filters and ciphers of lopdf work on whatever a hostile file hands them. Should one of
    // them panic, that file is damaged and the others go on.
    let facts = AssertUnwindSafe(|| read_facts(source, length, BUDGET));
    catch_unwind(facts).unwrap_or(PdfFacts {
        damage: Some(Damage::TooMuch),
        ..PdfFacts::default()
    })
}

fn read_facts(source: &mut dyn Source, length: u64, budget: Budget) -> PdfFacts {
    let mut facts = PdfFacts::default();
    let mut pdf = Pdf::new(source, length, budget.structure);
    let head = pdf.bytes(0, HEAD).unwrap_or_default();
    let Some(start) = head.windows(5).position(|window| window == b"%PDF-") else {
        facts.damage = Some(Damage::NoTable);
        return facts;
    };
    pdf.base = start as u64;
    let version = head[start + 5..].iter().take(8);
    let version = version.take_while(|byte| byte.is_ascii_digit() || **byte == b'.');
    facts.version = version.map(|byte| char::from(*byte)).collect();

    let tables = read_tables(&mut pdf, length).or_else(|damage| {
        // Some programs count from the start of the file and not from the header.
        let counts_bytes_before = pdf.base > 0 && damage == Damage::NoTable;
        pdf.base = 0;
        if counts_bytes_before {
            read_tables(&mut pdf, length)
        } else {
            Err(damage)
        }
    });
    facts.damage = tables
        .and_then(|()| read_document(&mut pdf, &mut facts, budget))
        .err();
    if facts.damage.is_some() && pdf.budget == 0 {
        facts.damage = Some(Damage::TooMuch);
    }
    facts
}

fn read_document(pdf: &mut Pdf, facts: &mut PdfFacts, budget: Budget) -> Result<(), Damage> {
    if pdf.trailer.has(b"Encrypt") {
        pdf.cipher = open_cipher(pdf);
        facts.protection = match pdf.cipher {
            Some(_) => Protection::Restricted,
            None => Protection::Password,
        };
    }
    if facts.protection == Protection::Password {
        return Ok(());
    }
    let trailer = pdf.trailer.clone();
    let catalog = pdf.dictionary(&trailer, b"Root").ok_or(Damage::NoPages)?;
    let (root, _) = catalog
        .get(b"Pages")
        .and_then(Object::as_reference)
        .or(Err(Damage::NoPages))?;
    let pages = read_pages(pdf, root);
    facts.pages = u32::try_from(pages.len()).unwrap_or(u32::MAX);
    if pages.is_empty() || pdf.budget == 0 {
        return Err(Damage::NoPages);
    }
    read_catalog(pdf, &catalog, facts);
    read_words(pdf, &catalog, &trailer, facts);
    if pdf.budget == 0 {
        return Err(Damage::TooMuch);
    }
    pdf.budget = budget.text;
    let texts = read_texts(pdf, &pages);
    // What lies behind the pages costs nothing any more, and an empty budget is no damage here.
    pdf.budget = pdf.budget.max(1);
    facts.pages_checked = texts.checked;
    facts.pages_without_text = texts.without;
    facts.has_text = texts.with > 0 && texts.with >= texts.without;
    facts.comments = texts.comments;
    pdf.budget = budget.words;
    let said = read_pages_said(pdf, &pages);
    pdf.budget = pdf.budget.max(1);
    facts.cover = said.cover;
    facts.sender_on = said.sender_on;
    Ok(())
}

fn read_catalog(pdf: &mut Pdf, catalog: &Dictionary, facts: &mut PdfFacts) {
    if let Some(Object::Name(version)) = pdf.value(catalog, b"Version") {
        facts.version = String::from_utf8_lossy(&version).chars().take(8).collect();
    }
    let marks = pdf.dictionary(catalog, b"MarkInfo").unwrap_or_default();
    let is_marked = pdf.value(&marks, b"Marked") == Some(Object::Boolean(true));
    facts.is_tagged = is_marked && pdf.dictionary(catalog, b"StructTreeRoot").is_some();
    let outline = pdf.dictionary(catalog, b"Outlines").unwrap_or_default();
    facts.has_bookmarks = pdf.dictionary(&outline, b"First").is_some();
    facts.language = pdf
        .value(catalog, b"Lang")
        .and_then(|language| words(&language));
    let names = pdf.dictionary(catalog, b"Names").unwrap_or_default();
    let opening = pdf.dictionary(catalog, b"OpenAction").unwrap_or_default();
    facts.has_script = names.has(b"JavaScript")
        || catalog.has(b"AA")
        || pdf.value(&opening, b"S") == Some(Object::Name(b"JavaScript".to_vec()));
}

fn read_words(pdf: &mut Pdf, catalog: &Dictionary, trailer: &Dictionary, facts: &mut PdfFacts) {
    let packet = read_metadata(pdf, catalog).unwrap_or_default();
    let information = pdf.dictionary(trailer, b"Info").unwrap_or_default();
    let mut word = |key: &[u8]| pdf.value(&information, key).and_then(|value| words(&value));
    facts.names_author = packet.names_author || word(b"Author").is_some();
    let title = packet.title.filter(|title| title.len() <= LONGEST_WORDS);
    facts.title = title.or_else(|| word(b"Title"));
    facts.claims_ua = packet.claims_ua;
    facts.archive_level = packet.archive_level;
}

fn read_metadata(pdf: &mut Pdf, catalog: &Dictionary) -> Option<Packet> {
    let (id, _) = catalog.get(b"Metadata").ok()?.as_reference().ok()?;
    let Object::Stream(stream) = pdf.object(id)? else {
        return None;
    };
    let packet = pdf.content(id, &stream, LARGEST_PACKET)?;
    Some(read_packet(&packet))
}

/// The words of a string without what cannot be shown, or nothing.
fn words(value: &Object) -> Option<String> {
    let words = decode_text_string(value).ok()?;
    let words: String = words.chars().filter(|c| !c.is_control()).collect();
    let words = words.trim();
    (!words.is_empty() && words.len() <= LONGEST_WORDS).then(|| words.to_owned())
}

/// What opens the file without a password, if anything does. lopdf asks for a whole document, so
/// it gets one that holds nothing but the lock.
fn open_cipher(pdf: &mut Pdf) -> Option<EncryptionState> {
    let trailer = pdf.trailer.clone();
    let lock = pdf.dictionary(&trailer, b"Encrypt")?;
    let mut document = Document::new();
    if let Some(id) = pdf.value(&trailer, b"ID") {
        document.trailer.set("ID", id);
    }
    document.trailer.set("Encrypt", Object::Reference((1, 0)));
    document.objects.insert((1, 0), Object::Dictionary(lock));
    document.authenticate_user_password("").ok()?;
    EncryptionState::decode(&document, b"").ok()
}

#[cfg(test)]
mod tests;
