//! `offenlage new gemeinde`: the office of a municipality, with what the official list knows.

use crate::cli::Outcome;
use crate::cli::new::dialogue::{Choice, Dialogue, Field, Form, Wish, choices};
use crate::cli::new::place::{MUNICIPALITIES, Place};
use crate::cli::new::starter::{Fills, Format, fill};
use crate::cli::new::trial::trial;
use crate::cli::new::{PORTAL, answer, files, place, quote};
use crate::cli::print::{self, print};
use crate::finding::{Words, say};
use crate::law::law;
use crate::load::shape::closest;
use crate::load::slug::slug;
use crate::load::{list_of, schema};
use crate::model::boundary::{Boundaries, Territory, TerritoryKind};
use anyhow::{Context, Result, bail};
use std::io::Write;

const TEXT: Form = Form::Value(["TEXT", "TEXT"]);

macro_rules! fields {
    ($($name:ident = $flag:literal, $de:literal, $en:literal;)*) => {
        $(const $name: Field = Field { name: $flag, form: TEXT, question: [$de, $en] };)*
        /// What is asked.
        pub const FIELDS: &[Field] = &[$($name,)* PORTAL];
    };
}

fields! {
    NAME = "name", "Name der Gemeinde", "Name of the municipality";
    AGS = "ags", "Amtlicher Gemeindeschlüssel, acht Ziffern", "Official key, eight digits";
    FOLDER = "ordner", "Ordner der Gemeinde; er wird Teil ihrer dauerhaften Adresse", "Folder of the municipality; it becomes part of its permanent address";
    OFFICE = "stelle", "Amt, das die Bauleitplanung führt", "Office in charge of land-use planning";
    POSTAL_ADDRESS = "anschrift", "Anschrift des Amtes: Straße, Postleitzahl, Ort", "Postal address of the office";
    PHONE = "telefon", "Telefonnummer des Amtes", "Telephone number of the office";
    EMAIL = "email", "E-Mail-Adresse des Amtes, nicht die einer Person", "E-mail address of the office, not of a person";
    HOURS = "zeiten", "Öffnungszeiten des Amtes", "Opening hours of the office";
    WEBSITE = "website", "Website der Gemeinde", "Website of the municipality";
    NOTICE_FORM = "bekanntmachung", "Form der ortsüblichen Bekanntmachung nach der Satzung", "Form of the customary notice under the municipality's statute";
    JOURNAL = "organ", "Name des Blattes oder Ort des Aushangs", "Name of the journal or place of the posting";
    DISPLAY_PLACE = "auslegungsort", "Gebäude und Raum, wo Unterlagen ausliegen", "Building and room where documents are on display";
}

/// Asks for a municipality and writes its file.
pub fn run(dialogue: &mut Dialogue, output: &mut dyn Write) -> Result<Outcome> {
    let place = place(dialogue)?;
    let boundaries = list_of(&place.root)?;
    let territory = territory(dialogue, &boundaries)?;
    if territory.is_none() {
        dialogue.finish()?;
    }
    let territory = territory.context("finish reports what is missing")?;
    refuse_second(&place, territory)?;
    let folder = folder(dialogue, territory, &boundaries)?;
    let path = format!("{MUNICIPALITIES}/{folder}/gemeinde.yaml");
    if place.has(&path) {
        dialogue.refuse(&say(
            format!("{path} gibt es schon; nennen Sie einen anderen Ordner mit --ordner."),
            format!("{path} is there already; name another folder with --ordner."),
        ));
    }
    let text = text(dialogue, territory, &boundaries)?;
    dialogue.finish()?;
    let verdict = trial(&place, (&path, &text), &(0..text.len()), &[])?;
    if !verdict.faults.sorted().is_empty() {
        print(
            &verdict.faults.sorted(),
            print::Format::Text,
            dialogue.language,
            output,
        )?;
        return Ok(Outcome::Findings);
    }
    files::write_new(&place, &path, &text)?;
    let words = say(
        format!(
            "Angelegt: {path}\nWas noch fehlt, steht darin ausgeschaltet. Weiter mit: offenlage new verfahren --gemeinde {folder}"
        ),
        format!(
            "Written: {path}\nWhat is still missing stands there switched off. Go on with: offenlage new verfahren --gemeinde {folder}"
        ),
    );
    writeln!(output, "{}", words.in_language(dialogue.language))?;
    Ok(Outcome::Good)
}

