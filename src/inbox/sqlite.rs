//! The store in one SQLite file: write-ahead log, every commit synced to disk.

mod amend;
mod file;
mod mail;
mod purge;
mod quota;

use crate::inbox::group::{Answer, Backend, Group, Job};
use crate::inbox::mail::{Mail, Step as MailStep};
use crate::inbox::purge::{Purge, Step};
use crate::inbox::sqlite::file::{Place, connect, migrate};
use crate::inbox::{Arrival, Clear, Entry, Event, Fate, Kept, State, Store, Trouble};
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, TransactionBehavior, params};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// The steps from one version of the tables to the next; a file's own version is how many it has
/// behind it. A step that was published never changes.
pub(super) const MIGRATIONS: &[&str] = &[
    include_str!("schema/sqlite-1.sql"),
    include_str!("schema/sqlite-2.sql"),
    include_str!("schema/sqlite-3.sql"),
    include_str!("schema/sqlite-4.sql"),
    include_str!("schema/sqlite-5.sql"),
    include_str!("schema/sqlite-6.sql"),
];
/// Attachments are kept in pieces of so many bytes, so that none has to fit into memory.
const PIECE: usize = 256 * 1024;
/// How long is waited for another process that writes.
const PATIENCE: Duration = Duration::from_secs(5);

/// The store in a file.
pub struct Sqlite {
    group: Group,
    reader: Mutex<Connection>,
}

impl Sqlite {
    /// Opens the file, makes it where there is none, and brings its tables up to date.
    ///
    /// # Errors
    /// If it cannot be opened or written, or a newer version of the program made it.
    pub fn open(path: &Path) -> Result<Self, Trouble> {
        let writer = Writer::open(path)?;
        Ok(Self {
            reader: Mutex::new(connect(path)?),
            group: Group::start(writer)?,
        })
    }

    /// Copies the store to another file while it is used. The copy is whole and of one moment, and
    /// appears under its name only when it is.
    ///
    /// # Errors
    /// If the other file exists or cannot be written.
    pub fn backup(&self, to: &Path) -> Result<(), Trouble> {
        let exists = || Trouble::Down(format!("{} exists", to.display()));
        if to.exists() {
            return Err(exists());
        }
        let beside = to.parent().filter(|folder| !folder.as_os_str().is_empty());
        let half = tempfile::NamedTempFile::new_in(beside.unwrap_or(Path::new(".")));
        let half = half.map_err(|error| Trouble::Down(error.to_string()))?;
        let mut copy = Connection::open(half.path()).map_err(trouble)?;
        {
            let reader = self.reader();
            let backup = Backup::new(&reader, &mut copy).map_err(trouble)?;
            // All pages in one step, from one moment: nobody who writes has to wait for a reader,
            // but between two steps each of their statements would begin the copy anew, for ever
            // on a busy day.
            let begun = Instant::now();
            while backup.step(-1).map_err(trouble)? != StepResult::Done {
                if begun.elapsed() > PATIENCE {
                    return Err(Trouble::Away("the store is locked".to_owned()));
                }
                std::thread::sleep(Duration::from_millis(1));
            }
        }
        drop(copy);
        half.persist_noclobber(to)
            .map(drop)
            .map_err(|failed| match failed.error.kind() {
                io::ErrorKind::AlreadyExists => exists(),
                _ => Trouble::Down(failed.to_string()),
            })
    }

    /// Takes several statements into a file at once, all or none.
    ///
    /// # Errors
    /// If one cannot be kept; then none is.
    pub fn keep_all(path: &Path, arrivals: Vec<Arrival>) -> Result<Vec<Kept>, Trouble> {
        let jobs = arrivals
            .into_iter()
            .map(|arrival| Job::Keep(Box::new(arrival)));
        let mut jobs: Vec<Job> = jobs.collect();
        let answers = Writer::open(path)?.write(&mut jobs)?;
        let kept = answers.into_iter().filter_map(|answer| match answer {
            Answer::Kept(kept) => Some(kept),
            _ => None,
        });
        Ok(kept.collect())
    }

