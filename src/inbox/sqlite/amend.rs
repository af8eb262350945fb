//! Which version an amendment takes the place of, and how long a mark of its sender is kept, in the file.

use crate::inbox::sqlite::{change, trouble};
use crate::inbox::{Arrival, Kept, LATEST, State, Trouble};
use rusqlite::{OptionalExtension, Transaction, params};

/// Why an amendment is not kept as it is: its version was amended already, or is not there any more.
pub fn obstacle(transaction: &Transaction<'_>, arrival: &Arrival) -> Result<Option<Kept>, Trouble> {
    let Some(replaced) = arrival.amended() else {
        return Ok(None);
    };
    let mut query = transaction.prepare_cached(LATEST).map_err(trouble)?;
    let row = query.query_row([replaced], |row| Ok((row.get(0)?, row.get(1)?)));
    let latest: Option<(String, String)> = row.optional().map_err(trouble)?;
    let latest = latest.map(|(number, state)| Ok((number, state.parse()?)));
    Ok(Kept::instead_of(replaced, latest.transpose()?))
}

/// Puts a statement into the place of another, which stays.
pub fn supersede(transaction: &Transaction<'_>, arrival: &Arrival) -> Result<(), Trouble> {
    let clear = &arrival.clear;
    let Some(replaced) = &clear.replaces else {
        return Ok(());
    };
    change(transaction, replaced, State::Replaced, clear.received)?;
    let note = "UPDATE stellungnahme SET ersetzt_durch = ?2 \
                WHERE nummer = ?1 AND ersetzt_durch IS NULL";
    let done = transaction.execute(note, [replaced, &clear.number]);
    done.map(|_| ()).map_err(trouble)
}

/// Deletes the marks of senders whose time is over.
pub fn forget(transaction: &Transaction<'_>, now: i64) -> Result<(), Trouble> {
    let delete = "UPDATE stellungnahme SET zwilling = NULL, zwilling_bis = NULL \
                  WHERE zwilling_bis < ?1";
    let mut delete = transaction.prepare_cached(delete).map_err(trouble)?;
    delete.execute(params![now]).map(|_| ()).map_err(trouble)
}
