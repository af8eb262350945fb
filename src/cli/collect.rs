//! `offenlage collect`: the endpoint that takes statements.

mod arguments;
mod watch;

use crate::cli::Outcome;
use crate::cli::keys::{ENDPOINT, endpoint_key, tokens};
use crate::cli::server::{now, random, text_of, told, words};
use crate::finding::{Language, both};
use crate::http::public::{self, Limits, Running};
use crate::inbox::Store;
use crate::inbox::postgres::Postgres;
use crate::inbox::receipt::EndpointKey;
use crate::inbox::sqlite::Sqlite;
use crate::intake::limit::PER_MINUTE;
use crate::intake::office::Office;
use crate::intake::post::{self, Delivered, Post};
use crate::intake::scan::Scanner;
use crate::intake::{Intake, Moment, report};
use anyhow::{Context, Result, anyhow, bail};
use arguments::store_address;
pub use arguments::{arguments, data, data_argument};
use clap::ArgMatches;
use signal_hook::consts::SIGXFSZ;
use std::io::{self, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::Duration;
use watch::Watch;

/// How often it is looked whether a confirmation is due.
const ROUND: Duration = Duration::from_secs(10);
/// The store's file in the data folder.
pub const STORE: &str = "eingang.sqlite";

/// Takes statements until the process is told to end (SIGTERM, Ctrl-C).
pub fn run(arguments: &ArgMatches, language: Language, output: &mut dyn Write) -> Result<Outcome> {
    more_files();
    small_pages();
    // A file that may not grow any more is an error like a full disk, and no reason to end.
    signal_hook::flag::register(SIGXFSZ, Arc::default())?;
    let data = data(arguments);
    std::fs::create_dir_all(&data).map_err(|error| not_made(&data, error))?;
    let folders: Vec<PathBuf> = arguments
        .get_many::<String>("portals")
        .map(|folders| folders.map(PathBuf::from).collect())
        .unwrap_or_default();
    let watch = Watch::new(folders.clone(), data.clone());
    let portals = watch::read(&folders)?;
    warn_of_empty_store(&data, arguments, language)?;
    let store = store(&data, arguments, language)?;
    let key = endpoint_key(&data)?;
    check_owner(&*store, &key, arguments, language)?;
    let intake = Intake::new(portals, Arc::clone(&store), key);
    let per_minute = arguments.get_one::<u32>("most-per-minute");
    let intake = intake.at_most(per_minute.copied().unwrap_or(PER_MINUTE));
    let intake = confirm(arguments, scan(arguments, intake, language)?)?;
    let office = Arc::new(Office::new(Arc::clone(&intake), store, tokens(&data)?));
    let ended = watch::ended()?;
    let (listening, admin) =
        listen(&intake, &office, arguments).map_err(|why| no_socket(why, language))?;
    let ready = words(
        language,
        "Annahmestelle bereit; beenden mit Strg+C",
        "Endpoint ready; end with Ctrl+C",
    );
    let (public, admin_at) = (listening.address(), admin.address());
    writeln!(output, "{ready}\nhttp://{public}/\nhttp://{admin_at}/")?;
    output.flush()?;
    watch.run(&ended, &intake, &office);
    Ok(Outcome::Good)
}

/// What somebody is told whose folder cannot be made; only of rarer causes the system's own words.
fn not_made(data: &Path, error: io::Error) -> anyhow::Error {
    use io::ErrorKind::{NotADirectory, NotFound, PermissionDenied};
    let why = both(
        "der Ordner lässt sich nicht anlegen; nennen Sie mit --data einen, in den Sie schreiben dürfen",
        "the folder cannot be made; name one with --data that you may write to",
    );
    let told = format!("{}: {why}", data.display());
    match error.kind() {
        NotFound | PermissionDenied | NotADirectory => anyhow!(told),
        _ => anyhow::Error::new(error).context(told),
    }
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

/// A key without its store is as at the first start, or somebody lost what was taken.
fn warn_of_empty_store(data: &Path, arguments: &ArgMatches, language: Language) -> Result<()> {
    let path = data.join(STORE);
    if store_address(arguments)?.is_some() || path.exists() || !data.join(ENDPOINT).exists() {
        return Ok(());
    }
    let empty = words(
        language,
        "Es gibt den Schlüssel der Annahmestelle, aber keinen Speicher; ein neuer, leerer wird angelegt. Wurde hier schon einmal angenommen, dann beenden Sie die Annahmestelle und legen Sie die Sicherung zurück",
        "There is the endpoint's key but no store; a new, empty one is begun. If statements were taken here before, end the endpoint and put the backup back",
    );
    report(format_args!("{empty}: {}", path.display()));
    Ok(())
}

/// Where statements are kept.
fn store(data: &Path, arguments: &ArgMatches, language: Language) -> Result<Arc<dyn Store>> {
    if let Some(address) = store_address(arguments)? {
        return Ok(Arc::new(Postgres::open(&address)?));
    }
    let path = data.join(STORE);
    let store = Sqlite::open(&path);
    Ok(Arc::new(
        store.map_err(|why| told(why.into(), &path, language))?,
    ))
}

/// Listens for citizens, and at another address for offices.
fn listen(
    intake: &Arc<Intake>,
    office: &Arc<Office>,
    arguments: &ArgMatches,
) -> Result<(Running, Running)> {
    let proxies = arguments.get_many("proxy").unwrap_or_default();
    let limits = Limits {
        proxies: proxies.copied().collect(),
        ..Limits::default()
    };
    let citizens = Arc::clone(intake);
    let public = public::listen(
        *address(arguments, "listen")?,
        limits,
        move |request, body| match random() {
            Ok(random) => citizens.answer(request, body, &Moment { now: now(), random }),
            Err(_) => crate::http::Response::text(503, "Störung.", "Trouble."),
        },
    )?;
    let office = Arc::clone(office);
    let admin = public::listen(
        *address(arguments, "admin")?,
        Limits::default(),
        move |request, _| office.answer(request, now().as_millisecond()),
    )?;
    Ok((public, admin))
}

/// What somebody is told whose endpoint cannot listen.
fn no_socket(error: anyhow::Error, language: Language) -> anyhow::Error {
    let kind = error.downcast_ref::<io::Error>().map(io::Error::kind);
    let help = match kind {
        Some(io::ErrorKind::AddrInUse) => words(
            language,
            "Dort lauscht schon ein Programm, vielleicht eine zweite Annahmestelle. Beenden Sie es, oder nennen Sie mit --listen und --admin andere Adressen",
            "A program listens there already, perhaps a second endpoint. End it, or name other addresses with --listen and --admin",
        ),
        Some(io::ErrorKind::PermissionDenied) => words(
            language,
            "Dort darf dieses Konto nicht lauschen. Nennen Sie mit --listen und --admin Adressen mit einem Port über 1023",
            "This account may not listen there. Name addresses with a port above 1023 with --listen and --admin",
        ),
        Some(io::ErrorKind::AddrNotAvailable) => words(
            language,
            "Diese Adresse hat dieser Rechner nicht. Nennen Sie mit --listen und --admin eine, die er hat",
            "This computer does not have that address. Name one that it has with --listen and --admin",
        ),
        _ => return error,
    };
    anyhow!("{error}: {help}")
}

fn address<'a>(arguments: &'a ArgMatches, name: &str) -> Result<&'a SocketAddr> {
    arguments.get_one(name).context("an address")
}

/// A store belongs to the endpoint with one key, in however many processes: another one would not know
/// second sendings and secret words.
fn check_owner(
    store: &dyn Store,
    key: &EndpointKey,
    arguments: &ArgMatches,
    language: Language,
) -> Result<()> {
    let owner = store.owner(&key.public(), arguments.get_flag("new-key"))?;
    if owner == key.public() {
        return Ok(());
    }
    let why = words(
        language,
        "Der Speicher gehört zu einer Annahmestelle mit einem anderen Schlüssel. Kopieren Sie deren Datei annahmestelle.schluessel in den Ordner --data; nur wenn sie verloren ist: --new-key. Öffentlicher Teil",
        "The store belongs to an endpoint with another key. Copy its file annahmestelle.schluessel into the folder --data; only where that is lost: --new-key. Its public part",
    );
    bail!("{why}: {owner}");
}

/// Each of many threads needs little memory; the system would give and clear two megabytes at once. Where that
/// cannot be changed, there is only less room.
fn small_pages() {
    #[cfg(target_os = "linux")]
    rustix::thread::disable_transparent_huge_pages(true).ok();
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
