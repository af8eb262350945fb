//! An address as a QR code, drawn as one path.

use crate::render::map::escape_text;
use qrcode::canvas::{Canvas, MaskPattern};
use qrcode::types::QrResult;
use qrcode::{Color, EcLevel, Version, bits, ec};
use std::sync::{LazyLock, OnceLock};

/// White around the code, in modules: readers need four.
const QUIET: usize = 4;

/// Codes of more than 121 modules a side are not drawn: on paper nothing reads them. An address
/// has to have more than 900 letters for one.
const VERSIONS: usize = 26;

/// The patterns that may be laid over a code so that it has few places that confuse a reader.
const MASKS: [MaskPattern; 8] = [
    MaskPattern::Checkerboard,
    MaskPattern::HorizontalLines,
    MaskPattern::VerticalLines,
    MaskPattern::DiagonalLines,
    MaskPattern::LargeCheckerboard,
    MaskPattern::Fields,
    MaskPattern::Diamonds,
    MaskPattern::Meadow,
];

/// The numbers that a path is made of: a code has some hundred runs, and a portal thousands of codes.
static NUMBERS: LazyLock<Vec<String>> =
    LazyLock::new(|| (0..=128 + QUIET).map(|number| number.to_string()).collect());

/// A QR code that leads to an address, as inline SVG with a name for those who do not see it; none
/// where the address is too long for one.
pub fn svg(address: &str, title: &str) -> Option<String> {
    let code = code(address.as_bytes()).ok()??;
    let side = code.len() + 2 * QUIET;
    let mut path = String::with_capacity(8 * 1024);
    for (row, line) in code.iter().enumerate() {
        // A line along the middle of the row, as thick as a module: half as long as boxes.
        let (mut rest, mut end) = (*line, 0);
        while rest != 0 {
            let start = rest.trailing_zeros();
            let run = (rest >> start).trailing_ones();
            let numbers = match end {
                0 => [
                    ("M", start as usize + QUIET),
                    (" ", row + QUIET),
                    (".5h", run as usize),
                ],
                _ => [("m", (start - end) as usize), (" ", 0), ("h", run as usize)],
            };
            for (before, number) in numbers {
                path.push_str(before);
                path.push_str(&NUMBERS[number]);
            }
            end = start + run;
            rest &= !(((1 << run) - 1) << start);
        }
    }
    let title = escape_text(title);
    Some(format!(
        r##"<svg class="qr" role="img" aria-label="{title}" viewBox="0 0 {side} {side}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{side}v{side}h-{side}z"/><path stroke="#000" d="{path}"/></svg>"##
    ))
}

/// The modules of a code, row by row, the first one of a row lowest, dark ones as ones. It does
/// what `QrCode::new` does, but on words of bits: a portal has thousands of codes, and to choose
/// the mask is nearly all that one costs.
fn code(data: &[u8]) -> QrResult<Option<Vec<u128>>> {
    let bits = bits::encode_auto(data, EcLevel::M)?;
    let version = bits.version();
    let Version::Normal(number) = version else {
        return Ok(None);
    };
    let Some(laid) = usize::try_from(number - 1).ok().and_then(|at| LAID.get(at)) else {
        return Ok(None);
    };
    let laid = laid.get_or_init(|| Laid::new(version));
    let (data, correction) = ec::construct_codewords(&bits.into_bytes(), version, EcLevel::M)?;
    let mut canvas = bare(version);
    canvas.draw_data(&data, &correction);
    let across: Vec<u128> = (lines(canvas).into_iter().zip(&laid.bare))
        .map(|(line, bare)| line ^ bare)
        .collect();
    let down = turned(&across);
    let lay = |lines: &[u128], mask: &[u128]| -> Vec<u128> {
        lines
            .iter()
            .zip(mask)
            .map(|(line, mask)| line ^ mask)
            .collect()
    };
    let masked = laid.masks.iter().map(|mask| {
        let across = lay(&across, &mask.across);
        let penalty = penalty(&across, &lay(&down, &mask.down));
        (penalty, across)
    });
    let best = masked.min_by_key(|(penalty, _)| *penalty);
    Ok(best.map(|(_, across)| across))
}

/// What is the same in all codes of a size.
static LAID: [OnceLock<Laid>; VERSIONS] = [const { OnceLock::new() }; VERSIONS];

struct Laid {
    /// What stands in a code before any data do.
    bare: Vec<u128>,
    masks: Vec<Mask>,
}

/// A code without data under a mask, by rows and by columns.
struct Mask {
    across: Vec<u128>,
    down: Vec<u128>,
}

impl Laid {
    fn new(version: Version) -> Self {
        let masks = MASKS.iter().map(|mask| {
            let mut canvas = bare(version);
            canvas.apply_mask(*mask);
            let across = lines(canvas);
            let down = turned(&across);
            Mask { across, down }
        });
        Self {
            bare: lines(bare(version)),
            masks: masks.collect(),
        }
    }
}

fn bare(version: Version) -> Canvas {
    let mut canvas = Canvas::new(version, EcLevel::M);
    canvas.draw_all_functional_patterns();
    canvas
}

fn lines(canvas: Canvas) -> Vec<u128> {
    let colors = canvas.into_colors();
    let width = colors.len().isqrt();
    let bit = |(at, color): (usize, &Color)| u128::from(*color == Color::Dark) << at;
    let rows = colors.chunks(width.max(1));
    rows.map(|row| row.iter().enumerate().map(bit).sum())
        .collect()
}

