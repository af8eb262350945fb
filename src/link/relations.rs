//! Relations between plans, seen from both sides.

use crate::finding::lasting::lasting;
use crate::finding::{Finding, Findings, Level, Origin, say};
use crate::law::codes::{Code, Repeal, find};
use crate::law::law;
use crate::link::kinds::{UNKNOWN_PROCEDURE, VAGUE_RELATION};
use crate::load::procedure_file::RelationFile;
use crate::load::shape::closest;
use crate::model::address::Address;
use crate::model::procedure::{Procedure, Relation};
use crate::model::shared::Shared;
use jiff::civil::Date;

/// A relation as one procedure's file names it.
#[derive(Debug, Clone)]
pub struct WrittenRelation {
    file: RelationFile,
    from: Address,
    origin: Origin,
}
lasting!(WrittenRelation { file, from, origin });

impl WrittenRelation {
    /// The relations of a file.
    pub fn take(files: Vec<RelationFile>, from: &Address, origin: &Origin) -> Vec<Self> {
        let files = files.into_iter().enumerate();
        files
            .map(|(at, file)| Self {
                file,
                from: from.clone(),
                origin: origin.child(&format!("bezuege[{at}]")),
            })
            .collect()
    }
}

/// Writes every relation into the procedure that names it and, the other way round, into the
/// procedure that is named. A procedure whose relations are those it has already stays as it is.
pub fn link<'w>(
    relations: impl IntoIterator<Item = &'w WrittenRelation>,
    procedures: &mut [Shared<Procedure>],
    findings: &mut Findings,
) {
    let mut linked: Vec<Vec<Relation>> = procedures.iter().map(|_| Vec::new()).collect();
    for relation in relations {
        relation.link(procedures, &mut linked, findings);
    }
    for (procedure, mut relations) in procedures.iter_mut().zip(linked) {
        drop_doubles(&mut relations);
        if procedure.relations != relations {
            procedure.relations = relations;
        }
    }
}

impl WrittenRelation {
    /// Adds it to the lists of the procedures, which are sorted by address.
    fn link(
        &self,
        procedures: &[Shared<Procedure>],
        linked: &mut [Vec<Relation>],
        findings: &mut Findings,
    ) {
        let Self { file, from, origin } = self;
        let at = |address: &Address| {
            procedures
                .binary_search_by(|other| other.address.cmp(address))
                .ok()
        };
        let (Some(kind), Some(own)) = (find(&law().codes.relations, &file.art), at(from)) else {
            return;
        };
        let other = match (&file.verfahren, &file.bezeichnung) {
            (Some(path), None) => match at(&Address::new(format!("verfahren/{path}/"))) {
                Some(other) if other == own => return findings.add(to_itself(origin)),
                Some(other) => Some(other),
                // A file that cannot be read has its finding, and those that name it none.
                None if is_unread(path, findings) => return,
                None => return findings.add(unknown(path, procedures, origin)),
            },
            (None, Some(_)) => None,
            _ => return findings.add(vague(origin)),
        };
        linked[own].push(Relation {
            label: kind.label(),
            kind,
            is_inverse: false,
            procedure: other.map(|at| procedures[at].address.clone()),
            name: file.bezeichnung.clone(),
            repealed: None,
        });
        // Both sides may name the relation; it is shown once.
        let is_named_there = |other: usize| {
            linked[other].iter().any(|relation| {
                relation.kind.key == kind.key && relation.procedure.as_ref() == Some(from)
            })
        };
        if let Some(other) = other.filter(|other| !is_named_there(*other)) {
            linked[other].push(Relation {
                label: kind.inverse(),
                kind,
                is_inverse: true,
                procedure: Some(from.clone()),
                name: None,
                repealed: repealed(kind, &procedures[own]),
            });
        }
    }
}

/// Since which day a procedure takes back the plan that it relates to, and how much of it. A repeal takes
/// the plan back that it names as repealed; a partial one may say that it amends it.
fn repealed(kind: &Code, by: &Procedure) -> Option<(Date, &'static Code)> {
    let much = by.operation.repeals?;
    let is_meant = match kind.key.as_str() {
        "hebt_auf" => true,
        "aendert" => much == Repeal::Part,
        _ => false,
    };
    let since = by.in_force_since().filter(|_| is_meant)?;
    Some((since, by.operation))
}

/// Where both sides name a symmetric relation, the inverse one goes.
fn drop_doubles(relations: &mut Vec<Relation>) {
    let named: Vec<_> = relations
        .iter()
        .filter(|relation| !relation.is_inverse)
        .map(|relation| (relation.kind.key.as_str(), relation.procedure.clone()))
        .collect();
    relations.retain(|relation| {
        let own = (relation.kind.key.as_str(), relation.procedure.clone());
        !relation.is_inverse || !named.contains(&own)
    });
}

/// Whether the file of a procedure is there, and has a fault that keeps it from being read.
fn is_unread(path: &str, findings: &Findings) -> bool {
    let file = format!("content/gemeinden/{path}/verfahren.yaml");
    let mut found = findings.sorted().into_iter();
    found.any(|own| own.level == Level::Error && own.place.file.path == file)
}

fn unknown(path: &str, procedures: &[Shared<Procedure>], origin: &Origin) -> Finding {
    let finding = Finding::new(
        &UNKNOWN_PROCEDURE,
        origin.at("verfahren"),
        say(
            format!("Das Verfahren „{path}“ gibt es in diesem Portal nicht"),
            format!("There is no procedure “{path}” on this portal"),
        ),
    );
    let paths = procedures.iter().map(|other| {
        other
            .address
            .as_str()
            .trim_start_matches("verfahren/")
            .trim_end_matches('/')
    });
    finding.help(match closest(path, paths) {
        Some(meant) => say(format!("Meinen Sie {meant}?"), format!("Do you mean {meant}?")),
        None => say(
            "Schreiben Sie gemeinde/verfahren wie die Ordner, oder nennen Sie den Plan unter bezeichnung.",
            "Write gemeinde/verfahren like the folders, or name the plan under bezeichnung.",
        ),
    })
}

fn to_itself(origin: &Origin) -> Finding {
    Finding::new(
        &VAGUE_RELATION,
        origin.at("verfahren"),
        say(
            "Ein Verfahren bezieht sich nicht auf sich selbst",
            "A procedure does not relate to itself",
        ),
    )
    .help(say(
        "Nennen Sie das andere Verfahren, oder streichen Sie den Bezug.",
        "Name the other procedure, or delete the relation.",
    ))
}

fn vague(origin: &Origin) -> Finding {
    Finding::new(
        &VAGUE_RELATION,
        origin.at("art"),
        say(
            "Dieser Bezug muss genau eines nennen: verfahren oder bezeichnung",
            "This relation must name exactly one: verfahren or bezeichnung",
        ),
    )
    .help(say(
        "Schreiben Sie verfahren: gemeinde/verfahren wie die Ordner, oder bezeichnung, wenn der Plan nicht in diesem Portal steht.",
        "Write verfahren: gemeinde/verfahren like the folders, or bezeichnung where the plan is not on this portal.",
    ))
}
