//! Files to begin with: a template in which every key is explained by the published schema.
//!
//! A template is the file as it will be, with three kinds of line to fill in:
//! `#? amt.stelle` becomes what the schema says of that key, `organ: {organ|Amtsblatt}` gets its
//! value or is switched off with the example behind the stroke, `@phasen` becomes ready lines.
//! Explanations begin with `# `, what is switched off with `#` and no blank.

use crate::cli::new::quote;
use serde_json::Value as Json;
use std::collections::BTreeMap;

/// How values are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Long texts become blocks.
    Yaml,
    /// Every text is in quotation marks.
    Toml,
    /// Signs of markup are escaped; nothing is switched off.
    Markdown,
}

/// What is filled in.
#[derive(Debug, Clone)]
pub enum Fill {
    /// A text, written as its format asks.
    Text(String),
    /// Ready text: a number, a day, lines.
    Ready(String),
}

/// What is filled in, by name.
#[derive(Debug, Default)]
pub struct Fills(BTreeMap<&'static str, Fill>);

impl Fills {
    /// A text, if there is one.
    pub fn text(&mut self, name: &'static str, text: Option<impl Into<String>>) -> &mut Self {
        if let Some(text) = text {
            self.0.insert(name, Fill::Text(text.into()));
        }
        self
    }

    /// Ready text, if there is any.
    pub fn ready(&mut self, name: &'static str, text: Option<impl Into<String>>) -> &mut Self {
        if let Some(text) = text {
            self.0.insert(name, Fill::Ready(text.into()));
        }
        self
    }
}

/// A template with everything filled in.
pub fn fill(template: &str, format: Format, schema: &Json, fills: &Fills) -> String {
    let mut text = String::new();
    for line in template.lines() {
        let start = line.trim_start();
        let indent = &line[..line.len() - start.len()];
        if let Some(path) = start.strip_prefix("#? ") {
            explain(path, indent, schema, &mut text);
        } else if let Some(name) = start.strip_prefix('@') {
            if let Some(Fill::Ready(lines)) = fills.0.get(name) {
                text.push_str(lines);
            }
        } else {
            text.push_str(indent);
            text.push_str(&filled(start, indent.len(), format, fills));
            text.push('\n');
        }
    }
    text
}

/// What the schema says of the key at a path, as lines of comment.
fn explain(path: &str, indent: &str, schema: &Json, text: &mut String) {
    const WIDTH: usize = 96;
    let words = description(schema, path)
        .unwrap_or_default()
        .replace('\n', " ");
    for line in quote::wrap(&words, WIDTH - indent.len()) {
        text.push_str(&format!("{indent}# {line}\n"));
    }
}

/// The description of the key at a path such as `phasen.zeitraum`.
pub fn description<'s>(schema: &'s Json, path: &str) -> Option<&'s str> {
    let mut at = schema;
    for key in path.split('.') {
        at = object_of(at, schema)?.get("properties")?.get(key)?;
    }
    at.get("description")?.as_str()
}

/// The object a key holds: itself, what it refers to, or the entries of its list.
fn object_of<'s>(schema: &'s Json, root: &'s Json) -> Option<&'s Json> {
    if let Some(reference) = schema.get("$ref").and_then(Json::as_str) {
        return root.pointer(reference.strip_prefix('#')?);
    }
    if let Some(choices) = schema.get("anyOf").and_then(Json::as_array) {
        return choices.iter().find_map(|choice| object_of(choice, root));
    }
    match schema.get("items") {
        Some(items) => object_of(items, root),
        None => schema.get("properties").map(|_| schema),
    }
}

/// A line with its value; switched off where there is none. A line of Markdown may have several.
fn filled(line: &str, indent: usize, format: Format, fills: &Fills) -> String {
    let Some((before, after)) = line.split_once('{') else {
        return line.to_owned();
    };
    let Some((inside, after)) = after.split_once('}') else {
        return line.to_owned();
    };
    let after = &match format {
        Format::Markdown => filled(after, indent, format, fills),
        Format::Yaml | Format::Toml => after.to_owned(),
    };
    let (name, example) = match inside.split_once('|') {
        Some((name, example)) => (name, Some(example)),
        None => (inside, None),
    };
    let write = |text: &str| match format {
        Format::Yaml => quote::yaml_block(text, indent + 2).unwrap_or_else(|| quote::yaml(text)),
        Format::Toml => quote::quoted(text),
        Format::Markdown => quote::markdown(text),
    };
    match (fills.0.get(name), example) {
        (Some(Fill::Text(text)), _) => format!("{before}{}{after}", write(text)),
        (Some(Fill::Ready(text)), _) => format!("{before}{text}{after}"),
        (None, Some(example)) if format == Format::Markdown => {
            format!("{before}{example}{after}")
        }
        (None, Some(example)) if format == Format::Yaml => {
            format!("#{before}{}{after}", quote::yaml(example))
        }
        (None, Some(example)) => format!("#{before}{}{after}", write(example)),
        (None, None) => line.to_owned(),
    }
}
