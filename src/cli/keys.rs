//! `offenlage keys`: the office's keys, the endpoint's key, the offices' tokens.

use crate::cli::Outcome;
use crate::cli::collect::{data, data_argument};
use crate::cli::server::{random, text_of, words, write_secret};
use crate::finding::Language;
use crate::inbox::receipt::EndpointKey;
use crate::inbox::seal::{Identities, Recipients};
use crate::inbox::statement::{from_hex, hex};
use crate::intake::office::token_hash;
use anyhow::{Context, Result, bail};
use clap::{Arg, ArgMatches, Command};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

/// The endpoint's key in the data folder.
const ENDPOINT: &str = "annahmestelle.schluessel";
/// The hashes of the offices' tokens in the data folder.
const TOKENS: &str = "abholung.txt";

/// The arguments of the command.
pub fn arguments(command: Command, language: Language) -> Command {
    let say = |de, en| words(language, de, en);
    let file = || Arg::new("file").value_name(say("DATEI", "FILE"));
    let municipality = || {
        Arg::new("municipality")
            .value_name("GEMEINDE.YAML")
            .required(true)
            .help(say(
                "Datei der Gemeinde, in deren Liste der Schlüssel kommt",
                "File of the municipality whose list the key joins",
            ))
    };
    command
        .subcommand_required(true)
        .subcommand(
            Command::new("new")
                .about(say(
                    "Neuer Schlüssel eines Amtes; nennt den öffentlichen Teil",
                    "New key of an office; names its public part",
                ))
                .arg(file().default_value("amt.schluessel")),
        )
        .subcommand(
            Command::new("add")
                .about(say(
                    "Trägt einen öffentlichen Schlüssel bei einer Gemeinde ein",
                    "Enters a public key of a municipality",
                ))
                .arg(municipality())
                .arg(Arg::new("key").value_name("age1…").required(true)),
        )
        .subcommand(
            Command::new("rotate")
                .about(say(
                    "Neuer Schlüssel für eine Gemeinde anstelle der alten; die alten öffnen weiter, was für sie versiegelt ist",
                    "New key for a municipality in place of the old ones, which still open what is sealed for them",
                ))
                .arg(municipality())
                .arg(file().default_value("amt-neu.schluessel")),
        )
        .subcommand(
            Command::new("show")
                .about(say(
                    "Öffentlicher Schlüssel der Annahmestelle, für site.toml",
                    "Public key of the endpoint, for site.toml",
                ))
                .arg(data_argument(language)),
        )
        .subcommand(
            Command::new("token")
                .about(say(
                    "Neues Zugangswort, mit dem ein Amt abholt; wird einmal gezeigt",
                    "New token with which an office pulls; shown once",
                ))
                .arg(Arg::new("ags").value_name("AGS").required(true))
                .arg(data_argument(language)),
        )
}

