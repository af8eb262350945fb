//! The receipt: a text that says when which statement arrived, signed with the endpoint's key, so
//! that anyone can check it without asking the endpoint.

use crate::inbox::Clear;
use crate::inbox::number;
use crate::inbox::statement::{from_hex, hex};
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// What the endpoint signs and derives with; 32 secret bytes.
pub struct EndpointKey {
    signing: SigningKey,
    /// In hexadecimal digits.
    public: String,
    deriving: [u8; 32],
}

impl EndpointKey {
    /// The key of 32 secret bytes.
    pub fn new(secret: &[u8; 32]) -> Self {
        let signing = SigningKey::from_bytes(secret);
        Self {
            public: hex(signing.verifying_key().as_bytes()),
            signing,
            deriving: blake3::derive_key("offenlage 2026 endpoint: secret words and marks", secret),
        }
    }

    /// The public key in hexadecimal digits.
    pub fn public(&self) -> String {
        self.public.clone()
    }

    /// Signs the receipt of a statement: public key and signature.
    pub fn sign(&self, clear: &Clear) -> (String, String) {
        let signature = self.signing.sign(body(clear).as_bytes());
        (self.public(), hex(&signature.to_bytes()))
    }

    /// The confirmation that a statement was taken back at a moment: what is signed, the public key, the
    /// signature. It follows from what the store holds, so it is kept nowhere.
    pub fn withdrawal(&self, clear: &Clear, since: i64) -> String {
        let body = format!(
            "Bestätigung über den Rückzug einer Stellungnahme\n\
             Nummer: {}\nPortal: {}\nPhase: {}\nGemeinde: {}\nEingang: {}\nZurückgezogen: {}\nSHA-256: {}\n",
            clear.number,
            clear.portal,
            clear.phase,
            clear.municipality,
            in_berlin(clear.received),
            in_berlin(since),
            clear.sha256,
        );
        let signature = self.signing.sign(body.as_bytes());
        signed(&body, &self.public(), &hex(&signature.to_bytes()))
    }

    /// The secret word of a statement, with which its sender withdraws or amends it. It is derived,
    /// so it is stored nowhere.
    pub fn secret_word(&self, number: &str) -> String {
        let hash = self.mark("secret word", &[number.as_bytes()]);
        let mut bytes = [0; 10];
        bytes.copy_from_slice(&hash.as_bytes()[..10]);
        number::secret(bytes)
    }

    /// Whether a word that somebody typed is the secret word of a statement. Takes the same time
    /// wherever they differ.
    pub fn is_secret_word(&self, number: &str, typed: &str) -> bool {
        let typed = number::read(typed).unwrap_or_default();
        let own = self.secret_word(number);
        // Hashes of this type are compared in constant time.
        blake3::hash(typed.as_bytes()) == blake3::hash(own.as_bytes())
    }

    /// A keyed hash over some parts, for a purpose.
    pub fn mark(&self, purpose: &str, parts: &[&[u8]]) -> blake3::Hash {
        let mut hasher = blake3::Hasher::new_keyed(&self.deriving);
        for part in [purpose.as_bytes()].iter().chain(parts) {
            hasher.update(&(part.len() as u64).to_be_bytes());
            hasher.update(part);
        }
        hasher.finalize()
    }
}

/// The line between what is signed and the signature.
const LINE: &str = "----------------------------------------\n";

/// The whole receipt: what is signed, the public key, the signature.
pub fn text(clear: &Clear) -> Option<String> {
    let (key, signature) = clear.signature.as_ref()?;
    Some(signed(&body(clear), key, signature))
}

fn signed(body: &str, key: &str, signature: &str) -> String {
    format!("{body}{LINE}Schlüssel: {key}\nUnterschrift: {signature}\n")
}

/// What is signed. German, because citizens and courts read it.
fn body(clear: &Clear) -> String {
    let late = if clear.is_late { "ja" } else { "nein" };
    let mut body = format!(
        "Quittung über den Eingang einer Stellungnahme\n\
         Nummer: {}\nPortal: {}\nPhase: {}\nGemeinde: {}\nEingang: {}\nVerspätet: {late}\n\
         {}SHA-256: {}\nGrößen: {}\n",
        clear.number,
        clear.portal,
        clear.phase,
        clear.municipality,
        in_berlin(clear.received),
        display(&clear.display),
        clear.sha256,
        clear
            .sizes
            .iter()
            .map(u64::to_string)
            .collect::<Vec<_>>()
            .join(" "),
    );
    if let Some(replaces) = &clear.replaces {
        body.push_str(&format!("Ersetzt: {replaces}\n"));
    }
    body
}

/// What was on display, and the commit that it was of, where that is known.
fn display(display: &str) -> String {
    let line = |hash: &str| format!("Stand der Unterlagen: {hash}\n");
    let Some((hash, commit)) = display.split_once('@') else {
        return line(display);
    };
    let commit = match commit.strip_suffix('+') {
        Some(commit) => format!("{commit}, danach geändert"),
        None => commit.to_owned(),
    };
    format!("{}Commit: {commit}\n", line(hash))
}

