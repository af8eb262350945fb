//! A store that does not answer.

use super::*;

/// A store that is down.
pub struct Down;

impl Store for Down {
    fn keep(&self, _: crate::inbox::Arrival) -> Result<crate::inbox::Kept, Trouble> {
        Err(Trouble::Down("full".to_owned()))
    }

    fn change(&self, _: &str, _: State, _: i64) -> Result<bool, Trouble> {
        Err(Trouble::Down("full".to_owned()))
    }

    fn purge(&self, _: crate::inbox::purge::Step, _: i64) -> Result<i64, Trouble> {
        Err(Trouble::Down("full".to_owned()))
    }

    fn mail(
        &self,
        _: crate::inbox::mail::Step,
        _: i64,
    ) -> Result<Option<crate::inbox::mail::Mail>, Trouble> {
        Err(Trouble::Down("full".to_owned()))
    }

    fn purges(&self) -> Result<Vec<crate::inbox::purge::Purge>, Trouble> {
        Err(Trouble::Down("full".to_owned()))
    }

    fn entry(&self, _: &str) -> Result<Option<Entry>, Trouble> {
        Err(Trouble::Down("full".to_owned()))
    }

    fn part(
        &self,
        _: &str,
        _: usize,
        _: &mut dyn FnMut(&[u8]) -> std::io::Result<()>,
    ) -> Result<bool, Trouble> {
        Err(Trouble::Down("full".to_owned()))
    }

    fn events(&self, _: i64, _: Option<&str>, _: u32) -> Result<Vec<crate::inbox::Event>, Trouble> {
        Err(Trouble::Down("full".to_owned()))
    }

    fn count(&self) -> Result<u64, Trouble> {
        Err(Trouble::Down("full".to_owned()))
    }
}
