//! Folders to procedures.

use crate::finding::{Finding, Findings, Level, Origin, Place, say};
use crate::law::calendar::Calendar;
use crate::law::codes::{Code, find};
use crate::law::law;
use crate::law::phase_rule::PlansNamed;
use crate::link::contacts::{contact, web};
use crate::link::kept::{Linked, Now};
use crate::link::kinds::{KIND_WITHOUT_TEXT, UNKNOWN_AGS, UNUSED_TEXT};
use crate::link::municipalities::{Sought, check_folder_name, unknown_key};
use crate::link::phases;
use crate::link::relations::WrittenRelation;
use crate::link::texts::{KnownPages, Texts, pages_of};
use crate::load::content::Content;
use crate::load::document::kept::KnownDocuments;
use crate::load::procedure_file::{
    ExceptionFile, PersonFile, PlanFile, ProcedureFile, RetentionFile,
};
use crate::load::sources::{DocumentSource, ProcedureFolder, ProcedureSource, Read};
use crate::load::{self, read_procedure};
use crate::model::address::Address;
use crate::model::area::Area;
use crate::model::boundary::Boundaries;
use crate::model::municipality::Municipality;
use crate::model::procedure::{
    Exception, OtherMunicipality, Party, Plan, Procedure, ProcedureFacts,
};
use crate::model::retention::Retention;
use crate::model::shared::Shared;
use crate::model::{AT_ONCE, MunicipalityId};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// What a procedure's folder is linked with.
pub struct Around<'a> {
    /// The municipalities of the portal.
    pub municipalities: &'a [Municipality],
    /// The official list.
    pub boundaries: &'a Boundaries,
    /// The pages a text may link to.
    pub known: &'a KnownPages,
    /// All files of the content.
    pub content: &'a Content,
    /// Documents that were read before.
    pub documents: &'a KnownDocuments,
}

/// A procedure's folder, its municipality, and what it gave before if it is what it was.
pub struct Task {
    /// The municipality.
    pub id: MunicipalityId,
    /// Name of the municipality's folder.
    pub municipality: String,
    /// The folder.
    pub folder: ProcedureFolder,
    /// What it gave before.
    pub before: Option<Linked>,
}

impl Task {
    /// The folder as `gemeinde/verfahren`.
    pub fn name(&self) -> String {
        format!("{}/{}", self.municipality, self.folder.folder)
    }
}

/// Links every folder that is not what it was, on all cores.
pub fn link(tasks: Vec<Task>, around: &Around) -> Vec<Now> {
    tasks
        .into_par_iter()
        .with_max_len(AT_ONCE)
        .map(|task| linked(task, around))
        .collect()
}

fn linked(task: Task, around: &Around) -> Now {
    let name = task.name();
    let stamp = task.folder.stamp;
    let before = task
        .before
        .filter(|before| before.stands_among(around.known));
    let linked = match (before, task.folder.read) {
        (Some(before), None) => before,
        (_, read) => {
            let read = read.unwrap_or_else(|| {
                // It is what it was, but a page came or went that it links to.
                let municipality = around.municipalities.get(task.id.0);
                let content = around.content;
                let around = load::procedure::Around {
                    boundaries: around.boundaries,
                    documents: around.documents,
                    ags: municipality.map(|own| own.ags.as_str()),
                };
                let folder = (task.folder.folder.as_str(), content.of_procedure(&name));
                read_procedure(&task.municipality, folder, &around)
            });
            of_read(task.id, &name, read, around)
        }
    };
    Now {
        name,
        stamp,
        linked,
    }
}

fn of_read(id: MunicipalityId, name: &str, read: Read, around: &Around) -> Linked {
    let mut findings = read.found;
    let Some(source) = read.source else {
        return Linked {
            found: findings,
            ..Linked::default()
        };
    };
    let pages = pages_of(name, &source.written.value);
    let (procedure, asked) = procedure(id, name, source, around, &mut findings);
    Linked {
        procedure: procedure.map(|(own, relations)| (Shared::new(own), relations)),
        pages,
        asked,
        found: findings,
    }
}

type Named = (Procedure, Vec<WrittenRelation>);

