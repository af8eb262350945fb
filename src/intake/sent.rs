//! What was sent: the fields of a form and its attachments, read within limits. Attachments are
//! sealed while they are read; nothing of them is ever on disk in the clear.

use crate::inbox::seal::Recipients;
use crate::inbox::statement::{Attachment, hex};
use crate::intake::media::{LOOKED_AT, media};
use crate::intake::scan::{Round, Scan, Scanner, Verdict};
use anyhow::Result;
use futures_util::Stream;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read, Write};
use std::pin::Pin;
use std::task::{Context, Poll};
use unicode_normalization::UnicodeNormalization;

/// Most bytes of all fields but attachments.
const MOST_TEXT: usize = 1 << 20;
/// Most parts of a form.
const MOST_PARTS: usize = 100;
/// Most attachments.
const MOST_FILES: usize = 20;
/// Most bytes of one attachment.
const MOST_FILE: u64 = crate::render::form::LARGEST_FILE;
/// Most bytes of all attachments.
const MOST_FILES_BYTES: u64 = 50 << 20;

/// What was sent.
#[derive(Debug, Default)]
pub struct Sent {
    /// The fields that are not empty: in NFC, lines ended by `\n`, without white space around.
    pub fields: BTreeMap<String, String>,
    /// The attachments.
    pub files: Vec<SealedFile>,
    /// The names of attachments in which the virus scanner found something.
    pub infected: Vec<String>,
    /// What is wrong with it already, by field.
    pub faults: BTreeMap<String, &'static str>,
}

/// An attachment, sealed.
#[derive(Debug)]
pub struct SealedFile {
    /// What is known of it.
    pub attachment: Attachment,
    /// The sealed bytes.
    pub sealed: File,
}

/// Why what was sent cannot be read at all.
#[derive(Debug)]
pub enum Unreadable {
    /// It is no form, or it breaks off.
    Form,
    /// The machine failed; the sender is not to blame.
    Machine(anyhow::Error),
}

impl Sent {
    /// A field, empty where it was not filled in.
    pub fn field(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", String::as_str)
    }

    fn add(&mut self, name: &str, bytes: &[u8]) {
        let text = String::from_utf8_lossy(bytes);
        if text.contains('\u{fffd}') {
            self.faults.insert(name.to_owned(), "charset");
        }
        let text: String = text
            .replace("\r\n", "\n")
            .chars()
            .filter(|letter| !letter.is_control() || "\n\t".contains(*letter))
            .nfc()
            .collect();
        let text = text.trim();
        if !text.is_empty() {
            self.fields
                .entry(name.to_owned())
                .or_insert_with(|| text.to_owned());
        }
    }
}

/// Reads a form of either kind.
///
/// # Errors
/// If it is neither, breaks off, or cannot be sealed.
pub fn read(
    content_type: &str,
    body: &mut (dyn Read + Send),
    recipients: Option<&Recipients>,
    scanner: Option<&Scanner>,
) -> Result<Sent, Unreadable> {
    let kind = content_type.split(';').next().unwrap_or_default().trim();
    if kind.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        return urlencoded(body);
    }
    let boundary = multer::parse_boundary(content_type).map_err(|_| Unreadable::Form)?;
    futures_executor::block_on(multipart(body, boundary, recipients, scanner))
}

fn urlencoded(body: &mut (dyn Read + Send)) -> Result<Sent, Unreadable> {
    let mut bytes = Vec::new();
    let read = body.take(MOST_TEXT as u64 + 1).read_to_end(&mut bytes);
    read.map_err(|error| Unreadable::Machine(error.into()))?;
    if bytes.len() > MOST_TEXT {
        return Err(Unreadable::Form);
    }
    let mut sent = Sent::default();
    for pair in bytes.split(|byte| *byte == b'&').take(MOST_PARTS) {
        let mut halves = pair.splitn(2, |byte| *byte == b'=');
        let name = decoded(halves.next().unwrap_or_default());
        let value = decoded(halves.next().unwrap_or_default());
        sent.add(&String::from_utf8_lossy(&name), &value);
    }
    Ok(sent)
}

/// A name or value of a form or a query: `+` is a space, `%C3` a byte.
pub fn decoded(text: &[u8]) -> Vec<u8> {
    let digit = |byte: Option<&u8>| byte.and_then(|byte| char::from(*byte).to_digit(16));
    let mut bytes = Vec::with_capacity(text.len());
    let mut at = 0;
    while let Some(byte) = text.get(at) {
        match (byte, digit(text.get(at + 1)), digit(text.get(at + 2))) {
            (b'+', _, _) => bytes.push(b' '),
            (b'%', Some(high), Some(low)) => {
                bytes.push((high * 16 + low) as u8);
                at += 2;
            }
            _ => bytes.push(*byte),
        }
        at += 1;
    }
    bytes
}

