//! How many forms may come: from one address, which only this process counts, and for one procedure,
//! which the store counts for all processes. Enough for a town hall, not enough for a flood.
//! Addresses are in memory only, and forgotten after minutes.
//!
//! Each limit holds for each of two lanes: the quick one, and a slower one for those who bring neither work
//! nor patience. Whoever does not get through in the slow one is asked for patience.

use crate::inbox::Quota;
use crate::intake::work::Lane;
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

/// So many forms of a procedure may come for all addresses each minute in the quick lane, if nothing
/// else is said.
pub const PER_MINUTE: u32 = 600;
/// A lane stands empty for so many minutes' forms, which may come at once.
const SAVED: i64 = 10;
/// The slow lane is so much slower.
const SLOWER: i64 = 5;
/// So many addresses are remembered.
const MOST: usize = 100_000;

/// From one address: so many forms at once, and one more each so many milliseconds.
fn from_address(lane: Lane) -> (i64, i64) {
    match lane {
        Lane::Quick => (240, 250),
        Lane::Slow => (120, 1000),
    }
}

/// For one procedure: what a lane takes where the quick one takes so many a minute.
pub fn quota(procedure: &str, lane: Lane, per_minute: u32) -> Quota {
    let per_minute = i64::from(per_minute.max(1));
    let (name, slower) = match lane {
        Lane::Quick => ("schnell", 1),
        Lane::Slow => ("langsam", SLOWER),
    };
    Quota {
        key: format!("{name} {procedure}"),
        burst: (SAVED * per_minute / slower).max(1),
        refill: (60_000 * slower / per_minute).max(1),
    }
}

/// Counts forms by address, procedure and lane.
#[derive(Debug, Default)]
pub struct Limiter {
    /// When the address will have its whole burst again, in milliseconds since 1970 UTC.
    full_at: Mutex<BTreeMap<(IpAddr, String, Lane), i64>>,
}

impl Limiter {
    /// Whether one more form of a procedure may come from an address now.
    pub fn admits(&self, client: &str, procedure: &str, lane: Lane, now: i64) -> bool {
        let Ok(address) = client.parse::<IpAddr>() else {
            return true;
        };
        let (burst, refill) = from_address(lane);
        let key = (network(address), procedure.to_owned(), lane);
        let mut full_at = self.full_at.lock().unwrap_or_else(PoisonError::into_inner);
        if full_at.len() >= MOST {
            full_at.retain(|_, full| *full > now);
        }
        let full = full_at.get(&key).copied().unwrap_or(now);
        // Later than any burst can lead to: the clock was set back.
        let full = if full > now + burst * refill {
            now
        } else {
            full.max(now)
        };
        let is_admitted = full - now <= (burst - 1) * refill;
        if is_admitted && full_at.len() < MOST {
            full_at.insert(key, full + refill);
        }
        is_admitted
    }
}

/// A household has a whole /64 of IPv6.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => address.into(),
        IpAddr::V6(address) => {
            let bits = u128::from(address) & !u128::from(u64::MAX);
            std::net::Ipv6Addr::from(bits).into()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flood_ends_and_passes_and_others_are_not_touched() {
        for lane in [Lane::Quick, Lane::Slow] {
            let limiter = Limiter::default();
            let (burst, refill) = from_address(lane);
            let admitted = |client: &str, now| limiter.admits(client, "a", lane, now);
            assert!((0..burst).all(|_| admitted("10.0.0.1", 1000)));
            assert!(!admitted("10.0.0.1", 1000));
            assert!(limiter.admits("10.0.0.1", "b", lane, 1000));
            assert!(admitted("10.0.0.2", 1000));
            assert!(admitted("10.0.0.1", 1000 + refill));
            assert!(!admitted("10.0.0.1", 1000 + refill));
            assert!((0..burst).all(|_| admitted("10.0.0.1", 10_000_000)));
            assert!(
                admitted("10.0.0.1", 1000),
                "a clock that is set back locks nobody out"
            );
        }
    }

    #[test]
    fn a_town_hall_gets_through_and_the_lanes_do_not_touch() {
        let limiter = Limiter::default();
        let admitted = |lane| limiter.admits("10.0.0.1", "a", lane, 1000);
        let slow = (0..1000).filter(|_| admitted(Lane::Slow)).count();
        let quick = (0..1000).filter(|_| admitted(Lane::Quick)).count();
        assert!(slow >= 100 && quick >= 2 * slow, "{slow} {quick}");
        let [quick, slow] = [Lane::Quick, Lane::Slow].map(|lane| quota("a", lane, PER_MINUTE));
        assert_eq!((quick.burst, quick.refill), (6000, 100));
        assert_eq!((slow.burst, slow.refill), (1200, 500));
        assert_ne!(quick.key, slow.key);
        for rate in [0, 1, u32::MAX] {
            let quota = quota("a", Lane::Slow, rate);
            assert!(quota.burst > 0 && quota.refill > 0, "{quota:?}");
        }
    }

    #[test]
    fn a_household_is_one_address() {
        let network = |text: &str| network(text.parse().unwrap());
        assert_eq!(
            network("2001:db8:1:2:3::4"),
            network("2001:db8:1:2:ffff::1")
        );
        assert_ne!(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
        assert_eq!(network("::ffff:10.0.0.1"), network("10.0.0.1"));
    }
}
