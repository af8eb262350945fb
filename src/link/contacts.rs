//! Offices, web and e-mail addresses.

use crate::finding::{Finding, Findings, Origin, say};
use crate::link::kinds::{BAD_ADDRESS, FREE_MAIL};
use crate::load::procedure_file::ContactFile;
use crate::model::municipality::Contact;

/// An office as pages show it.
pub fn contact(file: ContactFile, origin: &Origin, findings: &mut Findings) -> Contact {
    Contact {
        name: file.stelle,
        postal_address: file.anschrift,
        phone: file.telefon,
        email: email(file.email, &origin.child("email"), findings),
        hours: file.zeiten,
    }
}

/// A web address that may be linked: https or http, without blanks or quotation marks.
pub fn web(address: Option<String>, origin: &Origin, findings: &mut Findings) -> Option<String> {
    let address = trimmed(address?);
    keep_if(
        is_web_address(&address),
        address,
        origin,
        findings,
        "https://www.beispielstadt.example/",
    )
}

/// An e-mail address that may be linked.
pub fn email(address: Option<String>, origin: &Origin, findings: &mut Findings) -> Option<String> {
    let address = trimmed(address?);
    if is_free_mail(&address) {
        findings.add(free_mail(&address, origin));
    }
    keep_if(
        is_email_address(&address),
        address,
        origin,
        findings,
        "bauamt@beispielstadt.example",
    )
}

/// Providers with whom people have a mailbox for nothing.
const FREE_MAIL_HOSTS: [&str; 14] = [
    "aol.com",
    "freenet.de",
    "gmail.com",
    "gmx.de",
    "gmx.net",
    "googlemail.com",
    "hotmail.com",
    "hotmail.de",
    "icloud.com",
    "outlook.com",
    "outlook.de",
    "t-online.de",
    "web.de",
    "yahoo.de",
];

/// Whether a mailbox is one at a provider of free mail.
fn is_free_mail(address: &str) -> bool {
    let host = address.rsplit_once('@').map_or("", |(_, host)| host);
    let mut known = FREE_MAIL_HOSTS.iter();
    known.any(|own| host.eq_ignore_ascii_case(own))
}

fn free_mail(address: &str, origin: &Origin) -> Finding {
    Finding::new(
        &FREE_MAIL,
        origin.place(),
        say(
            format!("{address} ist ein Postfach bei einem Freemail-Anbieter"),
            format!("{address} is a mailbox at a provider of free mail"),
        ),
    )
    .because(say(
        "Was Menschen einem Amt schreiben, verarbeitet das Amt oder jemand in seinem Auftrag (Art. 28, 32 DSGVO); ob die Adresse dem Amt gehört, sieht man ihr nicht an.",
        "What people write to an office is processed by it or on its behalf (Art. 28, 32 GDPR); nobody sees whether the address is the office's.",
    ))
    .help(say(
        "Nennen Sie die dienstliche Adresse des Amts.",
        "Name the office's official address.",
    ))
}

/// An address that stands on a line of its own ends with a line break that nobody sees.
fn trimmed(address: String) -> String {
    let inner = address.trim();
    if inner.len() == address.len() {
        return address;
    }
    inner.to_owned()
}

/// Whether a text is a full web address: https or http, without blanks or quotation marks.
pub fn is_web_address(address: &str) -> bool {
    let rest = address
        .strip_prefix("https://")
        .or_else(|| address.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        !rest.is_empty() && !rest.starts_with('/') && rest.chars().all(is_plain)
    })
}

/// Whether a text is an e-mail address.
pub fn is_email_address(address: &str) -> bool {
    address.split_once('@').is_some_and(|(name, host)| {
        let is_name = !name.is_empty()
            && name
                .chars()
                .all(|c| c.is_alphanumeric() || ".-_+".contains(c));
        let is_host = host
            .chars()
            .all(|c| c.is_alphanumeric() || ".-".contains(c));
        is_name && is_host && host.contains('.') && !host.starts_with('.') && !host.ends_with('.')
    })
}

fn is_plain(character: char) -> bool {
    !character.is_whitespace() && !character.is_control() && !"\"'<>\\`{}".contains(character)
}

fn keep_if(
    is_good: bool,
    address: String,
    origin: &Origin,
    findings: &mut Findings,
    example: &str,
) -> Option<String> {
    if is_good {
        return Some(address);
    }
    let finding = Finding::new(
        &BAD_ADDRESS,
        origin.place(),
        say(
            format!("„{address}“ ist keine Adresse, die man verlinken kann"),
            format!("“{address}” is not an address that can be linked"),
        ),
    );
    findings.add(finding.help(say(
        format!("Schreiben Sie sie vollständig, zum Beispiel {example}"),
        format!("Write it in full, for example {example}"),
    )));
    None
}
