//! The web addresses that a wording names: the page of the phase, the state portal, other pages.

use crate::check::case::{Case, Report};
use crate::check::kinds;
use crate::check::own::Own;
use crate::check::said::{self, start_of};
use crate::finding::{Finding, Level, Place, Words, say};

/// What ends an address in a text.
const ENDS: [char; 10] = [' ', '\n', '\t', '\r', '<', '>', ')', ']', '"', '“'];
/// How the names of hosts end that people write without `https://`.
const DOMAINS: [&str; 8] = [
    "de", "eu", "com", "org", "net", "info", "sachsen", "example",
];

/// A web address in a text.
struct Named<'s> {
    /// Where it begins.
    at: usize,
    /// As it stands there.
    said: &'s str,
    /// The same without what people leave away.
    bare: String,
}

/// `NOT-023` for web addresses: those that lead elsewhere, and the page that is missing among them.
pub fn compare(case: &Case, own: &Own, report: &mut Report) {
    let named = web_addresses(own.source());
    let place = |one: &Named| own.at(one.at..one.at + one.said.len());
    let mut is_elsewhere = false;
    // Whoever has led people to the page may lead them further.
    let page = bare(&own.step.phase.address.url(&case.archive.site.address));
    let is_led = named.iter().any(|one| one.bare.starts_with(&page));
    let others = if is_led { &[] } else { named.as_slice() };
    let others = others.iter().filter(|one| !is_of_outcome(case, own, one));
    for one in others {
        if let Some(words) = elsewhere(case, own, &one.bare) {
            let mut finding = finding(case, own, place(one), words);
            finding.level = Level::Error;
            is_elsewhere = true;
            report.add(finding);
        }
    }
    // A notice of two plans names a page of the state portal for each.
    let has_portal = named.iter().any(|one| is_portal(own, &one.bare));
    let missing = named.iter().find(|one| misses_portal(own, &one.bare));
    if let Some(one) = missing.filter(|_| !has_portal) {
        let words = say(
            "Die Adresse im Landesportal ist im Wortlaut eine andere als im Verfahren",
            "The address in the state portal differs between wording and record",
        );
        is_elsewhere = true;
        report.add(finding(case, own, place(one), words));
    }
    let is_asked = own.step.is_display() && own.step.rule.needs_access;
    if !is_asked || is_elsewhere || is_led {
        return;
    }
    let (right, others): (Vec<&Named>, Vec<&Named>) =
        named.iter().partition(|one| leads(case, own, &one.bare));
    let holds_plan = |one: &&&Named| holds_documents(own, one, &right);
    let mut foreign = others.iter().filter(holds_plan);
    let wrong = match right.is_empty() {
        true => foreign.next().or(others.first()),
        false => foreign.find(|one| !is_of_town(case, own, &one.bare)),
    };
    if let Some(one) = wrong {
        let words = say(
            "Der Wortlaut nennt eine andere Internetadresse als die Seite der Phase",
            "The wording names another web address than the page of the phase",
        );
        report.add(finding(case, own, place(one), words));
    }
}

/// Whether a wording leads to another phase for what stands there: the outcome where the statements were weighed (§ 3
/// Abs. 2 Satz 7 BauGB), an earlier display by its name.
fn is_of_outcome(case: &Case, own: &Own, one: &Named) -> bool {
    const OUTCOME: &str = "ergebnis|abwägung|satz 5|satz 6|satz 7";
    const EARLIER: &str = "erste|früher|vorherige|damalige|vorangegangene|ursprüngliche + veröffentlichung|auslegung|beteiligung|entwurf|entwürfe - stellungnahmen können|liegt aus|liegen aus";
    let url = bare(&case.archive.site.address);
    let procedure = case.procedure.address.as_str();
    let below = one
        .bare
        .strip_prefix(&url)
        .map(|path| path.trim_start_matches('/'));
    let Some(below) = below.and_then(|path| path.strip_prefix(procedure)) else {
        return false;
    };
    let name = below.split('/').next().unwrap_or_default();
    let mut phases = case.procedure.phases.iter();
    let Some(phase) = phases.find(|phase| phase.name == name) else {
        return false;
    };
    let is_before = phase.time.start() < own.step.phase.time.start();
    let sign = match phase.rule.weighs || phase.rule.adopts {
        true => OUTCOME,
        false => EARLIER,
    };
    is_before && said_of(own, one, sign)
}

/// Whether a sentence that names an address shows a sign.
fn said_of(own: &Own, one: &Named, sign: &str) -> bool {
    let said = one.said.to_lowercase().replace(['*', '_'], "");
    let mut sentences = own.sentences().iter();
    sentences.any(|own| own.contains(&said) && said::shows(own, sign))
}

