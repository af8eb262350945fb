//! Whether the notice of a display names the version of an earlier draft as the one on display (`NOT-025`).

use crate::check::days::NamedDay;
use crate::check::own::Own;

/// Words that speak of a draft as the former one.
const FORMER: [&str; 22] = [
    "ursprünglich",
    "früher",
    "bisher",
    "ersten entwurf",
    "erste entwurf",
    "1. entwurf",
    "vorentwurf",
    "frühzeitig",
    "gegenüber",
    "überarbeitet",
    "wurde",
    "worden",
    " lag ",
    " lagen ",
    "hatte",
    "ersetzt",
    "anstelle",
    "statt ",
    "damalig",
    "vorherig",
    "vergleich",
    "nach der ",
];

/// Whether a day that is the version of a document of another phase stands in a sentence on the draft of this one, while
/// the wording names the version on display nowhere. Words behind the day may tell that the draft was changed since.
pub fn is_former(own: &Own, named: &NamedDay, sentence: &str, after: &str) -> bool {
    let documents = &own.step.phase.documents;
    let drafts = || documents.iter().filter(|own| own.kind.draft);
    let is_of_phase = documents.iter().any(|own| named.is(own.version));
    let names_right = own
        .days()
        .iter()
        .any(|day| drafts().any(|own| day.is(own.version)));
    let is_asked = own.step.is_display() && !own.step.rule.is_related && drafts().next().is_some();
    let is_told = FORMER
        .iter()
        .any(|word| sentence.contains(word) || after.contains(word));
    let is_changed = ["geändert", "ergänzt"]
        .iter()
        .any(|word| after.contains(word));
    is_asked && !is_of_phase && !names_right && !is_told && !is_changed
}

/// Whether a sentence, with what follows its day, is on the plan that was amended and not on the draft: „in der Fassung vom …,
/// zuletzt geändert durch die 11. Änderung, ist damit geändert“.
pub fn is_amended(sentence: &str, after: &str) -> bool {
    const AMENDED: [&str; 7] = [
        "zuletzt geändert",
        "geändert durch",
        "in der fassung der",
        "damit geändert",
        "hiermit geändert",
        "wirksam seit",
        "wirksam geworden",
    ];
    let is_told = AMENDED.iter().any(|words| after.contains(words));
    is_told && !sentence.contains("entwurf") && !sentence.contains("gebilligt")
}
