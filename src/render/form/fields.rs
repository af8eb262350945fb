//! The fields of the form: how each is shown, what can be chosen, and what becomes of those of an
//! older form.

use crate::finding::{Language, Words};
use crate::law::codes::Code;
use crate::law::law;
use crate::model::Archive;
use crate::model::mark::digits;
use crate::model::phase::{FormField, Phase};
use crate::model::procedure::Procedure;
use crate::render::form::{FieldView, FormView, LandView, OptionView};
use crate::render::map::procedure::window;
use geo::{BoundingRect, Rect};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// The fields that ask who somebody is.
const PERSONAL: [&str; 5] = ["organisation", "name", "anschrift", "email", "antwort"];

/// The fields of a phase's form. A point can be asked for where the plan has a map.
pub fn of_phase(
    archive: &Archive,
    (procedure, phase): (&Procedure, &Phase),
    language: Language,
) -> Vec<FieldView> {
    let field = |field: &FormField| {
        let mut view = of_code(field.code, language);
        view.is_required = field.is_required;
        match view.key.as_str() {
            "punkt" => view.land = Some(land(archive, procedure)?),
            "unterlage" => {
                view.options = Some(documents(procedure, phase)).filter(|own| !own.is_empty())?
            }
            _ => {}
        }
        Some(view)
    };
    let form = phase.statements.iter().flat_map(|own| &own.form);
    form.filter_map(field).collect()
}

/// The documents to choose from: the phase's own, else those on display beside it. Agencies are often
/// asked about what the public sees, and the record names that once. Where there are none, nothing is
/// asked.
fn documents(procedure: &Procedure, phase: &Phase) -> Vec<OptionView> {
    let shown = Some(phase).filter(|phase| !phase.documents.is_empty());
    let shown = shown.or_else(|| shown_beside(procedure, phase));
    let documents = shown.map_or(&[][..], |phase| &phase.documents).iter();
    let option = |title: &String| OptionView {
        key: title.clone(),
        label: title.clone(),
    };
    documents.map(|document| option(&document.title)).collect()
}

/// The participation beside a phase whose documents it is about, where it has none of its own.
pub fn shown_beside<'a>(procedure: &'a Procedure, phase: &Phase) -> Option<&'a Phase> {
    let (start, end) = (phase.time.start(), phase.time.end());
    let is_beside = |other: &&Phase| {
        let begins_in_time = end.is_none_or(|end| other.time.start() <= end);
        let lasts = other.time.end().is_none_or(|last| start <= last);
        other.void.is_none() && other.is_participation_period() && begins_in_time && lasts
    };
    let mut phases = procedure.phases.iter().filter(is_beside);
    let shown = phases.find(|other| !other.documents.is_empty());
    shown.filter(|_| phase.documents.is_empty())
}

/// Where a point can lie; none where the plan has no area yet.
fn land(archive: &Archive, procedure: &Procedure) -> Option<LandView> {
    let map = window(procedure.area.as_ref()?);
    let municipalities = procedure.municipalities().into_iter().filter_map(|id| {
        let ags = &archive.municipality(id).ags;
        let territory = archive.boundaries.municipality(ags)?;
        territory.geometry.bounding_rect()
    });
    let metres = |land: Rect| {
        let (min, max) = (land.min(), land.max());
        [min.x.floor(), min.y.floor(), max.x.ceil(), max.y.ceil()].map(|metres| metres as i64)
    };
    let whole = municipalities.map(metres).fold(metres(map), |one, other| {
        [
            one[0].min(other[0]),
            one[1].min(other[1]),
            one[2].max(other[2]),
            one[3].max(other[3]),
        ]
    });
    Some(LandView {
        map: metres(map),
        whole,
    })
}

/// What tells one form from another: keys, what is required, what can be chosen; the same in every
/// language. A form sends it along, so that the endpoint knows which one somebody filled in.
pub fn mark(fields: &[FieldView]) -> String {
    let mut hash = Sha256::new();
    for field in fields {
        let options = field.options.iter().map(|option| option.key.as_str());
        let own = [field.key.as_str(), if field.is_required { "!" } else { "" }];
        for part in own.into_iter().chain(options).chain(["\0"]) {
            hash.update(part.len().to_be_bytes());
            hash.update(part);
        }
    }
    digits(&hash.finalize()[..4])
}

