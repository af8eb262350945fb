//! A build that takes from the last one what did not change gives the same bytes as a fresh one,
//! whatever was changed in between.

use crate::draw::Draw;
use jiff::civil::{Date, date};
use offenlage::finding::Findings;
use offenlage::model::Commit;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// So many times each of two portals is edited and built warm and fresh.
const ROUNDS: usize = 12;

/// A portal that is edited, and the day it is built on.
struct Portal {
    folder: tempfile::TempDir,
    municipalities: BTreeMap<String, Municipality>,
    title: String,
    english: bool,
    theme: u64,
    today: Date,
}

#[derive(Clone, Default)]
struct Municipality {
    phone: u64,
    procedures: BTreeMap<String, Procedure>,
}

#[derive(Clone)]
struct Procedure {
    name: u64,
    phases: usize,
    begin: Date,
    document: Option<u64>,
    text: u64,
    relation: Option<(String, String)>,
    also_in: Option<&'static str>,
}

/// Folder, official key, name, district.
const PLACES: [[&str; 4]; 4] = [
    ["meissen", "14627140", "Meißen", "Landkreis Meißen"],
    ["radebeul", "14627210", "Radebeul", "Landkreis Meißen"],
    ["grimma", "14729160", "Grimma", "Landkreis Leipzig"],
    [
        "pirna",
        "14628270",
        "Pirna",
        "Landkreis Sächsische Schweiz-Osterzgebirge",
    ],
];

impl Portal {
    fn new(draw: &mut Draw) -> Self {
        let mut portal = Self {
            folder: tempfile::tempdir().expect("a temporary folder"),
            municipalities: BTreeMap::new(),
            title: "Prüfportal".to_owned(),
            english: false,
            theme: 0,
            today: date(2026, 5, 5),
        };
        for _ in 0..8 {
            portal.add_procedure(draw);
        }
        portal
    }

    fn add_procedure(&mut self, draw: &mut Draw) {
        let place = draw.of(&PLACES)[0];
        let procedure = Procedure {
            name: draw.below(1000),
            phases: 1 + draw.at(3),
            begin: date(2026, 3, 2).saturating_add(jiff::Span::new().days(draw.below(90) as i64)),
            document: None,
            text: draw.below(1000),
            relation: None,
            also_in: None,
        };
        let municipality = self.municipalities.entry(place.to_owned()).or_default();
        let name = format!("plan-{}", draw.below(30));
        municipality.procedures.insert(name, procedure);
    }

