//! Where in a portal things stand: its folder, its municipalities, a procedure.

use crate::finding::{Findings, Language, say};
use crate::load::folder::{Folder, LONGEST_TEXT, read_text};
use crate::load::municipality_file::MunicipalityFile;
use crate::load::procedure_file::ProcedureFile;
use crate::load::schema;
use crate::load::shape::closest;
use crate::load::written::{Written, read_yaml};
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::{Component, Path, PathBuf};

/// The folder of the municipalities, below the portal's.
pub const MUNICIPALITIES: &str = "content/gemeinden";

/// A portal's folder.
#[derive(Debug)]
pub struct Place {
    /// Its full path.
    pub root: PathBuf,
    /// The language in which it tells what is wrong.
    pub language: Language,
}

/// A municipality of the portal.
#[derive(Debug)]
pub struct MunicipalityPlace {
    /// Its folder's name.
    pub folder: String,
    /// What its file says.
    pub file: MunicipalityFile,
}

/// A procedure of the portal.
#[derive(Debug)]
pub struct ProcedurePlace {
    /// The municipality's folder.
    pub municipality: String,
    /// Its own folder.
    pub folder: String,
    /// Its file as it stands.
    pub written: Written<ProcedureFile>,
}

impl ProcedurePlace {
    /// Its folder below the portal's.
    pub fn path(&self) -> String {
        format!("{MUNICIPALITIES}/{}/{}", self.municipality, self.folder)
    }
}

impl Place {
    /// The portal in a folder, or around it.
    ///
    /// # Errors
    /// If there is none.
    pub fn find(from: &Path, language: Language) -> Result<Self> {
        let start = fs::canonicalize(from).with_context(|| from.display().to_string())?;
        let mut around = start.ancestors();
        match around.find(|folder| folder.join("site.toml").is_file()) {
            Some(root) => Ok(Self {
                root: root.to_path_buf(),
                language,
            }),
            None => {
                let from = start.display();
                let words = say(
                    format!(
                        "In {from} und darüber liegt kein Portal (site.toml). `offenlage new portal mein-portal` legt eines an; --portal ORDNER nennt ein anderes."
                    ),
                    format!(
                        "There is no portal (site.toml) in {from} or above. `offenlage new portal mein-portal` makes one; --portal FOLDER names another."
                    ),
                );
                bail!("{}", words.in_language(language).to_owned())
            }
        }
    }

    /// Whether anything lies at a path below the portal's folder.
    pub fn has(&self, path: &str) -> bool {
        fs::symlink_metadata(self.root.join(path)).is_ok()
    }

    /// The municipalities whose files can be read, by folder.
    pub fn municipalities(&self) -> Vec<MunicipalityPlace> {
        let folders = self.folders(MUNICIPALITIES).into_iter();
        folders
            .filter_map(|folder| {
                let path = format!("{MUNICIPALITIES}/{folder}/gemeinde.yaml");
                let text = self.text(&path, &mut Findings::default())?;
                let schema = &schema::municipality().form;
                let written = read_yaml(&path, text, schema, &mut Findings::default())?;
                Some(MunicipalityPlace {
                    folder,
                    file: written.value,
                })
            })
            .collect()
    }

    /// A procedure by what people call it: `meissen/bplan-17`, or the path of its folder or file.
    ///
    /// # Errors
    /// If there is none, or its file cannot be read; the message says why.
    pub fn procedure(&self, named: &str) -> Result<ProcedurePlace> {
        let Some((municipality, folder)) = self.pair(named) else {
            bail!("{}", self.unknown(named));
        };
        let path = format!("{MUNICIPALITIES}/{municipality}/{folder}/verfahren.yaml");
        let mut findings = Findings::default();
        let text = self.text(&path, &mut findings);
        let written =
            text.and_then(|text| read_yaml(&path, text, &schema::procedure().form, &mut findings));
        match written {
            Some(written) => Ok(ProcedurePlace {
                municipality,
                folder,
                written,
            }),
            None => {
                let why = findings
                    .sorted()
                    .first()
                    .map_or_else(String::new, |finding| {
                        let (line, _) = finding.place.line_and_column();
                        format!("{line}: {}", finding.message.in_language(self.language))
                    });
                let words = say(
                    "`offenlage check` zeigt alle Befunde.",
                    "`offenlage check` shows all findings.",
                );
                bail!("{path}:{why}. {}", words.in_language(self.language));
            }
        }
    }