/// The form that somebody filled in who saw another one than there is now: the planner changed the
/// fields, or the phase has other documents. Nobody knows that form any more, so what came with it
/// is taken by the closed list alone. Every field of the list counts that was filled in, nothing is
/// required, and a choice is what was chosen. An agency or a citizen thus never answers questions
/// that were not asked, and nothing that was asked is lost.
pub fn as_seen(
    mut form: FormView,
    sent: &BTreeMap<String, String>,
    mark: &str,
    language: Language,
) -> FormView {
    let filled = |code: &&Code| sent.contains_key(&code.key);
    for code in law().codes.form_fields.iter().filter(filled) {
        if form.fields.iter().all(|field| field.key != code.key) {
            form.fields.push(of_code(code, language));
        }
    }
    for field in &mut form.fields {
        field.is_required = false;
        let value = sent.get(&field.key).map_or("", String::as_str);
        let is_choice = field.kind == "list" || field.kind == "choice";
        let is_known = field.options.iter().any(|option| option.key == value);
        if is_choice && !is_known && !value.is_empty() {
            field.options.push(OptionView {
                key: value.to_owned(),
                label: value.to_owned(),
            });
        }
    }
    form.mark = mark.to_owned();
    form
}

/// A field as the closed list has it: optional, with the words to choose from that it always has.
fn of_code(code: &'static Code, language: Language) -> FieldView {
    let key = code.key.as_str();
    let words = |words: &Words| words.in_language(language).to_owned();
    let (kind, longest, autocomplete) = match key {
        "text" => ("area", 100_000, None),
        "anlage" => ("files", 120, None),
        "unterlage" => ("list", 300, None),
        "betroffenheit" => ("list", 40, None),
        "antwort" => ("choice", 20, None),
        "keine_einwaende" => ("tick", 2, None),
        "punkt" => ("point", 40, None),
        "name" => ("line", 200, Some("name")),
        "anschrift" => ("lines", 500, Some("street-address")),
        "email" => ("email", 254, Some("email")),
        "organisation" => ("line", 200, Some("organization")),
        _ => ("line", 300, None),
    };
    let codes = |list: &'static [Code]| {
        let option = |code: &'static Code| OptionView {
            key: code.key.clone(),
            label: words(&code.label()),
        };
        list.iter().map(option).collect()
    };
    FieldView {
        key: key.to_owned(),
        label: words(&code.label()),
        kind: kind.to_owned(),
        is_required: false,
        options: match key {
            "betroffenheit" => codes(&law().codes.concerns),
            "antwort" => codes(&law().codes.reply_ways),
            _ => Vec::new(),
        },
        longest,
        autocomplete: autocomplete.map(str::to_owned),
        is_personal: PERSONAL.contains(&key),
        land: None,
        value: String::new(),
        faults: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixture;
    use crate::model::phase::Time;
    use jiff::civil::date;

    #[test]
    fn agencies_choose_among_the_documents_on_display_beside_their_phase() {
        let mut archive = fixture::archive();
        fixture::take_statements(&mut archive);
        let offered = |archive: &Archive| {
            let procedure = &archive.procedures[0];
            let asked = of_phase(archive, (procedure, &procedure.phases[2]), Language::German);
            let field = asked.into_iter().find(|field| field.key == "unterlage");
            field.map(|field| field.options.into_iter().map(|option| option.key).collect())
        };
        let titles = |titles: &[&str]| Some(titles.iter().map(|own| (*own).to_owned()).collect());
        let mut agencies = archive.procedures[0].phases[2].clone();
        // Nothing is on display then: nothing is asked.
        assert_eq!(offered(&archive), None::<Vec<String>>);
        agencies.time = Time::Span(date(2026, 4, 7), Some(date(2026, 5, 8)));
        archive.procedures[0].phases[2] = agencies;
        assert_eq!(offered(&archive), titles(&["Begründung"]));
        archive.procedures[0].phases[1].void = Some((date(2026, 4, 1), String::new()));
        assert_eq!(offered(&archive), None);
    }
}
