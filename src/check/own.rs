//! The wording of a phase's notice, read once and looked at by many rules.

use crate::check::access::shows_place;
use crate::check::case::{Case, Step};
use crate::check::days::{NamedDay, days};
use crate::check::names::squeezed;
use crate::check::said;
use crate::finding::Place;
use crate::law::notice_words::Sentence;
use crate::model::notice::Notice;
use crate::model::seen::Seen;
use crate::notice::hints::ACROSS_BORDER;
use std::borrow::Cow;
use std::cell::OnceCell;
use std::ops::Range;

/// The hint that names the places of access.
const ACCESS: &str = "zugang";
/// The hint that statements can be given during the period.
pub const PERIOD: &str = "frist";
/// Words that only the sentence on a hint has. Where a wording lacks all of them, the hint is missing as a whole, and no
/// other line is to blame.
pub fn hint_near(key: &str) -> &'static [&'static str] {
    match key {
        "elektronisch" => &["elektronisch", "e-mail"],
        "verspaetet" => &["unberücksichtigt", "fristgerecht", "verspätet"],
        "zugang" => &["zugangsmöglichkeit"],
        "verbaende" => &["vereinigung", "umwrg"],
        "keine_umweltpruefung" => &["umweltprüfung"],
        "planerhaltung" => &["unbeachtlich", "§ 215"],
        "entschaedigung" => &["entschädigung", "§ 44"],
        "saechsgemo" => &["sächsgemo", "gemeindeordnung"],
        _ => &[],
    }
}

/// The wording of a phase's notice.
#[derive(Clone, Copy)]
pub struct Own<'c, 'a> {
    /// The phase with its law.
    pub step: &'c Step<'a>,
    /// The notice.
    pub notice: &'a Notice,
    /// The wording without markup.
    pub plain: &'c str,
}

/// What was read from a wording; each rule that asks for it again gets the same.
#[derive(Default)]
pub struct Reading<'a> {
    seen: OnceCell<Seen<'a>>,
    lower: OnceCell<String>,
    sentences: OnceCell<Vec<String>>,
    clauses: OnceCell<Vec<String>>,
    days: OnceCell<Vec<NamedDay>>,
    numbered: OnceCell<Vec<Numbered>>,
}

/// A number in a wording that is written as one of the record's resolutions, and the day beside it.
pub type Numbered = (Range<usize>, NamedDay);

/// The notices of a procedure whose wording stands in the file.
pub fn wordings<'c, 'a>(case: &'c Case<'a>) -> impl Iterator<Item = Own<'c, 'a>> {
    let steps = case.steps.iter().chain(&case.related_steps);
    steps.filter_map(Own::of)
}

/// Those of displays.
pub fn of_displays<'c, 'a>(case: &'c Case<'a>) -> impl Iterator<Item = Own<'c, 'a>> {
    wordings(case).filter(|own| own.step.is_display())
}

impl<'c, 'a> Own<'c, 'a> {
    /// The wording of a phase's notice, if it stands in the file.
    pub fn of(step: &'c Step<'a>) -> Option<Self> {
        Some(Self {
            step,
            notice: step.phase.notice.as_ref()?,
            plain: step.notice_text.as_deref()?,
        })
    }

