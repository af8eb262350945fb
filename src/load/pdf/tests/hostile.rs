//! Hostile PDFs: nothing hangs, nothing panics, nothing grows without bound.

use std::io::Cursor;
use std::time::{Duration, Instant};

use lopdf::{Dictionary, Document, SaveOptions, Stream};
use proptest::prelude::*;

use crate::load::pdf::tests::{changed, facts, pdf, stream, table_start, whole};
use crate::load::pdf::{Budget, Damage, PdfFacts, Protection, read_facts};

/// Facts, read in bounded time even without optimization.
fn soon(bytes: &[u8]) -> PdfFacts {
    let start = Instant::now();
    let facts = facts(bytes);
    let took = start.elapsed();
    assert!(took < Duration::from_secs(60), "{took:?}");
    facts
}

/// Spaces, packed a thousand to one, as often as told.
fn bomb(size: usize, times: usize) -> Vec<u8> {
    let mut content = vec![b' '; size];
    for _ in 0..times {
        let mut stream = Stream::new(Dictionary::new(), content);
        stream.compress().unwrap();
        content = stream.content;
    }
    content
}

const MIB: usize = 1 << 20;

#[test]
fn drawings_that_unfold_without_end_count_by_their_fonts() {
    let page = stream("/Filter/FlateDecode", bomb(100 * MIB, 1));
    assert!(page.len() < MIB);
    let facts = soon(&pdf(&changed(&[(6, &page)])));
    assert_eq!(
        (facts.pages_checked, facts.has_text, facts.damage),
        (2, true, None)
    );
    let twice = stream("/Filter[/FlateDecode/FlateDecode]", bomb(100 * MIB, 2));
    assert_eq!(soon(&pdf(&changed(&[(6, &twice)]))).damage, None);
    let filters = "/FlateDecode".repeat(40);
    let chain = stream(&format!("/Filter[{filters}]"), bomb(MIB, 3));
    assert_eq!(soon(&pdf(&changed(&[(6, &chain)]))).damage, None);
}

#[test]
fn many_heavy_pages_end_the_search_for_text() {
    let page = stream("/Filter/FlateDecode", bomb(15 * MIB, 1));
    let mut objects = changed(&[(6, &page)]);
    let ids = 100..200;
    let kids: String = ids.clone().map(|id| format!("{id} 0 R ")).collect();
    objects.retain(|(id, _)| *id != 2);
    objects.push((2, format!("<</Kids[{kids}]>>").into_bytes()));
    objects.extend(ids.map(|id| (id, b"<</Type/Page/Contents 6 0 R>>".to_vec())));
    let facts = soon(&pdf(&objects));
    assert_eq!((facts.pages, facts.damage), (100, None));
    assert!(facts.pages_checked < 10, "{}", facts.pages_checked);
}

#[test]
fn an_object_named_a_thousand_times_costs_the_budget_only() {
    let big = format!("<</A[{}]/Kids[]>>", "0 ".repeat(190_000));
    let kids: String = (100..1100).map(|id| format!("{id} 0 R ")).collect();
    let mut objects = changed(&[(2, &format!("<</Kids[{kids}]>>"))]);
    objects.push((100, big.clone().into_bytes()));
    let mut bytes = pdf(&objects);
    let table = table_start(&bytes);
    let at = bytes
        .windows(9)
        .position(|word| word == b"100 0 obj")
        .unwrap();
    let entries: String = (100..1100)
        .map(|id| format!("{id} 1\n{at:010} 00000 n \n"))
        .collect();
    bytes.splice(table + 5..table + 5, entries.bytes());
    assert!(soon(&bytes).pages <= 1);

    // Under its own number the object is parsed each time that it is asked for.
    let outlines = "<</First 100 0 R>>";
    let pages: String = (200..400).map(|id| format!("{id} 0 R ")).collect();
    let mut objects = changed(&[(2, &format!("<</Kids[{pages}]>>")), (10, &outlines)]);
    objects.push((100, big.replace("/Kids[]", "").into_bytes()));
    let page = |id| (id, b"<</Type/Page/Resources<</Font 100 0 R>>>>".to_vec());
    objects.extend((200..400).map(page));
    let bytes = pdf(&objects);
    let budget = Budget {
        structure: 4 << 20,
        words: 0,
        text: 4 << 20,
    };
    let facts = read_facts(&mut Cursor::new(&bytes), bytes.len() as u64, budget);
    assert_eq!((facts.pages, facts.pages_checked < 100), (200, true));
}