/// The columns of some rows.
fn turned(rows: &[u128]) -> Vec<u128> {
    let mut columns = vec![0; rows.len()];
    for (at, row) in rows.iter().enumerate() {
        for (column, bits) in columns.iter_mut().enumerate() {
            *bits |= ((row >> column) & 1) << at;
        }
    }
    columns
}

/// How much of a code could confuse a reader, as ISO/IEC 18004 counts it: runs of one color, blocks
/// of one color, what looks like a finder, and more dark than light or less.
fn penalty(across: &[u128], down: &[u128]) -> u32 {
    let width = across.len();
    let lines = across.iter().chain(down);
    let alone: u32 = lines.map(|line| runs(*line, width) + finders(*line)).sum();
    let pairs = across.iter().zip(across.iter().skip(1));
    let blocks: u32 = pairs
        .map(|(one, next)| (same(*one, width) & same(*next, width) & !(one ^ next)).count_ones())
        .sum();
    let dark: u32 = across.iter().map(|line| line.count_ones()).sum();
    let all = u32::try_from(width * width).unwrap_or(u32::MAX);
    alone + 3 * blocks + (dark * 200 / all).abs_diff(100)
}

/// The modules that have the color of the next one.
fn same(line: u128, width: usize) -> u128 {
    !(line ^ (line >> 1)) & ((1 << (width - 1)) - 1)
}

/// A run of five modules or more counts two less than it has modules.
fn runs(line: u128, width: usize) -> u32 {
    let same = same(line, width);
    let long = same & (same >> 1) & (same >> 2) & (same >> 3);
    long.count_ones() + 2 * (long & !(long << 1)).count_ones()
}

/// What looks like a finder (`#.###.#`) counts 40 where four light modules are beside it.
fn finders(line: u128) -> u32 {
    let dark = line & (line >> 2) & (line >> 3) & (line >> 4) & (line >> 6);
    let finders = dark & !(line >> 1) & !(line >> 5);
    let before = (line << 1) | (line << 2) | (line << 3) | (line << 4);
    let after = (line >> 7) | (line >> 8) | (line >> 9) | (line >> 10);
    40 * (finders & !(before & after)).count_ones()
}

#[cfg(test)]
mod tests {
    use super::*;
    use qrcode::QrCode;

    #[test]
    fn a_code_is_one_path_and_has_a_name() {
        let code = svg("https://plan.example/verfahren/a/b/", "Zur <Seite>").expect("a code");
        assert!(code.contains("aria-label=\"Zur &lt;Seite&gt;\""));
        assert_eq!(code.matches("<path").count(), 2);
        // Every code begins with the finder: seven dark modules in its first row.
        assert!(code.contains("d=\"M4 4.5h7"), "{code}");
    }

    /// The modules that lines of a path cover, row by row, the first one lowest.
    fn drawn(svg: &str) -> Vec<u128> {
        let path = svg.rsplit_once(" d=\"").unwrap().1;
        let path = path.split('"').next().unwrap();
        let mut rows = Vec::new();
        for line in path.split('M').filter(|line| !line.is_empty()) {
            let (place, steps) = line.split_once('h').unwrap();
            let (x, y) = place.split_once(' ').unwrap();
            let row = y.strip_suffix(".5").unwrap().parse::<usize>().unwrap() - QUIET;
            rows.resize(row + 1, 0);
            let mut x = x.parse::<usize>().unwrap() - QUIET;
            for step in steps.split('h') {
                let (run, gap) = step.split_once('m').unwrap_or((step, "0 0"));
                let run: usize = run.parse().unwrap();
                rows[row] |= ((1 << run) - 1) << x;
                x += run + gap.strip_suffix(" 0").unwrap().parse::<usize>().unwrap();
            }
        }
        rows
    }

    #[test]
    fn what_is_drawn_is_the_code() {
        for address in [
            "https://plan.example/",
            &"https://plan.example/a/".repeat(20),
        ] {
            let svg = svg(address, "x").unwrap();
            assert_eq!(drawn(&svg), code(address.as_bytes()).unwrap().unwrap());
        }
    }

    #[test]
    fn the_mask_is_the_one_that_the_standard_chooses() {
        for length in [1, 7, 30, 61, 62, 90, 110, 160, 300, 500, 900] {
            for salt in 0..4 {
                let path: String = (0..length)
                    .map(|at| char::from(b'a' + (at * at * 7 + at * salt * 5 + salt) as u8 % 26))
                    .collect();
                let address = format!("https://plan.example/{path}/");
                let whole = QrCode::with_error_correction_level(&address, EcLevel::M).unwrap();
                let rows = code(address.as_bytes()).unwrap().unwrap();
                let width = whole.width();
                for (at, color) in whole.to_colors().iter().enumerate() {
                    let is_dark = rows[at / width] >> (at % width) & 1 == 1;
                    assert_eq!(is_dark, *color == Color::Dark, "{address}");
                }
            }
        }
    }

    #[test]
    fn a_text_longer_than_any_code_has_none() {
        assert!(svg(&"x".repeat(3000), "x").is_none());
        assert!(svg(&"x".repeat(1100), "x").is_none());
    }
}
