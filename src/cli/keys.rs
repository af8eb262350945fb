//! `offenlage keys`: the office's keys, the endpoint's key, the offices' tokens.

mod list;

use crate::cli::Outcome;
use crate::cli::collect::{data, data_argument};
use crate::cli::help::with_example;
use crate::cli::server::{random, text_of, words, write_secret};
use crate::finding::{Language, both};
use crate::inbox::receipt::EndpointKey;
use crate::inbox::seal::{Identities, Recipients};
use crate::inbox::statement::{from_hex, hex};
use crate::intake::office::{Tokens, token_hash};
use crate::intake::report;
use anyhow::{Context, Result, bail};
use clap::{Arg, ArgAction, ArgMatches, Command};
use list::change;
use std::io::Write;
use std::path::{Path, PathBuf};

/// The endpoint's key in the data folder.
pub const ENDPOINT: &str = "annahmestelle.schluessel";
/// The hashes of the offices' tokens in the data folder.
pub const TOKENS: &str = "abholung.txt";

/// The arguments of the command.
pub fn arguments(command: Command, language: Language) -> Command {
    let say = |de, en| words(language, de, en);
    let file = || {
        let file = Arg::new("file").value_name(say("DATEI", "FILE"));
        file.help(say(
            "Datei, in die der geheime Schlüssel kommt",
            "File that the secret key is written to",
        ))
    };
    let municipality = || {
        Arg::new("municipality")
            .value_name("GEMEINDE.YAML")
            .required(true)
            .help(say(
                "Datei der Gemeinde, in deren Liste der Schlüssel kommt",
                "File of the municipality whose list the key joins",
            ))
    };
    let part = |name, example| with_example(Command::new(name), example, language);
    command
        .subcommand_required(true)
        .subcommand(
            part("new", "offenlage keys new ../amt.schluessel")
                .about(say(
                    "Neuer Schlüssel eines Amtes; nennt den öffentlichen Teil",
                    "New key of an office; names its public part",
                ))
                .arg(file().default_value("amt.schluessel").help(say(
                    "Neue Datei für den geheimen Schlüssel, am besten außerhalb des Portals",
                    "New file for the secret key, best outside the portal",
                ))),
        )
        .subcommand(
            part("add", "offenlage keys add content/gemeinden/meissen/gemeinde.yaml age13ruhl0tamufzqxqztp0a3gg7yte2tr422cxl7cay7r2ctdlxf5msypkzxw")
                .about(say(
                    "Trägt einen öffentlichen Schlüssel bei einer Gemeinde ein",
                    "Enters a public key of a municipality",
                ))
                .arg(municipality())
                .arg(Arg::new("key").value_name("age1…").required(true).help(say(
                    "Öffentlicher Schlüssel, wie „offenlage keys new“ ihn nennt",
                    "Public key, as `offenlage keys new` names it",
                ))),
        )
        .subcommand(rotate_command(municipality(), language))
        .subcommand(
            part("show", "offenlage keys show")
                .about(say(
                    "Öffentlicher Schlüssel der Annahmestelle, für site.toml",
                    "Public key of the endpoint, for site.toml",
                ))
                .arg(data_argument(language)),
        )
        .subcommand(token_command(language))
}

/// The command that makes a key in place of others.
fn rotate_command(municipality: Arg, language: Language) -> Command {
    let say = |de, en| words(language, de, en);
    let example =
        "offenlage keys rotate content/gemeinden/meissen/gemeinde.yaml ../amt-neu.schluessel";
    let file = Arg::new("file").value_name(say("DATEI", "FILE"));
    with_example(Command::new("rotate"), example, language)
        .about(say(
            "Neuer Schlüssel für eine Gemeinde anstelle der alten; die alten öffnen weiter, was für sie versiegelt ist",
            "New key for a municipality in place of the old ones, which still open what is sealed for them",
        ))
        .arg(municipality)
        .arg(file.default_value("amt-neu.schluessel").help(say(
            "Neue Datei für den geheimen Schlüssel, am besten außerhalb des Portals",
            "New file for the secret key, best outside the portal",
        )))
}

/// The command that makes a token.
fn token_command(language: Language) -> Command {
    let say = |de, en| words(language, de, en);
    with_example(
        Command::new("token"),
        "offenlage keys token 14627140",
        language,
    )
    .about(say(
        "Neues Zugangswort, mit dem ein Amt abholt; wird einmal gezeigt",
        "New token with which an office pulls; shown once",
    ))
    .arg(Arg::new("ags").value_name("AGS").required(true).help(say(
        "Gemeindeschlüssel mit acht Ziffern",
        "The municipality's key of eight digits",
    )))
    .arg(
        Arg::new("renew")
            .long("renew")
            .action(ArgAction::SetTrue)
            .help(say(
                "Die bisherigen Zugangswörter der Gemeinde gelten nicht mehr",
                "The municipality's tokens until now do not count any more",
            )),
    )
    .arg(data_argument(language))
}

