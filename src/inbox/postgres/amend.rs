//! Which version an amendment takes the place of, and how long a mark of its sender is kept, in the
//! database.

use crate::inbox::postgres::{Work, trouble};
use crate::inbox::{Arrival, Kept, State, Trouble};

/// Deletes the marks of senders whose time is over.
pub const FORGET: &str =
    "UPDATE stellungnahme SET zwilling = NULL, zwilling_bis = NULL WHERE zwilling_bis < $1";

impl Work<'_, '_> {
    /// Why an amendment is not kept as it is: its version was amended already, or is not there any more.
    pub fn obstacle(&mut self, arrival: &Arrival) -> Result<Option<Kept>, Trouble> {
        let Some(replaced) = arrival.amended() else {
            return Ok(None);
        };
        let row = self
            .transaction
            .query_opt(&self.statements.latest, &[&replaced]);
        let latest = row.map_err(trouble)?.map(|row| {
            let state: &str = row.get(1);
            Ok((row.get(0), state.parse()?))
        });
        Ok(Kept::instead_of(replaced, latest.transpose()?))
    }

    /// Puts a statement into the place of another, which stays.
    pub fn supersede(&mut self, arrival: &Arrival) -> Result<(), Trouble> {
        let clear = &arrival.clear;
        let Some(replaced) = &clear.replaces else {
            return Ok(());
        };
        self.change(replaced, State::Replaced, clear.received)?;
        let note = "UPDATE stellungnahme SET ersetzt_durch = $2 \
                    WHERE nummer = $1 AND ersetzt_durch IS NULL";
        let done = self.transaction.execute(note, &[replaced, &clear.number]);
        done.map(|_| ()).map_err(trouble)
    }

    /// Deletes the marks of senders whose time is over.
    pub fn forget(&mut self, now: i64) -> Result<(), Trouble> {
        let done = self.transaction.execute(&self.statements.forget, &[&now]);
        done.map(|_| ()).map_err(trouble)
    }
}
