//! Which part of a file the `Range` header asks for (RFC 9110, section 14).

/// What is to be sent.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// Everything: no range, one that cannot be read, or several at once, which no browser needs.
    Whole,
    /// `length` bytes from `start`.
    Part {
        /// The first byte.
        start: u64,
        /// How many, at least one.
        length: u64,
    },
    /// Nothing of the file lies in the range.
    Nothing,
}

/// What a `Range` header asks for of a file of `size` bytes.
pub(super) fn wanted(header: &str, size: u64) -> Wanted {
    let Some((unit, range)) = header.split_once('=') else {
        return Wanted::Whole;
    };
    let Some((first, last)) = range.trim().split_once('-') else {
        return Wanted::Whole;
    };
    if !unit.trim().eq_ignore_ascii_case("bytes") {
        return Wanted::Whole;
    }
    match (number(first), number(last)) {
        (Some(first), Some(last)) if first > last => Wanted::Whole,
        (Some(first), Some(_)) if first >= size => Wanted::Nothing,
        (Some(first), Some(last)) => Wanted::Part {
            start: first,
            length: last.min(size - 1) - first + 1,
        },
        (Some(first), None) if last.trim().is_empty() => from(first, size),
        (None, Some(0)) if first.trim().is_empty() => Wanted::Nothing,
        (None, Some(last)) if first.trim().is_empty() => from(size.saturating_sub(last), size),
        _ => Wanted::Whole,
    }
}

fn from(start: u64, size: u64) -> Wanted {
    match start < size {
        true => Wanted::Part {
            start,
            length: size - start,
        },
        false => Wanted::Nothing,
    }
}

/// A number of digits only; one too large for us is beyond every file.
fn number(text: &str) -> Option<u64> {
    let text = text.trim();
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(header: &str, size: u64, expected: Option<(u64, u64)>) {
        let expected = expected.map(|(start, length)| Wanted::Part { start, length });
        assert_eq!(
            wanted(header, size),
            expected.unwrap_or(Wanted::Nothing),
            "{header} {size}"
        );
    }

    #[test]
    fn one_range_is_understood() {
        check("bytes=0-0", 10, Some((0, 1)));
        check("bytes=2-5", 10, Some((2, 4)));
        check("bytes=2-", 10, Some((2, 8)));
        check("bytes=-3", 10, Some((7, 3)));
        check("bytes=-30", 10, Some((0, 10)));
        check("Bytes = 9-99999999999999999999999999", 10, Some((9, 1)));
    }

    #[test]
    fn a_range_outside_the_file_is_told() {
        check("bytes=10-", 10, None);
        check("bytes=10-12", 10, None);
        check("bytes=-0", 10, None);
        check("bytes=0-0", 0, None);
        check("bytes=-5", 0, None);
        check("bytes=99999999999999999999999999-", 10, None);
    }

    #[test]
    fn what_is_no_range_gives_the_whole_file() {
        for header in [
            "",
            "bytes",
            "bytes=",
            "bytes=-",
            "bytes=5-2",
            "bytes=a-b",
            "lines=1-2",
        ] {
            assert_eq!(wanted(header, 10), Wanted::Whole, "{header}");
        }
        for header in [
            "bytes=0-1,3-4",
            "bytes=+1-2",
            "bytes=1-2x",
            "bytes=x-2",
            "bytes=1-x",
        ] {
            assert_eq!(wanted(header, 10), Wanted::Whole, "{header}");
        }
    }
}
