//! How many forms may come from one address: enough for a town hall, not enough for a flood.
//! Addresses are in memory only, and forgotten after minutes.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

/// So many forms at once.
const BURST: i64 = 120;
/// One more each so many milliseconds.
const REFILL: i64 = 500;
/// So many addresses are remembered.
const MOST: usize = 100_000;

/// Counts forms by address and procedure.
#[derive(Debug, Default)]
pub struct Limiter {
    /// When the address will have its whole burst again, in milliseconds since 1970 UTC.
    full_at: Mutex<BTreeMap<(IpAddr, String), i64>>,
}

impl Limiter {
    /// Whether one more form of a procedure may come from an address now.
    pub fn admits(&self, client: &str, procedure: &str, now: i64) -> bool {
        let Ok(address) = client.parse::<IpAddr>() else {
            return true;
        };
        let key = (network(address), procedure.to_owned());
        let mut full_at = self.full_at.lock().unwrap_or_else(PoisonError::into_inner);
        if full_at.len() >= MOST {
            full_at.retain(|_, full| *full > now);
        }
        let full = full_at.get(&key).copied().unwrap_or(now);
        // Later than any burst can lead to: the clock was set back.
        let full = if full > now + BURST * REFILL {
            now
        } else {
            full.max(now)
        };
        let is_admitted = full - now <= (BURST - 1) * REFILL;
        if is_admitted && full_at.len() < MOST {
            full_at.insert(key, full + REFILL);
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
        let limiter = Limiter::default();
        let admitted = |client: &str, now| limiter.admits(client, "a", now);
        assert!((0..BURST).all(|_| admitted("10.0.0.1", 1000)));
        assert!(!admitted("10.0.0.1", 1000));
        assert!(limiter.admits("10.0.0.1", "b", 1000));
        assert!(admitted("10.0.0.2", 1000));
        assert!(admitted("10.0.0.1", 1000 + REFILL));
        assert!(!admitted("10.0.0.1", 1000 + REFILL));
        assert!((0..BURST).all(|_| admitted("10.0.0.1", 10_000_000)));
        assert!(
            admitted("10.0.0.1", 1000),
            "a clock that is set back locks nobody out"
        );
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