#[test]
fn drawings_within_drawings_and_fonts_without_end_have_one() {
    let page = stream("", "/Im1 Do");
    let itself = format!("BT /F1 1 Tf ET {}", "/Im1 Do ".repeat(20_000));
    let form = stream("/Subtype/Form/Resources 5 0 R", itself);
    assert_eq!(
        soon(&pdf(&changed(&[(6, &page), (12, &form)]))).damage,
        None
    );

    let fonts: String = (0..2_000)
        .map(|at| format!("/F{at}<</Type/Font/ToUnicode 14 0 R>>"))
        .collect();
    let resources = format!("<</Font<<{fonts}>>>>");
    let map = stream(
        "",
        "beginbfrange <0000> <FFFF> <0041> endbfrange ".repeat(20),
    );
    let shown: String = (0..2_000)
        .map(|at| format!("/F{at} 1 Tf (a) Tj "))
        .collect();
    let page = stream("", shown.repeat(10));
    let facts = soon(&pdf(&changed(&[(5, &resources), (6, &page), (14, &map)])));
    assert_eq!((facts.pages, facts.damage), (2, None));

    let states = stream(
        "",
        format!("{}{}", "q ".repeat(1_000_000), "Q ".repeat(1_000_000)),
    );
    assert_eq!(soon(&pdf(&changed(&[(6, &states)]))).damage, None);
}

#[test]
fn mazes_of_pages_have_an_end() {
    let circle = pdf(&changed(&[
        (2, &"<</Kids[2 0 R 3 0 R 2 0 R 14 0 R]>>"),
        (14, &"<</Kids[2 0 R]>>"),
    ]));
    assert_eq!(soon(&circle).pages, 1);
    let mut objects = changed(&[(2, &"<</Kids[100 0 R]>>")]);
    for id in 100..5_000 {
        objects.push((id, format!("<</Kids[{} 0 R]>>", id + 1).into_bytes()));
    }
    assert_eq!(soon(&pdf(&objects)).damage, Some(Damage::NoPages));
    let deep = format!("<</Type/Page/A{}", "[".repeat(500_000));
    assert_eq!(soon(&pdf(&changed(&[(3, &deep)]))).pages, 1);
}

#[test]
fn circles_of_objects_have_an_end() {
    let own_length = b"<</Length 6 0 R>>stream\nBT (a) Tj ET\nendstream";
    let facts = soon(&pdf(&changed(&[
        (6, &own_length),
        (5, &"5 0 R"),
        (13, &"<</Title 13 0 R>>"),
    ])));
    assert_eq!((facts.damage, facts.title), (None, None));
    let form = stream("/Subtype/Form/Resources 5 0 R", "/Im1 Do");
    let facts = soon(&pdf(&changed(&[(12, &form)])));
    assert_eq!(facts.pages_without_text, 1);
}

#[test]
fn tables_that_name_each_other_have_an_end() {
    let bytes = pdf(&whole());
    let start = table_start(&bytes);
    let text = String::from_utf8(bytes).unwrap();
    let trailer = format!("/Info 13 0 R/Prev {start}/XRefStm {start}>>");
    let text = text.replace("/Info 13 0 R>>", &trailer);
    assert_eq!(soon(text.as_bytes()).pages, 2);
    let text = text.replace("xref\n1 1\n", "xref\n1 99999999999999\n");
    assert_eq!(soon(text.as_bytes()).damage, Some(Damage::NoTable));
}

