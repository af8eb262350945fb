//! What kind of file a document is, told by its bytes and not by its name.

use serde::{Deserialize, Serialize};

/// Kind of a file's content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Content {
    /// PDF.
    Pdf,
    /// PNG picture.
    Png,
    /// JPEG picture.
    Jpeg,
    /// Packed files.
    Zip,
    /// Word processor document (Office Open XML).
    Docx,
    /// Spreadsheet (Office Open XML).
    Xlsx,
    /// Word processor document (OpenDocument).
    Odt,
    /// GeoJSON and other JSON.
    Json,
    /// XML that holds data only, such as XPlanGML.
    Xml,
    /// Text and tables of text.
    Text,
    /// Nothing.
    Empty,
    /// The stand-in that Git LFS leaves where the file itself was not fetched.
    LfsPointer,
    /// HTML, SVG, XML that a browser takes for a page: could run code.
    Active,
    /// A program, a script or a document with macros.
    Program,
    /// None of these.
    Unknown,
}

/// Kinds that may be published, endings of their names, media types.
const PUBLISHED: [(Content, &str, &str); 14] = [
    (Content::Pdf, "pdf", "application/pdf"),
    (Content::Png, "png", "image/png"),
    (Content::Jpeg, "jpg", "image/jpeg"),
    (Content::Jpeg, "jpeg", "image/jpeg"),
    (Content::Zip, "zip", "application/zip"),
    (
        Content::Docx,
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    (
        Content::Xlsx,
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    (
        Content::Odt,
        "odt",
        "application/vnd.oasis.opendocument.text",
    ),
    (Content::Json, "geojson", "application/geo+json"),
    (Content::Json, "json", "application/json"),
    (Content::Xml, "gml", "application/gml+xml"),
    (Content::Xml, "xml", "application/xml"),
    (Content::Text, "txt", "text/plain"),
    (Content::Text, "csv", "text/csv"),
];

impl Content {
    /// Media type of a file of this kind; bytes without a type for what is not published.
    pub fn media_type(self, ending: &str) -> &'static str {
        let rows = || PUBLISHED.iter().filter(|row| row.0 == self);
        let named = rows().find(|row| row.1.eq_ignore_ascii_case(ending));
        named
            .or_else(|| rows().next())
            .map_or("application/octet-stream", |row| row.2)
    }

    /// Endings that names of this kind have; none for a kind that may not be published.
    pub fn endings(self) -> impl Iterator<Item = &'static str> {
        PUBLISHED
            .iter()
            .filter(move |row| row.0 == self)
            .map(|row| row.1)
    }

    /// What people call a file of this kind, after "das ist …" and "it is …".
    pub fn called(self) -> (&'static str, &'static str) {
        match self {
            Self::Pdf => ("eine PDF-Datei", "a PDF file"),
            Self::Png => ("ein PNG-Bild", "a PNG picture"),
            Self::Jpeg => ("ein JPEG-Bild", "a JPEG picture"),
            Self::Zip => ("ein ZIP-Archiv", "a ZIP archive"),
            Self::Docx => ("ein Word-Dokument", "a Word document"),
            Self::Xlsx => ("eine Excel-Tabelle", "an Excel table"),
            Self::Odt => ("ein OpenDocument-Text", "an OpenDocument text"),
            Self::Json => ("eine JSON-Datei", "a JSON file"),
            Self::Xml => ("eine XML-Datei", "an XML file"),
            Self::Text => ("eine Textdatei", "a text file"),
            Self::Empty | Self::LfsPointer | Self::Active | Self::Program | Self::Unknown => {
                ("eine andere Datei", "another file")
            }
        }
    }

    /// The kind that the first and last bytes of a file show.
    pub fn of(head: &[u8], tail: &[u8]) -> Self {
        let text = head
            .strip_prefix(b"\xEF\xBB\xBF")
            .unwrap_or(head)
            .trim_ascii_start();
        match head {
            [] => Self::Empty,
            _ if head.starts_with(b"version https://git-lfs.github.com/spec/") => Self::LfsPointer,
            _ if begins_page(text) => Self::Active,
            _ if has(&head[..head.len().min(1024)], b"%PDF-") => Self::Pdf,
            _ if head.starts_with(b"\x89PNG\r\n\x1a\n") => Self::Png,
            _ if head.starts_with(b"\xFF\xD8\xFF") => Self::Jpeg,
            _ if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") => {
                Self::packed(head, tail)
            }
            _ if is_program(head) => Self::Program,
            _ if text.starts_with(b"<") => Self::Xml,
            _ if !head.iter().all(|byte| is_text(*byte)) => Self::Unknown,
            _ if text.starts_with(b"{") || text.starts_with(b"[") => Self::Json,
            _ => Self::Text,
        }
    }

    /// Office documents are packed files; the names in them tell which.
    fn packed(head: &[u8], tail: &[u8]) -> Self {
        let names = |name: &[u8]| has(head, name) || has(tail, name);
        if names(b"vbaProject.bin") {
            Self::Program
        } else if has(head, b"mimetypeapplication/vnd.oasis.opendocument.text") {
            Self::Odt
        } else if names(b"[Content_Types].xml") && names(b"word/document.xml") {
            Self::Docx
        } else if names(b"[Content_Types].xml") && names(b"xl/workbook.xml") {
            Self::Xlsx
        } else {
            Self::Zip
        }
    }
}

