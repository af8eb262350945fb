//! What the metadata packet of a PDF (XMP) says. It is XML, but only a few words of it are looked
//! for, so no XML is parsed and no entity can grow.

/// What the packet says.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Packet {
    /// `dc:title`.
    pub title: Option<String>,
    /// Whether `dc:creator` names somebody.
    pub names_author: bool,
    /// Whether the file says that it follows PDF/UA.
    pub claims_ua: bool,
    /// Part and level of PDF/A that the file says it follows: `2b`.
    pub archive_level: Option<String>,
}

/// Reads a packet.
pub fn read_packet(bytes: &[u8]) -> Packet {
    let text = String::from_utf8_lossy(bytes);
    let part = property(&text, "pdfaid:part");
    let level = property(&text, "pdfaid:conformance").unwrap_or_default();
    Packet {
        title: first_item(&text, "dc:title"),
        names_author: first_item(&text, "dc:creator").is_some(),
        claims_ua: property(&text, "pdfuaid:part").is_some(),
        archive_level: part.map(|part| format!("{part}{}", level.to_ascii_lowercase())),
    }
}

/// The first entry of a list such as `<dc:title><rdf:Alt><rdf:li>…</rdf:li>`.
fn first_item(text: &str, name: &str) -> Option<String> {
    let list = between(text, &format!("<{name}>"), &format!("</{name}>"))?;
    let (_, item) = list.split_once("<rdf:li")?;
    let (_, item) = item.split_once('>')?;
    let (item, _) = item.split_once('<')?;
    let item = unescaped(item.trim());
    (!item.is_empty()).then_some(item)
}

/// A short value, written as an element or as an attribute.
fn property(text: &str, name: &str) -> Option<String> {
    let element = between(text, &format!("<{name}>"), "<");
    let value = element.or_else(|| between(text, &format!("{name}=\""), "\""));
    let value = value
        .or_else(|| between(text, &format!("{name}='"), "'"))?
        .trim();
    let is_short = !value.is_empty() && value.len() <= 8;
    (is_short && value.chars().all(|c| c.is_ascii_alphanumeric())).then(|| value.to_owned())
}

fn between<'t>(text: &'t str, start: &str, end: &str) -> Option<&'t str> {
    let (_, rest) = text.split_once(start)?;
    rest.split_once(end).map(|(value, _)| value)
}

fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        plain.push_str(before);
        let (name, tail) = after.split_once(';').unwrap_or((after, ""));
        match entity(name) {
            Some(character) => {
                plain.push(character);
                rest = tail;
            }
            None => {
                plain.push('&');
                rest = after;
            }
        }
    }
    plain.push_str(rest);
    plain
}

fn entity(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let digits = name.strip_prefix('#')?;
            let code = match digits.strip_prefix('x') {
                Some(digits) => u32::from_str_radix(digits, 16),
                None => digits.parse(),
            };
            char::from_u32(code.ok()?)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Packet, read_packet};

    #[test]
    fn packets_are_read_in_both_spellings() {
        let elements = "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">B-Plan &amp; &#xDC;bersicht \
                        </rdf:li></rdf:Alt></dc:title><dc:creator><rdf:Seq><rdf:li>Amt</rdf:li>\
                        </rdf:Seq></dc:creator><pdfuaid:part>1</pdfuaid:part>\
                        <pdfaid:part>2</pdfaid:part><pdfaid:conformance>U</pdfaid:conformance>";
        let expected = Packet {
            title: Some("B-Plan & Übersicht".into()),
            names_author: true,
            claims_ua: true,
            archive_level: Some("2u".into()),
        };
        assert_eq!(read_packet(elements.as_bytes()), expected);
        let attributes = "<rdf:Description pdfaid:part='1' pdfaid:conformance=\"B\">";
        assert_eq!(
            read_packet(attributes.as_bytes()).archive_level.as_deref(),
            Some("1b")
        );
    }

    #[test]
    fn broken_packets_say_nothing() {
        for text in [
            "<dc:title>",
            "<dc:title><rdf:li></dc:title>",
            "<pdfuaid:part>",
            "&&&;",
        ] {
            assert_eq!(read_packet(text.as_bytes()), Packet::default(), "{text}");
        }
    }
}