    /// One random edit, and what it was.
    fn edit(&mut self, draw: &mut Draw) -> &'static str {
        let names: Vec<(String, String)> = (self.municipalities.iter())
            .flat_map(|(place, own)| {
                own.procedures
                    .keys()
                    .map(move |name| (place.clone(), name.clone()))
            })
            .collect();
        let Some((place, name)) = names.get(draw.at(names.len().max(1))).cloned() else {
            self.add_procedure(draw);
            return "add the first procedure";
        };
        let other = draw.of(&names).clone();
        let Some(municipality) = self.municipalities.get_mut(&place) else {
            return "nothing";
        };
        let Some(procedure) = municipality.procedures.get_mut(&name) else {
            return "nothing";
        };
        let kind = draw.below(14);
        match kind {
            0 => procedure.name = draw.below(1000),
            1 => procedure.phases = 1 + draw.at(3),
            2 => procedure.begin = procedure.begin.tomorrow().expect("a day"),
            3 => procedure.document = Some(draw.below(1000)),
            4 => procedure.document = None,
            5 => procedure.text = draw.below(1000),
            6 => procedure.relation = (other != (place, name)).then_some(other),
            7 => procedure.also_in = Some(draw.of(&PLACES)[1]),
            8 => municipality.phone = draw.below(1000),
            9 => {
                municipality.procedures.remove(&name);
            }
            10 => {
                let moved = municipality.procedures.remove(&name).expect("it is there");
                let place = draw.of(&PLACES)[0].to_owned();
                let target = self.municipalities.entry(place).or_default();
                target.procedures.insert(format!("{name}-neu"), moved);
            }
            11 => self.edit_settings(draw, &place),
            12 => self.today = self.today.tomorrow().expect("a day"),
            _ => self.add_procedure(draw),
        }
        [
            "name",
            "phases",
            "begin",
            "document",
            "no document",
            "text",
            "relation",
            "area",
            "phone",
            "remove",
            "move",
            "settings",
            "midnight",
            "add",
        ][usize::try_from(kind).expect("a small number")]
    }

    fn edit_settings(&mut self, draw: &mut Draw, place: &str) {
        match draw.below(4) {
            0 => self.title = format!("Portal {}", draw.below(100)),
            1 => self.english = !self.english,
            2 => self.theme = draw.below(100),
            _ => drop(self.municipalities.remove(place)),
        }
    }

    /// Writes the whole folder as it is now; what is gone goes.
    fn write(&self) {
        let content = self.folder.path().join("content/gemeinden");
        if content.exists() {
            fs::remove_dir_all(&content).expect("a folder that can be removed");
        }
        write(&self.path("site.toml"), &self.site());
        write(
            &self.path("themes/eigen/thema.toml"),
            "extends = \"standard\"\n",
        );
        let style = format!("/* {} */\n", self.theme);
        write(&self.path("themes/eigen/assets/stil.css"), &style);
        for (place, municipality) in &self.municipalities {
            let folder = content.join(place);
            write(&folder.join("gemeinde.yaml"), &municipality.file(place));
            for (name, procedure) in &municipality.procedures {
                procedure.write(&folder.join(name), self);
            }
        }
    }

    fn path(&self, below: &str) -> PathBuf {
        self.folder.path().join(below)
    }

    fn site(&self) -> String {
        let languages = if self.english {
            "[\"de\", \"en\"]"
        } else {
            "[\"de\"]"
        };
        let english = if self.english {
            "titel_en = \"Test portal\"\nbeschreibung_en = \"A test.\"\n"
        } else {
            ""
        };
        format!(
            "titel = \"{}\"\nbeschreibung = \"Ein Test.\"\n{english}thema = \"eigen\"\n\
             adresse = \"https://pruefportal.example/\"\nsprachen = {languages}\nbeispiel = true\n\
             [herausgeber]\nstelle = \"Stadt\"\n",
            self.title
        )
    }

    /// Builds into a folder on the portal's day.
    fn build(&self, output: &Path) -> usize {
        let mut findings = Findings::default();
        let portal = offenlage::read(self.folder.path(), |_| Ok(self.today), &mut findings);
        let portal = portal.expect("a machine").expect("settings");
        let written = offenlage::write(&portal, output, &findings).expect("a machine");
        let errors = || {
            findings
                .sorted()
                .iter()
                .map(|one| one.message.de.clone())
                .collect::<Vec<_>>()
        };
        written
            .unwrap_or_else(|| panic!("{:?}", errors()))
            .changes
            .len()
    }
}

impl Municipality {
    fn file(&self, place: &str) -> String {
        let [_, ags, name, district] = PLACES
            .iter()
            .find(|known| known[0] == place)
            .expect("a place");
        format!(
            "ags: \"{ags}\"\nname: {name}\nkreis: {district}\namt:\n  stelle: Bauamt\n  \
             telefon: 03521 {}\nbekanntmachung:\n  formen: [amtsblatt]\n",
            self.phone
        )
    }
}

impl Procedure {
    fn write(&self, folder: &Path, portal: &Portal) {
        let mut text = format!(
            "planname: Am Hang {}\nplanart: bebauungsplan\nverfahrensart: regelverfahren\n\
             geltungsbereich:\n  beschreibung: Zwischen Bahnhof und Fluss.\n  ohne_flaeche: Folgt.\n\
             kurzbeschreibung: Ein Plan für einen Test.\nbeschreibung: beschreibung.md\n",
            self.name
        );
        if let Some(name) = self.also_in {
            let other = PLACES
                .iter()
                .find(|place| place[1] == name)
                .expect("a place");
            if !folder
                .parent()
                .is_some_and(|parent| parent.ends_with(other[0]))
            {
                text.push_str(&format!("weitere_gemeinden: [\"{name}\"]\n"));
            }
        }
        if let Some((place, name)) = &self.relation
            && portal
                .municipalities
                .get(place)
                .is_some_and(|own| own.procedures.contains_key(name))
        {
            text.push_str(&format!(
                "bezuege:\n  - art: aendert\n    verfahren: {place}/{name}\n"
            ));
        }
        text.push_str("phasen:\n");
        for number in 1..=self.phases {
            let day = self
                .begin
                .saturating_add(jiff::Span::new().days(40 * number as i64));
            text.push_str(&format!("  - kennung: 0{number}-aufstellungsbeschluss\n    art: aufstellungsbeschluss\n    datum: {day}\n"));
            if let (1, Some(document)) = (number, self.document) {
                let file = folder.join("01-aufstellungsbeschluss/plan.txt");
                write(&file, &format!("Plan {document}\n"));
                text.push_str("    unterlagen:\n      - datei: plan.txt\n        art: sonstiges\n        titel: Plan\n        stand: 2025-01-10\n");
            }
        }
        write(&folder.join("verfahren.yaml"), &text);
        let description = format!("Ein Text {}.\n", self.text);
        write(&folder.join("beschreibung.md"), &description);
    }
}

