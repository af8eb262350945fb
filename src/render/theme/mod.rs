//! A theme: templates, parts, texts and assets, compiled once for every language.
//!
//! Templates see five variables: `site` (the portal), `page` (this page and its translations),
//! `root` (the way to the portal's root), `frame` ([what stands around many pages](Theme::frame))
//! and `view` (what this kind of page shows). What the others hold is documented at [`SiteView`](crate::render::page::variables::SiteView),
//! [`PageView`](crate::render::page::variables::PageView) and the views in [`page`](crate::render::page).

mod assets;
mod folded;
mod foreign;
mod functions;
mod keys;
pub mod shared;
#[cfg(test)]
mod tests;

use crate::finding::{File, Finding, Findings, Language, Place, say};
use crate::load::theme::{ThemeFile, ThemeFiles};
use crate::model::address::Address;
use crate::model::mark::Mark;
use crate::render::kinds;
use crate::render::text::{Catalogue, missing};
use anyhow::Result;
use assets::Assets;
use folded::Known;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::{Arc, OnceLock};
use tera::{Context, ErrorKind, Tera, Value};

/// A theme, ready to make pages.
#[derive(Debug)]
pub struct Theme {
    templates: BTreeMap<Language, Templates>,
    sources: BTreeMap<String, Arc<File>>,
    assets: Assets,
    texts: BTreeMap<Language, Arc<File>>,
    mark: Mark,
}

/// The templates in one language.
#[derive(Debug)]
struct Templates {
    /// As they are written.
    written: Tera,
    catalogue: Arc<Catalogue>,
    /// What is known before any page is made folded in, from when the first page is made.
    folded: OnceLock<Option<Tera>>,
}

/// The variables of every template; the last two are set by the template itself.
const VARIABLES: [&str; 7] = [
    "site",
    "page",
    "root",
    "frame",
    "view",
    "title",
    "description",
];

impl Theme {
    /// Compiles a theme for some languages. Anything wrong is a finding with its place in the
    /// template or catalogue; none is returned if a page could not be made.
    pub fn compile(
        files: &ThemeFiles,
        languages: &[Language],
        findings: &mut Findings,
    ) -> Option<Self> {
        Self::with_assets(files, Assets::new(files), languages, findings)
    }

    fn with_assets(
        files: &ThemeFiles,
        assets: Assets,
        languages: &[Language],
        findings: &mut Findings,
    ) -> Option<Self> {
        let mut found = Findings::default();
        let sources = texts(files, ".html", &mut found);
        let styles: Vec<_> = texts(files, ".css", &mut found).into_values().collect();
        foreign::check(&sources, &styles, &mut found);
        let catalogues = catalogues(files, languages, &mut found);
        check_texts(&sources, &catalogues, &mut found);
        let mut templates = BTreeMap::new();
        let mut texts = BTreeMap::new();
        for (language, catalogue) in catalogues {
            texts.insert(language, Arc::clone(catalogue.file()));
            let mut tera = Tera::default();
            let names = assets.names.clone();
            let catalogue = Arc::new(catalogue);
            functions::register(&mut tera, language, Arc::clone(&catalogue), names);
            let raw = sources
                .iter()
                .map(|(name, file)| (name.as_str(), file.text()));
            if let Err(error) = tera.add_raw_templates(raw) {
                found.append(template_findings(&error, &sources));
                break;
            }
            check_variables(&tera, &sources, &mut found);
            let compiled = Templates {
                written: tera,
                catalogue,
                folded: OnceLock::new(),
            };
            templates.insert(language, compiled);
        }
        let is_whole = !found.has_errors();
        findings.append(found);
        is_whole.then_some(Self {
            templates,
            sources,
            assets,
            texts,
            mark: mark_of(files),
        })
    }

    /// Makes a page.
    ///
    /// # Errors
    /// A [`Fault`] if the template asks for something the page does not have.
    pub fn render(&self, template: &str, language: Language, context: &Context) -> Result<Vec<u8>> {
        let mut html = Vec::with_capacity(32 * 1024);
        self.try_both(language, |tera| {
            html.clear();
            tera.render_to(template, context, &mut html)
        })?;
        Ok(html)
    }

