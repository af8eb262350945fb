//! Confirmations by e-mail that wait to be sent. One enters the queue in the transaction that keeps
//! its statement, so neither is there without the other, and leaves it when it was handed over, or
//! after seven days.
//!
//! The endpoint must read an address to write to it, so it is not sealed for the municipality but
//! encrypted with the endpoint's own key, which is not in the store.

use crate::inbox::receipt::EndpointKey;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};

/// An address is kept so many milliseconds at most: seven days.
pub const KEPT: i64 = 7 * 24 * 60 * 60 * 1000;
/// The first attempt has so many milliseconds before the next one begins; each waits twice as long.
pub const FIRST_WAIT: i64 = 2 * 60 * 1000;
/// No attempt waits longer than so many milliseconds.
pub const LONGEST_WAIT: i64 = 6 * 60 * 60 * 1000;

/// A confirmation to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// Receipt number of the statement.
    pub number: String,
    /// Whom to, encrypted by [`seal`].
    pub sealed: Vec<u8>,
}

/// What is done with the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Drop what is too old, and take the one that is due the longest; it is due again after a
    /// while, unless it is done by then. So a process that dies while it sends loses nothing, and
    /// two processes do not send the same.
    Claim,
    /// The confirmation of this statement needs no more attempt; its address is deleted.
    Done(String),
}

/// Whom a confirmation goes to, and the tag of the language that it is written in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addressee {
    /// Address.
    pub address: String,
    /// Tag of the language, `de`.
    pub language: String,
}

/// Encrypts whom a confirmation goes to. None only for a text longer than any address.
pub fn seal(key: &EndpointKey, number: &str, addressee: &Addressee) -> Option<Vec<u8>> {
    let text = format!("{}\n{}", addressee.language, addressee.address);
    // The nonce follows from all that is encrypted: the same one never meets another text.
    let parts = [number.as_bytes(), text.as_bytes()];
    let mark = key.mark("confirmation: nonce", &parts);
    let mut nonce = [0; 24];
    nonce.copy_from_slice(&mark.as_bytes()[..24]);
    let payload = Payload {
        msg: text.as_bytes(),
        aad: number.as_bytes(),
    };
    let sealed = cipher(key).encrypt(&XNonce::from(nonce), payload).ok()?;
    Some([nonce.as_slice(), &sealed].concat())
}

/// Reads whom a confirmation goes to. None where another key encrypted it, for another statement,
/// or it was changed.
pub fn open(key: &EndpointKey, mail: &Mail) -> Option<Addressee> {
    let (nonce, sealed) = mail.sealed.split_first_chunk::<24>()?;
    let payload = Payload {
        msg: sealed,
        aad: mail.number.as_bytes(),
    };
    let text = cipher(key).decrypt(&XNonce::from(*nonce), payload).ok()?;
    let text = String::from_utf8(text).ok()?;
    let (language, address) = text.split_once('\n')?;
    Some(Addressee {
        address: address.to_owned(),
        language: language.to_owned(),
    })
}

fn cipher(key: &EndpointKey) -> XChaCha20Poly1305 {
    let secret = *key.mark("confirmation: key", &[]).as_bytes();
    XChaCha20Poly1305::new(&secret.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_endpoint_reads_an_address_and_only_for_its_statement() {
        let key = EndpointKey::new(&[7; 32]);
        let addressee = Addressee {
            address: "hanka@example.org".to_owned(),
            language: "de".to_owned(),
        };
        let sealed = seal(&key, "A", &addressee).unwrap();
        let shown = String::from_utf8_lossy(&sealed).into_owned();
        assert!(!shown.contains("hanka"), "{shown}");
        let mail = |number: &str, sealed: &[u8]| Mail {
            number: number.to_owned(),
            sealed: sealed.to_vec(),
        };
        assert_eq!(open(&key, &mail("A", &sealed)), Some(addressee));
        assert_eq!(open(&key, &mail("B", &sealed)), None);
        assert_eq!(open(&EndpointKey::new(&[8; 32]), &mail("A", &sealed)), None);
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert_eq!(open(&key, &mail("A", &changed)), None);
        }
        assert_eq!(open(&key, &mail("A", &[])), None);
    }
}
