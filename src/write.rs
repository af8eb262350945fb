//! Bundle to `output/`. The site is made beside the old one and put in its place when it is whole:
//! a failure leaves the old site untouched.

use crate::bundle::{Bundle, Source};
use anyhow::{Context, Result, bail};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// Number of files.
    pub files: usize,
    /// Bytes of all files.
    pub bytes: u64,
}

/// Makes every file of the bundle and puts the site in place of what stands at `output`.
///
/// # Errors
/// If a page cannot be made or a file cannot be written; the old site stays as it was.
pub fn write(bundle: &Bundle, output: &Path) -> Result<Written> {
    refuse_foreign_folder(output)?;
    let staging = beside(output, "neu")?;
    let old = beside(output, "alt")?;
    remove(&staging)?;
    let written = write_all(bundle, &staging);
    if written.is_err() {
        remove(&staging)?;
    }
    let written = written?;
    put_in_place(&staging, output, &old)?;
    Ok(written)
}

/// Puts the finished site where the old one stands. Where the system can exchange two folders in
/// one step, no reader ever sees half of each; elsewhere the old one is moved away first.
fn put_in_place(staging: &Path, output: &Path, old: &Path) -> Result<()> {
    if exchange(staging, output) {
        return remove(staging);
    }
    remove(old)?;
    if output.exists() {
        fs::rename(output, old).with_context(|| format!("rename {}", output.display()))?;
    }
    fs::rename(staging, output).with_context(|| format!("rename {}", staging.display()))?;
    remove(old)
}

/// Exchanges two folders in one step; false where the system or the file system cannot.
#[cfg(target_os = "linux")]
fn exchange(one: &Path, other: &Path) -> bool {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE).is_ok()
}

/// Exchanges two folders in one step; false where the system or the file system cannot.
#[cfg(not(target_os = "linux"))]
fn exchange(_: &Path, _: &Path) -> bool {
    false
}

/// The mark of a folder that this program wrote, so that it never replaces another one.
const MARK: &str = ".offenlage-output";

fn refuse_foreign_folder(output: &Path) -> Result<()> {
    let is_empty = || fs::read_dir(output).is_ok_and(|mut entries| entries.next().is_none());
    if output.exists() && !output.join(MARK).exists() && !is_empty() {
        bail!(
            "{} wurde nicht von offenlage geschrieben und wird nicht überschrieben / was not written by offenlage and is not overwritten",
            output.display()
        );
    }
    Ok(())
}

fn beside(output: &Path, ending: &str) -> Result<PathBuf> {
    let name = output
        .file_name()
        .context("the output folder has no name")?;
    let mut name = name.to_os_string();
    name.push(format!(".{ending}"));
    Ok(output.with_file_name(name))
}

fn remove(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("remove {}", folder.display()))?;
    }
    Ok(())
}

fn write_all(bundle: &Bundle, folder: &Path) -> Result<Written> {
    let files = bundle.files();
    let folders: BTreeSet<&str> = files
        .keys()
        .filter_map(|path| path.rsplit_once('/').map(|(folder, _)| folder))
        .collect();
    fs::create_dir_all(folder).with_context(|| format!("create {}", folder.display()))?;
    for below in folders {
        let path = folder.join(below);
        fs::create_dir_all(&path).with_context(|| format!("create {}", path.display()))?;
    }
    let sizes: Result<Vec<u64>> = files
        .par_iter()
        .map(|(path, source)| write_one(&folder.join(path), source))
        .collect();
    put(&folder.join(MARK), b"")?;
    Ok(Written {
        files: files.len(),
        bytes: sizes?.iter().sum(),
    })
}

fn write_one(path: &Path, source: &Source) -> Result<u64> {
    match source {
        Source::Bytes(bytes) => put(path, bytes),
        Source::Make(make) => put(path, &make().with_context(|| path.display().to_string())?),
        Source::Copy { from, size, .. } => {
            let copied =
                fs::copy(from, path).with_context(|| format!("copy {}", from.display()))?;
            if copied != *size {
                bail!("{} changed while the site was built", from.display());
            }
            Ok(copied)
        }
    }
}

fn put(path: &Path, bytes: &[u8]) -> Result<u64> {
    #[expect(clippy::disallowed_methods, reason = "write writes the site")]
    fs::write(path, bytes).with_context(|| format!("write {}", path.display()))?;
    Ok(bytes.len() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::address::Address;
    use anyhow::anyhow;

    fn text(path: &Path) -> Option<String> {
        #[expect(
            clippy::disallowed_methods,
            reason = "the test looks at what was written"
        )]
        fs::read_to_string(path).ok()
    }

    #[test]
    fn a_page_that_fails_leaves_the_old_site() -> Result<()> {
        let place = tempfile::tempdir()?;
        let output = place.path().join("output");
        let mut good = Bundle::default();
        good.add(&Address::new(""), Source::Bytes(b"old".to_vec()))?;
        good.add(&Address::new("a/b/"), Source::Bytes(b"page".to_vec()))?;
        assert_eq!(write(&good, &output)?, Written { files: 2, bytes: 7 });
        let mut bad = Bundle::default();
        bad.add(&Address::new(""), Source::Bytes(b"new".to_vec()))?;
        bad.make(&Address::new("c/"), || Err(anyhow!("no")))?;
        assert!(write(&bad, &output).is_err());
        assert_eq!(text(&output.join("index.html")).as_deref(), Some("old"));
        assert_eq!(
            text(&output.join("a/b/index.html")).as_deref(),
            Some("page")
        );
        assert_eq!(
            fs::read_dir(place.path())?.count(),
            1,
            "nothing is left beside it"
        );
        Ok(())
    }

    #[test]
    fn a_folder_of_somebody_else_is_not_replaced() -> Result<()> {
        let place = tempfile::tempdir()?;
        let output = place.path().join("documents");
        fs::create_dir(&output)?;
        put(&output.join("letter.txt"), b"dear")?;
        assert!(write(&Bundle::default(), &output).is_err());
        assert_eq!(text(&output.join("letter.txt")).as_deref(), Some("dear"));
        Ok(())
    }
}