/// The municipality in the official list, by key or by name; None where neither is said.
fn territory<'b>(
    dialogue: &mut Dialogue,
    boundaries: &'b Boundaries,
) -> Result<Option<&'b Territory>> {
    let check_key = |text: &str| by_key(text, boundaries).map(|found| found.ags.clone());
    if let Some(ags) = dialogue.given(&AGS, &check_key)? {
        let found = boundaries.municipality(&ags);
        let named = dialogue.flag(&NAME);
        return match found
            .zip(named)
            .and_then(|(found, name)| another(found, name, boundaries))
        {
            None => Ok(found),
            Some(words) => {
                dialogue.refuse(&words);
                Ok(None)
            }
        };
    }
    if dialogue.flag(&AGS).is_some() && !dialogue.is_attended() {
        return Ok(None);
    }
    let check_name = |text: &str| match by_name(text, boundaries).as_slice() {
        [] => Err(no_such_name(text, boundaries)),
        _ => Ok(text.trim().to_owned()),
    };
    let name = dialogue.needed(&NAME, &check_name)?;
    let found = by_name(&name, boundaries);
    if found.len() < 2 {
        return Ok(found.first().copied());
    }
    let choices: Vec<Choice> = found
        .iter()
        .map(|territory| (territory.ags.clone(), in_district(territory, boundaries)))
        .collect();
    if !dialogue.is_attended() {
        dialogue.refuse(&ambiguous(&name, &choices));
        return Ok(None);
    }
    let ags = dialogue.choose(&AGS, &choices, Wish::Needed)?;
    Ok(boundaries.municipality(&ags))
}

/// What is wrong where key and name mean two municipalities.
fn another(found: &Territory, name: &str, boundaries: &Boundaries) -> Option<Words> {
    let named = by_name(name, boundaries);
    if named.iter().any(|own| own.ags == found.ags) {
        return None;
    }
    let (ags, own) = (&found.ags, &found.name);
    let keys: Vec<&str> = named.iter().map(|own| own.ags.as_str()).collect();
    let (de, en) = match keys.as_slice() {
        [] => {
            let words = no_such_name(name, boundaries);
            (words.de, words.en)
        }
        keys => (
            format!("{name} hat {}.", keys.join(" oder ")),
            format!("{name} has {}.", keys.join(" or ")),
        ),
    };
    Some(say(
        format!("--ags und --name meinen zwei Gemeinden: {ags} ist {own}; {de}"),
        format!("--ags and --name mean two municipalities: {ags} is {own}; {en}"),
    ))
}

fn by_key<'b>(text: &str, boundaries: &'b Boundaries) -> Result<&'b Territory, Words> {
    let ags = text.trim();
    let list = boundaries.municipalities();
    let keys = || list.iter().map(|territory| territory.ags.as_str());
    boundaries.municipality(ags).ok_or_else(|| match closest(ags, keys()) {
        Some(near) => {
            let name = boundaries.municipality(near).map_or("", |near| &near.name);
            say(
                format!("Der Schlüssel {ags} steht nicht im Verzeichnis. Meinen Sie {near} ({name})?"),
                format!("The key {ags} is not in the official list. Do you mean {near} ({name})?"),
            )
        }
        None => say(
            format!("Der Schlüssel {ags} gehört zu keiner sächsischen Gemeinde."),
            format!("The key {ags} belongs to no Saxon municipality."),
        ),
    })
}

/// The municipalities that are called so in German or Sorbian, whatever the spelling of umlauts.
fn by_name<'b>(text: &str, boundaries: &'b Boundaries) -> Vec<&'b Territory> {
    let wanted = slug(text);
    let is_called = |name: &str| slug(name) == wanted && !wanted.is_empty();
    let list = boundaries.municipalities().iter();
    list.filter(|territory| {
        is_called(&territory.name) || territory.name_hsb.as_deref().is_some_and(is_called)
    })
    .collect()
}

fn no_such_name(text: &str, boundaries: &Boundaries) -> Words {
    let list = boundaries.municipalities().iter();
    match closest(text, list.map(|territory| territory.name.as_str())) {
        Some(name) => say(
            format!("„{text}“ steht nicht im Verzeichnis. Meinen Sie {name}?"),
            format!("“{text}” is not in the official list. Do you mean {name}?"),
        ),
        None => say(
            format!("„{text}“ ist keine sächsische Gemeinde."),
            format!("“{text}” is no Saxon municipality."),
        ),
    }
}

fn in_district(territory: &Territory, boundaries: &Boundaries) -> String {
    let district = boundaries.district_of(&territory.ags);
    let district = district.map_or("", |district| &district.full_name);
    format!("{}, {district}", territory.name)
}

fn ambiguous(name: &str, choices: &[Choice]) -> Words {
    let all: Vec<String> = choices
        .iter()
        .map(|(ags, place)| format!("--ags {ags} ({place})"))
        .collect();
    say(
        format!("„{name}“ gibt es mehrmals: {}", all.join(" oder ")),
        format!("There is more than one “{name}”: {}", all.join(" or ")),
    )
}

