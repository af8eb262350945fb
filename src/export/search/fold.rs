//! Words of a text in the one spelling that the index and the browser share.
//!
//! A folded word consists of `a` to `z` and `0` to `9` only. Umlauts lose their dots, `ß` becomes
//! `ss`, and `ae`, `oe`, `ue` lose their `e`, so that "Lärm", "Laerm" and "LÄRM" are one word; the
//! letters of Upper Sorbian and of the neighbours' languages lose their marks. Letters of other
//! scripts part words and are not searched. `themes/standard/assets/suche-worte.js` does the same.

/// Longer runs of letters are no words that anybody types.
const LONGEST: usize = 64;

/// Stands in a folded number for a slash.
const BETWEEN_NUMBERS: char = 'x';

/// Each row: the letter that is kept, then the letters that become it.
const ROWS: &str = "aÀÁÂÃÄÅÆàáâãäåæĀāĂăĄąǍǎ cÇçĆćĈĉĊċČč dÐðĎďĐđ eÈÉÊËèéêëĒēĔĕĖėĘęĚě gĜĝĞğĠġĢģ \
    hĤĥĦħ iÌÍÎÏìíîïĨĩĪīĬĭĮįİı jĴĵ kĶķ lĹĺĻļĽľĿŀŁł nÑñŃńŅņŇňŉŊŋ oÒÓÔÕÖØòóôõöøŌōŎŏŐőŒœ rŔŕŖŗŘř \
    sŚśŜŝŞşŠšſȘș tÞþŢţŤťŦŧȚț uÙÚÛÜùúûüŨũŪūŬŭŮůŰűŲų wŴŵ yÝýÿŶŷŸ zŹźŻżŽž \
    0⁰₀ 1¹₁ 2²₂ 3³₃ 4⁴₄ 5⁵₅ 6⁶₆ 7⁷₇ 8⁸₈ 9⁹₉";

/// What a character does to the word it stands in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Letter {
    /// It ends the word.
    End,
    /// It is part of the word, as this ASCII letter or digit.
    Is(u8),
    /// It is `ß`.
    DoubleS,
    /// It is a mark on the letter before it or an invisible hint, and left out.
    Nothing,
    /// It joins two words to one.
    Hyphen,
    /// It joins two numbers to one, and parts everything else.
    Slash,
}

impl Letter {
    fn is_digit(self) -> bool {
        matches!(self, Self::Is(byte) if byte.is_ascii_digit())
    }
}

/// How a word stands in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// A word by itself.
    Whole,
    /// A part of a word with hyphens, or of a number with slashes: `plan` of "B-Plan".
    Piece,
    /// All parts written together: `bplan`, and `211x3` for the parcel 211/3. It follows its pieces.
    Joined,
}

/// Folds letters by a table.
pub(super) struct Folder {
    /// For the characters below U+0250.
    low: Vec<Letter>,
}

impl Folder {
    pub(super) fn new() -> Self {
        let mut low = vec![Letter::End; 0x250];
        for byte in (b'a'..=b'z').chain(b'0'..=b'9') {
            low[usize::from(byte)] = Letter::Is(byte);
            low[usize::from(byte.to_ascii_uppercase())] = Letter::Is(byte);
        }
        for row in ROWS.split_whitespace() {
            let (kept, others) = row.split_at(1);
            for other in others.chars() {
                if let Some(letter) = low.get_mut(other as usize) {
                    *letter = Letter::Is(kept.as_bytes()[0]);
                }
            }
        }
        low['-' as usize] = Letter::Hyphen;
        low['/' as usize] = Letter::Slash;
        low['ß' as usize] = Letter::DoubleS;
        low['\u{AD}' as usize] = Letter::Nothing;
        Self { low }
    }

    /// Calls `visit` with every folded word of `text`, in their order.
    pub(super) fn words(&self, text: &str, mut visit: impl FnMut(&str, Part)) {
        let (mut raw, mut folded) = (String::new(), String::new());
        // Where pieces end in `raw`, and where the next ones begin; a word without hyphen has none.
        let mut ends = Vec::new();
        let mut after_hyphen = false;
        let mut letters = text.chars().map(|c| self.letter(c)).peekable();
        while let Some(letter) = letters.next() {
            match letter {
                Letter::Nothing => {}
                Letter::Is(byte) => {
                    raw.push(char::from(byte));
                    after_hyphen = false;
                }
                Letter::DoubleS => {
                    raw.push_str("ss");
                    after_hyphen = false;
                }
                Letter::Hyphen if !raw.is_empty() && !after_hyphen => {
                    ends.push((raw.len(), raw.len()));
                    after_hyphen = true;
                }
                Letter::Slash
                    if !after_hyphen
                        && raw.ends_with(|last: char| last.is_ascii_digit())
                        && letters.peek().is_some_and(|next| next.is_digit()) =>
                {
                    ends.push((raw.len(), raw.len() + 1));
                    raw.push(BETWEEN_NUMBERS);
                }
                Letter::Hyphen | Letter::Slash | Letter::End => {
                    finish(&mut raw, &mut ends, &mut folded, &mut visit);
                    after_hyphen = false;
                }
            }
        }
        finish(&mut raw, &mut ends, &mut folded, &mut visit);
    }

