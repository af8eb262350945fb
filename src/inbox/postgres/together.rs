//! New statements that share a transaction are kept with a few questions to the database, and not with some for each.
//! What is not plainly new (second sendings, amendments, attachments, more than the quota) is left to be done one by
//! one.

use crate::inbox::group::Job;
use crate::inbox::postgres::{PIECE, Work, trouble};
use crate::inbox::{Arrival, Kept, Quota, Trouble};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Which of several sendings arrived before, by their places among those that are asked for.
pub const TWINS: &str = "SELECT ort FROM \
     unnest($1::TEXT[], $2::BIGINT[]) WITH ORDINALITY AS neu (mark, seit, ort) CROSS JOIN LATERAL \
     (SELECT 1 FROM stellungnahme WHERE zwilling = mark AND eingang >= seit \
     AND zustand IN ('eingegangen', 'ersetzt') LIMIT 1) AS alt";

/// Keeps what stays clear of several.
pub const KEEP: &str = "INSERT INTO stellungnahme (nummer, gemeinde, eingang, zustand, sendungen, \
     zwilling, zwilling_bis, klar) \
     SELECT nummer, gemeinde, eingang, 'eingegangen', 1, zwilling, bis, klar FROM \
     unnest($1::TEXT[], $2::TEXT[], $3::BIGINT[], $4::TEXT[], $5::BIGINT[], $6::TEXT[]) \
     WITH ORDINALITY AS neu (nummer, gemeinde, eingang, zwilling, bis, klar, ort) ORDER BY ort \
     ON CONFLICT (nummer) DO NOTHING RETURNING id, nummer";

/// Keeps the sealed parts of several, and that they came.
pub const FILL: &str = "WITH inhalte AS (INSERT INTO stueck (stellungnahme, teil, folge, inhalt) \
     SELECT id, 0, 0, inhalt FROM unnest($1::BIGINT[], $2::BYTEA[]) AS neu (id, inhalt)) \
     INSERT INTO ereignis (stellungnahme, zustand, zeit) SELECT id, 'eingegangen', zeit FROM \
     unnest($1, $3::BIGINT[]) WITH ORDINALITY AS neu (id, zeit, ort) ORDER BY ort";

/// An arrival and its place among the jobs.
type Placed<'a> = (usize, &'a Arrival);

impl Work<'_, '_> {
    /// What became of each job, where it was done with others; the rest is still to be done.
    pub fn keep_together(&mut self, jobs: &[Job]) -> Result<Vec<Option<Kept>>, Trouble> {
        let mut kept = vec![None; jobs.len()];
        let plain = plain(jobs);
        if plain.is_empty() {
            return Ok(kept);
        }
        let new = self.without_twins(plain)?;
        let new = self.within_quotas(new)?;
        if new.is_empty() {
            return Ok(kept);
        }
        let ids = self.insert(&new)?;
        let (mut inserted, mut sealed, mut times) = (Vec::new(), Vec::new(), Vec::new());
        for (at, arrival) in &new {
            let id = ids.get(&arrival.clear.number);
            kept[*at] = Some(id.map_or(Kept::Taken, |_| Kept::New));
            if let Some(id) = id {
                inserted.push(*id);
                sealed.push(arrival.sealed.as_slice());
                times.push(arrival.clear.received);
                self.enqueue(arrival)?;
            }
        }
        let fill = &self.statements.fill_together;
        let done = self
            .transaction
            .execute(fill, &[&inserted, &sealed, &times]);
        done.map_err(trouble)?;
        Ok(kept)
    }

    /// Those that did not arrive before.
    fn without_twins<'a>(&mut self, arrivals: Vec<Placed<'a>>) -> Result<Vec<Placed<'a>>, Trouble> {
        let twins = arrivals.iter().map(|(_, arrival)| arrival.twin.as_ref());
        let twins: (Vec<_>, Vec<_>) = twins
            .map(|twin| (twin.map(|twin| &twin.mark), twin.map(|twin| twin.since)))
            .unzip();
        let query = &self.statements.twins;
        let rows = self.transaction.query(query, &[&twins.0, &twins.1]);
        let rows = rows.map_err(trouble)?;
        let known: BTreeSet<i64> = rows.iter().map(|row| row.get(0)).collect();
        let arrivals = (1..).zip(arrivals);
        let new = arrivals.filter(|(place, _)| !known.contains(place));
        Ok(new.map(|(_, arrival)| arrival).collect())
    }

    /// Those of whose kind all may come; then they are counted.
    fn within_quotas<'a>(&mut self, arrivals: Vec<Placed<'a>>) -> Result<Vec<Placed<'a>>, Trouble> {
        let mut kinds: BTreeMap<Option<&Quota>, Vec<Placed<'a>>> = BTreeMap::new();
        for placed in arrivals {
            let kind = placed.1.quota.as_ref();
            kinds.entry(kind).or_default().push(placed);
        }
        let mut within = Vec::new();
        for (quota, own) in kinds {
            let first = own.iter().map(|(_, arrival)| arrival.clear.received).min();
            let are_admitted = match quota.zip(first) {
                Some((quota, now)) => self.admits(quota, own.len() as i64, now)?,
                None => true,
            };
            if are_admitted {
                within.extend(own);
            }
        }
        within.sort_unstable_by_key(|(at, _)| *at);
        Ok(within)
    }

    /// Keeps what stays clear of them; their ids by their numbers, of those whose number was free.
    fn insert(&mut self, arrivals: &[Placed<'_>]) -> Result<HashMap<String, i64>, Trouble> {
        let json = arrivals
            .iter()
            .map(|(_, own)| serde_json::to_string(&own.clear));
        let json: Vec<String> = json
            .collect::<Result<_, _>>()
            .map_err(|error| Trouble::Broken(error.to_string()))?;
        let clear = || arrivals.iter().map(|(_, arrival)| &arrival.clear);
        let twins = || arrivals.iter().map(|(_, arrival)| arrival.twin.as_ref());
        let numbers: Vec<_> = clear().map(|clear| &clear.number).collect();
        let municipalities: Vec<_> = clear().map(|clear| &clear.municipality).collect();
        let received: Vec<_> = clear().map(|clear| clear.received).collect();
        let marks: Vec<_> = twins().map(|twin| twin.map(|twin| &twin.mark)).collect();
        let until: Vec<_> = twins()
            .map(|twin| twin.and_then(|twin| twin.until))
            .collect();
        let rows = self.transaction.query(
            &self.statements.keep_together,
            &[&numbers, &municipalities, &received, &marks, &until, &json],
        );
        let rows = rows.map_err(trouble)?;
        Ok(rows.iter().map(|row| (row.get(1), row.get(0))).collect())
    }
}

