//! Plans that a town counts in Roman numbers.

use crate::check::case::Case;
use crate::check::own::wordings;
use std::borrow::Cow;

/// Whether the number of a plan is a Roman one: „XLIII“, „XX“.
pub fn is_number(number: &str) -> bool {
    !number.is_empty() && number.chars().all(|letter| "IVXLCDM".contains(letter))
}

/// Whether a wording calls the plan by the same Roman number: „Nr. XXX“ means thirty then.
pub fn is_counted(case: &Case, number: &str) -> bool {
    let named = format!("Nr. {number} ");
    is_number(number) && wordings(case).any(|own| own.plain.contains(&named))
}

/// A text without the Roman numbers behind „Nr.“, where a plan is counted so itself: „Nr. XX“ is no blank then.
pub fn without<'t>(text: &'t str, own: Option<&str>) -> Cow<'t, str> {
    const SIGN: &str = "Nr. XX";
    if !own.is_some_and(is_number) || !text.contains(SIGN) {
        return Cow::Borrowed(text);
    }
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("Nr. ") {
        let end = behind.find(|letter: char| !letter.is_alphanumeric());
        let (number, after) = behind.split_at(end.unwrap_or(behind.len()));
        kept.push_str(before);
        kept.push_str("Nr. ");
        kept.push_str(if is_number(number) { "I" } else { number });
        rest = after;
    }
    kept.push_str(rest);
    Cow::Owned(kept)
}

#[cfg(test)]
mod tests {
    use super::{is_number, without};

    #[test]
    fn a_roman_number_is_no_blank_where_plans_are_counted_so() {
        assert!(is_number("XX") && is_number("XLIII") && !is_number("12") && !is_number(""));
        let text = "des Bebauungsplans Nr. XX „Neustadt“, Telefon XX";
        assert_eq!(
            without(text, Some("XLIII")),
            "des Bebauungsplans Nr. I „Neustadt“, Telefon XX"
        );
        assert_eq!(without(text, Some("12")), text);
    }
}
