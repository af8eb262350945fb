//! `offenlage show`: what flows between the stages, and the schemas.

use crate::cli::help::with_example;
use crate::cli::new::schemas::write as write_schemas;
use crate::cli::{Outcome, portal};
use crate::finding::{Findings, Language};
use crate::load;
use crate::load::schema::schemas;
use crate::model::Archive;
use crate::render::examples;
use crate::render::theme::Theme;
use anyhow::{Context, Result};
use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgMatches, Command};
use std::io::Write;
use std::path::Path;

/// The arguments of the command.
pub fn arguments(command: Command, language: Language) -> Command {
    let words = |words: [&'static str; 2]| words[usize::from(language == Language::English)];
    let part = |name, about, example| {
        with_example(Command::new(name).about(words(about)), example, language)
    };
    let schema = part(
        "schema",
        ["Das JSON-Schema einer Datei", "The JSON Schema of a file"],
        "offenlage show schema verfahren",
    );
    let parts = part(
        "parts",
        [
            "Jeden Baustein des Themas mit seinen Beispielen, je eine Seite",
            "Every part of the theme with its examples, a page each",
        ],
        "offenlage show parts --output bausteine",
    );
    let output = Arg::new("output")
        .long("output")
        .value_name(words(["ORDNER", "FOLDER"]))
        .required(true)
        .help(words([
            "Neuer Ordner, in den die Seiten kommen",
            "New folder that the pages go to",
        ]));
    let sources = part(
        "sources",
        ["Was gelesen wurde", "What was read"],
        "offenlage show sources",
    );
    let archive = part(
        "archive",
        ["Was daraus wurde", "What it became"],
        "offenlage show archive",
    );
    command
        .subcommand_required(true)
        .subcommand(schema.args(schema_arguments(language)))
        .subcommand(portal::arguments(parts.arg(output), language))
        .subcommand(portal::arguments(sources, language))
        .subcommand(portal::arguments(archive, language))
}

/// Which schema, or where all of them are written.
fn schema_arguments(language: Language) -> [Arg; 2] {
    let words = |words: [&'static str; 2]| words[usize::from(language == Language::English)];
    let names: Vec<&str> = schemas().iter().map(|schema| schema.name).collect();
    let name = Arg::new("name")
        .value_name("NAME")
        .help(words(["Welche Datei", "Which file"]))
        .required_unless_present("write")
        .value_parser(PossibleValuesParser::new(names));
    let write = Arg::new("write")
        .long("write")
        .value_name(words(["ORDNER", "FOLDER"]))
        .num_args(0..=1)
        .default_missing_value(".")
        .conflicts_with("name")
        .help(words([
            "Alle Schemata in den Ordner eines Portals schreiben, für die Editoren",
            "Write all schemas into a portal's folder, for editors",
        ]));
    [name, write]
}

/// Prints what was asked for.
pub fn run(arguments: &ArgMatches, language: Language, output: &mut dyn Write) -> Result<Outcome> {
    match arguments.subcommand() {
        Some(("schema", arguments)) => match arguments.get_one::<String>("write") {
            Some(folder) => write_schemas(Path::new(folder), language, output)?,
            None => show_schema(arguments, output)?,
        },
        Some(("parts", arguments)) => show_parts(arguments, output)?,
        Some(("sources", arguments)) => {
            let folder = arguments
                .get_one::<String>("root")
                .map_or(".", String::as_str);
            let sources = load::load(Path::new(folder), &mut Findings::default())?;
            for municipality in sources.iter().flat_map(|sources| &sources.municipalities) {
                writeln!(output, "{:#?}", municipality.written.value)?;
                let read = municipality.procedures.iter();
                let read = read.filter_map(|folder| folder.read.as_ref());
                for procedure in read.filter_map(|read| read.source.as_ref()) {
                    writeln!(output, "{:#?}", procedure.written.value)?;
                }
            }
        }
        Some((_, arguments)) => {
            if let Some(portal) = portal::read(arguments, &mut Findings::default())? {
                show_archive(&portal.archive, output)?;
            }
        }
        None => {}
    }
    Ok(Outcome::Good)
}

fn show_schema(arguments: &ArgMatches, output: &mut dyn Write) -> Result<()> {
    let name = arguments
        .get_one::<String>("name")
        .context("clap asks for a name")?;
    let schema = schemas().iter().find(|schema| schema.name == name);
    let text = schema.context("clap knows the names")?.text();
    Ok(output.write_all(text.as_bytes())?)
}

/// Writes a page for each example of each part, and what the pages need.
#[expect(
    clippy::disallowed_methods,
    reason = "pages for who makes a theme, in a new folder of theirs"
)]
fn show_parts(arguments: &ArgMatches, output: &mut dyn Write) -> Result<()> {
    let argument = |name: &str| arguments.get_one::<String>(name).map(String::as_str);
    let folder = Path::new(argument("output").context("clap asks for a folder")?);
    let findings = &mut Findings::default();
    let sources = load::load(Path::new(argument("root").unwrap_or(".")), findings)?;
    let files = sources.context("site.toml")?.theme;
    let languages = [Language::German, Language::English];
    let theme = Theme::compile(&files, &languages, findings).context("`offenlage check`")?;
    let pages = examples::pages(&theme, &files, &languages)?;
    std::fs::create_dir(folder).with_context(|| folder.display().to_string())?;
    let pages = pages
        .iter()
        .map(|page| (page.name.as_str(), page.html.as_bytes()));
    let assets = theme.assets().iter();
    let assets = assets.map(|(address, bytes)| (address.as_str(), bytes.as_slice()));
    for (name, bytes) in pages.chain(assets) {
        let path = folder.join(name);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent)?;
        }
        std::fs::write(&path, bytes).with_context(|| path.display().to_string())?;
        writeln!(output, "{}", path.display())?;
    }
    Ok(())
}

fn show_archive(archive: &Archive, output: &mut dyn Write) -> Result<()> {
    for procedure in &archive.procedures {
        writeln!(output, "{} {}", procedure.address, procedure.title())?;
        for phase in &procedure.phases {
            writeln!(
                output,
                "  {} {:?} {}",
                phase.name,
                phase.time,
                phase.title().de
            )?;
        }
    }
    Ok(())
}
