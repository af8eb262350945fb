//! A small archive for tests.

use crate::finding::{File, Language, Origin, say};
use crate::law::calendar::Calendar;
use crate::law::codes::{Code, find};
use crate::law::law;
use crate::model::address::Address;
use crate::model::area::Area;
use crate::model::boundary::Boundaries;
use crate::model::document::{Document, Facts};
use crate::model::municipality::{Contact, District, Municipality, Privacy};
use crate::model::notice::Notice;
use crate::model::phase::{FormField, Phase, PhaseFacts, Statements, Time};
use crate::model::procedure::{Plan, Procedure, ProcedureFacts};
use crate::model::prose::Prose;
use crate::model::shared::Shared;
use crate::model::site::Site;
use crate::model::{Archive, MunicipalityId};
use geo::{LineString, MultiPolygon, Polygon, Rect};
use jiff::civil::{Date, date};

/// Two municipalities, three procedures; today is 10 March 2026.
pub fn archive() -> Archive {
    Archive {
        site: site(),
        districts: vec![
            district("14625", "Bautzen", "bautzen", Vec::new()),
            district(
                "14627",
                "Meißen",
                "meissen",
                vec![MunicipalityId(0), MunicipalityId(1)],
            ),
        ],
        municipalities: vec![
            municipality("14627140", "Meißen", "meissen"),
            municipality("14627210", "Radebeul", "radebeul"),
        ],
        procedures: [display(), repeated(), old()].map(Shared::new).into(),
        texts: Vec::new(),
        redirects: vec![
            (Address::new("a\"; $x.pdf"), Address::new("feed.atom")),
            (
                Address::new("verfahren/meissen/alt/"),
                Address::new("verfahren/meissen/bplan-17/"),
            ),
        ],
        boundaries: Boundaries::new(Vec::new(), Vec::new()).into(),
        today: date(2026, 3, 10),
        commit: None,
    }
}

/// Lets the first procedure's participations take statements of everyone, with every field.
pub fn take_statements(archive: &mut Archive) {
    let codes = &law().codes;
    let field = |code| FormField {
        code,
        is_required: false,
    };
    for phase in &mut archive.procedures[0].phases[1..] {
        phase.statements = Some(Statements {
            audience: code(&codes.audiences, "alle"),
            channels: Vec::new(),
            email: None,
            only_changes: false,
            form: codes.form_fields.iter().map(field).collect(),
        });
    }
}

fn site() -> Site {
    Site {
        title: say("Portal <Sachsen>", "Portal <Saxony>"),
        description: say("Bauleitplanung", "Land-use planning"),
        address: "https://beispiel.example/portal/".to_owned(),
        languages: vec![Language::German, Language::English],
        publisher: contact("Staatsregierung"),
        theme: "standard".to_owned(),
        is_example: true,
        example_day: None,
        intake: None,
        intake_key: None,
        without: Vec::new(),
        origin: origin(),
    }
}

fn district(ags: &str, name: &str, slug: &str, municipalities: Vec<MunicipalityId>) -> District {
    District {
        ags: ags.to_owned(),
        name: name.to_owned(),
        full_name: format!("Landkreis {name}"),
        address: Address::new(format!("kreise/{slug}/")),
        municipalities,
    }
}

fn municipality(ags: &str, name: &str, slug: &str) -> Municipality {
    Municipality {
        ags: ags.to_owned(),
        name: name.to_owned(),
        name_hsb: None,
        is_town: true,
        district_ags: "14627".to_owned(),
        address: Address::new(format!("gemeinden/{slug}/")),
        office: contact("Bauamt"),
        sorbian_contact: None,
        website: None,
        notice_forms: vec![code(&law().codes.notice_forms, "amtsblatt")],
        journal: None,
        journals: Vec::new(),
        display_place: None,
        keys: Vec::new(),
        retention: None,
        privacy: Privacy::default(),
        description: None,
        population: 30_000,
        origin: origin(),
    }
}

/// On display now; its area has a hole; agencies are asked later.
fn display() -> Procedure {
    let mut procedure = procedure("verfahren/meissen/bplan-17/", 0, "Am <Wein> & Berg");
    procedure.plan.number = Some("17".to_owned());
    let outer = Rect::new((380_000.0, 5_669_000.0), (380_300.0, 5_669_200.0)).to_polygon();
    let hole = Rect::new((380_100.0, 5_669_050.0), (380_200.0, 5_669_100.0)).to_polygon();
    let hole = LineString(hole.exterior().coords().rev().copied().collect());
    let polygon = Polygon::new(outer.exterior().clone(), vec![hole]);
    procedure.area = Area::new(MultiPolygon(vec![polygon]));
    let resolution = Time::Day(date(2026, 1, 14));
    let mut shown = phase(
        &procedure,
        ("02-veroeffentlichung", "veroeffentlichung"),
        Time::Span(date(2026, 3, 2), Some(date(2026, 4, 7))),
    );
    shown.notice = Some(notice(date(2026, 2, 20)));
    shown.documents = vec![document(&shown)];
    let later = Time::Span(date(2026, 5, 4), Some(date(2026, 6, 5)));
    procedure.phases = vec![
        phase(
            &procedure,
            ("01-aufstellungsbeschluss", "aufstellungsbeschluss"),
            resolution,
        ),
        shown,
        phase(
            &procedure,
            ("03-behoerdenbeteiligung", "behoerdenbeteiligung"),
            later,
        ),
    ];
    procedure
}

