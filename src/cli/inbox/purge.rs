//! `inbox purge`: deletes what was said once the retention is over and the law allows it, on the
//! office's computer or in an endpoint's store. Receipt numbers, hashes and a proof stay.

use super::{STORE, day};
use crate::cli::portal::read_folder;
use crate::cli::server::{now, told, words};
use crate::cli::{Outcome, collect};
use crate::finding::{Findings, Language, Level, both};
use crate::inbox::opened::entries;
use crate::inbox::postgres::Postgres;
use crate::inbox::purge::{Purge, Record, purge, resume};
use crate::inbox::receipt::in_berlin;
use crate::inbox::sqlite::Sqlite;
use crate::inbox::{Entry, State, Store};
use crate::model::Archive;
use crate::model::procedure::Procedure;
use crate::model::retention::Due;
use anyhow::{Context, Result, bail};
use clap::{Arg, ArgMatches, Command};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::io::Write;
use std::path::{Path, PathBuf};

/// The arguments of the subcommand.
pub fn arguments(command: Command, language: Language) -> Command {
    let say = |de, en| words(language, de, en);
    let option = |name, value, de, en| option(name, value, say(de, en));
    let (folder, day) = (say("ORDNER", "FOLDER"), say("TAG", "DAY"));
    let command = command
        .arg(
            Arg::new("procedure")
                .value_name(say("VERFAHREN", "PROCEDURE"))
                .help(say(
                    "Ordner des Verfahrens, zum Beispiel meissen/bplan-17-altes-ziegelwerk",
                    "Folder of the procedure, for example meissen/bplan-17-altes-ziegelwerk",
                )),
        )
        .arg(
            option(
                "site",
                folder,
                "Ordner des Portals mit site.toml; dort stehen Fristen und Aufbewahrung",
                "Folder of the portal with site.toml; periods and retention stand there",
            )
            .default_value("."),
        )
        .arg(
            option(
                "angeboten",
                day,
                "Tag, an dem das Archiv über die angebotene Akte entschieden hatte; ohne ihn wird nichts gelöscht",
                "Day by which the archive had decided on the file offered to it; without it nothing is deleted",
            )
            .value_parser(day::argument(language)),
        );
    store_arguments(proof_arguments(command, language), language)
}

fn option(name: &'static str, value: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).value_name(value).help(help)
}

/// What only the proof says.
fn proof_arguments(command: Command, language: Language) -> Command {
    let say = |de, en| words(language, de, en);
    let option = |name, value, de, en| option(name, value, say(de, en));
    command
        .arg(option(
            "entscheidung",
            say("WORTE", "WORDS"),
            "Was das Archiv entschieden hat, für den Nachweis",
            "What the archive decided, for the proof",
        ))
        .arg(option(
            "durch",
            say("AMT", "OFFICE"),
            "Wer löscht, für den Nachweis; sonst das angemeldete Konto",
            "Who deletes, for the proof; otherwise the account",
        ))
}

/// Where it is deleted, if not in the office's inbox.
fn store_arguments(command: Command, language: Language) -> Command {
    let say = |de, en| words(language, de, en);
    let folder = say("ORDNER", "FOLDER");
    let option = |name, value, de, en| option(name, value, say(de, en));
    command
        .arg(option(
            "data",
            folder,
            "Statt im Posteingang: im Speicher der Annahmestelle in diesem Ordner",
            "Not in the inbox but in the endpoint's store in this folder",
        ))
        .arg(
            option(
                "store",
                "postgres://…",
                "Statt im Posteingang: im Speicher der Annahmestelle in dieser Datenbank",
                "Not in the inbox but in the endpoint's store in this database",
            )
            .conflicts_with("data"),
        )
}