/// One folder a municipality: a second one would be a finding.
fn refuse_second(place: &Place, territory: &Territory) -> Result<()> {
    let all = place.municipalities();
    let Some(other) = all.iter().find(|other| other.file.ags == territory.ags) else {
        return Ok(());
    };
    let path = format!("{MUNICIPALITIES}/{}/gemeinde.yaml", other.folder);
    let words = say(
        format!(
            "{} steht schon in {path}; nichts wurde geschrieben",
            territory.name
        ),
        format!(
            "{} is in {path} already; nothing was written",
            territory.name
        ),
    );
    bail!("{}", words.in_language(place.language).to_owned())
}

/// The folder: the name, with the district where another municipality has the same name.
fn folder(
    dialogue: &mut Dialogue,
    territory: &Territory,
    boundaries: &Boundaries,
) -> Result<String> {
    let district = boundaries.district_of(&territory.ags);
    let words = match district {
        Some(district) if by_name(&territory.name, boundaries).len() > 1 => {
            vec![territory.name.as_str(), district.name.as_str()]
        }
        _ => vec![territory.name.as_str()],
    };
    dialogue.usually(&FOLDER, answer::folder_of(&words), &answer::folder)
}

fn text(dialogue: &mut Dialogue, territory: &Territory, boundaries: &Boundaries) -> Result<String> {
    let name = &territory.name;
    let (office, journal) = match territory.kind {
        TerritoryKind::Municipality => ("Gemeindeverwaltung", "Amtsblatt der Gemeinde"),
        _ => ("Stadtverwaltung", "Amtsblatt der Stadt"),
    };
    let district = boundaries.district_of(&territory.ags);
    let mut fills = Fills::default();
    fills
        .text("ags", Some(&territory.ags))
        .text("name", Some(name))
        .text("kreis", district.map(|district| &district.full_name));
    let office = dialogue.usually(&OFFICE, format!("{office} {name}"), &answer::text)?;
    let address = dialogue.optional(&POSTAL_ADDRESS, &answer::text)?;
    let phone = dialogue.optional(&PHONE, &answer::text)?;
    let email = dialogue.optional(&EMAIL, &answer::email)?;
    let hours = dialogue.optional(&HOURS, &answer::text)?;
    let website = dialogue.optional(&WEBSITE, &answer::web)?;
    let forms = choices(law().codes.notice_forms.iter(), dialogue.language);
    let usual = forms
        .first()
        .map_or_else(String::new, |form| form.0.clone());
    let form = dialogue.choose(&NOTICE_FORM, &forms, Wish::Usually(usual.clone()))?;
    let journal = if form == usual {
        Some(dialogue.usually(&JOURNAL, format!("{journal} {name}"), &answer::text)?)
    } else {
        dialogue.optional(&JOURNAL, &answer::text)?
    };
    let display_place = dialogue.optional(&DISPLAY_PLACE, &answer::text)?;
    let display_place = display_place_lines(display_place, address.as_deref(), hours.as_deref());
    fills
        .text("stelle", Some(office))
        .text("anschrift", address)
        .text("telefon", phone)
        .text("email", email)
        .text("zeiten", hours)
        .text("website", website)
        .ready("formen", Some(format!("  formen: [{form}]\n")))
        .text("organ", journal)
        .ready("sorbisch", territory.name_hsb.as_deref().map(sorbian_line))
        .ready("auslegungsort", Some(display_place));
    let template = include_str!("municipality.yaml");
    Ok(fill(
        template,
        Format::Yaml,
        &schema::municipality().json,
        &fills,
    ))
}

/// The place of display, which has the office's address and hours unless somebody writes others.
fn display_place_lines(room: Option<String>, address: Option<&str>, hours: Option<&str>) -> String {
    let Some(room) = room else {
        return "#auslegungsort:\n#  stelle: Rathaus, Zimmer 12\n#  anschrift: Rathausplatz 1, 01234 Musterstadt\n#  zeiten: Dienstag 9–12 und 13–18 Uhr\n".to_owned();
    };
    let mut lines = format!("auslegungsort:\n  stelle: {}\n", quote::yaml(&room));
    let keys = [("anschrift", address), ("zeiten", hours)];
    for (key, text) in keys
        .into_iter()
        .filter_map(|(key, text)| Some((key, text?)))
    {
        lines.push_str(&format!("  {key}: {}\n", quote::yaml(text)));
    }
    lines
}

fn sorbian_line(name: &str) -> String {
    format!(
        "# Sorbischer Name nach dem Verzeichnis: {}. Er wird von selbst gezeigt.\n",
        quote::yaml(name)
    )
}
