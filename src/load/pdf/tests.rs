//! What PDFs tell, on files made here byte by byte.

mod hostile;
mod real;

use std::io::Cursor;

use lopdf::{Document, EncryptionState, EncryptionVersion, Permissions, SaveOptions};

use crate::load::pdf::{Damage, PdfFacts, Protection, inspect};

/// A document that has all that is asked of one: two pages, of which one is scanned.
const CATALOG: &str = "<</Type/Catalog/Pages 2 0 R/Lang(de-DE)/MarkInfo<</Marked true>>\
                       /StructTreeRoot 9 0 R/Outlines 10 0 R>>";

/// Numbers and bodies of the objects of a document.
type Objects = Vec<(u32, Vec<u8>)>;

fn whole() -> Objects {
    let page = stream("", "BT /F1 12 Tf 0 0 Td (Festsetzungen) Tj ET");
    let scan = stream("", "q 100 0 0 100 0 0 cm /Im1 Do Q");
    let picture = stream("/Type/XObject/Subtype/Image/Width 1/Height 1", "x");
    let objects: [(u32, &dyn AsRef<[u8]>); 13] = [
        (1, &CATALOG),
        (
            2,
            &"<</Type/Pages/Count 2/Kids[3 0 R 4 0 R]/Resources 5 0 R>>",
        ),
        (3, &"<</Type/Page/Parent 2 0 R/Contents[6 0 R]>>"),
        (4, &"<</Type/Page/Parent 2 0 R/Contents 7 0 R>>"),
        (5, &"<</Font<</F1 8 0 R>>/XObject<</Im1 12 0 R>>>>"),
        (6, &page),
        (7, &scan),
        (8, &"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"),
        (9, &"<</Type/StructTreeRoot>>"),
        (10, &"<</Type/Outlines/First 11 0 R/Last 11 0 R/Count 1>>"),
        (11, &"<</Title(Teil A)/Parent 10 0 R>>"),
        (12, &picture),
        (13, &"<</Title<FEFF004200FC0072006F>/Author(Muster)>>"),
    ];
    objects
        .iter()
        .map(|(id, body)| (*id, body.as_ref().to_vec()))
        .collect()
}

/// The whole document with some objects replaced.
fn changed(changes: &[(u32, &dyn AsRef<[u8]>)]) -> Objects {
    let mut objects = whole();
    for (id, body) in changes {
        objects.retain(|(known, _)| known != id);
        objects.push((*id, body.as_ref().to_vec()));
    }
    objects
}

fn stream(keys: &str, content: impl AsRef<[u8]>) -> Vec<u8> {
    let content = content.as_ref();
    let head = format!("<<{keys}/Length {}>>stream\n", content.len());
    [head.as_bytes(), content, b"\nendstream"].concat()
}

/// The bytes of a file with these objects and a table of them.
fn pdf(objects: &[(u32, Vec<u8>)]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    let mut table = String::new();
    for (id, body) in objects {
        table.push_str(&format!("{id} 1\n{:010} 00000 n \n", bytes.len()));
        bytes.extend(format!("{id} 0 obj\n").bytes());
        bytes.extend(body);
        bytes.extend(b"\nendobj\n");
    }
    let start = bytes.len();
    let trailer = "trailer\n<</Size 99/Root 1 0 R/Info 13 0 R>>";
    bytes.extend(format!("xref\n{table}{trailer}\nstartxref\n{start}\n%%EOF\n").bytes());
    bytes
}

/// Where the table of a file begins.
fn table_start(bytes: &[u8]) -> usize {
    bytes
        .windows(6)
        .rposition(|word| word == b"\nxref\n")
        .unwrap()
        + 1
}

fn facts(bytes: &[u8]) -> PdfFacts {
    inspect(&mut Cursor::new(bytes), bytes.len() as u64)
}

fn expected() -> PdfFacts {
    PdfFacts {
        version: "1.7".into(),
        pages: 2,
        pages_checked: 2,
        pages_without_text: 1,
        has_text: true,
        title: Some("Büro".into()),
        language: Some("de-DE".into()),
        is_tagged: true,
        has_bookmarks: true,
        names_author: true,
        cover: "Festsetzungen\n".into(),
        ..PdfFacts::default()
    }
}