#[expect(clippy::disallowed_methods, reason = "the test writes a portal")]
fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a folder around it")).expect("a writable folder");
    fs::write(path, text).expect("a writable file");
}

#[expect(clippy::disallowed_methods, reason = "the test looks at the site")]
fn files(site: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let files = walkdir::WalkDir::new(site).into_iter().flatten();
    let files = files.filter(|entry| entry.file_type().is_file());
    let file = |entry: walkdir::DirEntry| {
        let path = entry.path().strip_prefix(site).expect("below the site");
        (path.to_owned(), fs::read(entry.path()).expect("a file"))
    };
    files.map(file).collect()
}

#[test]
fn whatever_is_edited_a_warm_build_gives_what_a_fresh_one_gives() {
    for seed in [1, 2] {
        let mut draw = Draw(0x9E37_79B9_7F4A_7C15 ^ seed);
        let mut portal = Portal::new(&mut draw);
        let place = tempfile::tempdir().expect("a temporary folder");
        let (warm, fresh) = (place.path().join("warm"), place.path().join("fresh"));
        let mut edits = Vec::new();
        for _ in 0..ROUNDS {
            for _ in 0..=draw.below(2) {
                edits.push(portal.edit(&mut draw));
            }
            portal.write();
            portal.build(&warm);
            for folder in [fresh.clone(), place.path().join(".fresh.offenlage")] {
                if folder.exists() {
                    fs::remove_dir_all(folder).expect("a folder that can be removed");
                }
            }
            portal.build(&fresh);
            let (warm, fresh) = (files(&warm), files(&fresh));
            let names =
                |files: &BTreeMap<PathBuf, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
            assert_eq!(names(&warm), names(&fresh), "seed {seed}, after {edits:?}");
            let differs = warm
                .iter()
                .find(|(path, bytes)| fresh.get(*path) != Some(*bytes));
            let differs = differs.map(|(path, _)| path);
            assert_eq!(differs, None, "seed {seed}, after {edits:?}");
        }
    }
}

#[test]
fn another_commit_makes_the_forms_anew_and_nothing_else() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let build = |folder: &str, digit: &str| {
        let site = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites/annahme");
        let mut findings = Findings::default();
        let portal = offenlage::read(&site, |_| Ok(date(2026, 5, 5)), &mut findings);
        let mut portal = portal.expect("a machine").expect("settings");
        portal.archive.commit = Some(Commit {
            id: digit.repeat(40),
            is_changed: false,
        });
        let output = place.path().join(folder);
        let written = offenlage::write(&portal, &output, &findings).expect("a machine");
        let written = written.expect("a site without errors");
        (files(&output), written.changes)
    };
    build("warm", "a");
    let (warm, changes) = build("warm", "b");
    let (fresh, _) = build("fresh", "b");
    assert_eq!(warm, fresh);
    let page = &warm[Path::new("verfahren/meissen/plan/01-beteiligung/index.html")];
    let commit = format!("@{}\"", "b".repeat(40));
    assert!(String::from_utf8_lossy(page).contains(&commit));
    let changed: Vec<&str> = changes.iter().map(|change| change.path.as_str()).collect();
    let forms = [
        "annahme/stellungnahmen.json",
        "en/verfahren/meissen/plan/01-beteiligung/index.html",
        "en/verfahren/meissen/plan/02-behoerden/index.html",
        "verfahren/meissen/plan/01-beteiligung/index.html",
        "verfahren/meissen/plan/02-behoerden/index.html",
    ];
    assert_eq!(changed, forms);
}
