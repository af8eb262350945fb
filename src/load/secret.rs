//! Secrets that lie among a portal's files: an office's key, the endpoint's key, a token. They belong
//! neither into Git nor onto a page. What is found is told without a letter of it.

use crate::finding::{File, Finding, Findings, Kind, Level, Place, say};
use crate::load::folder::{Entry, read_bytes};
use memchr::memmem::Finder;
use std::ops::Range;
use std::path::Path;
use std::sync::LazyLock;
use walkdir::{DirEntry, WalkDir};

/// Whoever has the key opens every statement.
pub static SECRET: Kind = Kind {
    id: "FIL-008",
    level: Level::Error,
    title_de: "Im Ordner des Portals liegt kein Geheimnis",
    title_en: "No secret lies in the portal's folder",
    convention: false,
};

/// How an office's secret key begins.
const KEY: &str = "AGE-SECRET-KEY-1";
static FOUND: LazyLock<Finder> = LazyLock::new(|| Finder::new(KEY));
/// So many letters of a key follow its beginning at least; fewer are somebody's example.
const LEAST: usize = 40;
/// The digits of a token, and of the endpoint's key.
const TOKEN: usize = 48;
const ENDPOINT: usize = 64;
/// The longest file that is looked into for its own sake: a secret is a line.
const LONGEST: u64 = 16 << 10;
/// So many files beside the content are looked into.
const MOST: usize = 1000;
/// Endings of files that are read or shown anyway, or hold no text.
const KNOWN: [&str; 24] = [
    "yaml", "yml", "md", "toml", "json", "geojson", "gml", "xml", "csv", "html", "css", "js",
    "mjs", "svg", "pdf", "png", "jpg", "jpeg", "webp", "woff2", "zip", "docx", "rs", "lock",
];

/// What somebody put where others read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Secret {
    OfficeKey,
    EndpointKey,
    Token,
}

/// Finds keys in a text of the portal and makes them unreadable, so that nothing shows them; the text
/// stays as long as it was.
pub fn hide(path: &str, text: &mut String, findings: &mut Findings) {
    while let Some(key) = key_in(text) {
        let hidden = "x".repeat(key.len());
        text.replace_range(key, &hidden);
        findings.add(found(path, Secret::OfficeKey, false));
    }
}

/// Looks into a file below the content whose kind nobody reads.
pub fn look(entry: &Entry, findings: &mut Findings) {
    // An archive has thousands of files, and the system need not be asked of those that are read anyway.
    if is_known(entry.name()) {
        return;
    }
    let size = entry.disk().metadata().map_or(u64::MAX, |own| own.len());
    if size > LONGEST {
        return;
    }
    let bytes = read_bytes(entry, LONGEST, &mut Findings::default()).unwrap_or_default();
    if let Some(secret) = secret_in(entry.name(), &bytes) {
        findings.add(found(&entry.path, secret, false));
    }
}

/// Looks into what lies beside the content, two folders deep. What `.gitignore` names stays out of Git,
/// and is a warning.
pub fn beside(portal: &Path, findings: &mut Findings) {
    let text_of = |path: &Path| {
        let size = path.metadata().map_or(u64::MAX, |own| own.len());
        #[expect(clippy::disallowed_methods, reason = "load reads files")]
        let bytes = (size <= LONGEST)
            .then(|| std::fs::read(path).ok())
            .flatten();
        bytes.unwrap_or_default()
    };
    let ignored = String::from_utf8(text_of(&portal.join(".gitignore"))).unwrap_or_default();
    let walk = WalkDir::new(portal)
        .max_depth(2)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| entry.depth() == 0 || !is_passed(entry));
    let files = walk.flatten().filter(|entry| entry.file_type().is_file());
    for entry in files.take(MOST) {
        let name = entry.file_name().to_string_lossy();
        if entry.depth() > 1 && is_known(&name) {
            continue;
        }
        if let Some(secret) = secret_in(&name, &text_of(entry.path())) {
            let path = entry.path().strip_prefix(portal).unwrap_or(entry.path());
            let path = path.to_string_lossy().replace('\\', "/");
            let is_ignored = ignored.lines().any(|line| is_meant(line, &path));
            findings.add(found(&path, secret, is_ignored));
        }
    }
}

/// Folders that hold no files of the portal's own, or are looked through elsewhere.
fn is_passed(entry: &DirEntry) -> bool {
    const PASSED: [&str; 6] = [
        "content",
        "themes",
        "output",
        "public",
        "target",
        "node_modules",
    ];
    let name = entry.file_name().to_string_lossy();
    entry.file_type().is_dir() && (name.starts_with('.') || PASSED.contains(&name.as_ref()))
}

fn is_known(name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending);
    ending.is_some_and(|ending| {
        let mut known = KNOWN.iter();
        known.any(|known| known.eq_ignore_ascii_case(ending))
    })
}

/// Whether a line of `.gitignore` means a path: `*.schluessel`, `/zugang*.txt`, `/posteingang/`.
fn is_meant(line: &str, path: &str) -> bool {
    let line = line.trim();
    if line.is_empty() || line.starts_with(['#', '!']) {
        return false;
    }
    let name = path.rsplit('/').next().unwrap_or(path);
    if let Some(folder) = line.strip_suffix('/') {
        let below = path.strip_prefix(folder.trim_start_matches('/'));
        return below.is_some_and(|rest| rest.starts_with('/'));
    }
    let whole = line.strip_prefix('/').map_or(name, |_| path);
    let line = line.trim_start_matches('/');
    match line.split_once('*') {
        None => whole == line,
        Some((start, end)) => {
            let rest = whole.strip_prefix(start);
            rest.is_some_and(|rest| rest.ends_with(end))
        }
    }
}

