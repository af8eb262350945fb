//! A notice as plain text, as it is sent to the official journal.

use crate::finding::Language;
use crate::law::calendar::{MONTHS_DE, MONTHS_EN};
use crate::notice::NoticeRecord;
use crate::notice::blocks::{Block, blocks};
use std::borrow::Cow;

/// Characters in a line.
const WIDTH: usize = 76;

/// The notice as plain text with lines of at most 76 characters, but for web addresses, which are
/// never broken.
pub fn plain(record: &NoticeRecord, language: Language) -> String {
    let mut page = Page {
        text: String::new(),
    };
    for block in blocks(record, language) {
        page.block(&block);
    }
    page.text
}

struct Page {
    text: String,
}

impl Page {
    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(text) => {
                self.line(text);
                self.line(&"=".repeat(text.chars().count().min(WIDTH)));
                self.line("");
            }
            Block::Subject(lines) => lines.iter().for_each(|line| self.wrapped("", line)),
            Block::Section(text) => {
                self.line("");
                self.line(text);
                self.line(&"-".repeat(text.chars().count()));
            }
            Block::Paragraph(text) => {
                self.line("");
                self.wrapped("", text);
            }
            Block::Text(texts) => texts.iter().for_each(|text| self.text(text)),
            Block::Period(lines) => {
                self.line("");
                lines.iter().for_each(|line| self.line(line));
            }
            Block::Items(items) => items.iter().for_each(|item| self.wrapped("- ", item)),
            Block::Signed(text) => {
                self.line("");
                self.line(text);
            }
        }
    }

    /// A text with its own paragraphs.
    fn text(&mut self, text: &str) {
        for (at, paragraph) in text.split("\n\n").enumerate() {
            if at > 0 {
                self.line("");
            }
            self.wrapped("", paragraph);
        }
    }

    /// A paragraph in lines; what comes after the first stands below its text.
    fn wrapped(&mut self, mark: &str, text: &str) {
        let width = mark.chars().count();
        let mut line = mark.to_owned();
        let (mut length, mut is_empty) = (width, true);
        for word in unbroken(text) {
            let own = word.chars().count();
            if !is_empty && length + 1 + own > WIDTH {
                self.line(&line);
                line.clear();
                line.extend(std::iter::repeat_n(' ', width));
                (length, is_empty) = (width, true);
            }
            if !is_empty {
                line.push(' ');
                length += 1;
            }
            line.push_str(&word);
            length += own;
            is_empty = false;
        }
        if !is_empty {
            self.line(&line);
        }
    }

    fn line(&mut self, text: &str) {
        self.text.push_str(text.trim_end());
        self.text.push('\n');
    }
}

/// Words that stay with the number after them.
const BEFORE_NUMBERS: [&str; 7] = ["§", "§§", "Abs.", "Satz", "Nr.", "Nummer", "Art."];

/// The words of a text; a provision's sign and its number are one, and so is a day.
pub fn unbroken(text: &str) -> Vec<Cow<'_, str>> {
    let mut words: Vec<Cow<'_, str>> = Vec::new();
    let mut stays = false;
    let mut rest = text.split_whitespace().peekable();
    while let Some(word) = rest.next() {
        match words.last_mut().filter(|_| stays) {
            Some(last) => {
                let last = last.to_mut();
                last.push(' ');
                last.push_str(word);
            }
            None => words.push(Cow::Borrowed(word)),
        }
        stays = BEFORE_NUMBERS.contains(&word.trim_start_matches('('))
            || rest.peek().is_some_and(|next| is_of_day(word, next));
    }
    words
}

/// Whether two words are a part of a day: „20. Januar“, „Januar 2027“.
fn is_of_day(word: &str, next: &str) -> bool {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|own| own.is_ascii_digit());
    let day = word.strip_suffix('.').unwrap_or(word);
    let year = next.get(..4).unwrap_or_default();
    let is_month = |text: &str| MONTHS_DE.contains(&text) || MONTHS_EN.contains(&text);
    is_number(day) && is_month(next.trim_end_matches([',', '.', ')']))
        || is_number(year) && is_month(word)
}
