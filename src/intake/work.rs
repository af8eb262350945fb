//! What brings a form into the quick lane: a small piece of work that a script did while somebody
//! wrote, or, for whoever has no script, half a minute of patience.
//!
//! The page of a phase is a file that lies in caches for days, and may have another origin than the
//! endpoint. So nothing is handed out: the script makes its task itself, from what the form is for,
//! the form's nonce and the time. Who does such work in advance must know when it is to be used,
//! and who shows it twice is known by it.

use crate::inbox::receipt::EndpointKey;
use crate::inbox::statement::hex;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// The hash begins with so many zero bits; `arbeit.js` knows the same number.
const ZEROS: u32 = 17;
/// Work and patience count for so many milliseconds.
const KEPT: i64 = 2 * 60 * 60 * 1000;
/// A sender's clock may be so many milliseconds fast.
const FAST: i64 = 10 * 60 * 1000;
/// So many milliseconds are patience; the page asks for half a minute.
const PATIENCE: i64 = 20 * 1000;
/// So many pieces of work are remembered. Beyond that an old one is forgotten, which may let it in
/// twice: better than to let in nobody who comes new.
const MOST: usize = 100_000;
/// No nonce and no solution is longer.
const LONGEST: usize = 64;

/// How a form is let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lane {
    /// With work or patience.
    Quick,
    /// With neither, as from a browser without script.
    Slow,
}

/// The form that somebody sends: the address of its phase, its nonce, and what was done for it.
#[derive(Debug, Clone, Copy)]
pub struct Done<'a> {
    /// Address of the phase below the portal's.
    pub phase: &'a str,
    /// The nonce.
    pub nonce: &'a str,
    /// The solution of the task, `seconds.count`, or the mark of patience.
    pub work: &'a str,
}

/// Remembers which work was shown already. Each process has its own, so that a piece of work
/// counts once in each; that is no trouble, because it buys a place in a lane and not a statement.
#[derive(Debug, Default)]
pub struct Ledger(Mutex<BTreeMap<[u8; 32], i64>>);

impl Ledger {
    /// The lane for a form at a moment (milliseconds since 1970 UTC).
    pub fn lane(&self, key: &EndpointKey, done: Done<'_>, now: i64) -> Lane {
        let is_short = |text: &str| !text.is_empty() && text.len() <= LONGEST;
        if !is_short(done.nonce) || !is_short(done.work) {
            return Lane::Slow;
        }
        let until = worked(done, now).or_else(|| waited(key, done, now));
        match until {
            Some(until) if self.is_new(done, until, now) => Lane::Quick,
            _ => Lane::Slow,
        }
    }

    /// Whether it was not shown before; afterwards it was.
    fn is_new(&self, done: Done<'_>, until: i64, now: i64) -> bool {
        let whole = [done.phase, done.nonce, done.work].join("\n");
        let mark = *blake3::hash(whole.as_bytes()).as_bytes();
        let mut shown = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if shown.len() >= MOST {
            shown.retain(|_, until| *until >= now);
        }
        if shown.len() >= MOST {
            shown.pop_first();
        }
        shown.insert(mark, until).is_none()
    }
}

/// Until when the work counts, if it was done.
fn worked(done: Done<'_>, now: i64) -> Option<i64> {
    let (seconds, count) = done.work.split_once('.')?;
    let begun = seconds.parse::<i64>().ok()?.checked_mul(1000)?;
    // One way to write a number: `1` and `01` were two pieces of work otherwise.
    let is_plain = count
        .parse::<u64>()
        .is_ok_and(|number| number.to_string() == count);
    let is_now = (now - KEPT..=now + FAST).contains(&begun);
    (is_plain && is_now && is_solved(&seed(done.phase, done.nonce, seconds), count))
        .then_some(begun + KEPT)
}

/// What is hashed with every number that is tried, in hexadecimal digits.
fn seed(phase: &str, nonce: &str, seconds: &str) -> String {
    let task = format!("offenlage\n{phase}\n{nonce}\n{seconds}");
    hex(&Sha256::digest(task))
}

fn is_solved(seed: &str, count: &str) -> bool {
    let hash = Sha256::new()
        .chain_update(seed)
        .chain_update(count)
        .finalize();
    let (first, _) = hash.split_first_chunk::<4>().unwrap_or((&[0xff; 4], &[]));
    u32::from_be_bytes(*first).leading_zeros() >= ZEROS
}

/// The mark that a form gets which came when too many did. Sent again after a while it counts like
/// work.
pub fn patience(key: &EndpointKey, phase: &str, nonce: &str, now: i64) -> String {
    let mark = key.mark(
        "patience",
        &[phase.as_bytes(), nonce.as_bytes(), &now.to_be_bytes()],
    );
    format!("{now}-{}", hex(&mark.as_bytes()[..16]))
}

/// The mark for a form that came by the quick lane and comes back because something is wrong with
/// it: sent again, it comes by the quick lane once more.
pub fn patience_had(key: &EndpointKey, phase: &str, nonce: &str, now: i64) -> String {
    patience(key, phase, nonce, now - PATIENCE)
}

/// Whether somebody has such a mark and has not waited long enough; what she waited is not lost.
pub fn is_waiting(key: &EndpointKey, done: Done<'_>, now: i64) -> bool {
    begun(key, done).is_some_and(|begun| now < begun + PATIENCE)
}

