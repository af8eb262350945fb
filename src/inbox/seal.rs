//! Sealing: what comes in is encrypted to the municipality's public keys before it is stored, so
//! that whoever has the endpoint's disk, or runs it, cannot read what it took.
//!
//! The format is age (age-encryption.org/v1): any of the municipality's secret keys opens a seal,
//! with this program or with any other that knows the format.

use crate::finding::both;
use age::DecryptError;
use age::secrecy::ExposeSecret;
use age::stream::StreamWriter;
use age::x25519;
use anyhow::{Context, Result, anyhow, bail};
use std::io::{Read, Write};

/// What the library says of a seal helps nobody: it asks for its own latest version.
const DAMAGED: (&str, &str) = (
    "Das Siegel ist beschädigt; holen Sie die Stellungnahme noch einmal ab, oder legen Sie eine Sicherung zurück",
    "the seal is damaged; fetch the statement again, or put a backup back",
);
const OTHER_KEY: (&str, &str) = (
    "Keiner der Schlüssel öffnet das Siegel; nennen Sie auch ältere: --key neu --key alt",
    "none of the keys opens the seal; name older ones as well: --key new --key old",
);

/// A secret key is never said again.
const SECRET: (&str, &str) = (
    "Das ist ein geheimer Schlüssel; er gehört in keine Datei des Portals und in keine Befehlszeile. Nennen Sie den öffentlichen, age1…; er steht in der Schlüsseldatei hinter dem #. Wer den geheimen gesehen haben kann, öffnet alles: Legen Sie dann einen neuen an (offenlage keys rotate)",
    "this is a secret key; it belongs into no file of the portal and no command line. Name the public one, age1…, which stands in the key's file behind the #. If anybody may have seen the secret one, make a new one (offenlage keys rotate)",
);

fn failed((de, en): (&str, &str)) -> anyhow::Error {
    anyhow!(both(de, en))
}

/// The public keys of a municipality.
#[derive(Clone)]
pub struct Recipients(Vec<x25519::Recipient>);

impl Recipients {
    /// Reads public keys (`age1…`).
    ///
    /// # Errors
    /// If there is none, or one is of a kind that this version does not know: to seal for the
    /// others only would lock its owner out.
    pub fn read(keys: &[String]) -> Result<Self> {
        let mut recipients = Vec::new();
        for key in keys {
            if key
                .trim()
                .to_ascii_uppercase()
                .starts_with("AGE-SECRET-KEY")
            {
                return Err(failed(SECRET));
            }
            match key.parse::<x25519::Recipient>() {
                Ok(recipient) => recipients.push(recipient),
                Err(why) => bail!(
                    "„{key}“ {}",
                    both(
                        "ist kein öffentlicher Schlüssel, den diese Version kennt. Er beginnt mit age1 und hat 62 Zeichen; fehlt ein Zeichen?",
                        format!(
                            "is no public key that this version knows ({why}). It begins with age1 and has 62 characters; is one missing?"
                        )
                    )
                ),
            }
        }
        if recipients.is_empty() {
            bail!(both("kein öffentlicher Schlüssel", "no public key"));
        }
        Ok(Self(recipients))
    }

    /// Seals what is written to it into `output`. It must be finished.
    ///
    /// # Errors
    /// If `output` cannot be written.
    pub fn seal<W: Write>(&self, output: W) -> Result<StreamWriter<W>> {
        let recipients = self.0.iter().map(|key| key as &dyn age::Recipient);
        let encryptor = age::Encryptor::with_recipients(recipients).context("no recipient")?;
        Ok(encryptor.wrap_output(output)?)
    }

    /// Seals some bytes.
    ///
    /// # Errors
    /// If the system has no random numbers.
    pub fn seal_bytes(&self, bytes: &[u8]) -> Result<Vec<u8>> {
        let mut writer = self.seal(Vec::with_capacity(bytes.len() + 512))?;
        writer.write_all(bytes)?;
        Ok(writer.finish()?)
    }
}

/// Secret keys of a municipality.
pub struct Identities(Vec<x25519::Identity>);

impl Identities {
    /// A new key.
    pub fn generate() -> Self {
        Self(vec![x25519::Identity::generate()])
    }

    /// Reads a file of secret keys: a key a line, `#` begins a comment.
    ///
    /// # Errors
    /// If a line is something else, or there is no key. The message never holds the line.
    pub fn read(text: &str) -> Result<Self> {
        let mut identities = Vec::new();
        for (at, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            match line.parse::<x25519::Identity>() {
                Ok(identity) => identities.push(identity),
                Err(_) => bail!(both(
                    format!("Zeile {} ist kein geheimer Schlüssel", at + 1),
                    format!("line {} is no secret key", at + 1)
                )),
            }
        }
        if identities.is_empty() {
            bail!(both("kein geheimer Schlüssel", "no secret key"));
        }
        Ok(Self(identities))
    }