/// A display that was void and is announced again, without an end.
fn repeated() -> Procedure {
    let mut procedure = procedure("verfahren/radebeul/fnp-2/", 1, "Radebeul");
    procedure.plan.kind = code(&law().codes.plan_kinds, "flaechennutzungsplan");
    let mut void = phase(
        &procedure,
        ("01-veroeffentlichung", "veroeffentlichung"),
        Time::Span(date(2026, 1, 5), Some(date(2026, 2, 6))),
    );
    void.void = Some((date(2026, 2, 1), "Eine Unterlage fehlte.".to_owned()));
    let mut again = phase(
        &procedure,
        ("02-erneute-veroeffentlichung", "erneute_veroeffentlichung"),
        Time::Span(date(2026, 5, 4), None),
    );
    again.notice = Some(notice(date(2026, 3, 1)));
    again.repeats = Some(0);
    procedure.phases = vec![void, again];
    procedure
}

fn old() -> Procedure {
    let mut procedure = procedure("verfahren/radebeul/bplan-1/", 1, "Altstadt");
    let time = Time::Span(date(1998, 12, 1), Some(date(1998, 12, 31)));
    procedure.phases = vec![phase(
        &procedure,
        ("01-veroeffentlichung", "veroeffentlichung"),
        time,
    )];
    procedure
}

fn procedure(address: &str, municipality: usize, name: &str) -> Procedure {
    let codes = &law().codes;
    Procedure {
        address: Address::new(address),
        plan: Plan {
            name: name.to_owned(),
            number: None,
            kind: code(&codes.plan_kinds, "bebauungsplan"),
            kind_text: None,
        },
        more_plans: Vec::new(),
        operation: code(&codes.operations, "aufstellung"),
        amendment: None,
        undated: Vec::new(),
        track: code(&codes.tracks, "regelverfahren"),
        municipality: MunicipalityId(municipality),
        more_municipalities: Vec::new(),
        area_description: "zwischen Elbe und Bahn".to_owned(),
        parcels: None,
        area: None,
        without_area: None,
        summary: "Wohnungen am Hang.".to_owned(),
        description: None,
        planner: None,
        developer: None,
        contact: None,
        relations: Vec::new(),
        phases: Vec::new(),
        facts: ProcedureFacts::default(),
        origin: origin(),
    }
}

fn phase(procedure: &Procedure, (name, key): (&str, &str), time: Time) -> Phase {
    Phase {
        name: name.to_owned(),
        address: procedure.address.join(&format!("{name}/")),
        rule: law().phase(key, Some(time.start())).unwrap(),
        round: None,
        time,
        calendar: Calendar::SAXONY,
        wording: None,
        resolution: None,
        notice: None,
        access: Vec::new(),
        meetings: Vec::new(),
        state_portal: None,
        environment: Vec::new(),
        documents: Vec::new(),
        statements: None,
        changes: None,
        void: None,
        repeats: None,
        reason: None,
        text: None,
        facts: PhaseFacts::default(),
        origin: origin(),
    }
}

fn notice(published: Date) -> Notice {
    Notice {
        form: code(&law().codes.notice_forms, "amtsblatt"),
        organ: "Amtsblatt Nr. 2/2026".to_owned(),
        published,
        completed: published,
        text: Some(Prose::default()),
        misses_text: false,
        denies_hints: false,
        proof: None,
        hints: Vec::new(),
        origin: origin(),
    }
}

fn document(phase: &Phase) -> Document {
    Document {
        title: "Begründung".to_owned(),
        kind: code(&law().codes.document_kinds, "begruendung"),
        version: date(2026, 2, 1),
        language: "de".to_owned(),
        themes: Vec::new(),
        alternative: None,
        declared_sha256: None,
        is_personal: false,
        address: phase.address.join("Begründung #1.pdf"),
        source: "x.pdf".into(),
        facts: Facts {
            size: 7,
            sha256: "ab".repeat(32),
            ..Facts::default()
        },
        origin: origin(),
    }
}

fn contact(name: &str) -> Contact {
    Contact {
        name: name.to_owned(),
        postal_address: None,
        phone: None,
        email: None,
        hours: None,
    }
}

fn code(list: &'static [Code], key: &str) -> &'static Code {
    find(list, key).unwrap()
}

fn origin() -> Origin {
    Origin::new(&File::opaque("verfahren.yaml"), "")
}
