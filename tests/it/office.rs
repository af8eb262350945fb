//! The office's side: what it enters, exports and deletes.

use crate::collect::Place;
use offenlage::inbox::sqlite::Sqlite;
use offenlage::inbox::{State, Store};
use std::io::Write;
use std::path::Path;

const PHASE: &str = "verfahren/meissen/plan/01-beteiligung";
const KEY: [&str; 2] = ["--key", "amt.schluessel"];

fn put(path: &Path, bytes: &[u8]) {
    let mut file = std::fs::File::create(path).expect("a file");
    file.write_all(bytes).expect("written");
}

/// Enters a letter of a day and returns its number.
fn letter(place: &Place, day: &str, words: &str) -> String {
    put(&place.path("brief.txt"), words.as_bytes());
    let add = [
        "inbox",
        "add",
        PHASE,
        "--weg",
        "post",
        "--eingang",
        day,
        "--text",
        "brief.txt",
    ];
    let (good, said) = place.run(&add);
    assert!(good, "{said}");
    said.split_whitespace().next().expect("a number").to_owned()
}

/// A portal with the same procedure, abandoned long ago, and with these lines in its file.
fn abandoned(place: &Place, lines: &str) {
    let site = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites/annahme");
    let own = place.path("portal");
    let municipality = "content/gemeinden/meissen";
    std::fs::create_dir_all(own.join(municipality).join("plan")).expect("a folder");
    for file in ["site.toml", "content/gemeinden/meissen/gemeinde.yaml"] {
        std::fs::copy(site.join(file), own.join(file)).expect("copied");
    }
    let procedure = format!(
        "planname: Am Fluss\nplanart: bebauungsplan\nverfahrensart: regelverfahren\n\
         geltungsbereich:\n  beschreibung: Zwischen Bahnhof und Fluss.\n  \
         ohne_flaeche: Der Geltungsbereich wird mit dem Entwurf festgelegt.\n\
         kurzbeschreibung: Ein Plan für einen Test.\n{lines}phasen:\n  \
         - kennung: 01-beteiligung\n    art: fruehzeitige_beteiligung\n    \
         zeitraum: {{beginn: 2019-05-06, ende: 2019-06-07}}\n  \
         - kennung: 02-einstellung\n    art: einstellung\n    datum: 2021-03-10\n    \
         grund: Der Vorhabenträger hat seinen Antrag zurückgezogen.\n"
    );
    let file = own.join(municipality).join("plan/verfahren.yaml");
    put(&file, procedure.as_bytes());
}

const OFFERED: [&str; 6] = [
    "--angeboten",
    "2026-01-15",
    "--entscheidung",
    "nicht archivwürdig",
    "--durch",
    "Bauamt",
];

/// The day alone: who decided and who deletes is not asked for.
const SINCE: [&str; 2] = ["--angeboten", "2026-01-15"];

/// What calls for the deletion of the procedure's statements.
fn purging<'a>(arguments: &[&'a str]) -> Vec<&'a str> {
    let all = ["inbox", "purge", "meissen/plan", "--site", "portal"];
    [&all, arguments].concat()
}

fn purge(place: &Place, arguments: &[&str]) -> (bool, String) {
    place.run(&purging(arguments))
}

#[test]
fn nothing_is_deleted_before_the_law_and_the_archive_allow_it() {
    let place = Place::new();
    let number = letter(&place, "2026-05-06", "Zu hoch");
    for (lines, why) in [
        ("", "aufbewahrung"),
        (
            "aufbewahrung: {jahre: 3, gesperrt: Klage anhängig}\n",
            "Klage anhängig",
        ),
        ("aufbewahrung: {jahre: 30}\n", "2051-03-11"),
        ("aufbewahrung: {jahre: 0}\n", "Fehler"),
    ] {
        abandoned(&place, lines);
        let (good, said) = purge(&place, &OFFERED);
        assert!(!good && said.contains(why), "{lines}: {said}");
    }
    abandoned(&place, "aufbewahrung: {jahre: 3}\n");
    let (good, said) = purge(&place, &[]);
    assert!(
        !good && said.contains("SächsArchivG") && said.contains(": 1."),
        "{said}"
    );
    let (good, said) = purge(&place, &["--angeboten", "2999-01-01"]);
    assert!(!good && said.contains("Zukunft"), "{said}");
    let (_, shown) = place.run(&["inbox", "show", &number, KEY[0], KEY[1]]);
    assert!(shown.contains("Zu hoch"), "{shown}");
}

