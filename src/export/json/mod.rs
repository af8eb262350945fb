//! The open data as JSON: every procedure with its phases, every municipality, and each
//! procedure's own file with all its facts, documents and area.
//!
//! Documents stand in the procedures' own files only: with them the file of all procedures would
//! be ten times as large, and one change anywhere would write it anew.

mod phase;
mod place;
pub(super) mod procedure;

use crate::bundle::Bundle;
use crate::export::DATA;
use crate::export::json::place::{Head, MunicipalityView};
use crate::export::json::procedure::ProcedureView;
use crate::model::Archive;
use crate::model::address::Address;
use crate::model::mark::Mark;
use crate::model::site::Part;
use anyhow::Result;
use serde::Serialize;

/// Adds the files.
pub(super) fn add<'a>(archive: &'a Archive, bundle: &mut Bundle<'a>) -> Result<()> {
    if !archive.site.offers(Part::OpenData) {
        return Ok(());
    }
    let data = Address::new(DATA);
    bundle.make(&data.join("verfahren.json"), move || {
        let views = archive
            .procedures
            .iter()
            .map(|procedure| ProcedureView::brief(archive, procedure));
        bytes(&ProcedureList {
            head: Head::of(archive),
            verfahren: views.collect(),
        })
    })?;
    bundle.make(&data.join("gemeinden.json"), move || {
        let lists = archive.procedures_by_municipality();
        let views = archive.municipalities.iter().zip(&lists);
        let views =
            views.map(|(municipality, list)| MunicipalityView::of(archive, municipality, list));
        bytes(&MunicipalityList {
            head: Head::of(archive),
            gemeinden: views.collect(),
        })
    })?;
    bundle.fill_own(archive, |procedure, bundle| {
        let file = procedure.address.join("verfahren.json");
        let notices = procedure.phases.iter();
        let notices = notices.filter_map(|phase| phase.notice.as_ref()?.text.as_ref());
        let beside = Mark::of(&notices.collect::<Vec<_>>());
        bundle.make_of(&file, (&[&procedure.address], beside), move || {
            let verfahren = ProcedureView::full(archive, procedure);
            bytes(&OneProcedure {
                head: Head::of(archive),
                verfahren,
            })
        })
    })
}

#[derive(Serialize)]
struct ProcedureList<'a> {
    #[serde(rename = "quelle")]
    head: Head<'a>,
    verfahren: Vec<ProcedureView<'a>>,
}

#[derive(Serialize)]
struct MunicipalityList<'a> {
    #[serde(rename = "quelle")]
    head: Head<'a>,
    gemeinden: Vec<MunicipalityView<'a>>,
}

#[derive(Serialize)]
struct OneProcedure<'a> {
    #[serde(rename = "quelle")]
    head: Head<'a>,
    verfahren: ProcedureView<'a>,
}

fn bytes(value: &impl Serialize) -> Result<Vec<u8>> {
    let mut bytes = serde_json::to_vec(value)?;
    bytes.push(b'\n');
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::Source;
    use crate::model::fixture;
    use serde_json::{Value, json};

    fn file(path: &str) -> Value {
        let archive = fixture::archive();
        let mut bundle = Bundle::default();
        add(&archive, &mut bundle).unwrap();
        let Some(Source::Make(make)) = bundle.source(path) else {
            panic!("no file {path}");
        };
        serde_json::from_slice(&make().unwrap()).unwrap()
    }

    #[test]
    fn a_procedure_has_its_facts_with_the_codes_of_the_standards() {
        let file = file("verfahren/meissen/bplan-17/verfahren.json");
        let procedure = &file["verfahren"];
        assert_eq!(file["quelle"]["fassung"], 1);
        assert_eq!(procedure["kennung"], "meissen/bplan-17");
        assert_eq!(procedure["zustand"], "beteiligung");
        assert_eq!(procedure["rechtsstand"], "2400");
        assert_eq!(procedure["plaene"][0]["planart"]["xplanung"], "1000");
        let phase = &procedure["phasen"][1];
        assert_eq!(phase["beginn"], "2026-03-02");
        assert_eq!(phase["ende"], "2026-04-07");
        assert_eq!(phase["bekanntmachung"]["veroeffentlicht"], "2026-02-20");
        let document = &phase["unterlagen"][0];
        assert_eq!(document["sha256"], "ab".repeat(32));
        let page =
            "https://beispiel.example/portal/verfahren/meissen/bplan-17/02-veroeffentlichung/";
        assert_eq!(document["url"], format!("{page}Begr%C3%BCndung%20%231.pdf"));
        assert_eq!(procedure["geltungsbereich"]["geometrie"]["type"], "Polygon");
    }

    #[test]
    fn the_list_leads_to_the_full_facts() {
        let file = file("daten/verfahren.json");
        let list = file["verfahren"].as_array().unwrap();
        assert_eq!(list.len(), fixture::archive().procedures.len());
        let procedure = &list[0];
        assert!(
            procedure["daten"]
                .as_str()
                .unwrap()
                .ends_with("/bplan-17/verfahren.json")
        );
        assert_eq!(procedure["phasen"][1].get("unterlagen"), None);
        assert_eq!(procedure["phasen"][1]["zahl_unterlagen"], 1);
        assert_eq!(procedure["geltungsbereich"].get("geometrie"), None);
    }

    #[test]
    fn an_open_end_and_a_void_phase_are_said() {
        let file = file("verfahren/radebeul/fnp-2/verfahren.json");
        let phases = &file["verfahren"]["phasen"];
        assert_eq!(phases[0]["unwirksam"]["datum"], "2026-02-01");
        assert_eq!(phases[1]["ende"], Value::Null);
        assert_eq!(phases[1]["zeitraum"], true);
    }

    #[test]
    fn municipalities_are_counted_by_state() {
        let file = file("daten/gemeinden.json");
        let radebeul = &file["gemeinden"][1];
        assert_eq!(radebeul["ags"], "14627210");
        assert_eq!(
            radebeul["zahl_verfahren"],
            json!({"angekuendigt": 1, "im-verfahren": 1})
        );
    }
}
