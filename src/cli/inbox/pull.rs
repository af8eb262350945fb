//! `inbox pull`: from the endpoint to the office's computer. Whatever breaks off, the next pull
//! goes on behind it; what is here already is left as it is.

mod refusal;

use super::Desk;
use crate::cli::server::{no_room, text_of, words};
use crate::finding::{Language, both};
use crate::inbox::seal::Identities;
use crate::inbox::{Arrival, Clear, Entry, Kept, State, Store, opened, receipt};
use crate::intake::office::Events;
use anyhow::{Context, Result, anyhow, bail};
use clap::{Arg, ArgMatches, Command};
use refusal::{broken_off, refusal, unreadable};
use std::fs::File;
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;
use ureq::tls::{PemItem, RootCerts, TlsConfig, parse_pem};

/// The most bytes of one answer: events, or one sealed part.
const MOST: u64 = 64 << 20;

/// The arguments of the subcommand.
pub fn arguments(command: Command, language: Language) -> Command {
    let say = |de, en| words(language, de, en);
    command
        .arg(
            Arg::new("from")
                .value_name(say("ADRESSE", "ADDRESS"))
                .required(true)
                .help(say(
                    "Adresse der Annahmestelle für Ämter, mit https://",
                    "The endpoint's address for offices, with https://",
                )),
        )
        .arg(
            Arg::new("municipality")
                .long("gemeinde")
                .value_name("AGS")
                .required(true)
                .help(say("Gemeindeschlüssel", "Key of the municipality")),
        )
        .arg(
            Arg::new("token")
                .long("token-file")
                .value_name(say("DATEI", "FILE"))
                .required(true)
                .help(say("Datei mit dem Zugangswort", "File with the token")),
        )
        .arg(
            Arg::new("signed")
                .long("endpoint-key")
                .value_name(say("SCHLÜSSEL", "KEY"))
                .help(say(
                    "Öffentlicher Schlüssel der Annahmestelle: Nur ihre Quittungen gelten",
                    "The endpoint's public key: only its receipts hold",
                )),
        )
        .arg(
            Arg::new("root")
                .long("root")
                .value_name(say("DATEI", "FILE"))
                .help(say(
                    "Zertifikat (PEM), aus dem das der Annahmestelle folgen muss; sonst gelten die öffentlichen Zertifizierungsstellen",
                    "Certificate (PEM) that the endpoint's must follow from; else the public authorities count",
                )),
        )
}

/// Pulls until there is nothing new.
pub fn run(desk: &Desk<'_>, arguments: &ArgMatches, output: &mut dyn Write) -> Result<()> {
    let source = Source::new(arguments, desk.language)?;
    let signed = arguments.get_one::<String>("signed").map(String::as_str);
    let cursor = source.cursor(desk.folder);
    let mut after = last(&cursor)?;
    let (mut new, mut changed) = (0, 0);
    loop {
        let events = source.events(after)?;
        let Some(end) = events.events.last().map(|event| event.sequence) else {
            break;
        };
        for event in &events.events {
            let entry = &event.entry;
            if entry.clear.municipality != source.municipality {
                bail!("{}: another municipality's", entry.clear.number);
            }
            check_signature(&entry.clear, signed)?;
            match desk.store.entry(&entry.clear.number)? {
                Some(known) if known.clear != entry.clear => {
                    bail!(
                        "{}: {}",
                        entry.clear.number,
                        both("wurde nachträglich verändert", "was changed afterwards")
                    )
                }
                Some(_) => {}
                None => {
                    let arrival = source.fetch(entry, desk.keys.as_ref())?;
                    new += u32::from(desk.store.keep(arrival)? == Kept::New);
                    if entry.state == State::Purged {
                        let number = &entry.clear.number;
                        desk.store
                            .change(number, State::Purged, entry.clear.received)?;
                    }
                }
            }
            // The office keeps its own copy for its own time, whatever the endpoint deleted.
            if ![State::Received, State::Purged].contains(&entry.state) {
                let number = &entry.clear.number;
                let now = entry.clear.received;
                changed += u32::from(desk.store.change(number, entry.state, now)?);
            }
        }
        after = end;
        save(&cursor, after)?;
    }
    match desk.language {
        Language::German => writeln!(output, "Neu: {new}, geändert: {changed}")?,
        Language::English => writeln!(output, "new: {new}, changed: {changed}")?,
    }
    Ok(())
}

/// A receipt that its own key did not sign is no receipt.
fn check_signature(clear: &Clear, expected: Option<&str>) -> Result<()> {
    let verified = receipt::text(clear).and_then(|text| receipt::verify(&text));
    let Some(verified) = verified else {
        bail!(
            "{}: {}",
            clear.number,
            both("die Unterschrift stimmt nicht", "the signature is wrong")
        );
    };
    if expected.is_some_and(|key| !key.trim().eq_ignore_ascii_case(&verified.key)) {
        bail!(
            "{}: {}",
            clear.number,
            both("von einer anderen Annahmestelle", "of another endpoint")
        );
    }
    Ok(())
}

/// An endpoint and a municipality.
struct Source {
    agent: ureq::Agent,
    address: String,
    municipality: String,
    authorization: String,
    language: Language,
}

