//! Every part of a theme alone: each of its examples on a page of its own.
//!
//! The tests hold these pages to the same judges as those of a portal, and who makes a theme sees
//! each part in every case, also in those that a portal seldom has.

use crate::finding::Language;
use crate::load::theme::ThemeFiles;
use crate::render::theme::{Part, Theme};
use anyhow::{Context as _, Result};
use serde::Deserialize;
use serde_json::json;
use tera::Context;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Examples {
    example: Vec<Example>,
}

/// A case of a part, from the file beside it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Example {
    name: String,
    arguments: toml::Table,
    body: Option<String>,
}

/// A page with one example.
pub struct ExamplePage {
    /// Its file name: `frist-3.de.html`.
    pub name: String,
    /// The part and the example, in words.
    pub title: String,
    /// The part itself.
    pub part: String,
    /// The whole page.
    pub html: String,
}

/// A page for each example of each part, in some languages, by part and in the examples' order.
///
/// # Errors
/// If a part has no examples, or one cannot be made; the message names it.
pub fn pages(
    theme: &Theme,
    files: &ThemeFiles,
    languages: &[Language],
) -> Result<Vec<ExamplePage>> {
    let style = theme
        .assets()
        .iter()
        .map(|(address, _)| address.as_str())
        .find(|address| address.starts_with("assets/stil.") && address.ends_with(".css"))
        .unwrap_or_default();
    let parts = files
        .0
        .keys()
        .filter_map(|name| name.strip_prefix("parts/")?.strip_suffix(".html"));
    let mut pages = Vec::new();
    for part in parts {
        for (at, example) in examples(files, part)?.iter().enumerate() {
            for language in languages {
                let title = format!("{part}: {}", example.name);
                let html = alone(theme, part, example, *language).context(title.clone())?;
                pages.push(ExamplePage {
                    name: format!("{part}-{}.{}.html", at + 1, language.tag()),
                    html: page(&title, &html, *language, style),
                    title,
                    part: html,
                });
            }
        }
    }
    Ok(pages)
}

fn examples(files: &ThemeFiles, part: &str) -> Result<Vec<Example>> {
    let name = format!("parts/{part}.example.toml");
    let file = files.0.get(&name).with_context(|| name.clone())?;
    let text = std::str::from_utf8(&file.bytes).with_context(|| name.clone())?;
    let examples: Examples = toml::from_str(text).context(name)?;
    Ok(examples.example)
}

fn alone(theme: &Theme, part: &str, example: &Example, language: Language) -> Result<String> {
    let page = json!({ "root": "", "page": { "language": language.tag() } });
    theme.render_part(
        &Part {
            name: part,
            arguments: &Context::from_serialize(&example.arguments)?,
            body: example.body.as_deref(),
            around: &Context::from_serialize(&page)?,
        },
        language,
    )
}

/// A line of a list stands in a list, and a part stands below as many headings as its own asks for.
fn page(title: &str, part: &str, language: Language, style: &str) -> String {
    let title = title.replace('&', "&amp;").replace('<', "&lt;");
    let level = (1..=6).find(|level| part.contains(&format!("<h{level}")));
    let heading: String = (1..level.unwrap_or(2))
        .map(|level| format!("<h{level}>{title}</h{level}>\n"))
        .collect();
    let part = if part.trim_start().starts_with("<li") {
        format!("<ul>\n{part}\n</ul>")
    } else {
        part.to_owned()
    };
    format!(
        "<!doctype html>\n<html lang=\"{}\" data-page=\"part\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>{title}</title>\n\
         <link rel=\"icon\" href=\"data:,\">\n<link rel=\"stylesheet\" href=\"{style}\">\n</head>\n<body>\n<main id=\"inhalt\">\n\
         {heading}{part}\n</main>\n</body>\n</html>\n",
        language.tag()
    )
}
