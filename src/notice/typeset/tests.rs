//! What a reader of the file can rely on: marked, named, spoken, complete.

use super::*;
use crate::finding::Language;
use crate::model::fixture;
use crate::notice::blocks::blocks;
use crate::notice::record;
use lopdf::{Document, Object};

fn made(is_poster: bool) -> Vec<u8> {
    let archive = fixture::archive();
    let procedure = &archive.procedures[1];
    let phase = &procedure.phases[1];
    let record = record(&archive, procedure, phase, archive.today);
    let mut areas = archive
        .procedures
        .iter()
        .filter_map(|own| own.area.as_ref());
    let map = areas.next().map(|area| Map {
        area: area.geometry(),
        land: None,
        words: "Karte des Plangebiets".into(),
    });
    let about = About {
        map,
        title: "Bekanntmachung: Am Mühlgraben".into(),
        author: "Stadt Meißen".into(),
        language: "de",
        address: &record.page,
        code: "QR-Code: führt zur Seite".into(),
        footer: "Seite {page} von {pages}",
    };
    let blocks = blocks(&record, Language::German);
    pdf(&blocks, &about, is_poster).expect("a sheet")
}

fn read(bytes: &[u8]) -> Document {
    Document::load_mem(bytes).expect("a document that can be read")
}

#[test]
fn it_is_marked_and_names_title_language_and_standard() {
    let pdf = read(&made(false));
    let catalog = pdf.catalog().expect("a catalog");
    let marked = catalog.get(b"MarkInfo").and_then(Object::as_dict);
    let marked = marked.and_then(|info| info.get(b"Marked")?.as_bool());
    assert!(marked.expect("a mark"));
    let language = catalog.get(b"Lang").and_then(Object::as_str);
    assert_eq!(language.expect("a language"), b"de-DE");
    let metadata = catalog.get(b"Metadata").and_then(Object::as_reference);
    let metadata = metadata.and_then(|id| pdf.get_object(id)?.as_stream());
    let metadata = String::from_utf8_lossy(&metadata.expect("a record").content).into_owned();
    assert!(metadata.contains("<pdfuaid:part>1</pdfuaid:part>"));
    assert!(metadata.contains("Bekanntmachung: Am Mühlgraben"));
}

#[test]
fn every_mark_on_a_page_belongs_to_an_element_and_every_picture_has_words() {
    let pdf = read(&made(false));
    let of = |key: &[u8]| {
        let all = pdf.objects.values().filter_map(|own| own.as_dict().ok());
        let key = key.to_vec();
        all.filter(move |own| own.get(b"S").and_then(Object::as_name).ok() == Some(&key[..]))
    };
    assert_eq!(of(b"H1").count(), 1);
    assert!(of(b"H2").count() >= 3 && of(b"LI").count() >= 2 && of(b"P").count() >= 4);
    let figures: Vec<_> = of(b"Figure").collect();
    assert_eq!(figures.len(), 2, "the map and the code");
    assert!(figures.iter().all(|own| own.has(b"Alt") && own.has(b"A")));
    let tree = pdf
        .catalog()
        .and_then(|own| own.get(b"StructTreeRoot")?.as_reference());
    let tree = tree.and_then(|id| pdf.get_dictionary(id)).expect("a tree");
    let parents = tree.get(b"ParentTree").and_then(Object::as_dict);
    let numbers = parents
        .and_then(|own| own.get(b"Nums")?.as_array())
        .expect("numbers");
    for (at, (_, page)) in pdf.get_pages().into_iter().enumerate() {
        let content = pdf.get_page_content(page);
        let marks = String::from_utf8_lossy(&content).matches("/MCID").count();
        let elements = numbers[2 * at + 1].as_array().expect("elements");
        assert_eq!(elements.len(), marks);
    }
}

#[test]
fn its_text_is_that_of_the_notice_and_its_letters_are_in_it() {
    let pdf = read(&made(false));
    let pages: Vec<u32> = pdf.get_pages().into_keys().collect();
    let text = pdf.extract_text(&pages).expect("a text");
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for words in ["Öffentliche Bekanntmachung", "Worum es geht", "Auskunft"] {
        assert!(text.contains(words), "{text}");
    }
    let fonts = pdf.objects.values().filter_map(|own| own.as_dict().ok());
    let fonts = fonts.filter(|own| own.has_type(b"FontDescriptor"));
    let fonts: Vec<_> = fonts.collect();
    assert!(fonts.len() == 2 && fonts.iter().all(|own| own.has(b"FontFile2")));
}

#[test]
fn a_poster_is_one_page_of_a3_and_the_same_notice_the_same_file() {
    let bytes = made(true);
    let pdf = read(&bytes);
    let pages = pdf.get_pages();
    assert_eq!(pages.len(), 1);
    let page = pdf.get_dictionary(pages[&1]).expect("a page");
    let size = page
        .get(b"MediaBox")
        .and_then(Object::as_array)
        .expect("a size");
    let size: Vec<f32> = size.iter().filter_map(|own| own.as_float().ok()).collect();
    assert_eq!(size, [0.0, 0.0, 841.89, 1190.55]);
    assert_eq!(bytes, made(true));
}
