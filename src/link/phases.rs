//! A file's phases to phases of the model.

use crate::finding::{Finding, Findings, Origin, say};
use crate::law::calendar::Calendar;
use crate::law::codes::{Code, find};
use crate::law::form::fields;
use crate::law::law;
use crate::law::phase_rule::{PhaseRule, PlansNamed};
use crate::law::wording::row_day;
use crate::link::contacts::{email, web};
use crate::link::documents;
use crate::link::kinds::{
    ASKED_TWICE, DAY_OR_SPAN, DOUBLE_PHASE, NEVER_REQUIRED, NO_ROOM, PHASE_NAME, UNKNOWN_REPEATED,
};
use crate::link::meetings;
use crate::link::procedures::Documents;
use crate::link::texts::Texts;
use crate::load::procedure_file::{
    AccessFile, EnvironmentFile, FormFieldFile, NoticeFile, PhaseFile, RepliesFile, ResolutionFile,
    StatementsFile,
};
use crate::load::shape::closest;
use crate::load::value::End;
use crate::model::notice::{Notice, Proof};
use crate::model::phase::{
    Access, EnvironmentalInformation, FormField, Phase, PhaseFacts, Replies, Resolution,
    Statements, Time, UndatedPhase,
};

/// The phases of a procedure, in the planner's order. A phase whose kind or time is not known is
/// left out; a finding says why.
pub fn link(
    files: Vec<PhaseFile>,
    around: (&Documents, Calendar, &PlansNamed),
    texts: &mut Texts,
    origin: &Origin,
    findings: &mut Findings,
) -> (Vec<Phase>, Vec<UndatedPhase>) {
    let names: Vec<String> = files.iter().map(|file| file.kennung.clone()).collect();
    let (mut phases, mut undated) = (Vec::new(), Vec::new());
    for (at, file) in files.into_iter().enumerate() {
        let origin = origin.child(&format!("phasen[{at}]"));
        check_name(&names, at, &origin, findings);
        if file.ohne_datum.is_some() {
            let known = without_days(file, around.2, phases.len(), &origin, findings);
            undated.extend(known);
            continue;
        }
        let repeated = file.wiederholt.clone();
        let linked = phase(file, around, texts, origin.clone(), findings);
        if let Some(mut phase) = linked {
            phase.repeats = repeated.and_then(|name| {
                let earlier = phases.iter().position(|other: &Phase| other.name == name);
                if earlier.is_none() {
                    findings.add(unknown_repeated(&name, &names[..at], &origin));
                }
                earlier
            });
            phases.push(phase);
        }
    }
    (phases, undated)
}

/// A phase of which only the kind and its place in the course are known. What needs days, a page or
/// a folder cannot belong to it.
fn without_days(
    file: PhaseFile,
    plans: &PlansNamed,
    before: usize,
    origin: &Origin,
    findings: &mut Findings,
) -> Option<UndatedPhase> {
    let rule = law().phase_of(&file.art, None, plans)?;
    let needs_days = [
        ("datum", file.datum.is_some()),
        ("zeitraum", file.zeitraum.is_some()),
        ("unterlagen", !file.unterlagen.is_empty()),
        ("bekanntmachung", file.bekanntmachung.is_some()),
        ("stellungnahmen", file.stellungnahmen.is_some()),
        ("unwirksam", file.unwirksam.is_some()),
        ("wiederholt", file.wiederholt.is_some()),
        ("zugang", file.zugang.is_some()),
        ("termine", !file.termine.is_empty()),
        ("landesportal", file.landesportal.is_some()),
        ("umweltinformationen", !file.umweltinformationen.is_empty()),
        ("aenderungen", file.aenderungen.is_some()),
        ("mitteilung", file.mitteilung.is_some()),
        ("fassung", file.fassung.is_some()),
        ("grund", file.grund.is_some()),
        ("text", file.text.is_some()),
    ];
    for (key, _) in needs_days.into_iter().filter(|(_, is_written)| *is_written) {
        findings.add(days_and_none(key, origin));
    }
    Some(UndatedPhase {
        name: file.kennung,
        rule,
        round: file.durchgang,
        resolution: file.beschluss.map(resolution),
        reason: file.ohne_datum?,
        before,
    })
}

fn days_and_none(key: &str, origin: &Origin) -> Finding {
    Finding::new(
        &DAY_OR_SPAN,
        origin.at(key),
        say(
            format!("Eine Phase mit ohne_datum hat kein {key}"),
            format!("A phase with ohne_datum has no {key}"),
        ),
    )
    .help(say(
        "Ist der Tag oder Zeitraum bekannt, schreiben Sie ihn statt ohne_datum; sonst nur kennung, art, \
         durchgang, beschluss und ohne_datum.",
        "If the day or period is known, write it instead of ohne_datum; otherwise only kennung, art, \
         durchgang, beschluss and ohne_datum.",
    ))
}

