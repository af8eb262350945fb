//! What `check` would say of a new file, before it is written: the file is put into a small copy
//! of the portal that holds only what it rests on.

use crate::cli::new::place::{MUNICIPALITIES, Place};
use crate::cli::portal;
use crate::finding::{Finding, Findings, Level, say};
use crate::load::folder::Folder;
use anyhow::{Context, Result, bail};
use std::fs;
use std::ops::Range;
use std::path::Path;

/// What is found in a new file.
#[derive(Debug, Default)]
pub struct Verdict {
    /// What contradicts the law or the form: it must not be written so.
    pub faults: Findings,
    /// What is still missing: it can be written and completed.
    pub gaps: Findings,
}

/// What `check` says of the bytes `inside` of a new or changed file of the portal.
///
/// # Errors
/// If the portal's settings have faults, or the machine fails.
pub fn trial(place: &Place, path: &str, text: &str, inside: &Range<usize>) -> Result<Verdict> {
    let copy = tempfile::tempdir().context("a folder for trying")?;
    copy_around(place, path, copy.path())?;
    put(copy.path(), path, text.as_bytes())?;
    let mut findings = Findings::default();
    let portal = portal::read_folder(copy.path(), None, &mut findings)?;
    if portal.is_none() {
        let words = say(
            "site.toml hat Fehler; `offenlage check` zeigt sie. Nichts wurde geschrieben.",
            "site.toml has faults; `offenlage check` shows them. Nothing was written.",
        );
        bail!("{}", words.in_language(place.language).to_owned());
    }
    let mut verdict = Verdict::default();
    for finding in findings.sorted() {
        let is_here =
            finding.place.file.path == path && inside.contains(&finding.place.range.start);
        if !is_here || finding.level == Level::Note {
            continue;
        }
        if is_gap(finding) {
            verdict.gaps.add(finding.clone());
        } else {
            verdict.faults.add(finding.clone());
        }
    }
    Ok(verdict)
}

/// What is missing has no place of its own, so the key of what it is missing in is underlined.
fn is_gap(finding: &Finding) -> bool {
    let place = &finding.place;
    let rest = place.file.text.get(place.range.end..).unwrap_or_default();
    place.range.end > 0 && rest.starts_with(':')
}

/// Copies what a file of a municipality or a procedure rests on: settings, boundaries, the
/// municipality's file, and the texts and areas beside it. Documents stay where they are.
fn copy_around(place: &Place, path: &str, copy: &Path) -> Result<()> {
    let mut findings = Findings::default();
    let below = path.strip_prefix(MUNICIPALITIES).unwrap_or_default();
    let names: Vec<&str> = below.trim_start_matches('/').split('/').collect();
    let mut paths = vec!["site.toml".to_owned()];
    if let Some(municipality) = names.first() {
        paths.push(format!("{MUNICIPALITIES}/{municipality}/gemeinde.yaml"));
    }
    for folder in ["content/grenzen", path.trim_end_matches("/verfahren.yaml")] {
        let walked = Folder::walk(&place.root, folder, &mut findings);
        let entries = walked.entries().iter().map(|entry| entry.path.clone());
        paths.extend(entries.filter(|path| is_light(path)));
    }
    for file in paths.iter().filter(|file| *file != path) {
        let disk = place.root.join(file);
        if fs::symlink_metadata(&disk).is_ok_and(|metadata| metadata.is_file()) {
            let target = copy.join(file);
            let folder = target.parent().context("a file lies in a folder")?;
            fs::create_dir_all(folder)?;
            fs::copy(&disk, &target).with_context(|| disk.display().to_string())?;
        }
    }
    Ok(())
}

fn is_light(path: &str) -> bool {
    [".md", ".geojson", ".csv"]
        .iter()
        .any(|end| path.ends_with(end))
}

fn put(root: &Path, path: &str, bytes: &[u8]) -> Result<()> {
    let target = root.join(path);
    let folder = target.parent().context("a file lies in a folder")?;
    fs::create_dir_all(folder)?;
    #[expect(clippy::disallowed_methods, reason = "new tries what it writes")]
    fs::write(&target, bytes).with_context(|| target.display().to_string())
}
