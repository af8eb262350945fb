//! `offenlage collect`: the endpoint that takes statements.

use crate::cli::Outcome;
use crate::cli::keys::{endpoint_key, tokens};
use crate::cli::server::{now, random, text_of, words};
use crate::finding::Language;
use crate::http::public::{self, Limits};
use crate::inbox::Store;
use crate::inbox::postgres::Postgres;
use crate::inbox::sqlite::Sqlite;
use crate::intake::limit::PER_MINUTE;
use crate::intake::office::Office;
use crate::intake::portal::Portal;
use crate::intake::post::{self, Delivered, Post};
use crate::intake::scan::Scanner;
use crate::intake::{Intake, Moment, report};
use crate::render::form::MANIFEST;
use crate::render::theme::shared;
use anyhow::{Context, Result};
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use signal_hook::consts::{SIGINT, SIGTERM, SIGXFSZ};
use std::io::{Read, Write};
use std::net::{IpAddr, SocketAddr};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, SystemTime};

/// How often it is looked whether a portal was built again.
const GLANCE: Duration = Duration::from_millis(500);
/// How often it is looked whether a confirmation is due.
const ROUND: Duration = Duration::from_secs(10);
/// The store's file in the data folder.
pub const STORE: &str = "eingang.sqlite";

/// The arguments of the command.
pub fn arguments(command: Command, language: Language) -> Command {
    let say = |de, en| words(language, de, en);
    let address = || value_parser!(SocketAddr);
    command
        .arg(
            Arg::new("portals")
                .value_name(say("ORDNER", "FOLDER"))
                .default_value("output")
                .num_args(1..)
                .help(say(
                    "Gebaute Portale, deren Stellungnahmen angenommen werden",
                    "Built portals whose statements are taken",
                )),
        )
        .arg(data_argument(language))
        .arg(
            Arg::new("listen")
                .long("listen")
                .default_value("127.0.0.1:8787")
                .value_parser(address())
                .help(say(
                    "Adresse für Bürger, hinter dem Webserver",
                    "Address for citizens, behind the web server",
                )),
        )
        .arg(
            Arg::new("admin")
                .long("admin")
                .default_value("127.0.0.1:8788")
                .value_parser(address())
                .help(say(
                    "Adresse für Ämter und Überwachung",
                    "Address for offices and monitoring",
                )),
        )
        .args(store_arguments(language))
        .arg(
            Arg::new("proxy")
                .long("proxy")
                .action(ArgAction::Append)
                .value_parser(value_parser!(IpAddr))
                .help(say(
                    "Adresse des Webservers davor, dessen X-Forwarded-For gilt",
                    "Address of the web server in front, whose X-Forwarded-For holds",
                )),
        )
        .arg(limit_argument(language))
        .arg(scanner_argument(language))
        .args(post_arguments(language))
}

/// Where statements are kept.
fn store_arguments(language: Language) -> [Arg; 2] {
    let say = |de, en| words(language, de, en);
    [
        Arg::new("store")
            .long("store")
            .value_name("postgres://…")
            .help(say(
                "PostgreSQL statt einer Datei, für mehrere Annahmestellen zugleich",
                "PostgreSQL instead of a file, for several endpoints at once",
            )),
        Arg::new("store-file")
            .long("store-file")
            .value_name(say("DATEI", "FILE"))
            .conflicts_with("store")
            .help(say(
                "Datei mit dieser Adresse, wenn ein Passwort darin steht",
                "File with that address, where a password is in it",
            )),
    ]
}

/// The address of the database, if there is one.
fn store_address(arguments: &ArgMatches) -> Result<Option<String>> {
    match arguments.get_one::<String>("store-file") {
        Some(file) => Ok(Some(text_of(Path::new(file))?.trim().to_owned())),
        None => Ok(arguments.get_one::<String>("store").cloned()),
    }
}

/// How many statements of a procedure are taken.
fn limit_argument(language: Language) -> Arg {
    let say = |de, en| words(language, de, en);
    Arg::new("most-per-minute")
        .long("most-per-minute")
        .value_name(say("ZAHL", "NUMBER"))
        .default_value("600")
        .value_parser(value_parser!(u32).range(1..))
        .help(say(
            "So viele Stellungnahmen je Verfahren und Minute auf Dauer, zehnmal so viele auf einmal",
            "So many statements a procedure and minute in the long run, ten times as many at once",
        ))
}

