//! For people: level, id, message, place, the line with the text underlined, reason and help.

use crate::cli::print::counts;
use crate::finding::{Finding, Language, Level, Place};
use annotate_snippets::{
    Annotation, AnnotationKind, Group, Level as Mark, Origin, Renderer, Snippet,
};
use anyhow::Result;
use rayon::prelude::*;
use std::io::Write;

/// So many findings are set at once, on all cores, before they are written.
const AT_ONCE: usize = 1024;

/// Prints each finding and a line that counts them.
pub fn print(findings: &[&Finding], language: Language, output: &mut dyn Write) -> Result<()> {
    print_each(findings, language, output)?;
    writeln!(output, "{}", summary(findings, language))?;
    Ok(())
}

/// Prints each finding, with an empty line behind it.
pub fn print_each(findings: &[&Finding], language: Language, output: &mut dyn Write) -> Result<()> {
    let renderer = Renderer::plain();
    let text = |finding: &&Finding| renderer.render(&[group(finding, language)]);
    for some in findings.chunks(AT_ONCE) {
        let texts: Vec<String> = some.par_iter().map(text).collect();
        for text in texts {
            writeln!(output, "{text}\n")?;
        }
    }
    Ok(())
}

fn group<'f>(finding: &'f Finding, language: Language) -> Group<'f> {
    let [mark, reason, help] = marks(finding.level, language);
    let title = mark
        .primary_title(clean(finding.message.in_language(language)))
        .id(finding.kind.id);
    let mut group = Group::with_title(title);
    group = if is_whole(&finding.place) {
        group.element(Origin::path(finding.place.file.path.as_str()))
    } else {
        group.element(snippet(&finding.place, AnnotationKind::Primary))
    };
    if let Some(place) = finding.also.as_ref().filter(|place| !is_whole(place)) {
        group = group.element(snippet(place, AnnotationKind::Context));
    }
    let lines = [(reason, &finding.reason), (help, &finding.help)];
    for (mark, words) in lines {
        if let Some(words) = words {
            group = group.element(mark.message(clean(words.in_language(language))));
        }
    }
    group
}

/// Whether a place is a file as a whole.
fn is_whole(place: &Place) -> bool {
    place.range() == (0..0)
}

/// The lines of the place, with its bytes underlined.
fn snippet(place: &Place, kind: AnnotationKind) -> Snippet<'_, Annotation<'_>> {
    let text = place.file.text();
    let range = place.range();
    let start = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[range.end..]
        .find('\n')
        .map_or(text.len(), |at| range.end + at);
    let (line, _) = place.line_and_column();
    let marked = kind.span(range.start - start..range.end - start);
    Snippet::source(&text[start..end])
        .path(place.file.path.as_str())
        .line_start(line)
        .annotation(marked)
}

fn marks(level: Level, language: Language) -> [Mark<'static>; 3] {
    let german = language == Language::German;
    let named = |mark: Mark<'static>, de, en| mark.with_name(if german { de } else { en });
    [
        match level {
            Level::Error => named(Mark::ERROR, "Fehler", "error"),
            Level::Warning => named(Mark::WARNING, "Warnung", "warning"),
            Level::Note => named(Mark::NOTE, "Hinweis", "note"),
        },
        named(Mark::NOTE, "Grund", "reason"),
        named(Mark::HELP, "Hilfe", "help"),
    ]
}

/// A text without characters that would command a terminal.
fn clean(text: &str) -> String {
    text.chars()
        .map(|c| {
            if c.is_control() && c != '\n' {
                '\u{fffd}'
            } else {
                c
            }
        })
        .collect()
}

/// „2 Fehler, 1 Warnung“.
pub fn summary(findings: &[&Finding], language: Language) -> String {
    if findings.is_empty() {
        let words = ("Keine Befunde.", "No findings.");
        return if language == Language::German {
            words.0
        } else {
            words.1
        }
        .to_owned();
    }
    let one_and_more = match language {
        Language::German => [
            ["Fehler", "Fehler"],
            ["Warnung", "Warnungen"],
            ["Hinweis", "Hinweise"],
        ],
        Language::English => [
            ["error", "errors"],
            ["warning", "warnings"],
            ["note", "notes"],
        ],
    };
    let parts = counts(findings)
        .into_iter()
        .zip(one_and_more)
        .filter(|(count, _)| *count > 0);
    let parts: Vec<String> = parts
        .map(|(count, words)| format!("{count} {}", words[usize::from(count != 1)]))
        .collect();
    format!("{}.", parts.join(", "))
}
