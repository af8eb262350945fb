//! The store in PostgreSQL: one truth for several endpoint processes.
//!
//! Writers take one lock for their transaction, so that the numbers of events grow in the order of
//! the commits and a twin is seen whichever process it reaches. A connection that was lost is made
//! anew; what was under way then is not acknowledged, and sending it again finds its twin.

mod amend;
mod mail;
mod purge;
mod quota;
mod statements;
mod tls;
mod together;

use crate::inbox::group::{Answer, Backend, Group, Job};
use crate::inbox::mail::{Mail, Step as MailStep};
use crate::inbox::postgres::statements::Statements;
use crate::inbox::postgres::tls::Target;
use crate::inbox::purge::{Purge, Step};
use crate::inbox::{Arrival, Clear, Entry, Event, FATE, Fate, Kept, State, Store, Trouble};
use postgres::error::SqlState;
use postgres::{Client, Row, Transaction};
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// The steps from one version of the tables to the next; one that was published never changes.
pub(super) const MIGRATIONS: &[&str] = &[
    include_str!("schema/postgres-1.sql"),
    include_str!("schema/postgres-2.sql"),
    include_str!("schema/postgres-3.sql"),
    include_str!("schema/postgres-4.sql"),
    include_str!("schema/postgres-5.sql"),
    include_str!("schema/postgres-6.sql"),
];
/// Attachments are kept in pieces of so many bytes, so that none has to fit into memory.
const PIECE: u64 = 256 * 1024;
/// The lock that writers wait for; any number that nobody else uses in this database.
const LOCK: i64 = 0x6f66_6665_6e6c;
/// How long is waited for the database, once for a connection and once for an answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// The store in a database.
pub struct Postgres {
    group: Group,
    reader: Mutex<Connection>,
}

impl Postgres {
    /// Connects (`postgres://user@host/database` or `host=… dbname=…`), with TLS where the address asks
    /// for it (`sslmode=require&sslrootcert=…`), and brings the tables up to date.
    ///
    /// # Errors
    /// If the database does not answer, or a newer version of the program made its tables.
    pub fn open(address: &str) -> Result<Self, Trouble> {
        let mut target = Target::read(address)?;
        // A database that went without a word is noticed, too.
        target
            .config
            .connect_timeout(PATIENCE)
            .tcp_user_timeout(PATIENCE)
            .keepalives_idle(PATIENCE)
            .keepalives_interval(PATIENCE / 4)
            .keepalives_retries(3);
        let mut writer = Connection::new(target.clone());
        migrate(writer.client()?)?;
        Ok(Self {
            group: Group::start(Writer(writer, Duration::ZERO))?,
            reader: Mutex::new(Connection::new(target)),
        })
    }

    fn read<T>(
        &self,
        read: impl Fn(&mut Open) -> Result<T, postgres::Error>,
    ) -> Result<T, Trouble> {
        let mut reader = self.reader.lock().unwrap_or_else(PoisonError::into_inner);
        reader.with(read)
    }
}

