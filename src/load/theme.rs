//! The files of a theme, those of the theme it extends included.

use crate::finding::{File, Finding, Findings, Kind, Level, Place, say};
use crate::load::embedded::{STANDARD_THEME, standard_theme};
use crate::load::folder::{Folder, read_bytes};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

/// The theme that is named cannot be used.
pub static NO_THEME: Kind = Kind {
    id: "THE-001",
    level: Level::Error,
    title_de: "Das Thema gibt es",
    title_en: "The theme exists",
    convention: false,
};

const LARGEST: u64 = 8 << 20;

/// `thema.toml`: what a theme is.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ThemeFile {
    /// The theme whose files stand where this one has none.
    extends: Option<String>,
}

/// The files of a theme by their path below it. Look-up falls through file by file to the theme
/// it extends and at last to the standard theme, which the binary carries.
pub fn read(portal: &Path, name: &str, findings: &mut Findings) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut next = Some(name.to_owned());
    let mut seen = Vec::new();
    while let Some(name) = next.take() {
        if seen.contains(&name) || !is_folder_name(&name) {
            findings.add(no_theme(&name));
            break;
        }
        let own = of_folder(portal, &name, findings);
        if own.is_empty() {
            if name != STANDARD_THEME {
                findings.add(no_theme(&name));
            }
            break;
        }
        next = extended(&own, &name, findings);
        for (path, bytes) in own {
            files.entry(path).or_insert(bytes);
        }
        seen.push(name);
    }
    for (path, bytes) in standard_theme() {
        files.entry(path).or_insert_with(|| bytes.into_owned());
    }
    files.remove("thema.toml");
    files
}

fn of_folder(portal: &Path, name: &str, findings: &mut Findings) -> BTreeMap<String, Vec<u8>> {
    let below = format!("themes/{name}");
    if !portal.join(&below).is_dir() {
        return BTreeMap::new();
    }
    let folder = Folder::walk(portal, &below, findings);
    let own = folder.under(&below).iter();
    own.filter_map(|entry| {
        let path = entry.path.strip_prefix(&below)?.strip_prefix('/')?;
        Some((path.to_owned(), read_bytes(entry, LARGEST, findings)?))
    })
    .collect()
}

fn extended(
    files: &BTreeMap<String, Vec<u8>>,
    name: &str,
    findings: &mut Findings,
) -> Option<String> {
    let text = String::from_utf8_lossy(files.get("thema.toml")?);
    match toml::from_str::<ThemeFile>(&text) {
        Ok(file) => file.extends,
        Err(error) => {
            let file = File::new(
                format!("themes/{name}/thema.toml"),
                text.into_owned(),
                |_| Vec::new(),
            );
            let place = file.bytes(error.span().unwrap_or_default());
            findings.add(Finding::new(
                &NO_THEME,
                place,
                say(
                    format!("thema.toml ist nicht lesbar: {}", error.message()),
                    format!("thema.toml cannot be read: {}", error.message()),
                ),
            ));
            None
        }
    }
}

fn is_folder_name(name: &str) -> bool {
    !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

fn no_theme(name: &str) -> Finding {
    Finding::new(&NO_THEME, Place::whole(&File::opaque(format!("themes/{name}"))), say(
        format!("Das Thema „{name}“ gibt es nicht"),
        format!("There is no theme “{name}”"),
    ))
    .help(say(
        "Legen Sie den Ordner unter themes/ an oder schreiben Sie in site.toml: thema = \"standard\"",
        "Create the folder below themes/, or write in site.toml: thema = \"standard\"",
    ))
}
