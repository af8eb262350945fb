//! The portal's settings and its redirects.

use crate::finding::{Finding, Findings, Language, Origin, Words, say};
use crate::link::contacts::{contact, web};
use crate::link::kinds::{BAD_REDIRECT, BAD_SETTING};
use crate::link::texts::KnownPages;
use crate::load::site_file::SiteFile;
use crate::load::written::Written;
use crate::model::address::Address;
use crate::model::site::{Part, Site};

/// The settings as pages use them.
pub fn link(written: Written<SiteFile>, findings: &mut Findings) -> Site {
    let origin = Origin::new(&written.file, "");
    let file = written.value;
    if file.beispieltag.is_some() && !file.beispiel {
        findings.add(Finding::new(&BAD_SETTING, origin.at("beispieltag"), say(
            "Ein fester Tag ist nur im Beispielbetrieb erlaubt (beispiel = true): Ein wirkliches Portal zeigte falsche Fristen",
            "A fixed day is only allowed in an example portal (beispiel = true): a real one would show false periods",
        )));
    }
    if file.sprachen.first().map(String::as_str) != Some("de") {
        findings.add(Finding::new(&BAD_SETTING, origin.at("sprachen"), say(
            "Die erste Sprache ist Deutsch, die Sprache der Verfahren: sprachen = [\"de\"] oder [\"de\", \"en\"]",
            "The first language is German, the language of the procedures: sprachen = [\"de\"] or [\"de\", \"en\"]",
        )));
    }
    let mut languages: Vec<Language> = file
        .sprachen
        .iter()
        .filter_map(|tag| Language::from_tag(tag))
        .collect();
    languages.sort_unstable();
    languages.dedup();
    let words = |de: &String, en: Option<String>| Words {
        de: de.clone(),
        en: en.unwrap_or_else(|| de.clone()),
    };
    let base = web(
        Some(file.adresse.clone()),
        &origin.child("adresse"),
        findings,
    );
    if !file.adresse.ends_with('/') {
        let finding = Finding::new(
            &BAD_SETTING,
            origin.at("adresse"),
            say(
                "Am Ende der Adresse fehlt der Schrägstrich",
                "The address lacks the slash at its end",
            ),
        );
        let whole = format!("adresse = \"{}/\"", file.adresse);
        findings.add(finding.help(say(
            format!("Schreiben Sie {whole}."),
            format!("Write {whole}."),
        )));
    }
    let without = without(&file.umfang.ohne, &origin, findings);
    Site {
        title: words(&file.titel, file.titel_en),
        description: words(&file.beschreibung, file.beschreibung_en),
        address: base.unwrap_or_default(),
        languages,
        publisher: contact(file.herausgeber, &origin.child("herausgeber"), findings),
        theme: file.thema.unwrap_or_else(|| "standard".to_owned()),
        is_example: file.beispiel,
        intake: web(file.annahmestelle, &origin.child("annahmestelle"), findings),
        intake_key: file.annahmestelle_schluessel,
        example_day: file.beispieltag.map(|day| day.0),
        without,
        origin,
    }
}

/// The parts that settings leave out.
fn without(words: &[String], origin: &Origin, findings: &mut Findings) -> Vec<Part> {
    let mut parts = Vec::new();
    for (at, word) in words.iter().enumerate() {
        match Part::ALL.into_iter().find(|part| part.key() == word) {
            Some(part) => parts.push(part),
            None => {
                let known = Part::ALL.map(Part::key).join(", ");
                let place = origin.at(&format!("umfang.ohne[{at}]"));
                let message = say(
                    format!("„{word}“ ist kein Teil, der wegbleiben kann"),
                    format!("“{word}” is no part that can be left out"),
                );
                findings.add(Finding::new(&BAD_SETTING, place, message).help(say(
                    format!("Wegbleiben können: {known}"),
                    format!("What can be left out: {known}"),
                )));
            }
        }
    }
    parts
}

/// Old addresses and where they lead; the new one exists and the old one does not.
pub fn redirects(
    written: &Written<SiteFile>,
    known: &KnownPages,
    findings: &mut Findings,
) -> Vec<(Address, Address)> {
    let origin = Origin::new(&written.file, "umleitungen");
    let mut redirects = Vec::new();
    for (old, new) in &written.value.umleitungen {
        let problem = if !is_address(old) {
            Some(say(
                format!("„{old}“ ist keine Adresse dieses Portals"),
                format!("“{old}” is not an address of this portal"),
            ))
        } else if known.has(old) {
            Some(say(
                format!("Unter „{old}“ steht eine Seite; von dort kann nicht umgeleitet werden"),
                format!("A page stands at “{old}”; it cannot redirect"),
            ))
        } else if !known.has(new) {
            Some(say(
                format!("Unter „{new}“ steht keine Seite"),
                format!("No page stands at “{new}”"),
            ))
        } else {
            None
        };
        match problem {
            Some(message) => findings.add(Finding::new(&BAD_REDIRECT, origin.at(old), message).help(say(
                "Adressen stehen ohne Schrägstrich am Anfang und mit einem am Ende: \"verfahren/meissen/alt/\" = \"verfahren/meissen/neu/\".",
                "Addresses have no slash at the beginning and one at the end: \"verfahren/meissen/alt/\" = \"verfahren/meissen/neu/\".",
            ))),
            None => redirects.push((Address::new(old.clone()), Address::new(new.clone()))),
        }
    }
    redirects
}

/// Plain path letters only, no `..`, a slash at the end.
fn is_address(path: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./".contains(&byte);
    path.ends_with('/')
        && !path.starts_with('/')
        && path.bytes().all(is_plain)
        && path
            .trim_end_matches('/')
            .split('/')
            .all(|part| !part.is_empty() && !part.starts_with('.'))
}
