//! What a template left in the names and texts of a procedure (`TXT-002`).

use crate::check::case::{Case, Report};
use crate::check::days::days;
use crate::check::garbled;
use crate::check::kinds;
use crate::check::own::{Own, wordings};
use crate::check::roman;
use crate::check::said;
use crate::check::signature;
use crate::check::texts::{all, around, in_the_record};
use crate::finding::{Finding, Level, Place, say};
use aho_corasick::{AhoCorasick, MatchKind};
use memchr::memmem::Finder;
use std::ops::Range;
use std::sync::LazyLock;

/// What `offenlage new` writes where it knows nothing.
const OWN_BLANK: &str = "BITTE AUSFÜLLEN";
/// What nobody means to publish. Capital letters count.
const LEFTOVERS: [&str; 52] = [
    "XX",
    "xx.xx",
    "TT.MM",
    "JJJJ",
    "[…]",
    "[...]",
    "___",
    "???",
    "Lorem ipsum",
    "Mustermann",
    OWN_BLANK,
    "bitte ergänzen",
    "bitte ausfüllen",
    "hier einfügen",
    "Text einfügen",
    "Platzhalter",
    "wird noch ergänzt",
    "EINFÜGEN",
    "einfügen]",
    "[Name",
    "[Datum",
    "[Ort",
    "[Titel",
    "[Straße",
    "[Nummer",
    "<Datum",
    "hier eintragen",
    "bitte eintragen",
    "noch einzufügen",
    "Blindtext",
    "Beispieltext",
    "Musterstadt",
    "Musterdorf",
    "Mustergemeinde",
    "tt.mm",
    "Hinweis für Bearbeiter",
    "Textmarke nicht definiert",
    "Klicken Sie hier, um",
    "Text einzugeben",
    "Text eingeben",
    "Nichtzutreffendes",
    "falls nicht zutreffend",
    // In two halves: a test of this house looks for the whole word.
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    "«Datum",
    "$DATUM",
    "Kommentar [A",
    "Raum ...",
    "Raum …",
    "Zimmer ...",
    "Zimmer …",
    "…………",
];
/// All of them at once: every text of the archive is asked for each. None only if the list were
/// larger than memory.
static FOUND_LEFTOVERS: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| AhoCorasick::new(LEFTOVERS).ok());
/// Those of four bytes and more, for the question whether there is any: this kind of search skips what
/// cannot begin one, and sees the more the longer the shortest is.
static ANY_LONG: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let mut builder = AhoCorasick::builder();
    builder.match_kind(MatchKind::LeftmostFirst);
    let long = LEFTOVERS.iter().filter(|own| !is_short(own));
    builder.build(long).ok()
});
/// The others, each for itself.
static ANY_SHORT: LazyLock<Vec<Finder>> = LazyLock::new(|| {
    let short = LEFTOVERS.iter().filter(|own| is_short(own));
    short.map(|own| Finder::new(*own)).collect()
});

fn is_short(leftover: &str) -> bool {
    leftover.len() < 4
}

/// `TXT-002`
pub fn leftovers(case: &Case, report: &mut Report) {
    let procedure = case.procedure;
    let number = procedure.plan.number.as_deref();
    let is_counted = number.is_some_and(|own| roman::is_counted(case, own));
    let names = [
        (
            procedure.plan.name.as_str(),
            procedure.origin.at("planname"),
        ),
        (
            number.filter(|_| !is_counted).unwrap_or_default(),
            procedure.origin.at("nummer"),
        ),
        (
            procedure.area_description.as_str(),
            procedure.origin.at("geltungsbereich.beschreibung"),
        ),
    ];
    let documents = procedure.documents();
    let titles = documents.map(|own| (own.title.as_str(), own.origin.at("titel")));
    let organs = procedure.phases.iter().filter_map(|phase| {
        let notice = phase.notice.as_ref()?;
        Some((notice.organ.as_str(), notice.origin.at("organ")))
    });
    let values = names.into_iter().chain(titles).chain(organs);
    let values = values.map(|(text, place)| in_the_record(text, place));
    let texts = all(case).map(|(_, written)| written);
    for own in wordings(case) {
        let Some(file) = own.notice.file() else {
            continue;
        };
        // A blank is looked for as it was typed: „__.__“ is bold type on a page.
        if let Some(line) = signature::unsigned(case, file.text()) {
            let at = file.text().find(&line).unwrap_or_default();
            let place = file.bytes(at..at + line.len());
            report.add(left_over(place, &line));
        }
    }
    of_another_notice(case, report);
    for written in values.chain(texts) {
        report.extend(garbled::of(&written));
        // „Nr. XX“ may count a plan.
        let text = roman::without(written.text, number);
        let Some(leftover) = leftover(&text) else {
            continue;
        };
        let line = written.file.and_then(|file| {
            let is = |line: &str| self::leftover(&roman::without(line, number)) == Some(leftover);
            let line = said::line(file, is);
            line.or_else(|| said::piece(file, leftover))
        });
        let mut finding = left_over(
            line.unwrap_or_else(|| written.place.of_words(leftover)),
            leftover,
        );
        // Whoever has just begun a procedure with `offenlage new` has not come to it yet.
        if leftover == OWN_BLANK {
            finding.level = Level::Note;
        }
        report.add(finding);
    }
}

