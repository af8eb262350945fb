//! How many arrivals of a kind are taken, counted in the database for all processes.

use crate::inbox::postgres::{Work, trouble};
use crate::inbox::{PROBE, Quota, Trouble};

/// Counts one or several more (`$2` now, `$3` their intervals, `$4` most, `$5` where a count cannot be right).
pub const COUNT: &str = "INSERT INTO andrang (schluessel, voll) VALUES ($1, $2::BIGINT + $3::BIGINT) \
     ON CONFLICT (schluessel) DO UPDATE SET voll = $3 + \
     CASE WHEN andrang.voll > $2 + $5::BIGINT THEN $2 ELSE greatest(andrang.voll, $2) END \
     WHERE andrang.voll <= $2 + $4::BIGINT OR andrang.voll > $2 + $5 RETURNING voll";

/// Writes a few bytes that mean nothing.
pub const PROBED: &str = "INSERT INTO andrang (schluessel, voll) VALUES ($1, $2) \
     ON CONFLICT (schluessel) DO UPDATE SET voll = excluded.voll";

impl Work<'_, '_> {
    /// Whether so many more are taken now, all of them; then they are counted.
    pub fn admits(&mut self, quota: &Quota, count: i64, now: i64) -> Result<bool, Trouble> {
        let [refill, most, wrong] = quota.bounds(count);
        // More than may ever come at once.
        if most < 0 {
            return Ok(false);
        }
        let row = self.transaction.query_opt(
            &self.statements.count,
            &[&quota.key, &now, &refill, &most, &wrong],
        );
        Ok(row.map_err(trouble)?.is_some())
    }

    /// Writes a few bytes that mean nothing, as a statement would be written.
    pub fn probe(&mut self, now: i64) -> Result<(), Trouble> {
        let probe = &self.statements.probe;
        let done = self.transaction.execute(probe, &[&PROBE, &now]);
        done.map(|_| ()).map_err(trouble)
    }
}