#[test]
fn tables_and_containers_that_unfold_without_end_are_refused() {
    let keys = "/Type/XRef/W[1 8 8]/Size 99/Root 1 0 R/Index[0 4294967295]/Filter/FlateDecode";
    let mut bytes = b"%PDF-1.7\n".to_vec();
    bytes.extend(b"9 0 obj");
    bytes.extend(stream(keys, bomb(200 * MIB, 1)));
    bytes.extend(b"\nendobj\nstartxref\n9\n%%EOF");
    assert_eq!(soon(&bytes).damage, Some(Damage::NoTable));

    let mut document = Document::load_mem(&pdf(&whole())).unwrap();
    let mut bytes = Vec::new();
    let options = SaveOptions::builder()
        .use_xref_streams(true)
        .use_object_streams(true)
        .build();
    document.save_with_options(&mut bytes, options).unwrap();
    let container = bytes
        .windows(7)
        .position(|word| word == b"/ObjStm")
        .unwrap();
    let head = bytes[..container]
        .windows(4)
        .rposition(|word| word == b" obj")
        .unwrap();
    let end = container
        + bytes[container..]
            .windows(6)
            .position(|w| w == b"endobj")
            .unwrap();
    let heavy = stream(
        "/Type/ObjStm/N 1000000000/First 99/Filter/FlateDecode",
        bomb(200 * MIB, 1),
    );
    // The table is longer now and misses its place, but the bomb is tried through the old one.
    let mut bombed = bytes.clone();
    bombed.splice(head + 4..end, heavy);
    assert!(soon(&bombed).damage.is_some());
}

#[test]
fn nonsense_locks_keep_closed() {
    for lock in [
        "<<>>",
        "<</Filter/Standard/V 5/R 6/O()/U()>>",
        "<</V 1/R 2/O(x)/U(y)/P 1e9>>",
        "[]",
    ] {
        let bytes = pdf(&changed(&[(14, &lock)]));
        let text = String::from_utf8(bytes).unwrap();
        let text = text.replace("/Root", "/Encrypt 14 0 R/ID[()()]/Root");
        assert_eq!(
            soon(text.as_bytes()).protection,
            Protection::Password,
            "{lock}"
        );
    }
}

/// Files of every make, to be mangled.
fn makes() -> Vec<Vec<u8>> {
    let plain = pdf(&whole());
    let mut document = Document::load_mem(&plain).unwrap();
    let mut modern = Vec::new();
    document.save_modern(&mut modern).unwrap();
    vec![plain, modern]
}

/// Words that mean something in a PDF.
const WORDS: [&[u8]; 14] = [
    b"<<",
    b">>",
    b"[",
    b"]",
    b"(",
    b" 0 R",
    b"stream\n",
    b"endstream",
    b"endobj",
    b"xref",
    b"/Length -1",
    b"/Prev 9",
    b"99999999999999999999",
    b"/Filter/LZWDecode",
];

proptest! {
    #[test]
    fn any_drawing_and_map_are_read(
        drawing in "([a-zA-Z0-9 ()<>\\[\\]/.'\"*-]|Tj|TJ|Tf|Td|Tm|cm|BT|ET|/F1 9 Tf|\\(x\\) Tj){0,200}",
        map in "([a-f0-9 <>\\[\\]]|beginbfchar|endbfchar|beginbfrange|endbfrange){0,100}",
    ) {
        let (page, map) = (stream("", drawing), stream("", map));
        let font = "<</Type/Font/Subtype/Type0/ToUnicode 14 0 R>>";
        facts(&pdf(&changed(&[(6, &page), (8, &font), (14, &map)])));
    }

    #[test]
    fn mangled_files_are_read_to_an_end(
        make in 0..2_usize,
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        words in proptest::collection::vec((any::<prop::sample::Index>(), 0..WORDS.len()), 0..4),
        cut in proptest::option::of(any::<prop::sample::Index>()),
    ) {
        let mut bytes = makes().swap_remove(make);
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        for (at, word) in words {
            let at = at.index(bytes.len());
            bytes.splice(at..at, WORDS[word].iter().copied());
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
            bytes.extend(b"\nstartxref\n9\n%%EOF");
        }
        let facts = soon(&bytes);
        prop_assert!(facts.pages_checked <= facts.pages && facts.pages < 20);
    }

    #[test]
    fn any_bytes_are_read_to_an_end(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let mut file = b"%PDF-1.4\n".to_vec();
        file.extend(bytes);
        file.extend(b"\nxref\n0 1\n0 0 n\ntrailer<</Root 0 0 R>>\nstartxref\n9\n%%EOF");
        prop_assert!(soon(&file).damage.is_some());
    }
}
