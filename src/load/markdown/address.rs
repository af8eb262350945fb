//! Which addresses a text may lead to, and how addresses and words are written into HTML.

use crate::model::prose::breakable;

/// Schemes that open a page, a mail program or a telephone, and run nothing.
const SCHEMES: [&str; 4] = ["http", "https", "mailto", "tel"];

/// Where an address leads.
#[derive(Debug, PartialEq, Eq)]
pub enum Target<'a> {
    /// To another site, a mailbox or a telephone.
    Outside,
    /// To a heading of the same text.
    Part(&'a str),
    /// To something in the portal.
    Inside,
    /// Nowhere that a text may lead to: another scheme, or a shape that browsers read differently.
    Refused,
}

/// Where an address as written leads. Browsers drop line breaks and tabs inside addresses, read
/// `\` as `/` and `//host` as another site: such shapes are refused, not mended.
pub fn target(address: &str) -> Target<'_> {
    let is_hidden = |c: char| c.is_control() || c == '\\';
    if address.contains(is_hidden) || address.starts_with("//") || address.trim() != address {
        return Target::Refused;
    }
    if let Some(part) = address.strip_prefix('#') {
        return Target::Part(part);
    }
    let Some(end) = address.find([':', '/', '?', '#']) else {
        return Target::Inside;
    };
    if !address[end..].starts_with(':') {
        return Target::Inside;
    }
    let scheme = address[..end].to_ascii_lowercase();
    let is_web = scheme == "http" || scheme == "https";
    let names_host = address[end + 1..]
        .strip_prefix("//")
        .is_some_and(|rest| !rest.is_empty());
    if SCHEMES.contains(&scheme.as_str()) && names_host == is_web {
        Target::Outside
    } else {
        Target::Refused
    }
}

/// The address with `%20` and the like written out; unchanged where that gives no text.
pub fn percent_decoded(address: &str) -> String {
    let mut bytes = Vec::with_capacity(address.len());
    let mut rest = address.as_bytes();
    while let Some((&byte, tail)) = rest.split_first() {
        let value = (byte == b'%')
            .then(|| tail.get(..2))
            .flatten()
            .and_then(hexadecimal);
        bytes.push(value.unwrap_or(byte));
        rest = if value.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| address.to_owned())
}

fn hexadecimal(digits: &[u8]) -> Option<u8> {
    let digit = |byte: &u8| char::from(*byte).to_digit(16);
    let value = digits
        .iter()
        .try_fold(0, |value, byte| Some(value * 16 + digit(byte)?))?;
    u8::try_from(value).ok()
}

/// Writes an address for an attribute: what is no part of an address becomes `%xx`.
pub fn push_address(html: &mut String, address: &str) {
    let is_kept =
        |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$()*+,;=%".contains(byte);
    let mut rest = address;
    while let Some(at) = rest.bytes().position(|byte| !is_kept(&byte)) {
        html.push_str(&rest[..at]);
        let next = rest.ceil_char_boundary(at + 1);
        for byte in rest[at..next].bytes() {
            match byte {
                b'&' => html.push_str("&amp;"),
                b'\'' => html.push_str("%27"),
                byte => {
                    let digit =
                        |value: u8| char::from(b"0123456789ABCDEF"[usize::from(value & 15)]);
                    html.extend(['%', digit(byte >> 4), digit(byte)]);
                }
            }
        }
        rest = &rest[next..];
    }
    html.push_str(rest);
}

/// Writes words for an element or a quoted attribute. Control characters, which HTML does not
/// allow, become the replacement character.
pub fn push_words(html: &mut String, words: &str) {
    // Most texts are long runs without any such character; they are copied as a whole.
    let mut rest = words;
    while let Some(at) = first_special(rest.as_bytes()) {
        let (plain, special) = rest.split_at(at);
        html.push_str(plain);
        let mut characters = special.chars();
        match characters.next() {
            Some('&') => html.push_str("&amp;"),
            Some('<') => html.push_str("&lt;"),
            Some('>') => html.push_str("&gt;"),
            Some('"') => html.push_str("&quot;"),
            Some('\'') => html.push_str("&#39;"),
            Some('\r') | None => {}
            Some(character) if character.is_control() => html.push('\u{fffd}'),
            Some(character) => html.push(character),
        }
        rest = characters.as_str();
    }
    html.push_str(rest);
}

