//! An address as a QR code, drawn as one path.

use crate::render::map::escape_text;
use qrcode::{Color, EcLevel, QrCode};
use std::fmt::Write;

/// White around the code, in modules: readers need four.
const QUIET: usize = 4;

/// A QR code that leads to an address, as inline SVG with a name for those who do not see it; none
/// where the address is too long for one.
pub fn svg(address: &str, title: &str) -> Option<String> {
    let code = QrCode::with_error_correction_level(address, EcLevel::M).ok()?;
    let width = code.width();
    let side = width + 2 * QUIET;
    let mut path = String::new();
    for (row, modules) in code.to_colors().chunks(width).enumerate() {
        let mut column = 0;
        while column < width {
            let dark = modules[column..].iter();
            let run = dark.take_while(|color| **color == Color::Dark).count();
            if run > 0 {
                let (x, y) = (column + QUIET, row + QUIET);
                write!(path, "M{x} {y}h{run}v1h-{run}z").ok()?;
            }
            column += run.max(1);
        }
    }
    let title = escape_text(title);
    Some(format!(
        r##"<svg class="qr" role="img" aria-label="{title}" viewBox="0 0 {side} {side}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{side}v{side}h-{side}z"/><path fill="#000" d="{path}"/></svg>"##
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_one_path_and_has_a_name() {
        let code = svg("https://plan.example/verfahren/a/b/", "Zur <Seite>").expect("a code");
        assert!(code.contains("aria-label=\"Zur &lt;Seite&gt;\""));
        assert_eq!(code.matches("<path").count(), 2);
        // Every code begins with the finder: seven dark modules in its first row.
        assert!(code.contains("d=\"M4 4h7v1h-7z"), "{code}");
    }

    #[test]
    fn a_text_longer_than_any_code_has_none() {
        assert!(svg(&"x".repeat(3000), "x").is_none());
    }
}