fn procedure(
    id: MunicipalityId,
    name: &str,
    source: ProcedureSource,
    around: &Around,
    findings: &mut Findings,
) -> (Option<Named>, BTreeMap<String, bool>) {
    let origin = Origin::new(&source.written.file, "");
    let folder = name.rsplit('/').next().unwrap_or_default();
    check_folder_name(folder, &origin, findings);
    let address = Address::new(format!("verfahren/{name}/"));
    let ProcedureSource {
        written,
        texts,
        unread,
        area,
        documents,
    } = source;
    let mut file = written.value;
    let mut texts = Texts::new(&address, (texts, unread), around.known, &file);
    let relations = WrittenRelation::take(std::mem::take(&mut file.bezuege), &address, &origin);
    let seat = around.municipalities.get(id.0);
    let calendar = seat.map_or(Calendar::SAXONY, |own| Calendar::at(&own.ags));
    let phase_files = std::mem::take(&mut file.phasen);
    let plans = plans_named(&file);
    let (phases, undated) = phases::link(
        phase_files,
        (&documents, calendar, &plans),
        &mut texts,
        &origin,
        findings,
    );
    let description = texts.read_named(
        file.beschreibung.take(),
        true,
        &origin.child("beschreibung"),
        findings,
    );
    report_unused(&texts, findings);
    let asked = texts.asked();
    let procedure = Parts {
        id,
        address: address.clone(),
        area,
        origin,
        description,
        phases,
        undated,
    }
    .complete(file, around, findings);
    (procedure.map(|own| (own, relations)), asked)
}

/// What names the phases: all plans of the procedure, and what happens to them.
fn plans_named(file: &ProcedureFile) -> PlansNamed {
    let codes = &law().codes;
    let more = file.weitere_plaene.iter().map(|plan| &plan.planart);
    let kinds = std::iter::once(&file.planart).chain(more);
    let operation = (file.vorgang.as_deref()).and_then(|own| find(&codes.operations, own));
    PlansNamed {
        kinds: kinds
            .filter_map(|kind| find(&codes.plan_kinds, kind))
            .collect(),
        repeals: operation.and_then(|own| own.repeals),
    }
}

fn report_unused(texts: &Texts, findings: &mut Findings) {
    for file in texts.unused() {
        let name = file.path.rsplit('/').next().unwrap_or_default();
        let place = crate::finding::Place::whole(file);
        let finding = Finding::new(
            &UNUSED_TEXT,
            place,
            say(
                format!("{name} wird auf keiner Seite gezeigt"),
                format!("{name} is shown on no page"),
            ),
        );
        findings.add(finding.help(say(
            format!("Nennen Sie die Datei in verfahren.yaml (beschreibung: {name} oder text: {name}) oder löschen Sie sie."),
            format!("Name the file in verfahren.yaml (beschreibung: {name} or text: {name}), or delete it."),
        )));
    }
}

/// What is known of a procedure before its own keys are read.
struct Parts {
    id: MunicipalityId,
    address: Address,
    area: Option<Area>,
    origin: Origin,
    description: Option<crate::model::prose::Prose>,
    phases: Vec<crate::model::phase::Phase>,
    undated: Vec<crate::model::phase::UndatedPhase>,
}

impl Parts {
    /// None if a word of a closed list is unknown; `load` reported it.
    fn complete(
        self,
        file: ProcedureFile,
        around: &Around,
        findings: &mut Findings,
    ) -> Option<Procedure> {
        let codes = &law().codes;
        let origin = self.origin;
        let named = PlanFile {
            planname: file.planname,
            nummer: file.nummer,
            planart: file.planart,
        };
        let others = file.weitere_plaene.into_iter().enumerate();
        let more_plans = others.filter_map(|(at, named)| {
            let origin = origin.child(&format!("weitere_plaene[{at}]"));
            plan(named, None, &origin, findings)
        });
        let more_plans = more_plans.collect();
        let party = |file: Option<PersonFile>, key: &str, findings: &mut Findings| {
            file.map(|file| party(file, &origin.child(key), findings))
        };
        Some(Procedure {
            plan: plan(named, file.planart_text, &origin, findings)?,
            more_plans,
            operation: find(
                &codes.operations,
                file.vorgang.as_deref().unwrap_or("aufstellung"),
            )?,
            amendment: file.aenderung_nummer,
            track: find(&codes.tracks, &file.verfahrensart)?,
            municipality: self.id,
            more_municipalities: others_of(
                &file.weitere_gemeinden,
                self.id,
                around,
                &origin,
                findings,
            ),
            area_description: file.geltungsbereich.beschreibung,
            parcels: file.geltungsbereich.flurstuecke,
            area: self.area,
            without_area: file.geltungsbereich.ohne_flaeche,
            summary: file.kurzbeschreibung.trim().to_owned(),
            description: self.description,
            planner: party(file.planer, "planer", findings),
            developer: party(file.vorhabentraeger, "vorhabentraeger", findings),
            contact: file
                .kontakt
                .map(|file| contact(file, &origin.child("kontakt"), findings)),
            relations: Vec::new(),
            facts: ProcedureFacts {
                floor_area: file.grundflaeche,
                contract_signed: file.durchfuehrungsvertrag.map(|day| day.0),
                is_cross_border: file.grenzueberschreitend,
                is_derived: file.aus_fnp_entwickelt,
                approval_requested: file.genehmigung_beantragt.map(|day| day.0),
                retention: file.aufbewahrung.map(retention),
                exceptions: file.ausnahmen.into_iter().map(exception).collect(),
            },
            phases: self.phases,
            undated: self.undated,
            address: self.address,
            origin,
        })
    }
}

