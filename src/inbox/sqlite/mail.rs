//! The queue of confirmations in the file.

use crate::inbox::mail::{FIRST_WAIT, KEPT, LONGEST_WAIT, Mail, Step};
use crate::inbox::sqlite::trouble;
use crate::inbox::{Arrival, Trouble};
use rusqlite::{OptionalExtension, Transaction, params};

/// Lets the confirmation of an arrival wait, if there is one.
pub fn enqueue(transaction: &Transaction<'_>, arrival: &Arrival) -> Result<(), Trouble> {
    let Some(sealed) = &arrival.confirmation else {
        return Ok(());
    };
    let insert = "INSERT INTO bestaetigung (nummer, adresse, eingereiht, faellig, versuche) \
                  VALUES (?1, ?2, ?3, ?3, 0)";
    let clear = &arrival.clear;
    let values = params![clear.number, sealed, clear.received];
    let mut insert = transaction.prepare_cached(insert).map_err(trouble)?;
    let done = insert.execute(values);
    done.map(|_| ()).map_err(trouble)
}

/// Takes a step.
pub fn step(transaction: &Transaction<'_>, step: &Step, now: i64) -> Result<Option<Mail>, Trouble> {
    if let Step::Done(number) = step {
        let delete = "DELETE FROM bestaetigung WHERE nummer = ?1";
        let done = transaction.execute(delete, [number]);
        return done.map(|_| None).map_err(trouble);
    }
    let old = "DELETE FROM bestaetigung WHERE eingereiht <= ?1";
    let deleted = transaction.execute(old, [now - KEPT]);
    deleted.map_err(trouble)?;
    let claim = "UPDATE bestaetigung SET versuche = versuche + 1, \
                 faellig = ?1 + min(?2 * (1 << min(versuche, 10)), ?3) \
                 WHERE nummer = (SELECT nummer FROM bestaetigung WHERE faellig <= ?1 \
                 ORDER BY faellig, nummer LIMIT 1) RETURNING nummer, adresse";
    let row = transaction.query_row(claim, params![now, FIRST_WAIT, LONGEST_WAIT], |row| {
        Ok(Mail {
            number: row.get(0)?,
            sealed: row.get(1)?,
        })
    });
    row.optional().map_err(trouble)
}
