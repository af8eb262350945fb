//! An index as it was written before: what it says of the entries that have not changed.
//!
//! The files hold all that is known of an entry, so nothing else is kept from build to build.
//! They lie where anybody can change them: whatever does not fit makes the whole index unreadable,
//! and the caller writes a new one.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};

use rayon::prelude::*;
use serde::Deserialize;

use crate::export::search::Entry;
use crate::export::search::code;
use crate::export::search::files::{self, Directory};
use crate::export::search::reader::GROUP;
use crate::export::search::terms::{CLASSES, Term};

/// More numbers than any portal has entries.
const MOST: u32 = 1 << 24;
/// In place of a row's index or number: the entry is gone, or there is none.
const GONE: u32 = u32::MAX;
const NONE: u32 = u32::MAX - 1;

type Files<'f> = BTreeMap<&'f str, &'f [u8]>;

/// An index, with the entries that are to stay.
pub(super) struct Written<'f> {
    /// What is shown of the entries that stay.
    pub(super) rows: Vec<Row<'f>>,
    /// What was shown of the others.
    pub(super) gone: Vec<Row<'f>>,
    /// Its terms, ascending, as they stand in all entries.
    pub(super) terms: Vec<Term<'f>>,
    /// First letters and the words that begin so.
    pub(super) spelled: BTreeMap<char, String>,
    /// For each number, the index of its row.
    places: Vec<u32>,
}

/// What an index shows of an entry.
pub(super) struct Row<'f> {
    kind: String,
    year: Option<i16>,
    state: String,
    until: String,
    readers: String,
    texts: Texts<'f>,
}

/// Number, title, address, place, summary and language, as a file of entries has them.
#[derive(Deserialize)]
struct Texts<'f>(
    u32,
    #[serde(borrow)] Cow<'f, str>,
    #[serde(borrow)] Cow<'f, str>,
    #[serde(borrow)] Cow<'f, str>,
    #[serde(borrow)] Cow<'f, str>,
    #[serde(borrow)] Cow<'f, str>,
);

impl Row<'_> {
    /// The entry as it would be given anew, without headings and texts.
    pub(super) fn entry(&self) -> Entry<'_> {
        let Texts(_, title, address, place, summary, language) = &self.texts;
        Entry {
            kind: &self.kind,
            title: Cow::Borrowed(title),
            address: Cow::Borrowed(address),
            place: Cow::Borrowed(place),
            summary: Cow::Borrowed(summary),
            language,
            readers: &self.readers,
            state: &self.state,
            until: Cow::Borrowed(&self.until),
            year: self.year,
            ..Entry::default()
        }
    }
}

impl<'f> Written<'f> {
    /// Reads an index; the entries at the addresses in `gone` do not stay.
    pub(super) fn read(files: &'f [(String, Vec<u8>)], gone: &HashSet<&str>) -> Option<Self> {
        let files: Files = files
            .iter()
            .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
            .collect();
        let (layout, data) = arguments(&files, "verzeichnis")?;
        let directory: Directory = serde_json::from_str(data).ok()?;
        if directory.format != files::format() {
            return None;
        }
        let mut written = Self {
            rows: Vec::new(),
            gone: Vec::new(),
            terms: terms_of(&files, layout, &directory)?,
            spelled: spelled_of(&files, layout, &directory)?,
            places: places_of(&directory)?,
        };
        written.read_rows(&files, layout, &directory, gone)?;
        written.note(&directory.states, |row| &mut row.state)?;
        written.note(&directory.until, |row| &mut row.until)?;
        written.note(&directory.readers, |row| &mut row.readers)?;
        Some(written)
    }

    fn read_rows(
        &mut self,
        files: &Files<'f>,
        layout: &str,
        directory: &Directory,
        gone: &HashSet<&str>,
    ) -> Option<()> {
        let ends = directory.ranges.iter().scan(0, |end, (kind, year, size)| {
            *end += size;
            Some((*end, kind, *year))
        });
        let ends: Vec<_> = ends.collect();
        for name in files.keys().filter_map(|name| name.strip_suffix(".js")) {
            if !name.starts_with("e-") {
                continue;
            }
            let found: Vec<Texts> = serde_json::from_str(data(files, name, layout)?).ok()?;
            for texts in found {
                let place = self.places.get_mut(texts.0 as usize)?;
                let (_, kind, year) = ends[ends.partition_point(|(end, _, _)| *end <= texts.0)];
                let is_gone = gone.contains(&*texts.2);
                let row = Row {
                    kind: kind.clone(),
                    year,
                    state: String::new(),
                    until: String::new(),
                    readers: String::new(),
                    texts,
                };
                if is_gone {
                    *place = GONE;
                    self.gone.push(row);
                } else {
                    *place = self.rows.len() as u32;
                    self.rows.push(row);
                }
            }
        }
        Some(())
    }

    /// Notes what lists say of rows.
    fn note(
        &mut self,
        lists: &[(String, String)],
        field: impl for<'r> Fn(&'r mut Row<'f>) -> &'r mut String,
    ) -> Option<()> {
        for (said, list) in lists {
            for id in code::numbers(list, MOST)? {
                if let Some(row) = self.rows.get_mut(*self.places.get(id as usize)? as usize) {
                    field(row).clone_from(said);
                }
            }
        }
        Some(())
    }

