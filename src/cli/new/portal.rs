//! `offenlage new portal`: a folder in which `offenlage serve` shows something at once.

use crate::cli::Outcome;
use crate::cli::new::dialogue::{Check, Dialogue, Field, Form};
use crate::cli::new::place::MUNICIPALITIES;
use crate::cli::new::starter::{Fills, Format, fill};
use crate::cli::new::{answer, files};
use crate::cli::portal;
use crate::finding::{Finding, Findings, Level, say};
use crate::load::embedded::{EXAMPLE_SITE, example_content};
use crate::load::schema::{self, schemas};
use crate::load::site_file::SiteFile;
use crate::load::written::read_toml;
use anyhow::{Context, Result, bail};
use std::io::Write;
use std::path::Path;

const TEXT: Form = Form::Value(["TEXT", "TEXT"]);

macro_rules! fields {
    ($($name:ident = $flag:literal, $form:expr, $de:literal, $en:literal;)*) => {
        $(const $name: Field = Field { name: $flag, form: $form, question: [$de, $en] };)*
        /// What is asked.
        pub const FIELDS: &[Field] = &[$($name),*];
    };
}

fields! {
    FOLDER = "ordner", Form::Argument(["ORDNER", "FOLDER"]), "Neuer Ordner für das Portal", "New folder for the portal";
    EXAMPLE = "beispiel", Form::Switch, "Mit Beispielen aus Sachsen (so auch ohne diese Angabe)", "With examples from Saxony (also without this flag)";
    EMPTY = "leer", Form::Switch, "Ohne Beispiele, für die eigenen Verfahren", "Without examples, for your own procedures";
    TITLE = "titel", TEXT, "Name des Portals", "Name of the portal";
    ADDRESS = "adresse", TEXT, "Öffentliche Adresse des Portals (https://…)", "Public address of the portal (https://…)";
    DESCRIPTION = "beschreibung", TEXT, "Ein Satz, wozu das Portal da ist", "One sentence on what the portal is for";
    PUBLISHER = "stelle", TEXT, "Wer das Portal herausgibt", "Who publishes the portal";
    POSTAL_ADDRESS = "anschrift", TEXT, "Anschrift des Herausgebers", "Postal address of the publisher";
    PHONE = "telefon", TEXT, "Telefonnummer des Herausgebers", "Telephone number of the publisher";
    EMAIL = "email", TEXT, "E-Mail-Adresse des Herausgebers", "E-mail address of the publisher";
    HOURS = "zeiten", TEXT, "Sprechzeiten des Herausgebers", "Hours of the publisher";
}

/// Files every portal begins with, by their path, as templates.
const FILES: &[(&str, &str)] = &[
    (".gitattributes", include_str!("portal/gitattributes")),
    (".githooks/pre-commit", include_str!("portal/pre-commit")),
    (
        ".github/workflows/portal.yml",
        include_str!("portal/github.yml"),
    ),
    (".gitignore", include_str!("portal/gitignore")),
    (".gitlab-ci.yml", include_str!("portal/gitlab-ci.yml")),
    (
        ".vscode/extensions.json",
        include_str!("portal/extensions.json"),
    ),
    (
        ".vscode/settings.json",
        include_str!("portal/settings.json"),
    ),
];

/// Texts of an empty portal, as templates.
const TEXTS: &[(&str, &str)] = &[
    (
        "barrierefreiheit",
        include_str!("portal/barrierefreiheit.md"),
    ),
    ("datenschutz", include_str!("portal/datenschutz.md")),
    (
        "gebaerdensprache",
        include_str!("portal/gebaerdensprache.md"),
    ),
    ("hilfe", include_str!("portal/hilfe.md")),
    ("impressum", include_str!("portal/impressum.md")),
    ("leichte-sprache", include_str!("portal/leichte-sprache.md")),
];

