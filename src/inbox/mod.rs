//! Statements as received: sealed for the municipality, with a receipt, in a store outside Git.
//!
//! What somebody said and who said it is sealed ([`seal`]) before it comes here: only the
//! municipality's secret key opens it. What stays clear of a statement is [`Clear`], and it names
//! nobody. A [`Store`] keeps both: what it acknowledges is on disk. The same tests run on every
//! store. Writers wait for one another in [`group`], so that one fsync serves many.
//!
//! The clerk's own inbox, which is filled from the endpoint's, is the same store on her computer.

pub mod group;
pub mod mail;
pub mod number;
pub mod opened;
pub mod postgres;
pub mod purge;
pub mod receipt;
pub mod seal;
pub mod sqlite;
pub mod statement;
#[cfg(test)]
mod tests;

use crate::finding::both;
use crate::inbox::mail::Mail;
use crate::inbox::purge::{Purge, Step};
use std::fmt;
use std::fs::File;
use std::str::FromStr;

/// What stays clear of a statement. Nothing in it says who it is from or what it says.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Clear {
    /// Receipt number, unique over all portals of the store.
    #[serde(rename = "nummer")]
    pub number: String,
    /// Public address of the portal.
    pub portal: String,
    /// Address of the phase below the portal's.
    pub phase: String,
    /// Official key of the municipality.
    #[serde(rename = "gemeinde")]
    pub municipality: String,
    /// How it came: a channel of the closed list, or `formular`.
    #[serde(rename = "weg")]
    pub channel: String,
    /// When it arrived, in milliseconds since 1970 UTC.
    #[serde(rename = "eingang")]
    pub received: i64,
    /// It arrived after the last day of the period (§ 4a Abs. 5 BauGB).
    #[serde(rename = "verspaetet")]
    pub is_late: bool,
    /// What was on display when it was written.
    #[serde(rename = "stand")]
    pub display: String,
    /// SHA-256 of the statement before it was sealed, in hexadecimal digits.
    pub sha256: String,
    /// Bytes of the statement and of each attachment before they were sealed.
    #[serde(rename = "groessen")]
    pub sizes: Vec<u64>,
    /// The number of the statement that it replaces.
    #[serde(rename = "ersetzt")]
    pub replaces: Option<String>,
    /// Public key and signature of the receipt, in hexadecimal digits.
    #[serde(rename = "unterschrift")]
    pub signature: Option<(String, String)>,
}

/// A statement in the store.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Entry {
    /// What stays clear of it.
    #[serde(flatten)]
    pub clear: Clear,
    /// What became of it.
    #[serde(rename = "zustand")]
    pub state: State,
    /// How often the same sending arrived.
    #[serde(rename = "sendungen")]
    pub sent: u32,
}

/// What became of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// It is there.
    #[serde(rename = "eingegangen")]
    Received,
    /// Its sender took it back; it is still there.
    #[serde(rename = "zurueckgezogen")]
    Withdrawn,
    /// Its sender wrote another in its place; it is still there.
    #[serde(rename = "ersetzt")]
    Replaced,
    /// Its content was deleted after its retention; the clear part is still there.
    #[serde(rename = "geloescht")]
    Purged,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 4] = [
        Self::Received,
        Self::Withdrawn,
        Self::Replaced,
        Self::Purged,
    ];

    /// Its permanent name.
    pub fn key(self) -> &'static str {
        match self {
            Self::Received => "eingegangen",
            Self::Withdrawn => "zurueckgezogen",
            Self::Replaced => "ersetzt",
            Self::Purged => "geloescht",
        }
    }
}

impl FromStr for State {
    type Err = Trouble;

    fn from_str(key: &str) -> Result<Self, Trouble> {
        let found = Self::ALL.into_iter().find(|state| state.key() == key);
        found.ok_or_else(|| Trouble::Broken(format!("the store knows the state `{key}`")))
    }
}

/// A statement on its way into the store.
#[derive(Debug)]
pub struct Arrival {
    /// What stays clear of it.
    pub clear: Clear,
    /// The sealed statement.
    pub sealed: Vec<u8>,
    /// The sealed attachments, each a file to be read from its beginning.
    pub attachments: Vec<File>,
    /// What makes a second sending of the same known.
    pub twin: Option<Twin>,
    /// Whom its confirmation goes to, encrypted by [`mail::seal`].
    pub confirmation: Option<Vec<u8>>,
    /// How many like it are taken, in all processes together.
    pub quota: Option<Quota>,
    /// It was taken elsewhere: what it replaces was decided there.
    pub is_copy: bool,
}

impl Arrival {
    /// The statement that it amends, where it is decided here what becomes of that.
    fn amended(&self) -> Option<&str> {
        self.clear.replaces.as_deref().filter(|_| !self.is_copy)
    }
}

