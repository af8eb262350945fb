//! Where a text says something: the line of its file, as people wrote it.
//!
//! Rules read texts without their markup; a file has line breaks and marks between the same words.

use crate::finding::{File, Place};
use crate::model::seen::{Seen, is_unseen};
use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// Letters that end no sentence when a full stop follows them: „Abs.“, „Nr.“, „z. B.“
const ABBREVIATIONS: [&str; 38] = [
    "abs", "az", "nr", "art", "bzw", "ca", "dr", "einschl", "evtl", "exkl", "gem", "ggf", "inkl",
    "lit", "mind", "og", "prof", "str", "tel", "vgl", "ziff", // Weekdays and months.
    "mo", "di", "mi", "do", "fr", "sa", "jan", "feb", "febr", "apr", "aug", "sep", "sept", "okt",
    "nov", "dez", "zi",
];

/// The first line of a text's file for which something holds, else the first two lines together:
/// words may be broken between them.
pub fn line(file: &Arc<File>, is: impl Fn(&str) -> bool) -> Option<Place> {
    line_of(file, &Seen::of(file.text()), is)
}

/// The same of a file that was read already.
pub fn line_of(file: &Arc<File>, seen: &Seen, is: impl Fn(&str) -> bool) -> Option<Place> {
    let lines = lines(seen.text());
    let at = |range: Range<usize>| file.bytes(seen.in_source(range));
    let alone = lines.iter().find(|(_, line)| is(line));
    if let Some((range, _)) = alone {
        return Some(at(range.clone()));
    }
    let pair = lines
        .windows(2)
        .find(|pair| is(&format!("{} {}", pair[0].1, pair[1].1)))?;
    Some(at(pair[0].0.start..pair[1].0.end))
}

/// Where a text has a piece in small letters, if its letters take as many bytes in both sizes.
pub fn in_small_letters(text: &str, piece: &str) -> Option<Range<usize>> {
    let lower = text.to_lowercase();
    let at = lower.find(piece).filter(|_| lower.len() == text.len())?;
    Some(at..at + piece.len())
}

/// The place where a file has a piece of its text: the piece itself, else the lines that hold it.
pub fn piece(file: &Arc<File>, piece: &str) -> Option<Place> {
    if let Some(at) = Seen::of(file.text()).find(piece) {
        return Some(file.bytes(at));
    }
    let piece = spaced(piece);
    line(file, |line| line.contains(&piece))
}

/// The lines of a text that hold words, each without its margin and marks.
fn lines(text: &str) -> Vec<(Range<usize>, String)> {
    let mut start = 0;
    let lines = text.split_inclusive('\n').filter_map(|line| {
        let from = start + line.len() - line.trim_start().len();
        let to = start + line.trim_end().len();
        start += line.len();
        (from < to).then(|| (from..to, spaced(&text[from..to])))
    });
    lines.collect()
}

/// A text with single spaces and without the marks for bold and italic type.
fn spaced(text: &str) -> String {
    let text = folded(text);
    let mut spaced = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        let end = spaced.len();
        if end > 0 {
            spaced.push(' ');
        }
        word.split(['*', '_'])
            .for_each(|part| spaced.push_str(part));
        // A word of marks alone is none.
        if spaced.len() == end + usize::from(end > 0) {
            spaced.truncate(end);
        }
    }
    spaced
}

/// A text with whole letters and without what nobody sees: soft hyphens, marks of no width. Texts
/// from a PDF or from other systems are full of them.
pub fn folded(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_common) {
        return Cow::Borrowed(text);
    }
    let seen = if text.contains(is_unseen) {
        Cow::Owned(text.replace(is_unseen, ""))
    } else {
        Cow::Borrowed(text)
    };
    if is_nfc(&seen) {
        return seen;
    }
    Cow::Owned(seen.nfc().collect())
}

/// Whether a letter is seen and whole, whatever stands beside it: those of European languages, and the quotation
/// marks and dashes of German texts.
fn is_common(letter: char) -> bool {
    let is_letter = letter < '\u{300}' && letter != '\u{ad}';
    is_letter || matches!(letter, '\u{2010}'..='\u{2027}' | '\u{20ac}')
}