/// Makes, enters or shows keys.
pub fn run(arguments: &ArgMatches, language: Language, output: &mut dyn Write) -> Result<Outcome> {
    let Some((name, arguments)) = arguments.subcommand() else {
        bail!("no subcommand");
    };
    match name {
        "new" => {
            let public = new_key(&path(arguments, "file"))?;
            writeln!(output, "{public}")?;
            let keep = words(
                language,
                "Bewahren Sie die Datei sicher und mit einer Kopie auf: Ohne sie öffnet niemand, was für sie versiegelt wird.",
                "Keep the file safe and with a copy: without it nobody opens what is sealed for it.",
            );
            writeln!(output, "{keep}")?;
        }
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
            let public = new_key(&path(arguments, "file"))?;
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
        }
        "show" => writeln!(output, "{}", endpoint_key(&data(arguments))?.public())?,
        _ => {
            let ags = arguments.get_one::<String>("ags").context("a key")?;
            writeln!(output, "{}", new_token(&data(arguments), ags)?)?;
        }
    }
    Ok(Outcome::Good)
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
pub fn tokens(data: &Path) -> Result<BTreeMap<String, Vec<String>>> {
    let path = data.join(TOKENS);
    let mut tokens: BTreeMap<String, Vec<String>> = BTreeMap::new();
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

fn new_token(data: &Path, ags: &str) -> Result<String> {
    if ags.len() != 8 || !ags.bytes().all(|byte| byte.is_ascii_digit()) {
        bail!("„{ags}“ ist kein Gemeindeschlüssel mit acht Ziffern / is no key of eight digits");
    }
    let token = hex(&random::<24>()?);
    std::fs::create_dir_all(data).with_context(|| data.display().to_string())?;
    let path = data.join(TOKENS);
    let mut options = std::fs::OpenOptions::new();
    let file = options.append(true).create(true).open(&path);
    let mut file = file.with_context(|| path.display().to_string())?;
    file.write_all(format!("{ags} {}\n", token_hash(&token)).as_bytes())?;
    file.sync_all()?;
    Ok(token)
}

/// Changes the list `schluessel` of a municipality's file and nothing else in it.
fn change(path: &Path, change: impl FnOnce(&mut Vec<String>)) -> Result<()> {
    let text = text_of(path)?;
    let (before, mut keys, after) = split(&text);
    change(&mut keys);
    let mut new = String::from(before);
    if !new.is_empty() && !new.ends_with('\n') {
        new.push('\n');
    }
    new.push_str("schluessel:\n");
    for key in keys {
        new.push_str(&format!("  - {key}\n"));
    }
    new.push_str(after);
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let mut file = tempfile::NamedTempFile::new_in(folder.unwrap_or(Path::new(".")))?;
    file.write_all(new.as_bytes())?;
    file.as_file()
        .set_permissions(std::fs::metadata(path)?.permissions())?;
    file.as_file().sync_all()?;
    file.persist(path)
        .with_context(|| path.display().to_string())?;
    Ok(())
}

/// The text before the list, its keys, and the text behind it. Without a list it would stand at
/// the end.
fn split(text: &str) -> (&str, Vec<String>, &str) {
    let mut at = 0;
    let mut lines = text.split_inclusive('\n');
    for line in lines.by_ref() {
        if line.trim_end() == "schluessel:" || line.trim_end() == "schluessel: []" {
            let before = &text[..at];
            at += line.len();
            let mut keys = Vec::new();
            for line in lines {
                let Some(key) = line.trim().strip_prefix("- ") else {
                    break;
                };
                keys.push(key.trim_matches(['"', '\'', ' ']).to_owned());
                at += line.len();
            }
            return (before, keys, &text[at..]);
        }
        at += line.len();
    }
    (text, Vec::new(), "")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("gemeinde.yaml");
        write_secret(&path, text).unwrap();
        change(&path, |keys| keys.push("age1neu".to_owned())).unwrap();
        assert_eq!(text_of(&path).unwrap(), expected);
    }

    #[test]
    fn a_key_joins_the_list_and_the_rest_of_the_file_stays() {
        check(
            "# Kopf\nname: Meißen\nschluessel:\n  - age1alt\nwebsite: https://x.de/\n",
            "# Kopf\nname: Meißen\nschluessel:\n  - age1alt\n  - age1neu\nwebsite: https://x.de/\n",
        );
        check("name: Meißen", "name: Meißen\nschluessel:\n  - age1neu\n");
        check(
            "schluessel: []\nname: A\n",
            "schluessel:\n  - age1neu\nname: A\n",
        );
    }

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
        let token = new_token(folder.path(), "14627140").unwrap();
        let known = tokens(folder.path()).unwrap();
        assert_eq!(known["14627140"], [token_hash(&token)]);
        assert!(
            !text_of(&folder.path().join(TOKENS))
                .unwrap()
                .contains(&token)
        );
        assert!(new_token(folder.path(), "146").is_err());
    }
}
