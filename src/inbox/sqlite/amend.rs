//! Second sendings, which version an amendment takes the place of, and how long a mark of its sender is kept, in
//! the file.

use crate::inbox::sqlite::{change, trouble};
use crate::inbox::{
    Arrival, FATE, FORGET, Fate, Kept, LATEST, MOST_UNNOTED, SUPERSEDED, State, TWIN, Trouble,
};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

/// What becomes of a sending that arrived before.
pub fn twin(transaction: &Transaction<'_>, arrival: &Arrival) -> Result<Option<Kept>, Trouble> {
    let Some(twin) = &arrival.twin else {
        return Ok(None);
    };
    let mut query = transaction.prepare_cached(TWIN).map_err(trouble)?;
    let row = query.query_row(params![twin.mark, twin.since], version);
    match read(row)? {
        Some((number, State::Received)) => {
            let again = "UPDATE stellungnahme SET sendungen = sendungen + 1 WHERE nummer = ?1";
            let mut again = transaction.prepare_cached(again).map_err(trouble)?;
            again.execute([&number]).map_err(trouble)?;
            Ok(Some(Kept::Twin(number)))
        }
        Some((number, _)) if arrival.amended().is_none() => {
            Ok(Kept::instead_of_twin(latest(transaction, &number)?))
        }
        _ => Ok(None),
    }
}

/// Why an amendment is not kept as it is: its version was amended already, or is not there any more.
pub fn obstacle(transaction: &Transaction<'_>, arrival: &Arrival) -> Result<Option<Kept>, Trouble> {
    let Some(replaced) = arrival.amended() else {
        return Ok(None);
    };
    Ok(Kept::instead_of(replaced, latest(transaction, replaced)?))
}

/// What took the place of a statement, where an older version of the program took it and noted nothing.
const UNNOTED: &str = "SELECT nummer, zustand FROM stellungnahme \
     WHERE json_extract(klar, '$.ersetzt') = $1 ORDER BY eingang DESC, id DESC LIMIT 1";

/// The latest version of a statement.
fn latest(transaction: &Transaction<'_>, number: &str) -> Result<Option<(String, State)>, Trouble> {
    let one = |query: &str, number: &str| {
        let mut query = transaction.prepare_cached(query).map_err(trouble)?;
        read(query.query_row([number], version))
    };
    let mut found = one(LATEST, number)?;
    for _ in 0..MOST_UNNOTED {
        let Some((last, State::Replaced)) = &found else {
            break;
        };
        let Some((next, _)) = one(UNNOTED, last)? else {
            break;
        };
        found = one(LATEST, &next)?;
    }
    Ok(found)
}

/// What became of a statement in the end.
pub fn fate(reader: &Connection, number: &str) -> Result<Option<Fate>, Trouble> {
    let mut query = reader.prepare_cached(FATE).map_err(trouble)?;
    let row = query.query_row([number], |row| Ok((row.get::<_, String>(0)?, row.get(1)?)));
    let fate = |(latest, since): (String, i64)| {
        let latest = latest.parse()?;
        Ok(Fate { since, latest })
    };
    row.optional().map_err(trouble)?.map(fate).transpose()
}

fn version(row: &Row<'_>) -> rusqlite::Result<(String, String)> {
    Ok((row.get(0)?, row.get(1)?))
}

fn read(row: rusqlite::Result<(String, String)>) -> Result<Option<(String, State)>, Trouble> {
    let row = row.optional().map_err(trouble)?;
    let row = row.map(|(number, state)| Ok((number, state.parse()?)));
    row.transpose()
}

/// Puts a statement into the place of another, which stays.
pub fn supersede(transaction: &Transaction<'_>, arrival: &Arrival) -> Result<(), Trouble> {
    let clear = &arrival.clear;
    let Some(replaced) = &clear.replaces else {
        return Ok(());
    };
    change(transaction, replaced, State::Replaced, clear.received)?;
    let mut note = transaction.prepare_cached(SUPERSEDED).map_err(trouble)?;
    let done = note.execute([&clear.number, replaced]);
    done.map(|_| ()).map_err(trouble)
}

/// Deletes the marks of senders whose time is over.
pub fn forget(transaction: &Transaction<'_>, now: i64) -> Result<(), Trouble> {
    let mut delete = transaction.prepare_cached(FORGET).map_err(trouble)?;
    delete.execute([now]).map(|_| ()).map_err(trouble)
}