    fn reader(&self) -> MutexGuard<'_, Connection> {
        self.reader.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Store for Sqlite {
    fn keep(&self, arrival: Arrival) -> Result<Kept, Trouble> {
        self.group.keep(arrival)
    }

    fn change(&self, number: &str, state: State, now: i64) -> Result<bool, Trouble> {
        self.group.change(number, state, now)
    }

    fn purge(&self, step: Step, now: i64) -> Result<i64, Trouble> {
        self.group.purge(step, now)
    }

    fn mail(&self, step: MailStep, now: i64) -> Result<Option<Mail>, Trouble> {
        self.group.mail(step, now)
    }

    fn check(&self, now: i64) -> Result<(), Trouble> {
        self.group.check(now)
    }

    fn owner(&self, key: &str, is_taking: bool) -> Result<String, Trouble> {
        let mut reader = self.reader();
        let transaction = reader
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(trouble)?;
        let insert = match is_taking {
            true => "INSERT OR REPLACE INTO annahmestelle (einzig, schluessel) VALUES (1, ?1)",
            false => "INSERT OR IGNORE INTO annahmestelle (einzig, schluessel) VALUES (1, ?1)",
        };
        transaction.execute(insert, [key]).map_err(trouble)?;
        let row =
            transaction.query_row("SELECT schluessel FROM annahmestelle", [], |row| row.get(0));
        let owner = row.map_err(trouble)?;
        transaction.commit().map_err(trouble)?;
        Ok(owner)
    }

    fn purges(&self) -> Result<Vec<Purge>, Trouble> {
        purge::all(&self.reader())
    }

    fn entry(&self, number: &str) -> Result<Option<Entry>, Trouble> {
        let reader = self.reader();
        let mut query = reader
            .prepare_cached("SELECT klar, zustand, sendungen FROM stellungnahme WHERE nummer = ?1")
            .map_err(trouble)?;
        let row = query.query_row([number], |row| columns(row, 0));
        row.optional().map_err(trouble)?.map(entry).transpose()
    }

    fn fate(&self, number: &str) -> Result<Option<Fate>, Trouble> {
        amend::fate(&self.reader(), number)
    }

    fn part(
        &self,
        number: &str,
        part: usize,
        take: &mut dyn FnMut(&[u8]) -> io::Result<()>,
    ) -> Result<bool, Trouble> {
        let mut is_there = false;
        for piece in 0.. {
            // The lock is held for one piece only: a slow reader does not stop the others.
            let bytes: Option<Vec<u8>> = {
                let reader = self.reader();
                let mut query = reader
                    .prepare_cached(
                        "SELECT inhalt FROM stueck JOIN stellungnahme ON id = stellungnahme \
                         WHERE nummer = ?1 AND teil = ?2 AND folge = ?3",
                    )
                    .map_err(trouble)?;
                let row = query.query_row(params![number, part as i64, piece], |row| row.get(0));
                row.optional().map_err(trouble)?
            };
            let Some(bytes) = bytes else { break };
            is_there = true;
            take(&bytes).map_err(|error| Trouble::Beside(error.to_string()))?;
        }
        Ok(is_there)
    }

    fn events(
        &self,
        after: i64,
        municipality: Option<&str>,
        most: u32,
    ) -> Result<Vec<Event>, Trouble> {
        let reader = self.reader();
        let mut query = reader
            .prepare_cached(
                "SELECT folge, klar, stellungnahme.zustand, sendungen FROM ereignis \
                 JOIN stellungnahme ON id = stellungnahme \
                 WHERE folge > ?1 AND (?2 IS NULL OR gemeinde = ?2) ORDER BY folge LIMIT ?3",
            )
            .map_err(trouble)?;
        let rows = query
            .query_map(params![after, municipality, most], |row| {
                Ok((row.get(0)?, columns(row, 1)?))
            })
            .map_err(trouble)?;
        rows.map(|row| {
            let (sequence, columns) = row.map_err(trouble)?;
            let entry = entry(columns)?;
            Ok(Event { sequence, entry })
        })
        .collect()
    }

    fn count(&self) -> Result<u64, Trouble> {
        let reader = self.reader();
        let count = reader.query_row("SELECT count(*) FROM stellungnahme", [], |row| row.get(0));
        count.map_err(trouble).map(i64::unsigned_abs)
    }
}

type Columns = (String, String, u32);

fn columns(row: &Row<'_>, first: usize) -> rusqlite::Result<Columns> {
    Ok((row.get(first)?, row.get(first + 1)?, row.get(first + 2)?))
}

fn entry((clear, state, sent): Columns) -> Result<Entry, Trouble> {
    let clear: Clear =
        serde_json::from_str(&clear).map_err(|error| Trouble::Broken(error.to_string()))?;
    let state = state.parse()?;
    Ok(Entry { clear, state, sent })
}

/// The connection that writes, where its files must be, and how long its last commit took.
struct Writer(Connection, Place, Duration);

impl Writer {
    fn open(path: &Path) -> Result<Self, Trouble> {
        let mut connection = connect(path)?;
        migrate(&mut connection, MIGRATIONS)?;
        Ok(Self(connection, Place::of(path)?, Duration::ZERO))
    }
}

impl Backend for Writer {
    fn write(&mut self, jobs: &mut [Job]) -> Result<Vec<Answer>, Trouble> {
        self.1.check()?;
        let transaction = self
            .0
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(trouble)?;
        if let Some(now) = Job::latest(jobs) {
            amend::forget(&transaction, now)?;
        }
        let mut answers = Vec::with_capacity(jobs.len());
        for job in jobs.iter_mut() {
            answers.push(match job {
                Job::Keep(arrival) => Answer::Kept(keep(&transaction, arrival)?),
                Job::Change { number, state, now } => {
                    Answer::Changed(change(&transaction, number, *state, *now)?)
                }
                Job::Purge { step, now } => Answer::Purged(purge::step(&transaction, step, *now)?),
                Job::Mail { step, now } => Answer::Mail(mail::step(&transaction, step, *now)?),
                Job::Check(now) => {
                    quota::probe(&transaction, *now)?;
                    Answer::Checked
                }
            });
        }
        let begun = Instant::now();
        transaction.commit().map_err(trouble)?;
        self.2 = begun.elapsed();
        // Had it gone meanwhile, nobody would find there what is acknowledged.
        self.1.check()?;
        if jobs.iter().any(Job::ends_purge) {
            purge::forget(&self.0);
        }
        Ok(answers)
    }

