//! What was sent: the fields of a form and its attachments, read within limits. Attachments are
//! sealed while they are read; nothing of them is ever on disk in the clear.

use crate::inbox::seal::Recipients;
use crate::inbox::statement::{Attachment, hex, is_blank};
use crate::intake::media::{LOOKED_AT, media};
use crate::intake::scan::{Round, Scan, Scanner, Verdict};
use anyhow::Result;
use futures_util::Stream;
use memchr::memchr2;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read, Write};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// Most bytes of all fields but attachments.
const MOST_TEXT: usize = 1 << 20;
/// Most bytes of a form that has no attachments.
const MOST_ENCODED: usize = 4 << 20;
/// Most forms without attachments are no longer.
const USUAL: usize = 8 << 10;
/// Most parts of a form that are no attachments.
const MOST_PARTS: usize = 100;
/// Most attachments.
const MOST_FILES: usize = 20;
/// Most bytes of one attachment.
const MOST_FILE: u64 = crate::render::form::LARGEST_FILE;
/// Most bytes of all attachments.
const MOST_FILES_BYTES: u64 = 50 << 20;

/// The virus scanner found something in an attachment.
pub const INFECTED: &str = "file_virus";

/// What was sent.
#[derive(Debug, Default)]
pub struct Sent {
    /// The fields that are not empty: in NFC, lines ended by `\n`, without white space around.
    pub fields: BTreeMap<String, String>,
    /// The attachments.
    pub files: Vec<SealedFile>,
    /// The attachments that are not taken, by what is wrong with them, with the names of the first.
    pub refused: BTreeMap<&'static str, Vec<String>>,
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

/// Why what was sent cannot be read, or not all of it.
#[derive(Debug)]
pub enum Unreadable {
    /// It is no form, or it breaks off.
    Form,
    /// There is more than is taken, and the faults say of what. What could be read comes back to its
    /// sender.
    Large(Sent),
    /// The machine failed; the sender is not to blame. What could be read comes back to her.
    Machine(anyhow::Error, Sent),
}

impl Sent {
    /// A field, empty where it was not filled in.
    pub fn field(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", String::as_str)
    }

    /// Notes an attachment that is not taken. A form with thousands is not answered with all their names.
    fn refuse(&mut self, fault: &'static str, file: String) {
        let files = self.refused.entry(fault).or_default();
        if files.len() < MOST_FILES && !file.is_empty() {
            files.push(file);
        }
    }

    /// Whether there is more to read than is taken.
    fn is_long(&self) -> bool {
        self.fields.values().map(String::len).sum::<usize>() > MOST_TEXT
    }

