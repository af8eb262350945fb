//! A body on its way in: small ones in memory, large ones on disk, sealed with a key that only
//! this process has, so that a stolen disk tells nothing even of what was never finished.

use age::stream::StreamWriter;
use age::x25519;
use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom, Write};

/// A longer body goes to disk.
const MOST_IN_MEMORY: u64 = 128 * 1024;

/// A whole body.
pub(super) struct Spool(Kept);

enum Kept {
    Memory(Vec<u8>),
    Disk(File, x25519::Identity),
}

impl Default for Spool {
    fn default() -> Self {
        Self(Kept::Memory(Vec::new()))
    }
}

impl Spool {
    /// The bytes from the beginning.
    pub fn read(self) -> io::Result<Box<dyn Read + Send>> {
        match self.0 {
            Kept::Memory(bytes) => Ok(Box::new(Cursor::new(bytes))),
            Kept::Disk(mut file, key) => {
                file.seek(SeekFrom::Start(0))?;
                let decryptor = age::Decryptor::new(file).map_err(io::Error::other)?;
                let reader = decryptor.decrypt(std::iter::once(&key as &dyn age::Identity));
                Ok(Box::new(reader.map_err(io::Error::other)?))
            }
        }
    }
}

/// A body that is not whole yet.
pub(super) struct Filling(To);

enum To {
    Memory(Vec<u8>),
    Disk(Box<StreamWriter<File>>, x25519::Identity),
}

impl Filling {
    /// For a body of a known length.
    pub fn new(length: u64) -> io::Result<Self> {
        if length <= MOST_IN_MEMORY {
            return Ok(Self(To::Memory(Vec::new())));
        }
        let key = x25519::Identity::generate();
        let recipient = key.to_public();
        let recipients = std::iter::once(&recipient as &dyn age::Recipient);
        let encryptor = age::Encryptor::with_recipients(recipients).map_err(io::Error::other)?;
        let writer = encryptor.wrap_output(tempfile::tempfile()?)?;
        Ok(Self(To::Disk(Box::new(writer), key)))
    }

    /// Adds what came.
    pub fn add(&mut self, bytes: &[u8]) -> io::Result<()> {
        match &mut self.0 {
            To::Memory(memory) => memory.extend_from_slice(bytes),
            To::Disk(writer, _) => writer.write_all(bytes)?,
        }
        Ok(())
    }

    /// It is whole.
    pub fn finish(self) -> io::Result<Spool> {
        Ok(Spool(match self.0 {
            To::Memory(memory) => Kept::Memory(memory),
            To::Disk(writer, key) => Kept::Disk(writer.finish()?, key),
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_comes_back_and_cannot_be_read_on_disk() {
        for length in [10, 3_000_000] {
            let bytes: Vec<u8> = (0..length).map(|at: u32| b'a' + (at % 26) as u8).collect();
            let mut filling = Filling::new(bytes.len() as u64).unwrap();
            for piece in bytes.chunks(1000) {
                filling.add(piece).unwrap();
            }
            let mut spool = filling.finish().unwrap();
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
}