    /// The wording without markup in small, whole letters, as one line.
    pub fn lower(&self) -> &'c str {
        let read = || said::folded(self.plain).to_lowercase().replace('\n', " ");
        self.step.reading.lower.get_or_init(read)
    }

    /// Its sentences in small letters.
    pub fn sentences(&self) -> &'c [String] {
        let read = || said::sentences(self.source());
        self.step.reading.sentences.get_or_init(read)
    }

    /// The first of its sentences that shows a sign.
    pub fn sentence(&self, sign: &str) -> Option<&'c str> {
        let mut sentences = self.sentences().iter();
        let shown = sentences.find(|sentence| said::shows(sentence, sign));
        shown.map(String::as_str)
    }

    /// The parts of sentences that give several hints at once.
    fn clauses(&self) -> &'c [String] {
        let read = || {
            let sentences = self.sentences();
            let parts = sentences.iter().flat_map(|own| clauses(own));
            parts.chain(titled(sentences)).collect()
        };
        self.step.reading.clauses.get_or_init(read)
    }

    /// The days that its file names.
    pub fn days(&self) -> &'c [NamedDay] {
        let read = || days(self.source());
        self.step.reading.days.get_or_init(read)
    }

    /// The numbers of resolutions that it names with their days.
    pub fn numbered(&self, read: impl FnOnce() -> Vec<Numbered>) -> &'c [Numbered] {
        self.step.reading.numbered.get_or_init(read)
    }

    /// The wording's file as people see it; none where it has no file.
    fn seen(&self) -> &'c Seen<'a> {
        let read = || Seen::of(self.notice.file().map_or("", |file| file.text()));
        self.step.reading.seen.get_or_init(read)
    }

    /// The wording with the marks of its blocks, as people see it; none where it has no file.
    pub fn source(&self) -> &'c str {
        self.seen().text()
    }

    /// Whether its sentences give a hint. Where the record names places of access, naming one of them
    /// among the words for something else than statements gives the hint on access.
    pub fn gives(&self, hint: &Sentence, places: &[String]) -> bool {
        let is_in = |sign: &String, own: &String| match hint.key.as_str() {
            PERIOD => said::shows(&without_hours(own), sign),
            // A heading on participation across the border does not say that it is needed.
            ACROSS_BORDER => !own.starts_with('#') && said::shows(own, sign),
            // „Wo kann ich den Entwurf ansehen?“ answers nothing; where the record has no place nobody can tell.
            ACCESS if !places.is_empty() => !asks(own) && said::shows(own, sign),
            _ => said::shows(own, sign),
        };
        let shows = |signs: &[String]| {
            let parts = || self.sentences().iter().chain(self.clauses());
            signs.iter().any(|sign| parts().any(|own| is_in(sign, own)))
        };
        let is_access = hint.key == ACCESS;
        let is_given = shows(&hint.signs) && (hint.also.is_empty() || shows(&hint.also));
        let mut sentences = self.sentences().iter();
        is_given || is_access && sentences.any(|own| shows_place(own, places))
    }

    /// Whether a hint is for the rule that looks for each place of access (`NOT-024`): the wording
    /// does not name one of them at all.
    pub fn is_by_place(&self, key: &str, places: &[String]) -> bool {
        key == ACCESS && self.step.is_display() && self.unnamed(places).next().is_some()
    }

    /// Places of access that it does not name at all.
    pub fn unnamed<'p>(&self, places: &'p [String]) -> impl Iterator<Item = &'p String> {
        let text = short(self.plain);
        places.iter().filter(move |place| {
            let mut parts = place.split(',').map(short);
            !parts.any(|part| part.chars().count() >= 3 && text.contains(&part))
        })
    }

    /// The line where a sentence in small letters begins.
    pub fn near_sentence(&self, sentence: &str) -> Place {
        let words: Vec<&str> = sentence.split(' ').collect();
        let beginnings = [8, 5, 3, 2].map(|count| words[..count.min(words.len())].join(" "));
        self.near(&beginnings.each_ref().map(String::as_str))
    }

    /// The place in the wording's file of bytes of what people see.
    pub fn at(&self, range: Range<usize>) -> Place {
        match self.notice.file() {
            Some(file) => file.bytes(self.seen().in_source(range)),
            None => self.step.notice_origin().at("text"),
        }
    }

    /// The line that holds the first of some words in small letters that is in the wording, else its
    /// first line: where something is missing there is no place of its own.
    pub fn near(&self, words: &[&str]) -> Place {
        let mut words = words.iter();
        let named = words.find_map(|word| self.line(|line| line.to_lowercase().contains(word)));
        let found = named.or_else(|| self.line(|line| !line.is_empty()));
        found.unwrap_or_else(|| self.step.notice_origin().at("text"))
    }

    /// The first of its lines for which something holds, as [`said::line`] finds it.
    pub fn line(&self, is: impl Fn(&str) -> bool) -> Option<Place> {
        said::line_of(self.notice.file()?, self.seen(), is)
    }

    /// A piece that was found in small letters, as it stands in the file.
    pub fn as_written<'s>(&self, piece: &'s str) -> &'s str
    where
        'c: 's,
    {
        let found = self.found(piece);
        found.and_then(|at| self.source().get(at)).unwrap_or(piece)
    }

    /// Where the file has a piece in small letters, if its letters take as many bytes in both sizes.
    pub fn found(&self, piece: &str) -> Option<Range<usize>> {
        said::in_small_letters(self.source(), piece)
    }
}

