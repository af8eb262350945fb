//! Folders to municipalities, checked against the official list.

use crate::finding::{Finding, Findings, Origin, say};
use crate::law::codes::find;
use crate::law::law;
use crate::link::contacts::{contact, web};
use crate::link::journals;
use crate::link::kinds::{BAD_SETTING, DOUBLE_MUNICIPALITY, FOLDER_NAME, OTHER_NAME, UNKNOWN_AGS};
use crate::link::procedures::retention;
use crate::load::municipality_file::MunicipalityFile;
use crate::load::procedure_file::ContactFile;
use crate::load::shape::{closest, edit_distance};
use crate::load::slug::slug;
use crate::load::sources::MunicipalitySource;
use crate::model::MunicipalityId;
use crate::model::address::Address;
use crate::model::boundary::{Boundaries, Territory, TerritoryKind};
use crate::model::municipality::{Contact, District, Municipality, Privacy};
use unicode_normalization::UnicodeNormalization;

/// The municipalities, in the order of their folders. Every folder gives one, so that its
/// procedures can be checked even where its own file has faults.
pub fn link(
    folders: &[MunicipalitySource],
    boundaries: &Boundaries,
    findings: &mut Findings,
) -> Vec<Municipality> {
    let mut municipalities: Vec<Municipality> = Vec::new();
    for folder in folders {
        let origin = Origin::new(&folder.written.file, "");
        check_folder_name(&folder.folder, &origin, findings);
        let file = &folder.written.value;
        let territory = official(file, boundaries, &origin, findings);
        if let Some(other) = municipalities.iter().find(|other| other.ags == file.ags) {
            findings.add(
                Finding::new(
                    &DOUBLE_MUNICIPALITY,
                    origin.at("ags"),
                    say(
                        format!(
                            "Der Schlüssel {} steht schon in {}",
                            file.ags,
                            other.origin.file().path
                        ),
                        format!(
                            "The key {} stands in {} already",
                            file.ags,
                            other.origin.file().path
                        ),
                    ),
                )
                .help(say(
                    "Führen Sie die beiden Ordner zusammen, oder berichtigen Sie den Schlüssel.",
                    "Merge the two folders, or correct the key.",
                )),
            );
        }
        municipalities.push(municipality(
            &folder.folder,
            file,
            territory,
            origin,
            findings,
        ));
    }
    municipalities
}

fn municipality(
    folder: &str,
    file: &MunicipalityFile,
    territory: Option<&Territory>,
    origin: Origin,
    findings: &mut Findings,
) -> Municipality {
    let copy = |contact: &ContactFile| ContactFile {
        stelle: contact.stelle.clone(),
        anschrift: contact.anschrift.clone(),
        telefon: contact.telefon.clone(),
        email: contact.email.clone(),
        zeiten: contact.zeiten.clone(),
    };
    check_keys(&file.schluessel, &origin, findings);
    let own = origin.child("bekanntmachung");
    let journals = journals::link(&file.bekanntmachung, &own, findings);
    let mut office =
        |file: &ContactFile, key: &str| contact(copy(file), &origin.child(key), findings);
    let forms = file.bekanntmachung.formen.iter();
    Municipality {
        ags: file.ags.clone(),
        name: file.name.clone(),
        name_hsb: territory.and_then(|territory| territory.name_hsb.clone()),
        is_town: territory.is_some_and(|territory| territory.kind != TerritoryKind::Municipality),
        district_ags: file.ags.get(..5).unwrap_or_default().to_owned(),
        address: Address::new(format!("gemeinden/{folder}/")),
        office: office(&file.amt, "amt"),
        sorbian_contact: file.sorbisch.as_ref().map(|file| office(file, "sorbisch")),
        display_place: file
            .auslegungsort
            .as_ref()
            .map(|file| office(file, "auslegungsort")),
        privacy: privacy(file, &mut office),
        website: web(file.website.clone(), &origin.child("website"), findings),
        notice_forms: forms
            .filter_map(|form| find(&law().codes.notice_forms, form))
            .collect(),
        journal: file.bekanntmachung.organ.clone(),
        journals,
        keys: file.schluessel.clone(),
        retention: file.aufbewahrung.clone().map(retention),
        description: file.beschreibung.clone(),
        population: territory.map_or(0, |territory| territory.population),
        origin,
    }
}

/// What the notice under Art. 13 GDPR says of the municipality.
fn privacy(
    file: &MunicipalityFile,
    office: &mut impl FnMut(&ContactFile, &str) -> Contact,
) -> Privacy {
    let Some(own) = &file.datenschutz else {
        return Privacy::default();
    };
    let mut named = |contact: &Option<ContactFile>, key: &str| {
        let contact = contact.as_ref()?;
        Some(office(contact, &format!("datenschutz.{key}")))
    };
    Privacy {
        controller: named(&own.verantwortlich, "verantwortlich"),
        officer: named(&own.beauftragte, "beauftragte"),
        processors: own.auftragsverarbeiter.clone(),
    }
}