    /// Makes something of the folded templates. Only those that are as they were written say where
    /// their fault is.
    fn try_both<T>(
        &self,
        language: Language,
        mut make: impl FnMut(&Tera) -> tera::TeraResult<T>,
    ) -> Result<T> {
        let templates = self.templates(language)?;
        let folded = templates
            .folded
            .get_or_init(|| self.fold(language, templates));
        if let Some(Ok(made)) = folded.as_ref().map(&mut make) {
            return Ok(made);
        }
        make(&templates.written).map_err(|error| Fault::new(&error, &self.sources).into())
    }

    fn templates(&self, language: Language) -> Result<&Templates> {
        let Some(templates) = self.templates.get(&language) else {
            anyhow::bail!("the theme was not compiled for the language {language:?}");
        };
        Ok(templates)
    }

    fn fold(&self, language: Language, templates: &Templates) -> Option<Tera> {
        let known = Known {
            language,
            catalogue: &templates.catalogue,
            assets: &self.assets.names,
        };
        let mut tera = Tera::default();
        let (catalogue, names) = (Arc::clone(&templates.catalogue), self.assets.names.clone());
        functions::register(&mut tera, language, catalogue, names);
        let sources = self.sources.iter();
        let folded = sources.map(|(name, file)| (name.as_str(), known.fold(file.text())));
        tera.add_raw_templates(folded).is_ok().then_some(tera)
    }

    /// Renders a part alone: with its arguments, what it encloses, and the variables of the page
    /// around it.
    ///
    /// # Errors
    /// As [`Theme::render`].
    pub fn render_part(&self, part: &Part<'_>, language: Language) -> Result<String> {
        let Part {
            name,
            arguments,
            body,
            around,
        } = part;
        self.try_both(language, |tera| {
            tera.render_component_with_implicits(name, arguments, around, *body, true)
        })
    }

    /// The variable `frame` of all pages of a kind that are as far from the root: their
    /// `navigation` and their `foot`, as HTML. `site` is the variable of that name.
    ///
    /// # Errors
    /// As [`Theme::render`].
    pub fn frame(
        &self,
        language: Language,
        (kind, root): (&str, &str),
        site: &Value,
    ) -> Result<Value> {
        let mut around = Context::new();
        around.insert_value("root", Value::from(root));
        let part = |name: &str, arguments: &Context| {
            let part = Part {
                name,
                arguments,
                body: None,
                around: &around,
            };
            let html = self.render_part(&part, language)?;
            anyhow::Ok(Value::safe_string(&html))
        };
        let mut navigation = Context::new();
        navigation.insert_value("kind", Value::from(kind));
        navigation.insert_value("site", site.clone());
        let mut foot = Context::new();
        foot.insert_value("site", site.clone());
        let parts = [
            ("navigation", part("navigation", &navigation)?),
            ("foot", part("fuss", &foot)?),
        ];
        Ok(Value::from(BTreeMap::from(parts)))
    }

    /// The mark of all its files.
    pub fn mark(&self) -> Mark {
        self.mark
    }

    /// Whether it has a template of this name.
    pub fn has_template(&self, name: &str) -> bool {
        self.sources.contains_key(name)
    }

    /// A style of it as text: `blatt.css`.
    pub fn style(&self, name: &str) -> Option<&str> {
        let (stem, ending) = name.rsplit_once('.')?;
        let (start, end) = (format!("assets/{stem}."), format!(".{ending}"));
        let is_meant = |address: &Address| {
            let path = address.as_str().strip_prefix(&start);
            let hash = path.and_then(|path| path.strip_suffix(&end));
            hash.is_some_and(|hash| !hash.contains('.'))
        };
        let (_, bytes) = self
            .assets
            .files
            .iter()
            .find(|(address, _)| is_meant(address))?;
        std::str::from_utf8(bytes).ok()
    }

    /// Its assets with their addresses, which change with their content.
    pub fn assets(&self) -> &[(Address, Vec<u8>)] {
        &self.assets.files
    }
}