/// Makes, enters or shows keys.
pub fn run(arguments: &ArgMatches, language: Language, output: &mut dyn Write) -> Result<Outcome> {
    let Some((name, arguments)) = arguments.subcommand() else {
        bail!("no subcommand");
    };
    match name {
        "new" => make(&path(arguments, "file"), language, output)?,
        "add" => {
            let key = arguments.get_one::<String>("key").context("a key")?;
            Recipients::read(std::slice::from_ref(key))?;
            change(&path(arguments, "municipality"), |keys| {
                if !keys.contains(key) {
                    keys.push(key.clone());
                }
            })?;
        }
        "rotate" => {
            let file = path(arguments, "file");
            let public = new_key(&file)?;
            writeln!(output, "{public}")?;
            change(&path(arguments, "municipality"), |keys| {
                *keys = vec![public]
            })?;
            let old = words(
                language,
                "Bewahren Sie die alten Schlüssel auf, bis alles gelöscht ist, was für sie versiegelt ist: „offenlage inbox“ nimmt alte und neue zusammen (--key neu --key alt). Bauen Sie das Portal neu, damit für den neuen versiegelt wird.",
                "Keep the old keys until everything that is sealed for them has been deleted: `offenlage inbox` takes old and new ones together (--key new --key old). Build the portal again, so that the new one is sealed for.",
            );
            writeln!(output, "{old}")?;
            warn_of_git(&file, language, output)?;
        }
        "show" => {
            let data = data(arguments);
            must_exist(&data, language)?;
            if !data.join(ENDPOINT).exists() {
                note_new(&data, language);
            }
            writeln!(output, "{}", endpoint_key(&data)?.public())?;
        }
        _ => {
            must_be_endpoint(&data(arguments), language)?;
            let ags = arguments.get_one::<String>("ags").context("a key")?;
            let is_only = arguments.get_flag("renew");
            writeln!(output, "{}", new_token(&data(arguments), ags, is_only)?)?;
        }
    }
    Ok(Outcome::Good)
}

/// Makes a key, and says what it is and what comes next.
fn make(file: &Path, language: Language, output: &mut dyn Write) -> Result<()> {
    let public = new_key(file)?;
    writeln!(output, "{public}")?;
    let what = words(
        language,
        "Das ist der öffentliche Schlüssel; der geheime steht in",
        "This is the public key; the secret one stands in",
    );
    writeln!(output, "{what} {}.", file.display())?;
    let keep = words(
        language,
        "Bewahren Sie die Datei sicher und mit einer Kopie auf: Ohne sie öffnet niemand, was für sie versiegelt wird.",
        "Keep the file safe and with a copy: without it nobody opens what is sealed for it.",
    );
    writeln!(output, "{keep}")?;
    warn_of_git(file, language, output)?;
    let next = words(language, "Weiter mit:", "Go on with:");
    let folder = words(language, "<gemeinde>", "<municipality>");
    writeln!(
        output,
        "{next} offenlage keys add content/gemeinden/{folder}/gemeinde.yaml {public}"
    )?;
    Ok(())
}

/// What is in Git once stays there: whoever puts a secret key into such a folder is told.
fn warn_of_git(file: &Path, language: Language, output: &mut dyn Write) -> Result<()> {
    let absolute = std::path::absolute(file).with_context(|| file.display().to_string())?;
    let mut folders = absolute.ancestors().skip(1);
    if folders.any(|folder| folder.join(".git").exists()) {
        let warning = words(
            language,
            "Achtung: Die Datei liegt in einem Ordner, den Git verwaltet. Legen Sie sie an einen anderen Ort; was einmal in Git ist, bleibt dort.",
            "Mind: the file lies in a folder that Git keeps. Put it at another place; what is in Git once stays there.",
        );
        writeln!(output, "{warning}")?;
    }
    Ok(())
}

/// A folder that is named wrongly gets no keys, which no endpoint would know.
fn must_exist(data: &Path, language: Language) -> Result<()> {
    if data.is_dir() {
        return Ok(());
    }
    let why = words(
        language,
        "Diesen Ordner gibt es nicht. Nennen Sie mit --data den Ordner der Annahmestelle; „offenlage collect“ legt ihn beim ersten Start an, oder Sie selbst.",
        "There is no such folder. Name the endpoint's folder with --data; `offenlage collect` makes it when it first starts, or you do.",
    );
    bail!("{}: {why}", data.display());
}

/// A token that no endpoint knows opens nothing.
fn must_be_endpoint(data: &Path, language: Language) -> Result<()> {
    must_exist(data, language)?;
    if data.join(ENDPOINT).exists() {
        return Ok(());
    }
    let why = words(
        language,
        "In diesem Ordner ist keine Annahmestelle. Nennen Sie mit --data ihren Ordner, oder legen Sie zuerst ihren Schlüssel an: offenlage keys show",
        "There is no endpoint in this folder. Name its folder with --data, or first make its key: offenlage keys show",
    );
    bail!("{}: {why}", data.display());
}

