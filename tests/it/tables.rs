//! Tables of statements that another system exported come back into the inbox.

use crate::collect::Place;
use std::io::Write;

const PHASE: &str = "verfahren/meissen/plan/01-beteiligung";
const KEY: [&str; 2] = ["--key", "amt.schluessel"];
/// The columns of such a table, in their order.
const HEADS: &str = "ID|Gruppenname|Text|Empfehlung|Anzahl der Empfehlungsversionen|Kreis|Schlagwort|\
    Dokumentkategorie|Dokument|Absatz|Status|Priorität|Votum|Organisation|Abteilung|Verfasser|\
    Einreicher|E-Mail|Straße|Hausnummer|PLZ|Ort|Dateinamen|Eingangsdatum|Verfassungsdatum|\
    Eingangsnummer|Notiz|Rückmeldung gewünscht|Mitzeichnende|Anonyme Mitzeichnende|\
    Verfahrensschritt|Art der Einreichung|Schlussmitteilung versendet|Referenz-ID";
/// The columns that the rows below fill.
const FILLED: &str = "ID|Text|Empfehlung|Dokument|Organisation|Einreicher|PLZ|Dateinamen|\
    Eingangsdatum|Eingangsnummer|Art der Einreichung|Referenz-ID";
const FOREST: &str = "M1|Der Wald bleibt|Wird gefolgt|Begründung|Forst|||karte.pdf|\
    05.05.2026 14:30|17|Brief|";
const ANNA: &str = "M2|Zu laut||||Anna|1662||06.05.2026||E-Mail|";
/// Of a statement that was parted there, each part names its original.
const COPY: &str = "M3|Zu hoch|||Jagd||||05.05.2026|17|Brief|M1";
const NEW: &str = "M9|Neu||||Jan||||19|Fax|";

/// The table: a sheet about the export, then the statements.
fn exported(rows: &[&str]) -> Vec<u8> {
    let heads: Vec<&str> = HEADS.split('|').collect();
    let mut book = rust_xlsxwriter::Workbook::new();
    let about = book.add_worksheet();
    for (line, cells) in (0..).zip([["Datum", "20.05.2026"], ["Filter", "Text: alle"]]) {
        about.write_row(line, 0, cells).expect("written");
    }
    let sheet = book.add_worksheet();
    sheet.set_name("Stellungnahmen").expect("a name");
    sheet.write_row(0, 0, heads.clone()).expect("written");
    for (line, row) in (1..).zip(rows) {
        for (name, cell) in FILLED.split('|').zip(row.split('|')) {
            let place = heads.iter().position(|head| *head == name);
            let place = u16::try_from(place.expect("a column")).expect("few columns");
            sheet.write_string(line, place, cell).expect("written");
        }
    }
    book.save_to_buffer().expect("a table")
}

fn import(place: &Place, rows: &[&str]) -> (bool, String) {
    std::fs::File::create(place.path("export.xlsx"))
        .and_then(|mut file| file.write_all(&exported(rows)))
        .expect("written");
    place.run(&["inbox", "import", PHASE, "export.xlsx", KEY[0], KEY[1]])
}

#[test]
fn what_another_system_exported_is_taken_back_whole_or_not_at_all() {
    let place = Place::new();
    let taken = "3 Stellungnahmen übernommen\nNicht übernommene Spalten: Empfehlung\n".to_owned();
    assert_eq!(import(&place, &[FOREST, ANNA, COPY]), (true, taken));
    let (_, list) = place.run(&["inbox", "list", KEY[0], KEY[1]]);
    let line = |name: &str| list.lines().find(|line| line.contains(name));
    assert!(line("Anna").expect("its line").contains("email"), "{list}");
    let number = line("Forst").and_then(|line| line.split_whitespace().next());
    let (_, shown) = place.run(&["inbox", "show", number.expect("its line"), KEY[0], KEY[1]]);
    for words in [
        "Der Wald bleibt",
        "Begründung",
        "karte.pdf",
        "5. Mai 2026",
        "17",
    ] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    for (again, number) in [(FOREST, "17"), (ANNA, "M2"), (COPY, "17 (M1)")] {
        let (good, said) = import(&place, &[NEW, again]);
        assert!(
            !good && said.contains("Blatt „Stellungnahmen“, Zeile 3"),
            "{said}"
        );
        assert!(
            said.contains(&format!("Eingangsnummer {number} ist schon da")),
            "{said}"
        );
    }
    let (_, after) = place.run(&["inbox", "list", KEY[0], KEY[1]]);
    assert_eq!(after, list, "nothing of the tables that were refused");
}

#[test]
fn what_this_inbox_exported_is_there_already() {
    let place = Place::new();
    assert!(import(&place, &[NEW]).0);
    let export = [
        "inbox", "export", "aus", "--format", "csv,xlsx", KEY[0], KEY[1],
    ];
    assert!(place.run(&export).0);
    for table in ["aus/stellungnahmen.xlsx", "aus/stellungnahmen.csv"] {
        let (good, said) = place.run(&["inbox", "import", PHASE, table, KEY[0], KEY[1]]);
        assert!(!good && said.contains("Zeile 2"), "{table}: {said}");
    }
}
