//! Two lists of the same paths, side by side: 87,000 paths are walked through once, not looked up.

use std::cmp::Ordering;

/// What two lists have at the same paths, by path; both are sorted by it.
pub fn pairs<'p, A, B>(
    one: impl Iterator<Item = (&'p str, A)>,
    other: impl Iterator<Item = (&'p str, B)>,
) -> impl Iterator<Item = (&'p str, Option<A>, Option<B>)> {
    let (mut one, mut other) = (one.peekable(), other.peekable());
    std::iter::from_fn(move || {
        let order = match (one.peek(), other.peek()) {
            (Some((a, _)), Some((b, _))) => a.cmp(b),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => return None,
        };
        let left = if order.is_le() { one.next() } else { None };
        let right = if order.is_ge() { other.next() } else { None };
        let path = left.as_ref().map(|(path, _)| *path);
        let path = path.or(right.as_ref().map(|(path, _)| *path))?;
        Some((
            path,
            left.map(|(_, value)| value),
            right.map(|(_, value)| value),
        ))
    })
}