    fn last_commit(&self) -> Duration {
        self.2
    }
}

fn keep(transaction: &Transaction<'_>, arrival: &mut Arrival) -> Result<Kept, Trouble> {
    if let Some(known) = amend::twin(transaction, arrival)? {
        return Ok(known);
    }
    if let Some(obstacle) = amend::obstacle(transaction, arrival)? {
        return Ok(obstacle);
    }
    let clear = &arrival.clear;
    if let Some(quota) = &arrival.quota
        && !quota::admits(transaction, quota, clear.received)?
    {
        return Ok(Kept::Many);
    }
    let json = serde_json::to_string(clear).map_err(|error| Trouble::Broken(error.to_string()))?;
    let mut insert = transaction
        .prepare_cached(
            "INSERT INTO stellungnahme (nummer, gemeinde, eingang, zustand, sendungen, zwilling, \
             zwilling_bis, klar) VALUES (?1, ?2, ?3, 'eingegangen', 1, ?4, ?5, ?6) \
             ON CONFLICT (nummer) DO NOTHING",
        )
        .map_err(trouble)?;
    let twin = arrival.twin.as_ref();
    let mark = twin.map(|twin| &twin.mark);
    let until = twin.and_then(|twin| twin.until);
    let [number, municipality] = [&clear.number, &clear.municipality];
    let values = params![number, municipality, clear.received, mark, until, json];
    if insert.execute(values).map_err(trouble)? == 0 {
        return Ok(Kept::Taken);
    }
    let id = transaction.last_insert_rowid();
    keep_part(transaction, id, 0, &mut arrival.sealed.as_slice())?;
    for (at, file) in arrival.attachments.iter_mut().enumerate() {
        let begin = file.seek(SeekFrom::Start(0));
        begin.map_err(|error| Trouble::Beside(error.to_string()))?;
        keep_part::<File>(transaction, id, at as i64 + 1, file)?;
    }
    mail::enqueue(transaction, arrival)?;
    let clear = &arrival.clear;
    record(transaction, id, State::Received, clear.received)?;
    amend::supersede(transaction, arrival)?;
    Ok(Kept::New)
}

fn keep_part<R: Read>(
    transaction: &Transaction<'_>,
    id: i64,
    part: i64,
    bytes: &mut R,
) -> Result<(), Trouble> {
    let mut insert = transaction
        .prepare_cached(
            "INSERT INTO stueck (stellungnahme, teil, folge, inhalt) VALUES (?1, ?2, ?3, ?4)",
        )
        .map_err(trouble)?;
    for piece in 0.. {
        let mut buffer = Vec::new();
        let read = bytes.by_ref().take(PIECE as u64).read_to_end(&mut buffer);
        read.map_err(|error| Trouble::Beside(error.to_string()))?;
        if buffer.is_empty() {
            break;
        }
        insert
            .execute(params![id, part, piece, buffer])
            .map_err(trouble)?;
    }
    Ok(())
}

fn change(
    transaction: &Transaction<'_>,
    number: &str,
    state: State,
    now: i64,
) -> Result<bool, Trouble> {
    let mut update = transaction
        .prepare_cached(
            "UPDATE stellungnahme SET zustand = ?2 WHERE nummer = ?1 AND zustand = 'eingegangen' \
             RETURNING id",
        )
        .map_err(trouble)?;
    let id = update.query_row([number, state.key()], |row| row.get(0));
    let Some(id) = id.optional().map_err(trouble)? else {
        return Ok(false);
    };
    record(transaction, id, state, now)?;
    Ok(true)
}

fn record(transaction: &Transaction<'_>, id: i64, state: State, now: i64) -> Result<(), Trouble> {
    let mut insert = transaction
        .prepare_cached("INSERT INTO ereignis (stellungnahme, zustand, zeit) VALUES (?1, ?2, ?3)")
        .map_err(trouble)?;
    let done = insert.execute(params![id, state.key(), now]);
    done.map(|_| ()).map_err(trouble)
}

fn trouble(error: rusqlite::Error) -> Trouble {
    use rusqlite::ErrorCode as Code;
    match error.sqlite_error_code() {
        Some(Code::DatabaseCorrupt | Code::NotADatabase) => Trouble::Broken(error.to_string()),
        Some(Code::DatabaseBusy | Code::DatabaseLocked | Code::CannotOpen | Code::ReadOnly) => {
            Trouble::Away(error.to_string())
        }
        _ => Trouble::Down(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inbox::tests::{arrival, file};

    /// A statement with an attachment is refused while the file is troubled so, nothing of it is
    /// left, and afterwards it is taken.
    fn check(trouble: &str, relief: &str) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.sqlite");
        let store = Sqlite::open(&path).unwrap();
        assert_eq!(store.keep(arrival("A")), Ok(Kept::New));
        let mut writer = Writer::open(&path).unwrap();
        let large = || {
            let mut arrival = arrival("B");
            arrival.attachments = vec![file(&[7; 2_000_000])];
            [Job::Keep(Box::new(arrival))]
        };
        writer.0.execute_batch(trouble).unwrap();
        assert!(
            matches!(
                writer.write(&mut large()),
                Err(Trouble::Down(_) | Trouble::Away(_))
            ),
            "{trouble}"
        );
        assert_eq!(
            (store.entry("B"), store.count()),
            (Ok(None), Ok(1)),
            "{trouble}"
        );
        writer.0.execute_batch(relief).unwrap();
        assert_eq!(
            writer.write(&mut large()),
            Ok(vec![Answer::Kept(Kept::New)]),
            "{trouble}"
        );
        assert_eq!(store.count(), Ok(2));
    }

    #[test]
    fn a_full_disk_takes_nothing_by_halves() {
        // SQLite reports a file that may not grow just as it reports a disk that is full.
        check(
            "PRAGMA max_page_count = 60",
            "PRAGMA max_page_count = 1000000",
        );
    }

    #[test]
    fn a_store_that_may_only_be_read_refuses() {
        check("PRAGMA query_only = ON", "PRAGMA query_only = OFF");
    }

    #[test]
    fn a_store_that_another_process_holds_refuses_after_a_while() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.sqlite");
        drop(Sqlite::open(&path).unwrap());
        let mut writer = Writer::open(&path).unwrap();
        let mut other = connect(&path).unwrap();
        let held = other
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .unwrap();
        writer.0.busy_timeout(Duration::from_millis(50)).unwrap();
        let mut jobs = [Job::Keep(Box::new(arrival("A")))];
        assert!(matches!(writer.write(&mut jobs), Err(Trouble::Away(_))));
        held.commit().unwrap();
        assert_eq!(writer.write(&mut jobs), Ok(vec![Answer::Kept(Kept::New)]));
    }
}