#[test]
fn deleted_statements_leave_their_receipts_and_a_proof() {
    let place = Place::new();
    let numbers = [("2026-05-06", "Zu hoch"), ("2026-05-07", "Gut")];
    let numbers = numbers.map(|(day, words)| letter(&place, day, words));
    abandoned(&place, "aufbewahrung: {jahre: 3}\n");
    let (good, said) = purge(&place, &OFFERED);
    assert!(good && said.starts_with("meissen/plan: 2 "), "{said}");
    let store = Sqlite::open(&place.path("posteingang/eingang.sqlite")).expect("the inbox");
    for number in &numbers {
        let entry = store
            .entry(number)
            .expect("readable")
            .expect("its receipt stays");
        assert_eq!(entry.state, State::Purged);
        assert!(!store.part(number, 0, &mut |_| Ok(())).expect("readable"));
    }
    let (good, shown) = place.run(&["inbox", "show", &numbers[0], KEY[0], KEY[1]]);
    assert!(
        good && shown.contains("gelöscht") && !shown.contains("Zu hoch"),
        "{shown}"
    );
    let (good, log) = place.run(&["inbox", "purge", "--site", "portal"]);
    assert!(
        good && log.contains("2 gelöscht") && log.contains("nicht archivwürdig"),
        "{log}"
    );
    assert!(
        log.contains("Bauamt") && log.contains("2021-03-10"),
        "{log}"
    );
    let (good, said) = purge(&place, &OFFERED);
    assert!(good && said.starts_with("meissen/plan: 0 "), "{said}");
}

#[test]
fn a_deletion_that_was_killed_is_ended_by_the_next_call() {
    let place = Place::new();
    let numbers: Vec<String> = (1..=12)
        .map(|day| letter(&place, &format!("2026-05-{day:02}"), "Zu hoch"))
        .collect();
    abandoned(&place, "aufbewahrung: {jahre: 3}\n");
    let path = place.path("posteingang/eingang.sqlite");
    let is_gone = |number: &String| {
        let store = Sqlite::open(&path).expect("the inbox");
        let entry = store.entry(number).expect("readable").expect("its receipt");
        let has_content = store.part(number, 0, &mut |_| Ok(())).expect("readable");
        assert_eq!(
            entry.state == State::Purged,
            !has_content,
            "never one without the other"
        );
        !has_content
    };
    for wait in [0, 40, 60, 80, 100] {
        let mut child = place
            .offenlage(&purging(&SINCE))
            .spawn()
            .expect("the program runs");
        std::thread::sleep(std::time::Duration::from_millis(wait));
        child.kill().ok();
        child.wait().expect("it ended");
        for number in &numbers {
            is_gone(number);
        }
    }
    assert!(purge(&place, &SINCE).0);
    assert!(numbers.iter().all(is_gone));
    let purges = Sqlite::open(&path)
        .expect("the inbox")
        .purges()
        .expect("readable");
    assert!(purges.iter().all(|own| own.ended.is_some()), "{purges:?}");
    let named: Vec<&String> = purges.iter().flat_map(|own| &own.record.numbers).collect();
    assert!(numbers.iter().all(|number| named.contains(&number)));
}

