//! `inbox add`: a letter, an e-mail or what was said at the counter, sealed like all others. A late
//! one is taken and marked.

use super::{Desk, day, phase};
use crate::cli::server::{LARGE, bytes_within, now, random, text_of, words};
use crate::finding::Language;
use crate::inbox::seal::Recipients;
use crate::inbox::statement::{Attachment, Statement, VERSION, hex, is_blank, sha256};
use crate::inbox::{Arrival, Clear, Kept, Store, number, receipt};
use crate::intake::portal::{Standing, standing};
use crate::render::form::{FormPhase, Manifest};
use anyhow::{Context, Result, bail};
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

/// The ways on which a statement reaches an office, and how help shows them.
const CHANNELS: [&str; 4] = ["email", "post", "fax", "niederschrift"];
const CHANNELS_SHOWN: &str = "email|post|fax|niederschrift";

/// The arguments of the subcommand.
pub fn arguments(command: Command, language: Language) -> Command {
    let say = |de, en| words(language, de, en);
    let text = |name: &'static str, value: [&'static str; 2], help: [&'static str; 2]| {
        let argument = Arg::new(name)
            .long(name)
            .value_name(say(value[0], value[1]));
        argument.help(say(help[0], help[1]))
    };
    let (file, address) = (["DATEI", "FILE"], ["ADRESSE", "ADDRESS"]);
    command
        .args(phase::arguments(language))
        .arg(
            text("weg", [CHANNELS_SHOWN; 2], ["Wie sie kam", "How it came"])
                .required(true)
                .value_parser(CHANNELS),
        )
        .arg(
            text(
                "eingang",
                ["TAG", "DAY"],
                [
                    "Tag des Eingangs, etwa 6.5.2026",
                    "Day it arrived, 2026-05-06 say",
                ],
            )
            .required(true)
            .value_parser(day::argument(language)),
        )
        .arg(text(
            "text",
            file,
            ["Textdatei mit dem Wortlaut", "Text file with its wording"],
        ))
        .arg(text("name", ["NAME"; 2], ["Name", "Name"]))
        .arg(text("anschrift", address, ["Anschrift", "Postal address"]))
        .arg(text("email", address, ["E-Mail-Adresse", "E-mail address"]))
        .arg(text(
            "organisation",
            ["NAME"; 2],
            ["Behörde, Verein", "Agency, association"],
        ))
        .arg(
            text("anlage", file, ["Scan oder Anlage", "Scan or attachment"])
                .action(ArgAction::Append)
                .value_parser(value_parser!(String)),
        )
}

/// Seals and keeps it, and names its number.
pub fn run(desk: &Desk<'_>, arguments: &ArgMatches, output: &mut dyn Write) -> Result<()> {
    let argument = |name: &str| arguments.get_one::<String>(name).cloned();
    let mut fields = BTreeMap::new();
    if let Some(file) = argument("text") {
        fields.insert("text".to_owned(), wording(&file, desk.language)?);
    }
    for key in ["name", "anschrift", "email", "organisation"] {
        if let Some(value) = argument(key) {
            fields.insert(key.to_owned(), value);
        }
    }
    let files: Vec<String> = arguments
        .get_many::<String>("anlage")
        .unwrap_or_default()
        .cloned()
        .collect();
    if !fields.contains_key("text") && files.is_empty() {
        bail!("--text oder --anlage fehlt / --text or --anlage is missing");
    }
    let (manifest, address) = phase::named(arguments, desk.language)?;
    let phase = manifest.phases.get(&address).context("a phase")?;
    let recipients = recipients(&manifest, phase)?;
    let day = *arguments.get_one::<Date>("eingang").context("a day")?;
    let letter = Letter {
        portal: manifest.portal.clone(),
        address,
        phase,
        day,
        moment: None,
        channel: argument("weg").unwrap_or_default(),
    };
    let files: Result<Vec<File>> = files.iter().map(|path| file(Path::new(path))).collect();
    let arrival = letter.sealed(fields, &files?, &recipients)?;
    let (number, is_late) = (arrival.clear.number.clone(), arrival.clear.is_late);
    match desk.store.keep(arrival)? {
        Kept::New => {}
        Kept::Twin(_) | Kept::Taken | Kept::Many | Kept::Later(_) | Kept::Gone(_) => {
            bail!("{number}: taken, please try again")
        }
    }
    let late = if is_late {
        words(desk.language, " (verspätet)", " (late)")
    } else {
        ""
    };
    writeln!(output, "{number}{late}")?;
    Ok(())
}