/// How long statements are kept.
pub fn retention(file: RetentionFile) -> Retention {
    Retention {
        years: file.jahre,
        hold: file.gesperrt,
    }
}

fn exception(file: ExceptionFile) -> Exception {
    Exception {
        rule: file.regel,
        reason: file.grund,
    }
}

fn plan(
    file: PlanFile,
    text: Option<String>,
    origin: &Origin,
    findings: &mut Findings,
) -> Option<Plan> {
    let kind: &'static Code = find(&law().codes.plan_kinds, &file.planart)?;
    if kind.needs_text && text.is_none() {
        let finding = Finding::new(
            &KIND_WITHOUT_TEXT,
            origin.at("planart"),
            say(
                format!("Zu „{}“ fehlt die Art des Plans in Worten", kind.key),
                format!("The kind of plan in words is missing beside “{}”", kind.key),
            ),
        );
        findings.add(finding.help(say(
            "Ergänzen Sie planart_text, zum Beispiel planart_text: Gestaltungssatzung.",
            "Add planart_text, for example planart_text: Gestaltungssatzung.",
        )));
    }
    Some(Plan {
        name: file.planname,
        number: file.nummer,
        kind,
        kind_text: text,
    })
}

fn party(file: PersonFile, origin: &Origin, findings: &mut Findings) -> Party {
    let website = web(file.website, &origin.child("website"), findings);
    Party {
        name: file.name,
        seat: file.ort,
        website,
    }
}

fn others_of(
    keys: &[String],
    own: MunicipalityId,
    around: &Around,
    origin: &Origin,
    findings: &mut Findings,
) -> Vec<OtherMunicipality> {
    let own = around.municipalities.get(own.0);
    let own_district = own.map(|own| own.district_ags.as_str());
    let mut others = Vec::new();
    for (at, ags) in keys.iter().enumerate() {
        if own.is_some_and(|own| own.ags == *ags) {
            findings.add(own_key(origin.at(&format!("weitere_gemeinden[{at}]"))));
            continue;
        }
        match around.boundaries.municipality(ags) {
            Some(territory) => others.push(OtherMunicipality {
                ags: ags.clone(),
                name: territory.name.clone(),
                id: around
                    .municipalities
                    .iter()
                    .position(|own| own.ags == *ags)
                    .map(MunicipalityId),
            }),
            None => {
                let origin = origin.child(&format!("weitere_gemeinden[{at}]"));
                // A plan is made with neighbours, which mostly lie in the same district.
                let sought = Sought {
                    ags,
                    name: "",
                    district_ags: own_district,
                };
                findings.add(unknown_key(&sought, around.boundaries, &origin));
            }
        }
    }
    others
}

fn own_key(place: Place) -> Finding {
    Finding::new(
        &UNKNOWN_AGS,
        place,
        say(
            "Dieser Schlüssel ist der eigenen Gemeinde; weitere sind andere",
            "This key is the municipality's own; further ones are others",
        ),
    )
    .help(say(
        "Nennen Sie den Schlüssel der Nachbargemeinde, oder streichen Sie weitere_gemeinden.",
        "Name the neighbour's key, or delete weitere_gemeinden.",
    ))
    .at_level(Level::Warning)
}

/// The documents of a procedure by their path in its folder.
pub type Documents = BTreeMap<String, DocumentSource>;
