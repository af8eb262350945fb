//! Hostile texts: nothing runs, nothing hangs, nothing panics.

use std::time::{Duration, Instant};

use proptest::prelude::*;

use crate::load::markdown::LONGEST;
use crate::load::markdown::tests::read;
use crate::model::prose::Prose;

type Shape = (&'static str, String);

fn full(part: &str) -> String {
    part.repeat(LONGEST / part.len())
}

fn half(part: &str) -> String {
    part.repeat(LONGEST / 2 / part.len())
}

fn shapes_of_blocks() -> Vec<Shape> {
    let stairs: String = (0..1000)
        .map(|depth| format!("{}- a\n", "  ".repeat(depth)))
        .collect();
    let references = (0..60_000)
        .map(|number| format!("[{number}]: /\n"))
        .collect();
    vec![
        ("quotes", full("> ")),
        ("many quotes", full(&format!("{}a\n", "> ".repeat(15)))),
        (
            "lists",
            format!("{}\n{}", "- ".repeat(200_000), "\n".repeat(500_000)),
        ),
        ("stairs", format!("{stairs}{}", "\n".repeat(20_000))),
        ("references", references),
        (
            "used references",
            format!("[a]: /{}\n\n{}", half("x"), half("[a] ")),
        ),
        (
            "table",
            format!(
                "{}\n{}\n{}",
                "|".repeat(2_000),
                "-|".repeat(2_000),
                half("|\n")
            ),
        ),
        ("headings", full("# a\n")),
        (
            "parts",
            format!("{}{}", half("# a\n"), "[a](#a-99)".repeat(50_000)),
        ),
        ("rules", full("- - -\n")),
        ("numbers", full("1. a\n")),
    ]
}

fn shapes_of_spans() -> Vec<Shape> {
    let pictures = format!("{}{}", "![".repeat(170_000), "](x)".repeat(170_000));
    vec![
        ("brackets", full("[")),
        ("links", full("[a](")),
        ("pictures", full("![")),
        ("nested pictures", pictures),
        ("emphasis", full("*a **a ")),
        ("underscores", format!("{}{}", half("_a "), half("a_ "))),
        (
            "backticks",
            (1..1400)
                .map(|count| format!("{} ", "`".repeat(count)))
                .collect(),
        ),
        ("comments", full("<!--")),
        ("tags", full("<a ")),
        ("cdata", full("<![CDATA[")),
        ("instructions", full("<?")),
        ("entities", full("&")),
        ("tildes", full("~a ")),
        ("autolinks", full("<http:")),
        ("titles", full("[a](b \"")),
    ]
}

/// Shapes that make naive parsers quadratic, exponential or run out of stack, each about 1 MiB.
#[test]
fn no_shape_takes_long() {
    for (name, source) in shapes_of_blocks().into_iter().chain(shapes_of_spans()) {
        let start = Instant::now();
        let (text, _) = read(&source);
        let took = start.elapsed();
        assert!(took < Duration::from_secs(120), "{name}: {took:?}");
        assert!(
            text.html.len() < 16 * LONGEST,
            "{name}: {} bytes",
            text.html.len()
        );
    }
}

/// Names of elements and of their attributes that may come out, and nothing else.
const ALLOWED: [(&str, &[&str]); 27] = [
    ("a", &["href", "rel"]),
    ("blockquote", &[]),
    ("br", &[]),
    ("code", &[]),
    ("del", &[]),
    ("div", &["class", "tabindex"]),
    ("em", &[]),
    ("h2", &["id"]),
    ("h3", &["id"]),
    ("h4", &["id"]),
    ("h5", &["id"]),
    ("h6", &["id"]),
    ("hr", &[]),
    ("img", &["src", "alt", "loading"]),
    ("li", &[]),
    ("ol", &["start"]),
    ("p", &[]),
    ("pre", &[]),
    ("strong", &[]),
    ("table", &[]),
    ("tbody", &[]),
    ("td", &["class"]),
    ("th", &["scope", "class"]),
    ("thead", &[]),
    ("tr", &[]),
    ("ul", &[]),
    ("wbr", &[]),
];

/// Reads HTML as a suspicious browser would and panics at anything that is not allowed: every `<`
/// begins an allowed element with allowed, quoted attributes, and elements close in order.
fn assert_harmless(html: &str) {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        assert!(!rest[..start].contains('>'), "a stray > in {html:?}");
        let end = rest
            .find('>')
            .unwrap_or_else(|| panic!("an open tag in {html:?}"));
        let tag = &rest[start + 1..end];
        rest = &rest[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "{html:?}");
            continue;
        }
        let name = tag.split(' ').next().unwrap_or_default();
        let allowed = ALLOWED.iter().find(|(known, _)| *known == name);
        let (_, attributes) = allowed.unwrap_or_else(|| panic!("<{name}> in {html:?}"));
        assert_attributes(&tag[name.len()..], attributes, html);
        if !matches!(name, "br" | "hr" | "img" | "wbr") {
            open.push(name);
        }
    }
    assert!(!rest.contains('>'), "a stray > in {html:?}");
    assert!(open.is_empty(), "{open:?} stay open in {html:?}");
}

