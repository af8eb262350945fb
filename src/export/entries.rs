//! What the portal's search finds: procedures, municipalities, districts and the portal's texts.
//!
//! A procedure is one entry with the texts of all its phases, so that a reader who looks for two
//! words finds it wherever they stand, and once.

use crate::bundle::{Bundle, Earlier, Files, Gathered};
use crate::export::search::{Entry, Text, index, update};
use crate::model::Archive;
use crate::model::address::Address;
use crate::model::mark::Mark;
use crate::model::municipality::{District, Municipality};
use crate::model::phase::Phase;
use crate::model::procedure::Procedure;
use crate::model::site::{Part, PortalText};
use anyhow::Result;
use rayon::prelude::*;
use serde_json::json;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// The file with the names of places that publish nothing here.
const PLACES: &str = "orte.js";

/// Adds the files of the index. They are made together: which files there are follows from the
/// words of all entries. What did not change is not read again.
pub(super) fn add<'a>(archive: &'a Archive, bundle: &mut Bundle<'a>) -> Result<()> {
    if !archive.site.offers(Part::Search) {
        return Ok(());
    }
    let folder = Address::new("suche/");
    let Some(makers) = bundle.makers() else {
        // Nobody compares parts without marks, and few who look at a page search.
        bundle.gather(Gathered {
            folder,
            parts: BTreeMap::new(),
            make: Box::new(move |_| with_places(index(&entries(archive)), &elsewhere(archive))),
        });
        return Ok(());
    };
    let entries = entries(archive);
    let places = elsewhere(archive);
    let mut parts = parts(&entries, makers);
    parts.insert(PLACES.to_owned(), Mark::of(&(makers, &places)));
    bundle.gather(Gathered {
        folder,
        parts,
        make: Box::new(move |earlier| {
            let updated = earlier.and_then(|earlier| updated(&earlier, &entries));
            with_places(updated.unwrap_or_else(|| index(&entries)), &places)
        }),
    });
    Ok(())
}

/// The names of the municipalities that are known and publish nothing here, ascending.
fn elsewhere(archive: &Archive) -> Vec<&str> {
    let here = archive.municipalities.iter();
    let here: BTreeSet<&str> = here.map(|municipality| municipality.ags.as_str()).collect();
    let all = archive.boundaries.municipalities().iter();
    let others = all.filter(|other| !here.contains(other.ags.as_str()));
    let mut names: Vec<&str> = others.map(|other| other.name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// The files of the index, and one with the names of places that it says nothing of. A browser asks for that one only
/// where nothing was found.
fn with_places(mut files: Files, places: &[&str]) -> Files {
    files.retain(|(name, _)| name != PLACES);
    let script = format!("offenlageSuche(\"orte\",\"\",{});\n", json!(places));
    files.push((PLACES.to_owned(), script.into_bytes()));
    files.sort();
    files
}

/// A mark for each address: a text of the portal has one address in all its languages.
fn parts(entries: &[Entry], makers: Mark) -> BTreeMap<String, Mark> {
    let marks: Vec<Mark> = entries
        .par_iter()
        .map(|entry| Mark::of(&(makers, entry)))
        .collect();
    let mut parts = BTreeMap::new();
    for (entry, mark) in entries.iter().zip(marks) {
        let part = parts.entry(entry.address.to_string());
        part.and_modify(|own| *own = Mark::of(&(*own, mark)))
            .or_insert(mark);
    }
    parts
}

/// The index after some entries changed; none where the files are no index of this version.
fn updated(earlier: &Earlier, entries: &[Entry]) -> Option<Vec<(String, Vec<u8>)>> {
    if earlier.changed.is_empty() && earlier.gone.is_empty() {
        return Some(earlier.files.clone());
    }
    let gone: Vec<&str> = earlier.gone.iter().map(String::as_str).collect();
    let changed = entries.iter();
    let changed = changed.filter(|entry| earlier.changed.contains(entry.address.as_ref()));
    update(&earlier.files, &gone, &changed.cloned().collect::<Vec<_>>())
}

fn entries(archive: &Archive) -> Vec<Entry<'_>> {
    let procedures = archive.procedures.iter();
    let procedures = procedures.map(|procedure| of_procedure(archive, procedure));
    let municipalities = archive.municipalities.iter();
    let municipalities = municipalities.map(|municipality| of_municipality(archive, municipality));
    let districts = archive.districts.iter().map(of_district);
    let texts = archive.texts.iter().map(|text| of_text(archive, text));
    procedures
        .chain(municipalities)
        .chain(districts)
        .chain(texts)
        .collect()
}

fn of_procedure<'a>(archive: &'a Archive, procedure: &'a Procedure) -> Entry<'a> {
    let own = archive.municipality(procedure.municipality);
    let mut place = names(archive, own);
    for other in &procedure.more_municipalities {
        place.push_str(", ");
        place.push_str(&match other.id {
            Some(id) => names(archive, archive.municipality(id)),
            None => other.name.clone(),
        });
    }
    let open = procedure.participation_of_state(archive.today);
    let open = open.filter(|phase| phase.is_open_to_public(archive.today));
    let until = open.and_then(|phase| phase.time.end());
    let mut entry = Entry {
        kind: "verfahren",
        title: procedure.title().into(),
        address: procedure.address.file().into(),
        place: place.into(),
        summary: first_sentences(&procedure.summary).into(),
        language: "de",
        readers: "",
        state: procedure.state(archive.today).key(),
        until: until.map(|day| day.to_string().into()).unwrap_or_default(),
        year: procedure.year_begun(),
        headings: Vec::new(),
        texts: vec![
            procedure.summary.as_str().into(),
            procedure.area_description.as_str().into(),
        ],
    };
    let plans = procedure.more_plans.iter();
    entry
        .headings
        .extend(plans.map(|plan| Cow::from(plan.title())));
    let parcels = procedure.parcels.as_deref();
    entry
        .texts
        .extend(parcels.map(|parcels| Text::from(format!("Flurstück {parcels}"))));
    let parties = procedure.planner.iter().chain(&procedure.developer);
    entry
        .texts
        .extend(parties.map(|party| Text::from(party.name.as_str())));
    entry
        .texts
        .extend(procedure.description.iter().map(Text::Prose));
    for phase in &procedure.phases {
        add_phase(phase, &mut entry);
    }
    entry
}

fn add_phase<'a>(phase: &'a Phase, entry: &mut Entry<'a>) {
    entry.headings.push(phase.title().de.into());
    let documents = phase.documents.iter();
    entry
        .headings
        .extend(documents.map(|document| Cow::from(document.title.as_str())));
    let themes = phase.environment.iter();
    entry
        .texts
        .extend(themes.map(|theme| Text::from(theme.keywords.as_str())));
    let plain = [&phase.changes, &phase.reason].into_iter().flatten();
    entry
        .texts
        .extend(plain.map(|text| Text::from(text.as_str())));
    let notice = phase
        .notice
        .as_ref()
        .and_then(|notice| notice.text.as_ref());
    let prose = [notice, phase.text.as_ref()].into_iter().flatten();
    entry.texts.extend(prose.map(Text::Prose));
}

