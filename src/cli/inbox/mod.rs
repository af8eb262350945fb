//! `offenlage inbox`: the office's inbox on its own computer.

mod add;
mod day;
mod export;
mod import;
mod phase;
mod pull;
mod purge;
mod shown;

use crate::cli::Outcome;
use crate::cli::help::with_example;
use crate::cli::server::{text_of, told, words};
use crate::finding::Language;
use crate::inbox::Entry;
use crate::inbox::opened::{self, Opened, entries, open};
use crate::inbox::seal::Identities;
use crate::inbox::sqlite::Sqlite;
use anyhow::{Context, Result, bail};
use clap::{Arg, ArgAction, ArgMatches, Command};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

/// The store's file in the inbox's folder.
const STORE: &str = "eingang.sqlite";

/// The arguments of the command.
pub fn arguments(command: Command, language: Language) -> Command {
    let say = |de, en| words(language, de, en);
    command
        .subcommand_required(true)
        .arg(
            Arg::new("inbox")
                .long("inbox")
                .global(true)
                .value_name(say("ORDNER", "FOLDER"))
                .default_value("posteingang")
                .help(say("Ordner des Posteingangs", "Folder of the inbox")),
        )
        .arg(
            Arg::new("key")
                .long("key")
                .global(true)
                .value_name(say("DATEI", "FILE"))
                .action(ArgAction::Append)
                .help(say(
                    "Geheimer Schlüssel des Amtes; mehrmals, wenn auch alte Siegel zu öffnen sind",
                    "Secret key of the office; several times where older seals are to be opened",
                )),
        )
        .subcommands(subcommands(language))
}

/// An example for each subcommand.
const EXAMPLES: [(&str, &str); 8] = [
    (
        "pull",
        "offenlage inbox pull https://aemter.example --gemeinde 14627140 --token-file zugangswort.txt",
    ),
    ("list", "offenlage inbox list --key amt.schluessel"),
    (
        "show",
        "offenlage inbox show 1DE5-46DS-SG5 --key amt.schluessel",
    ),
    (
        "export",
        "offenlage inbox export ausgabe --key amt.schluessel",
    ),
    (
        "add",
        "offenlage inbox add meissen/bplan-17-altes-ziegelwerk/05-veroeffentlichung --weg post --eingang 2026-05-06 --anlage brief.pdf --portal output",
    ),
    (
        "import",
        "offenlage inbox import meissen/bplan-17-altes-ziegelwerk/05-veroeffentlichung tabelle.csv --portal output",
    ),
    ("backup", "offenlage inbox backup eingang-2026-05-05.sqlite"),
    ("purge", "offenlage inbox purge"),
];

fn subcommands(language: Language) -> [Command; 8] {
    let say = |de, en| words(language, de, en);
    let command = |name, de, en| {
        let example = EXAMPLES.iter().find(|(own, _)| *own == name);
        let example = example.map_or("", |(_, example)| example);
        with_example(Command::new(name).about(say(de, en)), example, language)
    };
    let pull = command(
        "pull",
        "Holt ab, was bei der Annahmestelle neu ist",
        "Fetches what is new",
    );
    let list = command("list", "Zeigt alle Stellungnahmen", "Lists all statements");
    let show = command(
        "show",
        "Öffnet und zeigt eine Stellungnahme",
        "Opens and shows one",
    );
    let export = command(
        "export",
        "Schreibt Tabellen (CSV, XLSX) und je Stellungnahme eine Seite zum Drucken, die Anlagen und auf Wunsch XBeteiligung (XML)",
        "Writes tables (CSV, XLSX) and for each statement a page to print, the attachments and, if asked for, XBeteiligung (XML)",
    );
    let add = command(
        "add",
        "Trägt einen Brief, eine E-Mail oder eine Niederschrift ein",
        "Enters a letter, an e-mail or minutes",
    );
    let import = command(
        "import",
        "Trägt eine Tabelle (CSV, XLSX) oder ein Postfach (EML, MBOX) ein, ganz oder gar nicht",
        "Enters a table (CSV, XLSX) or a mailbox (EML, MBOX), all or nothing",
    );
    let backup = command(
        "backup",
        "Sichert den Posteingang in eine Datei",
        "Copies it to a file",
    );
    let purge = command(
        "purge",
        "Löscht nach der Aufbewahrung, was gesagt wurde; Nummern und Nachweis bleiben. Ohne Verfahren: was gelöscht werden darf und wurde",
        "Deletes what was said after its retention; numbers and proof stay. Without a procedure: what may be deleted and what was",
    );
    [
        pull::arguments(pull, language),
        list.arg(json_argument(language)),
        show.args(show_arguments(language)),
        export::arguments(export, language),
        add::arguments(add, language),
        import::arguments(import, language),
        backup.arg(file_argument(language)),
        purge::arguments(purge, language),
    ]
}

fn json_argument(language: Language) -> Arg {
    let json = Arg::new("json").long("json").action(ArgAction::SetTrue);
    json.help(words(
        language,
        "Als JSON, ohne etwas zu öffnen",
        "As JSON, without opening anything",
    ))
}

fn show_arguments(language: Language) -> [Arg; 2] {
    let say = |de, en| words(language, de, en);
    let number = Arg::new("number")
        .value_name(say("NUMMER", "NUMBER"))
        .required(true);
    let attachments = Arg::new("attachments")
        .long("attachments")
        .value_name(say("ORDNER", "FOLDER"));
    [
        number.help(say(
            "Eingangsnummer, wie „inbox list“ sie zeigt",
            "Receipt number as `inbox list` shows it",
        )),
        attachments.help(say("Anlagen hierhin ablegen", "Put attachments there")),
    ]
}