    fn add(&mut self, name: &str, bytes: &[u8]) {
        let text = String::from_utf8_lossy(bytes);
        if text.contains('\u{fffd}') {
            self.faults.insert(name.to_owned(), "charset");
        }
        let text = settled(text);
        let text = text.trim();
        if is_blank(text) {
            return;
        }
        match self.fields.get_mut(name) {
            None => drop(self.fields.insert(name.to_owned(), text.to_owned())),
            // Nothing of what somebody says is dropped; of everything else the first counts.
            Some(before) if name == "text" && !says(before, text) => {
                before.push_str(&format!("\n\n{text}"));
            }
            Some(_) => {}
        }
    }
}

/// A text with lines that end alike, without what would command a terminal, and with composed letters (NFC).
fn settled(mut text: Cow<'_, str>) -> Cow<'_, str> {
    if text.contains('\r') {
        text = text.replace("\r\n", "\n").into();
    }
    let stays = |letter: char| !letter.is_control() || "\n\t".contains(letter);
    if text.chars().all(stays) && is_nfc(&text) {
        return text;
    }
    let letters = text.chars().filter(|letter| stays(*letter)).nfc();
    letters.collect::<String>().into()
}

/// Whether a text says these paragraphs already.
fn says(text: &str, paragraphs: &str) -> bool {
    format!("\n\n{text}\n\n").contains(&format!("\n\n{paragraphs}\n\n"))
}

/// Reads a form of either kind.
///
/// # Errors
/// If it is neither, breaks off, or cannot be sealed or read on this machine.
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
    let mut bytes = Vec::with_capacity(USUAL);
    // A letter may come as twelve: `%F0%9F%8C%B3`.
    let read = body.take(MOST_ENCODED as u64 + 1).read_to_end(&mut bytes);
    let mut sent = Sent::default();
    let mut pairs = bytes.split(|byte| *byte == b'&');
    for pair in pairs.by_ref().take(MOST_PARTS) {
        let mut halves = pair.splitn(2, |byte| *byte == b'=');
        let name = decoded(halves.next().unwrap_or_default());
        let value = decoded(halves.next().unwrap_or_default());
        sent.add(&String::from_utf8_lossy(&name), &value);
    }
    match read {
        Err(error) => Err(broken_off(error, sent)),
        Ok(_) if bytes.len() > MOST_ENCODED || pairs.next().is_some() || sent.is_long() => {
            Err(large(sent, "text", "too_long"))
        }
        Ok(_) => Ok(sent),
    }
}

/// Why a body ended before its end.
fn broken_off(error: io::Error, sent: Sent) -> Unreadable {
    match error.kind() {
        // Only attachments make so much.
        io::ErrorKind::FileTooLarge => large(sent, "anlage", "file_many"),
        _ => Unreadable::Machine(error.into(), sent),
    }
}

/// There is too much in a field, if nothing else is wrong with it.
fn large(mut sent: Sent, field: &str, fault: &'static str) -> Unreadable {
    sent.faults.entry(field.to_owned()).or_insert(fault);
    Unreadable::Large(sent)
}

/// A name or value of a form or a query: `+` is a space, `%C3` a byte.
pub fn decoded(text: &[u8]) -> Vec<u8> {
    let digit = |byte: Option<&u8>| byte.and_then(|byte| char::from(*byte).to_digit(16));
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr2(b'+', b'%', rest) {
        bytes.extend_from_slice(&rest[..at]);
        let (byte, length) = match (rest[at], digit(rest.get(at + 1)), digit(rest.get(at + 2))) {
            (b'%', Some(high), Some(low)) => ((high * 16 + low) as u8, 3),
            (b'%', ..) => (b'%', 1),
            _ => (b' ', 1),
        };
        bytes.push(byte);
        rest = &rest[at + length..];
    }
    bytes.extend_from_slice(rest);
    bytes
}

async fn multipart(
    body: &mut (dyn Read + Send),
    boundary: String,
    recipients: Option<&Recipients>,
    scanner: Option<&Scanner>,
) -> Result<Sent, Unreadable> {
    let broken = Broken::default();
    let mut form = multer::Multipart::new(Chunks::new(body, broken.clone()), boundary);
    let mut reading = Reading::default();
    let end = reading.read(&mut form, recipients, scanner).await;
    let broken = broken.lock().unwrap_or_else(PoisonError::into_inner).take();
    let sent = reading.sent;
    match (end, broken, reading.trouble) {
        (_, Some(broken), _) => Err(broken_off(broken, sent)),
        (_, None, Some(trouble)) => Err(Unreadable::Machine(trouble, sent)),
        (Err(_), ..) => Err(Unreadable::Form),
        (Ok(()), ..) if reading.is_large => Err(large(sent, "text", "too_long")),
        (Ok(()), ..) => Ok(sent),
    }
}

/// A form in parts, as far as it was read.
#[derive(Default)]
struct Reading {
    sent: Sent,
    /// Bytes of all fields but attachments.
    text: usize,
    /// Bytes of all attachments.
    bytes: u64,
    /// More came than is taken. The rest is read to its end and forgotten, so that the fields behind it
    /// come back to their sender.
    is_large: bool,
    /// Why an attachment could not be sealed.
    trouble: Option<anyhow::Error>,
}

impl Reading {
    async fn read(
        &mut self,
        form: &mut multer::Multipart<'_>,
        recipients: Option<&Recipients>,
        scanner: Option<&Scanner>,
    ) -> Result<(), multer::Error> {
        let round = scanner.map(Scanner::round);
        let mut fields = 0;
        while let Some(mut field) = form.next_field().await? {
            let name = field.name().unwrap_or_default().to_owned();
            match (field.file_name().map(file_name), recipients) {
                (Some(file), _) if !self.has_room() => self.sent.refuse("file_many", file),
                (Some(file), Some(recipients)) if name == "anlage" => {
                    let taken = take_file(&mut field, file, recipients, round.as_ref()).await?;
                    self.add_file(taken);
                }
                _ if fields == MOST_PARTS => self.is_large = true,
                _ => {
                    fields += 1;
                    self.add_field(&name, &mut field).await?;
                }
            }
        }
        Ok(())
    }

    /// Whether one more attachment may come.
    fn has_room(&self) -> bool {
        self.sent.files.len() < MOST_FILES && self.bytes <= MOST_FILES_BYTES
    }