fn of_municipality<'a>(archive: &'a Archive, municipality: &'a Municipality) -> Entry<'a> {
    Entry {
        kind: "gemeinde",
        title: municipality.full_name().de.into(),
        address: municipality.address.file().into(),
        place: names(archive, municipality).into(),
        summary: first_sentences(municipality.description.as_deref().unwrap_or_default()).into(),
        language: "de",
        headings: vec![municipality.office.name.as_str().into()],
        texts: municipality
            .description
            .iter()
            .map(|text| Text::from(text.as_str()))
            .collect(),
        ..Entry::default()
    }
}

fn of_district(district: &District) -> Entry<'_> {
    Entry {
        kind: "kreis",
        title: district.full_name.as_str().into(),
        address: district.address.file().into(),
        language: "de",
        ..Entry::default()
    }
}

fn of_text<'a>(archive: &'a Archive, text: &'a PortalText) -> Entry<'a> {
    let is_other = |other: &&PortalText| other.name == text.name && other.language != text.language;
    let tag = text.language.tag();
    Entry {
        kind: "seite",
        title: text.title.as_str().into(),
        address: text.address.file().into(),
        summary: first_sentences(&text.text.words()).into(),
        language: tag,
        readers: match archive.texts.iter().find(is_other) {
            Some(_) => tag,
            None => "",
        },
        texts: vec![Text::Prose(&text.text)],
        ..Entry::default()
    }
}

/// A municipality's names, and its district's.
fn names(archive: &Archive, municipality: &Municipality) -> String {
    let mut names = municipality.name.clone();
    if let Some(sorbian) = &municipality.name_hsb {
        names.push_str(" / ");
        names.push_str(sorbian);
    }
    let mut districts = archive.districts.iter();
    let district = districts.find(|district| district.ags == municipality.district_ags);
    if let Some(district) = district.filter(|district| district.full_name != municipality.name) {
        names.push_str(", ");
        names.push_str(&district.full_name);
    }
    names
}

/// As many words as a result shows.
fn first_sentences(text: &str) -> String {
    const LONGEST: usize = 200;
    let mut short = String::new();
    for word in text.split_whitespace() {
        if short.len() + word.len() > LONGEST {
            short.push_str(" …");
            break;
        }
        if !short.is_empty() {
            short.push(' ');
        }
        short.push_str(word);
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixture;

    #[test]
    fn a_procedure_is_found_by_its_places_documents_and_phases() {
        let mut archive = fixture::archive();
        archive.municipalities[0].name_hsb = Some("Mišno".to_owned());
        let entries = entries(&archive);
        let entry = &entries[0];
        assert_eq!(entry.address, "verfahren/meissen/bplan-17/index.html");
        assert_eq!(entry.place, "Meißen / Mišno, Landkreis Meißen");
        assert_eq!((entry.state, entry.year), ("beteiligung", Some(2026)));
        assert!(entry.headings.iter().any(|heading| heading == "Begründung"));
        assert!(
            entry
                .texts
                .iter()
                .any(|text| text.words() == "zwischen Elbe und Bahn")
        );
        let kinds: Vec<&str> = entries.iter().map(|entry| entry.kind).collect();
        assert_eq!(
            kinds,
            [
                "verfahren",
                "verfahren",
                "verfahren",
                "gemeinde",
                "gemeinde",
                "kreis",
                "kreis"
            ]
        );
    }

    #[test]
    fn a_long_summary_is_cut_between_words() {
        let short = first_sentences(&"Wörter ".repeat(100));
        assert!(short.len() < 210 && short.ends_with("Wörter …"));
        assert_eq!(first_sentences(" a \n b "), "a b");
    }
}
