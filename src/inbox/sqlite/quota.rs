//! How many arrivals of a kind are taken, counted in the file.

use crate::inbox::sqlite::trouble;
use crate::inbox::{PROBE, Quota, Trouble};
use rusqlite::{Transaction, params};

/// Whether one more is taken now; then it is counted.
pub fn admits(transaction: &Transaction<'_>, quota: &Quota, now: i64) -> Result<bool, Trouble> {
    let [refill, most, wrong] = quota.bounds(1);
    let count = "INSERT INTO andrang (schluessel, voll) VALUES (?1, ?2 + ?3) \
                 ON CONFLICT (schluessel) DO UPDATE SET voll = ?3 + \
                 CASE WHEN voll > ?2 + ?5 THEN ?2 ELSE max(voll, ?2) END \
                 WHERE voll <= ?2 + ?4 OR voll > ?2 + ?5";
    let mut count = transaction.prepare_cached(count).map_err(trouble)?;
    let counted = count.execute(params![quota.key, now, refill, most, wrong]);
    Ok(counted.map_err(trouble)? > 0)
}

/// Writes a few bytes that mean nothing, as a statement would be written.
pub fn probe(transaction: &Transaction<'_>, now: i64) -> Result<(), Trouble> {
    let write = "INSERT INTO andrang (schluessel, voll) VALUES (?1, ?2) \
                 ON CONFLICT (schluessel) DO UPDATE SET voll = excluded.voll";
    let mut write = transaction.prepare_cached(write).map_err(trouble)?;
    let done = write.execute(params![PROBE, now]);
    done.map(|_| ()).map_err(trouble)
}
