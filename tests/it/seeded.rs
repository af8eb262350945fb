//! Faultless procedures of every track and era, and faults seeded into them.
//!
//! `tests/seeded/<name>.yaml` is a procedure in which nothing is wrong: no error, no warning. Texts that
//! it names lie beside it as `<name>.<text>.md`. The tables (`*.toml`) change a piece of one of them and say
//! what must be found then, on which line, and that nothing else is.

use jiff::civil::date;
use offenlage::finding::{Finding, Findings, Level};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

const SITE: &str = r#"titel = "Beispiel"
beschreibung = "Ein Portal für gesäte Fehler."
adresse = "https://beispiel.example/"
annahmestelle = "https://beispiel.example/annahme/"
sprachen = ["de"]

[herausgeber]
stelle = "Stadtverwaltung Meißen"
"#;

/// The municipalities, by folder: a town with a journal, a village that posts and keeps Corpus
/// Christi, a town without a key, which only a fault lies in, a city with an electronic journal, a
/// town that does not say; and nine as other people would write them, one of which says when its journal appears.
const MUNICIPALITIES: [(&str, &str); 14] = [
    (
        "meissen",
        "ags: \"14627140\"\nname: Meißen\nkreis: Meißen\namt: {stelle: Stadtverwaltung Meißen}\nbekanntmachung: {formen: [amtsblatt]}\nschluessel: [age13ruhl0tamufzqxqztp0a3gg7yte2tr422cxl7cay7r2ctdlxf5msypkzxw]\n",
    ),
    (
        "crostwitz",
        "ags: \"14625080\"\nname: Crostwitz\nkreis: Bautzen\namt: {stelle: Gemeinde Crostwitz}\nbekanntmachung: {formen: [aushang]}\nschluessel: [age13ruhl0tamufzqxqztp0a3gg7yte2tr422cxl7cay7r2ctdlxf5msypkzxw]\n",
    ),
    (
        "nossen",
        "ags: \"14627180\"\nname: Nossen\nkreis: Meißen\namt: {stelle: Stadtverwaltung Nossen}\nbekanntmachung: {formen: [amtsblatt]}\n",
    ),
    (
        "leipzig",
        "ags: \"14713000\"\nname: Leipzig\nkreis: Leipzig\namt: {stelle: Stadtplanungsamt}\nbekanntmachung: {formen: [elektronisch, amtsblatt]}\nschluessel: [age13ruhl0tamufzqxqztp0a3gg7yte2tr422cxl7cay7r2ctdlxf5msypkzxw]\n",
    ),
    (
        "radebeul",
        "ags: \"14627210\"\nname: Radebeul\nkreis: Meißen\namt: {stelle: Stadtverwaltung Radebeul}\nschluessel: [age13ruhl0tamufzqxqztp0a3gg7yte2tr422cxl7cay7r2ctdlxf5msypkzxw]\n",
    ),
    (
        "riesa",
        "ags: \"14627230\"\nname: Riesa\nkreis: Meißen\namt:\n  stelle: Stadtverwaltung Riesa, Stadtbauamt\n  anschrift: Rathausplatz 1, 01589 Riesa\n  email: stadtbauamt@riesa.example\nbekanntmachung:\n  formen: [amtsblatt]\n  organ: Riesaer Amtsblatt\nauslegungsort:\n  stelle: Stadtbauamt, Zimmer 305\n  anschrift: Rathausplatz 1, 01589 Riesa\n  zeiten: Mo bis Fr 9 bis 12 Uhr\nschluessel: [age13ruhl0tamufzqxqztp0a3gg7yte2tr422cxl7cay7r2ctdlxf5msypkzxw]\n",
    ),
    (
        "dresden",
        "name: Dresden\nags: \"14612000\"\nkreis: Dresden\namt: {stelle: Amt für Stadtplanung und Mobilität, email: stadtplanung@dresden.example}\nbekanntmachung: {formen: [elektronisch]}\nschluessel: [age13ruhl0tamufzqxqztp0a3gg7yte2tr422cxl7cay7r2ctdlxf5msypkzxw]\n",
    ),
    (
        "dorfhain",
        "name: Dorfhain\nags: \"14628090\"\nkreis: Sächsische Schweiz-Osterzgebirge\namt: {stelle: Gemeindeverwaltung Dorfhain}\nbekanntmachung: {formen: [aushang]}\nschluessel: [age13ruhl0tamufzqxqztp0a3gg7yte2tr422cxl7cay7r2ctdlxf5msypkzxw]\n",
    ),
    (
        "altenberg",
        "name: Altenberg\nags: \"14628010\"\nkreis: Sächsische Schweiz-Osterzgebirge\namt: {stelle: Stadtverwaltung Altenberg}\nbekanntmachung: {formen: [amtsblatt], organ: Altenberger Bote}\nschluessel: [age13ruhl0tamufzqxqztp0a3gg7yte2tr422cxl7cay7r2ctdlxf5msypkzxw]\n",
    ),
    (
        "torgau",
        "name: Torgau\nags: \"14730310\"\nkreis: Nordsachsen\namt: {stelle: Stadtverwaltung Torgau}\nbekanntmachung: {formen: [amtsblatt]}\nschluessel: [age13ruhl0tamufzqxqztp0a3gg7yte2tr422cxl7cay7r2ctdlxf5msypkzxw]\n",
    ),
    (
        "delitzsch",
        "name: Delitzsch\nags: \"14730070\"\nkreis: Nordsachsen\namt: {stelle: Stadtverwaltung Delitzsch}\nschluessel: [age13ruhl0tamufzqxqztp0a3gg7yte2tr422cxl7cay7r2ctdlxf5msypkzxw]\n",
    ),
    (
        "zwickau",
        "name: Zwickau\nags: \"14524330\"\nkreis: Zwickau\namt: {stelle: Stadtplanungsamt}\nbekanntmachung: {formen: [amtsblatt, internet]}\nschluessel: [age13ruhl0tamufzqxqztp0a3gg7yte2tr422cxl7cay7r2ctdlxf5msypkzxw]\n",
    ),
    (
        "strehla",
        "name: Strehla\nags: \"14627270\"\nkreis: Meißen\namt: {stelle: Stadtverwaltung Strehla}\nbekanntmachung: {formen: [amtsblatt], erscheinen: [{form: amtsblatt, rhythmus: woechentlich, wochentag: freitag}]}\nschluessel: [age13ruhl0tamufzqxqztp0a3gg7yte2tr422cxl7cay7r2ctdlxf5msypkzxw]\n",
    ),
    (
        "oderwitz",
        "name: Oderwitz\nags: \"14626390\"\nkreis: Görlitz\namt: {stelle: Gemeindeverwaltung Oderwitz}\nbekanntmachung: {formen: [amtsblatt]}\nauslegungsort: {stelle: \"Gemeindeamt Oderwitz, Bauamt\", anschrift: \"Straße der Republik 54, 02791 Oderwitz\", zeiten: \"Di 9 bis 12 und 13 bis 18 Uhr, Do 9 bis 12 Uhr\"}\nschluessel: [age13ruhl0tamufzqxqztp0a3gg7yte2tr422cxl7cay7r2ctdlxf5msypkzxw]\n",
    ),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    fault: Vec<Fault>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fault {
    name: String,
    base: String,
    /// The phase that is changed; without it, the whole file.
    r#in: Option<String>,
    /// The text that is changed instead.
    file: Option<String>,
    #[serde(default)]
    change: Vec<[String; 2]>,
    /// What the first pages of documents say, by phase and file; without it, nothing of a plan.
    #[serde(default)]
    pages: BTreeMap<String, Vec<String>>,
    expect: Vec<String>,
}

/// A procedure, and what must be said of it.
struct Seed {
    name: String,
    text: String,
    texts: BTreeMap<String, String>,
    pages: BTreeMap<String, Vec<String>>,
    expect: Vec<String>,
}

/// A procedure that was written.
struct Planted {
    path: String,
    seed: Seed,
}

#[test]
fn every_seeded_fault_is_found_at_its_line_and_nothing_else() {
    let place = portal();
    let faultless = bases().into_iter().map(|base| {
        let (text, texts) = (text_of(&base), texts_of(&base));
        let seed = Seed {
            name: base.clone(),
            text,
            texts,
            pages: BTreeMap::new(),
            expect: Vec::new(),
        };
        (base, seed)
    });
    let faults = table().fault.into_iter().enumerate();
    let faults = faults.map(|(at, fault)| {
        let (folder, base) = (format!("fehler-{at}"), fault.base.clone());
        let mut seed = seeded(fault);
        for text in seed.texts.values_mut() {
            *text = text.replace(&format!("/{base}/"), &format!("/{folder}/"));
        }
        (folder, seed)
    });
    let planted: Vec<Planted> = faultless
        .chain(faults)
        .map(|(folder, seed)| plant(place.path(), &folder, seed))
        .collect();
    let mut findings = Findings::default();
    let portal = offenlage::read(place.path(), |_| Ok(date(2026, 11, 23)), &mut findings);
    portal.expect("a readable folder");
    let sorted = findings.sorted();
    let wrong: Vec<String> = planted
        .iter()
        .filter_map(|planted| difference(planted, &sorted))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What is only a note on missing facts stands in no table.
#[test]
fn where_several_forms_are_prescribed_the_day_of_the_last_one_is_asked() {
    let place = portal();
    let base = "einfach-gelb";
    let day = "      veroeffentlicht: 2026-05-20\n";
    let dated = format!("{day}      vollzogen: 2026-05-21\n");
    let texts = [text_of(base), text_of(base).replace(day, &dated)];
    let planted = texts.map(|text| {
        let folder = format!("formen-{}", text.len());
        let seed = Seed {
            name: folder.clone(),
            text,
            texts: texts_of(base),
            pages: BTreeMap::new(),
            expect: Vec::new(),
        };
        plant(place.path(), &folder, seed)
    });
    let mut findings = Findings::default();
    let portal = offenlage::read(place.path(), |_| Ok(date(2026, 11, 23)), &mut findings);
    portal.expect("a readable folder");
    let asked = planted.map(|planted| {
        let mut found = findings.sorted().into_iter();
        found.any(|own| {
            let help = own.help.as_ref().map_or("", |help| help.de.as_str());
            own.place.file.path == planted.path && help.contains("bekanntmachung.vollzogen")
        })
    });
    assert_eq!(asked, [true, false]);
}

/// An empty portal with its municipalities.
fn portal() -> tempfile::TempDir {
    let place = tempfile::tempdir().expect("a temporary folder");
    write(&place.path().join("site.toml"), SITE);
    for (folder, text) in MUNICIPALITIES {
        let path = format!("content/gemeinden/{folder}/gemeinde.yaml");
        write(&place.path().join(path), text);
    }
    place
}

/// What differs between what is expected of a file and what was found in it.
fn difference(planted: &Planted, findings: &[&Finding]) -> Option<String> {
    let folder = planted.path.trim_end_matches("verfahren.yaml");
    let own = findings
        .iter()
        .filter(|found| found.place.file.path.starts_with(folder) && found.level != Level::Note);
    let mut found: Vec<(String, String)> = own
        .map(|finding| {
            let (line, _) = finding.place.line_and_column();
            let text = finding.place.file.text();
            let line = text.lines().nth(line - 1).unwrap_or_default();
            let message = &finding.message.de;
            (
                format!("{} {}", finding.kind.id, line.trim()),
                format!("{} „{message}“ in „{}“", finding.kind.id, line.trim()),
            )
        })
        .collect();
    let mut missing = Vec::new();
    for expected in &planted.seed.expect {
        let (id, piece) = expected
            .split_once(' ')
            .expect("an id and a piece of a line");
        let is_it = |(line, _): &(String, String)| {
            line.starts_with(&format!("{id} ")) && line.contains(piece)
        };
        match found.iter().position(is_it) {
            Some(at) => drop(found.remove(at)),
            None => missing.push(format!("not found: {expected}")),
        }
    }
    missing.extend(
        found
            .into_iter()
            .map(|(_, words)| format!("too much: {words}")),
    );
    let name = &planted.seed.name;
    (!missing.is_empty()).then(|| format!("{name}:\n    {}", missing.join("\n    ")))
}

/// A base with the fault's changes.
fn seeded(fault: Fault) -> Seed {
    let (mut text, mut texts) = (text_of(&fault.base), texts_of(&fault.base));
    if let Some(file) = &fault.file {
        let changed = texts.get_mut(file).expect("a text of the base");
        *changed = replaced(changed, &fault);
    } else if let Some(phase) = &fault.r#in {
        let (start, end) = phase_of(&text, phase).expect("a phase of the base");
        let changed = replaced(&text[start..end], &fault);
        text.replace_range(start..end, &changed);
    } else {
        text = replaced(&text, &fault);
    }
    texts.retain(|name, _| text.contains(&format!(" {name}")));
    Seed {
        name: fault.name,
        text,
        texts,
        pages: fault.pages,
        expect: fault.expect,
    }
}

/// Where a phase begins and ends in the list, whatever its indent and the order of its keys.
fn phase_of(text: &str, phase: &str) -> Option<(usize, usize)> {
    let list = text.find("\nphasen:\n")? + "\nphasen:".len();
    let first = &text[list + 1..];
    let indent = &first[..first.find('-')?];
    let sign = format!("\n{indent}- ");
    let mut items: Vec<usize> = text[list..]
        .match_indices(&sign)
        .map(|(at, _)| list + at + 1)
        .collect();
    items.push(text.len());
    let mut spans = items.windows(2).map(|pair| (pair[0], pair[1]));
    spans.find(|(start, end)| text[*start..*end].contains(&format!("kennung: {phase}")))
}

fn replaced(text: &str, fault: &Fault) -> String {
    fault
        .change
        .iter()
        .fold(text.to_owned(), |text, [from, to]| {
            assert!(text.contains(from.as_str()), "{}: no „{from}“", fault.name);
            text.replacen(from, to, 1)
        })
}

fn plant(place: &Path, folder: &str, seed: Seed) -> Planted {
    let municipality = seed
        .text
        .strip_prefix("# gemeinde: ")
        .and_then(|rest| rest.lines().next())
        .unwrap_or("meissen");
    let path = format!("content/gemeinden/{municipality}/{folder}");
    let at = place.join(&path);
    write(&at.join("verfahren.yaml"), &seed.text);
    for (name, text) in &seed.texts {
        write(&at.join(name), text);
    }
    for (phase, document) in documents(&seed.text) {
        fs::create_dir_all(at.join(&phase)).expect("a writable folder");
        let bytes = document_of(folder, &phase, &document, &seed.pages);
        write_bytes(&at.join(&phase).join(document), &bytes);
    }
    let path = format!("{path}/verfahren.yaml");
    Planted { path, seed }
}

/// A document of a phase with bytes of its own, and with a first page that says nothing of a plan unless the seed says
/// what it does. One that is called `kopie-…` has the title „Planzeichnung, Entwurf“ and is large; one that is called
/// `gleich-…` is the same in all procedures, the title of `andere-…` is that of another plan, and `umwelt-…` is called
/// „Umweltbericht, Entwurf“.
fn document_of(
    folder: &str,
    phase: &str,
    name: &str,
    pages: &BTreeMap<String, Vec<String>>,
) -> Vec<u8> {
    const PLAN: &str = "Beispielakte  Nr. 17 „Altes Ziegelwerk“";
    let neutral = ["Unterlage".to_owned()];
    let said = pages.get(&format!("{phase}/{name}"));
    let lines = said.map_or(neutral.as_slice(), Vec::as_slice);
    let own = format!("{folder}/{phase}/{name}");
    let (title, mark) = match name.split_once('-').map_or("", |(kind, _)| kind) {
        // As large as a real one: a small file holds the place of one.
        "kopie" => (
            format!("Planzeichnung, Entwurf · {PLAN}"),
            format!("{folder}{}", "\n% ...".repeat(20_000)),
        ),
        "andere" => (
            "Unterlage 123, Entwurf · Bebauungsplan Nr. 17 „Altes Ziegelwerk“".to_owned(),
            own,
        ),
        "umwelt" => (
            format!("Umweltbericht, Entwurf · {PLAN}"),
            folder.to_owned(),
        ),
        "gleich" => (format!("Unterlage 123, Entwurf · {PLAN}"), name.to_owned()),
        _ => ("Unterlage 123".to_owned(), own),
    };
    paper(&title, lines, &mark)
}

/// A small PDF with structure, title and language, whose page shows these lines; the mark tells it from others.
fn paper(title: &str, lines: &[String], mark: &str) -> Vec<u8> {
    let title: String = title
        .encode_utf16()
        .map(|unit| format!("{unit:04X}"))
        .collect();
    let mut drawing = b"BT /F1 11 Tf 50 780 Td 15 TL\n".to_vec();
    for line in lines {
        let letters = line.chars().map(|letter| match letter {
            '„' => 0x84,
            '“' => 0x93,
            '–' => 0x96,
            letter => u8::try_from(letter).expect("a letter of Western Europe"),
        });
        drawing.push(b'(');
        for letter in letters {
            if b"()\\".contains(&letter) {
                drawing.push(b'\\');
            }
            drawing.push(letter);
        }
        drawing.extend(b") Tj T*\n");
    }
    drawing.extend(b"ET");
    let stream = format!("<</Length {}>>\nstream\n", drawing.len());
    let objects: [Vec<u8>; 7] = [
        b"<</Type/Catalog/Pages 2 0 R/MarkInfo<</Marked true>>/StructTreeRoot 6 0 R/Lang(de-DE)>>".to_vec(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 5 0 R>>>>/Contents 4 0 R>>".to_vec(),
        [stream.as_bytes(), &drawing, b"\nendstream"].concat(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_vec(),
        b"<</Type/StructTreeRoot>>".to_vec(),
        format!("<</Title<FEFF{title}>>>").into_bytes(),
    ];
    // Smaller files hold the place of one.
    let padding = "\n% ...".repeat(1_000);
    let mut bytes = format!("%PDF-1.7\n% {mark}{padding}\n").into_bytes();
    let mut table = String::new();
    for (at, object) in objects.iter().enumerate() {
        table.push_str(&format!("{} 1\n{:010} 00000 n \n", at + 1, bytes.len()));
        bytes.extend(format!("{} 0 obj\n", at + 1).bytes());
        bytes.extend(object);
        bytes.extend(b"\nendobj\n");
    }
    let start = bytes.len();
    let trailer = "trailer\n<</Size 8/Root 1 0 R/Info 7 0 R>>";
    bytes.extend(format!("xref\n{table}{trailer}\nstartxref\n{start}\n%%EOF\n").bytes());
    bytes
}

/// The documents a file names, with the folder of their phase.
fn documents(text: &str) -> Vec<(String, String)> {
    let mut phase = String::new();
    let mut documents = Vec::new();
    for line in text.lines() {
        if let Some((_, name)) = line.split_once("kennung: ") {
            let name = name.split([',', '}']).next().unwrap_or_default();
            phase = name.trim().to_owned();
        }
        for key in ["datei: ", "nachweis: "] {
            for (at, _) in line.match_indices(key) {
                let rest = &line[at + key.len()..];
                let name = rest.split([',', '}']).next().unwrap_or_default();
                documents.push((phase.clone(), name.trim().to_owned()));
            }
        }
    }
    documents
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/seeded")
}

/// The names of the faultless procedures.
fn bases() -> Vec<String> {
    let mut bases: Vec<String> = files()
        .into_iter()
        .filter_map(|name| name.strip_suffix(".yaml").map(str::to_owned))
        .collect();
    bases.sort_unstable();
    assert!(bases.len() > 10, "procedures of every era");
    bases
}

fn files() -> Vec<String> {
    let entries = fs::read_dir(folder()).expect("the folder of the faultless procedures");
    let names = entries.map(|entry| entry.expect("an entry").file_name().into_string());
    names.map(|name| name.expect("a plain name")).collect()
}

fn text_of(base: &str) -> String {
    read(&folder().join(format!("{base}.yaml")))
}

fn texts_of(base: &str) -> BTreeMap<String, String> {
    let own = files().into_iter().filter_map(|name| {
        let text = name.strip_prefix(&format!("{base}."))?;
        let text = text.strip_suffix(".md")?;
        Some((format!("{text}.md"), read(&folder().join(&name))))
    });
    own.collect()
}

fn table() -> Table {
    let names = std::fs::read_dir(folder()).expect("the folder of the tables");
    let names = names.map(|entry| entry.expect("a file").path());
    let mut names: Vec<_> = names
        .filter(|path| path.extension().is_some_and(|ending| ending == "toml"))
        .collect();
    names.sort();
    let tables = names.iter().map(|path| {
        let table: Table = toml::from_str(&read(path)).expect("a table of faults");
        table.fault
    });
    Table {
        fault: tables.flatten().collect(),
    }
}

#[expect(clippy::disallowed_methods, reason = "the test reads what it plants")]
fn read(path: &Path) -> String {
    fs::read_to_string(path).expect("a readable file")
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a folder around it")).expect("a writable folder");
    write_bytes(path, text.as_bytes());
}

#[expect(clippy::disallowed_methods, reason = "the test plants a portal")]
fn write_bytes(path: &Path, bytes: &[u8]) {
    fs::write(path, bytes).expect("a writable file");
}