fn phase(
    file: PhaseFile,
    (read, calendar, plans): (&Documents, Calendar, &PlansNamed),
    texts: &mut Texts,
    origin: Origin,
    findings: &mut Findings,
) -> Option<Phase> {
    let time = time(&file, &origin, findings)?;
    // A chosen wording chooses the row of the table as its days would.
    let day = row_day(file.fassung.as_deref(), time.start());
    let rule = law().phase_of(&file.art, Some(day), plans)?;
    let denies_access = file.zugang.as_ref().is_some_and(Vec::is_empty);
    let name = file.kennung;
    let address = texts.procedure().join(&format!("{name}/"));
    let documents = documents::link(file.unterlagen, &name, &address, read, &origin);
    let proof = file.bekanntmachung.as_ref().and_then(|notice| {
        let proof = notice.nachweis.as_ref()?;
        documents::proof(proof, &name, &address, read)
    });
    let notice = file.bekanntmachung.and_then(|file| {
        let origin = origin.child("bekanntmachung");
        notice_of(file, proof, texts, &origin, findings)
    });
    let environment = file.umweltinformationen.into_iter();
    Some(Phase {
        rule,
        round: file.durchgang,
        time,
        calendar,
        wording: file.fassung.map(|wording| (wording, file.fassung_grund)),
        resolution: file.beschluss.map(resolution),
        notice,
        access: file
            .zugang
            .into_iter()
            .flatten()
            .filter_map(access)
            .collect(),
        meetings: meetings::link(file.termine, &origin),
        state_portal: web(file.landesportal, &origin.child("landesportal"), findings),
        environment: environment.filter_map(environmental_information).collect(),
        documents,
        statements: file
            .stellungnahmen
            .and_then(|file| statements(file, &origin.child("stellungnahmen"), findings)),
        changes: file.aenderungen,
        void: file.unwirksam.map(|void| (void.datum.0, void.grund)),
        repeats: None,
        reason: file.grund,
        text: texts.read_named(file.text, false, &origin.child("text"), findings),
        facts: PhaseFacts {
            denies_access,
            no_environmental_statements: file.ohne_umweltstellungnahmen,
            basics_affected: file.grundzuege_beruehrt,
            replies: file.mitteilung.map(replies),
            displayed_until: file.auslegung_bis.map(|day| day.0),
            assessment_portal: web(file.uvp_portal, &origin.child("uvp_portal"), findings),
            agencies_told: file.behoerden_benachrichtigt.map(|day| day.0),
        },
        name,
        address,
        origin,
    })
}

/// When the phase is; a day phase needs `datum`, a span phase `zeitraum`.
fn time(file: &PhaseFile, origin: &Origin, findings: &mut Findings) -> Option<Time> {
    let rule = law().phase(&file.art, None)?;
    match (rule.is_span, &file.datum, &file.zeitraum) {
        (true, None, Some(period)) => {
            let end = match period.ende {
                End::Day(day) => Some(day),
                End::Open => None,
            };
            Some(Time::Span(period.beginn.0, end))
        }
        (false, Some(day), None) => Some(Time::Day(day.0)),
        (true, Some(day), None) if rule.may_be_one_day => Some(Time::Day(day.0)),
        _ => {
            findings.add(wrong_time(rule, file, origin));
            None
        }
    }
}

fn wrong_time(rule: &PhaseRule, file: &PhaseFile, origin: &Origin) -> Finding {
    let key = if rule.is_span && file.datum.is_some() {
        "datum"
    } else if !rule.is_span && file.zeitraum.is_some() {
        "zeitraum"
    } else {
        "art"
    };
    let beginning = file.zeitraum.as_ref().map(|period| period.beginn.0);
    let (what_de, what_en, help) = match (rule.is_span, &file.datum, beginning) {
        (true, Some(day), None) => (
            "braucht zeitraum statt datum",
            "needs zeitraum instead of datum",
            format!("zeitraum: {{beginn: {}, ende: …}}", day.0),
        ),
        (true, ..) => (
            "hat einen ersten und einen letzten Tag",
            "has a first and a last day",
            "zeitraum: {beginn: 2026-03-02, ende: 2026-04-01}".to_owned(),
        ),
        (false, None, Some(beginning)) => (
            "braucht datum statt zeitraum",
            "needs datum instead of zeitraum",
            format!("datum: {beginning}"),
        ),
        (false, ..) => (
            "geschieht an einem Tag",
            "happens on one day",
            "datum: 2026-03-02".to_owned(),
        ),
    };
    let finding = Finding::new(
        &DAY_OR_SPAN,
        origin.at(key),
        say(
            format!("„{}“ {what_de}", rule.label.de),
            format!("“{}” {what_en}", rule.label.en),
        ),
    )
    .help(say(
        format!("Schreiben Sie nur {help}."),
        format!("Write only {help}."),
    ));
    if rule.puts_in_force && file.zeitraum.is_some() {
        return finding.because(say(
            "Ein Plan in Kraft bleibt auf Dauer abrufbar (§ 6a Abs. 2, § 10a Abs. 2 BauGB); nach einem Zeitraum verschwände er.",
            "A plan in force stays accessible for good (§ 6a (2), § 10a (2) BauGB); after a period it would vanish.",
        ));
    }
    finding
}

