//! The file of the store: only its owner may read one that is made here (one that was there keeps the rights that
//! somebody gave it, to an account for backups, say), its tables are brought up to date, and what is
//! acknowledged is where the path leads. SQLite itself would write on into a file that was deleted or
//! moved away, and nobody would find it there.

use crate::finding::both;
use crate::inbox::Trouble;
use crate::inbox::sqlite::{PATIENCE, trouble};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, TransactionBehavior};
use std::fs::OpenOptions;
use std::io;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// What the name of each of the store's files ends in: tables, write-ahead log, and its index.
const ENDINGS: [&str; 3] = ["", "-wal", "-shm"];

/// So many statements of SQL stay compiled: more than there are.
const STATEMENTS: usize = 64;

/// Opens the file, and makes it where there is none.
pub fn connect(path: &Path) -> Result<Connection, Trouble> {
    make(path)?;
    let connection = Connection::open(path).map_err(trouble)?;
    connection.busy_timeout(PATIENCE).map_err(trouble)?;
    // How a query is done never depends on a value, so none is compiled again for the next one.
    let is_stable = DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG;
    connection.set_db_config(is_stable, true).map_err(trouble)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    connection
        .execute_batch(
            // Bringing the log home syncs three times more and lets everybody wait: with pages of 4 KiB
            // it is done every 64 MiB, and not every 4.
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; \
             PRAGMA secure_delete = ON; PRAGMA wal_autocheckpoint = 16384;",
        )
        .map_err(trouble)?;
    Ok(connection)
}

/// An empty file that only its owner may read; log and index get the same rights from SQLite. One that
/// is there is not touched: to close it again would take SQLite's locks on it away.
fn make(path: &Path) -> Result<(), Trouble> {
    let mut options = OpenOptions::new();
    let made = options.write(true).create_new(true).mode(0o600).open(path);
    match made {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
            Err(Trouble::Away(error.to_string()))
        }
        _ => Ok(()),
    }
}

/// Takes the steps that the file does not have behind it.
pub fn migrate(connection: &mut Connection, steps: &[&str]) -> Result<(), Trouble> {
    let transaction = connection
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(trouble)?;
    let version = transaction.pragma_query_value(None, "user_version", |row| row.get(0));
    let version: usize = version
        .map(|version: u32| version as usize)
        .map_err(trouble)?;
    let Some(missing) = steps.get(version..) else {
        return Err(Trouble::Broken(format!(
            "the file has version {version}, this program knows {}",
            steps.len()
        )));
    };
    for step in missing {
        transaction.execute_batch(step).map_err(trouble)?;
    }
    let version = steps.len() as u32;
    transaction
        .pragma_update(None, "user_version", version)
        .map_err(trouble)?;
    transaction.commit().map_err(trouble)
}

/// Which files the paths of a store led to when it was opened.
pub struct Place(Vec<(PathBuf, Seen)>);

/// Device and number of a file; none where it is not there.
type Seen = Option<(u64, u64)>;

impl Place {
    /// The files of an open store.
    ///
    /// # Errors
    /// If one cannot be looked at.
    pub fn of(path: &Path) -> Result<Self, Trouble> {
        let files = ENDINGS.map(|ending| {
            let mut name = path.as_os_str().to_owned();
            name.push(ending);
            PathBuf::from(name)
        });
        let files = files.into_iter().map(|file| {
            let seen = seen(&file)?;
            Ok((file, seen))
        });
        files.collect::<Result<_, _>>().map(Self)
    }

    /// Whether they still lead there.
    ///
    /// # Errors
    /// If one does not, or nobody can say. What is written now may be gone with the process.
    pub fn check(&self) -> Result<(), Trouble> {
        // Without a log of its own SQLite may make and delete one as it likes.
        for (file, was) in self.0.iter().filter(|(_, was)| was.is_some()) {
            if seen(file)? != *was {
                return Err(moved(file));
            }
        }
        Ok(())
    }
}

