//! What stands in the corners of a map: scale bar and north arrow.

use geo::Coord;

use crate::render::map::label::Labels;
use crate::render::map::svg::{escape, put, units};
use crate::render::map::view::View;

/// Longest scale bar in units.
const LONGEST: f64 = 265.0;

/// Writes a bar of a round number of metres into the lower left corner.
pub fn put_scale(out: &mut String, labels: &mut Labels, view: &View) {
    let metres = round_metres(LONGEST / view.scale);
    let width = metres * view.scale;
    let (x, y) = (25.0, view.height() - 34.0);
    let text = if metres < 1000.0 {
        format!("{metres} m")
    } else {
        format!("{} km", metres / 1000.0)
    };
    put!(
        out,
        r#"<g class="map-scale" aria-hidden="true"><path d="M{x} {}v10h{}v-10"/><text x="{x}" y="{}">{text}</text></g>"#,
        units(y),
        units(width),
        units(y - 10.0)
    );
    labels.take(
        Coord {
            x: x + width / 2.0,
            y: y - 12.0,
        },
        width + 30.0,
        70.0,
    );
}

/// Writes an arrow with a letter into the lower right corner. North is that of the grid of
/// ETRS89/UTM33, at most two and a half degrees from the true one.
pub fn put_north(out: &mut String, labels: &mut Labels, view: &View, letter: &str) {
    let (x, y) = (view.frame.width() - 36.0, view.height() - 60.0);
    put!(
        out,
        r#"<g class="map-north" aria-hidden="true"><path d="M{x} {}l12 36-12-9-12 9z"/><text x="{x}" y="{}">{}</text></g>"#,
        units(y),
        units(y - 8.0),
        escape(letter)
    );
    labels.take(Coord { x, y: y + 6.0 }, 56.0, 94.0);
}

/// The largest of 1, 2, 5, 10, 20, 50 … that is not above `metres`.
fn round_metres(metres: f64) -> f64 {
    let mut decade = 1.0;
    while decade * 10.0 <= metres {
        decade *= 10.0;
    }
    [5.0, 2.0]
        .into_iter()
        .map(|step| step * decade)
        .find(|round| *round <= metres)
        .unwrap_or(decade)
}

#[cfg(test)]
mod tests {
    use super::round_metres;

    #[test]
    fn bars_are_round() {
        let round = [1.0, 3.0, 99.0, 100.0, 499.0, 500.0, 23_000.0].map(round_metres);
        assert_eq!(round, [1.0, 2.0, 50.0, 100.0, 200.0, 500.0, 20_000.0]);
    }
}
