//! A PDF on disk: objects by number, as few bytes as needed, within a budget.

use std::collections::BTreeMap;
use std::io::{Read, Seek, SeekFrom};
use std::rc::Rc;

use lopdf::encryption::decrypt_object;
use lopdf::{Dictionary, EncryptionState, Object, Stream};

use crate::load::pdf::syntax::{Fault, Parser};

/// A file or bytes in memory.
pub trait Source: Read + Seek {}

impl<T: Read + Seek> Source for T {}

/// The first bytes read of an object; most fit.
const WINDOW: usize = 8 << 10;

/// The most bytes of one object outside its stream: 2 MiB.
const LARGEST_OBJECT: usize = 2 << 20;

/// The most bytes that a stream of objects may unfold to: 16 MiB.
const LARGEST_CONTAINER: usize = 16 << 20;

/// The most objects in one stream; programs put a hundred into each.
const MOST_CONTAINED: i64 = 100_000;

/// Unfolded streams of objects kept at hand, in bytes: 32 MiB.
const KEPT_CONTAINERS: usize = 32 << 20;

/// Filters in a row; files use one or two.
const MOST_FILTERS: usize = 4;

/// References to references; more make a circle.
const LONGEST_CHAIN: usize = 16;

/// An object whose reading needs another one, and so on.
const DEEPEST: usize = 8;

/// Where an object is written.
#[derive(Debug, Clone, Copy)]
pub enum Entry {
    /// At this byte.
    At(u64),
    /// In a stream of objects, with the number of that stream.
    In(u32),
}

/// A PDF while it is read.
pub struct Pdf<'s> {
    source: &'s mut dyn Source,
    length: u64,
    /// Where the header stands; some files carry bytes before it.
    pub base: u64,
    window: (u64, Vec<u8>),
    /// Bytes that may still be read and unfolded.
    pub budget: u64,
    /// Where each object is written.
    pub entries: BTreeMap<u32, Entry>,
    /// Where reading starts.
    pub trailer: Dictionary,
    /// Opens what is encrypted without a password.
    pub cipher: Option<EncryptionState>,
    containers: BTreeMap<u32, Rc<Container>>,
    kept: usize,
    depth: usize,
}

/// An unfolded stream of objects.
struct Container {
    bytes: Vec<u8>,
    offsets: BTreeMap<u32, usize>,
}

impl<'s> Pdf<'s> {
    /// A PDF of so many bytes, of which nothing is known yet.
    pub fn new(source: &'s mut dyn Source, length: u64, budget: u64) -> Self {
        Self {
            source,
            length,
            base: 0,
            window: (0, Vec::new()),
            budget,
            entries: BTreeMap::new(),
            trailer: Dictionary::new(),
            cipher: None,
            containers: BTreeMap::new(),
            kept: 0,
            depth: 0,
        }
    }

    /// Takes from the budget; says whether it lasted.
    pub fn spend(&mut self, bytes: usize) -> bool {
        let bytes = bytes as u64;
        let lasted = self.budget >= bytes;
        self.budget = self.budget.saturating_sub(bytes);
        lasted
    }

    /// So many bytes from a position on, or those up to the end of the file.
    pub fn bytes(&mut self, at: u64, count: usize) -> Option<Vec<u8>> {
        let count = usize::try_from(self.length.checked_sub(at)?)
            .unwrap_or(count)
            .min(count);
        // Bytes that are only read cost less than those that are parsed or unfolded.
        if !self.spend(count / 8) {
            return None;
        }
        let mut bytes = vec![0; count];
        self.source.seek(SeekFrom::Start(at)).ok()?;
        self.source.read_exact(&mut bytes).ok()?;
        Some(bytes)
    }