/// A moment in Europe/Berlin: `2026-05-05T12:00:00+02:00`; in UTC where there is no such zone.
pub fn in_berlin(milliseconds: i64) -> String {
    let moment = Timestamp::from_millisecond(milliseconds).unwrap_or(Timestamp::UNIX_EPOCH);
    let zone = TimeZone::get("Europe/Berlin").unwrap_or(TimeZone::UTC);
    let zoned = moment.to_zoned_datetime(zone);
    zoned.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// A receipt whose signature is right.
#[derive(Debug, PartialEq, Eq)]
pub struct Verified {
    /// The public key that signed it, in hexadecimal digits.
    pub key: String,
    /// What it says, line by line.
    pub lines: Vec<(String, String)>,
}

impl Verified {
    /// What a line says.
    pub fn line(&self, name: &str) -> Option<&str> {
        let found = self.lines.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// Checks a receipt. None where it is not one or was changed. Whose key it is must be compared
/// with the key that the portal publishes. Line ends may have become those of Windows. What stands behind the
/// signature says the same in words, and is not signed.
pub fn verify(receipt: &str) -> Option<Verified> {
    let receipt = receipt.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let (body, rest) = receipt.split_once(LINE)?;
    let mut rest = rest.lines();
    let key = rest.next()?.strip_prefix("Schlüssel: ")?.trim();
    let signature = rest.next()?.strip_prefix("Unterschrift: ")?.trim();
    let verifying = VerifyingKey::from_bytes(&from_hex::<32>(key)?).ok()?;
    let signature = Signature::from_bytes(&from_hex::<64>(signature)?);
    verifying.verify_strict(body.as_bytes(), &signature).ok()?;
    let line = |line: &str| {
        let (name, value) = line.split_once(": ")?;
        Some((name.to_owned(), value.to_owned()))
    };
    Some(Verified {
        key: key.to_owned(),
        lines: body.lines().filter_map(line).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clear(key: &EndpointKey) -> Clear {
        let mut clear = Clear {
            number: "7K3F-9QXT-2MC".to_owned(),
            portal: "https://plan.example/".to_owned(),
            phase: "verfahren/a/b/02-x/".to_owned(),
            municipality: "14627140".to_owned(),
            channel: "formular".to_owned(),
            received: 1_777_975_200_123,
            is_late: false,
            display: "ab".to_owned(),
            sha256: "cd".repeat(32),
            sizes: vec![12, 4000],
            replaces: None,
            signature: None,
        };
        clear.signature = Some(key.sign(&clear));
        clear
    }

    #[test]
    fn a_receipt_is_checked_without_the_endpoint() {
        let key = EndpointKey::new(&[7; 32]);
        let text = text(&clear(&key)).unwrap();
        let verified = verify(&text).unwrap();
        assert_eq!(verified.key, key.public());
        assert_eq!(verified.line("Eingang"), Some("2026-05-05T12:00:00+02:00"));
        assert_eq!(verify(&text.replace('\n', "\r\n")), Some(verified));
    }

    #[test]
    fn a_withdrawal_is_checked_without_the_endpoint_too() {
        let key = EndpointKey::new(&[7; 32]);
        let text = key.withdrawal(&clear(&key), 1_777_975_260_000);
        let verified = verify(&format!("{text}\nIn Worten: …\n")).unwrap();
        let line = |name| verified.line(name);
        assert_eq!(line("Nummer"), Some("7K3F-9QXT-2MC"));
        assert_eq!(line("Zurückgezogen"), Some("2026-05-05T12:01:00+02:00"));
        assert_eq!(verify(&text.replace("12:01", "12:02")), None);
    }

    #[test]
    fn a_receipt_names_the_commit_that_was_seen() {
        let key = EndpointKey::new(&[7; 32]);
        let says = |display: &str| {
            let mut clear = clear(&key);
            clear.display = display.to_owned();
            clear.signature = Some(key.sign(&clear));
            let verified = verify(&text(&clear).unwrap()).unwrap();
            let line = |name| verified.line(name).map(str::to_owned);
            (line("Stand der Unterlagen"), line("Commit"))
        };
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(says("ab"), (some("ab"), None));
        assert_eq!(says("ab@12"), (some("ab"), some("12")));
        assert_eq!(says("ab@12+"), (some("ab"), some("12, danach geändert")));
    }

    #[test]
    fn no_letter_of_a_receipt_can_be_changed() {
        let text = text(&clear(&EndpointKey::new(&[7; 32]))).unwrap();
        for (at, letter) in text.char_indices().filter(|(_, letter)| letter.is_ascii()) {
            let other = if letter == '1' { '2' } else { '1' };
            let mut changed = text.clone();
            changed.replace_range(at..at + 1, &other.to_string());
            // Only white space around the last line may differ.
            assert!(
                at + 1 == text.len() || verify(&changed).is_none(),
                "{changed}"
            );
        }
        assert_eq!(verify(""), None);
    }

    #[test]
    fn a_secret_word_belongs_to_one_number_and_one_key() {
        let key = EndpointKey::new(&[7; 32]);
        let word = key.secret_word("7K3F-9QXT-2MC");
        assert!(key.is_secret_word("7K3F-9QXT-2MC", &word.to_lowercase().replace('-', "")));
        assert!(!key.is_secret_word("7K3F-9QXT-2MD", &word));
        assert!(!key.is_secret_word("7K3F-9QXT-2MC", ""));
        assert!(!EndpointKey::new(&[8; 32]).is_secret_word("7K3F-9QXT-2MC", &word));
    }
}