fn file_argument(language: Language) -> Arg {
    let file = Arg::new("file")
        .value_name(words(language, "DATEI", "FILE"))
        .required(true);
    file.help(words(
        language,
        "Neue Datei, in die gesichert wird",
        "New file that it is copied to",
    ))
}

/// Runs a subcommand.
pub fn run(arguments: &ArgMatches, language: Language, output: &mut dyn Write) -> Result<Outcome> {
    let Some((name, own)) = arguments.subcommand() else {
        bail!("no subcommand");
    };
    let folder = own
        .get_one::<String>("inbox")
        .map(PathBuf::from)
        .unwrap_or_default();
    if name == "purge" {
        return purge::run(&folder, own, language, output);
    }
    match name {
        "list" | "show" | "export" | "backup" => must_exist(&folder, language)?,
        _ => std::fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?,
    }
    let path = folder.join(STORE);
    let store = Sqlite::open(&path).map_err(|why| told(why.into(), &path, language))?;
    let desk = Desk {
        keys: keys(own)?,
        folder: &folder,
        store: &store,
        language,
    };
    let done = match name {
        "pull" => pull::run(&desk, own, output),
        "list" if own.get_flag("json") => return shown::list_json(&desk, output),
        "list" => return shown::list(&desk, output).map_err(|why| told(why, &path, language)),
        "show" => shown::show(&desk, own, output),
        "export" => export::run(&desk, own, output),
        "add" => add::run(&desk, own, output),
        "import" => import::run(&desk, own, output),
        _ => backup(&desk, own),
    };
    done.map_err(|why| told(why, &path, language))?;
    Ok(Outcome::Good)
}

/// Copies the inbox to a new file.
fn backup(desk: &Desk<'_>, arguments: &ArgMatches) -> Result<()> {
    let file = arguments.get_one::<String>("file").context("a file")?;
    let path = Path::new(file);
    if path.exists() {
        let why = words(
            desk.language,
            "gibt es schon und wird nicht überschrieben. Nennen Sie eine neue Datei, etwa mit dem Tag im Namen",
            "exists and is not overwritten. Name a new file, with the day in its name, say",
        );
        bail!("{file}: {why}");
    }
    let copied = desk.store.backup(path);
    copied.map_err(|why| told(why.into(), path, desk.language))
}

/// Whoever reads makes no new inbox, which would be empty.
fn must_exist(folder: &Path, language: Language) -> Result<()> {
    if folder.join(STORE).is_file() {
        return Ok(());
    }
    let why = words(
        language,
        "Hier ist kein Posteingang. Nennen Sie seinen Ordner mit --inbox; der erste entsteht mit „inbox pull“, „inbox add“ oder „inbox import“.",
        "There is no inbox here. Name its folder with --inbox; the first one is made by `inbox pull`, `inbox add` or `inbox import`.",
    );
    bail!("{}: {why}", folder.display());
}

/// What every subcommand works with.
struct Desk<'a> {
    keys: Option<Identities>,
    folder: &'a Path,
    store: &'a Sqlite,
    language: Language,
}

impl Desk<'_> {
    fn keys(&self) -> Result<&Identities> {
        let missing = words(
            self.language,
            "Zum Öffnen fehlt der Schlüssel: --key amt.schluessel",
            "The key is missing: --key amt.schluessel",
        );
        self.keys.as_ref().context(missing)
    }

    /// Every statement, opened.
    fn opened(&self) -> Result<Vec<Opened>> {
        let keys = self.keys()?;
        let entries = entries(self.store)?.into_iter();
        entries.map(|entry| open(self.store, keys, entry)).collect()
    }
}

fn keys(arguments: &ArgMatches) -> Result<Option<Identities>> {
    let mut keys: Option<Identities> = None;
    for path in arguments.get_many::<String>("key").unwrap_or_default() {
        let read = Identities::read(&text_of(Path::new(path))?).with_context(|| path.clone())?;
        keys = Some(match keys {
            Some(before) => before.and(read),
            None => read,
        });
    }
    Ok(keys)
}

/// By the number of a statement the numbers of those that took its place.
fn later_versions<'a>(entries: impl Iterator<Item = &'a Entry>) -> BTreeMap<String, String> {
    let mut later: BTreeMap<String, String> = BTreeMap::new();
    for clear in entries.map(|entry| &entry.clear) {
        if let Some(replaced) = &clear.replaces {
            let numbers = later.entry(replaced.clone()).or_default();
            let before = if numbers.is_empty() { "" } else { ", " };
            numbers.push_str(&format!("{before}{}", clear.number));
        }
    }
    later
}

/// Writes the attachments under names of our own: a sender's name is never a path.
fn write_attachments(desk: &Desk<'_>, opened: &Opened, folder: &Path) -> Result<Vec<String>> {
    let Some(statement) = &opened.statement else {
        return Ok(Vec::new());
    };
    std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    let mut names = Vec::new();
    for (at, named) in statement.attachments.iter().enumerate() {
        let part = at + 1;
        let name = format!("anlage-{part}.{}", opened::ending(&named.media));
        let path = folder.join(&name);
        let mut file = File::create(&path).with_context(|| path.display().to_string())?;
        let place = (statement.number.as_str(), part);
        opened::attachment(desk.store, desk.keys()?, place, named, &mut file)?;
        names.push(name);
    }
    Ok(names)
}