/// Whether a sentence in small letters is a heading or a question.
fn asks(sentence: &str) -> bool {
    sentence.starts_with('#') || sentence.starts_with("wo ") || sentence.ends_with('?')
}

/// What stands under a title of a few words and calls it „sie“, with that title: „Stellungnahmen. Jedermann kann sie
/// abgeben.“
fn titled(sentences: &[String]) -> impl Iterator<Item = String> {
    const TITLES: &str = "stellungnahme|äußerung|anregung|einwendung|einwände|bedenken";
    const GIVEN: &str = "abgeben|abgegeben|abzugeben|vorbring|vorgebracht|einreich|eingereicht|übermittel|einsenden|zusenden|gesandt|gesendet";
    const LONGEST: usize = 4;
    sentences.windows(2).filter_map(|pair| {
        let title = pair[0].trim_matches(|letter: char| !letter.is_alphanumeric());
        let is_title = said::has_any(title, TITLES) && title.split(' ').count() <= LONGEST;
        let mut words = pair[1].split(|letter: char| !letter.is_alphanumeric());
        let is_on = is_title
            && words.any(|word| ["sie", "diese"].contains(&word))
            && said::has_any(&pair[1], GIVEN);
        is_on.then(|| format!("{title}: {}", pair[1]))
    })
}

/// A sentence in small letters as far as it speaks of a period: „während der Sprechzeiten zur Niederschrift“ speaks of
/// hours, and a heading gives no hint.
fn without_hours(sentence: &str) -> Cow<'_, str> {
    const HOURS: [&str; 6] = [
        "während der oben genannten zeiten",
        "während der genannten zeiten",
        "während der sprechzeiten",
        "während der öffnungszeiten",
        "während der dienstzeiten",
        "während der dienststunden",
    ];
    if sentence.starts_with('#') {
        return Cow::Borrowed("");
    }
    let named = HOURS.iter().find(|words| sentence.contains(*words));
    named.map_or(Cow::Borrowed(sentence), |words| {
        Cow::Owned(sentence.replace(words, ""))
    })
}

/// The letters of a text on a place, with the short words of those that people write in several ways: „Zi. 2.07“,
/// „Zimmer-Nr. 2.07“, „Raum Nr. 2.07“.
fn short(text: &str) -> String {
    let text = squeezed(&text.replace("Zi.", "Zimmer")).replace("obergeschoss", "og");
    let text = text.replace("zimmer", "raum");
    text.replace("raumnummer", "raum").replace("raumnr", "raum")
}

/// What a sentence says besides the hint on late statements, where it gives several hints at once: „dass sie in der
/// Frist abgegeben werden können, dass sie elektronisch übermittelt werden sollen und dass …“.
fn clauses(sentence: &str) -> Vec<String> {
    const LATE: [&str; 11] = [
        "fristende",
        "die nach ",
        "berücksichtig",
        "verspätet",
        "fristgerecht",
        "ausgeschlossen",
        "ausschluss",
        "unbeachtet",
        "außer betracht",
        "danach",
        "nach ablauf",
    ];
    let sentence = sentence.replace("daß", "dass");
    let is_late = |text: &str| LATE.iter().any(|word| text.contains(word));
    if !is_late(&sentence) {
        return Vec::new();
    }
    let mut ends: Vec<usize> = BREAKS
        .iter()
        .flat_map(|words| sentence.match_indices(words).map(|(at, _)| at))
        .chain(counted(&sentence))
        .chain([0, sentence.len()])
        .collect();
    ends.sort_unstable();
    let parts = ends.windows(2).map(|pair| &sentence[pair[0]..pair[1]]);
    // What is said of statements that come too late says nothing of the others.
    let others = parts.filter(|part| !is_late(part) && !part.contains("nicht"));
    let whole = |part: &str| match BREAKS.iter().any(|words| part.starts_with(words)) {
        true => format!("stellungnahmen{part}"),
        false => part.to_owned(),
    };
    others.map(whole).collect()
}