fn check_name(names: &[String], at: usize, origin: &Origin, findings: &mut Findings) {
    let name = &names[at];
    let mut words = name.split('-');
    let is_word = |word: &str| {
        !word.is_empty()
            && word
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    let number = words.next().unwrap_or_default();
    let has_number = number.len() == 2 && number.bytes().all(|byte| byte.is_ascii_digit());
    if !has_number || words.clone().next().is_none() || !words.all(is_word) {
        findings.add(
            Finding::new(&PHASE_NAME, origin.at("kennung"), say(
                format!("„{name}“ wird Ordner und dauerhafte Adresse der Phase und hat nicht die Form 03-veroeffentlichung"),
                format!("“{name}” becomes the phase's folder and permanent address and is not of the form 03-veroeffentlichung"),
            ))
            .help(say(
                "Zwei Ziffern, ein Bindestrich, dann Kleinbuchstaben, Ziffern und Bindestriche.",
                "Two digits, a hyphen, then small letters, digits and hyphens.",
            )),
        );
    }
    if names[..at].contains(name) {
        findings.add(
            Finding::new(
                &DOUBLE_PHASE,
                origin.at("kennung"),
                say(
                    format!("Die Kennung „{name}“ kommt in diesem Verfahren schon vor"),
                    format!("The name “{name}” occurs in this procedure already"),
                ),
            )
            .help(say(
                "Geben Sie dieser Phase eine eigene Kennung und ihrem Ordner denselben Namen.",
                "Give this phase a name of its own, and its folder the same.",
            )),
        );
    }
}

fn unknown_repeated(name: &str, earlier: &[String], origin: &Origin) -> Finding {
    let finding = Finding::new(
        &UNKNOWN_REPEATED,
        origin.at("wiederholt"),
        say(
            format!("Vor dieser Phase gibt es keine mit der Kennung „{name}“"),
            format!("There is no phase “{name}” before this one"),
        ),
    );
    match closest(name, earlier.iter().map(String::as_str)) {
        Some(meant) => finding.help(say(
            format!("Meinen Sie {meant}?"),
            format!("Do you mean {meant}?"),
        )),
        None => finding,
    }
}

fn notice_of(
    file: NoticeFile,
    proof: Option<Proof>,
    texts: &mut Texts,
    origin: &Origin,
    findings: &mut Findings,
) -> Option<Notice> {
    let codes = &law().codes;
    let names_text = file.text.is_some();
    let text = texts.read_named(file.text, true, &origin.child("text"), findings);
    Some(Notice {
        form: find(&codes.notice_forms, &file.form)?,
        organ: file.organ,
        published: file.veroeffentlicht.0,
        completed: file.vollzogen.unwrap_or(file.veroeffentlicht).0,
        misses_text: names_text && text.is_none(),
        text,
        proof,
        denies_hints: file.hinweise.as_ref().is_some_and(Vec::is_empty),
        hints: words(&codes.hints, &file.hinweise.unwrap_or_default()),
        origin: origin.clone(),
    })
}

fn words(list: &'static [Code], keys: &[String]) -> Vec<&'static Code> {
    keys.iter().filter_map(|key| find(list, key)).collect()
}

fn resolution(file: ResolutionFile) -> Resolution {
    Resolution {
        number: file.nummer,
        date: file.datum.map(|day| day.0),
        body: file.gremium,
    }
}

fn replies(file: RepliesFile) -> Replies {
    Replies {
        date: file.datum.0,
        persons: file.personen,
        place: file.ort,
    }
}

fn access(file: AccessFile) -> Option<Access> {
    let kind = find(&law().codes.access_kinds, &file.art)?;
    Some(Access {
        kind,
        place: file.ort,
        postal_address: file.anschrift,
        hours: file.zeiten,
    })
}

fn environmental_information(file: EnvironmentFile) -> Option<EnvironmentalInformation> {
    let theme = find(&law().codes.themes, &file.thema)?;
    Some(EnvironmentalInformation {
        theme,
        keywords: file.stichworte,
        source: file.quelle,
    })
}

fn statements(
    file: StatementsFile,
    origin: &Origin,
    findings: &mut Findings,
) -> Option<Statements> {
    let codes = &law().codes;
    free_to_leave_out(&file, origin, findings);
    asked_once(&file, origin, findings);
    room_for_statement(&file, origin, findings);
    Some(Statements {
        audience: find(&codes.audiences, &file.von)?,
        channels: words(&codes.channels, &file.wege),
        email: email(file.email, &origin.child("email"), findings),
        only_changes: file.nur_aenderungen,
        form: form(&file.formular, &file.von),
    })
}

/// A form asks the same once.
fn asked_once(file: &StatementsFile, origin: &Origin, findings: &mut Findings) {
    for (at, field) in file.formular.iter().enumerate() {
        let name = &field.feld;
        if file.formular[..at].iter().all(|other| other.feld != *name) {
            continue;
        }
        let place = origin.at(&format!("formular[{at}].feld"));
        findings.add(
            Finding::new(
                &ASKED_TWICE,
                place,
                say(
                    format!("Das Formular fragt „{name}“ schon weiter oben"),
                    format!("The form asks “{name}” further up already"),
                ),
            )
            .help(say(
                "Streichen Sie eines der beiden Felder.",
                "Delete one of the two fields.",
            )),
        );
    }
}

/// A form has a field in which somebody can say something.
fn room_for_statement(file: &StatementsFile, origin: &Origin, findings: &mut Findings) {
    let mut fields = file.formular.iter().map(|field| field.feld.as_str());
    if file.formular.is_empty() || fields.any(|field| ["text", "anlage"].contains(&field)) {
        return;
    }
    findings.add(
        Finding::new(
            &NO_ROOM,
            origin.at("formular"),
            say(
                "Das Formular hat weder ein Feld für die Stellungnahme noch eines für Anlagen",
                "The form has a field neither for the statement nor for attachments",
            ),
        )
        .because(say(
            "Während der Frist können Stellungnahmen abgegeben werden (§ 3 Abs. 2 Satz 4 Nr. 1 BauGB); in diesem Formular kann niemand etwas schreiben.",
            "During the period statements can be given (§ 3 (2) sentence 4 no. 1 BauGB); nobody can write anything in this form.",
        ))
        .help(say(
            "Ergänzen Sie {feld: text}.",
            "Add {feld: text}.",
        )),
    );
}

/// Everyone can give a statement, also without a name (§ 3 Abs. 2 Satz 4 Nr. 1 BauGB); agencies say who they are.
fn free_to_leave_out(file: &StatementsFile, origin: &Origin, findings: &mut Findings) {
    if file.von == "behoerden" {
        return;
    }
    let is_personal = |key: &str| ["name", "anschrift", "email"].contains(&key);
    let tells_of_people = |key: &str| ["betroffenheit", "organisation", "antwort"].contains(&key);
    for (at, field) in file.formular.iter().enumerate() {
        let name = &field.feld;
        let words = match name.as_str() {
            key if is_personal(key) => say(
                format!("„{name}“ kann kein Pflichtfeld sein; das Formular fragt es freiwillig"),
                format!("“{name}” cannot be required; the form leaves it to people"),
            ),
            key if tells_of_people(key) => say(
                format!("„{name}“ ist ein Pflichtfeld; niemand muss etwas von sich sagen"),
                format!("“{name}” is required; nobody has to tell anything of themselves"),
            ),
            _ => continue,
        };
        if !field.pflicht {
            continue;
        }
        let place = origin.at(&format!("formular[{at}].pflicht"));
        findings.add(
            Finding::new(&NEVER_REQUIRED, place, words)
            .because(say(
                "Stellung nehmen kann jeder, auch ohne sich zu nennen (§ 3 Abs. 2 Satz 4 Nr. 1 BauGB); mehr Daten als nötig werden nicht verlangt (Art. 5 Abs. 1 Buchst. c DSGVO).",
                "Everyone can give a statement, also without a name (§ 3 (2) sentence 4 no. 1 BauGB); no more data than needed are asked for (Art. 5 (1) c GDPR).",
            ))
            .help(say("Streichen Sie pflicht: true.", "Delete pflicht: true.")),
        );
    }
}

/// The fields of the form, as the closed list has them.
fn form(named: &[FormFieldFile], audience: &str) -> Vec<FormField> {
    let named = named.iter().map(|own| (own.feld.as_str(), own.pflicht));
    let field = |(code, is_required)| FormField { code, is_required };
    fields(named, audience).into_iter().map(field).collect()
}