/// The arrivals that replace nothing and are one piece. Of those with one number or one mark the first.
fn plain(jobs: &[Job]) -> Vec<Placed<'_>> {
    let (mut numbers, mut marks) = (BTreeSet::new(), BTreeSet::new());
    let arrivals = jobs.iter().enumerate().filter_map(|(at, job)| match job {
        Job::Keep(arrival) => Some((at, &**arrival)),
        _ => None,
    });
    let first = arrivals.filter(|(_, arrival)| {
        let mark = arrival.twin.as_ref().map(|twin| &twin.mark);
        let is_new_mark = mark.is_none_or(|mark| marks.insert(mark));
        numbers.insert(&arrival.clear.number) && is_new_mark
    });
    let plain = first.filter(|(_, arrival)| {
        arrival.clear.replaces.is_none()
            && arrival.attachments.is_empty()
            && (1..=PIECE).contains(&(arrival.sealed.len() as u64))
    });
    plain.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inbox::group::{Answer, Backend};
    use crate::inbox::postgres::tls::Target;
    use crate::inbox::postgres::{Connection, Postgres, Writer};
    use crate::inbox::sqlite::Sqlite;
    use crate::inbox::tests::{arrival, database, file};
    use crate::inbox::{Store, Twin};
    use std::time::Duration;

    fn marked(number: &str, mark: &str) -> Arrival {
        let mut arrival = arrival(number);
        arrival.twin = Some(Twin {
            mark: mark.to_owned(),
            since: 0,
            until: None,
        });
        arrival
    }

    fn limited(number: &str, key: &str) -> Arrival {
        let mut arrival = arrival(number);
        arrival.quota = Some(Quota {
            key: key.to_owned(),
            burst: 2,
            refill: 1000,
        });
        arrival
    }

    /// One of each kind among others.
    fn arrivals(round: u64) -> Vec<Arrival> {
        let number = |name: &str| format!("{name}{round}");
        let mut amendment = marked(&number("amends"), "m4");
        amendment.clear.replaces = Some("A1".to_owned());
        let mut attached = marked(&number("attached"), "m5");
        attached.attachments = vec![file(&[7; 300_000])];
        let mut large = marked(&number("large"), "m6");
        large.sealed = vec![7; 300_000];
        let mut confirmed = marked(&number("confirmed"), "m7");
        confirmed.confirmation = Some(vec![7]);
        let key = |name: &str| format!("{name}{round}");
        vec![
            marked(&number("A"), "m1"),
            marked(&number("B"), "m2"),
            marked(&number("twin"), "m1"),
            marked(&number("A"), "m3"),
            amendment,
            attached,
            large,
            confirmed,
            arrival(&number("C")),
            limited(&number("D"), &key("a")),
            limited(&number("E"), &key("b")),
            limited(&number("F"), &key("b")),
            limited(&number("G"), &key("b")),
        ]
    }

    fn all(store: &dyn Store) -> Vec<String> {
        let events = store.events(0, None, 1000).unwrap();
        let events = events.into_iter().map(|event| {
            let number = event.entry.clear.number;
            let mut bytes = 0;
            for part in 0..2 {
                let count = &mut |piece: &[u8]| {
                    bytes += piece.len();
                    Ok(())
                };
                store.part(&number, part, count).unwrap();
            }
            let (state, sent) = (event.entry.state, event.entry.sent);
            format!("{number} {state:?} {sent} {bytes}")
        });
        let mut events: Vec<String> = events.collect();
        events.sort_unstable();
        events
    }

    #[test]
    fn what_comes_together_is_kept_as_if_it_came_one_by_one() {
        let Some(address) = database() else { return };
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.sqlite");
        let file = Sqlite::open(&path).unwrap();
        let store = Postgres::open(&address).unwrap();
        let target = Target::read(&address).unwrap();
        let mut writer = Writer(Connection::new(target), Duration::ZERO);
        // The second time all that has a mark was there before.
        for round in [1, 2] {
            let jobs = arrivals(round).into_iter();
            let mut jobs: Vec<Job> = jobs.map(|own| Job::Keep(Box::new(own))).collect();
            let kept = writer.write(&mut jobs).unwrap();
            let alone = Sqlite::keep_all(&path, arrivals(round)).unwrap();
            let alone: Vec<Answer> = alone.into_iter().map(Answer::Kept).collect();
            assert_eq!(kept, alone, "{round}");
            assert_eq!(all(&store), all(&file), "{round}");
        }
    }
}