/// Says that a key is made, beside the key itself, which goes into `site.toml`.
fn note_new(data: &Path, language: Language) {
    let new = words(
        language,
        "Hier gab es noch keinen Schlüssel einer Annahmestelle; er ist jetzt neu angelegt. Läuft schon eine, dann nennen Sie mit --data ihren Ordner",
        "There was no endpoint's key here yet; it is made now. If one is running already, name its folder with --data",
    );
    report(format_args!("{new}: {}", data.join(ENDPOINT).display()));
}

fn path(arguments: &ArgMatches, name: &str) -> PathBuf {
    arguments
        .get_one::<String>(name)
        .map(PathBuf::from)
        .unwrap_or_default()
}

fn new_key(path: &Path) -> Result<String> {
    let key = Identities::generate();
    write_secret(path, &key.text())?;
    key.public_keys()
        .pop()
        .context("a new key has a public part")
}

/// The endpoint's key in its data folder; made where there is none.
///
/// # Errors
/// If it cannot be read or made.
pub fn endpoint_key(data: &Path) -> Result<EndpointKey> {
    let path = data.join(ENDPOINT);
    if !path.exists() {
        std::fs::create_dir_all(data).with_context(|| data.display().to_string())?;
        write_secret(&path, &format!("{}\n", hex(&random::<32>()?)))?;
    }
    let digits = text_of(&path)?;
    let secret =
        from_hex(digits.trim()).with_context(|| format!("{} is no key", path.display()))?;
    Ok(EndpointKey::new(&secret))
}

/// The hashes of the offices' tokens by municipality.
///
/// # Errors
/// If the file cannot be read.
pub fn tokens(data: &Path) -> Result<Tokens> {
    let path = data.join(TOKENS);
    let mut tokens = Tokens::new();
    if !path.exists() {
        return Ok(tokens);
    }
    let text = text_of(&path)?;
    for (ags, hash) in text.lines().filter_map(|line| line.split_once(' ')) {
        tokens
            .entry(ags.to_owned())
            .or_default()
            .push(hash.trim().to_owned());
    }
    Ok(tokens)
}

/// A new token of a municipality, beside its others or in their place.
fn new_token(data: &Path, ags: &str, is_only: bool) -> Result<String> {
    if ags.len() != 8 || !ags.bytes().all(|byte| byte.is_ascii_digit()) {
        bail!(
            "„{ags}“ {}",
            both(
                "ist kein Gemeindeschlüssel mit acht Ziffern",
                "is no municipality's key of eight digits"
            )
        );
    }
    let token = hex(&random::<24>()?);
    std::fs::create_dir_all(data).with_context(|| data.display().to_string())?;
    let path = data.join(TOKENS);
    let before = match path.exists() {
        true => text_of(&path)?,
        false => String::new(),
    };
    // A running endpoint reads the file: it is always whole.
    let mut file = tempfile::NamedTempFile::new_in(data)?;
    let is_other = |line: &&str| line.split(' ').next() != Some(ags);
    for line in before.lines().filter(|line| !is_only || is_other(line)) {
        writeln!(file, "{line}")?;
    }
    writeln!(file, "{ags} {}", token_hash(&token))?;
    // The endpoint may run under another account, and a hash is no secret.
    #[cfg(unix)]
    file.as_file()
        .set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o644))?;
    file.as_file().sync_all()?;
    file.persist(&path)
        .with_context(|| path.display().to_string())?;
    Ok(token)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endpoint_keeps_its_key_and_never_overwrites_it() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("annahme");
        let public = endpoint_key(&data).unwrap().public();
        assert_eq!(endpoint_key(&data).unwrap().public(), public);
        assert!(write_secret(&data.join(ENDPOINT), "x").is_err());
    }

    #[test]
    fn a_token_is_kept_as_its_hash() {
        let folder = tempfile::tempdir().unwrap();
        let token = new_token(folder.path(), "14627140", false).unwrap();
        let known = tokens(folder.path()).unwrap();
        assert_eq!(known["14627140"], [token_hash(&token)]);
        assert!(
            !text_of(&folder.path().join(TOKENS))
                .unwrap()
                .contains(&token)
        );
        assert!(new_token(folder.path(), "146", false).is_err());
    }

    #[test]
    fn a_token_stands_beside_others_or_in_the_place_of_its_municipalitys() {
        let folder = tempfile::tempdir().unwrap();
        let new = |ags, is_only| token_hash(&new_token(folder.path(), ags, is_only).unwrap());
        let (first, other) = (new("14627140", false), new("14713000", false));
        let second = new("14627140", false);
        let known = || tokens(folder.path()).unwrap();
        assert_eq!(known()["14627140"], [first, second]);
        let only = new("14627140", true);
        assert_eq!(
            (&known()["14627140"], &known()["14713000"]),
            (&vec![only], &vec![other])
        );
    }
}
