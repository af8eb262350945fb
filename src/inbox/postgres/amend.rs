//! Second sendings, which version an amendment takes the place of, and how long a mark of its sender is kept, in
//! the database.

use crate::inbox::postgres::{Work, trouble};
use crate::inbox::{Arrival, Kept, MOST_UNNOTED, State, Trouble};
use postgres::{Row, Statement};

/// What took the place of a statement, where an older version of the program took it and noted nothing.
pub const UNNOTED: &str = "SELECT nummer, zustand FROM stellungnahme \
     WHERE klar::jsonb ->> 'ersetzt' = $1 ORDER BY eingang DESC, id DESC LIMIT 1";

impl Work<'_, '_> {
    /// What becomes of a sending that arrived before.
    pub fn twin(&mut self, arrival: &Arrival) -> Result<Option<Kept>, Trouble> {
        let Some(twin) = &arrival.twin else {
            return Ok(None);
        };
        let row = self
            .transaction
            .query_opt(&self.statements.twin, &[&twin.mark, &twin.since]);
        match read(row)? {
            Some((number, State::Received)) => {
                let again = self.transaction.execute(&self.statements.again, &[&number]);
                again.map_err(trouble)?;
                Ok(Some(Kept::Twin(number)))
            }
            Some((number, _)) if arrival.amended().is_none() => {
                Ok(Kept::instead_of_twin(self.latest(&number)?))
            }
            _ => Ok(None),
        }
    }

    /// Why an amendment is not kept as it is: its version was amended already, or is not there any more.
    pub fn obstacle(&mut self, arrival: &Arrival) -> Result<Option<Kept>, Trouble> {
        let Some(replaced) = arrival.amended() else {
            return Ok(None);
        };
        Ok(Kept::instead_of(replaced, self.latest(replaced)?))
    }

    /// The latest version of a statement.
    fn latest(&mut self, number: &str) -> Result<Option<(String, State)>, Trouble> {
        let mut one =
            |query: &Statement, number: &str| read(self.transaction.query_opt(query, &[&number]));
        let mut found = one(&self.statements.latest, number)?;
        for _ in 0..MOST_UNNOTED {
            let Some((last, State::Replaced)) = &found else {
                break;
            };
            let Some((next, _)) = one(&self.statements.unnoted, last)? else {
                break;
            };
            found = one(&self.statements.latest, &next)?;
        }
        Ok(found)
    }

    /// Puts a statement into the place of another, which stays.
    pub fn supersede(&mut self, arrival: &Arrival) -> Result<(), Trouble> {
        let clear = &arrival.clear;
        let Some(replaced) = &clear.replaces else {
            return Ok(());
        };
        self.change(replaced, State::Replaced, clear.received)?;
        let note = &self.statements.superseded;
        let done = self.transaction.execute(note, &[&clear.number, replaced]);
        done.map(|_| ()).map_err(trouble)
    }

    /// Deletes the marks of senders whose time is over.
    pub fn forget(&mut self, now: i64) -> Result<(), Trouble> {
        let done = self.transaction.execute(&self.statements.forget, &[&now]);
        done.map(|_| ()).map_err(trouble)
    }
}

fn read(row: Result<Option<Row>, postgres::Error>) -> Result<Option<(String, State)>, Trouble> {
    let version = |row: Row| {
        let state: &str = row.get(1);
        Ok((row.get(0), state.parse()?))
    };
    row.map_err(trouble)?.map(version).transpose()
}
