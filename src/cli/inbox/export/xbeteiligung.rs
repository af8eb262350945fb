//! A statement as message 0701 of XBeteiligung 1.2 (`allgemein.stellungnahme.Neuabgegeben.0701`), for the
//! software in which the municipality weighs. Attachments lie beside the message, as the standard's
//! `anhang` has it.
//!
//! The lists of steps and sub-steps are external and differ between installations, so the codes can
//! be set. Letters that DIN 91379 does not know (pictures, for instance) become `?`; the page of the
//! statement keeps them.

use super::xml::Xml;
use super::{Row, escaped};
use crate::cli::portal::read_folder;
use crate::cli::server::{now, words};
use crate::finding::{Findings, Language, both};
use crate::inbox::State;
use crate::inbox::opened::Opened;
use crate::inbox::receipt::in_berlin;
use crate::inbox::statement::sha256;
use crate::law::phase_rule::PhaseRule;
use crate::model::Archive;
use crate::model::municipality::Municipality;
use crate::model::phase::Phase;
use crate::model::procedure::Procedure;
use anyhow::{Context, Result, bail};
use clap::{Arg, ArgMatches, Command};
use std::path::Path;

const NAME: &str = "allgemein.stellungnahme.Neuabgegeben.0701";
const LIST: &str = "urn:xoev-de:xleitstelle:codeliste:";

/// The arguments that only this format reads.
pub fn arguments(command: Command, language: Language) -> Command {
    let say = |de, en| words(language, de, en);
    let text = |name: &'static str, value, de, en| {
        Arg::new(name)
            .long(name)
            .value_name(value)
            .help(say(de, en))
    };
    command
        .arg(
            text(
                "site",
                say("ORDNER", "FOLDER"),
                "Für XBeteiligung: Ordner des Portals mit site.toml",
                "For XBeteiligung: folder of the portal with site.toml",
            )
            .default_value("."),
        )
        .arg(text(
            "vorgang",
            "ID",
            "Für XBeteiligung: Vorgangs-ID aus der Nachricht 0401; sonst die Adresse des Verfahrens",
            "For XBeteiligung: id of the case from message 0401; else the procedure's address",
        ))
        .arg(text(
            "plan",
            "ID",
            "Für XBeteiligung: Plan-ID; sonst die Adresse des Verfahrens",
            "For XBeteiligung: id of the plan; else the procedure's address",
        ))
        .arg(text(
            "beteiligung",
            "ID",
            "Für XBeteiligung: Beteiligungs-ID; sonst die Adresse der Phase",
            "For XBeteiligung: id of the participation; else the phase's address",
        ))
        .arg(text(
            "schritt",
            "CODE",
            "Für XBeteiligung: Verfahrensschritt; sonst aus der Art der Phase",
            "For XBeteiligung: step of the procedure; else from the kind of phase",
        ))
        .arg(text(
            "teilschritt",
            "CODE",
            "Für XBeteiligung: Verfahrensteilschritt; sonst wie der Schritt",
            "For XBeteiligung: sub-step; else like the step",
        ))
        .arg(text(
            "leser",
            say("KENNUNG=NAME", "ID=NAME"),
            "Für XBeteiligung: an wen die Nachricht geht; sonst an die Gemeinde",
            "For XBeteiligung: who the message is for; else the municipality",
        ))
}

/// What all messages share.
pub struct Messages<'a> {
    archive: Archive,
    arguments: &'a ArgMatches,
}

/// What a statement belongs to.
struct Case<'a> {
    procedure: &'a Procedure,
    phase: &'a Phase,
    municipality: &'a Municipality,
}

impl<'a> Messages<'a> {
    /// Reads the portal that the statements belong to.
    pub fn new(arguments: &'a ArgMatches) -> Result<Self> {
        let site = arguments
            .get_one::<String>("site")
            .map_or(".", String::as_str);
        let portal = read_folder(Path::new(site), None, &mut Findings::default())?;
        let archive = portal.context("site.toml: offenlage check")?.archive;
        Ok(Self { archive, arguments })
    }

    /// Refuses where a statement belongs to no phase of this portal.
    pub fn check(&self, all: &[Opened]) -> Result<()> {
        let mut there = all.iter().filter(|opened| opened.statement.is_some());
        there.try_for_each(|opened| self.case(opened).map(|_| ()))
    }

