//! Plain letters for names and anchors: what is left of a text in ASCII.

use crate::load::folder::composed;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A text as part of an address: small ASCII letters and digits, one hyphen between words. Empty
/// where nothing of the text can be written so.
///
/// `Über die Straße` becomes `ueber-die-strasse`, `Łužica` becomes `luzica`.
pub fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for character in plain_letters(text).chars() {
        if character.is_ascii_alphanumeric() {
            slug.push(character.to_ascii_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

/// A text with umlauts written out and other marks left away; characters that have no plain
/// letter stay as they are.
pub fn plain_letters(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for character in composed(text).chars() {
        match character {
            _ if character.is_ascii() => plain.push(character),
            'ä' => plain.push_str("ae"),
            'ö' => plain.push_str("oe"),
            'ü' => plain.push_str("ue"),
            'Ä' => plain.push_str("Ae"),
            'Ö' => plain.push_str("Oe"),
            'Ü' => plain.push_str("Ue"),
            'ß' => plain.push_str("ss"),
            'ẞ' => plain.push_str("SS"),
            'ł' => plain.push('l'),
            'Ł' => plain.push('L'),
            'ø' => plain.push('o'),
            'đ' => plain.push('d'),
            'æ' => plain.push_str("ae"),
            '§' => plain.push_str("par"),
            '²' => plain.push('2'),
            '³' => plain.push('3'),
            _ => plain.extend(character.nfd().filter(|part| !is_combining_mark(*part))),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn words_of_the_region_become_plain() {
        assert_eq!(slug("Über die Straße"), "ueber-die-strasse");
        assert_eq!(slug("U\u{308}ber die Straße"), "ueber-die-strasse");
        assert_eq!(slug("Budyšin: Łužica a měsće"), "budysin-luzica-a-mesce");
        assert_eq!(slug("  § 3 Abs. 2 -- „Frist“ "), "par-3-abs-2-frist");
        assert_eq!(slug("—"), "");
    }
}