/// A public key with a slip of the pen would seal for nobody, so each is looked at. Whether its sum is
/// right, the endpoint asks before it seals.
fn check_keys(keys: &[String], origin: &Origin, findings: &mut Findings) {
    let is_letter = |byte: u8| b"acdefghjklmnpqrstuvwxyz023456789".contains(&byte);
    let is_key = |key: &str| {
        let rest = key.strip_prefix("age1");
        rest.is_some_and(|rest| rest.len() == 58 && rest.bytes().all(is_letter))
    };
    for key in keys.iter().filter(|key| !is_key(key)) {
        let message = say(
            format!("„{key}“ ist kein öffentlicher Schlüssel, mit dem versiegelt werden kann"),
            format!("“{key}” is no public key that can be sealed for"),
        );
        let finding = Finding::new(&BAD_SETTING, origin.at("schluessel"), message);
        findings.add(finding.help(say(
            "Ein öffentlicher Schlüssel beginnt mit age1 und hat 62 Zeichen; „offenlage keys new“ macht einen neuen.",
            "A public key begins with age1 and has 62 letters; `offenlage keys new` makes a new one.",
        )));
    }
}

/// The municipality's row in the official list; every difference is a finding.
fn official<'b>(
    file: &MunicipalityFile,
    boundaries: &'b Boundaries,
    origin: &Origin,
    findings: &mut Findings,
) -> Option<&'b Territory> {
    let Some(territory) = boundaries.municipality(&file.ags) else {
        let mut districts = boundaries.districts().iter();
        let named = |own: &&Territory| [&own.name, &own.full_name].contains(&&file.kreis);
        let sought = Sought {
            ags: &file.ags,
            name: &file.name,
            district_ags: districts.find(named).map(|own| own.ags.as_str()),
        };
        findings.add(unknown_key(&sought, boundaries, origin));
        return None;
    };
    let district = boundaries.district_of(&file.ags);
    let names = district.map(|district| [district.name.as_str(), district.full_name.as_str()]);
    let pairs = [
        ("name", &file.name, [territory.name.as_str(); 2]),
        ("kreis", &file.kreis, names.unwrap_or_default()),
    ];
    if let Some(meant) = meant_by_name(file, boundaries).filter(|own| own.ags != file.ags) {
        findings.add(other_key(file, territory, meant, origin));
        return Some(territory);
    }
    for (key, written, [official, in_full]) in pairs {
        // A Mac writes an umlaut as two letters, and a block of YAML ends with a line break.
        let whole: String = written.trim().nfc().collect();
        if whole != official && whole != in_full {
            let finding = Finding::new(
                &OTHER_NAME,
                origin.at(key),
                say(
                    format!(
                        "„{written}“ heißt im Verzeichnis zum Schlüssel {} „{official}“",
                        file.ags
                    ),
                    format!(
                        "“{written}” is “{official}” in the list for the key {}",
                        file.ags
                    ),
                ),
            );
            findings.add(finding.help(say(
                format!("Schreiben Sie {key}: {official}, oder berichtigen Sie den Schlüssel."),
                format!("Write {key}: {official}, or correct the key."),
            )));
        }
    }
    Some(territory)
}

/// The municipality that name and district mean, whatever key stands beside them.
fn meant_by_name<'b>(file: &MunicipalityFile, boundaries: &'b Boundaries) -> Option<&'b Territory> {
    let whole = |text: &str| text.trim().nfc().collect::<String>();
    let (name, district) = (whole(&file.name), whole(&file.kreis));
    let mut all = boundaries.municipalities().iter();
    all.find(|own| {
        let around = || boundaries.district_of(&own.ags);
        let is_there =
            || around().is_some_and(|own| [&own.name, &own.full_name].contains(&&district));
        own.name == name && is_there()
    })
}

/// The key of another municipality beside a name and a district that fit each other.
fn other_key(
    file: &MunicipalityFile,
    territory: &Territory,
    meant: &Territory,
    origin: &Origin,
) -> Finding {
    let (key, name, own) = (&file.ags, &territory.name, &meant.name);
    Finding::new(
        &OTHER_NAME,
        origin.at("ags"),
        say(
            format!("Der Schlüssel {key} ist der von {name}, nicht von {own}"),
            format!("The key {key} is that of {name}, not of {own}"),
        ),
    )
    .and_at(origin.at("name"))
    .help(say(
        format!("{own} hat den Schlüssel \"{}\".", meant.ags),
        format!("{own} has the key \"{}\".", meant.ags),
    ))
}

/// What is known of a municipality whose official key is not in the list.
pub struct Sought<'s> {
    /// The key as it is written.
    pub ags: &'s str,
    /// The name beside it; empty where none is.
    pub name: &'s str,
    /// The key of the district it is likely to lie in.
    pub district_ags: Option<&'s str>,
}