impl Store for Postgres {
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
        let then = match is_taking {
            true => "UPDATE SET schluessel = excluded.schluessel",
            false => "NOTHING",
        };
        let insert = format!(
            "INSERT INTO annahmestelle (einzig, schluessel) VALUES (1, $1) \
             ON CONFLICT (einzig) DO {then}"
        );
        self.read(|open| {
            open.client.execute(&insert, &[&key])?;
            let row = open
                .client
                .query_one("SELECT schluessel FROM annahmestelle", &[])?;
            Ok(row.get(0))
        })
    }

    fn purges(&self) -> Result<Vec<Purge>, Trouble> {
        let rows = self.read(|open| open.client.query(purge::ALL, &[]))?;
        rows.iter().map(purge::of_row).collect()
    }

    fn entry(&self, number: &str) -> Result<Option<Entry>, Trouble> {
        let row = self.read(|open| open.client.query_opt(&open.statements.entry, &[&number]))?;
        row.map(|row| entry(&row, 0)).transpose()
    }

    fn fate(&self, number: &str) -> Result<Option<Fate>, Trouble> {
        let row = self.read(|open| open.client.query_opt(FATE, &[&number]))?;
        let fate = |row: Row| {
            let latest: &str = row.get(0);
            let latest = latest.parse()?;
            let since = row.get(1);
            Ok(Fate { since, latest })
        };
        row.map(fate).transpose()
    }

    fn part(
        &self,
        number: &str,
        part: usize,
        take: &mut dyn FnMut(&[u8]) -> io::Result<()>,
    ) -> Result<bool, Trouble> {
        let part = part as i64;
        let mut is_there = false;
        for piece in 0_i64.. {
            let row = self.read(|open| {
                open.client
                    .query_opt(&open.statements.piece, &[&number, &part, &piece])
            })?;
            let Some(row) = row else { break };
            is_there = true;
            take(row.get(0)).map_err(|error| Trouble::Beside(error.to_string()))?;
        }
        Ok(is_there)
    }

    fn events(
        &self,
        after: i64,
        municipality: Option<&str>,
        most: u32,
    ) -> Result<Vec<Event>, Trouble> {
        let most = i64::from(most);
        let rows = self.read(|open| {
            open.client
                .query(&open.statements.events, &[&after, &municipality, &most])
        })?;
        let event = |row: &Row| {
            let sequence = row.get(0);
            entry(row, 1).map(|entry| Event { sequence, entry })
        };
        rows.iter().map(event).collect()
    }

    fn count(&self) -> Result<u64, Trouble> {
        let row = self.read(|open| {
            open.client
                .query_one("SELECT count(*) FROM stellungnahme", &[])
        })?;
        Ok(row.get::<_, i64>(0).unsigned_abs())
    }
}

fn entry(row: &Row, first: usize) -> Result<Entry, Trouble> {
    let clear: &str = row.get(first);
    let clear: Clear =
        serde_json::from_str(clear).map_err(|error| Trouble::Broken(error.to_string()))?;
    let state: &str = row.get(first + 1);
    let sent: i64 = row.get(first + 2);
    Ok(Entry {
        clear,
        state: state.parse()?,
        sent: u32::try_from(sent).unwrap_or(u32::MAX),
    })
}

/// A connection that is made anew where it was lost.
struct Connection {
    target: Target,
    open: Option<Open>,
}

struct Open {
    client: Client,
    statements: Statements,
}

impl Connection {
    fn new(target: Target) -> Self {
        Self { target, open: None }
    }

    fn client(&mut self) -> Result<Client, Trouble> {
        let mut client = self.target.connect().map_err(|trouble| match trouble {
            Trouble::Down(why) => Trouble::Away(why),
            other => other,
        })?;
        let settings = format!(
            "SET synchronous_commit = on; SET statement_timeout = {0}; SET lock_timeout = {0};",
            PATIENCE.as_millis()
        );
        client.batch_execute(&settings).map_err(trouble)?;
        Ok(client)
    }

    fn open(&mut self) -> Result<&mut Open, Trouble> {
        if self
            .open
            .as_ref()
            .is_none_or(|open| open.client.is_closed())
        {
            let mut client = self.client()?;
            let statements = Statements::prepare(&mut client).map_err(trouble)?;
            self.open = None;
            return Ok(self.open.insert(Open { client, statements }));
        }
        let open = self.open.as_mut();
        open.ok_or_else(|| Trouble::Down("no connection".to_owned()))
    }

    /// Reads; once more on a new connection where the old one was lost meanwhile.
    fn with<T>(
        &mut self,
        read: impl Fn(&mut Open) -> Result<T, postgres::Error>,
    ) -> Result<T, Trouble> {
        match read(self.open()?) {
            Ok(value) => Ok(value),
            Err(error) if error.code().is_none_or(is_shutdown) => {
                self.open = None;
                read(self.open()?).map_err(trouble)
            }
            Err(error) => Err(trouble(error)),
        }
    }
}