/// A part of the theme to be rendered alone.
pub struct Part<'a> {
    /// Its name, which is that of its file.
    pub name: &'a str,
    /// Its arguments.
    pub arguments: &'a Context,
    /// The HTML it encloses, if it encloses any.
    pub body: Option<&'a str>,
    /// The variables of the page around it.
    pub around: &'a Context,
}

/// A template that asked for something its page does not have: an author's mistake that only
/// shows when the page is made.
#[derive(Debug)]
pub struct Fault(pub Finding);

impl Fault {
    fn new(error: &tera::Error, sources: &BTreeMap<String, Arc<File>>) -> Self {
        let findings = template_findings(error, sources);
        let first = findings.sorted().first().map(|finding| (*finding).clone());
        Self(first.unwrap_or_else(|| {
            let place = Place::whole(&File::opaque("themes"));
            Finding::new(&kinds::TEMPLATE, place, fault(&error.to_string()))
        }))
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (line, column) = self.0.place.line_and_column();
        let path = &self.0.place.file.path;
        write!(formatter, "{path}:{line}:{column}: {}", self.0.message.de)
    }
}

impl std::error::Error for Fault {}

fn mark_of(files: &ThemeFiles) -> Mark {
    let files = files.0.iter();
    let files: Vec<_> = files.map(|(name, file)| (name, &file.bytes)).collect();
    Mark::of(&files)
}

/// Its texts whose names end so.
fn texts(files: &ThemeFiles, ending: &str, findings: &mut Findings) -> BTreeMap<String, Arc<File>> {
    let mut sources = BTreeMap::new();
    for (name, file) in files.0.iter().filter(|(name, _)| name.ends_with(ending)) {
        match text_of(file, findings) {
            Some(source) => sources.insert(name.clone(), source),
            None => continue,
        };
    }
    sources
}

fn catalogues(
    files: &ThemeFiles,
    languages: &[Language],
    findings: &mut Findings,
) -> Vec<(Language, Catalogue)> {
    let mut catalogues = Vec::new();
    for language in languages {
        let name = format!("text/{}.toml", language.tag());
        match files.0.get(&name) {
            Some(file) => {
                if let Some(file) = text_of(file, findings) {
                    catalogues.push((*language, Catalogue::read(&file, findings)));
                }
            }
            None => findings.add(file_missing(&name)),
        }
    }
    catalogues
}

/// The finding that a theme lacks a file.
pub fn file_missing(name: &str) -> Finding {
    let message = say(
        format!("Dem Thema fehlt die Datei {name}"),
        format!("The theme lacks the file {name}"),
    );
    let place = Place::whole(&File::opaque(name));
    Finding::new(&kinds::FILE_MISSING, place, message)
}

fn text_of(file: &ThemeFile, findings: &mut Findings) -> Option<Arc<File>> {
    match String::from_utf8(file.bytes.clone()) {
        Ok(text) => Some(File::new(&*file.path, text)),
        Err(_) => {
            let message = say(
                "Die Datei ist kein UTF-8-Text",
                "The file is not UTF-8 text",
            );
            let place = Place::whole(&File::opaque(&*file.path));
            findings.add(Finding::new(&kinds::TEMPLATE, place, message));
            None
        }
    }
}

/// Every text a template uses must be there in every language, and every text must be used.
fn check_texts(
    sources: &BTreeMap<String, Arc<File>>,
    catalogues: &[(Language, Catalogue)],
    findings: &mut Findings,
) {
    let mut whole = BTreeSet::new();
    let mut prefixes = BTreeSet::new();
    for file in sources.values() {
        for used in keys::used(file, findings) {
            for (language, catalogue) in catalogues {
                let is_there = match used.is_prefix {
                    true => catalogue.has_prefix(&used.key),
                    false => catalogue.has(&used.key),
                };
                if !is_there {
                    let name = format!("text/{}.toml", language.tag());
                    findings.add(missing(&used.key, &name, used.place.clone()));
                }
            }
            match used.is_prefix {
                true => prefixes.insert(used.key),
                false => whole.insert(used.key),
            };
        }
    }
    let is_used =
        |key: &str| whole.contains(key) || prefixes.iter().any(|prefix| key.starts_with(&**prefix));
    for (language, catalogue) in catalogues {
        // A theme that replaces a template of the one it extends is not to blame for its texts.
        let folder = catalogue.folder();
        if sources.values().all(|file| file.path.starts_with(folder)) {
            catalogue.report_unused(is_used, findings);
        }
        for (other, theirs) in catalogues {
            if other != language {
                catalogue.compare(theirs, findings);
            }
        }
    }
}

