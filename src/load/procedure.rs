//! A procedure's folder: its file, its texts, its area, its documents.

use crate::finding::{File, Finding, Findings, Kind, Level, Origin, say};
use crate::law::codes::find;
use crate::law::law;
use crate::load::area::declared::{self, Reached, Recorded};
use crate::load::area::declared_days::Days;
use crate::load::area::{self, shapes::Format};
use crate::load::document::kept::KnownDocuments;
use crate::load::folder::{Entry, LONGEST_TEXT, read_text};
use crate::load::listing::read_documents;
use crate::load::procedure_file::ProcedureFile;
use crate::load::shape::closest;
use crate::load::sources::ProcedureSource;
use crate::load::value::End;
use crate::load::written::{Written, read_yaml};
use crate::load::{not_described, schema};
use crate::model::area::Area;
use crate::model::boundary::Boundaries;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Neither a file with the plan area nor a reason why there is none.
pub static NO_AREA: Kind = Kind {
    id: "GEO-010",
    level: Level::Error,
    title_de: "Der Geltungsbereich hat eine Fläche oder einen Grund",
    title_en: "The plan area has a geometry or a reason",
    convention: false,
};
/// The file with the plan area does not exist.
pub static MISSING_AREA: Kind = Kind {
    id: "GEO-011",
    level: Level::Error,
    title_de: "Die Datei mit dem Geltungsbereich gibt es",
    title_en: "The file with the plan area exists",
    convention: false,
};

/// What a procedure's area is compared with.
pub struct Around<'a> {
    /// The official list with its borders.
    pub boundaries: &'a Boundaries,
    /// The municipality's key, if it is known.
    pub ags: Option<&'a str>,
    /// Documents that were read before.
    pub documents: &'a KnownDocuments,
}

/// Reads a procedure's folder. None if its file cannot be used; the findings say why.
pub fn read(
    municipality: &str,
    name: &str,
    entries: &[Entry],
    around: &Around,
    findings: &mut Findings,
) -> Option<ProcedureSource> {
    let folder = format!("{municipality}/{name}/");
    let below = |entry: &Entry| entry.path.strip_prefix(&folder).map(str::to_owned);
    let files: BTreeMap<String, &Entry> = entries
        .iter()
        .filter_map(|entry| Some((below(entry)?, entry)))
        .collect();
    let Some(entry) = files.get("verfahren.yaml") else {
        findings.add(not_described(
            folder.trim_end_matches('/'),
            "verfahren.yaml",
            "new verfahren",
        ));
        return None;
    };
    let text = read_text(entry, LONGEST_TEXT, findings)?;
    let written = read_yaml(&entry.path, text, &schema::procedure().form, findings)?;
    let texts = texts(&files, findings);
    let is_unread = |name: &&String| is_text(name) && !texts.contains_key(*name);
    Some(ProcedureSource {
        unread: files.keys().filter(is_unread).cloned().collect(),
        texts,
        area: area(&files, &written, around, findings),
        documents: read_documents(&files, &written, around.documents, findings),
        written,
    })
}

/// Whether a file below the folder is one of its texts.
fn is_text(name: &str) -> bool {
    name.ends_with(".md") && !name.contains('/')
}

fn texts(files: &BTreeMap<String, &Entry>, findings: &mut Findings) -> BTreeMap<String, Arc<File>> {
    let markdown = files.iter().filter(|(name, _)| is_text(name));
    markdown
        .filter_map(|(name, entry)| {
            let text = read_text(entry, LONGEST_TEXT, findings)?;
            Some((name.clone(), File::new(entry.path.clone(), text)))
        })
        .collect()
}

/// The plan area, compared with the municipalities it should lie in.
fn area(
    files: &BTreeMap<String, &Entry>,
    written: &Written<ProcedureFile>,
    around: &Around,
    findings: &mut Findings,
) -> Option<Area> {
    let part = &written.value.geltungsbereich;
    let origin = Origin::new(&written.file, "geltungsbereich");
    let Some(name) = &part.datei else {
        if part.ohne_flaeche.is_none() {
            findings.add(no_area(&origin));
        }
        return None;
    };
    let Some(entry) = files.get(name) else {
        let names = files.keys().filter(|name| {
            let endings = [".geojson", ".json", ".gml", ".xml"];
            endings.iter().any(|ending| name.ends_with(ending))
        });
        findings.add(missing_area(name, names, &origin));
        return None;
    };
    let text = read_text(entry, Format::of(name).largest(), findings)?;
    let file = File::new(entry.path.clone(), text);
    let others = written.value.weitere_gemeinden.iter().map(String::as_str);
    let keys: Vec<&str> = around.ags.into_iter().chain(others).collect();
    if matches!(Format::of(name), Format::Gml) {
        let recorded = recorded(&written.value, &keys, around.boundaries);
        declared::check(&file, &recorded, findings);
    }
    area::area(&file, around.boundaries, &keys, findings)
}

