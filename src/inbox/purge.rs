//! Deleting what was said after its retention, with a proof that stays.
//!
//! The proof is written before anything is deleted and closed when everything is. Each statement
//! goes in a transaction of its own, content and state together. Whatever breaks off in between,
//! the same call goes on with the open proof. Whether the law allows it is asked before
//! (`model::retention`).

use crate::inbox::{Store, Trouble};
use serde::{Deserialize, Serialize};

/// What the proof of a deletion says. It names receipt numbers and the office, but no sender. Its
/// keys are German, as in all files that outlive the program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Folder of the procedure: `meissen/bplan-17`.
    #[serde(rename = "verfahren")]
    pub procedure: String,
    /// Title of the procedure.
    #[serde(rename = "titel")]
    pub title: String,
    /// Public address of the portal.
    pub portal: String,
    /// Why it was allowed.
    #[serde(rename = "grund")]
    pub reason: String,
    /// The day on which the file had been offered to the archive (§ 5 SächsArchivG).
    #[serde(rename = "angeboten")]
    pub offered: String,
    /// What the archive decided.
    #[serde(rename = "entscheidung")]
    pub decision: Option<String>,
    /// Who deleted: a person or account of the office.
    #[serde(rename = "durch")]
    pub by: String,
    /// The receipt numbers.
    #[serde(rename = "nummern")]
    pub numbers: Vec<String>,
}

/// A deletion in the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Purge {
    /// Its place among all deletions.
    pub sequence: i64,
    /// When it began, in milliseconds since 1970 UTC.
    pub begun: i64,
    /// When everything was deleted; none where it broke off.
    pub ended: Option<i64>,
    /// What was deleted and why.
    pub record: Record,
}

/// A step of a deletion.
#[derive(Debug)]
pub enum Step {
    /// Write the proof, which is JSON.
    Begin(String),
    /// Delete what a statement says; its receipt stays.
    Content(String),
    /// Everything of a proof is deleted.
    End(i64),
}

/// Deletes the statements that a record names.
///
/// # Errors
/// If the store cannot be written. What was deleted until then stays so, and [`resume`] does the
/// rest.
pub fn purge(store: &dyn Store, record: &Record, now: i64) -> Result<u64, Trouble> {
    let json = serde_json::to_string(record).map_err(|error| Trouble::Broken(error.to_string()))?;
    let sequence = store.purge(Step::Begin(json), now)?;
    carry_out(store, sequence, &record.numbers, now)
}

/// Ends a deletion that broke off.
///
/// # Errors
/// As [`purge`].
pub fn resume(store: &dyn Store, purge: &Purge, now: i64) -> Result<u64, Trouble> {
    carry_out(store, purge.sequence, &purge.record.numbers, now)
}

/// How many were deleted just now.
fn carry_out(
    store: &dyn Store,
    sequence: i64,
    numbers: &[String],
    now: i64,
) -> Result<u64, Trouble> {
    let mut deleted = 0;
    for number in numbers {
        deleted += store
            .purge(Step::Content(number.clone()), now)?
            .unsigned_abs();
    }
    store.purge(Step::End(sequence), now)?;
    Ok(deleted)
}

/// A deletion from the columns of its row.
///
/// # Errors
/// If its record cannot be read.
pub fn read(
    (sequence, begun, ended, record): (i64, i64, Option<i64>, &str),
) -> Result<Purge, Trouble> {
    let record =
        serde_json::from_str(record).map_err(|error| Trouble::Broken(error.to_string()))?;
    Ok(Purge {
        sequence,
        begun,
        ended,
        record,
    })
}
