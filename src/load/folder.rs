//! Walks the portal's folder without ever leaving it, and reads texts within limits.
//!
//! What a file means is left to others; here is only which files there are.

use std::borrow::Cow;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use unicode_normalization::{UnicodeNormalization, is_nfc};
use walkdir::{DirEntry, WalkDir};

use crate::finding::{File, Finding, Findings, Kind, Level, Place, say};
use crate::load::slug::plain_letters;

/// Symbolic links would let a page show what lies outside the portal's folder.
pub static SYMLINK: Kind = Kind {
    id: "FIL-001",
    level: Level::Error,
    title_de: "Keine Verknüpfungen (Symlinks) im Inhaltsordner",
    title_en: "No symbolic links in the content folder",
    convention: false,
};

/// A folder too deep or too full to be one that people made.
pub static TOO_MUCH: Kind = Kind {
    id: "FIL-002",
    level: Level::Error,
    title_de: "Der Inhaltsordner bleibt in den Grenzen für Tiefe und Zahl der Dateien",
    title_en: "The content folder stays within the limits of depth and number of files",
    convention: false,
};

/// A name that no address can be made of.
pub static NAME_NOT_TEXT: Kind = Kind {
    id: "FIL-003",
    level: Level::Error,
    title_de: "Dateinamen sind lesbarer Text (UTF-8)",
    title_en: "File names are readable text (UTF-8)",
    convention: false,
};

/// Two names that look alike and differ in their bytes.
pub static SAME_NAME: Kind = Kind {
    id: "FIL-004",
    level: Level::Error,
    title_de: "Zwei Dateien tragen nicht denselben Namen",
    title_en: "No two files have the same name",
    convention: false,
};

/// Missing rights, a failing disk, a device or pipe in place of a file.
pub static UNREADABLE: Kind = Kind {
    id: "FIL-005",
    level: Level::Error,
    title_de: "Jede Datei lässt sich lesen",
    title_en: "Every file can be read",
    convention: false,
};

/// A text longer than any person wrote it.
pub static TEXT_TOO_LONG: Kind = Kind {
    id: "FIL-006",
    level: Level::Error,
    title_de: "Textdateien bleiben in der Grenze für ihre Größe",
    title_en: "Text files stay within the limit of size",
    convention: false,
};

/// A text in another encoding than UTF-8.
pub static TEXT_NOT_UTF8: Kind = Kind {
    id: "FIL-007",
    level: Level::Error,
    title_de: "Textdateien sind in UTF-8 gespeichert",
    title_en: "Text files are stored as UTF-8",
    convention: false,
};

/// A name that makes trouble in addresses and on other machines.
pub static AWKWARD_NAME: Kind = Kind {
    id: "DOC-003",
    level: Level::Warning,
    title_de: "Dateinamen bestehen aus einfachen Zeichen, Dateien sind nicht übergroß",
    title_en: "File names are made of plain characters, files are not oversized",
    convention: true,
};

/// The kinds of finding that reading the folder makes.
pub static KINDS: [&Kind; 8] = [
    &AWKWARD_NAME,
    &SYMLINK,
    &TOO_MUCH,
    &NAME_NOT_TEXT,
    &SAME_NAME,
    &UNREADABLE,
    &TEXT_TOO_LONG,
    &TEXT_NOT_UTF8,
];

/// The longest text that is read, in bytes: 1 MiB.
pub const LONGEST_TEXT: u64 = 1 << 20;

/// The longest file name that every file system, archive and mail program takes, in characters.
pub const LONGEST_NAME: usize = 100;

/// How deep and how full a folder may be.
struct Limits {
    depth: usize,
    files: usize,
}

/// Municipality, procedure and phase are 5 levels; 20,000 procedures have some 500,000 files.
const LIMITS: Limits = Limits {
    depth: 16,
    files: 2_000_000,
};

/// The files below a folder of the portal.
#[derive(Debug, Default)]
pub struct Folder {
    entries: Vec<Entry>,
}

/// A file that lies in the portal's folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Path below the portal's folder, `/` between the parts, composed characters (NFC).
    pub path: String,
    disk: PathBuf,
}