    async fn add_field(
        &mut self,
        name: &str,
        field: &mut multer::Field<'_>,
    ) -> Result<(), multer::Error> {
        let mut value = Vec::new();
        while let Some(chunk) = field.chunk().await? {
            let room = MOST_TEXT.saturating_sub(self.text).min(chunk.len());
            value.extend_from_slice(&chunk[..room]);
            self.text += room;
            self.is_large |= room < chunk.len();
        }
        if self.is_large
            && let Err(error) = std::str::from_utf8(&value)
            && error.error_len().is_none()
        {
            // The cut went through a letter.
            value.truncate(error.valid_up_to());
        }
        self.sent.add(name, &value);
        Ok(())
    }

    fn add_file(&mut self, taken: Taken) {
        match taken {
            Taken::Nothing => {}
            Taken::File(file) => {
                self.bytes += file.attachment.size;
                if self.bytes > MOST_FILES_BYTES {
                    let name = file.attachment.name.clone();
                    self.sent.refuse("file_many", name);
                }
                self.sent.files.push(file);
            }
            Taken::Fault(fault, name) => self.sent.refuse(fault, name),
            Taken::Trouble(trouble) => self.trouble = Some(trouble),
        }
    }
}

enum Taken {
    Nothing,
    File(SealedFile),
    /// It is not taken: what is wrong with it, and its name.
    Fault(&'static str, String),
    Trouble(anyhow::Error),
}

/// Seals an attachment while it is read. One that may not be attached or cannot be sealed is read
/// to its end, so that the fields behind it come back to their sender.
async fn take_file(
    field: &mut multer::Field<'_>,
    name: String,
    recipients: &Recipients,
    round: Option<&Round<'_>>,
) -> Result<Taken, multer::Error> {
    let file = tempfile::tempfile().map_err(anyhow::Error::from);
    let mut seal = file.and_then(|file| recipients.seal(file));
    let mut scan = round.map(Round::begin);
    let (mut start, mut hash, mut size) = (Vec::new(), Sha256::new(), 0_u64);
    while let Some(chunk) = field.chunk().await? {
        size += chunk.len() as u64;
        if size > MOST_FILE {
            continue;
        }
        let looked_at = LOOKED_AT.saturating_sub(start.len()).min(chunk.len());
        start.extend_from_slice(&chunk[..looked_at]);
        hash.update(&chunk);
        seal = seal.and_then(|mut seal| {
            seal.write_all(&chunk)?;
            Ok(seal)
        });
        if let Some(scan) = &mut scan {
            scan.add(&chunk);
        }
    }
    let media = match media(&start) {
        _ if size > MOST_FILE => return Ok(Taken::Fault("file_large", name)),
        _ if size == 0 && name.is_empty() => return Ok(Taken::Nothing),
        _ if size == 0 => return Ok(Taken::Fault("file_empty", name)),
        None => return Ok(Taken::Fault("file_kind", name)),
        Some(media) => media.to_owned(),
    };
    let verdict = scan.map(Scan::finish);
    if verdict == Some(Verdict::Infected) {
        return Ok(Taken::Fault(INFECTED, name));
    }
    let sealed = seal.and_then(|seal| Ok(seal.finish()?));
    Ok(sealed.map_or_else(Taken::Trouble, |sealed| {
        Taken::File(SealedFile {
            attachment: Attachment {
                name,
                media,
                size,
                sha256: hex(&hash.finalize()),
                is_unscanned: verdict == Some(Verdict::Unknown),
            },
            sealed,
        })
    }))
}

/// The name of a file as its sender called it, for people: without the folders some browsers send,
/// without control characters, not too long.
fn file_name(sent: &str) -> String {
    let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    let letters = last.chars().filter(|letter| !letter.is_control()).nfc();
    letters.take(120).collect()
}

/// Why a body could not be read to its end.
type Broken = Arc<Mutex<Option<io::Error>>>;

/// A reader as a stream that pauses after each chunk: without the pause the form's reader takes
/// the whole body into memory. Where it breaks it ends and says so elsewhere, because the form's
/// reader would forget what came before.
struct Chunks<'a> {
    reader: &'a mut (dyn Read + Send),
    is_pausing: bool,
    broken: Broken,
}

impl<'a> Chunks<'a> {
    fn new(reader: &'a mut (dyn Read + Send), broken: Broken) -> Self {
        Self {
            reader,
            is_pausing: false,
            broken,
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
            Err(error) => {
                *self.broken.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
                None
            }
        })
    }
}
