//! Numbers and lists of numbers in few printable characters, for strings in scripts.
//!
//! A digit is one of the 90 characters from `$` to `~` without `\`: no escape is ever needed, and
//! `#`, `!` and the space stay free as marks between lists.

/// Digits below this end a number.
const STOPPERS: u32 = 64;
/// Digits from [`STOPPERS`] on, of which there are this many, say that another digit follows.
const CONTINUERS: u32 = 26;

/// Appends a number; numbers below 64 take one digit, below 1,728 two.
pub(super) fn number(number: u32, out: &mut String) {
    let rest = number / STOPPERS;
    if rest > 0 {
        continuers(rest - 1, out);
    }
    out.push(digit(number % STOPPERS));
}

/// Appends the digits that say that another one follows.
fn continuers(number: u32, out: &mut String) {
    let rest = number / CONTINUERS;
    if rest > 0 {
        continuers(rest - 1, out);
    }
    out.push(digit(STOPPERS + number % CONTINUERS));
}

/// Appends an ascending list, as gaps or as a bit map, whichever is shorter.
pub(super) fn list(numbers: &[u32], out: &mut String) {
    let mut gaps = String::new();
    let mut expected = 0;
    for value in numbers {
        number(value - expected, &mut gaps);
        expected = value + 1;
    }
    let bits = expected as usize / 6 + 2;
    if gaps.len() <= bits {
        out.push_str(&gaps);
    } else {
        bit_map(numbers, out);
    }
}

/// Appends `#` and digits of six bits, the lowest bit for the smallest number.
fn bit_map(numbers: &[u32], out: &mut String) {
    out.push('#');
    let (mut bits, mut done) = (0, 0);
    for number in numbers {
        while done < number / 6 {
            out.push(digit(bits));
            bits = 0;
            done += 1;
        }
        bits |= 1 << (number % 6);
    }
    out.push(digit(bits));
}

/// The numbers of a list; none where it is no list of numbers below `limit`.
pub(super) fn numbers(list: &str, limit: u32) -> Option<Vec<u32>> {
    let mut numbers = Vec::new();
    each(list, |number| {
        numbers.push(number);
        (number < limit).then_some(())
    })?;
    Some(numbers)
}

/// Hands on the numbers of a list, ascending, while they are taken; none where one is not taken, or where it is no
/// list.
pub(super) fn each(list: &str, mut take: impl FnMut(u32) -> Option<()>) -> Option<()> {
    if let Some(bits) = list.strip_prefix('#') {
        for (place, digit) in bits.bytes().enumerate() {
            let mut bits = value(digit)?;
            if bits >= STOPPERS {
                return None;
            }
            while bits > 0 {
                take(place as u32 * 6 + bits.trailing_zeros())?;
                bits &= bits - 1;
            }
        }
        return Some(());
    }
    let (mut next, mut high) = (0_u32, 0_u32);
    for digit in list.bytes() {
        let value = value(digit)?;
        if value < STOPPERS {
            next = next
                .checked_add(high.checked_mul(STOPPERS)?)?
                .checked_add(value)?;
            take(next)?;
            (next, high) = (next.checked_add(1)?, 0);
        } else {
            high = high
                .checked_mul(CONTINUERS)?
                .checked_add(value - STOPPERS + 1)?;
        }
    }
    Some(())
}

/// The value of a digit.
pub(super) fn value(digit: u8) -> Option<u32> {
    let value = match digit {
        b'$'..b'\\' => digit - b'$',
        b'\\' => return None,
        _ => digit.checked_sub(b'$' + 1)?,
    };
    (u32::from(value) < STOPPERS + CONTINUERS).then_some(value.into())
}

/// The character of a digit; `\` is left out.
pub(super) fn digit(value: u32) -> char {
    let code = 0x24 + value as u8;
    char::from(if code < b'\\' { code } else { code + 1 })
}

#[cfg(test)]
mod tests {
    use super::{CONTINUERS, STOPPERS, digit, list, number, numbers, value};

    fn coded(numbers: &[u32]) -> String {
        let mut out = String::new();
        list(numbers, &mut out);
        out
    }

    fn values(text: &str) -> Vec<u32> {
        text.bytes().map(|byte| value(byte).unwrap()).collect()
    }

    #[test]
    fn every_number_has_its_own_code() {
        let mut codes = Vec::new();
        for value in (0..5_000).chain([50_000, 100_000, 5_000_000, u32::MAX]) {
            let mut code = String::new();
            number(value, &mut code);
            let mut read = 0;
            for digit in values(&code) {
                if digit < STOPPERS {
                    read = read * STOPPERS + digit;
                } else {
                    read = read * CONTINUERS + digit - STOPPERS + 1;
                }
            }
            assert_eq!(read, value, "{code}");
            codes.push(code);
        }
        assert_eq!(codes[63].len(), 1);
        assert_eq!(codes[64].len(), 2);
        assert_eq!(codes[1_727].len(), 2);
        assert_eq!(codes[1_728].len(), 3);
    }

    #[test]
    fn sparse_lists_are_gaps_and_dense_ones_bits() {
        assert_eq!(coded(&[]), "");
        assert_eq!(
            coded(&[0, 1, 66]),
            format!("{0}{0}{1}{0}", digit(0), digit(64))
        );
        let dense: Vec<u32> = (0..600).collect();
        let code = coded(&dense);
        assert_eq!(code.len(), 101);
        assert_eq!(values(&code[1..]), vec![63; 100]);
        assert_eq!(
            coded(&[0, 1, 2, 3, 4, 5, 7, 8]),
            format!("#{}{}", digit(63), digit(6))
        );
    }

    #[test]
    fn digits_need_no_escape() {
        let digits: String = (0..STOPPERS + CONTINUERS).map(digit).collect();
        assert!(
            digits.bytes().all(|byte| (0x24..0x7F).contains(&byte)),
            "{digits}"
        );
        assert!(!digits.contains(['\\', '"', ' ', '!', '#']));
    }

    #[test]
    fn lists_are_read_as_written() {
        for step in [1, 2, 5, 70, 2_000, 90_000] {
            let written: Vec<u32> = (0..500).map(|number| number * step + step / 3).collect();
            assert_eq!(numbers(&coded(&written), u32::MAX), Some(written));
        }
        assert_eq!(numbers("", 1), Some(Vec::new()));
        assert_eq!(numbers(&coded(&[7]), 7), None);
        for broken in ["\\", "ü", "$ $", "~~~~~~~~$", "#\u{7f}"] {
            assert_eq!(numbers(broken, u32::MAX), None, "{broken}");
        }
    }
}
