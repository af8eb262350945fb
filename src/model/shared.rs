//! A part of an archive that the next archive may hold, too.

use crate::finding::lasting::{Lasting, Reader, Writer};
use crate::model::mark::Mark;
use std::hash::{Hash, Hasher};
use std::ops::{Deref, DerefMut};
use std::sync::{Arc, OnceLock};

/// A value that several archives share: a build that finds a procedure as it was keeps it. Whoever
/// changes it gets a copy of its own, so no archive ever changes another. Its marks are made once.
#[derive(Debug)]
pub struct Shared<T>(Arc<Marked<T>>);

#[derive(Debug, Clone)]
struct Marked<T> {
    value: T,
    /// With the texts in it, and without.
    marks: OnceLock<(Mark, Mark)>,
}

impl<T> Shared<T> {
    /// A value that nobody shares yet.
    pub fn new(value: T) -> Self {
        let marks = OnceLock::new();
        Self(Arc::new(Marked { value, marks }))
    }

    /// Whether it is the other one, and not only like it.
    pub fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl<T: Hash> Shared<T> {
    /// The mark of the value.
    pub fn mark(&self) -> Mark {
        self.marks().0
    }

    /// The mark of the value without the texts in it.
    pub fn facts(&self) -> Mark {
        self.marks().1
    }

    fn marks(&self) -> (Mark, Mark) {
        let of_value = || Mark::with_and_without_texts(&self.0.value);
        *self.0.marks.get_or_init(of_value)
    }
}

impl<T: Clone> Shared<T> {
    /// To change what its mark does not show.
    pub fn beside_mark(&mut self) -> &mut T {
        &mut Arc::make_mut(&mut self.0).value
    }
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0.value
    }
}

impl<T: Clone> DerefMut for Shared<T> {
    fn deref_mut(&mut self) -> &mut T {
        let own = Arc::make_mut(&mut self.0);
        own.marks = OnceLock::new();
        &mut own.value
    }
}

impl<T: Hash> Hash for Shared<T> {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        self.0.value.hash(hasher);
    }
}

impl<T: Lasting + Hash> Lasting for Shared<T> {
    fn put(&self, to: &mut Writer) {
        self.marks().put(to);
        self.0.value.put(to);
    }

    fn read(from: &mut Reader) -> Option<Self> {
        let marks = OnceLock::from(<(Mark, Mark)>::read(from)?);
        let value = T::read(from)?;
        Some(Self(Arc::new(Marked { value, marks })))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_changes_it_changes_nobody_elses() {
        let mut one = Shared::new(vec![1]);
        let other = one.clone();
        assert!(one.is(&other));
        one.push(2);
        assert_eq!((&*one, &*other), (&vec![1, 2], &vec![1]));
        assert!(!one.is(&other));
    }

    #[test]
    fn a_mark_follows_the_value() {
        let mut one = Shared::new(vec![1]);
        let before = one.mark();
        one.beside_mark().push(2);
        assert_eq!(one.mark(), before);
        one.push(3);
        assert_eq!(one.mark(), Mark::of(&vec![1, 2, 3]));
    }
}