/// The wording in a file.
fn wording(file: &str, language: Language) -> Result<String> {
    if !Path::new(file).exists() {
        let why = words(
            language,
            "Diese Datei gibt es nicht. --text nennt die Datei mit dem Wortlaut, nicht den Wortlaut selbst",
            "There is no such file. --text names the file with the wording, not the wording itself",
        );
        bail!("{file}: {why}");
    }
    let text = text_of(Path::new(file))?;
    if is_blank(&text) {
        let why = words(
            language,
            "In dieser Datei steht nichts. Nennen Sie die Datei mit dem Wortlaut, oder lassen Sie --text weg und nennen Sie den Scan mit --anlage.",
            "There is nothing in this file. Name the file with the wording, or leave --text out and name the scan with --anlage.",
        );
        bail!("{file}: {why}");
    }
    Ok(text.trim().to_owned())
}

/// Who statements on a phase are sealed for.
pub fn recipients(manifest: &Manifest, phase: &FormPhase) -> Result<Recipients> {
    let municipality = manifest.municipalities.get(&phase.municipality);
    Recipients::read(municipality.map_or(&[], |known| known.keys.as_slice()))
}

/// A file that belongs to a statement.
pub struct File {
    /// Its name, as its sender called it.
    pub name: String,
    /// Its media type, where it is known and not judged by its content.
    pub media: Option<&'static str>,
    /// What it holds.
    pub bytes: Vec<u8>,
}

fn file(path: &Path) -> Result<File> {
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned());
    Ok(File {
        name: name.unwrap_or_default(),
        media: None,
        bytes: bytes_within(path, LARGE)?,
    })
}

/// A statement that came another way than the form.
pub struct Letter<'a> {
    /// Public address of the portal.
    pub portal: String,
    /// Address of the phase below the portal's.
    pub address: String,
    /// The phase.
    pub phase: &'a FormPhase,
    /// The day it arrived.
    pub day: Date,
    /// The moment, where more than the day is known, in milliseconds since 1970 UTC.
    pub moment: Option<i64>,
    /// How it came.
    pub channel: String,
}

impl Letter<'_> {
    /// Seals it with its fields and the files attached to it.
    pub fn sealed(
        &self,
        fields: BTreeMap<String, String>,
        files: &[File],
        recipients: &Recipients,
    ) -> Result<Arrival> {
        let random = random::<32>()?;
        let received = self.received()?;
        let (mut attachments, mut sealed) = (Vec::new(), Vec::new());
        for file in files {
            let (attachment, file) = attach(file, recipients)?;
            attachments.push(attachment);
            sealed.push(file);
        }
        let mut seed = [0; 7];
        seed.copy_from_slice(&random[..7]);
        let statement = Statement {
            version: VERSION,
            number: number::number(seed),
            portal: self.portal.clone(),
            phase: self.address.clone(),
            received: receipt::in_berlin(received),
            fields,
            attachments,
            salt: hex(&random[16..]),
        };
        let bytes = statement.to_bytes()?;
        let sizes = statement.attachments.iter().map(|file| file.size);
        Ok(Arrival {
            clear: Clear {
                number: statement.number.clone(),
                portal: self.portal.clone(),
                phase: self.address.clone(),
                municipality: self.phase.municipality.clone(),
                channel: self.channel.clone(),
                received,
                is_late: standing(self.phase, self.day) == Standing::Late,
                display: self.phase.display.clone(),
                sha256: sha256(&bytes),
                sizes: std::iter::once(bytes.len() as u64).chain(sizes).collect(),
                replaces: None,
                signature: None,
            },
            sealed: recipients.seal_bytes(&bytes)?,
            attachments: sealed,
            twin: None,
            confirmation: None,
            quota: None,
            is_copy: false,
        })
    }

    /// Its moment, else noon of its day in Berlin, or the beginning of a day that is not so far; never later
    /// than now. See [`is_day_alone`].
    fn received(&self) -> Result<i64> {
        let zone = TimeZone::get("Europe/Berlin")?;
        let at = |hour| {
            let moment = self.day.at(hour, 0, 0, 0).to_zoned_datetime(zone.clone())?;
            anyhow::Ok(moment.timestamp().as_millisecond())
        };
        day::check(self.day, now().to_zoned_datetime(zone.clone()).date())?;
        let (noon, now) = (at(12)?, now().as_millisecond());
        match self.moment {
            Some(moment) => Ok(moment.min(now)),
            None if noon > now => at(0),
            None => Ok(noon),
        }
    }
}

fn attach(file: &File, recipients: &Recipients) -> Result<(Attachment, std::fs::File)> {
    let start = &file.bytes[..file.bytes.len().min(crate::intake::media::LOOKED_AT)];
    let judged = || crate::intake::media::media(start).unwrap_or("application/octet-stream");
    let mut seal = recipients.seal(tempfile::tempfile()?)?;
    seal.write_all(&file.bytes)?;
    let attachment = Attachment {
        name: file.name.clone(),
        media: file.media.unwrap_or_else(judged).to_owned(),
        size: file.bytes.len() as u64,
        sha256: sha256(&file.bytes),
        is_unscanned: false,
    };
    Ok((attachment, seal.finish()?))
}
