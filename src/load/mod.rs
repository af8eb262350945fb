//! Bytes to sources: reads the portal's folder. The only module that knows the German keys.
//!
//! Nothing outside the folder is ever read, and nothing that is read may stop the program: what
//! cannot be used is a finding, and the rest goes on.

pub mod area;
pub mod boundaries;
pub mod document;
pub mod embedded;
pub mod folder;
pub mod listing;
pub mod markdown;
pub mod municipality_file;
pub mod pdf;
pub mod procedure;
pub mod procedure_file;
pub mod schema;
pub mod shape;
pub mod site_file;
pub mod slug;
pub mod sources;
pub mod theme;
pub mod tree;
pub mod value;
pub mod written;
pub mod yaml;

use crate::finding::{File, Finding, Findings, Kind, Level, Place, say};
use crate::load::boundaries::BoundaryTexts;
use crate::load::folder::{Entry, Folder, LONGEST_TEXT, read_text};
use crate::load::site_file::SiteFile;
use crate::load::sources::{MunicipalitySource, Sources};
use crate::load::written::{Written, read_toml, read_yaml};
use crate::model::boundary::Boundaries;
use anyhow::{Context, Result};
use rayon::prelude::*;
use std::path::Path;
use std::sync::Arc;

/// A folder without the file that would make it a municipality or a procedure.
pub static NOT_DESCRIBED: Kind = Kind {
    id: "FIL-020",
    level: Level::Error,
    title_de: "Jeder Ordner ist beschrieben",
    title_en: "Every folder is described",
    convention: false,
};
/// A file in a place where nothing is read.
pub static OUT_OF_PLACE: Kind = Kind {
    id: "FIL-021",
    level: Level::Warning,
    title_de: "Jede Datei liegt, wo sie gelesen wird",
    title_en: "Every file lies where it is read",
    convention: false,
};

const MUNICIPALITIES: &str = "content/gemeinden";

/// Reads the portal's folder. None if its settings cannot be read; the findings say why.
///
/// # Errors
/// If there is no portal in this folder, or the boundaries cannot be read.
pub fn load(portal: &Path, findings: &mut Findings) -> Result<Option<Sources>> {
    let Some(site) = site(portal, findings)? else {
        return Ok(None);
    };
    let content = Folder::walk(portal, "content", findings);
    let boundaries = read_boundaries(&content, findings)?;
    let theme_name = site
        .value
        .thema
        .as_deref()
        .unwrap_or(embedded::STANDARD_THEME);
    let theme = theme::read(portal, theme_name, findings);
    let municipalities = municipalities(&content, &boundaries, findings);
    let texts = texts(&content, findings);
    Ok(Some(Sources {
        site,
        boundaries,
        municipalities,
        texts,
        theme,
    }))
}

fn site(portal: &Path, findings: &mut Findings) -> Result<Option<Written<SiteFile>>> {
    let path = portal.join("site.toml");
    #[expect(clippy::disallowed_methods, reason = "load reads files")]
    let text = std::fs::read_to_string(&path).with_context(|| {
        format!(
            "{} (kein Portal in diesem Ordner? `offenlage new portal mein-portal` legt eines an)",
            path.display()
        )
    })?;
    Ok(read_toml("site.toml", text, schema::site(), findings))
}

/// The official list that the binary carries.
///
/// # Errors
/// If the program was built without it.
pub fn official_list() -> Result<Boundaries> {
    boundaries_of(embedded::boundary_file)
}

/// The official list of the portal in a folder: its own, or the one the binary carries.
///
/// # Errors
/// If they cannot be read.
pub fn list_of(portal: &Path) -> Result<Boundaries> {
    let findings = &mut Findings::default();
    read_boundaries(&Folder::walk(portal, "content/grenzen", findings), findings)
}

/// The boundaries of the portal's own folder, or those the binary carries.
fn read_boundaries(content: &Folder, findings: &mut Findings) -> Result<Boundaries> {
    const LARGEST: u64 = 16 << 20;
    boundaries_of(|name| {
        let own = content.get(&format!("content/grenzen/{name}"));
        own.and_then(|entry| read_text(entry, LARGEST, findings))
            .or_else(|| embedded::boundary_file(name))
    })
}

fn boundaries_of(mut file: impl FnMut(&str) -> Option<String>) -> Result<Boundaries> {
    let mut text = |name: &str| file(name).with_context(|| format!("content/grenzen/{name}"));
    boundaries::boundaries(&BoundaryTexts {
        districts_geojson: &text("kreise.geojson")?,
        districts_csv: &text("kreise.csv")?,
        municipalities_geojson: &text("gemeinden.geojson")?,
        municipalities_csv: &text("gemeinden.csv")?,
    })
}

/// The municipalities and their procedures, read in parallel.
fn municipalities(
    content: &Folder,
    boundaries: &Boundaries,
    findings: &mut Findings,
) -> Vec<MunicipalitySource> {
    let entries = content.under(MUNICIPALITIES);
    let folders = by_folder(entries, MUNICIPALITIES, findings);
    let read: Vec<_> = folders
        .into_par_iter()
        .map(|(name, entries)| {
            let mut findings = Findings::default();
            let municipality = municipality(name, entries, boundaries, &mut findings);
            (municipality, findings)
        })
        .collect();
    let mut municipalities = Vec::with_capacity(read.len());
    for (municipality, found) in read {
        findings.append(found);
        municipalities.extend(municipality);
    }
    municipalities
}

