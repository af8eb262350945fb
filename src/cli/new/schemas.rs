//! The schemas in a portal's folder, which tell editors what each key is for.

use crate::cli::new::files;
use crate::cli::new::place::Place;
use crate::finding::{Language, say};
use crate::load::schema::schemas;
use anyhow::Result;
use std::io::Write;
use std::path::Path;

/// Writes the schemas of this version of the program into the portal in or around a folder.
///
/// # Errors
/// If there is no portal, or a file cannot be written.
pub fn write(folder: &Path, language: Language, output: &mut dyn Write) -> Result<()> {
    let place = Place::find(folder, language)?;
    for schema in schemas() {
        let (path, text) = (schema.path(), schema.text());
        let words = if !place.has(&path) {
            files::write_new(&place, &path, &text)?;
            say("angelegt", "written")
        } else {
            let old = files::bytes(&place.root.join(&path))?;
            if old == text.as_bytes() {
                say("ist auf dem neuesten Stand", "is up to date")
            } else {
                files::replace(&place, &path, &old, text.as_bytes())?;
                say("erneuert", "renewed")
            }
        };
        writeln!(output, "{path}: {}", words.in_language(language))?;
    }
    Ok(())
}