    /// Parses from a position on, with more and more bytes up to `most`. Gives the position after
    /// what was parsed, too.
    pub fn parse<T>(
        &mut self,
        at: u64,
        most: usize,
        parse: impl Fn(&mut Parser) -> Result<T, Fault>,
    ) -> Option<(T, u64)> {
        let mut count = WINDOW;
        loop {
            self.fill_window(at, count)?;
            let (start, window) = &self.window;
            let ends_file = start + window.len() as u64 > self.length;
            let begin = usize::try_from(at - start).ok()?;
            let mut parser = Parser::new(window, begin);
            let parsed = parse(&mut parser);
            let (end, worked) = (start + parser.at as u64, parser.at - begin);
            if !self.spend(worked) {
                return None;
            }
            match parsed {
                Ok(parsed) => return Some((parsed, end)),
                Err(Fault::End) if !ends_file && count < most => {
                    count = (count * 8).min(most);
                }
                Err(_) => return None,
            }
        }
    }

    /// Makes the window hold so many bytes from a position on. A line break is put after the end
    /// of the file, so that it ends the last word.
    fn fill_window(&mut self, at: u64, count: usize) -> Option<()> {
        let end = at.checked_add(count as u64)?.min(self.length);
        let (start, window) = &self.window;
        if *start <= at && end <= start + window.len() as u64 && at < self.length {
            return self.spend(64).then_some(());
        }
        let mut window = self.bytes(at, count)?;
        if end == self.length {
            window.push(b'\n');
        }
        self.window = (at, window);
        Some(())
    }

    /// The object with a number. A stream comes without its content.
    pub fn object(&mut self, id: u32) -> Option<Object> {
        let entry = *self.entries.get(&id)?;
        if self.depth >= DEEPEST {
            return None;
        }
        self.depth += 1;
        let object = match entry {
            Entry::At(at) => self.object_at(at, id),
            Entry::In(container) => self.object_in(container, id),
        };
        self.depth -= 1;
        object
    }

    /// The object that a value names, or the value itself.
    pub fn resolve(&mut self, value: &Object) -> Option<Object> {
        let Object::Reference((id, _)) = value else {
            return Some(value.clone());
        };
        let mut object = self.object(*id)?;
        for _ in 0..LONGEST_CHAIN {
            let Object::Reference((id, _)) = object else {
                return Some(object);
            };
            object = self.object(id)?;
        }
        None
    }

    /// The value of a key, resolved.
    pub fn value(&mut self, dictionary: &Dictionary, key: &[u8]) -> Option<Object> {
        self.resolve(dictionary.get(key).ok()?)
    }

    /// The dictionary under a key, also that of a stream.
    pub fn dictionary(&mut self, dictionary: &Dictionary, key: &[u8]) -> Option<Dictionary> {
        match self.value(dictionary, key)? {
            Object::Dictionary(dictionary) => Some(dictionary),
            Object::Stream(stream) => Some(stream.dict),
            _ => None,
        }
    }

    /// The object written at a position, if it has that number.
    pub fn object_at(&mut self, at: u64, id: u32) -> Option<Object> {
        let at = at.checked_add(self.base)?;
        let ((generation, mut object, is_stream), end) =
            self.parse(at, LARGEST_OBJECT, |parser| {
                if parser.number()? != u64::from(id) {
                    return Err(Fault::Syntax);
                }
                let generation = parser.number()?;
                if !parser.has_word(b"obj")? {
                    return Err(Fault::Syntax);
                }
                let object = parser.object()?;
                let is_stream = object.as_dict().is_ok() && parser.has_word(b"stream")?;
                if is_stream {
                    parser.skip_line_break()?;
                }
                Ok((generation, object, is_stream))
            })?;
        if let (true, Object::Dictionary(dictionary)) = (is_stream, &object) {
            let start = usize::try_from(end).ok()?;
            return Some(Object::Stream(Stream::with_position(
                dictionary.clone(),
                start,
            )));
        }
        if let Some(cipher) = &self.cipher {
            let id = (id, u16::try_from(generation).ok()?);
            // A string that cannot be opened stays as it is and is no readable title.
            decrypt_object(cipher, id, &mut object).ok();
        }
        Some(object)
    }

    fn object_in(&mut self, container: u32, id: u32) -> Option<Object> {
        let container = self.container(container)?;
        let start = *container.offsets.get(&id)?;
        let mut parser = Parser::new(&container.bytes, start);
        let object = parser.object().ok()?;
        self.spend(parser.at - start).then_some(object)
    }

