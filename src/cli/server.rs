//! What the commands around statements share: clock, random numbers, files.

use crate::finding::{Language, both};
use crate::inbox::Trouble;
use anyhow::{Context, Result, anyhow, bail};
use jiff::Timestamp;
use std::io::{ErrorKind, Read, Write};
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

/// The most bytes of a key, a token, a certificate, a letter.
const SMALL: u64 = 4 << 20;
/// The most bytes of what a build wrote, of an attachment, of a table or mailbox.
pub const LARGE: u64 = 512 << 20;

/// The bytes of a file that is no longer than this; a device may have no end.
///
/// # Errors
/// If it cannot be read or is longer.
pub fn bytes_within(path: &Path, most: u64) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(|why| unread(path, why))?;
    let read = file.take(most + 1).read_to_end(&mut bytes);
    read.map_err(|why| unread(path, why))?;
    if bytes.len() as u64 > most {
        bail!(
            "{}: {}",
            path.display(),
            both(
                format!("größer als {} MB, das kann nicht gemeint sein", most >> 20),
                format!("larger than {} MB, that cannot be meant", most >> 20)
            )
        );
    }
    Ok(bytes)
}

/// What somebody is told who named a file that cannot be read.
fn unread(path: &Path, why: std::io::Error) -> anyhow::Error {
    let place = path.display();
    let told = match why.kind() {
        ErrorKind::NotFound => both("gibt es nicht", "does not exist"),
        ErrorKind::IsADirectory => {
            both("ist ein Ordner und keine Datei", "is a folder and no file")
        }
        ErrorKind::PermissionDenied => both("dürfen Sie nicht lesen", "you may not read it"),
        _ => return anyhow::Error::new(why).context(place.to_string()),
    };
    anyhow!("{place}: {told}")
}

/// The text of a small file.
///
/// # Errors
/// If it cannot be read, is long, or is no text in UTF-8.
pub fn text_of(path: &Path) -> Result<String> {
    let text = String::from_utf8(bytes_within(path, SMALL)?).ok();
    text.with_context(|| {
        format!(
            "{}: {}",
            path.display(),
            both(
                "kein Text in UTF-8. Speichern Sie die Datei als „UTF-8“",
                "no text in UTF-8. Save the file as “UTF-8”"
            )
        )
    })
}

/// What somebody is told whose store cannot do what it was asked, and what helps. Other errors stay as
/// they are.
pub fn told(error: anyhow::Error, path: &Path, language: Language) -> anyhow::Error {
    let (de, en, why) = match error.downcast_ref::<Trouble>() {
        None => return error,
        Some(Trouble::Beside(why)) => return anyhow!("{} ({why})", no_room(language)),
        Some(Trouble::Broken(why)) => (
            "Das ist kein Speicher dieses Programms, oder er ist beschädigt, oder eine neuere Fassung des Programms hat ihn angelegt. Nennen Sie einen anderen, oder legen Sie eine Sicherung zurück",
            "This is no store of this program, or it is damaged, or a newer version of the program made it. Name another one, or put a backup back",
            why,
        ),
        Some(Trouble::Away(why)) => (
            "Der Speicher lässt sich gerade nicht benutzen. Prüfen Sie, ob er da ist, ob Sie dort lesen und schreiben dürfen, und ob ein anderes Programm ihn festhält",
            "The store cannot be used just now. Check whether it is there, whether you may read and write there, and whether another program holds it",
            why,
        ),
        Some(Trouble::Down(why)) => (
            "Der Speicher konnte nicht geschrieben werden. Prüfen Sie, ob auf dem Datenträger noch Platz ist",
            "The store could not be written. Check whether there is room left on the disk",
            why,
        ),
    };
    anyhow!("{}: {} ({why})", path.display(), words(language, de, en))
}

/// What somebody is told whose files on their way cannot be read or written.
pub fn no_room(language: Language) -> &'static str {
    words(
        language,
        "Auf diesem Rechner lässt sich eine Datei nicht schreiben oder lesen. Prüfen Sie, ob im Ordner für Zwischendateien (TMPDIR) und dort, wohin geschrieben wird, noch Platz ist",
        "A file cannot be written or read on this computer. Check whether there is room left in the folder for temporary files (TMPDIR) and where it is written to",
    )
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
    let mut file = options.open(path).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => {
            let what = both(
                "gibt es schon und wird nicht überschrieben. Nennen Sie eine andere Datei",
                "exists and is not overwritten. Name another file",
            );
            anyhow!("{}: {what}", path.display())
        }
        _ => anyhow::Error::new(error).context(path.display().to_string()),
    })?;
    file.write_all(text.as_bytes())?;
    file.sync_all().with_context(|| path.display().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_stores_trouble_names_the_store() {
        let path = Path::new("eingang.sqlite");
        let said = |trouble: Trouble| told(trouble.into(), path, Language::German).to_string();
        assert!(said(Trouble::Down("full".to_owned())).starts_with("eingang.sqlite: "));
        let beside = said(Trouble::Beside("full".to_owned()));
        assert!(
            beside.contains("TMPDIR") && !beside.contains("sqlite"),
            "{beside}"
        );
    }
}