/// Until when patience counts, if there was some.
fn waited(key: &EndpointKey, done: Done<'_>, now: i64) -> Option<i64> {
    let begun = begun(key, done)?;
    (begun + PATIENCE..=begun + KEPT)
        .contains(&now)
        .then_some(begun + KEPT)
}

/// When somebody was asked for patience, if the mark is one of ours.
fn begun(key: &EndpointKey, done: Done<'_>) -> Option<i64> {
    let begun = done.work.split_once('-')?.0.parse().ok()?;
    let own = patience(key, done.phase, done.nonce, begun);
    // Hashes of this type are compared in constant time.
    let is_own = blake3::hash(own.as_bytes()) == blake3::hash(done.work.as_bytes());
    is_own.then_some(begun)
}

/// Does the work, as the script does.
#[cfg(test)]
pub fn solve(phase: &str, nonce: &str, seconds: i64) -> String {
    let seed = seed(phase, nonce, &seconds.to_string());
    let count = (0_u64..).find(|count| is_solved(&seed, &count.to_string()));
    format!("{seconds}.{}", count.unwrap())
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_773_144_000_000;

    #[test]
    fn work_counts_once_for_its_form_and_for_two_hours() {
        let (ledger, key) = (Ledger::default(), EndpointKey::new(&[3; 32]));
        let work = solve("verfahren/a/", "00ff", NOW / 1000);
        let lane = |phase, nonce, now| {
            let work = work.as_str();
            let done = Done { phase, nonce, work };
            ledger.lane(&key, done, now)
        };
        assert_eq!(lane("verfahren/b/", "00ff", NOW), Lane::Slow);
        assert_eq!(lane("verfahren/a/", "00fe", NOW), Lane::Slow);
        assert_eq!(lane("verfahren/a/", "", NOW), Lane::Slow);
        assert_eq!(lane("verfahren/a/", "00ff", NOW + KEPT + 1), Lane::Slow);
        assert_eq!(lane("verfahren/a/", "00ff", NOW - FAST - 1), Lane::Slow);
        assert_eq!(lane("verfahren/a/", "00ff", NOW + KEPT), Lane::Quick);
        assert_eq!(lane("verfahren/a/", "00ff", NOW + KEPT), Lane::Slow);
    }

    #[test]
    fn what_is_no_work_takes_the_slow_lane() {
        let (ledger, key) = (Ledger::default(), EndpointKey::new(&[3; 32]));
        let seconds = NOW / 1000;
        let solved = solve("a/", "n", seconds);
        let zeros = solved.replace('.', ".0");
        let large = format!("{}.1", i64::MAX);
        for work in [
            "",
            ".",
            "1.",
            "x",
            "-",
            "9-9",
            &"1".repeat(65),
            &large,
            &zeros,
        ] {
            let done = Done {
                phase: "a/",
                nonce: "n",
                work,
            };
            assert_eq!(ledger.lane(&key, done, NOW), Lane::Slow, "{work}");
        }
    }

    #[test]
    fn a_full_ledger_still_lets_new_work_in() {
        let (ledger, key) = (Ledger::default(), EndpointKey::new(&[3; 32]));
        let mut shown = ledger.0.lock().unwrap();
        let mark = |at: usize| *blake3::hash(&at.to_be_bytes()).as_bytes();
        shown.extend((0..MOST).map(|at| (mark(at), NOW + KEPT)));
        drop(shown);
        let work = &solve("a/", "n", NOW / 1000);
        let done = Done {
            phase: "a/",
            nonce: "n",
            work,
        };
        assert_eq!(ledger.lane(&key, done, NOW), Lane::Quick);
        assert_eq!(ledger.0.lock().unwrap().len(), MOST);
    }

    #[test]
    fn patience_counts_once_after_a_while_and_cannot_be_made_up() {
        let (ledger, key) = (Ledger::default(), EndpointKey::new(&[3; 32]));
        let mark = patience(&key, "a/", "n", NOW);
        let lane = |work: &str, now| {
            let done = Done {
                phase: "a/",
                nonce: "n",
                work,
            };
            ledger.lane(&key, done, now)
        };
        assert_eq!(lane(&mark, NOW + 1000), Lane::Slow);
        let is_waiting = |work: &str, now| {
            let done = Done {
                phase: "a/",
                nonce: "n",
                work,
            };
            is_waiting(&key, done, now)
        };
        assert!(is_waiting(&mark, NOW + 1000) && !is_waiting(&mark, NOW + PATIENCE));
        assert!(!is_waiting("9-9", 9) && !is_waiting(&mark.replace('-', ""), NOW));
        let earlier = mark.replace(&NOW.to_string(), &(NOW - 60_000).to_string());
        assert_eq!(lane(&earlier, NOW), Lane::Slow);
        let foreign = patience(&EndpointKey::new(&[4; 32]), "a/", "n", NOW);
        assert_eq!(lane(&foreign, NOW + PATIENCE), Lane::Slow);
        assert_eq!(lane(&mark, NOW + PATIENCE), Lane::Quick);
        assert_eq!(lane(&mark, NOW + PATIENCE), Lane::Slow);
        assert_eq!(
            lane(&patience(&key, "a/", "n", NOW + 1), NOW + KEPT + 2),
            Lane::Slow
        );
    }
}