    fn letter(&self, c: char) -> Letter {
        if let Some(letter) = self.low.get(c as usize) {
            return *letter;
        }
        match c {
            '\u{300}'..='\u{36F}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}' => {
                Letter::Nothing
            }
            '\u{2010}' | '\u{2011}' => Letter::Hyphen,
            '\u{2070}' | '\u{2074}'..='\u{2079}' => Letter::Is(b'0' + (c as u32 - 0x2070) as u8),
            '\u{2080}'..='\u{2089}' => Letter::Is(b'0' + (c as u32 - 0x2080) as u8),
            'ẞ' => Letter::DoubleS,
            _ => Letter::End,
        }
    }
}

/// Hands out the word that has been read, with its pieces, and empties the buffers.
fn finish(
    raw: &mut String,
    ends: &mut Vec<(usize, usize)>,
    folded: &mut String,
    visit: &mut impl FnMut(&str, Part),
) {
    // A hyphen at the end joins nothing: "Vorhaben- und Erschließungsplan".
    if ends.last().is_some_and(|(_, next)| *next == raw.len()) {
        ends.pop();
    }
    let mut hand_out = |word: &str, part: Part| {
        contract(word, folded);
        if !folded.is_empty() && folded.len() <= LONGEST {
            visit(folded, part);
        }
    };
    if ends.is_empty() {
        hand_out(raw, Part::Whole);
    } else {
        let mut start = 0;
        for (end, next) in ends.iter().copied().chain([(raw.len(), raw.len())]) {
            hand_out(&raw[start..end], Part::Piece);
            start = next;
        }
        hand_out(raw, Part::Joined);
    }
    raw.clear();
    ends.clear();
}

/// Writes `ae`, `oe` and `ue` as `a`, `o` and `u`.
///
/// After a vowel or a `q`, `ue` is two sounds: "Bauer", "neue", "Quelle". Elsewhere the rule also
/// meets words without an umlaut ("Michael", "aktuell"); they are merely spelled oddly inside the
/// index, on both sides alike.
fn contract(word: &str, folded: &mut String) {
    folded.clear();
    let mut letters = word.bytes().peekable();
    let mut before = 0;
    while let Some(letter) = letters.next() {
        folded.push(char::from(letter));
        let contracts = match letter {
            b'a' | b'o' => true,
            b'u' => !matches!(before, b'a' | b'e' | b'i' | b'o' | b'u' | b'y' | b'q'),
            _ => false,
        };
        if contracts && letters.peek() == Some(&b'e') {
            letters.next();
        }
        before = letter;
    }
}

#[cfg(test)]
mod tests {
    use super::{Folder, Part};

    fn folded(text: &str) -> String {
        let mut words = Vec::new();
        Folder::new().words(text, |word, part| {
            words.push(match part {
                Part::Whole => word.to_owned(),
                Part::Piece => format!("{word}-"),
                Part::Joined => format!("={word}"),
            });
        });
        words.join(" ")
    }

    #[test]
    fn spellings_of_one_word_meet() {
        assert_eq!(folded("Lärm Laerm LÄRM La\u{308}rm"), "larm larm larm larm");
        assert_eq!(
            folded("Straße STRASSE Stra\u{AD}ße"),
            "strasse strasse strasse"
        );
        assert_eq!(
            folded("Überflutung Ueberflutung"),
            "uberflutung uberflutung"
        );
        assert_eq!(
            folded("Gebäude Gebaeude Häuer Haeuer"),
            "gebaude gebaude hauer hauer"
        );
    }

    #[test]
    fn ue_after_a_vowel_or_q_is_no_umlaut() {
        assert_eq!(
            folded("Bauer neue Quelle Steuer Aue"),
            "bauer neue quelle steuer aue"
        );
    }

    #[test]
    fn neighbours_letters_lose_their_marks() {
        assert_eq!(
            folded("Budyšin Łaz Wojerecy Běła Kamjenc"),
            "budysin laz wojerecy bela kamjenc"
        );
        assert_eq!(folded("ćčěłńóřšžź"), "ccelnorszz");
        assert_eq!(folded("CO₂ m² Ústí Głogów"), "co2 m2 usti glogow");
    }

    #[test]
    fn hyphens_join() {
        assert_eq!(folded("B-Plan"), "b- plan- =bplan");
        assert_eq!(folded("Vorhaben- und -plan"), "vorhaben und plan");
        assert_eq!(folded("a--b-"), "a b");
        assert_eq!(folded("Bürger*innen, «ja»; Київ"), "burger innen ja");
    }

    #[test]
    fn slashes_join_numbers_and_part_words() {
        assert_eq!(folded("17/2"), "17- 2- =17x2");
        assert_eq!(folded("1/2/3-a"), "1- 2- 3- a- =1x2x3a");
        assert_eq!(folded("Bautzen/Budyšin 3/a a/3"), "bautzen budysin 3 a a 3");
        assert_eq!(folded("1/ /2 1//2 1-/2"), "1 2 1 2 1 2");
    }

    #[test]
    fn endless_words_are_left_out() {
        assert_eq!(folded(&"a".repeat(65)), "");
    }
}