    fn case(&self, opened: &Opened) -> Result<Case<'_>> {
        let clear = &opened.entry.clear;
        let cases = self.archive.procedures.iter();
        let mut cases = cases
            .flat_map(|procedure| procedure.phases.iter().map(move |phase| (procedure, phase)));
        let found = cases.find(|(_, phase)| phase.address.as_str() == clear.phase);
        let (procedure, phase) = found.with_context(|| {
            let why = both("ist nicht in diesem Portal", "is not in this portal");
            format!("{}: {} {why}", clear.number, clear.phase)
        })?;
        if phase.rule.is_related {
            bail!(
                "{}: {}",
                clear.number,
                both(
                    "XBeteiligung gibt es hier nur für die Bauleitplanung",
                    "XBeteiligung is here for land-use planning only"
                )
            );
        }
        let municipality = self.archive.municipality(procedure.municipality);
        Ok(Case {
            procedure,
            phase,
            municipality,
        })
    }

    fn argument(&self, name: &str) -> Option<&str> {
        self.arguments.get_one::<String>(name).map(String::as_str)
    }

    /// The message; none of a statement that was taken back, replaced or deleted.
    pub fn message(&self, row: &Row) -> Result<Option<String>> {
        let is_there = row.opened.entry.state == State::Received;
        let Some(statement) = row.opened.statement.as_ref().filter(|_| is_there) else {
            return Ok(None);
        };
        let case = self.case(&row.opened)?;
        let mut xml = Xml(String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"));
        let root = format!("xbeteiligung:{NAME}");
        xml.0.push_str(&format!(
            "<{root} produkt=\"offenlage\" produkthersteller=\"offenlage\" produktversion=\"{}\" \
             standard=\"XBeteiligung\" version=\"1.2\" \
             xmlns:xbeteiligung=\"https://www.xleitstelle.de/xbeteiligung/12\" \
             xmlns:bn-g2g=\"http://xoev.de/schemata/basisnachricht/g2g/1_1\" \
             xmlns:bn-kom=\"http://xoev.de/schemata/basisnachricht/kommunikation/1_1\" \
             xmlns:bn-beh=\"http://xoev.de/schemata/basisnachricht/behoerde/1_1\">\n",
            env!("CARGO_PKG_VERSION"),
        ));
        self.head(&mut xml, &case, &statement.number);
        xml.within("xbeteiligung:nachrichteninhalt", |xml| {
            let own = case.procedure.address.as_str().trim_matches('/');
            xml.token(
                "xbeteiligung:vorgangsID",
                self.argument("vorgang").unwrap_or(own),
            );
            xml.within("xbeteiligung:stellungnahme", |xml| {
                self.statement(xml, row, &case)
            });
        });
        xml.0.push_str(&format!("</{root}>\n"));
        Ok(Some(xml.0))
    }

    /// Who writes to whom, and when.
    fn head(&self, xml: &mut Xml, case: &Case<'_>, number: &str) {
        let own = (
            format!("ags:{}", case.municipality.ags),
            case.municipality.full_name().de,
        );
        let reader = self
            .argument("leser")
            .and_then(|leser| leser.split_once('='));
        let reader = reader.map(|(id, name)| (id.trim().to_owned(), name.trim().to_owned()));
        let email = case.municipality.office.email.as_deref();
        xml.within("bn-g2g:nachrichtenkopf.g2g", |xml| {
            xml.within("bn-g2g:identifikation.nachricht", |xml| {
                xml.token("bn-g2g:nachrichtenUUID", &uuid(number));
                let list = format!("{LIST}xbeteiligung-nachrichten");
                xml.code("bn-g2g:nachrichtentyp", (&list, "1.2"), "0701", Some(NAME));
                let created = in_berlin(now().as_millisecond());
                xml.token("bn-g2g:erstellungszeitpunkt", &created);
            });
            let reader_email = if reader.is_some() { None } else { email };
            let reader = reader.as_ref().unwrap_or(&own);
            xml.within("bn-g2g:leser", |xml| authority(xml, reader, reader_email));
            xml.within("bn-g2g:autor", |xml| authority(xml, &own, email));
        });
    }

    /// The step and sub-step of the procedure.
    fn steps(&self, xml: &mut Xml, rule: &PhaseRule) {
        let step = self.argument("schritt").unwrap_or_else(|| step(rule));
        let sub_step = self.argument("teilschritt").unwrap_or(step);
        let list = ("verfahrensschrittkommunal", "1");
        code(xml, "verfahrensschrittKommunal", list, step);
        let list = ("verfahrensteilschritt", "1");
        code(xml, "verfahrensteilschritt", list, sub_step);
    }

    /// The elements in the order of the type `Stellungnahme`.
    fn statement(&self, xml: &mut Xml, row: &Row, case: &Case<'_>) {
        let clear = &row.opened.entry.clear;
        let plan = case.procedure.address.as_str().trim_matches('/');
        let phase = case.phase.address.as_str().trim_matches('/');
        xml.token("xbeteiligung:stellungnahmeID", &clear.number);
        xml.token("xbeteiligung:planID", self.argument("plan").unwrap_or(plan));
        xml.token(
            "xbeteiligung:beteiligungsID",
            self.argument("beteiligung").unwrap_or(phase),
        );
        code(xml, "status", ("statusderstellungnahme", "1.0"), "1000");
        author(xml, row);
        for (name, key) in [("titel", "betreff"), ("beschreibung", "text")] {
            if !row.field(key).is_empty() {
                xml.text(&format!("xbeteiligung:{name}"), row.field(key));
            }
        }
        xml.token(
            "xbeteiligung:durchgang",
            &case.phase.round.unwrap_or(1).to_string(),
        );
        let day = in_berlin(clear.received);
        xml.token("xbeteiligung:datum", day.get(..10).unwrap_or(&day));
        let is_named = !(row.field("name").is_empty() && row.field("organisation").is_empty());
        let kind = if is_named { "2000" } else { "1000" };
        code(
            xml,
            "artDerStellungnahme",
            ("artderstellungnahme", "1.0"),
            kind,
        );
        if let Some(answer) = answer(row) {
            code(
                xml,
                "artDerRueckmeldung",
                ("artderrueckmeldung", "1.0"),
                answer,
            );
        }
        self.steps(xml, case.phase.rule);
        // What the standard has no element for, or one that asks for more than is known.
        let about = [
            ("Unterlage", "unterlage"),
            ("Kapitel", "kapitel"),
            ("Ort", "ort"),
        ];
        let point = [("Punkt EPSG:25833", "punkt")];
        for (head, key) in about.into_iter().chain(point) {
            if !row.field(key).is_empty() {
                let words = format!("{head}: {}", row.field(key));
                xml.token("xbeteiligung:schlagwort", &words);
            }
        }
        attachments(xml, row);
    }
}

