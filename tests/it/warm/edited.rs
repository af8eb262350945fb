//! A portal that is edited at random.

use crate::draw::Draw;
use jiff::civil::{Date, date};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// A portal that is edited, and the day it is built on.
pub(super) struct Portal {
    pub(super) folder: tempfile::TempDir,
    pub(super) municipalities: BTreeMap<String, Municipality>,
    pub(super) title: String,
    pub(super) english: bool,
    pub(super) theme: u64,
    pub(super) template: u64,
    pub(super) word: u64,
    /// The help in German and in English.
    pub(super) help: [Option<u64>; 2],
    pub(super) today: Date,
}

#[derive(Clone, Default)]
pub(super) struct Municipality {
    pub(super) phone: u64,
    pub(super) procedures: BTreeMap<String, Procedure>,
}

#[derive(Clone)]
pub(super) struct Procedure {
    pub(super) name: u64,
    pub(super) phases: usize,
    pub(super) begin: Date,
    pub(super) document: Option<u64>,
    pub(super) text: u64,
    /// What the texts of its first phase and of that one's notice say.
    pub(super) said: [u64; 2],
    pub(super) relation: Option<(String, String)>,
    pub(super) also_in: Option<&'static str>,
    /// The procedure that its text links to.
    pub(super) link: Option<(String, String)>,
    /// How far east its area begins, in steps.
    pub(super) area: Option<u64>,
}

/// What an edit of each kind changes.
pub(super) const EDITS: [&str; 16] = [
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
    "geometry",
    "text of a phase",
    "add",
];

/// Folder, official key, name, district.
pub(super) const PLACES: [[&str; 4]; 4] = [
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
    pub(super) fn new(draw: &mut Draw) -> Self {
        let mut portal = Self {
            folder: tempfile::tempdir().expect("a temporary folder"),
            municipalities: BTreeMap::new(),
            title: "Prüfportal".to_owned(),
            english: false,
            theme: 0,
            template: 0,
            word: 0,
            help: [None; 2],
            today: date(2026, 5, 5),
        };
        for _ in 0..8 {
            portal.add_procedure(draw);
        }
        portal
    }

    pub(super) fn add_procedure(&mut self, draw: &mut Draw) {
        let place = draw.of(&PLACES)[0];
        let procedure = Procedure {
            name: draw.below(1000),
            phases: 1 + draw.at(3),
            begin: date(2026, 3, 2).saturating_add(jiff::Span::new().days(draw.below(90) as i64)),
            document: None,
            text: draw.below(1000),
            said: [0; 2],
            relation: None,
            also_in: None,
            area: None,
            link: None,
        };
        let municipality = self.municipalities.entry(place.to_owned()).or_default();
        let name = format!("plan-{}", draw.below(30));
        municipality.procedures.insert(name, procedure);
    }

    /// One random edit, and what it was.
    pub(super) fn edit(&mut self, draw: &mut Draw) -> &'static str {
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
        let kind = draw.below(16);
        match kind {
            0 => procedure.name = draw.below(1000),
            1 => procedure.phases = 1 + draw.at(3),
            2 => procedure.begin = procedure.begin.tomorrow().expect("a day"),
            3 => procedure.document = Some(draw.below(1000)),
            4 => procedure.document = None,
            5 => {
                procedure.text = draw.below(1000);
                procedure.link = (draw.below(2) == 0).then_some(other);
            }
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
            13 => procedure.area = (draw.below(4) > 0).then(|| draw.below(50)),
            14 => procedure.said[draw.at(2)] = draw.below(1000),
            _ => self.add_procedure(draw),
        }
        EDITS[usize::try_from(kind).expect("a small number")]
    }

    pub(super) fn edit_settings(&mut self, draw: &mut Draw, place: &str) {
        let help = |draw: &mut Draw| (draw.below(3) > 0).then(|| draw.below(100));
        match draw.below(9) {
            6 => self.help[0] = help(draw),
            7 => self.help[1] = help(draw),
            4 => self.template = draw.below(100),
            5 => self.word = draw.below(100),
            0 => self.title = format!("Portal {}", draw.below(100)),
            1 => self.english = !self.english,
            2 => self.theme = draw.below(100),
            _ => drop(self.municipalities.remove(place)),
        }
    }

    /// Drops the links to procedures that are gone: they stop the build.
    pub(super) fn mend_links(&mut self) {
        let all = self.municipalities.clone();
        let is_there = |(place, name): &(String, String)| {
            let own = all.get(place).map(|own| &own.procedures);
            own.is_some_and(|own| own.contains_key(name))
        };
        for municipality in self.municipalities.values_mut() {
            for procedure in municipality.procedures.values_mut() {
                procedure.link = procedure.link.take().filter(is_there);
            }
        }
    }

    /// Writes the folder as it is now: what differs is written, what is gone goes. Returns the paths
    /// that changed.
    pub(super) fn write(&self) -> BTreeSet<PathBuf> {
        let before = contents(self.folder.path());
        let after = self.files();
        let changed = |path: &&PathBuf| before.get(*path) != after.get(*path);
        let paths: BTreeSet<_> = before.keys().chain(after.keys()).filter(changed).collect();
        for path in &paths {
            let disk = self.folder.path().join(path);
            match after.get(*path) {
                Some(text) => write(&disk, text),
                None => fs::remove_file(&disk).expect("a file that can be removed"),
            }
        }
        paths.into_iter().cloned().collect()
    }

    /// All files by path.
    pub(super) fn files(&self) -> BTreeMap<PathBuf, String> {
        let mut files = BTreeMap::new();
        let mut put = |path: String, text: String| drop(files.insert(PathBuf::from(path), text));
        put("site.toml".to_owned(), self.site());
        let own = |name: &str| format!("themes/eigen/{name}");
        put(own("thema.toml"), "extends = \"standard\"\n".to_owned());
        put(own("assets/stil.css"), format!("/* {} */\n", self.theme));
        put(
            own("page/missing.html"),
            changed(MISSING, "{% endblock %}", self.template),
        );
        for (name, words) in ["hilfe.md", "hilfe.en.md"].iter().zip(self.help) {
            let text = words.map(|words| format!("# Hilfe {words}\n\nWort{words} im Text.\n"));
            if let Some(text) = text {
                put(format!("content/portal/{name}"), text);
            }
        }
        put(own("text/de.toml"), changed(WORDS, "springen\"", self.word));
        for (place, municipality) in &self.municipalities {
            let folder = format!("content/gemeinden/{place}");
            put(format!("{folder}/gemeinde.yaml"), municipality.file(place));
            for (name, procedure) in &municipality.procedures {
                for (file, text) in procedure.files(place, self) {
                    put(format!("{folder}/{name}/{file}"), text);
                }
            }
        }
        files
    }

    pub(super) fn site(&self) -> String {
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
}