/// How many arrivals of a kind are taken: so many at once, and one more in each interval.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quota {
    /// What they have in common; it names nobody.
    pub key: String,
    /// So many at once.
    pub burst: i64,
    /// One more each so many milliseconds.
    pub refill: i64,
}

impl Quota {
    /// The clocks of several processes, and one clock before and after it was set, may differ by so
    /// many milliseconds before what was counted is forgotten: no wrong clock locks anybody out.
    const SKEW: i64 = 10_000;

    /// What the stores count so many more with: their intervals, how far ahead of now it may be counted before
    /// them, and where a count cannot be right.
    fn bounds(&self, count: i64) -> [i64; 3] {
        let all = self.burst.saturating_mul(self.refill);
        let own = self.refill.saturating_mul(count);
        [own, all.saturating_sub(own), all.saturating_add(Self::SKEW)]
    }
}

/// What [`Store::check`] writes stands among the counts under this key, which no [`Quota`] has.
const PROBE: &str = "gesund";

/// What makes a second sending of the same known: a reload, a double click, a retry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Twin {
    /// A keyed hash over the form's nonce, or over all that was sent.
    pub mark: String,
    /// Arrivals before this moment (milliseconds) are not twins.
    pub since: i64,
    /// When the mark is deleted, where it stands for a sender and not for a form's nonce.
    pub until: Option<i64>,
}

/// What the store did with an arrival.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kept {
    /// It is on disk.
    New,
    /// The same arrived before and has this number; it is on disk.
    Twin(String),
    /// The number is taken by another statement; nothing was kept.
    Taken,
    /// Too many came; nothing was kept.
    Many,
    /// What it amends was amended already, and this is the number of the latest version; nothing was kept.
    Later(String),
    /// What it amends was taken back, or deleted, or never there; nothing was kept.
    Gone(State),
}

impl Kept {
    /// What speaks against amending a statement of which this is the latest version. Where a replaced one
    /// has no later version, nobody wrote down which it was.
    fn instead_of(replaced: &str, latest: Option<(String, State)>) -> Option<Self> {
        match latest {
            None => Some(Self::Gone(State::Purged)),
            Some((_, state @ (State::Withdrawn | State::Purged))) => Some(Self::Gone(state)),
            Some((number, _)) if number != replaced => Some(Self::Later(number)),
            Some(_) => None,
        }
    }

    /// What becomes of a second sending that names no version, where a later one took the place of the first: its
    /// receipt would say that it counts. It amends the latest; where that is gone, it is a new statement.
    fn instead_of_twin(latest: Option<(String, State)>) -> Option<Self> {
        match latest {
            None | Some((_, State::Withdrawn | State::Purged)) => None,
            Some((number, State::Received | State::Replaced)) => Some(Self::Later(number)),
        }
    }
}

/// The newest sending with a mark, first one that counts. What was taken back is a new statement when it is sent
/// again. Both stores understand it.
const TWIN: &str = "SELECT nummer, zustand FROM stellungnahme \
     WHERE zwilling = $1 AND eingang >= $2 AND zustand IN ('eingegangen', 'ersetzt') \
     ORDER BY zustand = 'eingegangen' DESC, id DESC LIMIT 1";
/// Notes which statement took the place of another. Both stores understand it, as SQLite counts in the order in which
/// they stand here.
const SUPERSEDED: &str = "UPDATE stellungnahme SET ersetzt_durch = $1 \
     WHERE nummer = $2 AND ersetzt_durch IS NULL";
/// Deletes the marks of senders whose time is over. Both stores understand it.
const FORGET: &str =
    "UPDATE stellungnahme SET zwilling = NULL, zwilling_bis = NULL WHERE zwilling_bis < $1";

/// So many times an older version of the program may have taken an amendment and noted nothing.
const MOST_UNNOTED: usize = 100;

/// The latest version of a statement and its state, as far as it was noted. Both stores understand it.
const LATEST: &str = "WITH RECURSIVE kette (nummer, zustand, weiter, stelle) AS ( \
     SELECT nummer, zustand, ersetzt_durch, 0 FROM stellungnahme WHERE nummer = $1 UNION ALL \
     SELECT s.nummer, s.zustand, s.ersetzt_durch, stelle + 1 FROM kette \
     JOIN stellungnahme s ON s.nummer = weiter WHERE stelle < 1000) \
     SELECT nummer, zustand FROM kette ORDER BY stelle DESC LIMIT 1";