    fn container(&mut self, id: u32) -> Option<Rc<Container>> {
        if let Some(container) = self.containers.get(&id) {
            return Some(Rc::clone(container));
        }
        let Some(Entry::At(_)) = self.entries.get(&id) else {
            return None;
        };
        let Object::Stream(stream) = self.object(id)? else {
            return None;
        };
        let count = stream.dict.get(b"N").ok()?.as_i64().ok()?;
        let first = usize::try_from(self.value(&stream.dict, b"First")?.as_i64().ok()?).ok()?;
        let mut bytes = self.content(id, &stream, LARGEST_CONTAINER)?;
        bytes.push(b'\n');
        let mut parser = Parser::new(&bytes, 0);
        let mut offsets = BTreeMap::new();
        for _ in 0..count.min(MOST_CONTAINED) {
            let (Ok(id), Ok(offset)) = (parser.number(), parser.number()) else {
                break;
            };
            let offset = usize::try_from(offset).ok()?.checked_add(first)?;
            offsets.entry(u32::try_from(id).ok()?).or_insert(offset);
        }
        offsets.retain(|_, offset| *offset < bytes.len());
        self.spend(parser.at);
        self.kept += bytes.len();
        if self.kept > KEPT_CONTAINERS {
            self.containers.clear();
            self.kept = bytes.len();
        }
        let container = Rc::new(Container { bytes, offsets });
        self.containers.insert(id, Rc::clone(&container));
        Some(container)
    }

    /// The unfolded content of a stream, at most so many bytes.
    pub fn content(&mut self, id: u32, stream: &Stream, most: usize) -> Option<Vec<u8>> {
        let start = stream.start_position? as u64;
        let length = self
            .value(&stream.dict, b"Length")
            .and_then(|length| length.as_i64().ok());
        let length = length.and_then(|length| usize::try_from(length).ok());
        let length = self.checked_length(start, length)?;
        let mut dictionary = Dictionary::new();
        for key in [b"Type".as_slice(), b"Filter", b"DecodeParms"] {
            if let Some(value) = self.value(&stream.dict, key) {
                dictionary.set(key, self.resolved_items(value));
            }
        }
        let is_table = dictionary.has_type(b"XRef");
        let mut stream = Stream::new(dictionary, self.bytes(start, length)?);
        if let (Some(cipher), false) = (&self.cipher, is_table) {
            let mut object = Object::Stream(stream);
            decrypt_object(cipher, (id, 0), &mut object).ok()?;
            let Object::Stream(decrypted) = object else {
                return None;
            };
            stream = decrypted;
        }
        let filters = stream.filters().map_or(0, |filters| filters.len());
        let most = most.min(usize::try_from(self.budget).unwrap_or(most));
        if filters > MOST_FILTERS {
            return None;
        }
        let content = stream.decompressed_content_with_limit(most);
        let worked = content
            .as_ref()
            .map_or(most, Vec::len)
            .saturating_mul(filters.max(1));
        self.spend(worked);
        content.ok()
    }

    /// A filter or its parameters may be written elsewhere, alone or in a list.
    fn resolved_items(&mut self, value: Object) -> Object {
        match value {
            Object::Array(items) => {
                let items = items.iter().take(MOST_FILTERS + 1);
                Object::Array(
                    items
                        .map(|item| self.resolve(item).unwrap_or(Object::Null))
                        .collect(),
                )
            }
            value => value,
        }
    }

    /// The length of a stream if `endstream` follows it, else that up to the next `endstream`.
    fn checked_length(&mut self, start: u64, length: Option<usize>) -> Option<usize> {
        const END: &[u8] = b"endstream";
        if let Some(length) = length
            && let Some(after) = self.bytes(start.checked_add(length as u64)?, END.len() + 2)
            && after.trim_ascii_start().starts_with(END)
        {
            return Some(length);
        }
        let mut at = start;
        loop {
            let bytes = self.bytes(at, WINDOW)?;
            if let Some(found) = bytes.windows(END.len()).position(|window| window == END) {
                return usize::try_from(at + found as u64 - start).ok();
            }
            if bytes.len() < WINDOW {
                return None;
            }
            at += (WINDOW - END.len()) as u64;
        }
    }
}