    /// These keys and others.
    #[must_use]
    pub fn and(mut self, others: Self) -> Self {
        self.0.extend(others.0);
        self
    }

    /// The text of the file of secret keys.
    pub fn text(&self) -> String {
        let lines = self.0.iter().map(|identity| {
            let (public, secret) = (identity.to_public(), identity.to_string());
            format!("# {public}\n{}\n", secret.expose_secret())
        });
        lines.collect()
    }

    /// The public keys that belong to them.
    pub fn public_keys(&self) -> Vec<String> {
        let keys = self.0.iter();
        keys.map(|identity| identity.to_public().to_string())
            .collect()
    }

    /// Reads what was sealed.
    ///
    /// # Errors
    /// If none of the keys opens it, or it is damaged.
    pub fn open<'a, R: Read + 'a>(&self, sealed: R) -> Result<impl Read + use<'a, R>> {
        let decryptor = age::Decryptor::new(sealed).map_err(|_| failed(DAMAGED))?;
        let identities = self.0.iter().map(|key| key as &dyn age::Identity);
        decryptor.decrypt(identities).map_err(|error| match error {
            DecryptError::NoMatchingKeys => failed(OTHER_KEY),
            _ => failed(DAMAGED),
        })
    }

    /// Reads some sealed bytes.
    ///
    /// # Errors
    /// If none of the keys opens them, or they are damaged.
    pub fn open_bytes(&self, sealed: &[u8]) -> Result<Vec<u8>> {
        let mut bytes = Vec::with_capacity(sealed.len());
        let read = self.open(sealed)?.read_to_end(&mut bytes);
        read.map_err(|_| failed(DAMAGED))?;
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recipients(of: &[&Identities]) -> Recipients {
        let keys: Vec<String> = of.iter().flat_map(|all| all.public_keys()).collect();
        Recipients::read(&keys).unwrap()
    }

    #[test]
    fn each_of_several_keys_opens_and_no_other() {
        let [one, two, other] = [0; 3].map(|_| Identities::generate());
        let sealed = recipients(&[&one, &two])
            .seal_bytes("Łužica".as_bytes())
            .unwrap();
        assert_eq!(one.open_bytes(&sealed).unwrap(), "Łužica".as_bytes());
        assert_eq!(two.open_bytes(&sealed).unwrap(), "Łužica".as_bytes());
        let why = format!("{:#}", other.open_bytes(&sealed).err().unwrap());
        assert!(why.contains("--key neu --key alt"), "{why}");
        assert!(
            !sealed
                .windows(4)
                .any(|window| window == b"ica\0" || window == b"u\xc5\xbei")
        );
    }

    #[test]
    fn damage_is_noticed() {
        let key = Identities::generate();
        let mut sealed = recipients(&[&key]).seal_bytes(&[7; 100_000]).unwrap();
        let middle = sealed.len() / 2;
        sealed[middle] ^= 1;
        let why = format!("{:#}", key.open_bytes(&sealed).err().unwrap());
        assert!(
            why.contains("beschädigt") && !why.contains("upgrading"),
            "{why}"
        );
        let why = format!("{:#}", key.open_bytes(b"age").err().unwrap());
        assert!(
            why.contains("beschädigt") && !why.contains("upgrading"),
            "{why}"
        );
        sealed[middle] ^= 1;
        assert!(key.open_bytes(&sealed[..sealed.len() - 1]).is_err());
        assert!(key.open_bytes(&sealed).is_ok());
    }

    #[test]
    fn keys_are_written_and_read_and_faults_do_not_show_them() {
        let key = Identities::generate();
        let again = Identities::read(&key.text()).unwrap();
        assert_eq!(again.public_keys(), key.public_keys());
        let broken = key.text().replace("AGE-SECRET-KEY-1", "AGE-SECRET-KEY-2");
        let error = format!("{:#}", Identities::read(&broken).err().unwrap());
        assert!(!error.contains("AGE-SECRET"), "{error}");
        let secret = key.text().lines().last().unwrap().to_lowercase();
        let error = format!(
            "{:#}",
            Recipients::read(std::slice::from_ref(&secret))
                .err()
                .unwrap()
        );
        assert!(error.contains("geheimer") && !error.to_lowercase().contains(&secret));
        assert!(Recipients::read(&["age1pq1xyz".to_owned()]).is_err());
        assert!(Recipients::read(&[]).is_err());
    }
}