    /// Where the entries go whose rows get these numbers.
    pub(super) fn moves(&self, ids: &[u32]) -> Moves {
        let to = |place: &u32| ids.get(*place as usize).copied().unwrap_or(*place);
        Moves {
            ids: self.places.iter().map(to).collect(),
        }
    }

    /// Whether the words that are shown are the same as before once these entries stand where others went.
    pub(super) fn shows_the_same_with(&self, entries: &[Entry]) -> bool {
        fn shown<'e>(entry: &'e Entry) -> [&'e str; 3] {
            [&entry.title, &entry.place, &entry.summary]
        }
        let gone: Vec<Entry> = self.gone.iter().map(Row::entry).collect();
        let mut before: Vec<_> = gone.iter().map(shown).collect();
        let mut now: Vec<_> = entries.iter().map(shown).collect();
        before.sort_unstable();
        now.sort_unstable();
        before == now
    }
}

/// The numbers that entries have now, by those they had.
pub(super) struct Moves {
    ids: Vec<u32>,
}

impl Moves {
    /// The number of an entry, nothing where it is gone; none where there was none.
    pub(super) fn of(&self, id: u32) -> Option<Option<u32>> {
        match *self.ids.get(id as usize)? {
            NONE => None,
            GONE => Some(None),
            id => Some(Some(id)),
        }
    }

    /// Whether all entries of a record are where they were.
    pub(super) fn leave(&self, record: &str) -> Option<bool> {
        let (mut lists, mut stay) = (0, true);
        for list in record.split('!') {
            lists += 1;
            code::each(list, |id| {
                stay &= self.of(id)? == Some(id);
                Some(())
            })?;
        }
        (lists <= CLASSES).then_some(stay)
    }
}

/// For each number of an index a place for the index of its row.
fn places_of(directory: &Directory) -> Option<Vec<u32>> {
    let mut sizes = directory.ranges.iter().map(|(_, _, size)| *size);
    let end = sizes.try_fold(0_u32, |end, size| end.checked_add(size))?;
    (end <= MOST).then(|| vec![NONE; end as usize])
}

fn terms_of<'f>(files: &Files<'f>, layout: &str, directory: &Directory) -> Option<Vec<Term<'f>>> {
    let shards: Vec<&str> = directory.shards.split_whitespace().collect();
    let shards = shards
        .par_iter()
        .map(|shard| terms_in(data(files, &format!("w-{shard}"), layout)?));
    let shards: Vec<Vec<Term>> = shards.collect::<Option<_>>()?;
    let mut terms: Vec<Term> = shards.into_iter().flatten().collect();
    for (key, _, _) in &directory.groups {
        let record = data(files, &format!("g-{key}"), layout)?;
        terms.push(Term {
            name: format!("{GROUP}{key}").into(),
            record: record.strip_prefix('"')?.strip_suffix('"')?.into(),
        });
    }
    // Runs that are sorted already, so this costs little more than walking through them.
    terms.sort_by(|one, other| one.name.cmp(&other.name));
    Some(terms)
}

/// The terms of a shard.
fn terms_in(data: &str) -> Option<Vec<Term<'_>>> {
    let (names, records) = data
        .strip_prefix('"')?
        .strip_suffix('"')?
        .split_once("\",\"")?;
    let mut name = String::new();
    let mut records = records.split(' ');
    let terms = names.split(' ').map(|item| {
        let same = code::value(*item.as_bytes().first()?)? as usize;
        name.truncate(name.get(..same)?.len());
        name.push_str(item.get(1..)?);
        let record = records.next()?.into();
        Some(Term {
            name: name.clone().into(),
            record,
        })
    });
    let terms = terms.collect::<Option<_>>()?;
    records.next().is_none().then_some(terms)
}

fn spelled_of(
    files: &Files,
    layout: &str,
    directory: &Directory,
) -> Option<BTreeMap<char, String>> {
    let words = |letter: char| {
        let words = data(files, &format!("v-{letter}"), layout)?;
        Some((letter, serde_json::from_str(words).ok()?))
    };
    directory.spelled.chars().map(words).collect()
}

/// The data that a file of this layout hands over, as they are written.
fn data<'f>(files: &Files<'f>, name: &str, layout: &str) -> Option<&'f str> {
    let (own_layout, data) = arguments(files, name)?;
    (own_layout == layout).then_some(data)
}

/// What a file hands over: the layout, and the rest of the arguments as they are written.
fn arguments<'f>(files: &Files<'f>, name: &str) -> Option<(&'f str, &'f str)> {
    let text = std::str::from_utf8(files.get(format!("{name}.js").as_str())?).ok()?;
    let text = text.strip_prefix("offenlageSuche(\"")?.strip_prefix(name)?;
    let text = text.strip_prefix("\",\"")?.strip_suffix(");\n")?;
    let (layout, data) = text.split_once("\",")?;
    Some((layout, data))
}
