//! The pages of the example portal: what stands on them on which day, and what must hold on all.

use jiff::civil::{Date, date};
use offenlage::Portal;
use offenlage::bundle::{Bundle, Source};
use offenlage::finding::Findings;
use std::collections::BTreeSet;
use std::path::Path;

fn example_on(today: Date) -> Portal {
    let mut findings = Findings::default();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let portal =
        offenlage::read(folder, |_| Ok(today), &mut findings).expect("the example is there");
    portal.expect("its settings can be read")
}

/// What the example portal is on a day; nothing is made until it is asked for.
fn on(today: Date, look: impl FnOnce(&Bundle<'_>)) {
    let portal = example_on(today);
    let theme = portal.theme.as_ref().expect("the standard theme is sound");
    let mut bundle = Bundle::default();
    offenlage::render::render(&portal.archive, theme, &mut bundle).expect("no address twice");
    offenlage::export::export(&portal.archive, &mut bundle).expect("no address twice");
    look(&bundle);
}

/// The HTML of a page; none where the file is not a page.
fn page(bundle: &Bundle<'_>, path: &str) -> Option<String> {
    let Some(Source::Make(make)) = bundle.source(path) else {
        return None;
    };
    let html = make().unwrap_or_else(|error| panic!("{path}: {error:#}"));
    Some(String::from_utf8(html).expect("pages are UTF-8"))
}

/// A page as people read it: a space that holds two words together is a space.
fn page_on(today: Date, path: &str) -> String {
    let mut html = None;
    on(today, |bundle| html = page(bundle, path));
    html.expect("a page").replace('\u{a0}', " ")
}

const EXAMPLE_DAY: Date = date(2026, 5, 5);
const DISPLAY: &str = "verfahren/meissen/bplan-17-altes-ziegelwerk/05-veroeffentlichung/index.html";
const REPEATED: &str = "verfahren/markkleeberg/bplan-wohnraum-seestrasse";

#[test]
fn what_ends_soonest_comes_first() {
    let start = page_on(EXAMPLE_DAY, "index.html");
    let announced = start
        .find("id=\"angekuendigt\"")
        .expect("the announced ones");
    let ends: Vec<&str> = attributes(&start[..announced], "data-bis").collect();
    assert!(ends.len() > 8 && ends.is_sorted(), "{ends:?}");
    assert!(start.find("Altes Ziegelwerk") < start.find("Sportpark am Güterbahnhof"));
}

#[test]
fn both_days_of_a_period_count_on_every_page() {
    for (today, said) in [
        (date(2026, 3, 31), "beginnt morgen"),
        (date(2026, 4, 1), "endet in 34 Tagen"),
        (date(2026, 5, 5), "endet heute"),
        (date(2026, 5, 6), "Frist abgelaufen"),
    ] {
        let page = page_on(today, DISPLAY);
        let badge = text_of(&page, "<span class=\"frist ");
        assert_eq!(badge, said, "{today}");
        assert!(
            page.contains("Dienstag, 5. Mai 2026"),
            "{today}: the last day is always there"
        );
        let button = page.find("class=\"taten\" data-wenn=\"running\"");
        let button = &page[button.expect("the way to the form")..];
        let is_hidden = button[..button.find('>').expect("the end of the tag")].contains("hidden");
        assert_eq!(
            is_hidden,
            said != "endet heute" && !said.starts_with("endet"),
            "{today}"
        );
    }
}

#[test]
fn a_void_display_stays_and_leads_to_its_repetition() {
    let procedure = page_on(EXAMPLE_DAY, &format!("{REPEATED}/index.html"));
    assert!(procedure.contains("<s><a href=\"04-veroeffentlichung/index.html\">"));
    assert!(procedure.contains("Unwirksam, festgestellt am 25. Februar 2026:"));
    let void = page_on(
        EXAMPLE_DAY,
        &format!("{REPEATED}/04-veroeffentlichung/index.html"),
    );
    assert!(void.contains("Dieser Schritt ist unwirksam und zählt nicht"));
    assert!(void.contains("<a href=\"../06-veroeffentlichung-wiederholt/index.html\">"));
    assert!(
        !void.contains("class=\"taten\""),
        "nobody is asked to take part"
    );
    let english = page_on(
        EXAMPLE_DAY,
        &format!("en/{REPEATED}/04-veroeffentlichung/index.html"),
    );
    assert!(english.contains(
        "This step is void and does not count. This was established on 25 February 2026."
    ));
}

#[test]
fn a_phase_says_everything_the_notice_must() {
    let page = page_on(EXAMPLE_DAY, DISPLAY);
    for said in [
        "§ 3 Abs. 2 BauGB, in der seit dem 7. Juli 2023 geltenden Fassung",
        "Amtsblatt der Stadt Meißen Nr. 3/2026",
        "27. März 2026",
        "Nicht fristgerecht abgegebene Stellungnahmen",
        "Zauneidechsen auf den Böschungen",
        "Öffentlich zugängliches Lesegerät",
        "Mündlich im Amt (zur Niederschrift)",
        "6,2 Hektar",
        "<time datetime=\"2026-02-20\">20.02.2026</time>",
    ] {
        assert!(page.contains(said), "{said}");
    }
}

/// Words that planners wrote stay German on an English page, and say so.
#[test]
fn a_notice_has_its_sheet_poster_and_text_from_the_same_record() {
    on(EXAMPLE_DAY, |bundle| {
        let folder = DISPLAY.trim_end_matches("index.html");
        let phase = page(bundle, DISPLAY).expect("the phase");
        for (link, words) in [
            ("bekanntmachung/index.html", "Blatt auf A4"),
            ("bekanntmachung/index.html#plakat", "Plakat auf A3"),
            (
                "bekanntmachung/bekanntmachung.txt",
                "Text für das Amtsblatt",
            ),
        ] {
            assert!(phase.contains(&format!("<a href=\"{link}\"")), "{link}");
            assert!(phase.contains(words), "{words}");
            let file = link.trim_end_matches("#plakat");
            let form = page(bundle, &format!("{folder}{file}")).expect("the form");
            let form = form.replace('\u{a0}', " ");
            for said in [
                "Mittwoch, 1. April 2026",
                "Dienstag, 5. Mai 2026",
                "Zauneidechsen",
            ] {
                assert!(form.contains(said), "{link}: {said}");
            }
        }
        let sheet = page(bundle, &format!("{folder}bekanntmachung/index.html"));
        assert!(sheet.is_some_and(|html| html.contains("class=\"qr\"")));
        let agencies = DISPLAY.replace("05-veroeffentlichung", "06-behoerdenbeteiligung");
        let agencies = agencies.replace("index.html", "bekanntmachung/index.html");
        assert!(
            !bundle.files().contains_key(&agencies),
            "agencies need none"
        );
        assert!(
            !bundle
                .files()
                .contains_key(&format!("en/{folder}bekanntmachung/index.html"))
        );
    });
}

#[test]
fn english_pages_mark_what_is_german() {
    let page = page_on(EXAMPLE_DAY, &format!("en/{DISPLAY}"));
    assert!(page.starts_with("<!doctype html>\n<html lang=\"en\""));
    assert!(page.contains("Publication of the draft on the Internet"));
    assert!(page.contains("<div class=\"wortlaut\" lang=\"de\">"));
    assert!(!page_on(EXAMPLE_DAY, DISPLAY).contains("class=\"wortlaut\" lang"));
}

#[test]
fn every_page_links_to_files_and_holds_no_code() {
    on(EXAMPLE_DAY, |bundle| {
        let paths = bundle.files().keys().filter(|path| path.ends_with(".html"));
        let mut count = 0;
        for path in paths {
            // Pages of moved addresses are not the theme's.
            let html = page(bundle, path).filter(|html| html.contains(" data-page=\""));
            if let Some(html) = html {
                check_links(path, &html, bundle);
                check_code(path, &html);
                count += 1;
            }
        }
        assert!(count > 500);
    });
}

fn check_links(path: &str, html: &str, bundle: &Bundle<'_>) {
    let ids: Vec<&str> = attributes(html, "id").collect();
    let names: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), names.len(), "{path}: an id occurs twice");
    for link in attributes(html, "href").chain(attributes(html, "src")) {
        if link.contains("://") || link.starts_with("mailto:") || link.starts_with("tel:") {
            continue;
        }
        match link.strip_prefix('#') {
            Some(part) => assert!(names.contains(part), "{path}: no part {link}"),
            None => {
                let file = resolved(path, link);
                assert!(
                    bundle.files().contains_key(&file),
                    "{path}: {link} leads nowhere"
                );
            }
        }
    }
}

