//! Places as links, shaded by class and numbered: what the maps of state and district share.

use geo::Coord;

use crate::render::map::Place;
use crate::render::map::atlas::Outlined;
use crate::render::map::label::{Labels, Name};
use crate::render::map::svg::{escape, path, put, units};
use crate::render::map::view::View;

/// Number of classes above the empty one.
const CLASSES: u8 = 3;

/// How the words on the places are set.
#[derive(Debug, Clone, Copy)]
pub struct Lettering {
    /// Size of the names in units.
    pub name_size: f64,
    /// Part of a name that must lie on its place, from 0 to 1.
    pub share: f64,
    /// Whether a place without a procedure shows its 0.
    pub shows_zero: bool,
}

/// A place with its outline.
#[derive(Debug, Clone, Copy)]
pub struct Drawn<'a> {
    /// What the caller says about it.
    pub place: &'a Place<'a>,
    /// Its outline.
    pub outlined: Outlined<'a>,
}

/// The places for which there is an outline, in alphabetical order: the order of the keyboard.
pub fn in_order<'a>(
    places: &'a [Place<'a>],
    outline: impl Fn(&str) -> Option<Outlined<'a>>,
) -> Vec<Drawn<'a>> {
    let mut drawn: Vec<Drawn> = (places.iter())
        .filter_map(|place| {
            Some(Drawn {
                place,
                outlined: outline(place.ags)?,
            })
        })
        .collect();
    drawn.sort_by_cached_key(|drawn| (alphabetical(drawn.place.name), drawn.place.ags));
    drawn
}

/// Writes the patterns of the classes, the places as links, then numbers and names above them.
pub fn put_places(out: &mut String, id: &str, view: &View, places: &[Drawn], lettering: Lettering) {
    put_patterns(out, id);
    out.push_str(r#"<g class="map-places">"#);
    for drawn in places {
        put_place(out, id, view, drawn);
    }
    out.push_str("</g>");
    put_lettering(out, view, places, lettering);
}

/// Patterns differ in density, so that classes can be told without colour.
fn put_patterns(out: &mut String, id: &str) {
    out.push_str("<defs>");
    for (class, (size, lines)) in
        (1..=CLASSES).zip([(14, "M0 0v14"), (8, "M0 0v8"), (8, "M0 0v8M0 0h8")])
    {
        put!(
            out,
            r#"<pattern id="{id}-k{class}" class="map-k{class}" width="{size}" height="{size}" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path class="map-ground" d="M0 0h{size}v{size}h-{size}z"/><path class="map-hatch" d="{lines}"/></pattern>"#
        );
    }
    out.push_str("</defs>");
}

fn put_place(out: &mut String, id: &str, view: &View, drawn: &Drawn) {
    let class = drawn.place.class.min(CLASSES);
    let fill = match class {
        0 => String::new(),
        _ => format!(r#" fill="url(#{id}-k{class})""#),
    };
    let label = escape(drawn.place.label);
    let shape = path(view, drawn.outlined.shape);
    match drawn.place.href {
        Some(href) => put!(
            out,
            r#"<a class="map-k{class}" href="{}"><title>{label}</title><path{fill} d="{shape}"/></a>"#,
            escape(href)
        ),
        None => put!(
            out,
            r#"<g class="map-k{class}"><title>{label}</title><path{fill} d="{shape}"/></g>"#
        ),
    }
}

/// Numbers always, names where there is room, those of many inhabitants first. Links carry the same
/// words, so this is for the eye only.
fn put_lettering(out: &mut String, view: &View, places: &[Drawn], lettering: Lettering) {
    let mut labels = Labels::new(view);
    let has_number = |drawn: &Drawn| drawn.place.count > 0 || lettering.shows_zero;
    let number_size = lettering.name_size * 1.6;
    let at = |drawn: &Drawn| view.to_screen(drawn.outlined.territory.label);
    for drawn in places.iter().filter(|drawn| has_number(drawn)) {
        let digits = drawn.place.count.to_string().len() as f64;
        labels.take(at(drawn), digits * number_size * 0.6, number_size * 0.8);
    }
    let mut by_size: Vec<&Drawn> = places.iter().collect();
    by_size.sort_by_key(|drawn| std::cmp::Reverse(drawn.outlined.territory.population));
    let (mut numbers, mut names) = (String::new(), String::new());
    for drawn in by_size {
        let middle = at(drawn);
        if has_number(drawn) {
            let (x, y) = (units(middle.x), units(middle.y + number_size * 0.36));
            put!(
                numbers,
                r#"<text x="{x}" y="{y}">{}</text>"#,
                drawn.place.count
            );
        }
        let name = Name::new(drawn.place.name, lettering.name_size);
        let away = if has_number(drawn) {
            (number_size * 0.8 + name.height()) / 2.0 + 2.0
        } else {
            0.0
        };
        let fits = [away, -away]
            .into_iter()
            .map(|down| middle + Coord { x: 0.0, y: down })
            .find(|center| {
                name.share_on(drawn.outlined.shape, view, *center) >= lettering.share
                    && labels.try_take(*center, name.width(), name.height())
            });
        if let Some(center) = fits {
            name.put(&mut names, center);
        }
    }
    put!(
        out,
        r#"<g class="map-lettering" aria-hidden="true"><g class="map-names">{names}</g><g class="map-numbers">{numbers}</g></g>"#
    );
}

/// A key by which German names sort as in a dictionary: Ä as A, ß as ss.
fn alphabetical(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    for letter in name.to_lowercase().chars() {
        match letter {
            'ä' => key.push('a'),
            'ö' => key.push('o'),
            'ü' => key.push('u'),
            'ß' => key.push_str("ss"),
            _ => key.push(letter),
        }
    }
    key
}
