//! Where the objects of a PDF are written: its cross-reference tables, newest first.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Object};

use crate::load::pdf::Damage;
use crate::load::pdf::file::{Entry, Pdf};
use crate::load::pdf::syntax::{Fault, Parser};

/// The end mark stands within the last bytes, also where mail programs put lines behind it.
const TAIL: u64 = 2048;

/// The most bytes of one table: some 800,000 objects.
const LARGEST_TABLE: usize = 16 << 20;

/// The most objects of a file.
const MOST_OBJECTS: usize = 1_000_000;

/// The most revisions of a file.
const MOST_TABLES: usize = 1_000;

/// How far from its place a table is looked for; some programs count line breaks wrongly.
const NEAR: u64 = 64;

/// Finds all objects of a file of `length` bytes, or says what is damaged.
pub fn read_tables(pdf: &mut Pdf, length: u64) -> Result<(), Damage> {
    let tail = pdf
        .bytes(length.saturating_sub(TAIL), TAIL as usize)
        .unwrap_or_default();
    let end = last(&tail, b"%%EOF").ok_or(Damage::Cut)?;
    let start = last(&tail[..end], b"startxref").ok_or(Damage::NoTable)?;
    let mut parser = Parser::new(&tail, start + b"startxref".len());
    let start = parser.number().map_err(|_| Damage::NoTable)?;

    let mut next = Some(start);
    let mut seen = BTreeSet::new();
    while let Some(at) = next.filter(|at| seen.insert(*at) && seen.len() <= MOST_TABLES) {
        let trailer = read_table(pdf, at).ok_or(Damage::NoTable)?;
        // In a file of both kinds the stream completes the table and comes before older ones.
        if let Some(stream) = offset(&trailer, b"XRefStm") {
            read_table(pdf, stream);
        }
        next = offset(&trailer, b"Prev");
        for (key, value) in &trailer {
            if !pdf.trailer.has(key) {
                pdf.trailer.set(key.clone(), value.clone());
            }
        }
    }
    Ok(())
}

fn last(bytes: &[u8], word: &[u8]) -> Option<usize> {
    bytes.windows(word.len()).rposition(|window| window == word)
}

fn offset(trailer: &Dictionary, key: &[u8]) -> Option<u64> {
    u64::try_from(trailer.get(key).ok()?.as_i64().ok()?).ok()
}

/// Reads the table at an offset, or near it, and gives its trailer.
fn read_table(pdf: &mut Pdf, at: u64) -> Option<Dictionary> {
    let exact = table_at(pdf, at);
    if exact.is_some() {
        return exact;
    }
    let from = at.checked_add(pdf.base)?.saturating_sub(NEAR);
    let bytes = pdf.bytes(from, 2 * NEAR as usize)?;
    let is_word = |found: &usize| !bytes[..*found].ends_with(b"start");
    let found = bytes
        .windows(4)
        .enumerate()
        .filter(|(_, word)| *word == b"xref");
    let found = found.map(|(found, _)| found).find(is_word)?;
    table_at(pdf, (from + found as u64).checked_sub(pdf.base)?)
}

fn table_at(pdf: &mut Pdf, at: u64) -> Option<Dictionary> {
    let start = at.checked_add(pdf.base)?;
    let plain = pdf.parse(start, LARGEST_TABLE, plain_table);
    if let Some(((entries, trailer), _)) = plain {
        for (id, entry) in entries {
            add(pdf, id, entry);
        }
        return Some(trailer);
    }
    let (id, _) = pdf.parse(start, 64, |parser| parser.number())?;
    stream_table(pdf, at, u32::try_from(id).ok()?)
}

/// A newer table wins. Freed objects are left out: nothing names them, and in a file of both
/// kinds the table calls free what the stream holds.
fn add(pdf: &mut Pdf, id: u32, entry: Entry) {
    if pdf.entries.len() < MOST_OBJECTS {
        pdf.entries.entry(id).or_insert(entry);
    }
}

type Table = (Vec<(u32, Entry)>, Dictionary);

/// `xref`, sections of `first count` and lines of `offset generation n`, then the trailer.
fn plain_table(parser: &mut Parser) -> Result<Table, Fault> {
    if !parser.has_word(b"xref")? {
        return Err(Fault::Syntax);
    }
    let mut entries = Vec::new();
    while !parser.has_word(b"trailer")? {
        let first = parser.number()?;
        let count = parser.number()?;
        for id in first..first.saturating_add(count) {
            let at = parser.number()?;
            parser.number()?;
            let is_used = parser.has_word(b"n")?;
            if !is_used && !parser.has_word(b"f")? {
                return Err(Fault::Syntax);
            }
            if is_used && entries.len() < MOST_OBJECTS {
                let id = u32::try_from(id).map_err(|_| Fault::Syntax)?;
                entries.push((id, Entry::At(at)));
            }
        }
    }
    match parser.object()? {
        Object::Dictionary(trailer) => Ok((entries, trailer)),
        _ => Err(Fault::Syntax),
    }
}

/// A stream of entries in columns of bytes; its dictionary is the trailer.
fn stream_table(pdf: &mut Pdf, at: u64, id: u32) -> Option<Dictionary> {
    let Object::Stream(stream) = pdf.object_at(at, id)? else {
        return None;
    };
    if !stream.dict.has_type(b"XRef") {
        return None;
    }
    let number = |value: &Object| usize::try_from(value.as_i64().ok()?).ok();
    let widths = stream.dict.get(b"W").ok()?.as_array().ok()?;
    let widths: Vec<usize> = widths.iter().map(number).collect::<Option<_>>()?;
    let &[kind, second, third] = widths.as_slice() else {
        return None;
    };
    if kind > 8 || second > 8 || third > 8 || kind + second == 0 {
        return None;
    }
    let size = stream.dict.get(b"Size").ok().and_then(number)?;
    let sections = match stream.dict.get(b"Index") {
        Ok(index) => index
            .as_array()
            .ok()?
            .iter()
            .map(number)
            .collect::<Option<Vec<_>>>()?,
        Err(_) => vec![0, size],
    };
    let content = pdf.content(id, &stream, LARGEST_TABLE)?;
    let mut rows = content.chunks_exact(kind + second + third);
    for section in sections.chunks_exact(2) {
        for (id, row) in (section[0]..section[0].saturating_add(section[1])).zip(rows.by_ref()) {
            let (first, rest) = row.split_at(kind);
            let entry = match (kind, big_endian(first)) {
                (0, _) | (_, 1) => Entry::At(big_endian(&rest[..second])),
                (_, 2) => Entry::In(u32::try_from(big_endian(&rest[..second])).ok()?),
                _ => continue,
            };
            add(pdf, u32::try_from(id).ok()?, entry);
        }
    }
    Some(stream.dict)
}

fn big_endian(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0, |value, byte| value << 8 | u64::from(*byte))
}
