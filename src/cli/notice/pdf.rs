//! A notice as PDF/UA, where the program was built with the feature `typeset`.

use crate::finding::Language;
use crate::model::Archive;
use crate::model::procedure::Procedure;
use crate::notice::NoticeRecord;
use anyhow::Result;

/// The sheet of A4, or the poster of A3.
#[cfg(feature = "typeset")]
pub fn pdf(
    record: &NoticeRecord,
    of: (&Archive, &Procedure),
    is_poster: bool,
    language: Language,
) -> Result<Vec<u8>> {
    use crate::finding::say;
    use crate::notice::blocks::blocks;
    use crate::notice::typeset::{About, pdf};

    let heading = record.heading.in_language(language);
    let plan = record.plans.first().map(String::as_str);
    let code = say(
        "QR-Code: führt zur Seite mit den Unterlagen",
        "QR code: leads to the page with the documents",
    );
    let about = About {
        title: format!("{heading}: {}", plan.unwrap_or_default()),
        author: record.office.name.clone(),
        language: language.tag(),
        address: &record.page,
        code: code.in_language(language).to_owned(),
        map: map(of, language),
        footer: match language {
            Language::German => "Seite {page} von {pages}",
            Language::English => "Page {page} of {pages}",
        },
    };
    pdf(&blocks(record, language), &about, is_poster)
}

/// The plan area in its municipality.
#[cfg(feature = "typeset")]
fn map<'a>(
    (archive, procedure): (&'a Archive, &'a Procedure),
    language: Language,
) -> Option<crate::notice::typeset::Map<'a>> {
    use crate::finding::say;
    use crate::notice::typeset::Map;

    let area = procedure.area.as_ref()?;
    let municipality = archive.municipality(procedure.municipality);
    let territory = archive.boundaries.municipality(&municipality.ags);
    let (name, description) = (&municipality.name, &procedure.area_description);
    let words = say(
        format!(
            "Karte, Norden oben: wo das Plangebiet in {name} liegt, und sein Umriss mit Maßstab. {description}"
        ),
        format!(
            "Map, north is up: where the plan area lies in {name}, and its outline with a scale. {description}"
        ),
    );
    Some(Map {
        area: area.geometry(),
        land: territory.map(|own| &own.geometry),
        words: words.in_language(language).to_owned(),
    })
}

/// Says how to get a program that can.
#[cfg(not(feature = "typeset"))]
pub fn pdf(
    _: &NoticeRecord,
    _: (&Archive, &Procedure),
    _: bool,
    language: Language,
) -> Result<Vec<u8>> {
    anyhow::bail!(match language {
        Language::German =>
            "Dieses Programm setzt kein PDF. Mit „cargo install --features typeset“ gebaut, kann es das; oder drucken Sie --form a4 aus dem Browser als PDF.",
        Language::English =>
            "This program sets no PDF. Built with “cargo install --features typeset” it does; or print --form a4 from the browser as PDF.",
    })
}