/// A word of one of the standard's own lists.
fn code(xml: &mut Xml, element: &str, (list, version): (&str, &str), code: &str) {
    let list = format!("{LIST}{list}");
    let element = format!("xbeteiligung:{element}");
    xml.code(&element, (&list, version), code, None);
}

/// The step of the standard's municipal list. The legal status of a plan (XPlanung) tells early from
/// formal participations and the public from agencies.
fn step(rule: &PhaseRule) -> &'static str {
    match rule.legal_status_binding.as_str() {
        "2100" => "2000",
        "2200" => "4000",
        "2300" => "5000",
        _ if rule.is_public_participation() => "6000",
        _ => "5000",
    }
}

/// How the sender wants to hear of the outcome.
fn answer(row: &Row) -> Option<&'static str> {
    match row.field("antwort") {
        "email" => Some("1000"),
        "post" => Some("2000"),
        _ => None,
    }
}

fn authority(xml: &mut Xml, (id, name): &(String, String), email: Option<&str>) {
    let directory = "urn:xoev-de:kosit:codeliste:verzeichnisdienst";
    xml.code("bn-beh:verzeichnisdienst", (directory, "3"), "DVDV", None);
    xml.token("bn-beh:kennung", id);
    xml.text("bn-beh:name", name);
    if let Some(email) = email {
        xml.within("bn-kom:erreichbarkeit", |xml| {
            xml.code(
                "bn-kom:kanal",
                ("urn:de:xoev:codeliste:erreichbarkeit", "3"),
                "01",
                None,
            );
            xml.text("bn-kom:kennung", email);
        });
    }
}

