//! Writing that never overwrites: every file is made beside its place and put there when whole.

use crate::cli::new::place::Place;
use crate::finding::{Language, Words, say};
use anyhow::{Context, Result, bail};
use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Writes a new file of a portal and the folders it needs.
///
/// # Errors
/// If there is one already, a link is in the way, or the machine fails.
pub fn write_new(place: &Place, path: &str, text: &str) -> Result<()> {
    place.refuse_links(path)?;
    let target = place.root.join(path);
    let folder = target.parent().context("a file lies in a folder")?;
    fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    let beside = write_beside(&target, text.as_bytes())?;
    let put = put_new(&beside, &target);
    // Where the new name is a second one of the same file, the first one goes.
    let removed = if beside.exists() {
        fs::remove_file(&beside)
    } else {
        Ok(())
    };
    match put {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            bail!(exists(path, place.language))
        }
        put => put.with_context(|| target.display().to_string())?,
    }
    removed.with_context(|| beside.display().to_string())
}

/// Puts a new text in the place of a file's old one.
///
/// # Errors
/// If the file no longer holds the old text, or the machine fails; the file is then as it was.
pub fn replace(place: &Place, path: &str, old: &[u8], new: &[u8]) -> Result<()> {
    place.refuse_links(path)?;
    let target = place.root.join(path);
    let beside = write_beside(&target, new)?;
    let put = || -> Result<()> {
        fs::set_permissions(&beside, fs::metadata(&target)?.permissions())?;
        if bytes(&target)? != old {
            let words = say(
                "wurde inzwischen geändert; nichts wurde geschrieben",
                "was changed in the meantime; nothing was written",
            );
            bail!("{path} {}", words.in_language(place.language));
        }
        Ok(fs::rename(&beside, &target)?)
    };
    let done = put().with_context(|| target.display().to_string());
    if done.is_err() {
        fs::remove_file(&beside).with_context(|| beside.display().to_string())?;
    }
    done
}

/// The bytes of a file of the portal.
///
/// # Errors
/// If it cannot be read.
pub fn bytes(path: &Path) -> Result<Vec<u8>> {
    #[expect(clippy::disallowed_methods, reason = "new reads what it will extend")]
    fs::read(path).with_context(|| path.display().to_string())
}

/// Writes a folder with all its files, or nothing. `target` may be an empty folder.
///
/// # Errors
/// If something lies there already, `check` objects, or the machine fails.
pub fn write_folder(
    target: &Path,
    files: &[(String, Vec<u8>)],
    check: impl FnOnce(&Path) -> Result<()>,
    language: Language,
) -> Result<()> {
    let is_there = refuse_full(target, language)?;
    let staging = staging(target, is_there)?;
    let write = || -> Result<()> {
        for (path, bytes) in files {
            let file = staging.join(path);
            let folder = file.parent().context("a file lies in a folder")?;
            fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
            #[expect(clippy::disallowed_methods, reason = "new writes files")]
            fs::write(&file, bytes).with_context(|| file.display().to_string())?;
            if bytes.starts_with(b"#!") {
                allow_to_run(&file)?;
            }
        }
        check(&staging)?;
        if is_there {
            move_up(&staging, target)
        } else {
            fs::rename(&staging, target).with_context(|| target.display().to_string())
        }
    };
    let written = write();
    if staging.exists() {
        fs::remove_dir_all(&staging).with_context(|| staging.display().to_string())?;
    }
    written
}

/// Git runs hooks only where the file system says that they are programs.
#[cfg(unix)]
fn allow_to_run(file: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(file, fs::Permissions::from_mode(0o755))
        .with_context(|| file.display().to_string())
}

#[cfg(not(unix))]
fn allow_to_run(_: &Path) -> Result<()> {
    Ok(())
}

/// Whether the folder is there.
///
/// # Errors
/// If something is in it, or it is a file.
pub fn refuse_full(target: &Path, language: Language) -> Result<bool> {
    let words: Words = match fs::read_dir(target) {
        Ok(mut entries) => match entries.next() {
            None => return Ok(true),
            Some(_) => say(
                "ist nicht leer; nichts wurde geschrieben. Nennen Sie einen neuen Ordner.",
                "is not empty; nothing was written. Name a new folder.",
            ),
        },
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
        Err(error) if error.kind() == ErrorKind::NotADirectory => say(
            "ist eine Datei; nichts wurde geschrieben. Nennen Sie einen neuen Ordner.",
            "is a file; nothing was written. Name a new folder.",
        ),
        Err(error) => return Err(error).with_context(|| target.display().to_string()),
    };
    bail!("{} {}", target.display(), words.in_language(language));
}

/// A new folder to write in: inside an empty target, else beside it.
fn staging(target: &Path, is_there: bool) -> Result<PathBuf> {
    let parent = if is_there {
        target.to_path_buf()
    } else {
        let parent = target.parent().filter(|parent| *parent != Path::new(""));
        parent.map_or_else(|| PathBuf::from("."), Path::to_path_buf)
    };
    fs::create_dir_all(&parent).with_context(|| parent.display().to_string())?;
    for number in 1..100 {
        let staging = parent.join(format!(".offenlage-neu-{number}"));
        match fs::create_dir(&staging) {
            Ok(()) => return Ok(staging),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error).with_context(|| staging.display().to_string()),
        }
    }
    bail!("{}/.offenlage-neu-1", parent.display())
}

/// Moves what lies in a folder into the one around it; all of it or nothing. The settings, which
/// make it a portal, come last.
fn move_up(staging: &Path, target: &Path) -> Result<()> {
    let mut names: Vec<_> = fs::read_dir(staging)?
        .map(|entry| entry.map(|entry| entry.file_name()))
        .collect::<Result<_, _>>()?;
    names.sort_by_key(|name| (name == "site.toml", name.clone()));
    for (at, name) in names.iter().enumerate() {
        if let Err(error) = fs::rename(staging.join(name), target.join(name)) {
            for moved in &names[..at] {
                fs::rename(target.join(moved), staging.join(moved))?;
            }
            return Err(error).with_context(|| target.join(name).display().to_string());
        }
    }
    Ok(())
}

/// Writes a file beside its place, down to the disk.
fn write_beside(target: &Path, bytes: &[u8]) -> Result<PathBuf> {
    let name = target.file_name().context("a file has a name")?;
    let beside = target.with_file_name(format!(".{}.neu", name.to_string_lossy()));
    let write = || -> Result<()> {
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&beside)?;
        file.write_all(bytes)?;
        Ok(file.sync_all()?)
    };
    write().with_context(|| beside.display().to_string())?;
    Ok(beside)
}

/// Gives a finished file its name; fails where the name is taken, whoever took it meanwhile.
fn put_new(beside: &Path, target: &Path) -> std::io::Result<()> {
    match fs::hard_link(beside, target) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(error),
        Ok(()) => Ok(()),
        // Not every file system knows second names.
        Err(_) if fs::symlink_metadata(target).is_ok() => Err(ErrorKind::AlreadyExists.into()),
        Err(_) => fs::rename(beside, target),
    }
}

/// That something is there already.
pub fn exists(path: &str, language: Language) -> String {
    let words = say(
        format!("{path} gibt es schon; nichts wurde geschrieben"),
        format!("{path} is there already; nothing was written"),
    );
    words.in_language(language).to_owned()
}