/// Asks for a portal and writes its folder.
pub fn run(dialogue: &mut Dialogue, output: &mut dyn Write) -> Result<Outcome> {
    let language = dialogue.language;
    let is_empty = dialogue.is_set(&EMPTY);
    if is_empty && dialogue.is_set(&EXAMPLE) {
        dialogue.refuse(&say(
            "--leer und --beispiel schließen einander aus.",
            "--leer and --beispiel exclude each other.",
        ));
    }
    let folder = dialogue.needed(&FOLDER, &answer::text)?;
    let target = Path::new(&folder);
    if !folder.is_empty() {
        files::refuse_full(target, language)?;
    }
    let fills = if is_empty {
        own(dialogue)?
    } else {
        example(dialogue)?
    };
    dialogue.finish()?;
    let files = files_of(is_empty, &fills);
    files::write_folder(target, &files, check, language)?;
    let number = files.len();
    let mut next = String::new();
    if target != Path::new(".") {
        next.push_str(&format!("\n  cd {}", for_shell(&folder)));
    }
    next.push_str(if is_empty {
        "\n  offenlage new gemeinde"
    } else {
        ""
    });
    next.push_str("\n  offenlage serve");
    let is_procedure = |(path, _): &&(String, Vec<u8>)| path.ends_with("/verfahren.yaml");
    let (with_de, with_en) = match files.iter().filter(is_procedure).count() {
        0 => (String::new(), String::new()),
        procedures => (
            format!(
                " Mit {procedures} erfundenen Verfahren zum Ausprobieren; ohne sie: offenlage new portal --leer."
            ),
            format!(
                " With {procedures} invented procedures to try; without them: offenlage new portal --leer."
            ),
        ),
    };
    let words = say(
        format!("Angelegt: {folder} ({number} Dateien).{with_de} So geht es weiter:{next}"),
        format!("Written: {folder} ({number} files).{with_en} Go on with:{next}"),
    );
    writeln!(output, "{}", words.in_language(language))?;
    Ok(Outcome::Good)
}

/// A folder's name as it can be typed: in quotation marks where it holds blanks.
fn for_shell(folder: &str) -> String {
    if folder.contains(' ') {
        format!("\"{folder}\"")
    } else {
        folder.to_owned()
    }
}

/// The settings of a portal for somebody's own procedures.
fn own(dialogue: &mut Dialogue) -> Result<Fills> {
    let usual = "Was geplant wird, bis wann man sich äußern kann und was daraus geworden ist.";
    let mut fills = Fills::default();
    fills
        .text("titel", Some(dialogue.needed(&TITLE, &answer::text)?))
        .text(
            "adresse",
            Some(dialogue.needed(&ADDRESS, &answer::portal_address)?),
        )
        .text(
            "beschreibung",
            Some(dialogue.usually(&DESCRIPTION, usual.to_owned(), &answer::text)?),
        )
        .text("stelle", Some(dialogue.needed(&PUBLISHER, &answer::text)?))
        .text(
            "anschrift",
            dialogue.optional(&POSTAL_ADDRESS, &answer::text)?,
        )
        .text("telefon", dialogue.optional(&PHONE, &answer::text)?)
        .text("email", dialogue.optional(&EMAIL, &answer::email)?)
        .text("zeiten", dialogue.optional(&HOURS, &answer::text)?)
        .ready("sprachen", Some("sprachen = [\"de\"]\n"))
        .ready("beispiel", Some("#beispiel = true\n"))
        .ready("beispieltag", Some("#beispieltag = \"2026-05-05\"\n"));
    Ok(fills)
}

