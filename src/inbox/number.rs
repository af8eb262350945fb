//! Receipt numbers and secret words: letters and digits that can be read over the telephone.

/// Crockford's alphabet: no I, L, O and U, which are taken for 1, 0 and V.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A receipt number from random bytes: `7K3F-9QXT-2MC`, 50 bits and a check letter.
pub fn number(random: [u8; 7]) -> String {
    let mut letters = letters(&random, 10);
    letters.push(check_letter(&letters));
    grouped(&letters)
}

/// A secret word of 80 bits: `7K3F-9QXT-2MCD-41AH`.
pub fn secret(bytes: [u8; 10]) -> String {
    grouped(&letters(&bytes, 16))
}

/// A number or secret word as somebody typed it, in the form it has here; none where it cannot be
/// one. Small letters, spaces and letters that look alike are understood.
pub fn read(typed: &str) -> Option<String> {
    let mut letters = Vec::new();
    for letter in typed.chars() {
        match letter.to_ascii_uppercase() {
            ' ' | '-' | '\u{a0}' | '–' => {}
            'O' => letters.push(b'0'),
            'I' | 'L' => letters.push(b'1'),
            letter if letter.is_ascii() && ALPHABET.contains(&(letter as u8)) => {
                letters.push(letter as u8);
            }
            _ => return None,
        }
        if letters.len() > 16 {
            return None;
        }
    }
    let is_number = letters.len() == 11 && check_letter(&letters[..10]) == letters[10];
    (is_number || letters.len() == 16).then(|| grouped(&letters))
}

/// The bits from the front, five a letter.
fn letters(bytes: &[u8], count: usize) -> Vec<u8> {
    let bit = |at: usize| bytes[at / 8] >> (7 - at % 8) & 1;
    (0..count)
        .map(|letter| {
            let value = (0..5).fold(0, |value, at| value << 1 | bit(letter * 5 + at));
            ALPHABET[usize::from(value)]
        })
        .collect()
}

/// Finds one wrong letter and two neighbours that were exchanged: a polynomial over the field of 32
/// elements, in which each place has a weight of its own.
fn check_letter(letters: &[u8]) -> u8 {
    let value = |letter: &u8| ALPHABET.iter().position(|known| known == letter);
    let sum = letters.iter().fold(0, |sum, letter| {
        let doubled = (sum ^ value(letter).unwrap_or(0)) << 1;
        // x⁵ + x² + 1
        if doubled >= 32 {
            doubled ^ 0b10_0101
        } else {
            doubled
        }
    });
    ALPHABET[sum]
}

fn grouped(letters: &[u8]) -> String {
    let groups = letters.chunks(4).map(String::from_utf8_lossy);
    groups.collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_in_another_way_is_understood() {
        let number = number([0x12, 0x34, 0x56, 0x78, 0x9a, 0xbc, 0xde]);
        assert_eq!(number.len(), 13);
        assert_eq!(read(&number).as_deref(), Some(number.as_str()));
        let typed = format!(" {} ", number.to_lowercase().replace('-', " "));
        assert_eq!(read(&typed).as_deref(), Some(number.as_str()));
        assert_eq!(read(&number[..12]), None);
        assert_eq!(read("7K3F-9QXT-2MC'; --"), None);
        assert_eq!(read(""), None);
    }

    #[test]
    fn a_wrong_or_exchanged_letter_is_noticed() {
        let good = number([7, 200, 31, 4, 99, 1, 0]);
        let letters: Vec<char> = good.chars().collect();
        for at in (0..9).filter(|at| letters[*at] != '-' && letters[at + 1] != '-') {
            let mut swapped = letters.clone();
            swapped.swap(at, at + 1);
            let swapped: String = swapped.into_iter().collect();
            assert!(swapped == good || read(&swapped).is_none(), "{swapped}");
        }
        let wrong = good.replacen(letters[0], if letters[0] == '7' { "8" } else { "7" }, 1);
        assert_eq!(read(&wrong), None);
    }

    #[test]
    fn a_secret_word_has_eighty_bits() {
        assert_eq!(secret([255; 10]), "ZZZZ-ZZZZ-ZZZZ-ZZZZ");
        assert_eq!(secret([0; 10]), "0000-0000-0000-0000");
    }
}