fn assert_attributes(mut written: &str, allowed: &[&str], html: &str) {
    while !written.is_empty() {
        let (name, rest) = written
            .split_once("=\"")
            .unwrap_or_else(|| panic!("{written:?}"));
        let (value, rest) = rest
            .split_once('"')
            .unwrap_or_else(|| panic!("{written:?}"));
        let name = name
            .strip_prefix(' ')
            .unwrap_or_else(|| panic!("{name:?} in {html:?}"));
        assert!(allowed.contains(&name), "{name}={value} in {html:?}");
        if matches!(name, "href" | "src") {
            let scheme = value.split(['/', '?', '#']).next().unwrap_or_default();
            let scheme = scheme
                .split_once(':')
                .map(|(scheme, _)| scheme.to_ascii_lowercase());
            let scheme = scheme.as_deref().unwrap_or("none");
            let known = ["none", "http", "https", "mailto", "tel"];
            assert!(
                known.contains(&scheme) && !value.starts_with("//"),
                "{value} in {html:?}"
            );
        }
        written = rest;
    }
}

/// Pieces that Markdown and browsers take for something; joined at random they meet in ways that
/// nobody writes.
const PIECES: &[&str] = &[
    "<script>",
    "</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=x>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<?php",
    "?>",
    "[",
    "](",
    ")",
    "![",
    "[a]: ",
    "<",
    ">",
    "\"",
    "'",
    "&",
    "&lt;script&gt;",
    "&#60;",
    "&#x6a;",
    "javascript:",
    "JAVASCRIPT:alert(1)",
    "data:text/html,",
    "https://a.de",
    "//a.de",
    "mailto:",
    "\\",
    "`",
    "```\n",
    "~~",
    "*",
    "**",
    "_",
    "# ",
    "## ",
    "#### {#x onclick=y}",
    "\n",
    "\n\n",
    "> ",
    "- ",
    "1. ",
    "    ",
    "|",
    "|-|-|\n",
    "\t",
    "\u{0}",
    "\u{202e}",
    "\u{feff}",
    "ä",
    "\r",
    "plan.pdf",
    "bild.jpg",
    "#a",
    "{.c}",
    "=\"",
    " onclick=\"x\"",
];

fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        proptest::sample::select(PIECES).prop_map(str::to_owned),
        ".{0,6}"
    ]
}

/// What a reader sees of a text, without blanks: its characters outside of tags, and the words of pictures.
fn seen(html: &str) -> String {
    let mut shown = String::new();
    for piece in html.split('<') {
        let (tag, behind) = piece.split_once('>').unwrap_or(("", piece));
        let alt = tag
            .split("alt=\"")
            .nth(1)
            .and_then(|alt| alt.split('"').next());
        shown.push_str(alt.unwrap_or_default());
        shown.push_str(behind);
    }
    // The sign for „and“ last: what it begins is no other sign.
    let signs = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&amp;", "&"),
    ];
    let shown = signs
        .iter()
        .fold(shown, |text, (name, sign)| text.replace(name, sign));
    shown.split_whitespace().collect()
}

proptest! {
    #[test]
    fn nothing_but_allowed_tags_comes_out(pieces in proptest::collection::vec(piece(), 0..40)) {
        let (text, findings) = read(&pieces.concat());
        assert_harmless(&text.html);
        let seen = seen(&text.html);
        let words = Prose::new(text.html, None).words();
        prop_assert_eq!(words.split_whitespace().collect::<String>(), seen);
        let mut last = 1;
        for heading in &text.headings {
            prop_assert!(heading.level <= last + 1 && heading.level >= 2);
            last = heading.level;
        }
        for finding in findings.sorted() {
            finding.place.line_and_column();
        }
    }
}

#[test]
fn the_scanner_of_this_test_can_fail() {
    let bad = [
        "<script>",
        "<p>",
        "<p onclick=\"x\"></p>",
        "<a href=\"javascript:x\"></a>",
        "a > b",
        "<img src=\"//a.de\">",
        "<p><em></p></em>",
        "<a href=x></a>",
        "<!-- -->",
    ];
    for html in bad {
        assert!(
            std::panic::catch_unwind(|| assert_harmless(html)).is_err(),
            "{html}"
        );
    }
}
