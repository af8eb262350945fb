//! Writes SVG: escaped text, short path data, the same bytes on every machine.

use geo::{LineString, MultiPolygon};

use crate::render::map::view::View;

/// Appends formatted text. Writing to a `String` cannot fail.
macro_rules! put {
    ($out:expr, $($format:tt)*) => {
        $out.push_str(&format!($($format)*))
    };
}
pub(crate) use put;

/// Path data of a place in whole units. Points are rounded in the picture before differences are
/// taken, so borders that neighbours share stay shared. Rings that rounding leaves flat are left out.
pub fn path(view: &View, place: &MultiPolygon) -> String {
    let mut out = String::new();
    for polygon in place {
        for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
            put_ring(&mut out, view, ring);
        }
    }
    out
}

/// A length or place in the picture in whole units.
pub fn units(value: f64) -> i64 {
    value.round() as i64
}

/// Text for an element or a quoted attribute.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            _ => out.push(letter),
        }
    }
    out
}

fn put_ring(out: &mut String, view: &View, ring: &LineString) {
    let mut points: Vec<[i64; 2]> = (ring.0.iter())
        .map(|metres| view.to_screen(*metres))
        .map(|point| [units(point.x), units(point.y)])
        .collect();
    points.dedup();
    if points.len() > 1 && points.first() == points.last() {
        points.pop();
    }
    if points.len() < 3 {
        return;
    }
    let [mut x, mut y] = points[0];
    out.push('M');
    push_pair(out, x, y);
    for (index, point) in points.iter().enumerate().skip(1) {
        let (right, down) = (point[0] - x, point[1] - y);
        if index == 1 {
            out.push('l');
        } else if right >= 0 {
            out.push(' ');
        }
        push_pair(out, right, down);
        [x, y] = *point;
    }
    out.push('z');
}

fn push_pair(out: &mut String, x: i64, y: i64) {
    push_number(out, x);
    if y >= 0 {
        out.push(' ');
    }
    push_number(out, y);
}

/// A number in digits: the maps of an archive have millions, which the standard library's way of writing makes dear.
fn push_number(out: &mut String, number: i64) {
    const LONGEST: usize = 20;
    let mut digits = [b'0'; LONGEST];
    let (mut rest, mut start) = (number.unsigned_abs(), LONGEST);
    while rest > 0 || start == LONGEST {
        start -= 1;
        digits[start] = b'0' + (rest % 10) as u8;
        rest /= 10;
    }
    if number < 0 {
        out.push('-');
    }
    out.extend(digits[start..].iter().copied().map(char::from));
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{Rect, coord, polygon};

    #[test]
    fn paths_are_relative_and_keep_no_flat_rings() {
        let land = Rect::new(coord! { x: 0.0, y: 0.0 }, coord! { x: 960.0, y: 100.0 });
        let view = View::of(land, 20.0, (100.0, 900.0));
        let place = MultiPolygon(vec![
            polygon![(x: 0.0, y: 100.0), (x: 0.0, y: 0.0), (x: 10.4, y: 50.0)],
            polygon![(x: 0.0, y: 0.0), (x: 0.01, y: 0.0), (x: 0.0, y: 0.01)],
        ]);
        assert_eq!(path(&view, &place), "M20 20l0 100 10-50z");
    }

    #[test]
    fn numbers_are_written_in_digits() {
        for number in [0, 7, -7, 10, 960, -1_000_407, i64::MAX, i64::MIN] {
            let mut out = String::new();
            push_number(&mut out, number);
            assert_eq!(out, number.to_string());
        }
    }

    #[test]
    fn text_cannot_become_markup() {
        assert_eq!(escape(r#"<a b="c">&'"#), "&lt;a b=&quot;c&quot;&gt;&amp;'");
    }
}
