//! What an office is told where an endpoint does not hand over anything, and what helps.

use crate::cli::server::words;
use crate::finding::Language;
use anyhow::{Error, anyhow};
use std::fmt::Display;
use ureq::Error as Refused;

/// Why a request got no answer that could be taken.
pub fn refusal(url: &str, why: &Refused, language: Language) -> Error {
    let text = why.to_string();
    let (de, en) = match why {
        Refused::StatusCode(401) => (
            "Das Zugangswort gilt dort nicht für diese Gemeinde. Prüfen Sie --token-file und --gemeinde; ein neues Zugangswort macht, wer die Annahmestelle betreibt: offenlage keys token AGS.",
            "The token does not count there for this municipality. Check --token-file and --gemeinde; whoever runs the endpoint makes a new token: offenlage keys token AGS.",
        ),
        Refused::StatusCode(404 | 405 | 421) => (
            "Unter dieser Adresse werden keine Stellungnahmen abgeholt. Nennen Sie die Adresse der Annahmestelle für Ämter, nicht die des Portals oder die für Bürger.",
            "No statements are handed over at this address. Name the endpoint's address for offices, not the portal's or the one for citizens.",
        ),
        Refused::StatusCode(_) => (
            "Die Annahmestelle ist gestört, oder etwas davor lässt Sie nicht durch. Versuchen Sie es später noch einmal, sonst fragen Sie, wer sie betreibt. Was schon hier ist, bleibt.",
            "The endpoint is in trouble, or something in front of it does not let you through. Try again later, or ask whoever runs it. What is here already stays.",
        ),
        Refused::TooManyRedirects | Refused::RedirectFailed => (
            "Die Adresse führt woandershin weiter. Nennen Sie die, zu der sie führt.",
            "The address leads somewhere else. Name the one that it leads to.",
        ),
        _ if is_certificate(&text) => (
            "Wer dort antwortet, zeigt kein Zertifikat, dem vertraut wird. Prüfen Sie die Adresse; ein eigenes Zertifikat nennt --root.",
            "Whoever answers there shows no certificate that is trusted. Check the address; --root names a certificate of your own.",
        ),
        _ => (
            "Die Annahmestelle ist nicht zu erreichen. Prüfen Sie die Adresse und das Netz, und versuchen Sie es später noch einmal; was schon hier ist, bleibt.",
            "The endpoint cannot be reached. Check the address and the network, and try again later; what is here already stays.",
        ),
    };
    anyhow!("{url}: {} ({text})", words(language, de, en))
}

fn is_certificate(text: &str) -> bool {
    ["certificate", "tls", "handshake"]
        .iter()
        .any(|word| text.to_lowercase().contains(word))
}

/// Why an answer is none of an endpoint: it breaks off, or somebody else gave it.
pub fn unreadable(url: &str, why: &serde_json::Error, language: Language) -> Error {
    if why.is_io() || why.is_eof() {
        return broken_off(url, why, language);
    }
    let page = words(
        language,
        "Die Antwort ist nicht die einer Annahmestelle, vielleicht die Seite eines Proxys oder einer Anmeldung. Öffnen Sie die Adresse im Browser, um sie zu sehen.",
        "The answer is not an endpoint's, perhaps the page of a proxy or of a sign-in. Open the address in a browser to see it.",
    );
    anyhow!("{url}: {page} ({why})")
}

/// What somebody is told whose connection ended too early.
pub fn broken_off(url: &str, why: impl Display, language: Language) -> Error {
    let again = words(
        language,
        "Die Verbindung brach ab. Rufen Sie noch einmal auf: Es geht dort weiter, wo es aufgehört hat.",
        "The connection broke off. Call it again: it goes on where it stopped.",
    );
    anyhow!("{url}: {again} ({why})")
}
