//! The pieces of a wording, and what stands at the head of each: „| Boden | Altlasten |“, „- Boden: Altlasten“,
//! „Boden (Altlasten), Wasser (Bach)“.

use crate::check::said;

/// What stands under a head, in small letters.
#[derive(Debug, PartialEq, Eq)]
pub struct Headed {
    /// The head.
    pub head: String,
    /// What follows it.
    pub body: String,
    /// Whether nobody writes so but to put a head before something: a colon, a row. A bracket stands behind any word.
    pub is_certain: bool,
}

/// The pieces of a text in small letters: sentences, items and rows; brackets hold no end of a sentence.
pub fn pieces(text: &str) -> Vec<String> {
    let blocks = said::blocks(text);
    let blocks = blocks.iter().flat_map(|(block, _)| pieces_of(block.trim()));
    let pieces = blocks.map(|piece| piece.trim().to_lowercase());
    pieces.filter(|piece| !piece.is_empty()).collect()
}

fn pieces_of(block: &str) -> Vec<&str> {
    if block.starts_with('|') {
        return vec![block];
    }
    let (mut pieces, mut start, mut depth) = (Vec::new(), 0, 0_usize);
    for (at, letter) in block.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let is_mark = depth == 0 && ['.', '!', '?', ';'].contains(&letter);
        if !is_mark || !block[at + 1..].starts_with(' ') {
            continue;
        }
        if letter != '.' || said::is_full_stop(&block[start..at], &block[at + 1..]) {
            pieces.push(&block[start..at]);
            start = at + 1;
        }
    }
    pieces.push(&block[start..]);
    pieces
}

/// Whether a piece in small letters says who can give statements, or where one can look: „Jeder Mensch kann …“ speaks of no theme.
pub fn is_on_statements(piece: &str) -> bool {
    const HINTS: [&str; 2] = [
        "jeder mensch|alle menschen|menschen mit|jede person|jedermann|alle, die",
        "können|kann|sollen|dürfen|möchten + stellungnahme|stellung nehmen|äußern|einsehen|eingesehen|anregung",
    ];
    let speaks =
        piece.contains("umwelt") || piece.contains("schutzgut") || piece.contains("informationen");
    !speaks && HINTS.iter().any(|sign| said::shows(piece, sign))
}

/// What a piece in small letters has at its head; several where it goes on with brackets.
pub fn headed(piece: &str) -> Vec<Headed> {
    if piece.starts_with('|') {
        return row(piece);
    }
    let text = without_introduction(without_mark(piece));
    let text = without_mark(text);
    match colon(text) {
        Some((head, body)) => vec![under(head, body, true)],
        None => brackets(text),
    }
}

/// A row of a table; the rows that head its columns and the ruler below have no theme.
fn row(piece: &str) -> Vec<Headed> {
    let is_ruler = |cell: &str| cell.chars().all(|letter| "-: ".contains(letter));
    let has_letters = |cell: &&str| cell.chars().any(char::is_alphabetic);
    let cells: Vec<&str> = piece.split('|').map(str::trim).collect();
    let cells: Vec<&str> = cells.into_iter().filter(|cell| !is_ruler(cell)).collect();
    let Some(at) = cells.iter().position(has_letters) else {
        return Vec::new();
    };
    let (head, body) = (without_mark(cells[at]), cells[at + 1..].join(" | "));
    if body.is_empty() {
        return Vec::new();
    }
    if is_introduction(head) {
        return pieces_of(&body).into_iter().flat_map(headed).collect();
    }
    let is_column = [
        "schutzgut",
        "schutzgüter",
        "thema",
        "themen",
        "themenblock",
        "art",
        "umweltbelang",
        "belang",
        "bereich",
    ];
    if is_column.contains(&head) {
        return Vec::new();
    }
    vec![Headed {
        head: head.to_owned(),
        body,
        is_certain: true,
    }]
}

/// A piece without what counts it: „- “, „a) “, „2. “, „(3) “.
fn without_mark(piece: &str) -> &str {
    let text = piece.trim_start_matches(['-', '+', '•', '#', '>', '*', '–', ' ']);
    let inner = text.strip_prefix('(').unwrap_or(text);
    let end = inner.find(['.', ')']);
    let is_count = |count: &str| {
        let is_number = count.bytes().all(|byte| byte.is_ascii_digit());
        (1..=3).contains(&count.len()) && (is_number || count.len() == 1 && count.is_ascii())
    };
    match end.filter(|end| is_count(&inner[..*end])) {
        Some(end) => inner[end + 1..].trim_start(),
        None => text,
    }
}

/// A piece without the words that lead to a list in the same sentence.
fn without_introduction(text: &str) -> &str {
    match text.split_once(':') {
        Some((before, after)) if is_introduction(before) && !after.trim().is_empty() => {
            after.trim_start()
        }
        _ => text,
    }
}

