//! The pages of the rules: each holds an example that breaks its rule and the finding that is printed.
//!
//! `tests/rules/<ID>.md` has a block `yaml` (the beginning of a `verfahren.yaml`), maybe a block
//! `markdown` (the wording `bekanntmachung.md`), `yaml andere` (another procedure) or `verlauf` (what Git knows),
//! and a block `text` with the finding. `BLESS=1 cargo
//! test` rewrites the finding.

use jiff::civil::date;
use offenlage::check::RULES;
use offenlage::check::history::History;
use offenlage::cli::print::{Format, print};
use offenlage::finding::{Finding, Findings, Language};
use rayon::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};

const SITE: &str = r#"titel = "Beispiel"
beschreibung = "Ein Portal für eine Regel."
adresse = "https://beispiel.example/"
annahmestelle = "https://beispiel.example/annahme/"
sprachen = ["de"]

[herausgeber]
stelle = "Stadtverwaltung Meißen"
"#;

const MUNICIPALITY: &str = r#"ags: "14627140"
name: Meißen
kreis: Meißen
amt: {stelle: Stadtverwaltung Meißen}
bekanntmachung: {formen: [amtsblatt]}
"#;

/// What an example need not say; it stands behind it, so that lines are those of the page.
const REST: [(&str, &str); 5] = [
    ("planname", "Beispiel"),
    ("planart", "bebauungsplan"),
    ("verfahrensart", "regelverfahren"),
    (
        "geltungsbereich",
        "{beschreibung: Zwischen Bahnhof und Mühlgraben im Osten, ohne_flaeche: Beispiel.}",
    ),
    ("kurzbeschreibung", "Ein Beispiel für eine Regel."),
];

#[test]
fn every_rule_has_a_page_whose_example_breaks_it() {
    let checked = RULES.par_iter().filter_map(|rule| {
        let fault = check_page(rule.kind.id, rule.kind.title_de).err()?;
        Some(format!("{}: {fault}", rule.kind.id))
    });
    let wrong: Vec<String> = checked.collect();
    assert!(
        wrong.is_empty(),
        "BLESS=1 rewrites findings:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn every_page_belongs_to_a_rule() {
    for entry in fs::read_dir(pages()).expect("the folder of the pages") {
        let name = entry.expect("an entry").file_name();
        let name = name.to_string_lossy();
        let id = name.strip_suffix(".md").expect("a page");
        assert!(
            RULES.iter().any(|rule| rule.kind.id == id),
            "{id} is no rule"
        );
        assert!(
            offenlage::check::pages::page(id).is_some(),
            "{id} is carried along"
        );
    }
}

fn pages() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules")
}

fn check_page(id: &str, title: &str) -> Result<(), String> {
    let path = pages().join(format!("{id}.md"));
    let page = read(&path).ok_or("has no page")?;
    if !page.starts_with(&format!("# {id}: {title}\n")) {
        return Err(format!("the page does not begin with „# {id}: {title}“"));
    }
    let example = block(&page, "yaml").ok_or("the page has no example")?;
    let printed = finding_of(id, example, &page)?;
    let expected = block(&page, "text").ok_or("the page has no block text")?;
    if expected == printed {
        return Ok(());
    }
    if is_blessing() {
        let (before, _) = page
            .split_once("```text\n")
            .ok_or("the page has no block text")?;
        write(&path, format!("{before}```text\n{printed}```\n").as_bytes());
        return Ok(());
    }
    Err(format!("prints\n{printed}"))
}