/// The sentences of a text in small letters, with single spaces; items of lists and rows of tables
/// are sentences of their own. An item that goes on with what stands before the list („Stellungnahmen
/// - sollen …“) is one with that, too.
pub fn sentences(text: &str) -> Vec<String> {
    let blocks = blocks(text);
    let mut sentences = Vec::new();
    let mut lead = String::new();
    for (block, is_item) in &blocks {
        let own = split(block)
            .into_iter()
            .map(|own| own.trim().to_lowercase());
        let own: Vec<String> = own.filter(|sentence| !sentence.is_empty()).collect();
        let Some(first) = own.first() else {
            continue;
        };
        if !is_item {
            lead = own.last().cloned().unwrap_or_default();
        } else if goes_on(block) && !lead.is_empty() && !lead.ends_with(['.', '!', '?']) {
            sentences.push(format!("{lead} {first}"));
        }
        sentences.extend(own);
    }
    sentences
}

/// The paragraphs, items, headings and rows of a text, each as one line, and whether it begins with the mark of an item.
pub fn blocks(text: &str) -> Vec<(String, bool)> {
    let mut blocks: Vec<(String, bool)> = vec![Default::default()];
    for line in text.lines() {
        // The sign of this kind of list is one for bold type, too.
        let is_starred = line.trim_start().starts_with("* ");
        let line = spaced(line);
        let before = blocks.last().map_or("", |(block, _)| block.trim_end());
        let is_item = is_starred || is_item(&line) || is_dashed(&line) && leads_to_a_list(before);
        if line.is_empty() || is_item {
            blocks.push((String::new(), is_item));
        }
        if let Some((block, _)) = blocks.last_mut() {
            // A word that was parted at the end of its line.
            let is_parted = block.ends_with("- ")
                && line.starts_with(char::is_lowercase)
                && !["und ", "oder ", "bzw"]
                    .iter()
                    .any(|word| line.starts_with(word));
            if is_parted {
                block.truncate(block.len() - 2);
            }
            block.push_str(&line);
            block.push(' ');
        }
    }
    blocks
}

/// Whether the words of an item begin with a small letter.
fn goes_on(item: &str) -> bool {
    let mut words = item.split_whitespace();
    let word = words.find(|word| word.trim_end_matches([')', '.']).chars().count() > 1);
    word.is_some_and(|word| word.starts_with(char::is_lowercase))
}

/// Whether a line begins an item of a list or is a heading or a row of a table.
fn is_item(line: &str) -> bool {
    let number = line.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let is_numbered = number.len() < line.len() && number.starts_with([')', '.']);
    let letters = line.as_bytes();
    let is_lettered = letters.len() > 1 && letters[0].is_ascii_lowercase() && letters[1] == b')';
    // „(2)“ counts; „(Beschluss 88/2025) beschlossen“ goes on with the line above.
    let counted = line.strip_prefix('(').and_then(|rest| rest.split_once(')'));
    let is_counted = counted.is_some_and(|(count, _)| count.chars().count() <= 3);
    is_numbered || is_lettered || is_counted || line.starts_with(MARKS)
}

/// Signs that begin items, headings and rows.
const MARKS: [char; 14] = [
    '-', '+', '|', '#', '•', '·', '▪', '◦', '‣', '●', '○', '■', '►', '➢',
];

/// „– Stellungnahmen sollen …“
fn is_dashed(line: &str) -> bool {
    line.starts_with("– ") || line.starts_with("— ")
}

/// Whether a list may follow a text, or its next item: a dash in the middle of a sentence begins none.
fn leads_to_a_list(before: &str) -> bool {
    let ends = [" dass", " und", " oder", " sowie"];
    before.is_empty()
        || before.ends_with([',', ';', ':', '.', '?', '!'])
        || ends.iter().any(|word| before.ends_with(word))
}

fn split(block: &str) -> Vec<&str> {
    let mut sentences = Vec::new();
    let mut start = 0;
    let marks = block.match_indices(['.', '!', '?', ';']);
    for (at, mark) in marks.filter(|(at, _)| block[at + 1..].starts_with(' ')) {
        if mark != "." || is_full_stop(&block[start..at], &block[at + 1..]) {
            sentences.push(&block[start..at]);
            start = at + 1;
        }
    }
    sentences.push(&block[start..]);
    sentences
}

/// Whether the dot between the beginning of a sentence and what follows it ends the sentence.
pub fn is_full_stop(before: &str, behind: &str) -> bool {
    let goes_on = |next: char| next.is_lowercase();
    if behind.trim_start().chars().next().is_none_or(goes_on) {
        return false;
    }
    let word = before.rsplit([' ', '(', '-']).next().unwrap_or_default();
    let word = word.to_lowercase();
    let is_number = word.ends_with(|letter: char| letter.is_ascii_digit())
        || !word.is_empty() && word.chars().all(|letter| "ivx".contains(letter));
    // „i. V. m.“, „i.V.m.“, „z. B.“: letters alone.
    let is_letters = word.split('.').all(|part| part.chars().count() <= 1);
    // „Sachsenstr. 14“
    let is_short = is_letters || word.ends_with("str");
    !is_number && !is_short && !ABBREVIATIONS.contains(&word.as_str())
}

