//! What a template left in the names and texts of a procedure (`TXT-002`).

use crate::check::blanks;
use crate::check::case::{Case, Report};
use crate::check::current::{is_before_the_public, of_blank};
use crate::check::days::days;
use crate::check::garbled;
use crate::check::kinds;
use crate::check::own::{Own, wordings};
use crate::check::roman;
use crate::check::said;
use crate::check::signature;
use crate::check::stand_ins;
use crate::check::texts::{all, around, in_the_record};
use crate::finding::{Finding, Findings, Level, Place, say};
use crate::model::Archive;
use crate::model::procedure::Procedure;
use crate::notice::BLANK;
use aho_corasick::{AhoCorasick, AhoCorasickKind};
use std::ops::Range;
use std::sync::LazyLock;

/// What nobody means to publish. Capital letters count.
const LEFTOVERS: [&str; 55] = [
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
    BLANK,
    "bitte ergänzen",
    "(Link ergänzen",
    "ergänzen!)",
    "prüfen!)",
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
/// Whether there may be any of them, or a blank, in a text. Nearly every text has none, and asking for all in one pass is
/// quicker than looking for each, or for some after the others.
static ANY: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let mut builder = AhoCorasick::builder();
    builder
        .ascii_case_insensitive(true)
        .kind(Some(AhoCorasickKind::DFA));
    builder
        .build(LEFTOVERS.into_iter().chain(blanks::signs()))
        .ok()
});

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
    let values = names.into_iter().chain(titles).chain(of_phases(procedure));
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
    stand_ins::stand_ins(case, report);
    for written in values.chain(texts) {
        report.extend(garbled::of(&written));
        if !may_be_left(written.text) {
            continue;
        }
        // „Nr. XX“ may count a plan.
        let text = roman::without(written.text, number);
        let Some(leftover) = leftover(&text) else {
            let blank = blanks::blank(written.text);
            report.extend(blank.map(|piece| left_over(written.place_of(piece), piece)));
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
        if leftover == BLANK {
            finding = of_blank(case, &written.place, finding);
        }
        report.add(finding);
    }
}

/// The names of journals and of bodies, which people copy from the phase of another plan.
fn of_phases(procedure: &Procedure) -> impl Iterator<Item = (&str, Place)> {
    procedure.phases.iter().flat_map(|phase| {
        let notice = phase.notice.as_ref();
        let organ = notice.map(|own| (own.organ.as_str(), own.origin.at("organ")));
        let resolution = phase.resolution.as_ref();
        let body = resolution.and_then(|own| own.body.as_deref());
        let body = body.map(|body| (body, phase.origin.at("beschluss.gremium")));
        [organ, body].into_iter().flatten()
    })
}

/// `TXT-002` in the portal's own pages and settings: one finding a page, however often it stands there.
pub fn of_portal(archive: &Archive, findings: &mut Findings) {
    // What is invented has invented addresses.
    let is_meant = |leftover: &&str| !archive.site.is_example || *leftover == BLANK;
    let origin = &archive.site.origin;
    for (key, text) in settings(archive) {
        if let Some(leftover) = leftover(text).filter(is_meant) {
            let place = origin.at(key).of_words(leftover);
            findings.add(of_page(archive, true, left_over(place, leftover), leftover));
        }
    }
    for text in &archive.texts {
        let words = text.text.words();
        let Some(leftover) = leftover(&words).filter(is_meant) else {
            continue;
        };
        let file = text.text.file.as_ref();
        let line = file.and_then(|file| {
            said::piece(file, leftover)
                .or_else(|| said::line(file, |line| self::leftover(line) == Some(leftover)))
        });
        let place = line.unwrap_or_else(|| text.origin.place());
        let mut finding = left_over(place, leftover);
        let (de, en) = match words.matches(leftover).count() {
            0 | 1 => (String::new(), ""),
            2 => (" und an einer weiteren Stelle".to_owned(), " and once more"),
            more => (
                format!(" und an {} weiteren Stellen", more - 1),
                " and in more places",
            ),
        };
        finding.message = say(
            format!("Hier{de} steht noch „{leftover}“ aus einer Vorlage"),
            format!("“{leftover}” was left here{en} by a template"),
        );
        let is_owed = OWED.contains(&text.name.as_str());
        findings.add(of_page(archive, is_owed, finding, leftover));
    }
}

/// Pages that the law asks of whoever publishes and collects (§ 5 DDG, Art. 13 DSGVO).
const OWED: [&str; 2] = ["impressum", "datenschutz"];

/// The texts of the settings, by key.
fn settings(archive: &Archive) -> Vec<(&'static str, &str)> {
    let (site, publisher) = (&archive.site, &archive.site.publisher);
    let texts = [
        ("titel", Some(site.title.de.as_str())),
        ("titel_en", Some(site.title.en.as_str())),
        ("beschreibung", Some(site.description.de.as_str())),
        ("beschreibung_en", Some(site.description.en.as_str())),
        ("herausgeber.stelle", Some(publisher.name.as_str())),
        ("herausgeber.anschrift", publisher.postal_address.as_deref()),
        ("herausgeber.telefon", publisher.phone.as_deref()),
        ("herausgeber.email", publisher.email.as_deref()),
        ("herausgeber.zeiten", publisher.hours.as_deref()),
    ];
    let texts = texts.into_iter();
    texts.filter_map(|(key, text)| Some((key, text?))).collect()
}

/// The finding on a page of the portal at its level. An empty portal has only been begun; with the first
/// procedure its pages are read. Imprint and privacy notice must be whole while statements are collected,
/// and say so three weeks before, when nothing is lost yet: a notice must not wait for the other pages.
fn of_page(archive: &Archive, is_owed: bool, finding: Finding, leftover: &str) -> Finding {
    if leftover != BLANK {
        return finding;
    }
    let today = archive.today;
    let mut phases = archive.each_procedure().flat_map(|own| &own.phases);
    if archive.procedures.is_empty() {
        return finding.at_level(Level::Note);
    }
    if !is_owed || !phases.any(|phase| is_before_the_public(phase, today)) {
        return finding;
    }
    finding.at_level(Level::Error).because(say(
        "Eine Beteiligung läuft oder beginnt in Kürze. Wer sie veröffentlicht und Angaben zur Person annimmt, nennt sich und sagt, was mit ihnen geschieht (§ 5 DDG, Art. 13 DSGVO).",
        "A participation runs or begins soon. Whoever publishes it and takes personal data names himself and says what happens to it (§ 5 DDG, Art. 13 GDPR).",
    ))
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

/// Whether a text may hold a leftover or a blank.
fn may_be_left(text: &str) -> bool {
    ANY.as_ref().is_some_and(|any| any.is_match(text))
}

/// The first of the leftovers that a text holds as no part of a longer word.
fn leftover(text: &str) -> Option<&'static str> {
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
    // „in seiner XX. Sitzung“
    let is_counted = piece == "XX" && text[at.end..].starts_with(". Sitzung");
    !is_counted
        && (is_mark || !is_word(before) && !is_word(after) || piece == "XX" && before == Some('X'))
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
