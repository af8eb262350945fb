//! Walks the portal's folder without ever leaving it, and reads texts within limits.
//!
//! What a file means is left to others; here is only which files there are.

pub mod faults;

use std::borrow::Cow;
use std::fs;
use std::io::{self, Read};
use std::path::{MAIN_SEPARATOR, Path, PathBuf};

use unicode_normalization::{UnicodeNormalization, is_nfc};
use walkdir::{DirEntry, WalkDir};

use crate::finding::Findings;
use crate::load::secret;
use crate::load::slug::plain_letters;

/// The longest text that is read, in bytes: 1 MiB.
pub const LONGEST_TEXT: u64 = 1 << 20;

/// The longest text that is read once more to be shown, in bytes: plans are longer than other texts.
const LONGEST_AGAIN: u64 = 64 << 20;

/// The longest file name that every file system, archive and mail program takes, in characters.
pub const LONGEST_NAME: usize = 100;

/// How deep and how full a folder may be.
struct Limits {
    depth: usize,
    files: usize,
    /// How deep the folder itself lies.
    begin: usize,
}

/// How deep the folder of a municipality lies in the content.
pub const DEPTH_OF_CONTENT: usize = 2;

/// Municipality, procedure and phase are 5 levels; 20,000 procedures have some 500,000 files.
const LIMITS: Limits = Limits {
    depth: 16,
    files: 2_000_000,
    begin: 0,
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
        Self::walk_within(&LIMITS, (portal, below), |_| false, findings)
    }

    /// The same for a folder that lies so deep already.
    pub fn walk_below(portal: &Path, below: &str, begin: usize, findings: &mut Findings) -> Self {
        let limits = Limits { begin, ..LIMITS };
        Self::walk_within(&limits, (portal, below), |_| false, findings)
    }

    /// The files below `content` but those in the folders that lie in another one, and the names of
    /// these.
    pub fn walk_around(
        portal: &Path,
        around: &str,
        findings: &mut Findings,
    ) -> (Self, Vec<String>) {
        let mut names = Vec::new();
        let around = portal.join(around);
        let is_there = |entry: &DirEntry| {
            let is_one = entry.file_type().is_dir() && entry.path().parent() == Some(&around);
            if is_one {
                let name = entry.file_name().to_str();
                names.extend(name.map(|name| composed(name).into_owned()));
            }
            is_one
        };
        let walked = Self::walk_within(&LIMITS, (portal, "content"), is_there, findings);
        (walked, names)
    }

    /// Walks a folder but what lies in the folders at which it stops.
    fn walk_within(
        limits: &Limits,
        (portal, below): (&Path, &str),
        mut stops_at: impl FnMut(&DirEntry) -> bool,
        findings: &mut Findings,
    ) -> Self {
        let mut entries = Vec::new();
        let mut walk = WalkDir::new(portal.join(below))
            .follow_root_links(false)
            .max_depth((limits.depth + 1).saturating_sub(limits.begin))
            .sort_by_file_name()
            .into_iter()
            .filter_entry(|entry| entry.depth() == 0 || !is_leftover(entry));
        while let Some(entry) = walk.next() {
            if entries.len() > limits.files {
                findings.add(faults::too_many(below, limits.files));
                break;
            }
            match entry {
                Ok(entry) => {
                    if stops_at(&entry) {
                        walk.skip_current_dir();
                    }
                    entries.extend(take(&entry, portal, limits, findings));
                }
                Err(error) => {
                    let path = error.path().unwrap_or(portal);
                    let io = error
                        .io_error()
                        .map_or(io::ErrorKind::Other, io::Error::kind);
                    findings.add(faults::unreadable(&relative(path, portal).0, io));
                }
            }
        }
        entries.sort_by(|a, b| a.path.cmp(&b.path));
        entries.dedup_by(|later, earlier| {
            let is_double = later.path == earlier.path;
            if is_double {
                findings.add(faults::same_name(&later.path));
            }
            is_double
        });
        entries
            .iter()
            .for_each(|entry| secret::look(entry, findings));
        for (one, other) in same_but_for_case(&entries) {
            findings.add(faults::same_but_for_case(&one.path, &other.path));
        }
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

/// Files that are one file where disks know no capitals (Windows, macOS); the first of each pair is
/// the later one. Names without capitals are compared with those that have some.
fn same_but_for_case(entries: &[Entry]) -> Vec<(&Entry, &Entry)> {
    let has_capitals = |entry: &&Entry| entry.path.chars().any(char::is_uppercase);
    let mut folded: Vec<(String, &Entry)> = entries
        .iter()
        .filter(has_capitals)
        .map(|entry| (entry.path.to_lowercase(), entry))
        .collect();
    folded.sort_by(|a, b| a.0.cmp(&b.0));
    let at = |path: &str| entries.binary_search_by(|entry| entry.path.as_str().cmp(path));
    let among = folded
        .windows(2)
        .filter(|pair| pair[0].0 == pair[1].0)
        .map(|pair| (pair[1].1, pair[0].1));
    let plain = folded
        .iter()
        .filter_map(|(path, entry)| Some((*entry, &entries[at(path).ok()?])));
    among.chain(plain).collect()
}

/// A name or path with composed characters (NFC), as every keyboard but macOS's disk writes it.
pub fn composed(name: &str) -> Cow<'_, str> {
    if is_nfc(name) {
        Cow::Borrowed(name)
    } else {
        Cow::Owned(name.nfc().collect())
    }
}