/// Deletes, or says what may be deleted and what was.
pub fn run(
    inbox: &Path,
    arguments: &ArgMatches,
    language: Language,
    output: &mut dyn Write,
) -> Result<Outcome> {
    let argument = |name: &str| arguments.get_one::<String>(name).cloned();
    let places = (argument("data"), argument("store"));
    let store = store(inbox, places, language)?;
    let today = now()
        .to_zoned_datetime(TimeZone::get("Europe/Berlin")?)
        .date();
    let site = argument("site").unwrap_or_default();
    let mut findings = Findings::default();
    // An example's own day would let everything be deleted: only the clock counts here.
    let portal = read_folder(Path::new(&site), Some(today), &mut findings)?;
    let portal = portal.context("site.toml: offenlage check")?;
    let desk = Desk {
        archive: &portal.archive,
        findings: &findings,
        entries: entries(&*store)?,
        store: &*store,
        language,
    };
    let Some(name) = argument("procedure") else {
        return desk.overview(output);
    };
    let procedure = desk.procedure(&name)?;
    let due = match desk.due(procedure) {
        Ok(due) => due,
        Err(why) => {
            writeln!(output, "{why}")?;
            return Ok(Outcome::Findings);
        }
    };
    let Some(offered) = arguments.get_one::<Date>("angeboten") else {
        desk.remind(procedure, &due, output)?;
        return Ok(Outcome::Findings);
    };
    if *offered > today {
        bail!(
            "{offered}: {}",
            both("liegt in der Zukunft", "is in the future")
        );
    }
    let record = Record {
        procedure: folder(procedure).to_owned(),
        title: procedure.title(),
        portal: portal.archive.site.address.clone(),
        reason: due.words().de,
        offered: offered.to_string(),
        decision: argument("entscheidung"),
        by: argument("durch").unwrap_or_else(account),
        numbers: desk.numbers(procedure),
    };
    desk.delete(&record, output)
}

/// The office's inbox, or the store of an endpoint.
fn store(
    inbox: &Path,
    (data, database): (Option<String>, Option<String>),
    language: Language,
) -> Result<Box<dyn Store>> {
    if let Some(address) = database {
        return Ok(Box::new(Postgres::open(&address)?));
    }
    let path = match data {
        Some(data) => PathBuf::from(data).join(collect::STORE),
        None => inbox.join(STORE),
    };
    // Opening would make a new one, and nothing were to be deleted in it.
    if !path.is_file() {
        bail!(
            "{}: {}",
            path.display(),
            both("gibt es nicht", "does not exist")
        );
    }
    let store = Sqlite::open(&path);
    Ok(Box::new(
        store.map_err(|why| told(why.into(), &path, language))?,
    ))
}

/// The account that runs the program.
fn account() -> String {
    let name = |key| {
        #[expect(clippy::disallowed_methods, reason = "cli reads the environment")]
        let value = std::env::var(key);
        value.ok().filter(|name| !name.is_empty())
    };
    let names = ["USER", "LOGNAME", "USERNAME"].into_iter().find_map(name);
    names.unwrap_or_else(|| "unbekannt".to_owned())
}

/// „meissen/bplan-17“.
fn folder(procedure: &Procedure) -> &str {
    let path = procedure.address.as_str().trim_matches('/');
    path.strip_prefix("verfahren/").unwrap_or(path)
}

struct Desk<'a> {
    archive: &'a Archive,
    findings: &'a Findings,
    entries: Vec<Entry>,
    store: &'a dyn Store,
    language: Language,
}