impl Entry {
    /// Its name without the folders.
    pub fn name(&self) -> &str {
        name_of(&self.path)
    }

    /// Where it lies on this machine; its bytes may differ from `path` in the normal form.
    pub fn disk(&self) -> &Path {
        &self.disk
    }
}

impl Folder {
    /// The files below `portal/below`, by path. Links are reported and never followed; hidden
    /// files and what editors leave behind are passed over.
    pub fn walk(portal: &Path, below: &str, findings: &mut Findings) -> Self {
        Self::walk_within(&LIMITS, portal, below, findings)
    }

    fn walk_within(limits: &Limits, portal: &Path, below: &str, findings: &mut Findings) -> Self {
        let mut entries = Vec::new();
        let walk = WalkDir::new(portal.join(below))
            .follow_root_links(false)
            .max_depth(limits.depth + 1)
            .sort_by_file_name()
            .into_iter()
            .filter_entry(|entry| entry.depth() == 0 || !is_leftover(entry));
        for entry in walk {
            if entries.len() > limits.files {
                findings.add(too_many(below, limits.files));
                break;
            }
            match entry {
                Ok(entry) => entries.extend(take(&entry, portal, limits, findings)),
                Err(error) => {
                    let path = error.path().unwrap_or(portal);
                    let io = error
                        .io_error()
                        .map_or(io::ErrorKind::Other, io::Error::kind);
                    findings.add(unreadable(&relative(path, portal).0, io));
                }
            }
        }
        entries.sort_by(|a, b| a.path.cmp(&b.path));
        entries.dedup_by(|later, earlier| {
            let is_double = later.path == earlier.path;
            if is_double {
                findings.add(same_name(&later.path));
            }
            is_double
        });
        Self { entries }
    }

    /// All files, by path.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The file at a path below the portal's folder; composed and decomposed umlauts are the same.
    pub fn get(&self, path: &str) -> Option<&Entry> {
        let path = composed(path);
        let at = |entry: &Entry| entry.path.as_str().cmp(&path);
        let index = self.entries.binary_search_by(at).ok()?;
        self.entries.get(index)
    }

    /// The files below a folder (`content/gemeinden/meissen`), by path.
    pub fn under(&self, folder: &str) -> &[Entry] {
        let prefix = format!("{}/", composed(folder).trim_end_matches('/'));
        let start = self
            .entries
            .partition_point(|entry| entry.path.as_str() < prefix.as_str());
        let rest = &self.entries[start..];
        &rest[..rest.partition_point(|entry| entry.path.starts_with(&prefix))]
    }
}

/// A name or path with composed characters (NFC), as every keyboard but macOS's disk writes it.
pub fn composed(name: &str) -> Cow<'_, str> {
    if is_nfc(name) {
        Cow::Borrowed(name)
    } else {
        Cow::Owned(name.nfc().collect())
    }
}

/// Reads a text of at most `longest` bytes; the byte order mark some editors write is left away.
pub fn read_text(entry: &Entry, longest: u64, findings: &mut Findings) -> Option<String> {
    let mut bytes = Vec::new();
    let read = fs::File::open(&entry.disk)
        .and_then(|file| file.take(longest.saturating_add(1)).read_to_end(&mut bytes));
    if let Err(error) = read {
        findings.add(unreadable(&entry.path, error.kind()));
        return None;
    }
    if bytes.len() as u64 > longest {
        findings.add(too_long(&entry.path, longest));
        return None;
    }
    match String::from_utf8(bytes) {
        Ok(mut text) => {
            if text.starts_with('\u{feff}') {
                text.drain(..'\u{feff}'.len_utf8());
            }
            Some(text)
        }
        Err(error) => {
            findings.add(not_utf8(
                &entry.path,
                error.as_bytes(),
                error.utf8_error().valid_up_to(),
            ));
            None
        }
    }
}

/// The finding for a file that the machine refuses to read.
pub fn unreadable(path: &str, error: io::ErrorKind) -> Finding {
    let (de, en) = match error {
        io::ErrorKind::NotFound => ("sie ist nicht da", "it is not there"),
        io::ErrorKind::PermissionDenied => ("die Rechte fehlen", "permission is missing"),
        _ => (
            "das Gerät meldet einen Fehler",
            "the device reports an error",
        ),
    };
    Finding::new(
        &UNREADABLE,
        whole(path),
        say(
            format!("Die Datei „{path}“ lässt sich nicht lesen: {de}"),
            format!("The file “{path}” cannot be read: {en}"),
        ),
    )
}