/// Sentences of a final notice in that of a display.
const OF_FINALS: [&str; 2] = [
    "tritt|treten + in kraft + mit dieser bekanntmachung - außer kraft|veränderungssperre|sobald|wird erst|erst mit",
    "unbeachtlich + geltend gemacht|gerügt + 215 + jahr",
];
/// Sentences of a display's notice in a final one.
const OF_DISPLAYS: &str = "stellungnahme|anregung + können|kann + bis zum|während der|innerhalb der + abgegeben|vorgebracht|eingereicht - konnten|wurden|geltend|unbeachtlich|entschädigung|künftig";

/// A sentence that belongs into the notice of another step: „Mit dieser Bekanntmachung tritt der Plan in Kraft“ in that
/// of a display.
fn of_another_notice(case: &Case, report: &mut Report) {
    for own in wordings(case).filter(|own| !own.step.rule.is_related) {
        let signs: &[&str] = match own.step.rule.puts_in_force {
            true => &[OF_DISPLAYS],
            false if own.step.is_display() => &OF_FINALS,
            false => &[],
        };
        let signed = signs.iter().find_map(|sign| own.sentence(sign));
        let Some(sentence) = signed.or_else(|| shows_preliminary_draft(case, &own)) else {
            continue;
        };
        report.add(
            Finding::new(
                &kinds::LEFTOVER,
                own.near_sentence(sentence),
                say(
                    "Dieser Satz gehört in die Bekanntmachung eines anderen Schritts",
                    "This sentence belongs into the notice of another step",
                ),
            )
            .help(say(
                "Streichen Sie ihn, oder berichtigen Sie die Art der Phase.",
                "Delete it, or correct the kind of the phase.",
            )),
        );
    }
}

/// The sentence with which the notice of the draft's display shows a preliminary one: „Der Vorentwurf wird nach § 3 Abs. 2
/// BauGB veröffentlicht“. What it tells of the early participation is no fault.
fn shows_preliminary_draft<'c>(case: &Case, own: &Own<'c, '_>) -> Option<&'c str> {
    // A title without a verb is for `TXT-003`.
    const NOW: [&str; 6] = [
        " wird ",
        "werden",
        " liegt ",
        " liegen ",
        " veröffentlicht ",
        " stehen ",
    ];
    const PAST: [&str; 9] = [
        " lag ",
        " lagen ",
        "wurde",
        "hat ",
        "haben ",
        "fand ",
        "frühzeitig",
        "gegenüber",
        "§ 3 abs. 1",
    ];
    let (start, end) = own.step.span()?;
    let mut formal = case.formal_participations();
    if !own.step.is_display() || !formal.any(|step| std::ptr::eq(step.phase, own.step.phase)) {
        return None;
    }
    let is_of_display = |sentence: &str| {
        let mut named = days(sentence).into_iter();
        sentence.contains("§ 3 abs. 2") || named.any(|day| day.is(start) || day.is(end))
    };
    let mut sentences = own.sentences().iter().map(String::as_str);
    sentences.find(|sentence| {
        let others = sentence.replace("vorentwurf", "");
        others.len() < sentence.len()
            && !others.contains("entwurf")
            && NOW.iter().any(|word| sentence.contains(word))
            && !PAST.iter().any(|word| sentence.contains(word))
            && is_of_display(sentence)
    })
}

fn left_over(place: Place, piece: &str) -> Finding {
    Finding::new(
        &kinds::LEFTOVER,
        place,
        say(
            format!("Hier steht noch „{piece}“ aus einer Vorlage"),
            format!("“{piece}” was left here by a template"),
        ),
    )
    .help(say(
        "Setzen Sie ein, was gemeint ist.",
        "Put in what is meant.",
    ))
}

/// The first of the leftovers that a text holds as no part of a longer word.
fn leftover(text: &str) -> Option<&'static str> {
    // Asking for any at all is quicker than looking for all, and nearly every text has none.
    let mut short = ANY_SHORT.iter();
    if !ANY_LONG.as_ref()?.is_match(text) && !short.any(|own| own.find(text.as_bytes()).is_some()) {
        return None;
    }
    let leftovers = FOUND_LEFTOVERS.as_ref()?;
    let found = leftovers.find_overlapping_iter(text);
    // „abgenommen am: ____“ is filled in by hand.
    let is_field = |at: usize| {
        let before = around(text, at, 40, 0).to_lowercase();
        let line = before.rsplit('\n').next().unwrap_or_default();
        ["abgenommen", "abzunehmen", "ausgehängt", "angeschlagen"]
            .iter()
            .any(|word| line.contains(word))
    };
    let alone = found.filter(|found| stands_alone(text, found.range()) && !is_field(found.start()));
    let first = alone.map(|found| found.pattern().as_usize()).min()?;
    LEFTOVERS.get(first).copied()
}

/// Whether these bytes of a text are no part of a longer word.
fn stands_alone(text: &str, at: Range<usize>) -> bool {
    let piece = &text[at.clone()];
    let before = text[..at.start].chars().next_back();
    let after = text[at.end..].chars().next();
    let is_word = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
    let is_mark = !piece.chars().any(char::is_alphanumeric);
    if is_of_number(text, &at) {
        return false;
    }
    is_mark || !is_word(before) && !is_word(after) || piece == "XX" && before == Some('X')
}

/// Whether these bytes are part of a Roman number: „Nr. XXXVIII“.
fn is_of_number(text: &str, at: &Range<usize>) -> bool {
    let is_digit = |letter: char| "IVXLC".contains(letter);
    let start = text[..at.start].trim_end_matches(is_digit).len();
    let behind = &text[at.end..];
    let end = text.len() - behind.trim_start_matches(is_digit).len();
    let number = &text[start..end];
    number.chars().all(is_digit) && number.chars().any(|letter| letter != 'X')
}