/// Whether names of files that may be published have this ending.
pub fn is_published(ending: &str) -> bool {
    PUBLISHED
        .iter()
        .any(|row| row.1.eq_ignore_ascii_case(ending))
}

/// All endings of names that may be published, for a help.
pub fn published_endings() -> String {
    PUBLISHED.map(|row| row.1).join(", ")
}

/// Beginnings that browsers take for a page whatever the file is called (WHATWG MIME Sniffing,
/// section 7.1).
const PAGES: [&[u8]; 18] = [
    b"<!doctype html",
    b"<html",
    b"<head",
    b"<script",
    b"<iframe",
    b"<h1",
    b"<div",
    b"<font",
    b"<table",
    b"<a",
    b"<style",
    b"<title",
    b"<b",
    b"<body",
    b"<br",
    b"<p",
    b"<!--",
    b"<svg",
];

fn begins_page(text: &[u8]) -> bool {
    let ends_word = |byte: Option<&u8>| {
        matches!(
            byte,
            None | Some(b' ' | b'>' | b'/' | b'\n' | b'\r' | b'\t')
        )
    };
    PAGES.iter().any(|page| {
        let begins = text
            .get(..page.len())
            .is_some_and(|begin| begin.eq_ignore_ascii_case(page));
        begins && (*page == b"<!--" || ends_word(text.get(page.len())))
    })
}

fn is_program(head: &[u8]) -> bool {
    let signatures: [&[u8]; 8] = [
        b"MZ",
        b"\x7FELF",
        b"#!",
        b"\xCA\xFE\xBA\xBE",
        b"\xFE\xED\xFA",
        b"\xCF\xFA\xED\xFE",
        b"\0asm",
        b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
    ];
    signatures
        .iter()
        .any(|signature| head.starts_with(signature))
}

/// Bytes that occur in texts of any encoding that is built on ASCII.
fn is_text(byte: u8) -> bool {
    byte >= b' ' && byte != 0x7F || matches!(byte, b'\t' | b'\n' | b'\r' | 12)
}

fn has(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|window| window == word)
}

/// Looks through an XML file, piece by piece, for what makes a browser run it.
#[derive(Default)]
pub struct XmlScan {
    /// The end of the last piece, so that nothing hides on a border.
    rest: Vec<u8>,
    /// Whether something was found.
    pub is_active: bool,
}

/// How much of a piece is looked at again with the next one; namespaces are shorter.
const OVERLAP: usize = 512;

impl XmlScan {
    /// Looks at the next piece.
    pub fn add(&mut self, piece: &[u8]) {
        if self.is_active {
            return;
        }
        self.rest.extend_from_slice(piece);
        self.is_active = runs_in_browsers(&self.rest);
        let keep = self.rest.len().saturating_sub(OVERLAP);
        self.rest.drain(..keep);
    }
}

/// A stylesheet or elements of HTML or SVG run code on the portal's origin; declarations of
/// entities, other encodings and escaped namespaces can hide them, and data needs none of them.
fn runs_in_browsers(xml: &[u8]) -> bool {
    const SIGNS: [&[u8]; 7] = [
        b"www.w3.org/1999/xhtml",
        b"www.w3.org/2000/svg",
        b"www.w3.org/1999/XSL/",
        b"xml-stylesheet",
        b"<!DOCTYPE",
        b"<!ENTITY",
        b"\0",
    ];
    SIGNS.iter().any(|sign| has(xml, sign)) || has_odd_encoding(xml) || has_escaped_namespace(xml)
}

fn has_odd_encoding(xml: &[u8]) -> bool {
    let Some(value) = after(xml, b"encoding").and_then(attribute_value) else {
        return false;
    };
    let is_declaration = xml.trim_ascii_start().starts_with(b"<?xml");
    let known = [
        "utf-8",
        "iso-8859-1",
        "iso-8859-15",
        "windows-1252",
        "us-ascii",
    ];
    is_declaration
        && !known
            .iter()
            .any(|name| value.eq_ignore_ascii_case(name.as_bytes()))
}

fn has_escaped_namespace(xml: &[u8]) -> bool {
    let mut rest = xml;
    while let Some(next) = after(rest, b"xmlns") {
        let name_end = next
            .iter()
            .position(|byte| *byte == b'=')
            .unwrap_or(next.len());
        if attribute_value(&next[name_end..]).is_some_and(|value| value.contains(&b'&')) {
            return true;
        }
        rest = next;
    }
    false
}

