//! Where the values of a YAML or TOML file stand.

use crate::finding::lasting::lasting;
use std::ops::Range;

/// Where the values of a text stand, each after the one around it. An archive has thousands of files
/// with a hundred values each, so their names lie in one text and no path is written out.
#[derive(Debug, Default)]
pub struct Values {
    names: String,
    values: Vec<Value>,
}
lasting!(Values { names, values });

/// A value of a text.
#[derive(Debug)]
struct Value {
    /// Bytes of its name in the names; empty for an item of a list.
    name: Range<u32>,
    /// Its bytes in the text.
    at: Range<u32>,
    /// Index of the first value that does not stand in it.
    past: u32,
}
lasting!(Value { name, at, past });

impl Values {
    /// No values yet, and room for as many.
    pub fn with_room(values: usize) -> Self {
        Self {
            names: String::with_capacity(values * 8),
            values: Vec::with_capacity(values),
        }
    }

    /// Begins a value, inside those that are not ended yet; gives what ends it. An item of a list has
    /// no name.
    pub fn begin(&mut self, name: &str, at: &Range<usize>) -> usize {
        // No text that is read has more bytes than fit.
        let short = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let start = short(self.names.len());
        self.names.push_str(name);
        self.values.push(Value {
            name: start..short(self.names.len()),
            at: short(at.start)..short(at.end),
            past: 0,
        });
        self.values.len() - 1
    }

    /// Ends a value that was begun.
    pub fn end(&mut self, begun: usize) {
        let past = u32::try_from(self.values.len()).unwrap_or(u32::MAX);
        if let Some(value) = self.values.get_mut(begun) {
            value.past = past;
        }
    }

    /// The bytes of the value at a path (`phasen[2].zeitraum.ende`), or of the nearest around it.
    pub fn nearest(&self, path: &str) -> Option<Range<usize>> {
        let (mut nearest, mut rest) = (0, path);
        while let Some((inside, further)) = self.step(nearest, rest) {
            nearest = inside;
            rest = further.strip_prefix('.').unwrap_or(further);
        }
        let value = self.values.get(nearest)?;
        Some(value.at.start as usize..value.at.end as usize)
    }

    /// The value in another one to which a path leads first, and the rest of the path.
    fn step<'p>(&self, around: usize, path: &'p str) -> Option<(usize, &'p str)> {
        if let Some(number) = path.strip_prefix('[') {
            let (number, rest) = number.split_once(']')?;
            let item = self.inside(around).nth(number.parse().ok()?)?;
            return Some((item, rest));
        }
        // A name may hold dots: an address is one, too.
        let behind = |at: usize| {
            let rest = path.strip_prefix(self.name(at))?;
            let is_whole = rest.is_empty() || rest.starts_with(['.', '[']);
            (is_whole && !self.name(at).is_empty()).then_some((at, rest))
        };
        let steps = self.inside(around).filter_map(behind);
        steps.min_by_key(|(_, rest)| rest.len())
    }

    /// The values that stand directly in another one.
    fn inside(&self, around: usize) -> impl Iterator<Item = usize> {
        let past = |at: usize| self.values.get(at).map_or(0, |value| value.past as usize);
        let end = past(around);
        let next = move |at: &usize| Some(past(*at));
        std::iter::successors(Some(around + 1), next).take_while(move |at| *at < end)
    }

    fn name(&self, at: usize) -> &str {
        let name = self.values.get(at).map(|value| &value.name);
        let name = name.map(|name| name.start as usize..name.end as usize);
        name.and_then(|name| self.names.get(name))
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::File;
    use std::sync::Arc;

    fn known(text: &str, values: &[(&str, Range<usize>, usize)]) -> Arc<File> {
        let file = File::new("a.yaml", text.into());
        let mut known = Values::default();
        let mut open = Vec::new();
        for (name, at, depth) in values {
            open.split_off(*depth)
                .into_iter()
                .rev()
                .for_each(|begun| known.end(begun));
            open.push(known.begin(name, at));
        }
        open.into_iter().rev().for_each(|begun| known.end(begun));
        file.know(known);
        file
    }

    #[test]
    fn a_place_falls_back_to_what_stands_around_it() {
        let file = known(
            "ä: 1\nb:\n  c: 2\n  l:\n  - x: 3\n  - x: 4\n\n",
            &[
                ("", 0..40, 0),
                ("ä", 4..5, 1),
                ("b", 6..7, 1),
                ("c", 14..15, 2),
                ("l", 18..19, 2),
                ("", 25..29, 3),
                ("x", 28..29, 4),
                ("", 34..38, 3),
                ("x", 37..38, 4),
                ("../etc/", 2..3, 1),
                ("../etc", 3..4, 1),
            ],
        );
        assert_eq!(file.place("b.c").line_and_column(), (3, 6));
        assert_eq!(file.place("b.l[1].x").text(), "4");
        assert_eq!(file.place("b.l[0].y").range(), 25..29);
        assert_eq!(file.place("b.l[2].x").range(), 18..19);
        assert_eq!(file.place("b.d[3].e").range(), 6..7);
        assert_eq!(file.place("x").range(), 0..40);
        assert_eq!(file.place("").range(), 0..40);
        assert_eq!(file.place("../etc/").range(), 2..3);
        assert_eq!(file.place("../etc").range(), 3..4);
    }
}
