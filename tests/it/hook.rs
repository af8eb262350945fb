//! The hook that `new portal` writes checks what is committed, and not what lies in the folder.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A portal in a repository, in a folder with a space, with the hook switched on.
struct Portal {
    place: tempfile::TempDir,
}

impl Portal {
    fn new() -> Self {
        let place = tempfile::tempdir().expect("a temporary folder");
        let own = Self { place };
        fs::create_dir_all(own.path("bin")).expect("a folder");
        fs::create_dir_all(own.path("zwischen ablage")).expect("a folder");
        let program = env!("CARGO_BIN_EXE_offenlage");
        std::os::unix::fs::symlink(program, own.path("bin/offenlage")).expect("a link");
        let made = command(program, own.place.path())
            .args(["new", "portal", "mein portal"])
            .output();
        assert!(made.expect("the program").status.success());
        own.git(&["init", "-q"]);
        own.git(&["config", "core.hooksPath", ".githooks"]);
        own.git(&["config", "user.name", "Amt"]);
        own.git(&["config", "user.email", "amt@meissen.example"]);
        own
    }

    fn path(&self, name: &str) -> PathBuf {
        self.place.path().join(name)
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "the test says where the program is found"
    )]
    fn git(&self, arguments: &[&str]) -> Output {
        let mut git = command("git", &self.path("mein portal"));
        let found = std::env::var("PATH").unwrap_or_default();
        git.env("PATH", format!("{}:{found}", self.path("bin").display()));
        git.env("TMPDIR", self.path("zwischen ablage"));
        git.args(arguments).output().expect("git")
    }

    #[expect(clippy::disallowed_methods, reason = "the test writes files")]
    fn write(&self, name: &str, text: &str) {
        let path = self.path("mein portal").join(name);
        fs::write(path, text).expect("a writable file");
    }

    /// Whether a commit goes through. Nothing is left behind by it.
    fn commits(&self, arguments: &[&str]) -> bool {
        let output = self.git(&[&["commit", "-q", "-m", "Stand"], arguments].concat());
        let left = fs::read_dir(self.path("zwischen ablage")).expect("a folder");
        assert_eq!(left.count(), 0, "nothing is left behind");
        output.status.success()
    }
}

fn command(program: &str, place: &Path) -> Command {
    #[expect(clippy::disallowed_methods, reason = "the test runs the programs")]
    let mut command = Command::new(program);
    command.current_dir(place);
    command
}

#[test]
fn the_hook_checks_what_is_committed() {
    const FILE: &str = "site.toml";
    let portal = Portal::new();
    #[expect(clippy::disallowed_methods, reason = "the test puts it back")]
    let good = fs::read_to_string(portal.path("mein portal/site.toml")).expect("settings");
    portal.git(&["add", "."]);
    assert!(portal.commits(&[]), "the first commit of a good portal");

    portal.write(FILE, "titel = 1\n");
    portal.git(&["add", FILE]);
    portal.write(FILE, &good);
    assert!(!portal.commits(&[]), "the fault that was staged");
    portal.git(&["add", FILE]);

    portal.write(FILE, "titel = 1\n");
    portal.write("README.md", "# Neu\n");
    portal.git(&["add", "README.md"]);
    assert!(portal.commits(&[]), "what is not staged is not asked");
}