/// Words with which a sentence begins another hint.
const BREAKS: [&str; 36] = [
    ", dass ",
    " und dass ",
    " sowie dass ",
    ", sollen ",
    ", können ",
    ", und können",
    " und können, ",
    " und sollen ",
    " und nicht ",
    ", nicht ",
    " – nicht ",
    " - nicht ",
    " / nicht ",
    " (nicht ",
    " – verspätet",
    " - verspätet",
    ", verspätet",
    " – stellungnahmen, die nicht ",
    " sowie nicht ",
    ", jedoch ",
    ", allerdings ",
    ", wobei ",
    ", während ",
    ", danach ",
    ", sonst ",
    ", andernfalls ",
    ", um ",
    ", die nach ",
    ", was ",
    " und danach ",
    " und sind danach ",
    " und ist danach ",
    " und später ",
    " und verspätet",
    " und nach ablauf",
    ", später ",
];

/// Where a sentence counts: „1. …, 2. …“, „(1) … (2)“, „a) …, b)“.
fn counted(sentence: &str) -> impl Iterator<Item = usize> {
    let is_count = |word: &str| {
        let inner = word.trim_start_matches('(');
        let (Some(body), last) = (
            inner.get(..inner.len().saturating_sub(1)),
            inner.chars().last(),
        ) else {
            return false;
        };
        let is_number = body.len() == 1 && body.bytes().all(|byte| byte.is_ascii_alphanumeric());
        is_number && (last == Some(')') || last == Some('.') && body.as_bytes()[0].is_ascii_digit())
    };
    let mut at = 0;
    sentence.split(' ').filter_map(move |word| {
        let start = at;
        at += word.len() + 1;
        is_count(word).then_some(start.saturating_sub(1))
    })
}

#[cfg(test)]
mod tests {
    use super::{clauses, titled};

    #[test]
    fn a_sentence_with_several_hints_is_taken_apart() {
        let said = "hingewiesen wird darauf, dass stellungnahmen während der frist abgegeben werden können, dass sie elektronisch übermittelt werden sollen und dass nicht fristgerecht abgegebene unberücksichtigt bleiben können";
        let parts = clauses(said);
        assert_eq!(parts.len(), 3, "{parts:?}");
        assert!(parts[1].contains("während der frist"));
        assert!(parts[2].contains("elektronisch"));
        let under = titled(&[
            "## stellungnahmen".to_owned(),
            "jedermann kann sie in der frist abgeben".to_owned(),
            "der plan liegt aus".to_owned(),
        ])
        .collect::<Vec<_>>();
        assert_eq!(
            under,
            ["stellungnahmen: jedermann kann sie in der frist abgeben"]
        );
        let late = "stellungnahmen, die nicht in der frist abgegeben werden, können unberücksichtigt bleiben";
        assert!(clauses(late).is_empty());
        assert!(clauses("sie können während der frist abgegeben werden").is_empty());
        for joined in [
            " und nicht fristgerecht abgegebene unberücksichtigt bleiben können",
            " – nicht fristgerecht abgegebene können unberücksichtigt bleiben",
            ", wobei nicht fristgerecht abgegebene unberücksichtigt bleiben können",
        ] {
            let said =
                format!("dass stellungnahmen während der frist abgegeben werden können{joined}");
            assert_eq!(
                clauses(&said)[0],
                "dass stellungnahmen während der frist abgegeben werden können"
            );
        }
        let said = "dass 1. stellungnahmen in der frist abgegeben werden können, 2. sie elektronisch übermittelt werden sollen, 3. verspätete unberücksichtigt bleiben";
        let parts = clauses(said);
        assert!(
            parts
                .iter()
                .any(|own| own.contains("2. sie elektronisch") && !own.contains("frist")),
            "{parts:?}"
        );
    }
}
