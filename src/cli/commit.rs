//! Which commit the content is of, read from the folder of the version control. Git itself is asked
//! only whether something was changed since.

use crate::model::Commit;
use std::path::{Component, Path, PathBuf};

/// The commit of a portal's folder; none where the folder lies in no work tree of Git, or nothing
/// was committed yet.
pub fn of(folder: &Path) -> Option<Commit> {
    let id = head(&folder.canonicalize().ok()?)?;
    let is_changed = is_changed(folder);
    Some(Commit { id, is_changed })
}

/// The id of the commit that is checked out around a folder.
fn head(folder: &Path) -> Option<String> {
    let git = folder.ancestors().find_map(git_folder)?;
    let head = text(&git.join("HEAD"))?;
    let Some(name) = head.strip_prefix("ref: ") else {
        return id(&head);
    };
    let is_plain = |part: Component| matches!(part, Component::Normal(_));
    if !name.starts_with("refs/") || !Path::new(name).components().all(is_plain) {
        return None;
    }
    // A second work tree has a head of its own and shares the branches of the first.
    let common = text(&git.join("commondir")).map_or(git.clone(), |below| git.join(below));
    let loose = [&git, &common].map(|folder| folder.join(name));
    let loose = loose.iter().find_map(|file| id(&text(file)?));
    loose.or_else(|| {
        let packed = text(&common.join("packed-refs"))?;
        let mut lines = packed.lines().filter_map(|line| line.split_once(' '));
        lines
            .find(|(_, known)| *known == name)
            .and_then(|(own, _)| id(own))
    })
}

/// What the version control keeps of a folder: a folder, or a file that says where it lies.
fn git_folder(folder: &Path) -> Option<PathBuf> {
    let git = folder.join(".git");
    if git.is_dir() {
        return Some(git);
    }
    let place = text(&git)?;
    place
        .strip_prefix("gitdir: ")
        .map(|place| folder.join(place))
}

fn text(file: &Path) -> Option<String> {
    #[expect(
        clippy::disallowed_methods,
        reason = "cli reads what the version control says"
    )]
    let text = std::fs::read_to_string(file).ok()?;
    Some(text.trim_end().to_owned())
}

/// An id of SHA-1 or SHA-256 in hexadecimal digits.
fn id(text: &str) -> Option<String> {
    let is_id = [40, 64].contains(&text.len()) && text.bytes().all(|b| b.is_ascii_hexdigit());
    is_id.then(|| text.to_ascii_lowercase())
}

/// Whether what is shown differs from the commit. Where Git cannot be asked nobody knows, and a
/// commit that may be another one is worth no more than one that is.
fn is_changed(folder: &Path) -> bool {
    #[expect(
        clippy::disallowed_methods,
        reason = "cli asks Git; the core gets the answer as an argument"
    )]
    let mut git = std::process::Command::new("git");
    git.args(["--no-optional-locks", "-c", "core.fsmonitor=false"])
        .args(["status", "--porcelain", "--"])
        .args(["content", "themes", "site.toml"])
        .current_dir(folder)
        .env_remove("GIT_DIR")
        .env_remove("GIT_WORK_TREE")
        .env_remove("GIT_INDEX_FILE");
    let answer = git.stdin(std::process::Stdio::null()).output();
    answer.map_or(true, |answer| {
        !answer.status.success() || !answer.stdout.is_empty()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::{create_dir_all, remove_file};

    const ONE: &str = "0123456789abcdef0123456789abcdef01234567";
    const TWO: &str = "89abcdef0123456789abcdef0123456789abcdef";

    #[expect(clippy::disallowed_methods, reason = "the test makes a repository")]
    fn put(folder: &Path, path: &str, text: &str) {
        let path = folder.join(path);
        create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    #[test]
    fn the_commit_is_found_however_the_branch_is_kept() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("portal/below");
        create_dir_all(&folder).unwrap();
        let git = place.path().join("portal/.git");
        put(&git, "HEAD", "ref: refs/heads/main\n");
        assert_eq!(head(&folder), None, "nothing was committed");
        let packed = format!("# pack-refs with: peeled\n{TWO} refs/heads/main\n^{ONE}\n");
        put(&git, "packed-refs", &packed);
        assert_eq!(head(&folder).as_deref(), Some(TWO));
        put(&git, "refs/heads/main", &format!("{ONE}\n"));
        assert_eq!(
            head(&folder).as_deref(),
            Some(ONE),
            "what is loose is newer"
        );
        put(&git, "HEAD", &format!("{TWO}\n"));
        assert_eq!(head(&folder).as_deref(), Some(TWO), "no branch");
        for odd in ["ref: refs/../../secret", "ref: /etc/passwd", "x", ""] {
            put(&git, "HEAD", odd);
            assert_eq!(head(&folder), None, "{odd}");
        }
        remove_file(git.join("HEAD")).unwrap();
        assert_eq!(head(&folder), None);
    }

    #[test]
    fn a_second_work_tree_has_its_own_head() {
        let place = tempfile::tempdir().unwrap();
        let own = place.path().join("first/.git/worktrees/second");
        put(
            place.path(),
            "second/.git",
            &format!("gitdir: {}\n", own.display()),
        );
        put(&own, "HEAD", "ref: refs/heads/other\n");
        put(&own, "commondir", "../..\n");
        put(place.path(), "first/.git/refs/heads/other", TWO);
        assert_eq!(head(&place.path().join("second")).as_deref(), Some(TWO));
    }
}