/// Who wrote it; left out where nobody said.
fn author(xml: &mut Xml, row: &Row) {
    let [name, organisation, address, email] =
        ["name", "organisation", "anschrift", "email"].map(|key| row.field(key));
    if [name, organisation, address, email]
        .iter()
        .all(|field| field.is_empty())
    {
        return;
    }
    xml.within("xbeteiligung:verfasser", |xml| {
        if organisation.is_empty() {
            xml.token("xbeteiligung:privatperson", "true");
        }
        let (first, last) = name.rsplit_once(' ').unwrap_or(("", name));
        xml.within("xbeteiligung:name", |xml| {
            part_of_name(xml, "familienname", last);
            part_of_name(xml, "vorname", first);
        });
        if !organisation.is_empty() {
            xml.within("xbeteiligung:organisation", |xml| {
                xml.text("xbeteiligung:name", organisation);
                if !row.field("abteilung").is_empty() {
                    xml.text("xbeteiligung:organisationseinheit", row.field("abteilung"));
                }
            });
        }
        if !address.is_empty() {
            xml.within("xbeteiligung:anschrift", |xml| postal_address(xml, address));
        }
        if !email.is_empty() {
            xml.within("xbeteiligung:kommunikation", |xml| {
                xml.code(
                    "kanal",
                    ("urn:de:xoev:codeliste:erreichbarkeit", "3"),
                    "01",
                    None,
                );
                xml.text("kennung", email);
            });
        }
    });
}

fn part_of_name(xml: &mut Xml, element: &str, name: &str) {
    xml.within(element, |xml| match name.trim() {
        "" => xml.token("nichtVorhanden", "true"),
        name => xml.text("name", name),
    });
}

/// Street, postcode and town where the last line begins with a postcode, else all as an addition.
fn postal_address(xml: &mut Xml, address: &str) {
    let lines: Vec<&str> = address
        .split(['\n', ','])
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    let town = lines.last().and_then(|line| line.split_once(' '));
    let is_postcode =
        |code: &str| code.len() == 5 && code.bytes().all(|byte| byte.is_ascii_digit());
    match (town.filter(|(code, _)| is_postcode(code)), lines.len()) {
        (Some((code, town)), count) => {
            if count > 1 {
                xml.text("strasseHausnummer", &lines[..count - 1].join(", "));
            }
            xml.text("postleitzahl", code);
            xml.text("ort", town.trim());
        }
        (None, _) => xml.text("zusatz", &lines.join(", ")),
    }
}

fn attachments(xml: &mut Xml, row: &Row) {
    let named = row
        .opened
        .statement
        .iter()
        .flat_map(|statement| &statement.attachments);
    let named: Vec<_> = named.zip(&row.files).collect();
    if named.is_empty() {
        return;
    }
    let number = &row.opened.entry.clear.number;
    xml.within("xbeteiligung:anlagen", |xml| {
        for (file, name) in named {
            xml.within("anlage", |xml| {
                if !file.name.trim().is_empty() {
                    xml.text("bezeichnung", &file.name);
                }
                let list = "urn:xoev-de:xbeteiligung:codeliste:xbau-mime";
                xml.code("mimeType", (list, "1"), &file.media, None);
                xml.within("anhangOderVerlinkung", |xml| {
                    xml.0.push_str(&format!(
                        "<xbeteiligung:anhang filesize=\"{}\" hashValue=\"{}\">\n",
                        file.size,
                        escaped(&file.sha256)
                    ));
                    xml.token("dokumentid", &format!("{number}-{name}"));
                    xml.text("dateiname", name);
                    xml.0.push_str("</xbeteiligung:anhang>\n");
                });
            });
        }
    });
}

/// A message of the same statement has the same id (a UUID made from a name, RFC 9562 version 5 in
/// form).
fn uuid(number: &str) -> String {
    let hash = sha256(format!("XBeteiligung 0701 {number}").as_bytes());
    let (a, b, c, d, e) = (
        &hash[..8],
        &hash[8..12],
        &hash[13..16],
        &hash[17..20],
        &hash[20..32],
    );
    format!("{a}-{b}-5{c}-a{d}-{e}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_taken_apart_where_that_is_safe() {
        let of = |address| {
            let mut xml = Xml(String::new());
            postal_address(&mut xml, address);
            xml.0.replace('\n', "")
        };
        assert_eq!(
            of("Am Weg 3\n01662 Meißen"),
            "<strasseHausnummer>Am Weg 3</strasseHausnummer><postleitzahl>01662</postleitzahl><ort>Meißen</ort>"
        );
        assert_eq!(of("hinter dem Wald"), "<zusatz>hinter dem Wald</zusatz>");
        assert_eq!(
            of("01662 Meißen"),
            "<postleitzahl>01662</postleitzahl><ort>Meißen</ort>"
        );
    }

    #[test]
    fn a_statement_has_one_id() {
        assert_eq!(uuid("A"), uuid("A"));
        assert_ne!(uuid("A"), uuid("B"));
        let id = uuid("A");
        let lengths: Vec<usize> = id.split('-').map(str::len).collect();
        assert_eq!(lengths, [8, 4, 4, 4, 12]);
    }
}