/// Whether words lead to environmental information, without being on any of it: „Umweltinformationen“.
fn is_introduction(words: &str) -> bool {
    const LEADING: [&str; 6] = [
        "umweltbezogen",
        "umweltinformation",
        "umweltbelang",
        "informationen",
        "verfügbar",
        "umweltbericht",
    ];
    const LEADS_ON: [&str; 3] = [" zum ", " zu ", " zur "];
    let leads = LEADING.iter().any(|word| words.contains(word));
    // „Informationen zum Boden“ is a head; „liegen vor zu“ leads to one.
    let is_head = LEADS_ON.iter().any(|word| {
        let behind = words.split_once(word).map(|(_, behind)| behind.trim());
        behind.is_some_and(|behind| {
            !behind.is_empty() && !behind.contains("schutzgütern") && !behind.contains("themen")
        })
    });
    leads && !is_head
}

/// The parts of a piece before and behind its first colon or dash outside of brackets.
fn colon(text: &str) -> Option<(&str, &str)> {
    const DASHES: [&str; 3] = [" – ", " - ", " — "];
    let mut depth = 0_usize;
    for (at, letter) in text.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > 0 {
            continue;
        }
        let rest = &text[at..];
        let is_colon = letter == ':' && rest[1..].starts_with(' ');
        if is_colon {
            return Some((&text[..at], &rest[1..]));
        }
        if let Some(dash) = DASHES.iter().find(|dash| rest.starts_with(**dash)) {
            return Some((&text[..at], &rest[dash.len()..]));
        }
    }
    None
}

/// „boden (altlasten), wasser (bach) und luft“
fn brackets(text: &str) -> Vec<Headed> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((head, behind)) = rest.split_once('(') {
        let (body, after) = behind.split_once(')').unwrap_or((behind, ""));
        found.push(under(head, body, false));
        rest = after;
    }
    let last = rest.trim_matches([',', ' ', '.']);
    if !found.is_empty() && !last.is_empty() {
        found.push(under(last, "", false));
    }
    found
}

/// What stands before a sign, and behind it; the words that lead to the head go with the body.
fn under(before: &str, body: &str, is_certain: bool) -> Headed {
    let before = before.trim_end();
    let head = last_words(before);
    let leading = before.strip_suffix(head).unwrap_or_default();
    let is_word = |letter: char| letter.is_alphanumeric();
    let leading = Some(leading.trim()).filter(|own| own.contains(is_word));
    let body = body.trim();
    Headed {
        head: head.to_owned(),
        body: leading.map_or_else(|| body.to_owned(), |own| format!("{body}, {own}")),
        is_certain,
    }
}

/// The end of what stands before a sign, from the word that leads to it: „liegen vor zu den Schutzgütern Boden“.
fn last_words(text: &str) -> &str {
    const LEADING: [&str; 8] = [
        " zu ",
        " zum ",
        " zur ",
        " über ",
        " hinsichtlich ",
        " schutzgütern ",
        " schutzgüter ",
        ": ",
    ];
    let text = text.trim_start_matches([',', ' ', '/']).trim_end();
    let ends = LEADING
        .iter()
        .filter_map(|word| Some(text.rfind(word)? + word.len()));
    ends.max().map_or(text, |at| text[at..].trim())
}

#[cfg(test)]
mod tests {
    use super::{headed, pieces};

    fn heads(text: &str) -> Vec<String> {
        let pieces = pieces(text);
        let headed = pieces.iter().flat_map(|piece| headed(piece));
        headed
            .map(|own| format!("{}={}", own.head, own.body))
            .collect()
    }

    #[test]
    fn heads_stand_before_signs() {
        assert_eq!(
            heads("| Schutzgut | Inhalt |\n|---|---|\n| 1 | Boden | Asche |"),
            ["boden=asche"]
        );
        assert_eq!(
            heads("a) zum Schutzgut **Boden**: Asche;\nb) *Luft* – Staub"),
            ["zum schutzgut boden=asche;", "luft=staub"]
        );
        assert_eq!(
            heads("Umweltinformationen: Lärm – Bahn; Boden – Asche."),
            ["lärm=bahn", "boden=asche."]
        );
        assert_eq!(
            heads(
                "Verfügbar sind umweltbezogene Informationen zu Lärm (Bahn; Straße), Tieren (Eidechsen) und Boden (Asche)."
            ),
            [
                "lärm=bahn; straße, verfügbar sind umweltbezogene informationen zu",
                "tieren=eidechsen",
                "und boden=asche"
            ]
        );
        assert_eq!(
            heads("Umweltinformationen: a) Boden: Asche"),
            ["boden=asche"]
        );
        assert!(heads("Es gibt Informationen zu Lärm, Boden und Luft.").is_empty());
    }
}