/// Where the virus scanner listens.
fn scanner_argument(language: Language) -> Arg {
    let say = |de, en| words(language, de, en);
    Arg::new("clamav")
        .long("clamav")
        .value_name(say("SOCKET|RECHNER:PORT", "SOCKET|HOST:PORT"))
        .help(say(
            "Virenscanner clamd, der jede Anlage ansieht: /run/clamav/clamd.ctl",
            "Virus scanner clamd, which looks into each attachment: /run/clamav/clamd.ctl",
        ))
}

/// Where confirmations by e-mail are handed over.
fn post_arguments(language: Language) -> [Arg; 3] {
    let say = |de, en| words(language, de, en);
    [
        Arg::new("smtp")
            .long("smtp")
            .value_name("URL")
            .requires("from")
            .help(say(
                "Mailserver für Bestätigungen: smtps://…, smtp://…?tls=required, smtp://localhost",
                "Mail server for confirmations: smtps://…, smtp://…?tls=required, smtp://localhost",
            )),
        Arg::new("smtp-file")
            .long("smtp-file")
            .value_name(say("DATEI", "FILE"))
            .requires("from")
            .conflicts_with("smtp")
            .help(say(
                "Datei mit dieser Adresse, wenn ein Passwort darin steht",
                "File with that address, where a password is in it",
            )),
        Arg::new("from")
            .long("from")
            .value_name(say("ADRESSE", "ADDRESS"))
            .help(say(
                "Absender der Bestätigungen: Stadt <annahme@stadt.example>",
                "Sender of the confirmations: Town <intake@town.example>",
            )),
    ]
}

/// The argument that names the data folder.
pub fn data_argument(language: Language) -> Arg {
    Arg::new("data")
        .long("data")
        .value_name(words(language, "ORDNER", "FOLDER"))
        .default_value("annahme")
        .help(words(
            language,
            "Ordner mit Schlüssel und Speicher der Annahmestelle",
            "Folder with the endpoint's key and store",
        ))
}

/// The data folder that the arguments name.
pub fn data(arguments: &ArgMatches) -> PathBuf {
    let folder = arguments.get_one::<String>("data");
    folder.map_or_else(|| "annahme".into(), PathBuf::from)
}

/// Takes statements until the process is told to end (SIGTERM, Ctrl-C).
pub fn run(arguments: &ArgMatches, language: Language, output: &mut dyn Write) -> Result<Outcome> {
    more_files();
    // A file that may not grow any more is an error like a full disk, and no reason to end.
    signal_hook::flag::register(SIGXFSZ, Arc::default())?;
    let data = data(arguments);
    std::fs::create_dir_all(&data).with_context(|| data.display().to_string())?;
    let folders: Vec<PathBuf> = arguments
        .get_many::<String>("portals")
        .map(|folders| folders.map(PathBuf::from).collect())
        .unwrap_or_default();
    let seen = state_of(&folders);
    let portals = read(&folders)?;
    let store: Arc<dyn Store> = match store_address(arguments)? {
        Some(address) => Arc::new(Postgres::open(&address)?),
        None => {
            let path = data.join(STORE);
            let store = Sqlite::open(&path);
            Arc::new(store.with_context(|| path.display().to_string())?)
        }
    };
    let intake = Intake::new(portals, Arc::clone(&store), endpoint_key(&data)?);
    let per_minute = arguments.get_one::<u32>("most-per-minute");
    let intake = intake.at_most(per_minute.copied().unwrap_or(PER_MINUTE));
    let intake = confirm(arguments, scan(arguments, intake, language)?)?;
    let office = Office::new(Arc::clone(&intake), store, tokens(&data)?);
    let limits = Limits {
        proxies: arguments
            .get_many("proxy")
            .unwrap_or_default()
            .copied()
            .collect(),
        ..Limits::default()
    };
    let citizens = Arc::clone(&intake);
    let listening = public::listen(
        *address(arguments, "listen")?,
        limits,
        move |request, body| match random() {
            Ok(random) => citizens.answer(request, body, &Moment { now: now(), random }),
            Err(_) => crate::http::Response::text(503, "Störung.", "Trouble."),
        },
    )?;
    let admin = public::listen(*address(arguments, "admin")?, Limits::default(), {
        move |request, _| office.answer(request)
    })?;
    let ready = words(
        language,
        "Annahmestelle bereit; beenden mit Strg+C",
        "Endpoint ready; end with Ctrl+C",
    );
    let (public, office) = (listening.address(), admin.address());
    writeln!(output, "{ready}\nhttp://{public}/\nhttp://{office}/")?;
    output.flush()?;
    watch(&intake, &folders, seen)?;
    Ok(Outcome::Good)
}

