//! `offenlage inbox`: the office's inbox on its own computer.

mod add;
mod export;
mod import;
mod pull;
mod purge;

use crate::cli::Outcome;
use crate::cli::server::{bytes_of, text_of, words};
use crate::finding::Language;
use crate::inbox::opened::{self, Opened, entries, open};
use crate::inbox::receipt::in_berlin;
use crate::inbox::seal::Identities;
use crate::inbox::sqlite::Sqlite;
use crate::inbox::{Store, number};
use crate::render::form::{MANIFEST, Manifest};
use anyhow::{Context, Result, bail};
use clap::{Arg, ArgAction, ArgMatches, Command};
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

/// The phase that statements are entered for, and the built portal that knows it.
fn phase_arguments(language: Language) -> [Arg; 2] {
    let say = |de, en| words(language, de, en);
    let phase = Arg::new("phase")
        .value_name("PHASE")
        .required(true)
        .help(say(
            "Adresse der Phase im Portal",
            "Address of the phase in the portal",
        ));
    let portal = Arg::new("portal")
        .long("portal")
        .value_name(say("ORDNER", "FOLDER"))
        .default_value("output")
        .help(say(
            "Ordner des gebauten Portals",
            "Folder of the built portal",
        ));
    [phase, portal]
}

/// What the named portal takes statements for, and the address of the named phase.
fn named_phase(arguments: &ArgMatches) -> Result<(Manifest, String)> {
    let argument = |name: &str| arguments.get_one::<String>(name).map_or("", String::as_str);
    let manifest = bytes_of(&Path::new(argument("portal")).join(MANIFEST))?;
    let address = format!("{}/", argument("phase").trim_end_matches('/'));
    Ok((serde_json::from_slice(&manifest)?, address))
}

fn subcommands(language: Language) -> [Command; 8] {
    let say = |de, en| words(language, de, en);
    let command = |name, de, en| Command::new(name).about(say(de, en));
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
    let file = Arg::new("file").value_name(say("DATEI", "FILE"));
    let number = Arg::new("number").value_name(say("NUMMER", "NUMBER"));
    let attachments = Arg::new("attachments").long("attachments");
    let attachments = attachments.value_name(say("ORDNER", "FOLDER"));
    [
        pull::arguments(pull, language),
        list,
        show.arg(number.required(true))
            .arg(attachments.help(say("Anlagen hierhin ablegen", "Put attachments there"))),
        export::arguments(export, language),
        add::arguments(add, language),
        import::arguments(import, language),
        backup.arg(file.required(true)),
        purge::arguments(purge, language),
    ]
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
    std::fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
    let store = Sqlite::open(&folder.join(STORE))?;
    let desk = Desk {
        keys: keys(own)?,
        folder: &folder,
        store: &store,
        language,
    };
    match name {
        "pull" => pull::run(&desk, own, output)?,
        "list" => list(&desk, output)?,
        "show" => show(&desk, own, output)?,
        "export" => export::run(&desk, own, output)?,
        "add" => add::run(&desk, own, output)?,
        "import" => import::run(&desk, own, output)?,
        _ => {
            let file = own.get_one::<String>("file").context("a file")?;
            store.backup(Path::new(file))?;
        }
    }
    Ok(Outcome::Good)
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

fn list(desk: &Desk<'_>, output: &mut dyn Write) -> Result<()> {
    for entry in entries(desk.store)? {
        let clear = entry.clear.clone();
        let late = if clear.is_late {
            words(desk.language, "verspätet", "late")
        } else {
            ""
        };
        let state = entry.state.key();
        let time = in_berlin(clear.received);
        write!(
            output,
            "{}\t{}\t{state}\t{late}\t{}\t{}",
            clear.number,
            time.get(..16).unwrap_or(&time).replace('T', " "),
            clear.channel,
            clear.phase,
        )?;
        if let Some(keys) = &desk.keys {
            let opened = open(desk.store, keys, entry)?;
            write!(output, "\t{}", sender(&opened))?;
        }
        writeln!(output)?;
    }
    Ok(())
}

/// Who sent it, in one line.
fn sender(opened: &Opened) -> String {
    let fields = opened.statement.as_ref().map(|statement| &statement.fields);
    let field = |key: &str| {
        fields
            .and_then(|fields| fields.get(key))
            .map(String::as_str)
    };
    let parts = [field("organisation"), field("name")];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn show(desk: &Desk<'_>, arguments: &ArgMatches, output: &mut dyn Write) -> Result<()> {
    let typed = arguments.get_one::<String>("number").context("a number")?;
    let number = number::read(typed).unwrap_or_else(|| typed.clone());
    let entry = desk
        .store
        .entry(&number)?
        .with_context(|| format!("{typed}: liegt nicht im Posteingang / is not in the inbox"))?;
    let clear = entry.clear.clone();
    let opened = open(desk.store, desk.keys()?, entry)?;
    let late = if clear.is_late {
        words(desk.language, " (verspätet)", " (late)")
    } else {
        ""
    };
    writeln!(
        output,
        "{}  {}{late}  {}",
        clear.number,
        in_berlin(clear.received),
        clear.channel
    )?;
    writeln!(
        output,
        "{}{}  {}\n",
        clear.portal,
        clear.phase,
        opened.entry.state.key()
    )?;
    let Some(statement) = &opened.statement else {
        return Ok(());
    };
    for (key, value) in &statement.fields {
        writeln!(output, "{key}: {}", printable(value))?;
    }
    for (at, file) in statement.attachments.iter().enumerate() {
        writeln!(
            output,
            "{}: {} ({} Bytes){}",
            at + 1,
            printable(&file.name),
            file.size,
            match file.is_unscanned {
                true => words(
                    desk.language,
                    ", nicht auf Viren geprüft",
                    ", not scanned for viruses"
                ),
                false => "",
            }
        )?;
    }
    if let Some(folder) = arguments.get_one::<String>("attachments").map(Path::new) {
        write_attachments(desk, &opened, folder)?;
    }
    Ok(())
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

/// A sender's words on a terminal: control characters could steer it.
fn printable(text: &str) -> String {
    let is_shown = |letter: &char| !letter.is_control() || "\n\t".contains(*letter);
    text.chars().filter(is_shown).collect()
}