/// What the check prints of the rule for an example, or the note that it cannot be checked.
fn finding_of(id: &str, example: &str, page: &str) -> Result<String, String> {
    let place = tempfile::tempdir().expect("a temporary folder");
    let procedure = place.path().join("content/gemeinden/meissen/beispiel");
    write(&place.path().join("site.toml"), SITE.as_bytes());
    write(&procedure.join("../gemeinde.yaml"), MUNICIPALITY.as_bytes());
    write(
        &procedure.join("verfahren.yaml"),
        completed(example).as_bytes(),
    );
    if let Some(wording) = block(page, "markdown") {
        write(&procedure.join("bekanntmachung.md"), wording.as_bytes());
    }
    if let Some(other) = block(page, "yaml andere") {
        let path = procedure.join("../anderes/verfahren.yaml");
        write(&path, completed(other).as_bytes());
    }
    let history = History::from_log(block(page, "verlauf").unwrap_or_default());
    for (phase, document) in documents(example) {
        write(
            &procedure.join(phase).join(&document),
            &pdf(pages_of(&document)),
        );
    }
    let mut findings = Findings::default();
    let today = |_| Ok(date(2026, 5, 5));
    let portal = offenlage::read_with(place.path(), &history, today, &mut findings);
    portal.map_err(|error| error.to_string())?;
    let sorted = findings.sorted();
    let names = |finding: &&&Finding| {
        let reason = finding.reason.as_ref();
        finding.kind.id == "ANG-001" && reason.is_some_and(|reason| reason.de.contains(id))
    };
    let mut own: Vec<&Finding> = sorted
        .iter()
        .filter(|found| found.kind.id == id)
        .copied()
        .collect();
    if own.is_empty() {
        own = sorted.iter().filter(names).copied().collect();
    }
    if own.is_empty() {
        return Err(format!("is not found, but {:?}", ids(&sorted)));
    }
    let mut text = Vec::new();
    print(&own, Format::Text, Language::German, &mut text).expect("a writable buffer");
    let text = String::from_utf8(text).expect("findings are text");
    // The last line counts the findings.
    let (text, _) = text
        .trim_end()
        .rsplit_once('\n')
        .expect("a finding and a line that counts");
    Ok(format!("{}\n", text.trim_end()))
}

fn ids(findings: &[&Finding]) -> Vec<String> {
    findings
        .iter()
        .map(|finding| format!("{} {}", finding.kind.id, finding.message.de))
        .collect()
}

fn completed(example: &str) -> String {
    let is_missing = |key: &str| {
        !example
            .lines()
            .any(|line| line.starts_with(&format!("{key}:")))
    };
    let rest = REST.iter().filter(|(key, _)| is_missing(key));
    rest.fold(example.to_owned(), |file, (key, value)| {
        format!("{file}{key}: {value}\n")
    })
}

/// The documents an example names, with the folder of their phase.
fn documents(example: &str) -> Vec<(String, String)> {
    let mut phase = String::new();
    let mut documents = Vec::new();
    for line in example.lines() {
        if let Some((_, name)) = line.split_once("kennung: ") {
            phase = name.to_owned();
        }
        if let Some((_, name)) = line.split_once("datei: ") {
            let name = name.split(',').next().unwrap_or_default();
            documents.push((phase.clone(), name.to_owned()));
        }
    }
    documents
}

/// „gutachten-600-seiten.pdf“ has 600 pages, any other document one.
fn pages_of(document: &str) -> usize {
    let words: Vec<&str> = document.split(['-', '.']).collect();
    let named = words.windows(2).find(|pair| pair[1] == "seiten");
    named.and_then(|pair| pair[0].parse().ok()).unwrap_or(1)
}

/// A PDF of empty pages.
fn pdf(pages: usize) -> Vec<u8> {
    let kids: Vec<String> = (0..pages).map(|page| format!("{} 0 R", page + 3)).collect();
    let page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>".to_owned();
    let tree = format!("<</Type/Pages/Count {pages}/Kids[{}]>>", kids.join(" "));
    let mut objects = vec!["<</Type/Catalog/Pages 2 0 R>>".to_owned(), tree];
    objects.extend(std::iter::repeat_n(page, pages));
    let mut text = "%PDF-1.4\n".to_owned();
    let mut table = String::new();
    for (at, object) in objects.iter().enumerate() {
        table.push_str(&format!("{:010} 00000 n \n", text.len()));
        text.push_str(&format!("{} 0 obj\n{object}\nendobj\n", at + 1));
    }
    let (start, count) = (text.len(), objects.len() + 1);
    text.push_str(&format!(
        "xref\n0 {count}\n0000000000 65535 f \n{table}trailer\n<</Size {count}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n"
    ));
    text.into_bytes()
}

fn block<'a>(page: &'a str, kind: &str) -> Option<&'a str> {
    let (_, rest) = page.split_once(&format!("```{kind}\n"))?;
    rest.split_once("```").map(|(block, _)| block)
}

fn is_blessing() -> bool {
    #[expect(
        clippy::disallowed_methods,
        reason = "the test asks whether to rewrite expectations"
    )]
    std::env::var("BLESS").is_ok()
}

#[expect(clippy::disallowed_methods, reason = "the test reads the pages")]
fn read(path: &Path) -> Option<String> {
    fs::read_to_string(path).ok()
}

#[expect(
    clippy::disallowed_methods,
    reason = "the test makes a portal of an example"
)]
fn write(path: &Path, bytes: &[u8]) {
    fs::create_dir_all(path.parent().expect("a folder around it")).expect("a writable folder");
    fs::write(path, bytes).expect("a writable file");
}