/// A finding for an official key that is not in the list, with the one that was probably meant.
pub fn unknown_key(sought: &Sought, boundaries: &Boundaries, origin: &Origin) -> Finding {
    let ags = sought.ags;
    let finding = Finding::new(
        &UNKNOWN_AGS,
        origin.at("ags"),
        say(
            format!("Der Schlüssel {ags} gehört zu keiner sächsischen Gemeinde"),
            format!("The key {ags} belongs to no Saxon municipality"),
        ),
    )
    .because(say(
        "Verglichen mit dem amtlichen Verzeichnis, Gebietsstand 31.12.2023.",
        "Compared with the official list, territorial status 31 December 2023.",
    ));
    let Some(meant) = meant(sought, boundaries) else {
        return finding.help(say(
            "Den Schlüssel nennt das amtliche Gemeindeverzeichnis; er hat acht Ziffern und beginnt mit 14.",
            "The official list of municipalities names the key; it has eight digits and begins with 14.",
        ));
    };
    let (name, ags) = (&meant.name, &meant.ags);
    let district = boundaries.district_of(ags).map_or(name, |own| &own.name);
    let place = if district == name {
        name.clone()
    } else {
        format!("{name} ({district})")
    };
    finding.help(say(
        format!("{place} hat den Schlüssel \"{ags}\"."),
        format!("{place} has the key \"{ags}\"."),
    ))
}

/// The municipality that was probably meant: the one of that name, else of a name like it in the district;
/// where no name says more, the only one whose key differs by one slip of the pen. None is better than a
/// place that nobody thought of.
fn meant<'b>(sought: &Sought, boundaries: &'b Boundaries) -> Option<&'b Territory> {
    let list = boundaries.municipalities();
    let is_near = |own: &&Territory| {
        let district = sought.district_ags;
        district.is_none_or(|district| own.district_ags == district)
    };
    let wanted = bare_name(sought.name);
    if wanted.is_empty() {
        let slips: Vec<&Territory> = list
            .iter()
            .filter(|own| edit_distance(sought.ags, &own.ags) == 1)
            .collect();
        let near: Vec<&Territory> = slips.iter().copied().filter(is_near).collect();
        let only = if near.is_empty() { slips } else { near };
        return only.first().copied().filter(|_| only.len() == 1);
    }
    let named = list.iter().filter(|own| bare_name(&own.name) == wanted);
    let named = named.min_by_key(|own| (!is_near(own), edit_distance(sought.ags, &own.ags)));
    named.or_else(|| {
        let near = || list.iter().filter(is_near);
        let alike = closest(sought.name, near().map(|own| own.name.as_str()))?;
        near().find(|own| own.name == alike)
    })
}

/// A name without what a municipality calls itself: „Stadt Meissen“ for „Meißen“.
fn bare_name(name: &str) -> String {
    const KINDS: [&str; 5] = [
        "stadt-",
        "gemeinde-",
        "grosse-kreisstadt-",
        "landeshauptstadt-",
        "kreisfreie-stadt-",
    ];
    let name = slug(name);
    let bare = KINDS.iter().find_map(|kind| name.strip_prefix(kind));
    bare.map_or_else(|| name.clone(), str::to_owned)
}

/// A folder's name stands in permanent addresses: small letters, digits and hyphens.
pub fn check_folder_name(name: &str, origin: &Origin, findings: &mut Findings) {
    let is_good = !name.starts_with('-')
        && !name.ends_with('-')
        && name
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if !is_good {
        let better = slug(name);
        let finding = Finding::new(
            &FOLDER_NAME,
            origin.place(),
            say(
                format!(
                    "Der Ordner „{name}“ wird Teil einer dauerhaften Adresse und darf nur Kleinbuchstaben, Ziffern und Bindestriche enthalten"
                ),
                format!(
                    "The folder “{name}” becomes part of a permanent address and may only hold small letters, digits and hyphens"
                ),
            ),
        );
        findings.add(finding.help(say(
            format!("Nennen Sie ihn {better}."),
            format!("Name it {better}."),
        )));
    }
}

/// All districts of the state with their municipalities on this portal.
pub fn districts(municipalities: &[Municipality], boundaries: &Boundaries) -> Vec<District> {
    let of = |ags: &str| {
        let mut ids: Vec<MunicipalityId> = (0..municipalities.len())
            .filter(|id| municipalities[*id].district_ags == ags)
            .map(MunicipalityId)
            .collect();
        ids.sort_by_key(|id| municipalities[id.0].name.as_str());
        ids
    };
    let districts = boundaries.districts().iter();
    districts
        .map(|territory| District {
            ags: territory.ags.clone(),
            name: territory.name.clone(),
            full_name: territory.full_name.clone(),
            address: Address::new(format!("kreise/{}/", district_slug(territory, boundaries))),
            municipalities: of(&territory.ags),
        })
        .collect()
}

/// „Leipzig“ is a city and a district; the city's address says so.
fn district_slug(territory: &Territory, boundaries: &Boundaries) -> String {
    let is_shared = boundaries
        .districts()
        .iter()
        .filter(|other| other.name == territory.name)
        .count()
        > 1;
    match territory.kind {
        TerritoryKind::RuralDistrict if is_shared => format!("landkreis-{}", slug(&territory.name)),
        _ if is_shared => format!("stadt-{}", slug(&territory.name)),
        _ => slug(&territory.name),
    }
}
