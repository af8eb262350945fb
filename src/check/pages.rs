//! The pages of the rules: what each says, why, an example that breaks it and the finding. They lie in
//! `tests/rules/`, where a test holds every one of them to what the rule says of its example.

use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "tests/rules"]
#[include = "*.md"]
struct Pages;

/// The page of the rule with this id, in Markdown.
pub fn page(id: &str) -> Option<String> {
    let file = Pages::get(&format!("{}.md", id.to_ascii_uppercase()))?;
    String::from_utf8(file.data.into_owned()).ok()
}