/// A file's bytes, or a finding where it cannot be read or is longer than a limit.
pub fn read_bytes(entry: &Entry, longest: u64, findings: &mut Findings) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = fs::File::open(&entry.disk).and_then(|file| {
        // Texts stay in memory for a while: as many bytes as the file has, and no more.
        let size = file.metadata()?.len();
        if size <= longest {
            bytes.reserve_exact(usize::try_from(size).unwrap_or_default());
            file.take(size).read_to_end(&mut bytes)?;
        }
        Ok(size)
    });
    match read {
        Err(error) => findings.add(faults::unreadable(&entry.path, error.kind())),
        Ok(size) if size > longest => findings.add(faults::too_long(&entry.path, longest)),
        Ok(_) => return Some(bytes),
    }
    None
}

/// Reads a text of at most `longest` bytes; the byte order mark some editors write is left away.
pub fn read_text(entry: &Entry, longest: u64, findings: &mut Findings) -> Option<String> {
    let bytes = read_bytes(entry, longest, findings)?;
    match String::from_utf8(bytes) {
        Ok(mut text) => {
            if text.starts_with('\u{feff}') {
                text.drain(..'\u{feff}'.len_utf8());
            }
            secret::hide(&entry.path, &mut text, findings);
            let is_control = |sign: char| sign.is_ascii_control() && !"\n\r\t".contains(sign);
            let mut controls = text.char_indices().filter(|(_, sign)| is_control(*sign));
            if holds_control(text.as_bytes())
                && let Some((at, sign)) = controls.next()
            {
                findings.add(faults::control_character(&entry.path, &text, sign, at));
                // As long as it was, so that every other place stays right.
                text = text.replace(is_control, " ");
            }
            Some(text)
        }
        Err(error) => {
            findings.add(faults::not_utf8(
                &entry.path,
                error.as_bytes(),
                error.utf8_error().valid_up_to(),
            ));
            None
        }
    }
}

/// Whether there is a control character but for those of lines and tabs; many bytes at once, because
/// every text is asked and hardly any has one.
pub fn holds_control(text: &[u8]) -> bool {
    let is_control = |byte: u8| byte.is_ascii_control() && !matches!(byte, b'\n' | b'\r' | b'\t');
    let holds_one = |bytes: &[u8]| {
        bytes
            .iter()
            .fold(false, |any, byte| any | is_control(*byte))
    };
    let (chunks, rest) = text.as_chunks::<64>();
    chunks.iter().any(|chunk| holds_one(chunk)) || holds_one(rest)
}

/// The text of a file of the portal that was read before; empty where it is not there any more. It is
/// looked for as walking finds it: no link is followed, and umlauts may be written either way.
pub fn read_again(portal: &Path, path: &str) -> String {
    let (folder, _) = path.rsplit_once('/').unwrap_or_default();
    let limits = Limits {
        begin: LIMITS.depth - 1,
        ..LIMITS
    };
    let (said, all) = (&mut Findings::default(), |_: &DirEntry| false);
    // Mostly it lies under the very name, and nobody needs to look at what is beside it.
    let told = |path: PathBuf| path.symlink_metadata().ok();
    let is_there = told(portal.join(folder)).is_some_and(|folder| folder.is_dir())
        && told(portal.join(path)).is_some_and(|file| file.is_file());
    if is_there {
        let entry = Entry {
            path: path.to_owned(),
            disk: portal.join(path),
        };
        return read_text(&entry, LONGEST_AGAIN, said).unwrap_or_default();
    }
    let beside = Folder::walk_within(&limits, (portal, folder), all, said);
    let entry = beside.get(path);
    let text = entry.and_then(|entry| read_text(entry, LONGEST_AGAIN, said));
    text.unwrap_or_default()
}

fn name_of(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
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
    let is_written_so = |text: &&str| MAIN_SEPARATOR == '/' && text.is_ascii();
    if let Some(text) = below.to_str().filter(is_written_so) {
        return (text.to_owned(), true);
    }
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
        findings.add(faults::symlink(&path));
        return None;
    }
    if !is_text {
        findings.add(faults::name_not_text(&path));
        return None;
    }
    if entry.depth() + limits.begin > limits.depth {
        findings.add(faults::too_deep(&path, limits.depth));
        return None;
    }
    if entry.depth() > 0 {
        check_name(&path, findings);
    }
    if entry.file_type().is_dir() {
        return None;
    }
    if !entry.file_type().is_file() {
        findings.add(faults::not_a_file(&path));
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
    if !name.chars().all(is_plain) {
        findings.add(faults::awkward_name(path, name, &plain_name(name)));
    } else if name.len() > LONGEST_NAME {
        findings.add(faults::long_name(path, name, &plain_name(name)));
    }
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

#[cfg(test)]
mod tests;
