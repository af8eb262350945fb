//! What the combined filter of the list of procedures reads: scripts, because a page opened from
//! a disk may load nothing else. Each calls `offenlageListe(name, data)`.
//!
//! There is one file for each year in which procedures began, and a directory. A change of one
//! procedure touches one of them. `themes/standard/assets/filter.js` reads them.

use crate::bundle::Bundle;
use crate::export::json::procedure::name;
use crate::model::Archive;
use crate::model::address::Address;
use crate::model::mark::Mark;
use crate::model::municipality::{District, Municipality};
use crate::model::phase::{Phase, Time};
use crate::model::procedure::Procedure;
use anyhow::Result;
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Adds the directory and the years.
pub(super) fn add<'a>(archive: &'a Archive, bundle: &mut Bundle<'a>) -> Result<()> {
    let folder = Address::new("verfahren/filter/");
    let mut years: BTreeMap<i16, Vec<&Procedure>> = BTreeMap::new();
    for procedure in &archive.procedures {
        years
            .entry(procedure.year_begun().unwrap_or(0))
            .or_default()
            .push(procedure);
    }
    let directory = Directory {
        jahre: years
            .iter()
            .rev()
            .map(|(year, list)| (*year, list.len()))
            .collect(),
        kreise: archive.districts.iter().map(district).collect(),
        gemeinden: archive
            .municipalities
            .iter()
            .map(|own| municipality(archive, own))
            .collect(),
    };
    bundle.make(&folder.join("verzeichnis.js"), move || {
        script("verzeichnis", &directory)
    })?;
    for (year, mut procedures) in years {
        procedures.sort_by_cached_key(|procedure| {
            (
                Reverse(procedure.last_activity(archive.today)),
                &procedure.address,
            )
        });
        let shown: Vec<&Address> = procedures.iter().map(|one| &one.address).collect();
        bundle.make_of(
            &folder.join(&format!("{year}.js")),
            (&shown, Mark::of(&())),
            move || {
                let rows = procedures.iter().map(|procedure| row(archive, procedure));
                script(&year.to_string(), &rows.collect::<Vec<_>>())
            },
        )?;
    }
    Ok(())
}

/// Years with the number of their procedures, districts, municipalities.
#[derive(Serialize)]
struct Directory<'a> {
    jahre: Vec<(i16, usize)>,
    kreise: Vec<(&'a str, &'a str)>,
    gemeinden: Vec<Place<'a>>,
}

/// Folder, name, district's folder, Upper Sorbian name.
#[derive(Serialize)]
struct Place<'a>(&'a str, &'a str, &'a str, &'a str);

fn district(district: &District) -> (&str, &str) {
    (folder(&district.address), &district.full_name)
}

fn municipality<'a>(archive: &'a Archive, own: &'a Municipality) -> Place<'a> {
    let mut districts = archive.districts.iter();
    let district = districts.find(|district| district.ags == own.district_ags);
    Place(
        folder(&own.address),
        &own.name,
        district.map_or("", |district| folder(&district.address)),
        own.name_hsb.as_deref().unwrap_or_default(),
    )
}

/// The last folder of an address: `meissen` of `gemeinden/meissen/`.
fn folder(address: &Address) -> &str {
    address
        .as_str()
        .trim_end_matches('/')
        .rsplit('/')
        .next()
        .unwrap_or_default()
}

/// Name (`meissen/bplan-17`), title, plan kind, state, first and last day of the participation
/// that the state speaks of, folders of all its municipalities, and that of the phase in which it takes part;
/// the last day on which statements are in time, where that is later than the last day.
#[derive(Serialize)]
struct Row<'a>(
    &'a str,
    String,
    &'static str,
    &'static str,
    String,
    String,
    Vec<&'a str>,
    &'a str,
    #[serde(skip_serializing_if = "String::is_empty")] String,
);

fn row<'a>(archive: &'a Archive, procedure: &'a Procedure) -> Row<'a> {
    let phase = procedure.participation_of_state(archive.today);
    let time = phase.map(|phase| phase.time);
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let municipalities = procedure.municipalities().into_iter();
    Row(
        name(procedure),
        procedure.title(),
        &procedure.plan.kind.key,
        procedure.state(archive.today).key(),
        day(time.map(|time| time.start())),
        day(time.and_then(|time| time.end())),
        municipalities
            .map(|id| folder(&archive.municipality(id).address))
            .collect(),
        phase.map_or("", |phase| phase.name.as_str()),
        day(phase
            .and_then(Phase::in_time_until)
            .filter(|day| Some(*day) != time.and_then(Time::end))),
    )
}

fn script(name: &str, data: &impl Serialize) -> Result<Vec<u8>> {
    let name = serde_json::to_string(name)?;
    Ok(format!("offenlageListe({name},{});\n", serde_json::to_string(data)?).into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::Source;
    use crate::model::fixture;

    fn file(path: &str) -> String {
        let archive = fixture::archive();
        let mut bundle = Bundle::default();
        add(&archive, &mut bundle).unwrap();
        let Some(Source::Make(make)) = bundle.source(path) else {
            panic!("no file {path}");
        };
        String::from_utf8(make().unwrap()).unwrap()
    }

    #[test]
    fn a_year_has_the_procedures_that_began_in_it() {
        let year = file("verfahren/filter/2026.js");
        let first = "offenlageListe(\"2026\",[[\"meissen/bplan-17\",\"Bebauungsplan Nr. 17 \
                     „Am <Wein> & Berg“\",\"bebauungsplan\",\"beteiligung\",\"2026-03-02\",\
                     \"2026-04-07\",[\"meissen\"],\"02-veroeffentlichung\"],";
        assert!(year.starts_with(first), "{year}");
        assert!(!year.contains("bplan-1\""));
        assert!(file("verfahren/filter/1998.js").contains("radebeul/bplan-1"));
    }

    #[test]
    fn the_directory_has_years_and_places() {
        let directory = file("verfahren/filter/verzeichnis.js");
        assert!(directory.contains("\"jahre\":[[2026,2],[1998,1]]"));
        assert!(directory.contains("[\"meissen\",\"Meißen\",\"meissen\",\"\"]"));
    }
}