fn key_in(text: &str) -> Option<Range<usize>> {
    let mut from = 0;
    while let Some(at) = FOUND.find(text.as_bytes().get(from..)?) {
        let start = from + at;
        let letters = text[start + KEY.len()..].bytes();
        let count = letters.take_while(u8::is_ascii_alphanumeric).count();
        if count >= LEAST {
            return Some(start..start + KEY.len() + count);
        }
        from = start + KEY.len();
    }
    None
}

fn secret_in(name: &str, bytes: &[u8]) -> Option<Secret> {
    let text = std::str::from_utf8(bytes).ok()?;
    if key_in(text).is_some() {
        return Some(Secret::OfficeKey);
    }
    let digits = text.trim();
    let is_digits = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    match digits.len() {
        TOKEN if is_digits => Some(Secret::Token),
        ENDPOINT if is_digits && name.ends_with(".schluessel") => Some(Secret::EndpointKey),
        _ => None,
    }
}

fn found(path: &str, secret: Secret, is_ignored: bool) -> Finding {
    let (de, en, renew) = match secret {
        Secret::OfficeKey => (
            "der geheime Schlüssel eines Amtes",
            "the secret key of an office",
            "offenlage keys rotate",
        ),
        Secret::EndpointKey => (
            "der geheime Schlüssel der Annahmestelle",
            "the endpoint's secret key",
            "offenlage keys show --data NEU",
        ),
        Secret::Token => (
            "ein Zugangswort, mit dem ein Amt abholt",
            "a token with which an office pulls",
            "offenlage keys token AGS --renew",
        ),
    };
    let finding = Finding::new(
        &SECRET,
        Place::whole(&File::opaque(path)),
        say(
            format!("In dieser Datei steht {de}"),
            format!("This file holds {en}"),
        ),
    );
    if is_ignored {
        let kept = finding.because(say(
            ".gitignore hält sie aus Git; wer den Ordner kopiert, nimmt sie mit.",
            ".gitignore keeps it out of Git; whoever copies the folder takes it along.",
        ));
        let moved = kept.help(say(
            "Legen Sie die Datei an einen Ort außerhalb des Portals.",
            "Put the file at a place outside the portal.",
        ));
        return moved.at_level(Level::Warning);
    }
    let found = finding.because(say(
        "Wer ihn hat, kommt an die Stellungnahmen. Was einmal in Git oder auf einer Seite stand, bleibt bekannt.",
        "Whoever has it gets at the statements. What was in Git or on a page once stays known.",
    ));
    found.help(say(
        format!("Legen Sie die Datei an einen Ort außerhalb des Portals. War sie schon in Git oder veröffentlicht, ist das Geheimnis bekannt; ein neues macht {renew}."),
        format!("Put the file at a place outside the portal. If it was in Git or published already, the secret is known; {renew} makes a new one."),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> String {
        format!("{KEY}{}", "Q".repeat(58))
    }

    #[expect(clippy::disallowed_methods, reason = "the test writes files")]
    fn put(portal: &Path, path: &str, text: &str) {
        let path = portal.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    fn told(findings: &Findings) -> Vec<(String, Level)> {
        let sorted = findings.sorted().into_iter();
        let told = sorted.map(|own| (own.place.file.path.clone(), own.level));
        told.collect()
    }

    #[test]
    fn a_key_in_a_text_is_told_and_shown_by_nobody() {
        let mut text = format!("schluessel: [{}]\nrest", key());
        let (long, mut findings) = (text.len(), Findings::default());
        hide("gemeinde.yaml", &mut text, &mut findings);
        assert_eq!((text.len(), text.contains(KEY)), (long, false));
        assert_eq!(told(&findings), [("gemeinde.yaml".into(), Level::Error)]);
        let mut example = format!("{KEY}…");
        hide("hilfe.md", &mut example, &mut Findings::default());
        assert!(
            example.starts_with(KEY),
            "an example of how it begins stays"
        );
    }

    #[test]
    fn secrets_beside_the_content_are_found_and_what_git_ignores_is_a_warning() {
        let portal = tempfile::tempdir().unwrap();
        let portal = portal.path();
        put(portal, "amt.schluessel", &key());
        put(portal, "amt/zugang.txt", &"a1".repeat(TOKEN / 2));
        put(portal, "amt/annahme.schluessel", &"b2".repeat(ENDPOINT / 2));
        put(portal, "content/x", &key());
        put(portal, "README.md", "AGE-SECRET-KEY-1 ist geheim");
        let mut findings = Findings::default();
        beside(portal, &mut findings);
        let error = |path: &str| (path.to_owned(), Level::Error);
        let all = ["amt.schluessel", "amt/annahme.schluessel", "amt/zugang.txt"];
        assert_eq!(told(&findings), all.map(error));
        let all = findings.sorted();
        assert!(all.iter().all(|own| !format!("{own:?}").contains("QQQ")));
        put(
            portal,
            ".gitignore",
            "# x\n*.schluessel\n/amt/zugang*.txt\n",
        );
        let mut findings = Findings::default();
        beside(portal, &mut findings);
        let told = told(&findings);
        assert_eq!(told.len(), 3);
        assert!(told.iter().all(|(_, level)| *level == Level::Warning));
        assert!(is_meant("/posteingang/", "posteingang/x") && !is_meant("/p/", "posteingang/x"));
    }
}
