//! A notice for programs.

use crate::finding::Words;
use crate::notice::{Hint, NoticeRecord};
use anyhow::Result;
use serde::Serialize;
use std::io::Write;

#[derive(Serialize)]
struct NoticeJson<'a> {
    ueberschrift: Both<'a>,
    plaene: &'a [String],
    gegenstand: Both<'a>,
    vorschrift: &'a str,
    eroeffnung: Both<'a>,
    erster_tag: String,
    letzter_tag: Option<String>,
    worum_es_geht: &'a str,
    aenderungen: Option<&'a str>,
    gebiet: AreaJson<'a>,
    internetseite: &'a str,
    landesportal: Option<&'a str>,
    unterlagen: Vec<DocumentJson<'a>>,
    umweltinformationen: Vec<ThemeJson<'a>>,
    zugang: Vec<PlaceJson<'a>>,
    termine: Vec<Both<'a>>,
    einsicht: Option<HintJson<'a>>,
    hinweise: Vec<HintJson<'a>>,
    datenschutz: Option<HintJson<'a>>,
    auskunft: &'a str,
    ort: &'a str,
    datum: Option<String>,
    unwirksam: Option<&'a str>,
    es_fehlt: Vec<Both<'a>>,
}

#[derive(Serialize)]
struct Both<'a> {
    de: &'a str,
    en: &'a str,
}

#[derive(Serialize)]
struct AreaJson<'a> {
    beschreibung: &'a str,
    flurstuecke: Option<&'a str>,
    hektar: Option<f64>,
    gemeinden: &'a [String],
}

#[derive(Serialize)]
struct DocumentJson<'a> {
    titel: &'a str,
    art: &'a str,
    stand: String,
}

#[derive(Serialize)]
struct ThemeJson<'a> {
    thema: &'a str,
    bezeichnung: &'a str,
    stichworte: &'a str,
    quelle: Option<&'a str>,
}

#[derive(Serialize)]
struct PlaceJson<'a> {
    art: Option<&'a str>,
    ort: &'a str,
    anschrift: Option<&'a str>,
    zeiten: Option<&'a str>,
}

#[derive(Serialize)]
struct HintJson<'a> {
    art: &'a str,
    satz: Both<'a>,
    vorschrift: &'a str,
}

/// Writes the notice as JSON; days are `2026-03-02`.
pub fn print(record: &NoticeRecord, output: &mut dyn Write) -> Result<()> {
    serde_json::to_writer_pretty(&mut *output, &NoticeJson::new(record))?;
    Ok(output.write_all(b"\n")?)
}

impl<'a> NoticeJson<'a> {
    fn new(record: &'a NoticeRecord) -> Self {
        Self {
            ueberschrift: both(&record.heading),
            plaene: &record.plans,
            gegenstand: both(&record.title),
            vorschrift: &record.provision,
            eroeffnung: both(&record.opening),
            erster_tag: record.time.start().to_string(),
            letzter_tag: record.time.end().map(|day| day.to_string()),
            worum_es_geht: &record.aim,
            aenderungen: record.changes.as_deref(),
            gebiet: AreaJson {
                beschreibung: &record.area.description,
                flurstuecke: record.area.parcels.as_deref(),
                hektar: (record.area.hectares).map(|size| (size * 10.0).round() / 10.0),
                gemeinden: &record.area.municipalities,
            },
            internetseite: &record.page,
            landesportal: record.state_portal.as_deref(),
            unterlagen: documents(record),
            umweltinformationen: themes(record),
            zugang: places(record),
            termine: record.meetings.iter().map(both).collect(),
            einsicht: record.inspection.as_ref().map(hint),
            hinweise: record.hints.iter().map(hint).collect(),
            datenschutz: record.privacy.as_ref().map(hint),
            auskunft: &record.office.name,
            ort: &record.place,
            datum: record.day.map(|day| day.to_string()),
            unwirksam: record.void.as_deref(),
            es_fehlt: record.missing.iter().map(both).collect(),
        }
    }
}

fn documents(record: &NoticeRecord) -> Vec<DocumentJson<'_>> {
    let documents = record.documents.iter().map(|document| DocumentJson {
        titel: &document.title,
        art: &document.kind.key,
        stand: document.version.to_string(),
    });
    documents.collect()
}

fn themes(record: &NoticeRecord) -> Vec<ThemeJson<'_>> {
    let themes = record.environment.iter().map(|theme| ThemeJson {
        thema: &theme.theme.key,
        bezeichnung: &theme.theme.de,
        stichworte: &theme.keywords,
        quelle: theme.source.as_deref(),
    });
    themes.collect()
}

fn places(record: &NoticeRecord) -> Vec<PlaceJson<'_>> {
    let places = record.access.iter().map(|place| PlaceJson {
        art: place.kind.map(|kind| kind.key.as_str()),
        ort: &place.place,
        anschrift: place.postal_address.as_deref(),
        zeiten: place.hours.as_deref(),
    });
    places.collect()
}

fn hint(hint: &Hint) -> HintJson<'_> {
    HintJson {
        art: hint.key,
        satz: both(&hint.words),
        vorschrift: &hint.provision,
    }
}

fn both(words: &Words) -> Both<'_> {
    Both {
        de: &words.de,
        en: &words.en,
    }
}