#[test]
fn a_whole_document_tells_all() {
    assert_eq!(facts(&pdf(&whole())), expected());
    assert!(expected().is_accessible());
}

#[test]
fn modern_files_keep_objects_in_streams() {
    let mut document = Document::load_mem(&pdf(&whole())).unwrap();
    for (streams, linearize) in [(true, false), (false, false), (false, true)] {
        let options = SaveOptions::builder()
            .use_xref_streams(true)
            .use_object_streams(streams);
        let mut bytes = Vec::new();
        let options = options.linearize(linearize).build();
        document.save_with_options(&mut bytes, options).unwrap();
        let holds_streams = bytes.windows(7).any(|word| word == b"/ObjStm");
        assert_eq!(holds_streams, streams);
        assert_eq!(facts(&bytes), expected());
    }
}

#[test]
fn the_newest_revision_counts() {
    let mut bytes = pdf(&whole());
    let old_start = table_start(&bytes);
    let object = bytes.len();
    bytes.extend(b"13 0 obj <</Title(Neu)>> endobj\n");
    let start = bytes.len();
    let end = format!(
        "xref\n13 1\n{object:010} 00000 n \ntrailer <</Size 14/Root 1 0 R/Info 13 0 R/Prev \
         {old_start}>>\nstartxref\n{start}\n%%EOF"
    );
    bytes.extend(end.bytes());
    let facts = facts(&bytes);
    assert_eq!(facts.title.as_deref(), Some("Neu"));
    assert_eq!(
        (facts.pages, facts.names_author, facts.damage),
        (2, false, None)
    );
}

#[test]
fn missing_parts_are_missed() {
    let bare = facts(&pdf(&changed(&[
        (1, &"<</Pages 2 0 R>>"),
        (3, &"<</Type/Page>>"),
        (13, &"<</Title(  )/Author()>>"),
    ])));
    let expected = PdfFacts {
        version: "1.7".into(),
        pages: 2,
        pages_checked: 2,
        pages_without_text: 1,
        ..PdfFacts::default()
    };
    assert_eq!(bare, expected);
    assert!(!bare.is_accessible());
}

#[test]
fn a_structure_that_is_not_marked_helps_nobody() {
    let catalog = "<</Pages 2 0 R/StructTreeRoot 9 0 R/MarkInfo<</Marked false>>>>";
    assert!(!facts(&pdf(&changed(&[(1, &catalog)]))).is_tagged);
}

#[test]
fn text_is_found_where_it_is_shown() {
    let drawn = |content: &str| {
        let page = stream("", content);
        let form = stream("/Subtype/Form", "BT (innen) Tj ET");
        let blank = stream("", "");
        facts(&pdf(&changed(&[(6, &page), (7, &blank), (12, &form)]))).has_text
    };
    assert!(drawn("BT [(a) -2 (b)] TJ ET"));
    assert!(drawn("BT <0041> Tj ET"));
    assert!(drawn("BT (a)' ET"));
    assert!(drawn("BT 1 2 (a)\" ET"));
    assert!(drawn("/Im1 Do"));
    assert!(!drawn("0 0 m 1 1 l S"));
    assert!(!drawn("BT () Tj ET"));
    assert!(!drawn("/GS1 gs (Tj) pop % (a) Tj"));
    assert!(!drawn("BI /W 1 ID (a) Tj EI Q"));
    assert!(!drawn("((a) Tj"));
}

/// What a first page with this drawing says; its font has umlauts and a map to Unicode.
fn cover(drawing: &str) -> String {
    let page = stream("", drawing);
    let font = "<</Type/Font/Subtype/TrueType/ToUnicode 14 0 R/Encoding\
                <</BaseEncoding/WinAnsiEncoding/Differences[1/Adieresis/germandbls]>>>>";
    let map = stream("", "1 beginbfchar <03> <00660069> endbfchar");
    let form = stream(
        "/Subtype/Form/Matrix[1 0 0 1 0 -50]",
        "BT /F1 12 Tf (innen) Tj ET",
    );
    facts(&pdf(&changed(&[
        (6, &page),
        (8, &font),
        (12, &form),
        (14, &map),
    ])))
    .cover
}

