//! Bodies that stay aside while the HTTP library has the head, which names each by a number.
//!
//! Whoever takes a body begins to answer its request. So a request whose connection broke is sent once more exactly
//! when nobody took its body, under another number: none is lost, and none is done twice.

use super::spool::Spool;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The bodies of requests that are not answered yet; none where the answer has begun.
#[derive(Default)]
pub(super) struct Aside {
    all: Mutex<BTreeMap<u64, Option<Spool>>>,
    next: AtomicU64,
}

/// How far a request has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// Nobody took its body.
    Waits,
    /// Somebody answers it.
    Begun,
    /// It was answered as far as it will be, or taken back.
    Done,
}

impl Aside {
    /// Puts a body aside; its number.
    pub fn put(&self, body: Spool) -> u64 {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        self.all().insert(number, Some(body));
        number
    }

    /// Takes a body to answer its request, unless somebody did. The request is done once the second of both is dropped.
    pub fn begin(&self, number: u64) -> Option<(Spool, Begun<'_>)> {
        let body = self.all().get_mut(&number)?.take()?;
        let aside = self;
        Some((body, Begun { aside, number }))
    }

    /// Takes a body back; none where the answer has begun.
    pub fn take_back(&self, number: u64) -> Option<Spool> {
        let mut all = self.all();
        let body = all.get_mut(&number)?.take()?;
        all.remove(&number);
        Some(body)
    }

    /// How far a request has come.
    pub fn state(&self, number: u64) -> State {
        match self.all().get(&number) {
            Some(Some(_)) => State::Waits,
            Some(None) => State::Begun,
            None => State::Done,
        }
    }

    fn all(&self) -> MutexGuard<'_, BTreeMap<u64, Option<Spool>>> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A request that somebody answers.
pub(super) struct Begun<'a> {
    aside: &'a Aside,
    number: u64,
}

impl Drop for Begun<'_> {
    fn drop(&mut self) {
        self.aside.all().remove(&self.number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_taken_once_or_taken_back() {
        let aside = Aside::default();
        let (one, two) = (aside.put(Spool::default()), aside.put(Spool::default()));
        assert_eq!(aside.state(one), State::Waits);
        let begun = aside.begin(one);
        assert_eq!(aside.state(one), State::Begun);
        assert!(aside.begin(one).is_none() && aside.take_back(one).is_none());
        drop(begun);
        assert_eq!(aside.state(one), State::Done);
        assert!(aside.take_back(two).is_some() && aside.begin(two).is_none());
        assert!(aside.all().is_empty());
    }
}