fn municipality(
    name: &str,
    entries: &[Entry],
    boundaries: &Boundaries,
    findings: &mut Findings,
) -> Option<MunicipalitySource> {
    let folder = format!("{MUNICIPALITIES}/{name}");
    let path = format!("{folder}/gemeinde.yaml");
    let Some(entry) = entries.iter().find(|entry| entry.path == path) else {
        findings.add(not_described(&folder, "gemeinde.yaml", "new gemeinde"));
        return None;
    };
    let text = read_text(entry, LONGEST_TEXT, findings)?;
    let written = read_yaml(&path, text, schema::municipality(), findings);
    let keys = written
        .as_ref()
        .map(|written: &Written<municipality_file::MunicipalityFile>| written.value.ags.clone());
    let others: Vec<Entry> = entries
        .iter()
        .filter(|entry| entry.path != path)
        .cloned()
        .collect();
    let folders = by_folder(&others, &folder, findings);
    let read: Vec<_> = folders
        .into_par_iter()
        .map(|(name, entries)| {
            let mut findings = Findings::default();
            let around = procedure::Around {
                boundaries,
                ags: keys.as_deref(),
            };
            let procedure = procedure::read(&folder, name, entries, &around, &mut findings);
            (procedure, findings)
        })
        .collect();
    let mut procedures = Vec::with_capacity(read.len());
    for (procedure, found) in read {
        findings.append(found);
        procedures.extend(procedure);
    }
    Some(MunicipalitySource {
        folder: name.to_owned(),
        written: written?,
        procedures,
    })
}

/// The entries below a folder by the sub-folder they lie in; files beside them are reported.
fn by_folder<'e>(
    entries: &'e [Entry],
    folder: &str,
    findings: &mut Findings,
) -> Vec<(&'e str, &'e [Entry])> {
    let mut folders = Vec::new();
    for group in entries.chunk_by(|a, b| sub_folder(a, folder) == sub_folder(b, folder)) {
        match group.first().and_then(|entry| sub_folder(entry, folder)) {
            Some(name) => folders.push((name, group)),
            None => group
                .iter()
                .for_each(|entry| findings.add(out_of_place(&entry.path))),
        }
    }
    folders
}

/// The folder directly below `folder` that an entry lies in.
fn sub_folder<'e>(entry: &'e Entry, folder: &str) -> Option<&'e str> {
    let below = entry.path.strip_prefix(folder)?.strip_prefix('/')?;
    below.split_once('/').map(|(first, _)| first)
}

fn not_described(folder: &str, file: &str, command: &str) -> Finding {
    Finding::new(
        &NOT_DESCRIBED,
        Place::whole(&File::opaque(folder)),
        say(
            format!("In diesem Ordner fehlt {file}"),
            format!("{file} is missing in this folder"),
        ),
    )
    .help(say(
        format!("`offenlage {command}` legt die Datei an; ein leerer Ordner kann gelöscht werden."),
        format!("`offenlage {command}` writes the file; an empty folder can be deleted."),
    ))
}

fn out_of_place(path: &str) -> Finding {
    Finding::new(
        &OUT_OF_PLACE,
        Place::whole(&File::opaque(path)),
        say(
            "Diese Datei liegt an einer Stelle, an der nichts gelesen wird",
            "This file lies in a place where nothing is read",
        ),
    )
    .help(say(
        "Legen Sie sie in den Ordner eines Verfahrens oder einer Phase, oder löschen Sie sie.",
        "Put it into the folder of a procedure or a phase, or delete it.",
    ))
}

/// The portal's own texts.
fn texts(content: &Folder, findings: &mut Findings) -> Vec<Arc<File>> {
    let entries = content.under("content/portal").iter();
    let markdown = entries.filter(|entry| entry.path.ends_with(".md"));
    markdown
        .filter_map(|entry| {
            let text = read_text(entry, LONGEST_TEXT, findings)?;
            Some(File::new(entry.path.clone(), text))
        })
        .collect()
}

/// The kinds of finding of this stage.
pub fn kinds() -> Vec<&'static Kind> {
    let own = [
        &NOT_DESCRIBED,
        &OUT_OF_PLACE,
        &procedure::NO_AREA,
        &procedure::MISSING_AREA,
    ];
    let forms = shape::KINDS.iter().chain(yaml::KINDS.iter()).copied();
    let files = folder::faults::KINDS
        .iter()
        .chain(markdown::KINDS.iter())
        .copied();
    let mut kinds = vec![&theme::NO_THEME];
    kinds.extend(own.into_iter().chain(forms).chain(files));
    kinds.extend(area::KINDS.iter().chain(&listing::KINDS).copied());
    kinds.extend(document::KINDS.iter().copied());
    kinds
}