/// A page's template may only start from the variables that every template has.
fn check_variables(tera: &Tera, sources: &BTreeMap<String, Arc<File>>, findings: &mut Findings) {
    for (name, file) in sources {
        let Ok(variables) = tera.get_template_variables(name) else {
            continue;
        };
        let mut unknown: Vec<&str> = variables
            .into_iter()
            .filter(|variable| !VARIABLES.contains(variable))
            .collect();
        unknown.sort_unstable();
        for variable in unknown {
            // The variable may stand in a template that this one extends or includes.
            let Some(at) = keys::find_word(file.text(), variable) else {
                continue;
            };
            let message = say(
                format!("Die Vorlage kennt keine Variable „{variable}“"),
                format!("The template has no variable “{variable}”"),
            );
            let place = file.bytes(at..at + variable.len());
            let known = "site, page, root, frame, view";
            findings.add(Finding::new(&kinds::TEMPLATE, place, message).help(say(
                format!("Vorhanden sind: {known}"),
                format!("There are: {known}"),
            )));
        }
    }
}

/// What the template engine complains about, with the places in the templates.
fn template_findings(error: &tera::Error, sources: &BTreeMap<String, Arc<File>>) -> Findings {
    let mut findings = Findings::default();
    let mut add = |file: Option<&Arc<File>>, range, message: &str| {
        let place = match file {
            Some(file) => file.bytes(range),
            None => Place::whole(&File::opaque("themes")),
        };
        findings.add(Finding::new(&kinds::TEMPLATE, place, fault(message)));
    };
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let file = sources.get(report.filename());
            add(file, report.span().range.clone(), report.message());
        }
        ErrorKind::MissingParent { current, parent } => {
            let message = format!("extends `{parent}`, which does not exist");
            add(sources.get(current), 0..0, &message);
        }
        _ => {
            // Several complaints come as one text, in paragraphs that name file, line and column.
            for part in error.to_string().split("\n\n") {
                let message = part.lines().next().unwrap_or(part);
                let message = message.strip_prefix("error: ").unwrap_or(message);
                let place = part.lines().find_map(|line| place_in(line, sources));
                let (file, range) = place.unzip();
                add(file, range.unwrap_or(0..0), message);
            }
        }
    }
    findings
}

/// The place a line ` --> name:line:column` of a complaint names.
fn place_in<'a>(
    line: &str,
    sources: &'a BTreeMap<String, Arc<File>>,
) -> Option<(&'a Arc<File>, std::ops::Range<usize>)> {
    let (name, place) = line.trim_start().strip_prefix("--> ")?.split_once(':')?;
    let (line, column) = place.split_once(':')?;
    let (line, column) = (line.parse::<usize>().ok()?, column.parse::<usize>().ok()?);
    let file = sources.get(name)?;
    let mut lines = file.text().split_inclusive('\n');
    let start: usize = lines
        .by_ref()
        .take(line.checked_sub(1)?)
        .map(str::len)
        .sum();
    let text = lines.next()?;
    let before: usize = text
        .chars()
        .take(column.saturating_sub(1))
        .map(char::len_utf8)
        .sum();
    let after: usize = text.trim_end().len().max(before);
    Some((file, start + before..start + after))
}

fn fault(message: &str) -> crate::finding::Words {
    say(
        format!("Die Vorlage ist fehlerhaft: {message}"),
        format!("The template is faulty: {message}"),
    )
}