fn name_of(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

fn whole(path: &str) -> Place {
    Place::whole(&File::opaque(path))
}

/// Hidden files and what editors and file managers leave behind.
fn is_leftover(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    let is_named = |known: &&str| name.eq_ignore_ascii_case(known);
    name.starts_with(['.', '~'])
        || name.ends_with('~')
        || (name.starts_with('#') && name.ends_with('#'))
        || [".swp", ".swo"].iter().any(|end| name.ends_with(end))
        || ["Thumbs.db", "desktop.ini", "__MACOSX"]
            .iter()
            .any(is_named)
}

/// The path below the portal's folder, and whether all its names are text.
fn relative(path: &Path, portal: &Path) -> (String, bool) {
    let below = path.strip_prefix(portal).unwrap_or(path);
    let mut is_text = true;
    let mut parts = Vec::new();
    for part in below.components() {
        let name = part.as_os_str();
        is_text &= name.to_str().is_some();
        parts.push(name.to_string_lossy());
    }
    (composed(&parts.join("/")).into_owned(), is_text)
}

/// A file to read, or the finding why not. A folder is neither.
fn take(
    entry: &DirEntry,
    portal: &Path,
    limits: &Limits,
    findings: &mut Findings,
) -> Option<Entry> {
    let (path, is_text) = relative(entry.path(), portal);
    if entry.file_type().is_symlink() {
        findings.add(symlink(&path));
        return None;
    }
    if !is_text {
        findings.add(name_not_text(&path));
        return None;
    }
    if entry.depth() > limits.depth {
        findings.add(too_deep(&path, limits.depth));
        return None;
    }
    if entry.depth() > 0 {
        check_name(&path, findings);
    }
    if entry.file_type().is_dir() {
        return None;
    }
    if !entry.file_type().is_file() {
        findings.add(not_a_file(&path));
        return None;
    }
    Some(Entry {
        path,
        disk: entry.path().to_path_buf(),
    })
}

/// Says what in a file's or folder's name makes trouble, and proposes another.
fn check_name(path: &str, findings: &mut Findings) {
    let name = name_of(path);
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let (de, en) = if !name.chars().all(is_plain) {
        (
            format!("Der Name „{name}“ enthält Leerzeichen, Umlaute oder Sonderzeichen"),
            format!("The name “{name}” holds spaces, umlauts or special characters"),
        )
    } else if name.len() > LONGEST_NAME {
        (
            format!("Der Name „{name}“ ist länger als {LONGEST_NAME} Zeichen"),
            format!("The name “{name}” is longer than {LONGEST_NAME} characters"),
        )
    } else {
        return;
    };
    let better = plain_name(name);
    let finding = Finding::new(&AWKWARD_NAME, whole(path), say(de, en)).because(say(
        "Der Name steht in der Adresse; solche Zeichen gehen beim Weitergeben von Links, in \
         Archiven und zwischen Betriebssystemen verloren",
        "The name is part of the address; such characters get lost when links are passed on, in \
         archives and between operating systems",
    ));
    findings.add(if better.is_empty() {
        finding
    } else {
        finding.help(say(
            format!("umbenennen in „{better}“"),
            format!("rename it to “{better}”"),
        ))
    });
}

/// A name of plain characters that is near the given one.
fn plain_name(name: &str) -> String {
    let (stem, end) = match name.rsplit_once('.') {
        Some((stem, end)) if !stem.is_empty() => (stem, format!(".{end}")),
        _ => (name, String::new()),
    };
    let mut plain = String::new();
    for character in plain_letters(stem).chars() {
        match character {
            c if c.is_ascii_alphanumeric() || c == '_' || c == '.' => plain.push(c),
            _ if plain.is_empty() || plain.ends_with('-') => {}
            _ => plain.push('-'),
        }
    }
    plain.truncate(LONGEST_NAME.saturating_sub(end.len()).min(plain.len()));
    let plain = plain.trim_end_matches('-');
    if plain.is_empty() || !end.is_ascii() {
        return String::new();
    }
    format!("{plain}{end}")
}

fn symlink(path: &str) -> Finding {
    Finding::new(
        &SYMLINK,
        whole(path),
        say(
            format!("„{path}“ ist eine Verknüpfung (Symlink) und wird nicht gelesen"),
            format!("“{path}” is a symbolic link and is not read"),
        ),
    )
    .because(say(
        "Eine Verknüpfung kann auf etwas außerhalb des Ordners zeigen; im Archiv zählt nur, was \
         selbst im Ordner liegt",
        "A link may point to something outside the folder; only what lies in the folder itself \
         counts for the archive",
    ))
    .help(say(
        "die Datei selbst an diese Stelle kopieren",
        "copy the file itself to this place",
    ))
}

fn name_not_text(path: &str) -> Finding {
    Finding::new(
        &NAME_NOT_TEXT,
        whole(path),
        say(
            format!("Der Name von „{path}“ ist kein lesbarer Text (UTF-8)"),
            format!("The name of “{path}” is not readable text (UTF-8)"),
        ),
    )
    .help(say(
        "die Datei neu benennen, am besten nur mit Buchstaben, Ziffern und Bindestrichen",
        "rename the file, best with letters, digits and hyphens only",
    ))
}

fn too_deep(path: &str, depth: usize) -> Finding {
    Finding::new(
        &TOO_MUCH,
        whole(path),
        say(
            format!("„{path}“ liegt tiefer als {depth} Ordner und wird nicht gelesen"),
            format!("“{path}” lies deeper than {depth} folders and is not read"),
        ),
    )
}

fn too_many(below: &str, files: usize) -> Finding {
    Finding::new(
        &TOO_MUCH,
        whole(below),
        say(
            format!("Im Ordner „{below}“ liegen mehr als {files} Dateien"),
            format!("More than {files} files lie in the folder “{below}”"),
        ),
    )
}

fn not_a_file(path: &str) -> Finding {
    Finding::new(
        &UNREADABLE,
        whole(path),
        say(
            format!("„{path}“ ist keine Datei, sondern ein Gerät oder eine Leitung"),
            format!("“{path}” is not a file but a device or a pipe"),
        ),
    )
}

fn same_name(path: &str) -> Finding {
    Finding::new(
        &SAME_NAME,
        whole(path),
        say(
            format!("Zwei Dateien heißen „{path}“; ihre Umlaute sind nur verschieden gespeichert"),
            format!("Two files are called “{path}”; only their umlauts are stored differently"),
        ),
    )
    .help(say("eine von beiden umbenennen", "rename one of them"))
}

fn too_long(path: &str, longest: u64) -> Finding {
    let kib = longest / 1024;
    Finding::new(
        &TEXT_TOO_LONG,
        whole(path),
        say(
            format!("Die Textdatei „{path}“ ist größer als {kib} KiB und wird nicht gelesen"),
            format!("The text file “{path}” is larger than {kib} KiB and is not read"),
        ),
    )
}

fn not_utf8(path: &str, bytes: &[u8], position: usize) -> Finding {
    let line = bytes
        .iter()
        .take(position)
        .filter(|byte| **byte == b'\n')
        .count()
        + 1;
    let is_utf16 = bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF");
    let (de, en) = if is_utf16 {
        (
            "in UTF-16 statt UTF-8".to_owned(),
            "as UTF-16 instead of UTF-8".to_owned(),
        )
    } else {
        (
            format!("nicht in UTF-8 (Byte {position}, Zeile {line})"),
            format!("not as UTF-8 (byte {position}, line {line})"),
        )
    };
    Finding::new(
        &TEXT_NOT_UTF8,
        whole(path),
        say(
            format!("Die Textdatei „{path}“ ist {de} gespeichert"),
            format!("The text file “{path}” is stored {en}"),
        ),
    )
    .help(say(
        "im Editor „Speichern unter“ wählen und als Codierung UTF-8 angeben",
        "choose “Save as” in the editor and set the encoding to UTF-8",
    ))
}

#[cfg(test)]
mod tests;
