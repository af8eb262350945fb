//! What kind of file an attachment is: judged by its first bytes, never by its name.

/// So many bytes are looked at.
pub const LOOKED_AT: usize = 4096;

/// The media type of a file that may be attached; none for any other.
pub fn media(start: &[u8]) -> Option<&'static str> {
    const SIGNS: [(&[u8], &str); 10] = [
        (b"%PDF-", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"\xff\xd8\xff", "image/jpeg"),
        (b"GIF8", "image/gif"),
        (b"II*\0", "image/tiff"),
        (b"MM\0*", "image/tiff"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/msword"),
        (b"{\\rtf", "application/rtf"),
        (b"AT&TFORM", "image/vnd.djvu"),
        (b"BM", "image/bmp"),
    ];
    if let Some((_, media)) = SIGNS.iter().find(|(sign, _)| start.starts_with(sign)) {
        return Some(media);
    }
    if start.starts_with(b"RIFF") && start.get(8..12) == Some(b"WEBP") {
        return Some("image/webp");
    }
    if start.get(4..8) == Some(b"ftyp") {
        let brand = start.get(8..12)?;
        return [&b"heic"[..], b"heix", b"mif1", b"avif"]
            .contains(&brand)
            .then_some("image/heif");
    }
    if start.starts_with(b"PK\x03\x04") {
        return office(start);
    }
    is_text(start).then_some("text/plain")
}

/// Office files are ZIP archives; their first entries say which.
fn office(start: &[u8]) -> Option<&'static str> {
    const OFFICE: &str = "application/vnd.openxmlformats-officedocument.";
    let has = |word: &[u8]| start.windows(word.len()).any(|window| window == word);
    if has(b"mimetypeapplication/vnd.oasis.opendocument.") {
        return Some("application/vnd.oasis.opendocument");
    }
    if has(b"word/") {
        return Some("application/vnd.openxmlformats-officedocument.wordprocessingml.document");
    }
    if has(b"xl/") {
        return Some("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    }
    has(b"[Content_Types].xml").then_some(OFFICE.trim_end_matches('.'))
}

/// Text in UTF-8, or in an old code page: no control characters but those that break lines.
fn is_text(start: &[u8]) -> bool {
    let is_control = |byte: &u8| *byte < 0x20 && !b"\t\n\r\x0c".contains(byte) || *byte == 0x7f;
    !start.is_empty() && !start.iter().any(is_control)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_decides() {
        for (start, expected) in [
            (&b"%PDF-1.7\n"[..], Some("application/pdf")),
            (b"\xff\xd8\xff\xe0", Some("image/jpeg")),
            (b"RIFF\0\0\0\0WEBPVP8 ", Some("image/webp")),
            (
                b"PK\x03\x04....word/document.xml",
                Some("application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
            ),
            (b"PK\x03\x04....evil.exe", None),
            (b"MZ\x90\0\x03", None),
            (b"\x7fELF\x02\x01\x01\0", None),
            ("Dobry dzeń, Łužica\r\n".as_bytes(), Some("text/plain")),
            (b"Gr\xfc\xdfe", Some("text/plain")),
            (b"\0\0\0\x18ftypheic", Some("image/heif")),
            (b"\0\0\0\x18ftypmp42", None),
            (b"", None),
        ] {
            assert_eq!(media(start), expected, "{start:?}");
        }
    }
}
