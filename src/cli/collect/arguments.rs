//! What `offenlage collect` can be told.

use crate::cli::server::{text_of, words};
use crate::finding::Language;
use anyhow::Result;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

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
                .value_name(say("ADRESSE", "ADDRESS"))
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
                .value_name(say("ADRESSE", "ADDRESS"))
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
                .value_name("IP")
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
fn store_arguments(language: Language) -> [Arg; 3] {
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
        Arg::new("new-key")
            .long("new-key")
            .action(ArgAction::SetTrue)
            .help(say(
                "Übernimmt einen Speicher, dessen Schlüssel verloren ist: Geheimwörter und wartende Bestätigungen von früher gelten dann nicht mehr",
                "Takes over a store whose key is lost: secret words and waiting confirmations from before do not count any more then",
            )),
    ]
}

/// The address of the database, if there is one.
pub fn store_address(arguments: &ArgMatches) -> Result<Option<String>> {
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