/// What the file of a procedure says of its plans.
fn recorded<'a>(
    procedure: &'a ProcedureFile,
    municipalities: &'a [&'a str],
    boundaries: &'a Boundaries,
) -> Recorded<'a> {
    let more = &procedure.weitere_plaene;
    let kinds = std::iter::once(&procedure.planart).chain(more.iter().map(|plan| &plan.planart));
    let numbers = more.iter().map(|plan| plan.nummer.as_deref());
    let numbers = std::iter::once(procedure.nummer.as_deref()).chain(numbers);
    Recorded {
        numbers: numbers.flatten().collect(),
        kinds: kinds
            .filter_map(|key| find(&law().codes.plan_kinds, key))
            .collect(),
        municipalities,
        names: std::iter::once(procedure.planname.as_str())
            .chain(more.iter().map(|plan| plan.planname.as_str()))
            .collect(),
        places: municipalities
            .iter()
            .filter_map(|ags| Some(boundaries.municipality(ags)?.name.as_str()))
            .collect(),
        days: days(procedure),
        reached: reached(procedure),
    }
}

/// The days of a procedure's phases by what they do; void ones do not count.
fn days(procedure: &ProcedureFile) -> Days {
    let mut days = Days::default();
    for phase in procedure
        .phasen
        .iter()
        .filter(|own| own.unwirksam.is_none())
    {
        let Some(rule) = law().phase(&phase.art, None) else {
            continue;
        };
        if let Some(period) = phase.zeitraum.as_ref().filter(|_| rule.is_span) {
            days.shown_from.push(period.beginn.0);
            days.shown_until.extend(match period.ende {
                End::Day(day) => Some(day),
                End::Open => None,
            });
            days.shown_until
                .extend(phase.auslegung_bis.map(|day| day.0));
        }
        let notice = phase.bekanntmachung.as_ref();
        let resolved = phase.beschluss.as_ref().and_then(|own| own.datum);
        let on = [phase.datum, resolved]
            .into_iter()
            .flatten()
            .map(|day| day.0);
        if rule.puts_in_force {
            days.in_force.extend(on);
            let announced = notice.map(|own| [Some(own.veroeffentlicht), own.vollzogen]);
            days.in_force
                .extend(announced.into_iter().flatten().flatten().map(|day| day.0));
        } else if rule.signs {
            days.signed.extend(on);
        } else if rule.adopts && !rule.approves {
            days.adopted.extend(on);
        } else if rule.needs_notice && !rule.is_span {
            days.prepared.extend(on);
        }
    }
    days
}

/// How far a procedure has come by the kinds of its phases; void ones do not count.
fn reached(procedure: &ProcedureFile) -> Reached {
    let phases = procedure.phasen.iter();
    let counting = phases.filter(|phase| phase.unwirksam.is_none());
    let rules: Vec<_> = counting
        .filter_map(|phase| law().phase(&phase.art, None))
        .collect();
    let is_in_force = rules.iter().any(|rule| rule.puts_in_force);
    Reached {
        is_shown: rules
            .iter()
            .any(|rule| rule.is_span && rule.is_public_participation()),
        is_adopted: is_in_force || rules.iter().any(|rule| rule.adopts),
        is_in_force,
    }
}

fn no_area(origin: &Origin) -> Finding {
    Finding::new(
        &NO_AREA,
        origin.at("beschreibung"),
        say(
            "Zum Geltungsbereich fehlt die Fläche",
            "The plan area has no geometry",
        ),
    )
    .help(say(
        "Nennen Sie die Datei (datei: geltungsbereich.geojson oder geltungsbereich.gml) oder den \
         Grund (ohne_flaeche: …).",
        "Name the file (datei: geltungsbereich.geojson or geltungsbereich.gml) or the reason \
         (ohne_flaeche: …).",
    ))
}

fn missing_area<'n>(
    name: &str,
    names: impl Iterator<Item = &'n String>,
    origin: &Origin,
) -> Finding {
    let finding = Finding::new(
        &MISSING_AREA,
        origin.at("datei"),
        say(
            format!("Die Datei „{name}“ liegt nicht im Ordner des Verfahrens"),
            format!("The file “{name}” is not in the procedure's folder"),
        ),
    );
    match closest(name, names.map(String::as_str)) {
        Some(meant) => finding.help(say(
            format!("Meinen Sie {meant}?"),
            format!("Do you mean {meant}?"),
        )),
        None => finding.help(say(
            "Legen Sie die Datei in den Ordner, oder schreiben Sie ohne_flaeche mit dem Grund.",
            "Put the file into the folder, or write ohne_flaeche with the reason.",
        )),
    }
}
