//! What the binary carries: the standard theme, the boundaries and the example portal.

use rust_embed::{EmbeddedFile, RustEmbed};
use std::borrow::Cow;

#[derive(RustEmbed)]
#[folder = "themes/standard"]
struct StandardTheme;

#[derive(RustEmbed)]
#[folder = "content"]
struct Example;

/// The name of the theme that the binary carries.
pub const STANDARD_THEME: &str = "standard";

/// The files of the standard theme by their path below it.
pub fn standard_theme() -> impl Iterator<Item = (String, Cow<'static, [u8]>)> {
    StandardTheme::iter()
        .filter_map(|path| Some((path.to_string(), StandardTheme::get(&path)?.data)))
}

/// The files of the example portal's `content/` by their path below it.
pub fn example_content() -> impl Iterator<Item = (String, Cow<'static, [u8]>)> {
    Example::iter().filter_map(|path| Some((path.to_string(), Example::get(&path)?.data)))
}

/// `site.toml` of the example portal.
pub const EXAMPLE_SITE: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/site.toml"));

/// A boundary file that the binary carries: `kreise.geojson`.
pub fn boundary_file(name: &str) -> Option<String> {
    let EmbeddedFile { data, .. } = Example::get(&format!("grenzen/{name}"))?;
    String::from_utf8(data.into_owned()).ok()
}