#[test]
fn what_an_endpoint_kept_sealed_is_deleted_there_as_well() {
    let place = Place::new();
    let number = letter(&place, "2026-05-06", "Zu hoch");
    std::fs::create_dir_all(place.path("annahme")).expect("a folder");
    let (good, said) = place.run(&["inbox", "backup", "annahme/eingang.sqlite"]);
    assert!(good, "{said}");
    abandoned(&place, "aufbewahrung: {jahre: 3}\n");
    let there = [SINCE.as_slice(), &["--data", "annahme"]].concat();
    let (good, said) = purge(&place, &there);
    assert!(good && said.starts_with("meissen/plan: 1 "), "{said}");
    let store = Sqlite::open(&place.path("annahme/eingang.sqlite")).expect("the store");
    assert_eq!(store.entry(&number).unwrap().unwrap().state, State::Purged);
    // The office's own copy has its own time.
    let (_, shown) = place.run(&["inbox", "show", &number, KEY[0], KEY[1]]);
    assert!(shown.contains("Zu hoch"), "{shown}");
    let (good, said) = place.run(&["inbox", "purge", "--site", "portal", "--data", "nirgends"]);
    assert!(!good && said.contains("nirgends"), "{said}");
    assert!(!place.path("nirgends").exists());
}

/// The text of a file below a folder.
fn text(place: &Place, path: &str) -> String {
    let file = std::fs::File::open(place.path(path)).expect("a file");
    std::io::read_to_string(file).expect("a text")
}

/// Enters a letter with a scan and returns its number.
fn letter_with_scan(place: &Place) -> String {
    let words = "=1+1 <script>Łužica</script>";
    put(&place.path("brief.txt"), words.as_bytes());
    put(&place.path("scan.pdf"), b"%PDF-1.4\n");
    let way = ["--weg", "post", "--eingang", "2026-05-06"];
    let files = ["--text", "brief.txt", "--anlage", "scan.pdf"];
    let sender = [
        "--name",
        "Jana Dźak",
        "--anschrift",
        "Am Weg 3\n01662 Meißen",
    ];
    let add = ["inbox", "add", PHASE];
    let (good, said) = place.run(&[&add[..], &way, &files, &sender].concat());
    assert!(good, "{said}");
    said.trim().to_owned()
}

#[test]
fn everything_is_exported_in_every_format() {
    let place = Place::new();
    let number = letter_with_scan(&place);
    let site = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/sites/annahme");
    let export = |to: &'static str, more: &[&'static str]| {
        let all = ["inbox", "export", to, KEY[0], KEY[1], "--site", site];
        place.run(&[&all, more].concat())
    };
    let (good, said) = export("alles", &["--format", "csv,xlsx,html,xbeteiligung"]);
    assert!(good, "{said}");
    assert!(text(&place, "alles/stellungnahmen.csv").contains("\"'=1+1 <script>"));
    let mut table = [0; 2];
    let mut file = std::fs::File::open(place.path("alles/stellungnahmen.xlsx")).expect("a file");
    std::io::Read::read_exact(&mut file, &mut table).expect("a table");
    assert_eq!(&table, b"PK");
    let page = text(&place, &format!("alles/{number}/stellungnahme.html"));
    assert!(
        page.contains("&lt;script&gt;Łužica") && !page.contains("<script"),
        "{page}"
    );
    assert!(
        page.contains("anlage-1.pdf")
            && page.contains("scan.pdf")
            && page.contains("6. Mai 2026</dd>"),
        "{page}"
    );
    assert!(
        place
            .path(&format!("alles/{number}/anlage-1.pdf"))
            .is_file()
    );
    check_message(
        &text(&place, &format!("alles/{number}/xbeteiligung-0701.xml")),
        &number,
    );

    assert!(
        !export("alles", &[]).0,
        "a folder that exists is not touched"
    );
    let (good, said) = export("nichts", &["--phase", "verfahren/meissen/pla"]);
    assert!(!good && said.contains(&format!("\n  {PHASE}/")), "{said}");
    assert!(!place.path("nichts").exists());
    let (good, said) = export(
        "eins",
        &["--phase", "verfahren/meissen/plan", "--format", "csv"],
    );
    assert!(good && said.ends_with(": 1\n"), "{said}");
    assert!(!place.path("eins/stellungnahmen.xlsx").exists());
}

