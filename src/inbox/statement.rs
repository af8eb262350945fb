//! What a sealed statement holds: what was said, by whom, and which attachments belong to it.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// The version of the format that this program writes.
pub const VERSION: u32 = 1;

/// A statement with everything that is sealed. Its keys are German, as in all files that outlive
/// the program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// Version of this format.
    #[serde(rename = "fassung")]
    pub version: u32,
    /// Receipt number.
    #[serde(rename = "nummer")]
    pub number: String,
    /// Public address of the portal.
    pub portal: String,
    /// Address of the phase below the portal's.
    pub phase: String,
    /// When it arrived, in Europe/Berlin: `2026-05-05T12:00:00+02:00`.
    #[serde(rename = "eingang")]
    pub received: String,
    /// What was said, by the field of the form: `text`, `name` … Empty ones are left out.
    #[serde(rename = "angaben")]
    pub fields: BTreeMap<String, String>,
    /// The attachments, in order.
    #[serde(rename = "anlagen")]
    pub attachments: Vec<Attachment>,
    /// Random digits, so that nobody finds what was said by guessing at its hash.
    #[serde(rename = "zufall")]
    pub salt: String,
}

/// An attachment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attachment {
    /// Its name, as its sender called it; never used as a path.
    pub name: String,
    /// Its media type, judged by its content.
    #[serde(rename = "art")]
    pub media: String,
    /// Its size in bytes.
    #[serde(rename = "groesse")]
    pub size: u64,
    /// Its SHA-256 in hexadecimal digits.
    pub sha256: String,
    /// It came while the virus scanner did not answer, so nobody looked into it.
    #[serde(rename = "ungeprueft", default, skip_serializing_if = "is_false")]
    pub is_unscanned: bool,
}

fn is_false(value: &bool) -> bool {
    !value
}

impl Statement {
    /// The bytes that are hashed and sealed.
    ///
    /// # Errors
    /// Never for what this type can hold; the serialiser's signature says otherwise.
    pub fn to_bytes(&self) -> serde_json::Result<Vec<u8>> {
        serde_json::to_vec(self)
    }
}

/// Whether nobody sees anything of a text: white space, and letters without width or shape.
pub fn is_blank(text: &str) -> bool {
    let is_unseen = |letter: char| {
        letter.is_whitespace()
            || letter.is_control()
            || matches!(
                letter,
                '\u{ad}'
                    | '\u{34f}'
                    | '\u{61c}'
                    | '\u{115f}'
                    | '\u{1160}'
                    | '\u{17b4}'
                    | '\u{17b5}'
            )
            || matches!(letter, '\u{180b}'..='\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
            || matches!(letter, '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}')
            || matches!(letter, '\u{feff}' | '\u{ffa0}' | '\u{e0000}'..='\u{e0fff}')
    };
    text.chars().all(is_unseen)
}

/// SHA-256 in hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Bytes in hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from(b"0123456789abcdef"[usize::from(half)]);
    let mut digits = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        digits.push(digit(byte >> 4));
        digits.push(digit(byte & 15));
    }
    digits
}

/// The bytes of hexadecimal digits, if they are so many.
pub fn from_hex<const N: usize>(digits: &str) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    if digits.len() != 2 * N || !digits.is_ascii() {
        return None;
    }
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&digits[2 * at..2 * at + 2], 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_sees_is_no_text() {
        for text in [
            "",
            " \n\t",
            "\u{200b}",
            "\u{feff}\u{2060} \u{ad}",
            "\u{2800}",
        ] {
            assert!(is_blank(text), "{text:?}");
        }
        for text in [".", "Ł", "\u{200b}ja\u{200b}", "👍\u{fe0f}"] {
            assert!(!is_blank(text), "{text:?}");
        }
    }
}