impl Desk<'_> {
    fn say(&self, de: &'static str, en: &'static str) -> &'static str {
        words(self.language, de, en)
    }

    fn procedure(&self, name: &str) -> Result<&Procedure> {
        let wanted = name.trim_matches('/');
        let wanted = wanted.strip_prefix("verfahren/").unwrap_or(wanted);
        let mut all = self.archive.each_procedure();
        let found = all.find(|own| folder(own) == wanted);
        found.with_context(|| format!("{name}: {}", self.say("gibt es nicht", "does not exist")))
    }

    /// Why they may be deleted, or the sentence why not. An error in the files may hide a period.
    fn due(&self, procedure: &Procedure) -> Result<Due, String> {
        let municipality = self.archive.municipality(procedure.municipality);
        let files = [&procedure.origin, &municipality.origin].map(|origin| &origin.file().path);
        let is_error = |finding: &&crate::finding::Finding| {
            finding.level == Level::Error && files.contains(&&finding.place.file.path)
        };
        if self.findings.sorted().iter().any(is_error) {
            let why = self.say(
                "Die Angaben zum Verfahren haben Fehler; offenlage check zeigt sie.",
                "The procedure's record has errors; offenlage check shows them.",
            );
            return Err(why.to_owned());
        }
        let due = self.archive.deletion(procedure);
        due.map_err(|why| why.words().in_language(self.language).to_owned())
    }

    /// The receipt numbers of a procedure whose content is still there.
    fn numbers(&self, procedure: &Procedure) -> Vec<String> {
        let ags = &self.archive.municipality(procedure.municipality).ags;
        let is_its = |entry: &&Entry| {
            let clear = &entry.clear;
            entry.state != State::Purged
                && clear.portal == self.archive.site.address
                && clear.municipality == *ags
                && clear.phase.starts_with(procedure.address.as_str())
        };
        let entries = self.entries.iter().filter(is_its);
        entries.map(|entry| entry.clear.number.clone()).collect()
    }

    /// What would be deleted, and who must be asked before.
    fn remind(&self, procedure: &Procedure, due: &Due, output: &mut dyn Write) -> Result<()> {
        let count = self.numbers(procedure).len();
        let title = procedure.title();
        let why = due.words();
        let why = why.in_language(self.language);
        writeln!(output, "{title}: {count}. {why}")?;
        let reminder = self.say(
            "Es wurde nichts gelöscht. Bieten Sie die Akte zuerst dem Archiv an (§ 5, § 13 SächsArchivG), auch \
             was gelöscht werden muss: Nichts wird vernichtet, bevor das Archiv entschieden hat. Geben Sie \
             dann den Tag an: --angeboten 1.12.2026",
            "Nothing was deleted. First offer the file to the archive (§ 5, § 13 SächsArchivG), what must be \
             deleted included: nothing is destroyed before the archive has decided. Then name the day: \
             --angeboten 2026-12-01",
        );
        writeln!(output, "{reminder}")?;
        Ok(())
    }

    /// First ends what broke off, then deletes the rest.
    fn delete(&self, record: &Record, output: &mut dyn Write) -> Result<Outcome> {
        let now = now().as_millisecond();
        let mut deleted = 0;
        let is_open = |own: &&Purge| {
            own.ended.is_none()
                && (&own.record.procedure, &own.record.portal)
                    == (&record.procedure, &record.portal)
        };
        let mut left = record.numbers.clone();
        for own in self.store.purges()?.iter().filter(is_open) {
            deleted += resume(self.store, own, now)?;
            left.retain(|number| !own.record.numbers.contains(number));
        }
        if !left.is_empty() {
            let record = Record {
                numbers: left,
                ..record.clone()
            };
            deleted += purge(self.store, &record, now)?;
        }
        let said = self.say("gelöscht", "deleted");
        writeln!(output, "{}: {deleted} {said}", record.procedure)?;
        let copies = self.say(
            "Sicherungen, ausgegebene Ordner und der Speicher der Annahmestelle (--data oder --store) werden \
             davon nicht berührt; löschen Sie dort ebenso.",
            "Backups, exported folders and the endpoint's store (--data or --store) are not touched by this; \
             delete there as well.",
        );
        writeln!(output, "{copies}")?;
        Ok(Outcome::Good)
    }

    /// For each procedure with statements whether they may be deleted; then the proofs.
    fn overview(&self, output: &mut dyn Write) -> Result<Outcome> {
        let mut known = 0;
        for procedure in &self.archive.procedures {
            let count = self.numbers(procedure).len();
            if count == 0 {
                continue;
            }
            known += count;
            let why = match self.due(procedure) {
                Ok(due) => {
                    let may = self.say("darf gelöscht werden", "may be deleted");
                    format!("{may}: {}", due.words().in_language(self.language))
                }
                Err(why) => why,
            };
            writeln!(output, "{}\t{count}\t{why}", folder(procedure))?;
        }
        let mut there = self
            .entries
            .iter()
            .filter(|entry| entry.state != State::Purged);
        let others = there.by_ref().count() - known;
        if others > 0 {
            let of = self.say(
                "Stellungnahmen zu Verfahren, die dieses Portal nicht kennt",
                "statements on procedures that this portal does not know",
            );
            writeln!(output, "{others} {of}")?;
        }
        for own in self.store.purges()? {
            writeln!(output, "{}", self.proof(&own))?;
        }
        Ok(Outcome::Good)
    }

    /// A proof, in one line.
    fn proof(&self, own: &Purge) -> String {
        let record = &own.record;
        let ended = match own.ended {
            Some(_) => self.say("gelöscht", "deleted"),
            None => self.say(
                "Löschung unterbrochen; rufen Sie sie noch einmal auf",
                "deletion broke off; call it again",
            ),
        };
        let offered = self.say("dem Archiv angeboten", "offered to the archive");
        let decision = record.decision.as_deref().unwrap_or_default();
        format!(
            "{}\t{}\t{} {ended}\t{}\t{offered}: {} {decision}\t{}",
            in_berlin(own.begun),
            record.procedure,
            record.numbers.len(),
            record.reason,
            record.offered,
            record.by,
        )
    }
}
