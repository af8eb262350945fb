//! Opening what was sealed, on the office's computer, and holding it against its receipt.

use crate::finding::both;
use crate::inbox::seal::Identities;
use crate::inbox::statement::{Attachment, Statement, hex, sha256};
use crate::inbox::{Entry, State, Store};
use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::{self, Read, Seek, SeekFrom, Write};

/// A statement that was opened.
#[derive(Debug)]
pub struct Opened {
    /// What the store knows of it.
    pub entry: Entry,
    /// What it says; none once it was deleted.
    pub statement: Option<Statement>,
}

/// Every statement of a store, in the order they arrived.
///
/// # Errors
/// If the store cannot be read.
pub fn entries(store: &dyn Store) -> Result<Vec<Entry>> {
    let mut entries = BTreeMap::new();
    let mut after = 0;
    loop {
        let events = store.events(after, None, 1000)?;
        let Some(last) = events.last() else { break };
        after = last.sequence;
        for event in events {
            let clear = &event.entry.clear;
            entries.insert((clear.received, clear.number.clone()), event.entry);
        }
    }
    Ok(entries.into_values().collect())
}

/// Opens a statement.
///
/// # Errors
/// If the store lacks it, no key opens it, or it is not what its receipt says.
pub fn open(store: &dyn Store, keys: &Identities, entry: Entry) -> Result<Opened> {
    if entry.state == State::Purged {
        return Ok(Opened {
            entry,
            statement: None,
        });
    }
    let number = &entry.clear.number;
    let mut sealed = Vec::new();
    let is_there = store.part(number, 0, &mut |piece| sealed.write_all(piece))?;
    if !is_there {
        bail!(
            "{number}: {}",
            both("fehlt im Posteingang", "is missing in the inbox")
        );
    }
    let bytes = keys.open_bytes(&sealed).with_context(|| number.clone())?;
    let statement = read(&entry, &bytes)?;
    Ok(Opened {
        entry,
        statement: Some(statement),
    })
}

/// A statement from its bytes, which must be those that the receipt is about.
///
/// # Errors
/// If they are not.
pub fn read(entry: &Entry, bytes: &[u8]) -> Result<Statement> {
    let clear = &entry.clear;
    if sha256(bytes) != clear.sha256 {
        bail!(
            "{}: {}",
            clear.number,
            both("die Prüfsumme stimmt nicht", "the hash is wrong")
        );
    }
    let statement: Statement = serde_json::from_slice(bytes)
        .with_context(|| format!("{}: {}", clear.number, both("unlesbar", "unreadable")))?;
    if statement.number != clear.number || statement.phase != clear.phase {
        bail!(
            "{}: {}",
            clear.number,
            both("gehört nicht zu dieser Quittung", "is not of this receipt")
        );
    }
    Ok(statement)
}

/// Opens an attachment (from 1) and writes it; it must be the one that the statement names.
///
/// # Errors
/// If it is another one, cannot be opened, or `output` cannot be written.
pub fn attachment(
    store: &dyn Store,
    keys: &Identities,
    (number, part): (&str, usize),
    named: &Attachment,
    output: &mut dyn Write,
) -> Result<()> {
    let mut sealed = tempfile::tempfile()?;
    if !store.part(number, part, &mut |piece| sealed.write_all(piece))? {
        bail!(
            "{number}: {}",
            both(
                format!("Anlage {part} fehlt"),
                format!("attachment {part} is missing")
            )
        );
    }
    sealed.seek(SeekFrom::Start(0))?;
    unseal(keys, sealed, (number, part), named, output)
}

/// Opens the sealed bytes of an attachment and writes it; it must be the one that the statement names.
///
/// # Errors
/// If it is another one, cannot be opened, or `output` cannot be written.
pub fn unseal(
    keys: &Identities,
    sealed: impl Read,
    (number, part): (&str, usize),
    named: &Attachment,
    output: &mut dyn Write,
) -> Result<()> {
    let damaged = || {
        let why = both(
            format!("Anlage {part} ist beschädigt"),
            format!("attachment {part} is damaged"),
        );
        format!("{number}: {why}")
    };
    let mut reader = keys.open(sealed).with_context(damaged)?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let count = match reader.read(&mut buffer) {
            Ok(0) => break,
            Ok(count) => count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error).with_context(damaged),
        };
        hash.update(&buffer[..count]);
        output.write_all(&buffer[..count])?;
    }
    if hex(&hash.finalize()) != named.sha256 {
        bail!(
            "{number}: {}",
            both(
                format!("die Prüfsumme der Anlage {part} stimmt nicht"),
                format!("the hash of attachment {part} is wrong")
            )
        );
    }
    Ok(())
}

/// The ending of a file of a media type, for the names that this program gives.
pub fn ending(media: &str) -> &'static str {
    match media {
        "application/pdf" => "pdf",
        "image/png" => "png",
        "image/jpeg" => "jpg",
        "image/gif" => "gif",
        "image/tiff" => "tif",
        "image/webp" => "webp",
        "image/heif" => "heic",
        "image/bmp" => "bmp",
        "application/rtf" => "rtf",
        "application/msword" => "doc",
        "application/vnd.oasis.opendocument" => "odt",
        "text/plain" => "txt",
        "message/rfc822" => "eml",
        media if media.ends_with("wordprocessingml.document") => "docx",
        media if media.ends_with("spreadsheetml.sheet") => "xlsx",
        _ => "bin",
    }
}
