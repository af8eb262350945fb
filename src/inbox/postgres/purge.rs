//! Deletions in the database. Its own backups and archived logs may hold what was deleted until
//! they end; the handbook says so.

use crate::inbox::State;
use crate::inbox::Trouble;
use crate::inbox::postgres::{Work, trouble};
use crate::inbox::purge::{Purge, Step, read};
use postgres::{Client, Row};

/// Reads all deletions, oldest first.
pub const ALL: &str = "SELECT folge, begonnen, beendet, protokoll FROM loeschung ORDER BY folge";

impl Work<'_, '_> {
    /// Takes a step: the number of the proof, or how many statements it deleted.
    pub fn purge(&mut self, step: &Step, now: i64) -> Result<i64, Trouble> {
        match step {
            Step::Begin(json) => {
                let insert =
                    "INSERT INTO loeschung (begonnen, protokoll) VALUES ($1, $2) RETURNING folge";
                let row = self.transaction.query_one(insert, &[&now, json]);
                Ok(row.map_err(trouble)?.get(0))
            }
            Step::Content(number) => self.content(number, now),
            Step::End(sequence) => {
                let update =
                    "UPDATE loeschung SET beendet = $2 WHERE folge = $1 AND beendet IS NULL";
                let done = self.transaction.execute(update, &[sequence, &now]);
                done.map(|_| *sequence).map_err(trouble)
            }
        }
    }

    fn content(&mut self, number: &str, now: i64) -> Result<i64, Trouble> {
        let update = "UPDATE stellungnahme SET zustand = $2, zwilling = NULL \
                      WHERE nummer = $1 AND zustand <> $2 RETURNING id";
        let changed = self
            .transaction
            .query_opt(update, &[&number, &State::Purged.key()]);
        let Some(row) = changed.map_err(trouble)? else {
            return Ok(0);
        };
        let id: i64 = row.get(0);
        let delete = "DELETE FROM stueck WHERE stellungnahme = $1";
        self.transaction.execute(delete, &[&id]).map_err(trouble)?;
        self.record(id, State::Purged, now)?;
        Ok(1)
    }
}

/// Lets the database clear away what was deleted, without the usual limit of time.
pub fn forget(client: &mut Client, patience: u128) {
    let patience = format!("SET statement_timeout = {patience}");
    for statement in ["SET statement_timeout = 0", "VACUUM stueck", &patience] {
        // Where this account must not, or the connection is lost, the database does it later by
        // itself. The deletion is on disk already.
        client.batch_execute(statement).ok();
    }
}

/// A deletion from its row.
pub fn of_row(row: &Row) -> Result<Purge, Trouble> {
    read((row.get(0), row.get(1), row.get(2), row.get(3)))
}
