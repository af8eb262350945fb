//! Tables as CSV (RFC 4180): one of all procedures, one of all phases.
//!
//! A field that a spreadsheet would take for a formula gets an apostrophe before it.

use crate::bundle::Bundle;
use crate::export::DATA;
use crate::export::geojson::hectares;
use crate::export::json::procedure::name;
use crate::model::Archive;
use crate::model::address::Address;
use crate::model::phase::{Phase, Time};
use crate::model::procedure::Procedure;
use crate::model::site::Part;
use anyhow::Result;
use std::borrow::Cow;

/// Adds both tables.
pub(super) fn add<'a>(archive: &'a Archive, bundle: &mut Bundle<'a>) -> Result<()> {
    if !archive.site.offers(Part::OpenData) {
        return Ok(());
    }
    let data = Address::new(DATA);
    bundle.make(&data.join("verfahren.csv"), move || {
        let rows = archive
            .procedures
            .iter()
            .map(|procedure| procedure_row(archive, procedure));
        Ok(table(&PROCEDURE_COLUMNS, rows))
    })?;
    bundle.make(&data.join("phasen.csv"), move || {
        let rows = archive.procedures.iter().flat_map(|procedure| {
            procedure
                .phases
                .iter()
                .map(move |phase| phase_row(archive, procedure, phase))
        });
        Ok(table(&PHASE_COLUMNS, rows))
    })
}

const PROCEDURE_COLUMNS: [&str; 20] = [
    "kennung",
    "titel",
    "planname",
    "plannummer",
    "planart",
    "planart_xplanung",
    "vorgang",
    "verfahrensart",
    "verfahrensart_xplanung",
    "gemeinde",
    "ags",
    "kreis_ags",
    "zustand",
    "rechtsstand_xplanung",
    "erste_phase",
    "letzte_phase",
    "beteiligung_beginn",
    "beteiligung_ende",
    "hektar",
    "url",
];

fn procedure_row<'a>(archive: &'a Archive, procedure: &'a Procedure) -> [Cow<'a, str>; 20] {
    let (plan, today) = (&procedure.plan, archive.today);
    let municipality = archive.municipality(procedure.municipality);
    let participation = procedure.next_participation(today);
    let first = procedure
        .phases
        .iter()
        .map(|phase| phase.time.start())
        .min();
    let hectares = procedure.area.as_ref().map(hectares);
    [
        name(procedure).into(),
        procedure.title().into(),
        (&plan.name).into(),
        optional(plan.number.as_deref()),
        (&plan.kind.key).into(),
        optional(plan.kind.xplanung.as_deref()),
        (&procedure.operation.key).into(),
        (&procedure.track.key).into(),
        optional(procedure.track.xplanung.as_deref()),
        (&municipality.name).into(),
        (&municipality.ags).into(),
        (&municipality.district_ags).into(),
        procedure.state(today).key().into(),
        optional(procedure.legal_status(today)),
        shown(first),
        shown(procedure.last_activity(today)),
        shown(participation.map(|phase| phase.time.start())),
        shown(participation.and_then(|phase| phase.time.end())),
        shown(hectares),
        procedure.address.url(&archive.site.address).into(),
    ]
}

const PHASE_COLUMNS: [&str; 12] = [
    "verfahren",
    "kennung",
    "art",
    "titel",
    "rechtsgrundlage",
    "durchgang",
    "zeitraum",
    "beginn",
    "ende",
    "unwirksam_seit",
    "zahl_unterlagen",
    "url",
];

fn phase_row<'a>(
    archive: &'a Archive,
    procedure: &'a Procedure,
    phase: &'a Phase,
) -> [Cow<'a, str>; 12] {
    let is_span = matches!(phase.time, Time::Span(..));
    [
        name(procedure).into(),
        (&phase.name).into(),
        (&phase.rule.key).into(),
        phase.title().de.into(),
        (&phase.rule.provision).into(),
        shown(phase.round),
        if is_span { "ja" } else { "nein" }.into(),
        shown(Some(phase.time.start())),
        shown(phase.time.end()),
        shown(phase.void.as_ref().map(|(day, _)| *day)),
        shown(Some(phase.documents.len())),
        phase.address.url(&archive.site.address).into(),
    ]
}

fn optional(text: Option<&str>) -> Cow<'_, str> {
    text.unwrap_or_default().into()
}

fn shown<'a>(value: Option<impl ToString>) -> Cow<'a, str> {
    value
        .map(|value| value.to_string())
        .unwrap_or_default()
        .into()
}

fn table<'a, const N: usize>(
    columns: &[&str; N],
    rows: impl Iterator<Item = [Cow<'a, str>; N]>,
) -> Vec<u8> {
    let mut table = columns.join(",");
    table.push_str("\r\n");
    for row in rows {
        for (index, field) in row.iter().enumerate() {
            if index > 0 {
                table.push(',');
            }
            write_field(field, &mut table);
        }
        table.push_str("\r\n");
    }
    table.into_bytes()
}

fn write_field(field: &str, table: &mut String) {
    let is_formula = field.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    let is_quoted = field.contains([',', ';', '"', '\r', '\n']);
    if is_quoted {
        table.push('"');
    }
    if is_formula {
        table.push('\'');
    }
    if is_quoted {
        table.push_str(&field.replace('"', "\"\""));
        table.push('"');
    } else {
        table.push_str(field);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixture;

    fn written(field: &str) -> String {
        let mut table = String::new();
        write_field(field, &mut table);
        table
    }

    #[test]
    fn no_field_is_a_formula() {
        assert_eq!(written("=1+1"), "'=1+1");
        assert_eq!(written("@SUM(A1)"), "'@SUM(A1)");
        assert_eq!(written("-2,5"), "\"'-2,5\"");
        assert_eq!(written("+49"), "'+49");
        assert_eq!(written("\t=1"), "'\t=1");
        assert_eq!(written("\r\n=1"), "\"'\r\n=1\"");
        assert_eq!(written("B-Plan = 1"), "B-Plan = 1");
    }

    #[test]
    fn quotes_are_doubled_and_every_row_has_every_column() {
        assert_eq!(written("Am \"Berg\", Nord"), "\"Am \"\"Berg\"\", Nord\"");
        let archive = fixture::archive();
        let procedure = &archive.procedures[0];
        let row = procedure_row(&archive, procedure);
        let at = |name| {
            PROCEDURE_COLUMNS
                .iter()
                .position(|column| *column == name)
                .unwrap()
        };
        assert_eq!(row[at("kennung")], "meissen/bplan-17");
        assert_eq!(row[at("beteiligung_ende")], "2026-04-07");
        assert_eq!(row[at("erste_phase")], "2026-01-14");
        let text = String::from_utf8(table(&PROCEDURE_COLUMNS, [row].into_iter())).unwrap();
        assert_eq!(text.matches("\r\n").count(), 2);
        assert!(text.starts_with("kennung,titel,"));
    }
}