/// What became of a statement in the end. Both stores understand it.
const FATE: &str = "WITH RECURSIVE kette (zustand, weiter, stelle) AS ( \
     SELECT zustand, ersetzt_durch, 0 FROM stellungnahme WHERE nummer = $1 UNION ALL \
     SELECT s.zustand, s.ersetzt_durch, stelle + 1 FROM kette \
     JOIN stellungnahme s ON s.nummer = weiter WHERE stelle < 1000) \
     SELECT zustand, (SELECT e.zeit FROM ereignis e JOIN stellungnahme s ON s.id = e.stellungnahme \
     WHERE s.nummer = $1 ORDER BY e.folge DESC LIMIT 1) FROM kette ORDER BY stelle DESC LIMIT 1";

/// What became of a statement in the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fate {
    /// When it became what it is now, in milliseconds since 1970 UTC.
    pub since: i64,
    /// What its latest version is; its own state where there is no later one.
    pub latest: State,
}

/// Something that happened to a statement.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Event {
    /// Grows with every event, in the order they were committed.
    #[serde(rename = "folge")]
    pub sequence: i64,
    /// The statement as it is now.
    #[serde(rename = "stellungnahme")]
    pub entry: Entry,
}

/// Keeps statements. What a method acknowledges is on disk.
pub trait Store: Send + Sync {
    /// Takes a statement.
    ///
    /// # Errors
    /// If it cannot be kept; then nothing of it is.
    fn keep(&self, arrival: Arrival) -> Result<Kept, Trouble>;

    /// Changes what became of a statement that is there as received; false where it is not.
    ///
    /// # Errors
    /// If the store cannot be written.
    fn change(&self, number: &str, state: State, now: i64) -> Result<bool, Trouble>;

    /// Takes a step of a deletion: the number of its proof, or how many statements it deleted.
    ///
    /// # Errors
    /// If the store cannot be written; then nothing of the step is done.
    fn purge(&self, step: Step, now: i64) -> Result<i64, Trouble>;

    /// Whether a statement could be taken now: a few bytes are written that mean nothing.
    ///
    /// # Errors
    /// If none could.
    fn check(&self, now: i64) -> Result<(), Trouble>;

    /// The public key of the endpoint that this is the store of. It becomes `key` where it was nobody's
    /// yet, or where that one is taking it over.
    ///
    /// # Errors
    /// If the store cannot be written.
    fn owner(&self, key: &str, is_taking: bool) -> Result<String, Trouble>;

    /// All deletions, oldest first, those that broke off included.
    ///
    /// # Errors
    /// If the store cannot be read.
    fn purges(&self) -> Result<Vec<Purge>, Trouble>;

    /// Takes a step with the confirmations that wait; the one that was claimed, if one is due.
    ///
    /// # Errors
    /// If the store cannot be written; then nothing of the step is done.
    fn mail(&self, step: mail::Step, now: i64) -> Result<Option<Mail>, Trouble>;

    /// A statement by its number.
    ///
    /// # Errors
    /// If the store cannot be read.
    fn entry(&self, number: &str) -> Result<Option<Entry>, Trouble>;

    /// What became of a statement in the end.
    ///
    /// # Errors
    /// If the store cannot be read.
    fn fate(&self, number: &str) -> Result<Option<Fate>, Trouble>;

    /// The sealed statement (part 0) or an attachment of it (from 1), in pieces that `take` gets
    /// in order. False where there is none.
    ///
    /// # Errors
    /// If the store cannot be read, or `take` fails.
    fn part(
        &self,
        number: &str,
        part: usize,
        take: &mut dyn FnMut(&[u8]) -> std::io::Result<()>,
    ) -> Result<bool, Trouble>;

    /// Events after a sequence number, oldest first, of a municipality or of all.
    ///
    /// # Errors
    /// If the store cannot be read.
    fn events(
        &self,
        after: i64,
        municipality: Option<&str>,
        most: u32,
    ) -> Result<Vec<Event>, Trouble>;

    /// How many statements there are.
    ///
    /// # Errors
    /// If the store cannot be read.
    fn count(&self) -> Result<u64, Trouble>;
}

/// Why the store could not do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// It could not do this, because it is full, say; it may be better soon.
    Down(String),
    /// It answers nobody just now: gone, held by another, or only to be read. Whoever else waits
    /// need not ask.
    Away(String),
    /// What it holds cannot be understood.
    Broken(String),
    /// It is not the store: what goes into it could not be read, or what comes out of it not be written.
    Beside(String),
}

impl fmt::Display for Trouble {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (what, why) = match self {
            Self::Down(why) | Self::Away(why) => (
                both(
                    "der Speicher ist nicht verfügbar",
                    "the store is not available",
                ),
                why,
            ),
            Self::Broken(why) => (
                both("der Speicher ist beschädigt", "the store is damaged"),
                why,
            ),
            Self::Beside(why) => (
                both(
                    "eine Datei auf dem Weg in den Speicher oder aus ihm versagte",
                    "a file on the way into the store or out of it failed",
                ),
                why,
            ),
        };
        write!(formatter, "{what}: {why}")
    }
}

impl std::error::Error for Trouble {}