/// Name, order and least number of what the type `Stellungnahme` of XBeteiligung 1.2 holds.
const ELEMENTS: [(&str, bool); 17] = [
    ("stellungnahmeID", true),
    ("planID", true),
    ("beteiligungsID", true),
    ("status", true),
    ("verfasser", false),
    ("titel", false),
    ("beschreibung", false),
    ("durchgang", true),
    ("datum", false),
    ("artDerStellungnahme", false),
    ("artDerRueckmeldung", false),
    ("verfahrensschrittKommunal", true),
    ("verfahrensteilschritt", true),
    ("zuordnung", false),
    ("georeferenzierung", false),
    ("schlagwort", false),
    ("anlagen", false),
];

/// The message is well-formed, and its statement holds what the standard asks for, in its order.
fn check_message(xml: &str, number: &str) {
    let mut reader = quick_xml::Reader::from_str(xml);
    let (mut path, mut inner, mut texts) = (Vec::new(), Vec::new(), Vec::new());
    loop {
        match reader.read_event().expect("well-formed") {
            quick_xml::events::Event::Start(start) => {
                let name = String::from_utf8_lossy(start.name().as_ref()).into_owned();
                if path
                    .last()
                    .is_some_and(|last: &String| last.ends_with(":stellungnahme"))
                {
                    inner.push(name.split_once(':').map_or("", |(_, name)| name).to_owned());
                }
                path.push(name);
            }
            quick_xml::events::Event::End(_) => drop(path.pop()),
            quick_xml::events::Event::Text(text) => {
                let text = String::from_utf8_lossy(&text).trim().to_owned();
                if !text.is_empty() {
                    texts.push((path.last().cloned().unwrap_or_default(), text));
                }
            }
            quick_xml::events::Event::Eof => break,
            _ => {}
        }
    }
    assert!(path.is_empty());
    let mut known = ELEMENTS.iter();
    for name in &inner {
        assert!(
            known.any(|(element, _)| element == name),
            "{name} in its order: {inner:?}"
        );
    }
    let required = ELEMENTS.iter().filter(|(_, is_required)| *is_required);
    for (element, _) in required {
        assert!(
            inner.iter().any(|name| name == element),
            "{element} is missing: {xml}"
        );
    }
    let has = |element: &str, text: &str| {
        texts
            .iter()
            .any(|(name, own)| name == element && own == text)
    };
    assert!(has("xbeteiligung:stellungnahmeID", number), "{xml}");
    assert!(
        has("xbeteiligung:datum", "2026-05-06") && has("xbeteiligung:durchgang", "1"),
        "{xml}"
    );
    assert!(
        has("code", "0701") && has("code", "4000"),
        "early participation: {xml}"
    );
    assert!(
        has("postleitzahl", "01662") && has("dateiname", "anlage-1.pdf"),
        "{xml}"
    );
    assert!(xml.contains("xmlns:xbeteiligung=\"https://www.xleitstelle.de/xbeteiligung/12\""));
}

#[test]
fn a_mailbox_is_taken_in_and_can_grow() {
    let place = Place::new();
    let message = |id: &str, day: u8| {
        format!(
            "From jana@example.org Thu May  7 10:00:00 2026\n\
             Received: from a by mx.meissen.example; {day} May 2026 10:00:00 +0200\n\
             From: Jana <jana@example.org>\nSubject: Plan\nMessage-ID: <{id}@example.org>\n\n\
             Zu laut\n\n"
        )
    };
    let mut mailbox = message("1", 6);
    let import = |mailbox: &str, more: &[&'static str]| {
        put(&place.path("post.mbox"), mailbox.as_bytes());
        let all = ["inbox", "import", PHASE, "post.mbox", KEY[0], KEY[1]];
        place.run(&[&all, more].concat())
    };
    assert_eq!(
        import(&mailbox, &[]),
        (true, "1 Stellungnahme übernommen\n".to_owned())
    );
    mailbox.push_str(&message("2", 7));
    let (good, said) = import(&mailbox, &["--server", "radebeul.example"]);
    assert!(!good && said.contains("Nachricht 1"), "{said}");
    let (good, said) = import(&mailbox, &["--server", "meissen.example"]);
    assert!(
        good && said.contains("1@example.org") && said.ends_with("1 Stellungnahme übernommen\n"),
        "{said}"
    );
    let (_, list) = place.run(&["inbox", "list", KEY[0], KEY[1]]);
    assert_eq!(list.lines().count(), 3, "{list}");
    assert!(
        list.contains("2026-05-07 10:00") && list.contains("email"),
        "{list}"
    );
    let (good, said) = place.run(&["inbox", "export", "alles", KEY[0], KEY[1]]);
    assert!(good, "{said}");
    let line = list.lines().nth(1).expect("a line below the heading");
    let number = line.split_whitespace().next().expect("a number");
    assert!(text(&place, &format!("alles/{number}/anlage-1.eml")).contains("Zu laut"));
}