async fn multipart(
    body: &mut (dyn Read + Send),
    boundary: String,
    recipients: Option<&Recipients>,
    scanner: Option<&Scanner>,
) -> Result<Sent, Unreadable> {
    let mut form = multer::Multipart::new(Chunks::new(body), boundary);
    let mut sent = Sent::default();
    let round = scanner.map(Scanner::round);
    let (mut parts, mut text, mut bytes) = (0, 0, 0);
    while let Some(mut field) = form.next_field().await.map_err(|_| Unreadable::Form)? {
        parts += 1;
        if parts > MOST_PARTS {
            return Err(Unreadable::Form);
        }
        let name = field.name().unwrap_or_default().to_owned();
        match (field.file_name().map(file_name), recipients) {
            (Some(file_name), Some(recipients)) if name == "anlage" => {
                let fault =
                    match take_file(&mut field, file_name, recipients, round.as_ref()).await? {
                        Taken::Nothing => continue,
                        Taken::File(file) => {
                            bytes += file.attachment.size;
                            sent.files.push(file);
                            let is_much = sent.files.len() > MOST_FILES || bytes > MOST_FILES_BYTES;
                            is_much.then_some("file_many")
                        }
                        Taken::Infected(name) => {
                            sent.infected.push(name);
                            None
                        }
                        Taken::Fault(fault) => Some(fault),
                    };
                if let Some(fault) = fault {
                    sent.faults.insert(name, fault);
                }
                if !sent.infected.is_empty() {
                    sent.faults.insert("anlage".to_owned(), "file_virus");
                }
                if bytes > MOST_FILES_BYTES {
                    return Ok(sent);
                }
            }
            _ => {
                let mut value = Vec::new();
                while let Some(chunk) = field.chunk().await.map_err(|_| Unreadable::Form)? {
                    text += chunk.len();
                    if text > MOST_TEXT {
                        return Err(Unreadable::Form);
                    }
                    value.extend_from_slice(&chunk);
                }
                sent.add(&name, &value);
            }
        }
    }
    Ok(sent)
}

enum Taken {
    Nothing,
    File(SealedFile),
    /// The virus scanner found something in the one of this name.
    Infected(String),
    Fault(&'static str),
}

/// Seals an attachment while it is read. One that may not be attached is read to its end, so that
/// the fields behind it come back to their sender.
async fn take_file(
    field: &mut multer::Field<'_>,
    name: String,
    recipients: &Recipients,
    round: Option<&Round<'_>>,
) -> Result<Taken, Unreadable> {
    let machine = |error: io::Error| Unreadable::Machine(error.into());
    let file = tempfile::tempfile().map_err(machine)?;
    let mut seal = recipients.seal(file).map_err(Unreadable::Machine)?;
    let mut scan = round.map(Round::begin);
    let (mut start, mut hash, mut size) = (Vec::new(), Sha256::new(), 0_u64);
    while let Some(chunk) = field.chunk().await.map_err(|_| Unreadable::Form)? {
        size += chunk.len() as u64;
        if size > MOST_FILE {
            continue;
        }
        let looked_at = LOOKED_AT.saturating_sub(start.len()).min(chunk.len());
        start.extend_from_slice(&chunk[..looked_at]);
        hash.update(&chunk);
        seal.write_all(&chunk).map_err(machine)?;
        if let Some(scan) = &mut scan {
            scan.add(&chunk);
        }
    }
    let media = match media(&start) {
        _ if size > MOST_FILE => return Ok(Taken::Fault("file_large")),
        _ if size == 0 && name.is_empty() => return Ok(Taken::Nothing),
        _ if size == 0 => return Ok(Taken::Fault("file_empty")),
        None => return Ok(Taken::Fault("file_kind")),
        Some(media) => media.to_owned(),
    };
    let verdict = scan.map(Scan::finish);
    if verdict == Some(Verdict::Infected) {
        return Ok(Taken::Infected(name));
    }
    Ok(Taken::File(SealedFile {
        attachment: Attachment {
            name,
            media,
            size,
            sha256: hex(&hash.finalize()),
            is_unscanned: verdict == Some(Verdict::Unknown),
        },
        sealed: seal.finish().map_err(machine)?,
    }))
}

/// The name of a file as its sender called it, for people: without the folders some browsers send,
/// without control characters, not too long.
fn file_name(sent: &str) -> String {
    let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    let letters = last.chars().filter(|letter| !letter.is_control()).nfc();
    letters.take(120).collect()
}

/// A reader as a stream that pauses after each chunk: without the pause the form's reader takes
/// the whole body into memory.
struct Chunks<'a> {
    reader: &'a mut (dyn Read + Send),
    is_pausing: bool,
}

impl<'a> Chunks<'a> {
    fn new(reader: &'a mut (dyn Read + Send)) -> Self {
        Self {
            reader,
            is_pausing: false,
        }
    }
}

impl Stream for Chunks<'_> {
    type Item = io::Result<Vec<u8>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.is_pausing = !self.is_pausing;
        if !self.is_pausing {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        let mut chunk = vec![0; 64 * 1024];
        Poll::Ready(match self.reader.read(&mut chunk) {
            Ok(0) => None,
            Ok(count) => {
                chunk.truncate(count);
                Some(Ok(chunk))
            }
            Err(error) => Some(Err(error)),
        })
    }
}