/// What holds for everybody who asks now: another holds the lock, the time is over, it may only be
/// read, it takes no more connections.
const IS_AWAY: [SqlState; 4] = [
    SqlState::LOCK_NOT_AVAILABLE,
    SqlState::QUERY_CANCELED,
    SqlState::READ_ONLY_SQL_TRANSACTION,
    SqlState::TOO_MANY_CONNECTIONS,
];

/// The database ends or begins just now.
fn is_shutdown(code: &SqlState) -> bool {
    code.code().starts_with("57P")
}

/// Takes the steps that the database does not have behind it.
fn migrate(mut client: Client) -> Result<(), Trouble> {
    let mut transaction = client.transaction().map_err(trouble)?;
    transaction
        .execute("SELECT pg_advisory_xact_lock($1)", &[&LOCK])
        .map_err(trouble)?;
    transaction
        .batch_execute("CREATE TABLE IF NOT EXISTS fassung (nummer BIGINT NOT NULL)")
        .map_err(trouble)?;
    let row = transaction.query_one("SELECT coalesce(max(nummer), 0) FROM fassung", &[]);
    let version: i64 = row.map_err(trouble)?.get(0);
    let known = MIGRATIONS.len() as i64;
    let Some(missing) = usize::try_from(version)
        .ok()
        .and_then(|at| MIGRATIONS.get(at..))
    else {
        return Err(Trouble::Broken(format!(
            "the database has version {version}, this program knows {known}"
        )));
    };
    for step in missing {
        transaction.batch_execute(step).map_err(trouble)?;
    }
    if !missing.is_empty() {
        transaction
            .execute("INSERT INTO fassung (nummer) VALUES ($1)", &[&known])
            .map_err(trouble)?;
    }
    transaction.commit().map_err(trouble)
}

/// The connection that writes, and how long its last commit took.
struct Writer(Connection, Duration);

impl Backend for Writer {
    fn write(&mut self, jobs: &mut [Job]) -> Result<Vec<Answer>, Trouble> {
        let was_open = self.0.open.is_some();
        match self.try_write(jobs) {
            Err(Trouble::Away(_)) if was_open => {}
            written => return written,
        }
        // The database may have been restarted. Should it have committed before it went, the
        // number or the twin is found now, and nothing is there twice.
        self.0.open = None;
        self.try_write(jobs)
    }

    fn last_commit(&self) -> Duration {
        self.1
    }
}

impl Writer {
    fn try_write(&mut self, jobs: &mut [Job]) -> Result<Vec<Answer>, Trouble> {
        let Open { client, statements } = self.0.open()?;
        let mut transaction = client.transaction().map_err(trouble)?;
        transaction
            .execute(&statements.lock, &[&LOCK])
            .map_err(trouble)?;
        let mut answers = Vec::with_capacity(jobs.len());
        let mut work = Work {
            transaction: &mut transaction,
            statements,
        };
        if let Some(now) = Job::latest(jobs) {
            work.forget(now)?;
        }
        let kept = work.keep_together(jobs)?;
        for (job, kept) in jobs.iter_mut().zip(kept) {
            answers.push(match job {
                Job::Keep(arrival) => Answer::Kept(match kept {
                    Some(kept) => kept,
                    None => work.keep(arrival)?,
                }),
                Job::Change { number, state, now } => {
                    Answer::Changed(work.change(number, *state, *now)?)
                }
                Job::Purge { step, now } => Answer::Purged(work.purge(step, *now)?),
                Job::Mail { step, now } => Answer::Mail(work.mail(step, *now)?),
                Job::Check(now) => {
                    work.probe(*now)?;
                    Answer::Checked
                }
            });
        }
        let begun = Instant::now();
        transaction.commit().map_err(trouble)?;
        self.1 = begun.elapsed();
        if jobs.iter().any(Job::ends_purge) {
            purge::forget(client, PATIENCE.as_millis());
        }
        Ok(answers)
    }
}