/// Whether a sentence of the wording says that the documents of the plan stand at an address, and neither besides nor at a
/// right one, too.
fn holds_documents(own: &Own, one: &Named, right: &[&Named]) -> bool {
    const SIGN: &str = "unterlagen|entwurf|entwürfe|bebauungsplan|flächennutzungsplan|planzeichnung|auslegung|veröffentlichung + veröffentlicht|einsehbar|eingesehen|einzusehen|eingestellt|abrufbar|abgerufen|zugänglich|bereitgestellt|bereit gestellt|bereitgehalten|ausgelegt|zu finden|heruntergeladen - bekanntmachungstext|diese bekanntmachung|dieser bekanntmachung|datenschutz|gesetze|rechtsgrundlage|amtsblatt|geoportal|din-norm| auch |zusätzlich|ergänzend |außerdem|ferner|daneben|darüber hinaus|weitere informationen|abgegeben|übermittelt|kartengrundlage";
    let names = |sentence: &String, one: &Named| {
        sentence.contains(&one.said.to_lowercase().replace(['*', '_'], ""))
    };
    let mut sentences = own.sentences().iter().filter(|own| names(own, one));
    sentences.any(|own| said::shows(own, SIGN) && !right.iter().any(|one| names(own, one)))
}

/// Whether an address lies in a house of the record: this portal, the state portal, or the host of its mailboxes. A town
/// may show its plans on its own pages besides.
fn is_of_town(case: &Case, own: &Own, url: &str) -> bool {
    let host = host(url);
    let phase = own.step.phase;
    let contact = case.procedure.contact.as_ref();
    let emails = [
        phase.statements.as_ref().and_then(|own| own.email.as_ref()),
        contact.and_then(|own| own.email.as_ref()),
        case.municipality.office.email.as_ref(),
    ];
    let mut mailboxes = emails
        .into_iter()
        .flatten()
        .filter_map(|email| email.split_once('@').map(|(_, host)| host.to_lowercase()));
    let site = bare(&case.archive.site.address);
    let portal = phase.state_portal.as_deref().map(bare);
    let mut houses = [Some(site), portal].into_iter().flatten();
    houses.any(|own| self::host(&own) == host)
        || mailboxes.any(|own| host == own || host.ends_with(&format!(".{own}")))
}

fn host(bare: &str) -> &str {
    bare.split('/').next().unwrap_or_default()
}

/// An address without scheme, `www.` and the last slash, its host in small letters.
fn bare(url: &str) -> String {
    let lower = url.to_ascii_lowercase();
    let schemes = ["https://", "http://"];
    let scheme = schemes.iter().find(|own| lower.starts_with(**own));
    let rest = &url[scheme.map_or(0, |own| own.len())..];
    let rest = match rest.get(..4) {
        Some(begin) if begin.eq_ignore_ascii_case("www.") => &rest[4..],
        _ => rest,
    };
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let whole = format!("{}/{path}", host.to_lowercase());
    whole.trim_end_matches('/').to_owned()
}

/// Whether an address is the page of the phase, of its procedure or in the state portal.
fn leads(case: &Case, own: &Own, url: &str) -> bool {
    let site = &case.archive.site.address;
    let portal = own.step.phase.state_portal.as_deref();
    let procedure = case.procedure.address.url(site);
    url.starts_with(&bare(&procedure)) || portal.is_some_and(|portal| bare(portal) == url)
}

/// Whether an address is that of the phase in the state portal.
fn is_portal(own: &Own, url: &str) -> bool {
    let portal = own.step.phase.state_portal.as_deref().map(bare);
    portal.is_some_and(|portal| url.starts_with(&portal))
}

/// Whether an address lies in the state portal, at another place than the phase has there. The
/// portal's own front page names no other place.
fn misses_portal(own: &Own, url: &str) -> bool {
    let Some(portal) = own.step.phase.state_portal.as_deref().map(bare) else {
        return false;
    };
    let (of, path) = portal.split_once('/').unwrap_or((&portal, ""));
    let (other, named) = url.split_once('/').unwrap_or((url, ""));
    // The portal shows a topic under each of its parts: `portal/bplan/…/1000001`, `portal/radeberg/…/1000001/formular`.
    let topic = |path: &str| {
        path.split('/').any(|part| {
            part.len() >= 6
                && part.bytes().all(|byte| byte.is_ascii_digit())
                && named.split('/').any(|own| own == part)
        })
    };
    of == other
        && !named.is_empty()
        && !path.starts_with(named)
        && !named.starts_with(path)
        && !topic(path)
}

