use crate::finding::Findings;
use crate::finding::Language::{self, English, German};
use crate::load::theme::{ThemeFile, ThemeFiles};
use crate::render::examples;
use crate::render::theme::{Fault, Part, Theme};
use anyhow::Result;
use std::collections::BTreeMap;
use tera::Context;

fn compile(files: &[(&str, &str)]) -> (Option<Theme>, Vec<(&'static str, String)>) {
    let mut theme = ThemeFiles::default();
    for (name, text) in files {
        let path = format!("themes/t/{name}");
        let bytes = text.as_bytes().to_vec();
        theme
            .0
            .insert((*name).to_owned(), ThemeFile { path, bytes });
    }
    let mut findings = Findings::default();
    let compiled = Theme::compile(&theme, &[German, English], &mut findings);
    let found = findings.sorted().into_iter().map(|finding| {
        let (line, column) = finding.place.line_and_column();
        let path = &finding.place.file.path;
        (finding.kind.id, format!("{path}:{line}:{column}"))
    });
    (compiled, found.collect())
}

fn page(theme: &Theme, language: Language, root: &str) -> Result<String> {
    let mut context = Context::new();
    context.insert("root", root);
    Ok(String::from_utf8(
        theme.render("a.html", language, &context)?,
    )?)
}

const DE: (&str, &str) = ("text/de.toml", "a = 'Ä <{x}>'\n");
const EN: (&str, &str) = ("text/en.toml", "a = 'A <{x}>'\n");

#[test]
fn the_standard_theme_is_without_findings() {
    let mut findings = Findings::default();
    let theme = Theme::compile(&ThemeFiles::standard(), &[German, English], &mut findings);
    let found: Vec<String> = (findings.sorted().iter())
        .map(|finding| format!("{}: {}", finding.place.file.path, finding.message.en))
        .collect();
    assert_eq!(found, Vec::<String>::new());
    assert!(theme.is_some());
}

#[test]
fn texts_are_escaped_and_links_start_at_the_page() {
    let html = "{{ 'a@b.de&' | breakable }} {{ t(k='a', x='&') }} {{ link(to='b/') }} {{ asset(name='c.css') }}\
                {{ file(to='d.ics') }}<p{{ de() }}>";
    let (theme, found) = compile(&[DE, EN, ("a.html", html), ("assets/c.css", "x")]);
    assert_eq!(found, []);
    let theme = theme.unwrap();
    assert_eq!(
        page(&theme, German, "../").unwrap(),
        "a@<wbr>b.<wbr>de&amp; Ä &lt;&amp;&gt; ../b/index.html ../assets/c.2d711642.css../d.ics<p>"
    );
    assert_eq!(
        page(&theme, English, "").unwrap(),
        "a@<wbr>b.<wbr>de&amp; A &lt;&amp;&gt; en/b/index.html assets/c.2d711642.cssd.ics<p lang=\"de\">"
    );
}

#[test]
fn faults_are_found_with_their_place() {
    let unknown = |html| compile(&[("text/de.toml", ""), ("text/en.toml", ""), ("a.html", html)]);
    let at = |place: &str| ("THM-001", format!("themes/t/a.html:{place}"));
    assert_eq!(unknown("\n {{ x").1, [at("2:5")]);
    assert_eq!(unknown("a\n{{ view | nope }}").1, [at("2:11")]);
    assert_eq!(unknown("a {{ veiw.x }}").1, [at("1:6")]);
    assert_eq!(unknown("{% extends 'none.html' %}").1, [at("1:1")]);
    let missing = unknown("ä {{ t(k='b') }}").1;
    let places = ["a.html:1:6", "a.html:1:6"].map(|place| format!("themes/t/{place}"));
    assert_eq!(missing, places.map(|place| ("THM-004", place)));
}

#[test]
fn a_text_nobody_uses_is_a_warning() {
    let (theme, found) = compile(&[DE, EN, ("a.html", "")]);
    assert!(theme.is_some());
    assert_eq!(
        found[0],
        ("THM-005", "themes/t/text/de.toml:1:5".to_owned())
    );
}

#[test]
fn a_page_without_what_the_template_asks_for_is_a_fault_with_its_place() {
    let (theme, _) = compile(&[DE, EN, ("a.html", "{{ t(k='a', x=1) }}\n{{ view.x }}")]);
    let error = page(&theme.unwrap(), German, "").unwrap_err();
    let fault = error.downcast_ref::<Fault>().unwrap();
    assert_eq!(fault.0.place.line_and_column(), (2, 4));
}

#[test]
fn its_own_files_come_first() {
    let file = |path: &str| ThemeFile {
        path: path.to_owned(),
        bytes: Vec::new(),
    };
    let files = |names: &[&str], theme: &str| {
        let named = names.iter().map(|name| ((*name).to_owned(), file(theme)));
        ThemeFiles(named.collect())
    };
    let merged = files(&["a"], "own").extending(files(&["a", "b"], "base"));
    let paths: Vec<&str> = merged.0.values().map(|file| file.path.as_str()).collect();
    assert_eq!(paths, ["own", "base"]);
}

/// Every part has its file of examples beside it, and each can be made in both languages.
#[test]
fn every_part_can_be_made_alone() {
    let files = ThemeFiles::standard();
    let theme = Theme::compile(&files, &[German, English], &mut Findings::default()).unwrap();
    let pages = examples::pages(&theme, &files, &[German, English])
        .unwrap_or_else(|error| panic!("{error:#}"));
    for page in &pages {
        let (opened, closed) = (
            page.part.matches('<').count(),
            page.part.matches('>').count(),
        );
        assert_eq!(opened, closed, "{}: {}", page.title, page.part);
    }
    assert!(pages.len() > 50);
    let names: std::collections::BTreeSet<_> = pages.iter().map(|page| &page.name).collect();
    assert_eq!(names.len(), pages.len());
}

#[test]
fn a_period_is_said_in_both_languages() {
    let theme = Theme::compile(
        &ThemeFiles::standard(),
        &[German, English],
        &mut Findings::default(),
    )
    .unwrap();
    let say = |language, period: serde_json::Value| {
        let arguments = Context::from_serialize(&serde_json::json!({ "p": period })).unwrap();
        let part = Part {
            name: "zeitraum",
            arguments: &arguments,
            body: None,
            around: &Context::new(),
        };
        without_tags(&theme.render_part(&part, language).unwrap()).replace('\u{a0}', " ")
    };
    let mut period = serde_json::json!({
        "first": "2026-03-02", "last": "2026-04-01", "is_day": false, "moment": "running", "days_left": 1,
    });
    let sentence = "Montag, 2. März 2026, bis Mittwoch, 1. April 2026 endet morgen";
    assert_eq!(say(German, period.clone()), sentence);
    period["days_left"] = 0.into();
    let sentence = "Monday, 2 March 2026, to Wednesday, 1 April 2026 ends today";
    assert_eq!(say(English, period.clone()), sentence);
    period["last"] = serde_json::Value::Null;
    assert_eq!(
        say(German, period),
        "seit 2. März 2026, ohne festes Ende läuft"
    );
}

fn without_tags(html: &str) -> String {
    let pieces = html
        .split('<')
        .map(|piece| piece.rsplit_once('>').map_or(piece, |(_, text)| text));
    pieces.collect::<String>().trim().to_owned()
}

/// Words on their ground: at least 4.5 to 1, in the light and in the dark (WCAG 1.4.3). Borders of
/// controls and the mark of the focus: at least 3 to 1 (1.4.11).
#[test]
fn colours_differ_enough() {
    let files = ThemeFiles::standard();
    let css = std::str::from_utf8(&files.0["assets/stil.css"].bytes).unwrap();
    let dark = css.find("@media (prefers-color-scheme: dark)").unwrap();
    let end = css.find("@media (prefers-contrast").unwrap();
    let words = [
        "tinte papier",
        "tinte blatt",
        "leise papier",
        "leise blatt",
        "leise grau-hell",
        "petrol papier",
        "petrol blatt",
        "petrol petrol-hell",
        "auf-petrol petrol",
        "ziegel ziegel-hell",
        "ocker ocker-hell",
        "gruen gruen-hell",
        "tinte ziegel-hell",
    ];
    let edges = ["rand blatt", "rand papier", "fokus papier", "fokus blatt"];
    for scheme in [&css[..dark], &css[dark..end]] {
        let colours = colours(scheme);
        for (pairs, least) in [(&words[..], 4.5), (&edges[..], 3.0)] {
            for pair in pairs {
                let (front, ground) = pair.split_once(' ').unwrap();
                let (front, ground) = (colours[front], colours[ground]);
                let ratio = (front.max(ground) + 0.05) / (front.min(ground) + 0.05);
                assert!(ratio >= least, "{pair}: {ratio:.2}");
            }
        }
    }
}

/// The relative luminance of every colour that a part of the style sheet names.
fn colours(css: &str) -> BTreeMap<&str, f64> {
    let channel = |hex: &str| {
        let value = f64::from(u8::from_str_radix(hex, 16).unwrap()) / 255.0;
        if value <= 0.04045 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    };
    let named = css.lines().filter_map(|line| {
        let (name, value) = line.trim().strip_prefix("--")?.split_once(": #")?;
        let hex = value.strip_suffix(';').filter(|hex| hex.len() == 6)?;
        let [red, green, blue] = [0, 2, 4].map(|at| channel(&hex[at..at + 2]));
        Some((name, 0.2126 * red + 0.7152 * green + 0.0722 * blue))
    });
    named.collect()
}