#[test]
fn words_are_read_as_they_stand() {
    let lines = "BT /F1 12 Tf 15 TL 50 700 Td (Begr\\374ndung) Tj T* (\\001rger, gro\\002 \\003n) ' 0 -15 Td (Ende) Tj ET";
    assert_eq!(cover(lines), "Begründung\nÄrger, groß fin\nEnde\n");
    let kerned =
        "BT /F1 1 Tf 12 0 0 12 50 700 Tm [(B) 20 (ebauungs) -30 (plan) -250 (Nr. 5)] TJ ET";
    assert_eq!(cover(kerned), "Bebauungsplan Nr. 5\n");
    let columns = "BT /F1 12 Tf 50 700 Td (Stand:) Tj 200 0 Td (3. M\\344rz) Tj ET BT /F1 12 Tf 274 700 Td (2025) Tj ET";
    assert_eq!(cover(columns), "Stand: 3. März2025\n");
    let moved = "q 1 0 0 -1 0 800 cm BT /F1 12 Tf 1 0 0 -1 50 100 Tm (oben) Tj 1 0 0 -1 50 120 Tm (unten) Tj ET Q";
    assert_eq!(cover(moved), "oben\nunten\n");
    let turned = "BT /F1 12 Tf 0 1 -1 0 300 50 Tm (Blatt) Tj 0 1 -1 0 300 150 Tm (1) Tj ET";
    assert_eq!(cover(turned), "Blatt 1\n");
    let within = "BT /F1 12 Tf (au\\337en) Tj ET BI /W 1 ID (x) Tj EI q /Im1 Do Q";
    assert_eq!(cover(within), "außen\ninnen\n");
}

#[test]
fn people_on_a_page_are_not_kept() {
    let page = "BT /F1 12 Tf 15 TL (Begr\\374ndung) Tj T* (Bearbeiter: Karl Muster) Tj T* (Tel. 0123) Tj ET";
    assert_eq!(cover(page), "Begründung\n");
}

#[test]
fn statements_tell_on_which_page_somebody_is_named() {
    let first = stream("", "BT /F1 12 Tf (Stellungnahmen) Tj ET");
    let second = stream(
        "",
        "BT /F1 12 Tf 15 TL (Frau Eva Muster) Tj T* (Bachweg 3, 01589 Riesa) Tj ET",
    );
    let font = "<</Type/Font/Subtype/Type1/Encoding/WinAnsiEncoding>>";
    let read = facts(&pdf(&changed(&[(6, &first), (7, &second), (8, &font)])));
    assert_eq!((read.cover.as_str(), read.sender_on), ("", Some(2)));
    let nobody = facts(&pdf(&changed(&[(6, &first), (8, &font)])));
    assert_eq!((nobody.cover.as_str(), nobody.sender_on), ("", None));
}

#[test]
fn blank_pages_need_no_text() {
    let blank = stream("", " \n");
    let facts = facts(&pdf(&changed(&[(7, &blank)])));
    assert_eq!(
        (
            facts.has_text,
            facts.pages_without_text,
            facts.pages_checked
        ),
        (true, 0, 2)
    );
}

#[test]
fn the_metadata_packet_comes_before_the_dictionary() {
    let catalog = "<</Pages 2 0 R/Metadata 14 0 R>>";
    let packet = "<dc:title><rdf:Alt><rdf:li>Aus XMP</rdf:li></rdf:Alt></dc:title>\
                  <rdf:Description pdfuaid:part=\"1\" pdfaid:part=\"2\" pdfaid:conformance=\"A\"/>";
    let packet = stream("/Type/Metadata/Subtype/XML", packet);
    let facts = facts(&pdf(&changed(&[(1, &catalog), (14, &packet)])));
    assert_eq!(facts.title.as_deref(), Some("Aus XMP"));
    assert!(facts.claims_ua);
    assert_eq!(facts.archive_level.as_deref(), Some("2a"));
}