fn check_code(path: &str, html: &str) {
    for script in html.split("<script").skip(1) {
        let tag = &script[..script.find('>').expect("the end of the tag")];
        let is_data = tag == " type=\"application/ld+json\"";
        assert!(
            is_data || script[tag.len()..].starts_with("></script>"),
            "{path}: {tag}"
        );
    }
    assert!(
        !html.contains("<style") && !html.contains(" style="),
        "{path}"
    );
    assert!(
        !html.contains(" onclick=") && !html.contains("javascript:"),
        "{path}"
    );
    assert!(
        html.contains("content=\"default-src &#39;none&#39;;"),
        "{path}"
    );
    assert_eq!(html.matches("<h1").count(), 1, "{path}");
    assert_eq!(html.matches("<main").count(), 1, "{path}");
}

/// The file that a relative link on a page leads to.
fn resolved(page: &str, link: &str) -> String {
    let link = link.split(['#', '?']).next().unwrap_or_default();
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in link.trim_start_matches('/').split('/') {
        match part {
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    if link.starts_with('/') {
        return link.trim_start_matches('/').to_owned();
    }
    parts.join("/")
}

fn attributes<'h>(html: &'h str, name: &'h str) -> impl Iterator<Item = &'h str> {
    let start = format!(" {name}=\"");
    let mut rest = html;
    std::iter::from_fn(move || {
        let at = rest.find(&start)? + start.len();
        let end = at + rest[at..].find('"')?;
        let value = &rest[at..end];
        rest = &rest[end..];
        Some(value)
    })
}

/// The text of the first element that starts so.
fn text_of<'h>(html: &'h str, start: &str) -> &'h str {
    let element = &html[html.find(start).expect("the element is there")..];
    let text = &element[element.find('>').expect("the end of the tag") + 1..];
    &text[..text.find('<').expect("the end of the element")]
}