fn after<'b>(bytes: &'b [u8], word: &[u8]) -> Option<&'b [u8]> {
    let found = bytes
        .windows(word.len())
        .position(|window| window == word)?;
    bytes.get(found + word.len()..)
}

/// The value in `="…"`; up to the end where the quotation mark does not close.
fn attribute_value(bytes: &[u8]) -> Option<&[u8]> {
    let rest = bytes
        .trim_ascii_start()
        .strip_prefix(b"=")?
        .trim_ascii_start();
    let (quote, value) = rest.split_first()?;
    let end = value
        .iter()
        .position(|byte| byte == quote)
        .unwrap_or(value.len());
    matches!(quote, b'"' | b'\'').then(|| &value[..end])
}

#[cfg(test)]
mod tests {
    use super::{Content, XmlScan, is_published};

    fn of(bytes: &[u8]) -> Content {
        Content::of(bytes, bytes)
    }

    #[test]
    fn contents_are_told_by_their_bytes() {
        let cases: [(&[u8], Content); 19] = [
            (b"", Content::Empty),
            (b"%PDF-1.7", Content::Pdf),
            (b"\n\n%PDF-1.4", Content::Pdf),
            (b"<html>%PDF-1.4", Content::Active),
            (b"\x89PNG\r\n\x1a\n....", Content::Png),
            (b"\xFF\xD8\xFF\xE0", Content::Jpeg),
            (
                b"version https://git-lfs.github.com/spec/v1\noid sha256:4d",
                Content::LfsPointer,
            ),
            (b"\xEF\xBB\xBF  <!DOCTYPE html><p>", Content::Active),
            (b"<ScRiPt>alert(1)", Content::Active),
            (b"<svg xmlns=''/>", Content::Active),
            (b"<!-- x --><script>", Content::Active),
            (b"<address>", Content::Xml),
            (b"<?xml version='1.0'?><xplan/>", Content::Xml),
            (b"{\"type\":\"FeatureCollection\"}", Content::Json),
            (b"Art;Fl\xE4che\r\n", Content::Text),
            (b"MZ\x90\0", Content::Program),
            (b"#!/bin/sh", Content::Program),
            (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", Content::Program),
            (b"AC1032\0\0", Content::Unknown),
        ];
        for (bytes, content) in cases {
            assert_eq!(of(bytes), content, "{}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn packed_files_are_told_by_the_names_in_them() {
        assert_eq!(
            of(b"PK\x03\x04..[Content_Types].xml..word/document.xml"),
            Content::Docx
        );
        assert_eq!(
            of(b"PK\x03\x04..[Content_Types].xml..xl/workbook.xml"),
            Content::Xlsx
        );
        let odt = b"PK\x03\x04..mimetypeapplication/vnd.oasis.opendocument.text";
        assert_eq!(of(odt), Content::Odt);
        assert_eq!(of(b"PK\x03\x04..plan.shp"), Content::Zip);
        let macros = b"PK\x03\x04..[Content_Types].xml..word/document.xml..word/vbaProject.bin";
        assert_eq!(of(macros), Content::Program);
    }

    #[test]
    fn xml_that_browsers_run_is_found_wherever_it_stands() {
        let scan = |pieces: &[&[u8]]| {
            let mut scan = XmlScan::default();
            pieces.iter().for_each(|piece| scan.add(piece));
            scan.is_active
        };
        let data: &[u8] = b"<?xml version='1.0' encoding='UTF-8'?><xplan:Auszug \
                            xmlns:xplan=\"http://www.xplanung.de/xplangml/6/0\">A &amp; B";
        assert!(!scan(&[data]));
        assert!(scan(&[
            data,
            b"<s xmlns='http://www.w3.org/19",
            b"99/xhtml'/>"
        ]));
        assert!(scan(&[
            b"<a>",
            &[b' '; 100_000],
            b"<?xml-stylesheet href='x'?>"
        ]));
        assert!(scan(&[b"<!DOCTYPE a [<!ENTITY b 'c'>]>"]));
        assert!(scan(&[
            b"<a xmlns:h = 'http://www.w3.org/1999/&#120;html'>"
        ]));
        assert!(scan(&[b"<?xml version='1.0' encoding='UTF-7'?><a/>"]));
        assert!(scan(&[b"<\0a\0>\0"]));
    }

    #[test]
    fn endings_name_their_kinds() {
        assert!(is_published("CSV") && !is_published("html") && !is_published(""));
        assert_eq!(Content::Xml.endings().collect::<Vec<_>>(), ["gml", "xml"]);
        assert_eq!(Content::Active.endings().count(), 0);
        assert_eq!(Content::Text.media_type("CSV"), "text/csv");
        assert_eq!(Content::Pdf.media_type("docx"), "application/pdf");
    }
}