/// Lets a virus scanner look into attachments, if one is named. One that does not answer yet may do
/// so later.
fn scan(arguments: &ArgMatches, intake: Intake, language: Language) -> Result<Intake> {
    let Some(address) = arguments.get_one::<String>("clamav") else {
        return Ok(intake);
    };
    let scanner = Scanner::read(address)?;
    if let Err(why) = scanner.ping() {
        let silent = words(
            language,
            "Der Virenscanner antwortet nicht; Anlagen werden ungeprüft angenommen und so vermerkt",
            "The virus scanner does not answer; attachments are taken unscanned and marked so",
        );
        report(format_args!("{silent}: {why:#}"));
    }
    Ok(intake.scanning(scanner))
}

/// Lets a thread send confirmations, if a mail server is named.
fn confirm(arguments: &ArgMatches, intake: Intake) -> Result<Arc<Intake>> {
    let given = arguments.get_one::<String>("smtp").cloned();
    let server = match (given, arguments.get_one::<String>("smtp-file")) {
        (Some(server), _) => server,
        (None, Some(file)) => text_of(Path::new(file))?,
        (None, None) => return Ok(Arc::new(intake)),
    };
    let from = arguments.get_one::<String>("from");
    let post = Post::read(server.trim(), from.map_or("", String::as_str))?;
    let intake = Arc::new(intake.confirming());
    let own = Arc::clone(&intake);
    thread::spawn(move || {
        loop {
            match post::deliver(&own, &post, now().as_millisecond()) {
                Ok(Delivered::Sent | Delivered::Refused | Delivered::Later) => continue,
                Ok(Delivered::Nothing | Delivered::Down) => {}
                Err(trouble) => report(trouble),
            }
            thread::sleep(ROUND);
        }
    });
    Ok(intake)
}

/// Takes portals that are built again, until the process is told to end.
fn watch(intake: &Intake, folders: &[PathBuf], mut seen: Vec<Seen>) -> Result<()> {
    let (sender, ended) = channel();
    let mut signals = signal_hook::iterator::Signals::new([SIGTERM, SIGINT])?;
    thread::spawn(move || {
        if signals.forever().next().is_some() {
            // The main thread may already be ending.
            sender.send(()).ok();
        }
    });
    while ended.recv_timeout(GLANCE) == Err(RecvTimeoutError::Timeout) {
        let state = state_of(folders);
        if state != seen {
            reload(intake, folders);
            seen = state;
        }
    }
    Ok(())
}

fn address<'a>(arguments: &'a ArgMatches, name: &str) -> Result<&'a SocketAddr> {
    arguments.get_one(name).context("an address")
}

/// A portal that cannot be read does not stop the endpoint: it goes on with what it knew.
fn reload(intake: &Intake, folders: &[PathBuf]) {
    match read(folders) {
        Ok(portals) => intake.reload(portals),
        Err(error) => report(error),
    }
}

fn read(folders: &[PathBuf]) -> Result<Vec<Portal>> {
    let read = |folder: &PathBuf| read_portal(folder).with_context(|| folder.display().to_string());
    folders.iter().map(read).collect()
}

/// The two files are of one build: a finished site takes the old one's place as a whole folder, and
/// the one that was opened stays what it is.
fn read_portal(folder: &Path) -> Result<Portal> {
    use rustix::fs::{CWD, Mode, OFlags, openat};
    let here = OFlags::DIRECTORY | OFlags::RDONLY | OFlags::CLOEXEC;
    let opened = openat(CWD, folder, here, Mode::empty())?;
    let file = |name: &'static str| -> Result<Vec<u8>> {
        let flags = OFlags::RDONLY | OFlags::CLOEXEC;
        let file = openat(&opened, name, flags, Mode::empty()).context(name)?;
        let mut bytes = Vec::new();
        std::fs::File::from(file).read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    Portal::read(&file(MANIFEST)?, &file(shared::FILE)?)
}

/// Which file it is, when it was written and how long it is; none where it is not there.
type Seen = Option<(u64, SystemTime, u64)>;

/// What changes when a portal is built again.
fn state_of(folders: &[PathBuf]) -> Vec<Seen> {
    let files = folders
        .iter()
        .flat_map(|folder| [folder.join(MANIFEST), folder.join(shared::FILE)]);
    files.map(|path| state(&path)).collect()
}

fn state(path: &Path) -> Seen {
    let metadata = std::fs::metadata(path).ok()?;
    Some((metadata.ino(), metadata.modified().ok()?, metadata.len()))
}

/// Each connection needs some file descriptors; the system often grants few at first.
fn more_files() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let limit = getrlimit(Resource::Nofile);
    let most = Rlimit {
        current: limit.maximum,
        maximum: limit.maximum,
    };
    // Where it is not granted, fewer connections are served at once.
    setrlimit(Resource::Nofile, most).ok();
}
