//! What the commands around statements share: clock, random numbers, files.

use crate::finding::Language;
use anyhow::{Context, Result};
use jiff::Timestamp;
use std::io::Write;
use std::path::Path;

/// A sentence in the language of the output.
pub fn words(language: Language, de: &'static str, en: &'static str) -> &'static str {
    match language {
        Language::German => de,
        Language::English => en,
    }
}

/// Now.
pub fn now() -> Timestamp {
    #[expect(clippy::disallowed_methods, reason = "cli reads the clock")]
    let now = Timestamp::now();
    now
}

/// Random bytes.
///
/// # Errors
/// If the system has none.
pub fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).context("random numbers")?;
    Ok(bytes)
}

/// The bytes of a file.
///
/// # Errors
/// If it cannot be read.
pub fn bytes_of(path: &Path) -> Result<Vec<u8>> {
    #[expect(
        clippy::disallowed_methods,
        reason = "keys and what a build wrote, for the endpoint"
    )]
    let bytes = std::fs::read(path);
    bytes.with_context(|| path.display().to_string())
}

/// The text of a file.
///
/// # Errors
/// If it cannot be read or is no text.
pub fn text_of(path: &Path) -> Result<String> {
    String::from_utf8(bytes_of(path)?).with_context(|| path.display().to_string())
}

/// Writes a new file that only its owner may read.
///
/// # Errors
/// If it exists or cannot be written.
pub fn write_secret(path: &Path, text: &str) -> Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options
        .open(path)
        .with_context(|| path.display().to_string())?;
    file.write_all(text.as_bytes())?;
    file.sync_all().with_context(|| path.display().to_string())
}