    /// All procedures as `gemeinde/verfahren`.
    pub fn procedures(&self) -> Vec<String> {
        let mut procedures = Vec::new();
        for municipality in self.folders(MUNICIPALITIES) {
            let below = format!("{MUNICIPALITIES}/{municipality}");
            for folder in self.folders(&below) {
                if self.has(&format!("{below}/{folder}/verfahren.yaml")) {
                    procedures.push(format!("{municipality}/{folder}"));
                }
            }
        }
        procedures
    }

    /// A text of the portal.
    pub fn text(&self, path: &str, findings: &mut Findings) -> Option<String> {
        let folder = Folder::walk(&self.root, path, findings);
        read_text(folder.get(path)?, LONGEST_TEXT, findings)
    }

    /// Refuses a path that a link leads away from the portal.
    ///
    /// # Errors
    /// If a part of it is a link.
    pub fn refuse_links(&self, path: &str) -> Result<()> {
        let mut at = self.root.clone();
        for part in path.split('/') {
            at.push(part);
            if fs::symlink_metadata(&at).is_ok_and(|metadata| metadata.is_symlink()) {
                let words = say(
                    "ist eine Verknüpfung; dorthin wird nicht geschrieben",
                    "is a link; nothing is written there",
                );
                bail!("{} {}", at.display(), words.in_language(self.language));
            }
        }
        Ok(())
    }

    /// `gemeinde/verfahren` of a name or a path; none if there is no such procedure.
    fn pair(&self, named: &str) -> Option<(String, String)> {
        let named = named.replace('\\', "/");
        let named = named
            .trim_end_matches('/')
            .trim_end_matches("/verfahren.yaml");
        let short = named.trim_start_matches("./");
        let short = short.strip_prefix(MUNICIPALITIES).unwrap_or(short);
        let on_disk = fs::canonicalize(named).ok();
        let below = on_disk.as_deref().and_then(|path| {
            let below = path.strip_prefix(self.root.join(MUNICIPALITIES)).ok()?;
            Some(below.to_path_buf())
        });
        [Some(PathBuf::from(short.trim_start_matches('/'))), below]
            .into_iter()
            .flatten()
            .find_map(|path| {
                let (municipality, folder) = two_names(&path)?;
                let file = format!("{MUNICIPALITIES}/{municipality}/{folder}/verfahren.yaml");
                self.has(&file).then_some((municipality, folder))
            })
    }

    fn unknown(&self, named: &str) -> String {
        let all = self.procedures();
        let words = match closest(named, all.iter().map(String::as_str)) {
            Some(meant) => say(
                format!("Das Verfahren „{named}“ gibt es hier nicht. Meinen Sie {meant}?"),
                format!("There is no procedure “{named}” here. Do you mean {meant}?"),
            ),
            None => say(
                format!(
                    "Das Verfahren „{named}“ gibt es hier nicht. Schreiben Sie gemeinde/verfahren wie die Ordner unter {MUNICIPALITIES}."
                ),
                format!(
                    "There is no procedure “{named}” here. Write gemeinde/verfahren like the folders in {MUNICIPALITIES}."
                ),
            ),
        };
        words.in_language(self.language).to_owned()
    }

    /// The names of the folders below a path that can be addresses, in order.
    fn folders(&self, below: &str) -> Vec<String> {
        let entries = fs::read_dir(self.root.join(below)).into_iter().flatten();
        let folders = entries.flatten().filter(|entry| {
            let kind = entry.file_type();
            kind.is_ok_and(|kind| kind.is_dir())
        });
        let mut names: Vec<String> = folders
            .filter_map(|entry| entry.file_name().into_string().ok())
            .filter(|name| !name.starts_with('.'))
            .collect();
        names.sort();
        names
    }
}

/// The two parts of a relative path that has exactly two plain ones.
fn two_names(path: &Path) -> Option<(String, String)> {
    let mut names = path.components().map(|part| match part {
        Component::Normal(name) => name.to_str().map(str::to_owned),
        _ => None,
    });
    let pair = (names.next()??, names.next()??);
    names.next().is_none().then_some(pair)
}
