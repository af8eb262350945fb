//! The index's files: scripts, because a page opened from a disk may load nothing else.
//!
//! Each file calls the one function that the reader has registered, with the file's name, the
//! layout of the numbers in it, and its data. A reader that was handed files of two layouts, one
//! of them from its cache, sees that they do not belong together.

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::export::search::Entry;
use crate::export::search::code;
use crate::export::search::reader::{self, GROUP};
use crate::export::search::shards::{self, Shard};
use crate::export::search::slots::Slots;
use crate::export::search::synonyms::{self, Group};
use crate::export::search::terms::Term;

/// To be changed with anything that a reader of older files would misread.
const FORMAT: &str = "2";
/// So many numbers share a file of entries; a hit that is shown loads its neighbours in vain.
const TOGETHER: u32 = 16;

/// All files, ascending by name; `terms` are ascending, groups of synonyms after the stems. `spelled` has words by their
/// first letters.
pub(super) fn files(
    entries: &[Entry],
    slots: &Slots,
    (terms, spelled): (&[Term], BTreeMap<char, String>),
    groups: &[Group],
) -> Vec<(String, Vec<u8>)> {
    let layout = layout(slots);
    let (stems, meanings) =
        terms.split_at(terms.partition_point(|term| !term.name.starts_with(GROUP)));
    let shards = shards::shards(stems);
    let mut files: Vec<_> = shards
        .par_iter()
        .map(|shard| shard_file(shard, &layout))
        .collect();
    for term in meanings {
        let name = format!("g-{}", &term.name[GROUP.len_utf8()..]);
        let data = format!("\"{}\"", term.record);
        files.push(file(&name, &layout, &data));
    }
    files.extend(entry_files(entries, slots, &layout));
    for (letter, words) in &spelled {
        files.push(file(
            &format!("v-{letter}"),
            &layout,
            &json!(words).to_string(),
        ));
    }
    let is_found = |group: &&Group| {
        meanings
            .binary_search_by(|term| term.name[GROUP.len_utf8()..].cmp(&group.key))
            .is_ok()
    };
    let found = groups.iter().filter(is_found).collect();
    let mut directory = directory(entries, slots, &shards, found);
    directory.spelled = spelled.into_keys().collect();
    let directory = json!(directory);
    files.push(file("verzeichnis", &layout, &directory.to_string()));
    files.sort();
    files
}

/// A short name for the way texts are read and written; an index of another one is not updated.
pub(super) fn format() -> String {
    let lists = [FORMAT, synonyms::TEXT, reader::STOP_WORDS, reader::HEADS];
    short_hash(&lists.join("\0"))
}

/// A short name for the way the entries are numbered.
fn layout(slots: &Slots) -> String {
    let ranges = slots
        .ranges
        .iter()
        .map(|range| (&range.kind, range.year, range.size));
    short_hash(&format!("{FORMAT} {:?}", ranges.collect::<Vec<_>>()))
}

fn short_hash(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex()[..8].to_owned()
}

fn file(name: &str, layout: &str, data: &str) -> (String, Vec<u8>) {
    let script = format!("offenlageSuche(\"{name}\",\"{layout}\",{data});\n");
    (format!("{name}.js"), script.into_bytes())
}

fn shard_file(shard: &Shard, layout: &str) -> (String, Vec<u8>) {
    let data = format!("\"{}\",\"{}\"", shard.names(), shard.records());
    file(&format!("w-{}", shard_name(shard)), layout, &data)
}

fn shard_name<'a>(shard: &Shard<'a>) -> &'a str {
    if shard.prefix.is_empty() {
        "_"
    } else {
        shard.prefix
    }
}

/// Entries by their numbers, as rows of number, title, address, place, summary and language.
fn entry_files(entries: &[Entry], slots: &Slots, layout: &str) -> Vec<(String, Vec<u8>)> {
    let mut files: BTreeMap<u32, BTreeMap<u32, &Entry>> = BTreeMap::new();
    for (id, entry) in slots.ids.iter().zip(entries) {
        files.entry(id / TOGETHER).or_default().insert(*id, entry);
    }
    let files = files.into_iter().map(|(number, entries)| {
        let rows = entries.into_iter().map(|(id, entry)| {
            let Entry {
                title,
                address,
                place,
                summary,
                language,
                ..
            } = entry;
            json!([id, title, address, place, summary, language]).to_string()
        });
        let rows: Vec<String> = rows.collect();
        let rows = format!("[{}]", rows.join(","));
        file(&format!("e-{number}"), layout, &rows)
    });
    files.collect()
}

/// What every search needs.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Directory {
    /// The format of all files.
    pub(super) format: String,
    /// Key, German and English words of each group of synonyms that was found.
    pub(super) groups: Vec<(String, Vec<String>, Vec<String>)>,
    /// Kind, year and size of each range of numbers.
    pub(super) ranges: Vec<(String, Option<i16>, u32)>,
    /// Each language with readers of their own, and the list of the entries that are for them alone.
    pub(super) readers: Vec<(String, String)>,
    /// The names of the shards, parted by spaces.
    pub(super) shards: String,
    /// The first letters of words that are known as they are spelled, each with a file.
    pub(super) spelled: String,
    /// Each state and the list of its entries.
    pub(super) states: Vec<(String, String)>,
    /// Each last day on which people can take part, and the list of its entries.
    pub(super) until: Vec<(String, String)>,
    /// The stop words, parted by spaces.
    pub(super) stops: String,
    /// How many numbers share a file of entries.
    pub(super) together: u32,
}

fn directory(entries: &[Entry], slots: &Slots, shards: &[Shard], groups: Vec<&Group>) -> Directory {
    let groups = groups.into_iter().map(|group| {
        let Group {
            key,
            german,
            english,
        } = group;
        (key.clone(), german.clone(), english.clone())
    });
    let ranges = slots
        .ranges
        .iter()
        .map(|range| (range.kind.clone(), range.year, range.size));
    Directory {
        format: format(),
        groups: groups.collect(),
        ranges: ranges.collect(),
        readers: lists(entries, slots, |entry| entry.readers),
        shards: shards.iter().map(shard_name).collect::<Vec<_>>().join(" "),
        spelled: String::new(),
        states: lists(entries, slots, |entry| entry.state),
        until: lists(entries, slots, |entry| &entry.until),
        stops: reader::stop_words().collect::<Vec<_>>().join(" "),
        together: TOGETHER,
    }
}

/// The entries that something is said of, as a list for each that is said.
fn lists<'a>(
    entries: &'a [Entry],
    slots: &Slots,
    said: impl Fn(&'a Entry) -> &'a str,
) -> Vec<(String, String)> {
    let mut lists: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for (id, entry) in slots.ids.iter().zip(entries) {
        let said = said(entry);
        if !said.is_empty() {
            lists.entry(said).or_default().push(*id);
        }
    }
    let lists = lists.into_iter().map(|(said, mut ids)| {
        let mut list = String::new();
        ids.sort_unstable();
        code::list(&ids, &mut list);
        (said.to_owned(), list)
    });
    lists.collect()
}
