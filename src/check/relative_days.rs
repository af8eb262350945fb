//! Days that a wording names by its own notice: „am Tag nach der Bekanntmachung“.

use crate::check::own::Own;
use crate::model::notice::Notice;
use jiff::ToSpan;
use jiff::civil::Date;

/// What may stand before the day; „acht Tage nach“ is another one.
const BEFORE: [&str; 8] = ["am", "dem", "den", "zum", "vom", "ab", "einen", "ein"];
/// What may stand between the day and the notice.
const BETWEEN: [&str; 15] = [
    "der",
    "dieser",
    "ihrer",
    "deren",
    "dem",
    "des",
    "seiner",
    "öffentlichen",
    "ortsüblichen",
    "amtlichen",
    "erfolgten",
    "im",
    "amtsblatt",
    "amtsblatts",
    "veröffentlichung",
];
/// The notice; a publication may be that of the draft.
const NOTICE: [&str; 3] = ["bekanntmachung", "bekanntgabe", "erscheinen"];
/// Words of a sentence on the display.
const DISPLAY: [&str; 9] = [
    "ausgelegt",
    "auslegung",
    "öffentlich aus",
    "liegt",
    "liegen",
    "veröffentlich",
    "eingesehen",
    "einsehbar",
    "einzusehen",
];

/// The sentence that lets a display begin on the day after the notice.
pub fn begins_after<'c>(own: &Own<'c, '_>) -> Option<&'c str> {
    let is_meant = |sentence: &&String| {
        is_of_display(sentence) && !is_in_force(sentence) && says_day_after(sentence)
    };
    own.sentences().iter().find(is_meant).map(String::as_str)
}

/// The sentence that lets a plan enter into force on the day after the notice.
pub fn in_force_after<'c>(own: &Own<'c, '_>) -> Option<&'c str> {
    let is_meant = |sentence: &&String| is_in_force(sentence) && says_day_after(sentence);
    own.sentences().iter().find(is_meant).map(String::as_str)
}

/// The days that may be meant by the day after a notice: it appeared, and it was completed.
pub fn days_after(notice: &Notice) -> [Date; 2] {
    [notice.completed, notice.published].map(|day| day.saturating_add(1.day()))
}

/// Whether a sentence in small letters speaks of a display.
pub fn is_of_display(sentence: &str) -> bool {
    DISPLAY.iter().any(|word| sentence.contains(word))
}

fn is_in_force(sentence: &str) -> bool {
    ["tritt", "treten", "wird", "werden"]
        .iter()
        .any(|word| sentence.contains(word))
        && ["in kraft", "wirksam", "rechtskräftig", "rechtsverbindlich"]
            .iter()
            .any(|word| sentence.contains(word))
}

/// Whether a sentence in small letters names the day after the notice.
fn says_day_after(sentence: &str) -> bool {
    let words: Vec<&str> = sentence
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let is_day = |at: usize| ["tag", "tage"].contains(&words[at]);
    let is_notice = |word: &str| NOTICE.contains(&word);
    let before = |at: usize| at.checked_sub(1).and_then(|at| words.get(at)).copied();
    let stands_before = |at: usize| {
        let is_one = before(at).is_some_and(|word| BEFORE.contains(&word));
        let mut rest = words[at + 1..].iter();
        let is_after = rest.next() == Some(&"nach");
        let named = rest.find(|word| !BETWEEN.contains(word));
        is_one && is_after && named.is_some_and(|word| is_notice(word))
    };
    // „auf die Bekanntmachung folgenden Tag“
    let stands_behind = |at: usize| {
        let follows = before(at).is_some_and(|word| word.starts_with("folgend"));
        let notice = at.checked_sub(2).and_then(|at| words.get(at));
        follows && notice.is_some_and(|word| is_notice(word))
    };
    (0..words.len()).any(|at| is_day(at) && (stands_before(at) || stands_behind(at)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_after_the_notice_is_told_from_others() {
        assert!(says_day_after(
            "liegt ab dem tag nach der bekanntmachung aus"
        ));
        assert!(says_day_after(
            "am tage nach dieser öffentlichen bekanntmachung"
        ));
        assert!(says_day_after("am tag nach dem erscheinen des amtsblatts"));
        assert!(says_day_after(
            "vom auf die bekanntmachung folgenden tag an"
        ));
        assert!(says_day_after(
            "am tag nach der veröffentlichung dieser bekanntmachung"
        ));
        assert!(!says_day_after(
            "am tag nach der veröffentlichung des entwurfs"
        ));
        assert!(!says_day_after("acht tage nach der bekanntmachung"));
        assert!(!says_day_after("am dritten tag nach der bekanntmachung"));
        assert!(!says_day_after("am tag nach der sitzung, bekanntmachung"));
        assert!(!says_day_after("am tage dieser bekanntmachung"));
    }
}
