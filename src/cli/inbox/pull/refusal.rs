//! What an office is told where an endpoint does not hand over anything, and what helps.

use super::MOST;
use crate::cli::server::words;
use crate::finding::Language;
use anyhow::{Error, anyhow};
use std::io;
use ureq::Error as Refused;

/// Why a request got no answer that could be taken; it may have been for a single part.
pub fn refusal((url, is_part): (&str, bool), why: &Refused, language: Language) -> Error {
    let text = why.to_string();
    let (de, en) = match why {
        Refused::StatusCode(401) => (
            "Das Zugangswort gilt dort nicht für diese Gemeinde. Ist es eben erst angelegt, warten Sie einige Sekunden. Sonst prüfen Sie --token-file und --gemeinde; ein neues Zugangswort macht, wer die Annahmestelle betreibt: offenlage keys token AGS.",
            "The token does not count there for this municipality. If it was made just now, wait a few seconds. Otherwise check --token-file and --gemeinde; whoever runs the endpoint makes a new token: offenlage keys token AGS.",
        ),
        Refused::StatusCode(404) if is_part => (
            "Die Annahmestelle nennt diese Stellungnahme, hat diesen Teil aber nicht mehr; vielleicht wurde sie gerade gelöscht. Rufen Sie noch einmal auf; bleibt es dabei, fragen Sie, wer die Annahmestelle betreibt.",
            "The endpoint names this statement but has this part no more; perhaps it was deleted just now. Call it again; if it stays so, ask whoever runs the endpoint.",
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
        let long = why
            .to_string()
            .contains(&Refused::BodyExceedsLimit(MOST).to_string());
        return ended((url, long), &why.to_string(), language);
    }
    let page = words(
        language,
        "Die Antwort ist nicht die einer Annahmestelle, vielleicht die Seite eines Proxys oder einer Anmeldung. Öffnen Sie die Adresse im Browser, um sie zu sehen.",
        "The answer is not an endpoint's, perhaps the page of a proxy or of a sign-in. Open the address in a browser to see it.",
    );
    anyhow!("{url}: {page} ({why})")
}

/// What somebody is told whose connection ended too early, or brought more than any endpoint has.
pub fn broken_off(url: &str, why: &io::Error, language: Language) -> Error {
    let inner = why.get_ref().and_then(|inner| inner.downcast_ref());
    let is_long = matches!(inner, Some(Refused::BodyExceedsLimit(_)));
    ended((url, is_long), &why.to_string(), language)
}

fn ended((url, is_long): (&str, bool), why: &str, language: Language) -> Error {
    if is_long {
        let long = words(
            language,
            "Die Antwort ist länger als jede, die eine Annahmestelle gibt, und wurde nicht genommen. Fragen Sie, wer sie betreibt.",
            "The answer is longer than any that an endpoint gives, and was not taken. Ask whoever runs it.",
        );
        return anyhow!("{url}: {long} ({why})");
    }
    let again = words(
        language,
        "Die Verbindung brach ab. Rufen Sie noch einmal auf: Es geht dort weiter, wo es aufgehört hat.",
        "The connection broke off. Call it again: it goes on where it stopped.",
    );
    anyhow!("{url}: {again} ({why})")
}
