//! An index as it was written before: what it says of the entries that have not changed.
//!
//! The files hold all that is known of an entry, so nothing else is kept from build to build.
//! They lie where anybody can change them: whatever does not fit makes the whole index unreadable,
//! and the caller writes a new one.

use std::collections::{BTreeMap, HashSet};

use serde::Deserialize;

use crate::export::search::Entry;
use crate::export::search::code;
use crate::export::search::files::{self, Directory};
use crate::export::search::reader::{Chunk, GROUP};

/// More numbers than any portal has entries.
const MOST: u32 = 1 << 24;
/// In place of a row's index: the entry is gone, or there is none.
const GONE: u32 = u32::MAX;
const NONE: u32 = u32::MAX - 1;

/// The entries of an index that are to stay.
pub(super) struct Written {
    /// What is shown of them.
    pub(super) rows: Vec<Row>,
    /// Their terms, in the order of `rows`.
    pub(super) chunk: Chunk,
}

/// What an index shows of an entry.
pub(super) struct Row {
    kind: String,
    year: Option<i16>,
    state: String,
    readers: String,
    texts: Texts,
}

/// Number, title, address, place, summary and language, as a file of entries has them.
#[derive(Deserialize)]
struct Texts(u32, String, String, String, String, String);

impl Row {
    /// The entry as it would be given anew, without headings and texts.
    pub(super) fn entry(&self) -> Entry<'_> {
        let Texts(_, title, address, place, summary, language) = &self.texts;
        Entry {
            kind: &self.kind,
            title: title.into(),
            address: address.into(),
            place: place.into(),
            summary: summary.into(),
            language,
            readers: &self.readers,
            state: &self.state,
            year: self.year,
            ..Entry::default()
        }
    }
}

impl Written {
    /// Reads an index, but for the entries at the addresses in `gone`.
    pub(super) fn read(files: &[(String, Vec<u8>)], gone: &HashSet<&str>) -> Option<Self> {
        let files: BTreeMap<&str, &[u8]> = files
            .iter()
            .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
            .collect();
        let (layout, data) = arguments(&files, "verzeichnis")?;
        let directory: Directory = serde_json::from_str(data).ok()?;
        if directory.format != files::format() {
            return None;
        }
        let mut rows = Vec::new();
        let places = rows_of(&files, layout, &directory, gone, &mut rows)?;
        note(&directory.states, &places, &mut rows, |row| &mut row.state)?;
        note(&directory.readers, &places, &mut rows, |row| {
            &mut row.readers
        })?;
        let mut chunk = Chunk {
            names: Vec::new(),
            entries: vec![Vec::new(); rows.len()],
        };
        for shard in directory.shards.split_whitespace() {
            let (same_layout, data) = arguments(&files, &format!("w-{shard}"))?;
            let (names, records) = data
                .strip_prefix('"')?
                .strip_suffix('"')?
                .split_once("\",\"")?;
            let mut name = String::new();
            let mut records = records.split(' ');
            for item in names.split(' ') {
                name.truncate(code::value(*item.as_bytes().first()?)? as usize);
                name.push_str(item.get(1..)?);
                chunk.add(name.clone(), records.next()?, &places)?;
            }
            (same_layout == layout && records.next().is_none()).then_some(())?;
        }
        for (key, _, _) in &directory.groups {
            let (same_layout, data) = arguments(&files, &format!("g-{key}"))?;
            let record = data.strip_prefix('"')?.strip_suffix('"')?;
            chunk.add(format!("{GROUP}{key}"), record, &places)?;
            (same_layout == layout).then_some(())?;
        }
        for letter in directory.spelled.chars() {
            let (same_layout, _) = arguments(&files, &format!("v-{letter}"))?;
            (same_layout == layout).then_some(())?;
        }
        Some(Self { rows, chunk })
    }
}

/// Notes what lists say of rows.
fn note(
    lists: &[(String, String)],
    places: &[u32],
    rows: &mut [Row],
    field: impl Fn(&mut Row) -> &mut String,
) -> Option<()> {
    for (said, list) in lists {
        for id in code::numbers(list, MOST)? {
            if let Some(row) = rows.get_mut(*places.get(id as usize)? as usize) {
                field(row).clone_from(said);
            }
        }
    }
    Some(())
}

impl Chunk {
    /// Adds a term with its record to the entries that it stands in.
    fn add(&mut self, name: String, record: &str, places: &[u32]) -> Option<()> {
        let term = self.names.len() as u32;
        self.names.push(name);
        for (class, list) in record.split('!').enumerate() {
            for id in code::numbers(list, MOST)? {
                match *places.get(id as usize)? {
                    GONE => {}
                    NONE => return None,
                    row => self.entries[row as usize].push(term << 3 | class as u32),
                }
            }
        }
        (record.split('!').count() <= 5).then_some(())
    }
}

/// Reads the entries into `rows`; for each number, the index of its row.
fn rows_of(
    files: &BTreeMap<&str, &[u8]>,
    layout: &str,
    directory: &Directory,
    gone: &HashSet<&str>,
    rows: &mut Vec<Row>,
) -> Option<Vec<u32>> {
    let mut end = 0_u32;
    let mut ends = Vec::new();
    for (kind, year, size) in &directory.ranges {
        end = end.checked_add(*size).filter(|end| *end <= MOST)?;
        ends.push((end, kind, *year));
    }
    let mut places = vec![NONE; end as usize];
    for name in files.keys().filter_map(|name| name.strip_suffix(".js")) {
        if !name.starts_with("e-") {
            continue;
        }
        let (same_layout, data) = arguments(files, name)?;
        let found: Vec<Texts> = serde_json::from_str(data).ok()?;
        (same_layout == layout).then_some(())?;
        for texts in found {
            let place = places.get_mut(texts.0 as usize)?;
            if gone.contains(texts.2.as_str()) {
                *place = GONE;
                continue;
            }
            *place = rows.len() as u32;
            let (_, kind, year) = ends[ends.partition_point(|(end, _, _)| *end <= texts.0)];
            rows.push(Row {
                kind: kind.clone(),
                year,
                state: String::new(),
                readers: String::new(),
                texts,
            });
        }
    }
    Some(places)
}

/// What a file hands over: the layout, and the rest of the arguments as they are written.
fn arguments<'a>(files: &BTreeMap<&str, &'a [u8]>, name: &str) -> Option<(&'a str, &'a str)> {
    let text = std::str::from_utf8(files.get(format!("{name}.js").as_str())?).ok()?;
    let text = text.strip_prefix("offenlageSuche(\"")?.strip_prefix(name)?;
    let text = text.strip_prefix("\",\"")?.strip_suffix(");\n")?;
    let (layout, data) = text.split_once("\",")?;
    Some((layout, data))
}