/// Whether a sentence in small letters shows a sign: words that are all in it („ + “), and others
/// that are not („ - “).
pub fn shows(sentence: &str, sign: &str) -> bool {
    let mut parts = sign.split(" - ");
    let wanted = parts.next().unwrap_or_default();
    wanted.split(" + ").all(|word| has_any(sentence, word))
        && !parts.any(|word| has_any(sentence, word))
}

/// Whether a text has one of some words with a stroke between them.
pub fn has_any(text: &str, words: &str) -> bool {
    words.split('|').any(|word| text.contains(word))
}

/// Where a piece of a text begins in it, in bytes; it must be cut out of that very text.
pub fn start_of(text: &str, piece: &str) -> usize {
    piece.as_ptr() as usize - text.as_ptr() as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_across_a_line_break() {
        let file = File::new(
            "a.md",
            "Ein Jahr *seit\nInkrafttreten* des Plans.\n\nEnde\n".to_owned(),
        );
        let place = piece(&file, "seit Inkrafttreten");
        assert_eq!(place.map(|own| own.line_and_column().0), Some(1));
        let place = piece(&file, "des Plans");
        assert_eq!(place.map(|own| own.line_and_column().0), Some(2));
        assert!(piece(&file, "seit Bekanntmachung").is_none());
    }

    #[test]
    fn sentences_end_where_people_end_them() {
        let text = "Nach § 3 Abs. 2 BauGB vom 2. März bis 1. April 2026 liegt er aus. Jeder kann\nsich äußern; sonst nicht.\n\n1. erstens\n2. zweitens";
        let found = sentences(text);
        assert_eq!(
            found,
            [
                "nach § 3 abs. 2 baugb vom 2. märz bis 1. april 2026 liegt er aus",
                "jeder kann sich äußern",
                "sonst nicht.",
                "1. erstens",
                "2. zweitens"
            ]
        );
    }

    #[test]
    fn a_bracket_at_the_beginning_of_a_line_goes_on() {
        let found =
            sentences("Der Rat hat am 25. Juni\n(Beschluss 88/2025) beschlossen.\n(2) Ende");
        assert_eq!(
            found,
            [
                "der rat hat am 25. juni (beschluss 88/2025) beschlossen.",
                "(2) ende"
            ]
        );
    }

    #[test]
    fn an_item_goes_on_with_the_words_before_its_list() {
        let found = sentences("Stellung-\nnahmen\n\n- sollen früh kommen,\n- Ende\n");
        assert_eq!(
            found,
            [
                "stellungnahmen",
                "stellungnahmen - sollen früh kommen,",
                "- sollen früh kommen,",
                "- ende"
            ]
        );
    }

    #[test]
    fn dashes_begin_items_where_a_list_is_told() {
        let found =
            sentences("Hingewiesen wird darauf, dass\n– Stellungnahmen sollen,\n– späte nicht.");
        assert_eq!(
            found,
            [
                "hingewiesen wird darauf, dass",
                "– stellungnahmen sollen,",
                "hingewiesen wird darauf, dass – späte nicht.",
                "– späte nicht."
            ]
        );
        let found = sentences("Er liegt im Rathaus\n– auch ohne Termin – aus.");
        assert_eq!(found, ["er liegt im rathaus – auch ohne termin – aus."]);
    }

    #[test]
    fn what_nobody_sees_is_left_out() {
        assert_eq!(
            folded("Ver\u{ad}o\u{308}ffent\u{200b}licht"),
            "Veröffentlicht"
        );
        assert_eq!(folded("März"), "März");
    }

    #[test]
    fn a_sign_asks_for_words_and_against_others() {
        assert!(shows(
            "stellungnahmen in der frist",
            "stellungnahme + frist"
        ));
        assert!(!shows("die frist", "stellungnahme + frist"));
        let sign = "stellungnahme|anregung + frist - unberücksichtigt|verspätet";
        assert!(shows("anregungen in der frist", sign));
        assert!(!shows("verspätete stellungnahmen nach der frist", sign));
    }
}
