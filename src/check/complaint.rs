//! How a final notice says that faults are complained of (§ 215 BauGB): in writing, with the facts, towards the
//! municipality.

use crate::check::kinds;
use crate::check::own::Own;
use crate::finding::{Finding, say};

/// A complaint in writing: the claim for compensation is one, too.
pub const IN_WRITING: &str = "schriftlich|schriftform - entschädigung|fälligkeit";
/// A hint that turned its condition round.
pub const TURNED_ROUND: &str = "unbeachtlich + wenn sie innerhalb|wenn sie binnen|wenn diese innerhalb|sofern sie innerhalb - nicht";

/// The finding on such a sentence.
pub fn turned_round(own: &Own, sentence: &str) -> Finding {
    Finding::new(
        &kinds::HINT_FAULTS,
        own.near_sentence(sentence),
        say(
            "Der Wortlaut lässt Fehler unbeachtlich werden, wenn sie rechtzeitig gerügt werden",
            "By the wording faults lapse if they are complained of in time",
        ),
    )
    .because(say(
        "Unbeachtlich werden Fehler, die nicht innerhalb der Frist geltend gemacht worden sind (§ 215 Abs. 1 BauGB).",
        "Faults lapse that were not asserted within the period (§ 215 (1) BauGB).",
    ))
    .help(say(
        "Schreiben Sie „wenn sie nicht innerhalb“.",
        "Write “wenn sie nicht innerhalb”.",
    ))
}

/// A complaint that need not be written.
pub const SPOKEN: &str = "mündlich - nicht mündlich|genügt nicht|nicht genügt";

/// A complaint to somebody else than the municipality.
pub const ELSEWHERE: &str = "gegenüber dem land|gegenüber der landes|gegenüber dem freistaat|gegenüber dem planungsbüro|gegenüber dem regierungs|beim landratsamt|bei der landesdirektion - gegenüber der gemeinde|gegenüber der stadt";

/// The finding on such a sentence.
pub fn to_somebody_else(own: &Own, sentence: &str) -> Finding {
    Finding::new(
        &kinds::HINT_FAULTS,
        own.near_sentence(sentence),
        say(
            "Der Wortlaut schickt Rügen an eine andere Stelle als die Gemeinde",
            "The wording sends complaints to somebody else than the municipality",
        ),
    )
    .because(say(
        "Fehler sind gegenüber der Gemeinde geltend zu machen (§ 215 Abs. 1 BauGB).",
        "Faults are asserted towards the municipality (§ 215 (1) BauGB).",
    ))
    .help(say(
        "Schreiben Sie „schriftlich gegenüber der Gemeinde“.",
        "Write “schriftlich gegenüber der Gemeinde”.",
    ))
}

/// The finding on such a sentence.
pub fn in_any_form(own: &Own, sentence: &str) -> Finding {
    Finding::new(
        &kinds::HINT_FAULTS,
        own.near_sentence(sentence),
        say(
            "Der Wortlaut sagt nicht, dass Fehler schriftlich zu rügen sind",
            "The wording does not say that complaints are made in writing",
        ),
    )
    .because(say(
        "Der Hinweis nennt die Voraussetzungen der Rüge: schriftlich gegenüber der Gemeinde, unter Darlegung des Sachverhalts (§ 215 Abs. 1 und 2 BauGB).",
        "The hint names what a complaint needs: in writing towards the municipality, with the facts (§ 215 (1) and (2) BauGB).",
    ))
    .help(say(
        "Schreiben Sie „schriftlich gegenüber der Gemeinde“.",
        "Write “schriftlich gegenüber der Gemeinde”.",
    ))
}

/// The finding on such a sentence.
pub fn in_spoken_words(own: &Own, sentence: &str) -> Finding {
    Finding::new(
        &kinds::HINT_FAULTS,
        own.near_sentence(sentence),
        say(
            "Nach dem Wortlaut genügt eine mündliche Rüge",
            "By the wording a spoken complaint is enough",
        ),
    )
    .because(say(
        "Fehler sind schriftlich gegenüber der Gemeinde geltend zu machen, unter Darlegung des Sachverhalts (§ 215 Abs. 1 BauGB).",
        "Faults are asserted in writing towards the municipality, with the facts (§ 215 (1) BauGB).",
    ))
    .help(say(
        "Schreiben Sie „schriftlich gegenüber der Gemeinde“.",
        "Write “schriftlich gegenüber der Gemeinde”.",
    ))
}
