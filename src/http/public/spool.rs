//! A body on its way in: small ones in memory, large ones on disk, sealed with a key that only
//! this process has, so that a stolen disk tells nothing even of what was never finished.

use age::stream::StreamWriter;
use age::x25519;
use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom, Write};

/// A longer body goes to disk.
const MOST_IN_MEMORY: u64 = 128 * 1024;
/// So much of its beginning stays in memory. Where the disk is full, its sender gets back what she
/// typed, for fields come before attachments.
const START: usize = 32 * 1024;

/// A whole body.
pub(super) struct Spool(Kept);

enum Kept {
    Memory(Vec<u8>),
    Disk(File, x25519::Identity),
    /// The beginning of one whose rest is not here.
    Cut(Vec<u8>, Why),
}

/// Why the rest of a body is not here.
#[derive(Debug, Clone, Copy)]
enum Why {
    /// The disk did not take it.
    Disk,
    /// It is longer than may be sent.
    Large,
}

impl Default for Spool {
    fn default() -> Self {
        Self(Kept::Memory(Vec::new()))
    }
}

impl Spool {
    /// The bytes from the beginning; an error where the rest is not here: of the kind
    /// [`io::ErrorKind::FileTooLarge`] where it was too long.
    pub fn read(self) -> io::Result<Box<dyn Read + Send>> {
        match self.0 {
            Kept::Memory(bytes) => Ok(Box::new(Cursor::new(bytes))),
            Kept::Disk(mut file, key) => {
                file.seek(SeekFrom::Start(0))?;
                let decryptor = age::Decryptor::new(file).map_err(io::Error::other)?;
                let reader = decryptor.decrypt(std::iter::once(&key as &dyn age::Identity));
                Ok(Box::new(reader.map_err(io::Error::other)?))
            }
            Kept::Cut(start, why) => Ok(Box::new(Cursor::new(start).chain(Cut(why)))),
        }
    }
}

/// What follows the beginning of a body that was cut.
struct Cut(Why);

impl Read for Cut {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(match self.0 {
            Why::Disk => io::Error::other("the disk did not take a large body"),
            Why::Large => io::ErrorKind::FileTooLarge.into(),
        })
    }
}

/// A body that is not whole yet.
pub(super) struct Filling(To);

enum To {
    Memory(Vec<u8>),
    Disk(Box<Disk>),
    Cut(Vec<u8>, Why),
}

/// One that goes to disk, and its beginning.
struct Disk {
    writer: StreamWriter<File>,
    key: x25519::Identity,
    start: Vec<u8>,
}

impl Disk {
    fn new() -> io::Result<Self> {
        let key = x25519::Identity::generate();
        let recipient = key.to_public();
        let recipients = std::iter::once(&recipient as &dyn age::Recipient);
        let encryptor = age::Encryptor::with_recipients(recipients).map_err(io::Error::other)?;
        let writer = encryptor.wrap_output(tempfile::tempfile()?)?;
        let start = Vec::new();
        Ok(Self { writer, key, start })
    }
}

/// Adds what still belongs to the beginning.
fn add_start(start: &mut Vec<u8>, bytes: &[u8]) {
    let missing = START.saturating_sub(start.len()).min(bytes.len());
    start.extend_from_slice(&bytes[..missing]);
}

impl Filling {
    /// For a body of a known length, of which so much may be sent.
    pub fn new(length: u64, most: u64) -> Self {
        Self(match length {
            _ if length > most => To::Cut(Vec::new(), Why::Large),
            ..=MOST_IN_MEMORY => To::Memory(Vec::new()),
            _ => match Disk::new() {
                Ok(disk) => To::Disk(Box::new(disk)),
                Err(_) => To::Cut(Vec::new(), Why::Disk),
            },
        })
    }

    /// Whether what comes takes room on disk.
    pub fn is_on_disk(&self) -> bool {
        matches!(self.0, To::Disk(_))
    }

    /// Adds what came.
    pub fn add(&mut self, bytes: &[u8]) {
        match &mut self.0 {
            To::Memory(memory) => memory.extend_from_slice(bytes),
            To::Cut(start, _) => add_start(start, bytes),
            To::Disk(disk) => {
                add_start(&mut disk.start, bytes);
                if disk.writer.write_all(bytes).is_err() {
                    // The file goes at once, and its room with it.
                    self.0 = To::Cut(std::mem::take(&mut disk.start), Why::Disk);
                }
            }
        }
    }

    /// It is whole.
    pub fn finish(self) -> Spool {
        Spool(match self.0 {
            To::Memory(memory) => Kept::Memory(memory),
            To::Cut(start, why) => Kept::Cut(start, why),
            To::Disk(disk) => match disk.writer.finish() {
                Ok(file) => Kept::Disk(file, disk.key),
                Err(_) => Kept::Cut(disk.start, Why::Disk),
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_comes_back_and_cannot_be_read_on_disk() {
        for length in [10, 3_000_000] {
            let bytes: Vec<u8> = (0..length).map(|at: u32| b'a' + (at % 26) as u8).collect();
            let mut filling = Filling::new(bytes.len() as u64, u64::MAX);
            for piece in bytes.chunks(1000) {
                filling.add(piece);
            }
            let mut spool = filling.finish();
            if let Kept::Disk(file, _) = &mut spool.0 {
                let mut raw = Vec::new();
                file.seek(SeekFrom::Start(0)).unwrap();
                file.read_to_end(&mut raw).unwrap();
                assert!(!raw.windows(26).any(|window| window == &bytes[..26]));
            }
            let mut again = Vec::new();
            spool.read().unwrap().read_to_end(&mut again).unwrap();
            assert_eq!(again, bytes);
        }
    }
    #[test]
    fn of_a_body_that_is_too_long_the_beginning_is_read_and_then_said_so() {
        let mut filling = Filling::new(100_000, 99_999);
        assert!(!filling.is_on_disk());
        for _ in 0..10 {
            filling.add(&[b'x'; 10_000]);
        }
        let mut start = Vec::new();
        let read = filling.finish().read().unwrap().read_to_end(&mut start);
        assert_eq!(read.unwrap_err().kind(), io::ErrorKind::FileTooLarge);
        assert_eq!(start, [b'x'; START]);
    }
}