/// The same; an e-mail or web address among the words may go on in the next line after each of its parts.
pub fn push_breakable(html: &mut String, words: &str) {
    let is_address = |word: &str| {
        let (before, after) = word.split_once('@').unwrap_or_default();
        let is_mail = before.ends_with(char::is_alphanumeric) && after.contains('.');
        is_mail || word.contains("://")
    };
    let has = |sign: u8| memchr::memchr(sign, words.as_bytes()).is_some();
    let may_be_address = has(b'@') || has(b':') && words.contains("://");
    if !may_be_address {
        return push_words(html, words);
    }
    for word in words.split_inclusive(char::is_whitespace) {
        let start = html.len();
        push_words(html, word);
        if is_address(word) {
            let own = breakable(&html[start..]);
            html.truncate(start);
            html.push_str(&own);
        }
    }
}

/// The first byte that [`may_be_special`]; some are asked at once, because hardly any is.
fn first_special(bytes: &[u8]) -> Option<usize> {
    const AT_ONCE: usize = 8;
    let is_special = |byte: &u8| SPECIAL[usize::from(*byte)];
    let is_plain = |chunk: &&[u8; AT_ONCE]| {
        let any = |any, byte| any | is_special(byte);
        !chunk.iter().fold(false, any)
    };
    let (chunks, _) = bytes.as_chunks();
    let start = AT_ONCE * chunks.iter().take_while(is_plain).count();
    let found = bytes[start..].iter().position(is_special)?;
    Some(start + found)
}

/// [`may_be_special`] of every byte.
static SPECIAL: [bool; 256] = {
    let mut special = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        special[byte] = may_be_special(byte as u8);
        byte += 1;
    }
    special
};

/// Whether a character that begins with this byte may need another form. Control characters above
/// ASCII begin with `0xC2`, as some letters do.
const fn may_be_special(byte: u8) -> bool {
    match byte {
        b'\n' | b'\t' => false,
        b'&' | b'<' | b'>' | b'"' | b'\'' | 0x7F | 0xC2 => true,
        _ => byte < b' ',
    }
}

#[cfg(test)]
mod tests {
    use super::{Target, percent_decoded, push_address, push_words, target};

    #[test]
    fn only_harmless_schemes_lead_outside() {
        let outside = [
            "https://a.de/b?c#d",
            "HTTP://a.de",
            "mailto:a@b.de",
            "tel:+493512345",
        ];
        for address in outside {
            assert_eq!(target(address), Target::Outside, "{address}");
        }
        let refused = [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "java\nscript:alert(1)",
            " javascript:alert(1)",
            "\u{1}javascript:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "file:///etc/passwd",
            "blob:x",
            "//evil.example/x",
            "/\\evil.example",
            "\\\\server\\share",
            "C:\\plan.pdf",
            "https:evil",
            "http:",
            "mailto://x",
            ":x",
        ];
        for address in refused {
            assert_eq!(target(address), Target::Refused, "{address:?}");
        }
    }

    #[test]
    fn what_names_no_scheme_stays_inside() {
        for address in ["plan.pdf", "../a/b.md#x", "a/b:c", "?q=a:b", "", "ü.md"] {
            assert_eq!(target(address), Target::Inside, "{address}");
        }
        assert_eq!(target("#umfang"), Target::Part("umfang"));
    }

    #[test]
    fn percent_signs_are_decoded_where_they_mean_text() {
        assert_eq!(percent_decoded("Pl%C3%A4ne%20neu.pdf"), "Pläne neu.pdf");
        assert_eq!(percent_decoded("100%"), "100%");
        assert_eq!(percent_decoded("%zz%4"), "%zz%4");
        assert_eq!(percent_decoded("%ff"), "%ff");
    }

    #[test]
    fn words_are_escaped_and_the_rest_stays() {
        let mut html = String::new();
        push_words(
            &mut html,
            "Ä § 3 <a href='x' & \"y\">\u{7f}\u{85}\r\n\t\u{1}ß €",
        );
        let expected =
            "Ä § 3 &lt;a href=&#39;x&#39; &amp; &quot;y&quot;&gt;\u{fffd}\u{fffd}\n\t\u{fffd}ß €";
        assert_eq!(html, expected);
    }

    #[test]
    fn addresses_cannot_leave_their_attribute() {
        let mut html = String::new();
        push_address(&mut html, "a\"b'c<d>e f&ü");
        assert_eq!(html, "a%22b%27c%3Cd%3Ee%20f&amp;%C3%BC");
    }
}