#[test]
fn a_spreadsheet_is_entered_whole_or_not_at_all() {
    let place = Place::new();
    let import = |rows: &[[&str; 4]]| {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book
            .add_worksheet()
            .set_name("Institution")
            .expect("a name");
        for (at, row) in (0..).zip(rows) {
            sheet.write_row(at, 0, *row).expect("written");
        }
        put(
            &place.path("tabelle.xlsx"),
            &book.save_to_buffer().expect("a table"),
        );
        place.run(&["inbox", "import", PHASE, "tabelle.xlsx", KEY[0], KEY[1]])
    };
    let heads = [
        "Institution",
        "Eingangsnummer",
        "Einreichungsdatum",
        "Stellungnahmetext",
    ];
    let first = ["Forst", "1", "05.05.2026", "Gut"];
    assert_eq!(
        import(&[heads, first]),
        (true, "1 Stellungnahme übernommen\n".to_owned())
    );
    let (good, said) = import(&[heads, ["Bahn", "2", "06.05.2026", "Laut"], first]);
    assert!(
        !good && said.contains("Blatt „Institution“, Zeile 3"),
        "{said}"
    );
    let (_, list) = place.run(&["inbox", "list", KEY[0], KEY[1]]);
    assert_eq!(
        list.lines().count(),
        2,
        "nothing of the second table: {list}"
    );
}

#[test]
fn after_a_new_key_old_and_new_statements_are_opened_together() {
    let place = Place::new();
    letter(&place, "2026-05-06", "Zu hoch");
    std::fs::copy(
        concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/sites/annahme/content/gemeinden/meissen/gemeinde.yaml"
        ),
        place.path("gemeinde.yaml"),
    )
    .expect("copied");
    let (good, said) = place.run(&["keys", "rotate", "gemeinde.yaml", "neu.schluessel"]);
    assert!(good && said.contains("--key"), "{said}");
    let new = said.lines().next().expect("the public key");
    let manifest = text(&place, "output/annahme/stellungnahmen.json");
    let old = "age13ruhl0tamufzqxqztp0a3gg7yte2tr422cxl7cay7r2ctdlxf5msypkzxw";
    assert!(manifest.contains(old));
    std::fs::remove_file(place.path("output/annahme/stellungnahmen.json")).expect("removed");
    put(
        &place.path("output/annahme/stellungnahmen.json"),
        manifest.replace(old, new).as_bytes(),
    );
    letter(&place, "2026-05-07", "Gut");
    // One that cannot be opened does not hide the others.
    let (good, list) = place.run(&["inbox", "list", "--key", "neu.schluessel"]);
    let closed: Vec<&str> = list
        .lines()
        .filter(|line| line.contains("nicht geöffnet"))
        .collect();
    assert!(
        !good && closed.len() == 1 && list.contains("--key neu --key alt"),
        "{list}"
    );
    assert_eq!(list.matches("post").count(), 2, "{list}");
    let export = |to: &'static str, keys: &[&'static str]| {
        place.run(&[&["inbox", "export", to], keys].concat()).0
    };
    assert!(!export("a", &KEY) && !export("b", &["--key", "neu.schluessel"]));
    assert!(export("c", &[KEY[0], KEY[1], "--key", "neu.schluessel"]));
    let table = text(&place, "c/stellungnahmen.csv");
    assert!(
        table.contains("Zu hoch") && table.contains("Gut"),
        "{table}"
    );
}
