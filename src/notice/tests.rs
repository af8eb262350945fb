use super::*;
use crate::finding::Language;
use crate::model::fixture;
use jiff::civil::date;

fn made(change: impl FnOnce(&mut Procedure)) -> NoticeRecord {
    let mut archive = fixture::archive();
    change(&mut archive.procedures[0]);
    let procedure = &archive.procedures[0];
    record(&archive, procedure, &procedure.phases[1], archive.today)
}

#[test]
fn the_record_says_what_the_law_asks() {
    let record = made(|_| {});
    assert_eq!(
        record.heading.de,
        "Öffentliche Bekanntmachung der Stadt Meißen"
    );
    assert!(
        record
            .opening
            .de
            .contains("vom 2. März 2026 bis einschließlich 7. April 2026")
    );
    assert!(
        record
            .opening
            .en
            .contains("from 2 March 2026 to 7 April 2026 inclusive")
    );
    assert_eq!(
        record.page,
        "https://beispiel.example/portal/verfahren/meissen/bplan-17/02-veroeffentlichung/"
    );
    let keys: Vec<&str> = record.hints.iter().map(|hint| hint.key).collect();
    assert_eq!(keys, ["frist", "elektronisch", "verspaetet", "zugang"]);
    assert_eq!(record.day, Some(date(2026, 2, 20)));
    assert_eq!(record.missing.len(), 3, "{:?}", record.missing);
}

#[test]
fn the_wording_of_the_law_follows_the_phase() {
    let on = |first: Date| {
        made(|procedure| {
            let phase = &mut procedure.phases[1];
            phase.time = Time::Span(first, Some(first));
            phase.rule = crate::law::law()
                .phase("veroeffentlichung", Some(first))
                .expect("a row");
        })
    };
    let old = on(date(2012, 3, 5));
    let keys: Vec<&str> = old.hints.iter().map(|hint| hint.key).collect();
    assert_eq!(keys, ["frist", "verspaetet", "normenkontrolle"]);
    assert!(old.opening.de.contains("öffentlich aus"));
    assert!(!old.opening.de.contains("Internetportal"));
    assert!(
        on(date(2020, 3, 2))
            .opening
            .de
            .contains("§ 4a Abs. 4 Satz 1")
    );
    assert!(on(date(2024, 3, 4)).opening.de.contains("im Internet"));
}

#[test]
fn a_large_accelerated_plan_gives_reasons() {
    let on = |reason: Option<&str>| {
        made(|procedure| {
            let tracks = &crate::law::law().codes.tracks;
            procedure.track = crate::law::codes::find(tracks, "beschleunigt").expect("a row");
            procedure.facts.floor_area = Some(24_000);
            procedure.phases[1].reason = reason.map(str::to_owned);
        })
    };
    let with = on(Some(
        "Die Vorprüfung zeigte keine erheblichen Auswirkungen.",
    ));
    let hint = with
        .hints
        .iter()
        .find(|hint| hint.key == "keine_umweltpruefung");
    let said = &hint.expect("the hint").words.de;
    assert!(said.ends_with("Gründe dafür: Die Vorprüfung zeigte keine erheblichen Auswirkungen."));
    let names_reason = |record: &NoticeRecord| {
        let mut missing = record.missing.iter();
        missing.any(|words| words.de.starts_with("warum"))
    };
    assert!(!names_reason(&with) && names_reason(&on(None)));
}

#[test]
fn nothing_is_announced_afterwards() {
    let archive = fixture::archive();
    let [shown, _, old] = &archive.procedures[..] else {
        panic!("three procedures");
    };
    assert!(has_notice(&shown.phases[1], archive.today));
    assert!(
        !has_notice(&shown.phases[2], archive.today),
        "agencies need none"
    );
    assert!(
        !has_notice(&old.phases[0], archive.today),
        "a line of dates from 1998"
    );
}

#[test]
fn lines_are_short_and_addresses_whole() {
    let record = made(|procedure| {
        procedure.summary = "Wörter ".repeat(40);
        procedure.area_description = "Östlich der Bahn.\n\nSüdlich des Bachs.".to_owned();
    });
    for language in [Language::German, Language::English] {
        let text = text::plain(&record, language);
        for line in text.lines() {
            assert!(
                line.chars().count() <= 76 || line.contains("https://"),
                "{line}"
            );
            assert_eq!(line, line.trim_end());
        }
        assert!(text.contains(&record.page));
        assert!(text.contains("Bahn.\n\nSüdlich"));
    }
}