impl Municipality {
    pub(super) fn file(&self, place: &str) -> String {
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
    /// Its files by name.
    pub(super) fn files(&self, place: &str, portal: &Portal) -> Vec<(&'static str, String)> {
        let mut files = Vec::new();
        let area = match self.area {
            Some(step) => {
                files.push(("geltungsbereich.geojson", square(place, step)));
                "datei: geltungsbereich.geojson"
            }
            None => "ohne_flaeche: Folgt.",
        };
        let mut text = format!(
            "planname: Am Hang {}\nplanart: bebauungsplan\nverfahrensart: regelverfahren\n\
             geltungsbereich:\n  beschreibung: Zwischen Bahnhof und Fluss.\n  {area}\n\
             kurzbeschreibung: Ein Plan für einen Test.\nbeschreibung: beschreibung.md\n",
            self.name
        );
        if let Some(name) = self.also_in {
            let other = PLACES
                .iter()
                .find(|place| place[1] == name)
                .expect("a place");
            if place != other[0] {
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
            if number == 1 {
                text.push_str(&format!("    text: phase.md\n    bekanntmachung:\n      form: amtsblatt\n      organ: Amtsblatt\n      veroeffentlicht: {day}\n      text: wortlaut.md\n"));
                for (file, said) in ["phase.md", "wortlaut.md"].into_iter().zip(self.said) {
                    files.push((file, format!("Gesagt wird {said}.\n")));
                }
            }
            if let (1, Some(document)) = (number, self.document) {
                let file = "01-aufstellungsbeschluss/plan.txt";
                files.push((file, format!("Plan {document}\n")));
                text.push_str("    unterlagen:\n      - datei: plan.txt\n        art: sonstiges\n        titel: Plan\n        stand: 2025-01-10\n");
            }
        }
        files.push(("verfahren.yaml", text));
        let link = self.link.as_ref();
        let link = link.map(|(place, name)| format!("[Ein Plan](/verfahren/{place}/{name}/)"));
        let link = link.unwrap_or_default();
        let description = format!("Ein Text {}. {link}\n", self.text);
        files.push(("beschreibung.md", description));
        files
    }
}

/// A template and a catalogue of the standard theme.
pub(super) const MISSING: &str = include_str!("../../../themes/standard/page/missing.html");
pub(super) const WORDS: &str = include_str!("../../../themes/standard/text/de.toml");

/// A text with a number in a place where it changes what is shown.
pub(super) fn changed(text: &str, before: &str, number: u64) -> String {
    if number == 0 {
        return text.to_owned();
    }
    let at = text.rfind(before).expect("a place for the number");
    let (head, tail) = text.split_at(at);
    format!("{head}{number}{tail}")
}

/// A square of 200 m in a municipality, so many steps east of its middle: WGS 84, longitude before
/// latitude.
pub(super) fn square(place: &str, step: u64) -> String {
    let (east, north) = match place {
        "meissen" => (13.47, 51.16),
        "radebeul" => (13.65, 51.11),
        "grimma" => (12.72, 51.23),
        _ => (13.93, 50.96),
    };
    let west = east + step as f64 / 10_000.0;
    let (east, south, north) = (west + 0.003, north, north + 0.002);
    format!(
        "{{\"type\":\"Polygon\",\"coordinates\":[[[{west:.4},{south:.4}],[{east:.4},{south:.4}],\
         [{east:.4},{north:.4}],[{west:.4},{north:.4}],[{west:.4},{south:.4}]]]}}"
    )
}

/// The texts below a folder, by path.
#[expect(clippy::disallowed_methods, reason = "the test looks at its portal")]
pub(super) fn contents(folder: &Path) -> BTreeMap<PathBuf, String> {
    let files = walkdir::WalkDir::new(folder).into_iter().flatten();
    let files = files.filter(|entry| entry.file_type().is_file());
    let file = |entry: walkdir::DirEntry| {
        let path = entry.path().strip_prefix(folder).expect("below the folder");
        (
            path.to_owned(),
            fs::read_to_string(entry.path()).expect("a text"),
        )
    };
    files.map(file).collect()
}

#[expect(clippy::disallowed_methods, reason = "the test writes a portal")]
pub(super) fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a folder around it")).expect("a writable folder");
    fs::write(path, text).expect("a writable file");
}