#[test]
fn comments_and_scripts_are_noticed() {
    let page =
        "<</Type/Page/Annots[14 0 R<</Subtype/Link>><</Subtype/Text/T(AutoCAD SHX Text)>>]>>";
    let catalog = "<</Pages 2 0 R/OpenAction<</S/JavaScript/JS(x)>>>>";
    let note = "<</Subtype/Highlight/T(M. Muster)/Contents(pr\u{fc}fen)>>";
    let facts = facts(&pdf(&changed(&[(1, &catalog), (3, &page), (14, &note)])));
    assert_eq!((facts.comments, facts.has_script), (1, true));
}

#[test]
fn a_password_keeps_everybody_out() {
    let document = Document::load_mem(&pdf(&whole())).unwrap();
    let lock = |user_password| {
        let mut document = document.clone();
        document
            .trailer
            .set("ID", vec![lopdf::text_string("a"), lopdf::text_string("b")]);
        let version = EncryptionVersion::V2 {
            document: &document,
            owner_password: "amt",
            user_password,
            key_length: 128,
            permissions: Permissions::PRINTABLE,
        };
        let state = EncryptionState::try_from(version).unwrap();
        document.encrypt(&state).unwrap();
        let mut bytes = Vec::new();
        document.save_to(&mut bytes).unwrap();
        facts(&bytes)
    };
    let locked = lock("geheim");
    assert_eq!((locked.protection, locked.pages), (Protection::Password, 0));
    assert_eq!((locked.title.as_deref(), locked.damage), (None, None));
    let restricted = PdfFacts {
        protection: Protection::Restricted,
        ..expected()
    };
    assert_eq!(lock(""), restricted);
    assert!(!restricted.is_accessible());
}

#[test]
fn small_mistakes_of_programs_are_forgiven() {
    let bytes = pdf(&whole());
    let text = |from: &str, to: &str| {
        let text = String::from_utf8(bytes.clone()).unwrap();
        assert!(text.contains(from), "{from}");
        facts(text.replace(from, to).as_bytes())
    };
    let start = table_start(&bytes);
    let near = text(&format!("\n{start}\n"), &format!("\n{}\n", start + 9));
    assert_eq!(near, expected(), "a table near its place");
    assert_eq!(
        text("%%EOF\n", "%%EOF\n\0\0\n--boundary--\n"),
        expected(),
        "lines at the end"
    );
    let before = [b"HTTP/1.1 200 OK\r\n\r\n".as_slice(), &bytes].concat();
    assert_eq!(facts(&before), expected(), "bytes before the header");
    let wrong_length = text("<</Length 41>>", "<</Length 17>>");
    assert_eq!(wrong_length, expected(), "a wrong length");
}

#[test]
fn damage_is_told_apart() {
    let bytes = pdf(&whole());
    let damage = |bytes: &[u8]| facts(bytes).damage;
    assert_eq!(damage(&bytes[..bytes.len() - 20]), Some(Damage::Cut));
    assert_eq!(damage(&bytes[..bytes.len() / 2]), Some(Damage::Cut));
    assert_eq!(damage(b"%PDF-1.4\n%%EOF"), Some(Damage::NoTable));
    assert_eq!(
        damage(b"%PDF-1.4\nstartxref\n0\n%%EOF"),
        Some(Damage::NoTable)
    );
    assert_eq!(damage(b""), Some(Damage::NoTable));
    assert_eq!(
        damage(&pdf(&changed(&[(1, &"<</Type/Catalog>>")]))),
        Some(Damage::NoPages)
    );
    assert_eq!(
        damage(&pdf(&changed(&[(2, &"<</Type/Pages/Kids[]>>")]))),
        Some(Damage::NoPages)
    );
    assert_eq!(
        damage(&pdf(&changed(&[(2, &"null")]))),
        Some(Damage::NoPages)
    );
}
