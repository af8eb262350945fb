//! What a server shows where there is no page.

use crate::model::address::Address;
use crate::render::page::Pages;
use anyhow::Result;

/// Adds the page.
pub fn add(pages: &mut Pages<'_, '_>) -> Result<()> {
    pages.add_anywhere(&Address::new("404.html"), |_| ())
}