/// One transaction.
struct Work<'a, 'c> {
    transaction: &'a mut Transaction<'c>,
    statements: &'a Statements,
}

impl Work<'_, '_> {
    fn keep(&mut self, arrival: &mut Arrival) -> Result<Kept, Trouble> {
        if let Some(known) = self.twin(arrival)? {
            return Ok(known);
        }
        if let Some(obstacle) = self.obstacle(arrival)? {
            return Ok(obstacle);
        }
        let clear = &arrival.clear;
        if let Some(quota) = &arrival.quota
            && !self.admits(quota, 1, clear.received)?
        {
            return Ok(Kept::Many);
        }
        let json =
            serde_json::to_string(clear).map_err(|error| Trouble::Broken(error.to_string()))?;
        let twin = arrival.twin.as_ref();
        let mark = twin.map(|twin| &twin.mark);
        let until = twin.and_then(|twin| twin.until);
        let row = self.transaction.query_opt(
            &self.statements.keep,
            &[
                &clear.number,
                &clear.municipality,
                &clear.received,
                &mark,
                &until,
                &json,
            ],
        );
        let Some(row) = row.map_err(trouble)? else {
            return Ok(Kept::Taken);
        };
        let id = row.get(0);
        self.keep_part(id, 0, &mut arrival.sealed.as_slice())?;
        for (at, file) in arrival.attachments.iter_mut().enumerate() {
            let begin = file.seek(SeekFrom::Start(0));
            begin.map_err(|error| Trouble::Beside(error.to_string()))?;
            self.keep_part(id, at as i64 + 1, file)?;
        }
        self.enqueue(arrival)?;
        let clear = &arrival.clear;
        self.record(id, State::Received, clear.received)?;
        self.supersede(arrival)?;
        Ok(Kept::New)
    }

    fn keep_part(&mut self, id: i64, part: i64, bytes: &mut dyn Read) -> Result<(), Trouble> {
        for piece in 0_i64.. {
            let mut buffer = Vec::new();
            let read = Read::take(&mut *bytes, PIECE).read_to_end(&mut buffer);
            read.map_err(|error| Trouble::Beside(error.to_string()))?;
            if buffer.is_empty() {
                break;
            }
            let values: [&(dyn postgres::types::ToSql + Sync); 4] = [&id, &part, &piece, &buffer];
            let done = self
                .transaction
                .execute(&self.statements.keep_piece, &values);
            done.map_err(trouble)?;
        }
        Ok(())
    }

    fn change(&mut self, number: &str, state: State, now: i64) -> Result<bool, Trouble> {
        let changed = self
            .transaction
            .query_opt(&self.statements.change, &[&number, &state.key()]);
        let Some(row) = changed.map_err(trouble)? else {
            return Ok(false);
        };
        self.record(row.get(0), state, now)?;
        Ok(true)
    }

    fn record(&mut self, id: i64, state: State, now: i64) -> Result<(), Trouble> {
        let values: [&(dyn postgres::types::ToSql + Sync); 3] = [&id, &state.key(), &now];
        let done = self.transaction.execute(&self.statements.record, &values);
        done.map(|_| ()).map_err(trouble)
    }
}

/// The message of the database, without what it was asked: that could tell who asked.
fn trouble(error: postgres::Error) -> Trouble {
    let Some(said) = error.as_db_error() else {
        let why = std::error::Error::source(&error).map(ToString::to_string);
        return Trouble::Away(match why {
            Some(why) => format!("{error}: {why}"),
            None => error.to_string(),
        });
    };
    let code = said.code();
    let message = format!("{} ({})", said.message(), code.code());
    match is_shutdown(code) || IS_AWAY.contains(code) {
        true => Trouble::Away(message),
        false => Trouble::Down(message),
    }
}
