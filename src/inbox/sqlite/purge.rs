//! Deletions in the file. The bytes of what was said are overwritten (`secure_delete`), and the
//! write-ahead log, which may still hold them, is emptied at the end.

use crate::inbox::State;
use crate::inbox::Trouble;
use crate::inbox::purge::{Purge, Step, read};
use crate::inbox::sqlite::{record, trouble};
use rusqlite::{Connection, OptionalExtension, Transaction, params};

/// Takes a step: the number of the proof, or how many statements it deleted.
pub fn step(transaction: &Transaction<'_>, step: &Step, now: i64) -> Result<i64, Trouble> {
    match step {
        Step::Begin(json) => {
            let insert = "INSERT INTO loeschung (begonnen, protokoll) VALUES (?1, ?2)";
            let done = transaction.execute(insert, params![now, json]);
            done.map_err(trouble)?;
            Ok(transaction.last_insert_rowid())
        }
        Step::Content(number) => content(transaction, number, now),
        Step::End(sequence) => {
            let update = "UPDATE loeschung SET beendet = ?2 WHERE folge = ?1 AND beendet IS NULL";
            let done = transaction.execute(update, params![sequence, now]);
            done.map(|_| *sequence).map_err(trouble)
        }
    }
}

fn content(transaction: &Transaction<'_>, number: &str, now: i64) -> Result<i64, Trouble> {
    let update = "UPDATE stellungnahme SET zustand = ?2, zwilling = NULL \
                  WHERE nummer = ?1 AND zustand <> ?2 RETURNING id";
    let id = transaction.query_row(update, [number, State::Purged.key()], |row| row.get(0));
    let Some(id) = id.optional().map_err(trouble)? else {
        return Ok(0);
    };
    let delete = "DELETE FROM stueck WHERE stellungnahme = ?1";
    transaction.execute(delete, params![id]).map_err(trouble)?;
    record(transaction, id, State::Purged, now)?;
    Ok(1)
}

/// Empties the write-ahead log.
pub fn forget(connection: &Connection) {
    // Where somebody reads just now it stays, and the last connection that is closed empties it. The
    // deletion itself is on disk already.
    let emptied = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
    emptied.ok();
}

/// All deletions, oldest first.
pub fn all(connection: &Connection) -> Result<Vec<Purge>, Trouble> {
    let mut query = connection
        .prepare("SELECT folge, begonnen, beendet, protokoll FROM loeschung ORDER BY folge")
        .map_err(trouble)?;
    let rows = query.query_map([], |row| {
        let record: String = row.get(3)?;
        Ok((row.get(0)?, row.get(1)?, row.get(2)?, record))
    });
    let purge = |row| {
        let (sequence, begun, ended, record): (i64, i64, Option<i64>, String) = row?;
        Ok(read((sequence, begun, ended, &record)))
    };
    let read: rusqlite::Result<Vec<_>> = rows.map_err(trouble)?.map(purge).collect();
    read.map_err(trouble)?.into_iter().collect()
}
