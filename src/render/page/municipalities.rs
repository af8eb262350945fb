//! All municipalities that publish here, by letter.

use crate::model::address::Address;
use crate::model::municipality::Municipality;
use crate::model::procedure::Procedure;
use crate::render::alphabet::{initial, sort_key};
use crate::render::page::district::Counts;
use crate::render::page::{Here, Pages};
use crate::render::view::{Link, municipality_name};
use anyhow::Result;
use serde::Serialize;

/// All municipalities.
#[derive(Debug, Serialize)]
pub struct MunicipalitiesView {
    /// How many there are.
    pub count: usize,
    /// How many the official list has.
    pub official: usize,
    /// The municipalities by the letter their names begin with.
    pub letters: Vec<LetterView>,
    /// Upper Sorbian names stand among them, whose source must be named.
    pub has_sorbian_names: bool,
}

/// The municipalities of a letter.
#[derive(Debug, Serialize)]
pub struct LetterView {
    /// The letter.
    pub letter: String,
    /// Its municipalities, by name.
    pub municipalities: Vec<MunicipalityLine>,
}

/// A municipality in the list.
#[derive(Debug, Serialize)]
pub struct MunicipalityLine {
    /// Its name and page.
    pub link: Link,
    /// „Stadt Meißen“.
    pub full_name: String,
    /// Its official Upper Sorbian name.
    pub name_hsb: Option<String>,
    /// Its district, with its page.
    pub district: Option<Link>,
    /// What is on display and planned there.
    pub counts: Counts,
}

/// Adds the page.
pub fn add(pages: &mut Pages<'_, '_>) -> Result<()> {
    pages.add(&Address::new("gemeinden/"), view)
}

fn view(here: &Here<'_>) -> MunicipalitiesView {
    let archive = here.archive;
    let lists = archive.procedures_by_municipality();
    let mut sorted: Vec<_> = archive.municipalities.iter().zip(&lists).collect();
    sorted.sort_by_cached_key(|(own, _)| (sort_key(&own.name), own.address.clone()));
    let mut letters: Vec<LetterView> = Vec::new();
    for (municipality, procedures) in sorted {
        let letter = initial(&municipality.name);
        let line = line(municipality, procedures, here);
        match letters.last_mut().filter(|last| last.letter == letter) {
            Some(last) => last.municipalities.push(line),
            None => letters.push(LetterView {
                letter,
                municipalities: vec![line],
            }),
        }
    }
    MunicipalitiesView {
        count: archive.municipalities.len(),
        official: archive.boundaries.municipalities().len(),
        letters,
        has_sorbian_names: archive
            .municipalities
            .iter()
            .any(|own| own.name_hsb.is_some()),
    }
}

fn line(
    municipality: &Municipality,
    procedures: &[&Procedure],
    here: &Here<'_>,
) -> MunicipalityLine {
    MunicipalityLine {
        link: Link {
            text: municipality.name.clone(),
            href: here.page(&municipality.address),
        },
        full_name: municipality_name(municipality, here),
        name_hsb: municipality.name_hsb.clone(),
        district: district_link(municipality, here),
        counts: Counts::of(procedures, here.archive.today),
    }
}

/// The district of a municipality, with its page.
pub fn district_link(municipality: &Municipality, here: &Here<'_>) -> Option<Link> {
    let mut districts = here.archive.districts.iter();
    let district = districts.find(|district| district.ags == municipality.district_ags)?;
    Some(Link {
        text: here.words(&district.names()).to_owned(),
        href: here.page(&district.address),
    })
}