/// What is wrong with an address of this portal that leads to another procedure or phase.
fn elsewhere(case: &Case, own: &Own, url: &str) -> Option<Words> {
    let site = bare(&case.archive.site.address);
    let path = url.strip_prefix(&site)?.trim_start_matches('/');
    if !path.starts_with("verfahren/") {
        return None;
    }
    // The list of a town's procedures is none of them.
    if path.split('/').count() < 3 {
        return None;
    }
    let procedure = case.procedure.address.as_str();
    let is_procedure = format!("{path}/") == procedure;
    let Some(below) = path.strip_prefix(procedure) else {
        return (!is_procedure).then(|| {
            say(
                "Die Adresse im Wortlaut führt zu einem anderen Verfahren",
                "The address in the wording leads to another procedure",
            )
        });
    };
    let name = below.split('/').next().unwrap_or_default();
    let mut others = case.procedure.phases.iter();
    let is_other = others.any(|phase| phase.name == name && phase.name != own.step.phase.name);
    if is_other {
        return Some(say(
            "Die Adresse im Wortlaut führt zu einer anderen Phase",
            "The address in the wording leads to another phase",
        ));
    }
    // „03-“ begins a phase, and an old address of one leads to its new one.
    let is_phase = name.starts_with(|letter: char| letter.is_ascii_digit());
    let is_known = case.procedure.phases.iter().any(|phase| phase.name == name);
    let folder = format!("{procedure}{name}/");
    let mut old = case.archive.redirects.iter();
    let leads = old.any(|(from, _)| from.as_str().starts_with(&folder));
    (is_phase && !is_known && !leads).then(|| {
        say(
            "Die Adresse im Wortlaut führt zu keiner Seite dieses Verfahrens",
            "The address in the wording leads to no page of this procedure",
        )
    })
}

fn finding(case: &Case, own: &Own, place: Place, words: Words) -> Finding {
    let page = own.step.phase.address.url(&case.archive.site.address);
    Finding::new(&kinds::WORDING_ADDRESSES, place, words)
        .because(say(
            "Bekannt zu machen ist die Internetseite, unter der die Unterlagen stehen (§ 3 Abs. 2 Satz 4 BauGB).",
            "The web page where the documents stand is announced (§ 3 (2) sentence 4 BauGB).",
        ))
        .help(say(format!("Schreiben Sie {page}"), format!("Write {page}")))
}

/// The web addresses of a text, without the sentence's own full stop.
fn web_addresses(text: &str) -> Vec<Named<'_>> {
    const MARKS: [char; 6] = ['.', ',', ';', ':', '*', '_'];
    let starts = text.match_indices(['h', 'H']);
    let whole = starts.filter_map(|(at, _)| {
        let rest = &text[at..];
        let begins = |scheme: &str| {
            rest.get(..scheme.len())
                .is_some_and(|own| own.eq_ignore_ascii_case(scheme))
        };
        let is_web = begins("https://") || begins("http://");
        let end = rest.find(ENDS).unwrap_or(rest.len());
        is_web.then(|| (at, rest[..end].trim_end_matches(MARKS)))
    });
    let is_gap = |letter: char| ENDS.contains(&letter) || "([„,;".contains(letter);
    let short = text.split(is_gap).filter_map(|word| {
        let word = word.trim_matches(MARKS);
        let at = start_of(text, word);
        is_host(word).then_some((at, word))
    });
    let mut named: Vec<(usize, &str)> = whole.chain(short).collect();
    named.sort_unstable();
    let named = named.into_iter();
    named
        .map(|(at, said)| Named {
            at,
            said,
            bare: bare(said),
        })
        .collect()
}

/// Whether a word is the name of a host, with or without a path: „www.stadt.de/bauen“.
fn is_host(word: &str) -> bool {
    if word.contains(['@', ':']) || !word.contains('.') {
        return false;
    }
    let host = word.split(['/', '?', '#']).next().unwrap_or_default();
    let labels: Vec<&str> = host.split('.').collect();
    let is_label = |label: &&str| {
        !label.is_empty()
            && label
                .chars()
                .all(|letter| letter.is_alphanumeric() || letter == '-')
    };
    let last = labels.last().map(|own| own.to_lowercase());
    let has_domain = last.is_some_and(|own| DOMAINS.contains(&own.as_str()));
    let has_name = labels.first().is_some_and(|own| own.chars().count() > 2);
    labels.iter().all(is_label) && has_domain && has_name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_end_where_the_sentence_goes_on() {
        let found = |text| {
            let named = web_addresses(text).into_iter();
            named.map(|own| own.said.to_owned()).collect::<Vec<_>>()
        };
        let text = "unter <https://a.de/b/>. Oder (http://c.de), auch https.";
        assert_eq!(found(text), ["https://a.de/b/", "http://c.de"]);
        let text = "unter www.stadt.example/bplan, stadt.de. Nr. 4, z.B. an amt@stadt.de, Abs.2.";
        assert_eq!(found(text), ["www.stadt.example/bplan", "stadt.de"]);
    }

    #[test]
    fn an_address_is_the_same_however_people_write_it() {
        assert_eq!(bare("https://www.Stadt.de/A/"), "stadt.de/A");
        assert_eq!(bare("WWW.stadt.de"), "stadt.de");
        assert_eq!(bare("http://stadt.de/"), bare("stadt.de"));
    }
}