fn moved(file: &Path) -> Trouble {
    let file = file.display();
    Trouble::Away(both(
        format_args!(
            "{file} wurde gelöscht, verschoben oder ersetzt, während die Annahmestelle läuft. Legen Sie genau \
             diese Datei zurück, dann geht es von selbst weiter. Ist sie verloren: Holen Sie zuerst mit „inbox \
             pull“ ab, was noch da ist, und starten Sie die Annahmestelle erst dann neu"
        ),
        format_args!(
            "{file} was deleted, moved or replaced while the endpoint runs. Put the very same file back and it goes \
             on by itself. Where it is lost: first fetch what is still there with `inbox pull`, and only then start \
             the endpoint again"
        ),
    ))
}

fn seen(file: &Path) -> Result<Seen, Trouble> {
    match std::fs::metadata(file) {
        Ok(metadata) => Ok(Some((metadata.dev(), metadata.ino()))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => {
            let what = both(
                "lässt sich gerade nicht ansehen",
                "cannot be looked at just now",
            );
            Err(Trouble::Away(format!("{} {what}: {error}", file.display())))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inbox::sqlite::Sqlite;
    use crate::inbox::tests::arrival;
    use crate::inbox::{Kept, Store};
    use std::fs::{metadata, remove_file, rename};

    /// A store with one statement, and the paths of its files.
    fn store() -> (tempfile::TempDir, Sqlite, [PathBuf; 3]) {
        let folder = tempfile::tempdir().unwrap();
        let files = ENDINGS.map(|ending| folder.path().join(format!("a.sqlite{ending}")));
        let store = Sqlite::open(&files[0]).unwrap();
        assert_eq!(store.keep(arrival("A")), Ok(Kept::New));
        (folder, store, files)
    }

    #[test]
    fn nothing_is_acknowledged_that_the_path_does_not_lead_to() {
        for at in 0..ENDINGS.len() {
            let (folder, store, files) = store();
            let aside = folder.path().join("beiseite");
            rename(&files[at], &aside).unwrap();
            let refused = store.keep(arrival("B"));
            assert!(
                matches!(refused, Err(Trouble::Away(_))),
                "{at}: {refused:?}"
            );
            assert!(matches!(store.check(1), Err(Trouble::Away(_))), "{at}");
            // Back again, it goes on by itself.
            rename(&aside, &files[at]).unwrap();
            assert_eq!(store.check(1), Ok(()), "{at}");
            assert_eq!(store.keep(arrival("C")), Ok(Kept::New), "{at}");
            drop(store);
            assert_eq!(Sqlite::open(&files[0]).unwrap().count(), Ok(2), "{at}");
        }
    }

    #[test]
    fn another_file_in_its_place_is_not_taken_for_it() {
        let (folder, store, files) = store();
        let other = folder.path().join("b.sqlite");
        drop(Sqlite::open(&other).unwrap());
        rename(&other, &files[0]).unwrap();
        let Err(Trouble::Away(why)) = store.keep(arrival("B")) else {
            panic!("it is acknowledged");
        };
        assert!(
            why.contains("a.sqlite") && why.contains("inbox pull"),
            "{why}"
        );
        // What was taken before can still be fetched.
        assert_eq!(store.entry("A").unwrap().unwrap().clear.number, "A");
        remove_file(&files[0]).unwrap();
        assert!(store.keep(arrival("C")).is_err());
    }

    /// A path that cannot be followed says nothing of the file.
    #[test]
    fn what_cannot_be_looked_at_is_not_called_deleted() {
        let (folder, store, files) = store();
        let aside = folder.path().join("beiseite");
        rename(&files[1], &aside).unwrap();
        std::os::unix::fs::symlink(&files[1], &files[1]).unwrap();
        let Err(Trouble::Away(why)) = store.keep(arrival("B")) else {
            panic!("it is acknowledged");
        };
        assert!(
            why.contains("nicht ansehen") && !why.contains("gelöscht"),
            "{why}"
        );
        rename(&aside, &files[1]).unwrap();
        assert_eq!(store.keep(arrival("C")), Ok(Kept::New));
    }

    #[test]
    fn only_its_owner_reads_a_new_store() {
        let (_folder, _store, files) = store();
        for file in files {
            assert_eq!(metadata(&file).unwrap().mode() & 0o777, 0o600, "{file:?}");
        }
    }
}
