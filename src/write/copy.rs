//! Single files: compared, copied, linked, written.

use crate::finding::both;
use anyhow::{Context, Result};
use std::fs::{self, File, Metadata};
use std::io::{self, ErrorKind, Read, Write};
use std::path::Path;

/// Files are compared in pieces of 64 KiB.
const PIECE: usize = 64 << 10;

/// Links a file; false where the file system cannot.
pub fn link(old: &Path, path: &Path) -> bool {
    fs::hard_link(old, path).is_ok()
}

/// Copies a file, or links the old one that has the same bytes; gives its size. The kernel
/// copies, without bytes passing through here, and shares the blocks where the file system can.
/// The source itself is never linked: whoever edits it in place would edit the site.
///
/// # Errors
/// If the machine fails; a full disk is named.
pub fn copy_or_link(from: &Path, path: &Path, old: Option<&Path>) -> Result<u64> {
    let is_same = |old: &&Path| is_copy(old, from).unwrap_or(false);
    if let Some(old) = old.filter(is_same)
        && fs::hard_link(old, path).is_ok()
    {
        return Ok(fs::metadata(path)
            .with_context(|| path.display().to_string())?
            .len());
    }
    let copy = || io::copy(&mut File::open(from)?, &mut File::create(path)?);
    copy().map_err(|error| told(error, path))
}

/// Whether a file is an ordinary one that holds these bytes.
///
/// # Errors
/// If it cannot be read.
pub fn holds(file: &Path, bytes: &[u8]) -> io::Result<bool> {
    let known = fs::symlink_metadata(file)?;
    if !known.is_file() || known.len() != bytes.len() as u64 {
        return Ok(false);
    }
    let mut written = Vec::with_capacity(bytes.len() + 1);
    File::open(file)?
        .take(known.len() + 1)
        .read_to_end(&mut written)?;
    Ok(written == bytes)
}

/// Whether a file is an ordinary one with the bytes of another.
fn is_copy(file: &Path, other: &Path) -> io::Result<bool> {
    let known = fs::symlink_metadata(file)?;
    if !known.is_file() || known.len() != fs::metadata(other)?.len() {
        return Ok(false);
    }
    let (mut one, mut two) = (File::open(file)?, File::open(other)?);
    let (mut left, mut right) = (vec![0; PIECE], vec![0; PIECE]);
    let mut rest = known.len();
    while rest > 0 {
        let count = usize::try_from(rest).unwrap_or(PIECE).min(PIECE);
        one.read_exact(&mut left[..count])?;
        two.read_exact(&mut right[..count])?;
        if left[..count] != right[..count] {
            return Ok(false);
        }
        rest -= count as u64;
    }
    Ok(true)
}

/// Gives a file the time of the one it stands for, where links are not possible.
///
/// # Errors
/// If the machine fails.
pub fn keep_time(old: &Path, path: &Path) -> Result<()> {
    let keep = || {
        let time = fs::metadata(old)?.modified()?;
        File::options().write(true).open(path)?.set_modified(time)
    };
    keep().with_context(|| path.display().to_string())
}

/// Writes a file, and gives what the system tells of it.
///
/// # Errors
/// If the machine fails; a full disk is named.
pub fn put(path: &Path, bytes: &[u8]) -> Result<Metadata> {
    let put = || {
        let mut file = File::create(path)?;
        file.write_all(bytes)?;
        file.metadata()
    };
    put().map_err(|error| told(error, path))
}

/// Says what a full disk means for the site.
pub fn told(error: io::Error, path: &Path) -> anyhow::Error {
    let is_full = matches!(
        error.kind(),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded
    );
    let failed = anyhow::Error::new(error).context(format!("write {}", path.display()));
    if is_full {
        return failed.context(both(
            "Der Datenträger ist voll; die alte Site steht unverändert",
            "the disk is full; the old site stands unchanged",
        ));
    }
    failed
}
