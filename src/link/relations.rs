//! Relations between plans, seen from both sides.

use crate::finding::{Finding, Findings, Origin, say};
use crate::law::codes::find;
use crate::law::law;
use crate::link::kinds::{UNKNOWN_PROCEDURE, VAGUE_RELATION};
use crate::load::procedure_file::RelationFile;
use crate::load::shape::closest;
use crate::model::ProcedureId;
use crate::model::address::Address;
use crate::model::procedure::{Procedure, Relation};

/// A relation as one procedure's file names it.
pub struct WrittenRelation {
    file: RelationFile,
    from: Address,
    origin: Origin,
}

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
/// procedure that is named.
pub fn link(
    relations: Vec<WrittenRelation>,
    procedures: &mut [Procedure],
    findings: &mut Findings,
) {
    for WrittenRelation { file, from, origin } in relations {
        let at = |address: &Address| {
            procedures
                .binary_search_by(|other| other.address.cmp(address))
                .ok()
        };
        let (Some(kind), Some(own)) = (find(&law().codes.relations, &file.art), at(&from)) else {
            continue;
        };
        let other = match (file.verfahren, &file.bezeichnung) {
            (Some(path), None) => match at(&Address::new(format!("verfahren/{path}/"))) {
                Some(other) => Some(other),
                None => {
                    findings.add(unknown(&path, procedures, &origin));
                    continue;
                }
            },
            (None, Some(_)) => None,
            _ => {
                findings.add(vague(&origin));
                continue;
            }
        };
        procedures[own].relations.push(Relation {
            label: kind.label(),
            kind,
            is_inverse: false,
            procedure: other.map(ProcedureId),
            name: file.bezeichnung,
        });
        // Both sides may name the relation; it is shown once.
        let is_named_there = |other: usize| {
            procedures[other].relations.iter().any(|relation| {
                relation.kind.key == kind.key && relation.procedure == Some(ProcedureId(own))
            })
        };
        if let Some(other) = other.filter(|other| !is_named_there(*other)) {
            procedures[other].relations.push(Relation {
                label: kind.inverse(),
                kind,
                is_inverse: true,
                procedure: Some(ProcedureId(own)),
                name: None,
            });
        }
    }
    for procedure in procedures {
        drop_doubles(&mut procedure.relations);
    }
}

/// Where both sides name a symmetric relation, the inverse one goes.
fn drop_doubles(relations: &mut Vec<Relation>) {
    let named: Vec<_> = relations
        .iter()
        .filter(|relation| !relation.is_inverse)
        .map(|relation| (relation.kind.key.as_str(), relation.procedure))
        .collect();
    relations.retain(|relation| {
        !relation.is_inverse || !named.contains(&(relation.kind.key.as_str(), relation.procedure))
    });
}

fn unknown(path: &str, procedures: &[Procedure], origin: &Origin) -> Finding {
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

fn vague(origin: &Origin) -> Finding {
    Finding::new(
        &VAGUE_RELATION,
        origin.at("art"),
        say(
            "Dieser Bezug muss genau eines nennen: verfahren oder bezeichnung",
            "This relation must name exactly one: verfahren or bezeichnung",
        ),
    )
}
