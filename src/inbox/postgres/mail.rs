//! The queue of confirmations in the database.

use crate::inbox::mail::{FIRST_WAIT, KEPT, LONGEST_WAIT, Mail, Step};
use crate::inbox::postgres::{Work, trouble};
use crate::inbox::{Arrival, Trouble};

/// Lets a confirmation wait.
pub const ENQUEUE: &str = "INSERT INTO bestaetigung (nummer, adresse, eingereiht, faellig, versuche) \
     VALUES ($1, $2, $3, $3, 0)";

impl Work<'_, '_> {
    /// Lets the confirmation of an arrival wait, if there is one.
    pub fn enqueue(&mut self, arrival: &Arrival) -> Result<(), Trouble> {
        let Some(sealed) = &arrival.confirmation else {
            return Ok(());
        };
        let clear = &arrival.clear;
        let done = self.transaction.execute(
            &self.statements.enqueue,
            &[&clear.number, sealed, &clear.received],
        );
        done.map(|_| ()).map_err(trouble)
    }

    /// Takes a step.
    pub fn mail(&mut self, step: &Step, now: i64) -> Result<Option<Mail>, Trouble> {
        if let Step::Done(number) = step {
            let delete = "DELETE FROM bestaetigung WHERE nummer = $1";
            let done = self.transaction.execute(delete, &[number]);
            return done.map(|_| None).map_err(trouble);
        }
        let old = "DELETE FROM bestaetigung WHERE eingereiht <= $1";
        let deleted = self.transaction.execute(old, &[&(now - KEPT)]);
        deleted.map_err(trouble)?;
        let claim = "UPDATE bestaetigung SET versuche = versuche + 1, faellig = $1::BIGINT + \
                     LEAST($2::BIGINT * (1::BIGINT << LEAST(versuche, 10)::INT), $3::BIGINT) \
                     WHERE nummer = (SELECT nummer FROM bestaetigung WHERE faellig <= $1 \
                     ORDER BY faellig, nummer LIMIT 1) RETURNING nummer, adresse";
        let row = self
            .transaction
            .query_opt(claim, &[&now, &FIRST_WAIT, &LONGEST_WAIT]);
        Ok(row.map_err(trouble)?.map(|row| Mail {
            number: row.get(0),
            sealed: row.get(1),
        }))
    }
}