impl Source {
    fn new(arguments: &ArgMatches, language: Language) -> Result<Self> {
        let argument = |name: &str| arguments.get_one::<String>(name);
        let [address, municipality, token] = ["from", "municipality", "token"].map(argument);
        let address = address.context("an address")?;
        let token = text_of(Path::new(token.context("a token")?))?;

        let is_local = ["http://127.0.0.1:", "http://localhost:", "http://[::1]:"]
            .iter()
            .any(|local| address.starts_with(local));
        if !address.starts_with("https://") && !is_local {
            bail!(
                "{}: {address}",
                both("nur über https://", "only over https://")
            );
        }
        let config = ureq::Agent::config_builder()
            .timeout_global(Some(Duration::from_secs(300)))
            .timeout_connect(Some(Duration::from_secs(20)))
            .max_redirects(0);
        let config = match argument("root").map(Path::new) {
            Some(root) => config.tls_config(TlsConfig::builder().root_certs(roots(root)?).build()),
            None => config,
        };
        Ok(Self {
            agent: config.build().into(),
            address: address.trim_end_matches('/').to_owned(),
            municipality: municipality.context("a municipality")?.clone(),
            authorization: format!("Bearer {}", token.trim()),
            language,
        })
    }

    /// Where it is kept up to which event everything is here.
    fn cursor(&self, folder: &Path) -> PathBuf {
        let source = format!("{} {}", self.address, self.municipality);
        let hash = blake3::hash(source.as_bytes()).to_hex();
        folder.join(format!("abgeholt-{}.txt", &hash[..16]))
    }

    fn get(&self, path: &str) -> Result<impl Read + use<>> {
        let url = format!("{}/abholen/{}/{path}", self.address, self.municipality);
        let asked = self
            .agent
            .get(&url)
            .header("Authorization", &self.authorization);
        let answer = asked.call();
        let answer = answer.and_then(|answer| match answer.status().as_u16() {
            200 => Ok(answer),
            300..=399 => Err(ureq::Error::RedirectFailed),
            status => Err(ureq::Error::StatusCode(status)),
        });
        let is_part = !path.starts_with("ereignisse");
        let answer = answer.map_err(|why| refusal((&url, is_part), &why, self.language))?;
        Ok(answer.into_body().into_with_config().limit(MOST).reader())
    }

    /// Copies a sealed part. Whether the other end broke off or this computer is full, is told apart.
    fn copy(&self, path: &str, output: &mut dyn Write) -> Result<()> {
        let mut reader = self.get(path)?;
        let mut buffer = vec![0; 64 * 1024];
        loop {
            let count = match reader.read(&mut buffer) {
                Ok(0) => return Ok(()),
                Ok(count) => count,
                Err(why) if why.kind() == ErrorKind::Interrupted => continue,
                Err(why) => return Err(broken_off(&self.address, &why, self.language)),
            };
            let written = output.write_all(&buffer[..count]);
            written.map_err(|why| anyhow!("{} ({why})", no_room(self.language)))?;
        }
    }

    fn events(&self, after: i64) -> Result<Events> {
        let reader = self.get(&format!("ereignisse?nach={after}"))?;
        let events = serde_json::from_reader(io::BufReader::new(reader));
        events.map_err(|why| unreadable(&self.address, &why, self.language))
    }

    /// A statement with its attachments, held against its receipt where a key opens it.
    fn fetch(&self, entry: &Entry, keys: Option<&Identities>) -> Result<Arrival> {
        let number = &entry.clear.number;
        let mut sealed = Vec::new();
        if entry.state != State::Purged {
            self.copy(&format!("{number}/0"), &mut sealed)?;
        }
        let statement = match keys {
            Some(keys) if !sealed.is_empty() => {
                let bytes = keys.open_bytes(&sealed).with_context(|| number.clone())?;
                Some(opened::read(entry, &bytes)?)
            }
            _ => None,
        };
        let count = if sealed.is_empty() {
            0
        } else {
            entry.clear.sizes.len().saturating_sub(1)
        };
        let named = statement.map(|statement| statement.attachments);
        if named.as_ref().is_some_and(|named| named.len() != count) {
            bail!(
                "{number}: {}",
                both("Anlagen fehlen", "attachments are missing")
            );
        }
        let mut attachments: Vec<File> = Vec::new();
        for part in 1..=count {
            let mut file = tempfile::tempfile().context(no_room(self.language))?;
            self.copy(&format!("{number}/{part}"), &mut file)?;
            file.seek(SeekFrom::Start(0))?;
            if let (Some(keys), Some(named)) = (keys, &named) {
                let place = (number.as_str(), part);
                opened::unseal(keys, &file, place, &named[part - 1], &mut io::sink())?;
                file.seek(SeekFrom::Start(0))?;
            }
            attachments.push(file);
        }
        Ok(Arrival {
            clear: entry.clear.clone(),
            sealed,
            attachments,
            twin: None,
            confirmation: None,
            quota: None,
            is_copy: true,
        })
    }
}

/// The certificates in a file.
fn roots(path: &Path) -> Result<RootCerts> {
    let text = text_of(path)?;
    let mut roots = Vec::new();
    for item in parse_pem(text.as_bytes()) {
        if let PemItem::Certificate(root) = item.with_context(|| path.display().to_string())? {
            roots.push(root);
        }
    }
    if roots.is_empty() {
        bail!(
            "{}: {}",
            path.display(),
            both("kein Zertifikat", "no certificate")
        );
    }
    Ok(RootCerts::from(roots.into_iter()))
}

fn last(cursor: &Path) -> Result<i64> {
    if !cursor.exists() {
        return Ok(0);
    }
    text_of(cursor)?
        .trim()
        .parse()
        .with_context(|| cursor.display().to_string())
}

fn save(cursor: &Path, after: i64) -> Result<()> {
    let folder = cursor.parent().context("a folder")?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    writeln!(file, "{after}")?;
    file.as_file().sync_all()?;
    file.persist(cursor)
        .with_context(|| cursor.display().to_string())?;
    Ok(())
}
