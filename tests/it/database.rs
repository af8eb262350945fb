//! The endpoint while its database is stopped, killed, started again, or may only be read.

use crate::collect::{COLLECT, Endpoint, Place, compare, killed};
use crate::load::under_load;
use crate::trouble::check_refusal;
use offenlage::inbox::postgres::Postgres;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// A PostgreSQL of its own, on a socket in a temporary folder.
pub struct Database {
    folder: TempDir,
    programs: PathBuf,
}

impl Database {
    /// None where PostgreSQL is not installed.
    pub fn start() -> Option<Self> {
        let versions = std::fs::read_dir("/usr/lib/postgresql").ok();
        let folders = versions.into_iter().flatten().flatten();
        let programs = folders.map(|version| version.path().join("bin"));
        let Some(programs) = programs.filter(|bin| bin.join("initdb").exists()).max() else {
            eprintln!("skipped: PostgreSQL is not installed");
            return None;
        };
        let folder = tempfile::tempdir().expect("a folder");
        let own = Self { folder, programs };
        if rustix::process::geteuid().is_root() {
            // PostgreSQL refuses to run as root.
            let path = own.folder.path().to_str().expect("a plain path");
            run(command("chown").args(["postgres", path]));
        }
        let data = own.path("data");
        let how = ["-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C"];
        run(own.program("initdb").arg("-D").arg(&data).args(how));
        own.control(&["start"]);
        Some(own)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// One of its programs, as a user that may run it.
    fn program(&self, name: &str) -> Command {
        let program = self.programs.join(name);
        let mut command = match rustix::process::geteuid().is_root() {
            true => {
                let mut command = command("runuser");
                command.args(["-u", "postgres", "--"]).arg(program);
                command
            }
            false => command(program),
        };
        command.current_dir("/");
        command
    }

    fn control(&self, arguments: &[&str]) {
        let socket = self.folder.path().display();
        let options = format!("-c listen_addresses='' -c unix_socket_directories='{socket}'");
        let mut control = self.program("pg_ctl");
        control
            .arg("-D")
            .arg(self.path("data"))
            .args(["-w", "-o", &options]);
        run(control.arg("-l").arg(self.path("log")).args(arguments));
    }

    /// How it is reached.
    pub fn address(&self) -> String {
        format!(
            "host={} user=postgres dbname=postgres",
            self.folder.path().display()
        )
    }

    fn ask(&self, sql: &str) {
        let mut client = postgres::Client::connect(&self.address(), postgres::NoTls);
        let client = client.as_mut().expect("a connection");
        for sql in sql.split(';') {
            client.batch_execute(sql).expect("an answer");
        }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let mut stop = self.program("pg_ctl");
        stop.arg("-D")
            .arg(self.path("data"))
            .args(["-m", "immediate", "stop"]);
        // It may have ended already.
        stop.output().ok();
    }
}

fn command(program: impl AsRef<Path>) -> Command {
    #[expect(clippy::disallowed_methods, reason = "the test runs a database")]
    let command = Command::new(program.as_ref());
    command
}

fn run(command: &mut Command) {
    // What the database's server inherits must not be a pipe that is waited for.
    let status = command.stdin(Stdio::null()).stdout(Stdio::null()).status();
    assert!(status.expect("it runs").success(), "{command:?}");
}

#[test]
fn a_database_that_is_restarted_loses_nothing_and_nothing_is_there_twice() {
    let Some(database) = Database::start() else {
        return;
    };
    let place = Place::new();
    let mut command = place.offenlage(&COLLECT);
    command.args(["--proxy", "127.0.0.1", "--store", &database.address()]);
    let mut endpoint = Endpoint::of(command.stderr(Stdio::null()));
    let acknowledged = under_load(&endpoint.public.clone(), |load| {
        for how in ["fast", "immediate", "fast", "immediate"] {
            load.more_acknowledged(30);
            database.control(&["stop", "-m", how]);
            for answer in load.more_refused(30) {
                check_refusal(&answer);
            }
            database.control(&["start"]);
        }
        load.more_acknowledged(30);
        // As after a database was demoted, or its disk gave warning.
        database
            .ask("ALTER SYSTEM SET default_transaction_read_only = on; SELECT pg_reload_conf()");
        for answer in load.more_refused(30) {
            check_refusal(&answer);
        }
        database.ask(
            "SET default_transaction_read_only = off; \
             ALTER SYSTEM RESET default_transaction_read_only; SELECT pg_reload_conf()",
        );
        load.more_acknowledged(30);
        // Connections that are cut cost nobody anything.
        for _ in 0..10 {
            database.ask(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
                 WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'",
            );
            load.more_acknowledged(5);
        }
    });
    assert_eq!(endpoint.child.try_wait().ok(), Some(None), "it still runs");
    let store = Postgres::open(&database.address()).expect("the store");
    compare(&store, &place.keys(), &acknowledged);
}

#[test]
fn nothing_acknowledged_is_lost_when_a_process_before_the_database_is_killed() {
    let Some(database) = Database::start() else {
        return;
    };
    let place = Place::new();
    let acknowledged = killed(40, || {
        let mut command = place.offenlage(&COLLECT);
        command.args(["--store", &database.address()]);
        Endpoint::of(command.stderr(Stdio::null()))
    });
    let store = Postgres::open(&database.address()).expect("the store");
    compare(&store, &place.keys(), &acknowledged);
}
