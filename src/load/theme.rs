//! The files of a theme, those of the theme it extends included.

use crate::finding::{File, Finding, Findings, Kind, Level, Place, say};
use crate::load::embedded::{STANDARD_THEME, standard_theme};
use crate::load::folder::{Entry, Folder, read_bytes};
use serde::Deserialize;
use std::borrow::Cow;
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
/// A theme's own settings.
const SETTINGS: &str = "thema.toml";

/// `thema.toml`: what a theme is.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SettingsFile {
    /// The theme whose files stand where this one has none.
    extends: Option<String>,
}

/// The files of a theme by their name in it (`page/start.html`), its own over those it extends.
#[derive(Debug, Default, Clone)]
pub struct ThemeFiles(pub BTreeMap<String, ThemeFile>);

/// A file of a theme.
#[derive(Debug, Clone)]
pub struct ThemeFile {
    /// Where it lies, for findings: `themes/standard/page/start.html`.
    pub path: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

impl ThemeFiles {
    /// The theme `standard`, which the program brings along.
    pub fn standard() -> Self {
        let file = |(name, bytes): (String, Cow<'static, [u8]>)| {
            let path = format!("themes/{STANDARD_THEME}/{name}");
            (
                name,
                ThemeFile {
                    path,
                    bytes: bytes.into_owned(),
                },
            )
        };
        Self(standard_theme().map(file).collect())
    }

    /// These files, and those of `base` that have no namesake here.
    #[must_use]
    pub fn extending(mut self, base: Self) -> Self {
        for (name, file) in base.0 {
            self.0.entry(name).or_insert(file);
        }
        self
    }
}

/// The files of a theme. Look-up falls through file by file to the theme it extends and at last to
/// the standard theme, which the binary carries.
pub fn read(portal: &Path, name: &str, findings: &mut Findings) -> ThemeFiles {
    let mut files = ThemeFiles::default();
    let mut next = Some(name.to_owned());
    let mut seen = Vec::new();
    while let Some(name) = next.take() {
        if seen.contains(&name) || !is_folder_name(&name) {
            findings.add(no_theme(&name));
            break;
        }
        let own = of_folder(portal, &name, findings);
        if own.0.is_empty() && name != STANDARD_THEME {
            findings.add(no_theme(&name));
        }
        next = extended(&own, findings);
        files = files.extending(own);
        seen.push(name);
    }
    let mut files = files.extending(ThemeFiles::standard());
    files.0.remove(SETTINGS);
    files
}

fn of_folder(portal: &Path, name: &str, findings: &mut Findings) -> ThemeFiles {
    let below = format!("themes/{name}");
    if !portal.join(&below).is_dir() {
        return ThemeFiles::default();
    }
    let folder = Folder::walk(portal, &below, findings);
    let own = folder.under(&below).iter();
    let file = |entry: &Entry| {
        let name = entry.path.strip_prefix(&below)?.strip_prefix('/')?;
        let bytes = read_bytes(entry, LARGEST, findings)?;
        Some((
            name.to_owned(),
            ThemeFile {
                path: entry.path.clone(),
                bytes,
            },
        ))
    };
    ThemeFiles(own.filter_map(file).collect())
}

fn extended(files: &ThemeFiles, findings: &mut Findings) -> Option<String> {
    let ThemeFile { path, bytes } = files.0.get(SETTINGS)?;
    let text = String::from_utf8_lossy(bytes);
    match toml::from_str::<SettingsFile>(&text) {
        Ok(file) => file.extends,
        Err(error) => {
            let file = File::new(path.clone(), text.into_owned());
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