/// The settings of the example, with what the flags say instead.
fn example(dialogue: &mut Dialogue) -> Result<Fills> {
    let SiteFile {
        titel,
        titel_en,
        beschreibung,
        beschreibung_en,
        adresse,
        sprachen,
        herausgeber,
        beispieltag,
        ..
    } = example_settings()?;
    let own_title = dialogue.given(&TITLE, &answer::text)?;
    let own_description = dialogue.given(&DESCRIPTION, &answer::text)?;
    let address = dialogue.given(&ADDRESS, &answer::portal_address)?;
    let publisher = dialogue.given(&PUBLISHER, &answer::text)?;
    let languages: Vec<String> = sprachen.iter().map(|tag| format!("\"{tag}\"")).collect();
    let mut fills = Fills::default();
    // What is English in the example says nothing of somebody's own title.
    fills
        .text("titel_en", titel_en.filter(|_| own_title.is_none()))
        .text("titel", Some(own_title.unwrap_or(titel)))
        .text(
            "beschreibung_en",
            beschreibung_en.filter(|_| own_description.is_none()),
        )
        .text(
            "beschreibung",
            Some(own_description.unwrap_or(beschreibung)),
        )
        .text("adresse", Some(address.unwrap_or(adresse)))
        .text("stelle", Some(publisher.unwrap_or(herausgeber.stelle)))
        .ready(
            "sprachen",
            Some(format!("sprachen = [{}]\n", languages.join(", "))),
        )
        .ready("beispiel", Some("beispiel = true\n"))
        .ready(
            "beispieltag",
            beispieltag.map(|day| format!("beispieltag = \"{}\"\n", day.0)),
        );
    let text: Check = &answer::text;
    for (name, field, check, usual) in [
        ("anschrift", POSTAL_ADDRESS, text, herausgeber.anschrift),
        ("telefon", PHONE, text, herausgeber.telefon),
        ("email", EMAIL, &answer::email, herausgeber.email),
        ("zeiten", HOURS, text, herausgeber.zeiten),
    ] {
        fills.text(name, dialogue.given(&field, check)?.or(usual));
    }
    Ok(fills)
}

fn example_settings() -> Result<SiteFile> {
    let text = EXAMPLE_SITE.to_owned();
    let site = read_toml(
        "site.toml",
        text,
        &schema::site().form,
        &mut Findings::default(),
    );
    Ok(site.context("the example's settings can be read")?.value)
}

/// All files of a new portal by their path, in order.
fn files_of(is_empty: bool, fills: &Fills) -> Vec<(String, Vec<u8>)> {
    let made = |template, format| fill(template, format, &schema::site().json, fills).into_bytes();
    let mut files: Vec<(String, Vec<u8>)> = FILES
        .iter()
        .map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()))
        .collect();
    files.push((
        "site.toml".to_owned(),
        made(include_str!("site.toml"), Format::Toml),
    ));
    files.push((
        "README.md".to_owned(),
        made(include_str!("portal/README.md"), Format::Markdown),
    ));
    for schema in schemas() {
        files.push((schema.path(), schema.text().into_bytes()));
    }
    if is_empty {
        files.extend(TEXTS.iter().map(|(name, template)| {
            (
                format!("content/portal/{name}.md"),
                made(template, Format::Markdown),
            )
        }));
    } else {
        // The boundaries stay in the program; the note for developers in the repository.
        let is_shown = |path: &str| !path.starts_with("grenzen/") && path != "README.md";
        files.extend(
            example_content()
                .filter(|(path, _)| is_shown(path))
                .map(|(path, bytes)| (format!("content/{path}"), bytes.into_owned())),
        );
    }
    files.sort();
    files
}

/// What is written must stand before `check`; that the example shows what a warning is, is meant.
fn check(folder: &Path) -> Result<()> {
    let mut findings = Findings::default();
    portal::read_folder(folder, None, &mut findings)?;
    let sorted = findings.sorted();
    let is_fault = |finding: &&&Finding| match finding.level {
        Level::Error => true,
        Level::Warning => !finding.place.file.path.starts_with(MUNICIPALITIES),
        Level::Note => false,
    };
    match sorted.iter().find(is_fault) {
        Some(finding) => bail!("{}: {}", finding.place.file.path, finding.message.de),
        None => Ok(()),
    }
}
