//! What was made last. The pages of a procedure show some things that are the same on all of
//! them, and they are made one after the other: so little has to be kept to make each once, however
//! large the archive is.

use std::convert::Infallible;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Mutex, PoisonError};

/// So many are kept: more than there are threads, each at work on one procedure.
const SLOTS: usize = 64;

/// Few values by their keys; a new one takes the place of an older one.
#[derive(Debug)]
pub struct Recent<K, V> {
    slots: Vec<Mutex<Option<(K, V)>>>,
}

impl<K, V> Default for Recent<K, V> {
    fn default() -> Self {
        Self {
            slots: (0..SLOTS).map(|_| Mutex::new(None)).collect(),
        }
    }
}

impl<K: Eq + Hash, V: Clone> Recent<K, V> {
    /// The value of a key, which is made unless it was made just before.
    pub fn get(&self, key: K, make: impl FnOnce() -> V) -> V {
        match self.try_get(key, || Ok::<V, Infallible>(make())) {
            Ok(value) => value,
            Err(never) => match never {},
        }
    }

    /// The same for a value that may fail to be made. Two threads may make the same at once:
    /// neither waits.
    ///
    /// # Errors
    /// If making it fails.
    pub fn try_get<E>(&self, key: K, make: impl FnOnce() -> Result<V, E>) -> Result<V, E> {
        let slot = &self.slots[slot_of(&key)];
        let lock = || slot.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((known, value)) = &*lock()
            && *known == key
        {
            return Ok(value.clone());
        }
        let value = make()?;
        *lock() = Some((key, value.clone()));
        Ok(value)
    }
}

fn slot_of(key: &impl Hash) -> usize {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish() as usize % SLOTS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_made_once_until_another_takes_its_place() {
        let recent = Recent::default();
        let mut made = Vec::new();
        let rival = (1..)
            .find(|other| slot_of(other) == slot_of(&0))
            .unwrap_or_default();
        for number in [0, 0, rival, 0] {
            let value = recent.get(number, || {
                made.push(number);
                number * 10
            });
            assert_eq!(value, number * 10);
        }
        assert_eq!(made, [0, rival, 0]);
    }
}
