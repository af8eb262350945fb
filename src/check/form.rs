//! The form for statements: it stays as it is while people fill it in, and somebody can open what
//! they send.

use crate::check::case::{Case, Report};
use crate::check::history::Edit;
use crate::check::kinds;
use crate::finding::{Finding, say};
use crate::law::codes::Code;
use crate::law::form::fields;
use crate::model::phase::{Moment, Phase};

/// `STN-001`
pub fn unchanged(case: &Case, report: &mut Report) {
    for phase in taking(case) {
        let path = &phase.origin.file().path;
        let (start, end) = (phase.time.start(), phase.in_time_until());
        // What is changed on the first day itself is not told apart from what stood there at midnight.
        let is_within = |edit: &&Edit| start < edit.day && end.is_none_or(|end| edit.day <= end);
        let audience = phase.statements.as_ref().map(|own| own.audience);
        for edit in case.around.history.edits(path).filter(is_within) {
            let form = |text: &str| {
                let named = named_fields(text, &phase.name)?;
                Some(fields(
                    named
                        .iter()
                        .map(|(key, is_required)| (key.as_str(), *is_required)),
                    audience.map_or("alle", |code| &code.key),
                ))
            };
            let (Some(before), Some(after)) = (form(&edit.before), form(&edit.after)) else {
                continue;
            };
            let (before, after) = (words(&before), words(&after));
            if before != after {
                report.add(changed(phase, edit, (&before, &after)));
            }
        }
    }
}

/// `STN-002`
pub fn somebody_can_read(case: &Case, report: &mut Report) {
    let municipality = case.municipality;
    if case.archive.site.intake.is_none() || !municipality.keys.is_empty() {
        return;
    }
    let is_over = |phase: &&Phase| phase.on(case.today()) == Moment::Over;
    for phase in taking(case).filter(|phase| !is_over(phase)) {
        let name = &municipality.name;
        let finding = Finding::new(
            &kinds::FORM_WITH_KEY,
            phase.origin.at("stellungnahmen"),
            say(
                format!("Hier gibt es kein Formular: {name} hat keinen öffentlichen Schlüssel"),
                format!("There is no form here: {name} has no public key"),
            ),
        )
        .and_at(municipality.origin.at("name"))
        .because(say(
            "Stellungnahmen werden beim Eingang für die Gemeinde verschlüsselt. Ohne Schlüssel könnte sie niemand lesen; deshalb nimmt die Annahmestelle keine an.",
            "Statements are sealed for the municipality when they arrive. Without a key nobody could read them, so the endpoint takes none.",
        ))
        .help(say(
            "Legen Sie mit „offenlage keys new“ einen Schlüssel an, und schreiben Sie seinen öffentlichen Teil in gemeinde.yaml unter schluessel.",
            "Make a key with `offenlage keys new`, and write its public part into gemeinde.yaml under schluessel.",
        ));
        report.add(finding);
    }
}

/// The phases that count and take statements through a form.
fn taking<'c>(case: &'c Case) -> impl Iterator<Item = &'c Phase> {
    let phases = case.procedure.phases.iter();
    phases.filter(|phase| {
        phase.void.is_none() && phase.is_participation_period() && phase.statements.is_some()
    })
}

fn changed(phase: &Phase, edit: &Edit, (before, after): (&str, &str)) -> Finding {
    let statements = phase.origin.child("stellungnahmen");
    let day = edit.day;
    Finding::new(
        &kinds::FORM_UNCHANGED,
        statements.at("formular"),
        say(
            format!("Das Formular wurde am {day} geändert, während der Frist"),
            format!("The form was changed on {day}, during the period"),
        ),
    )
    .and_at(phase.origin.at("zeitraum"))
    .because(say(
        format!("Vorher: {before}; danach: {after}. Wer früh schreibt, soll dasselbe gefragt werden wie jemand, der spät schreibt."),
        format!("Before: {before}; after: {after}. Whoever writes early is to be asked the same as whoever writes late."),
    ))
    .help(say(
        "Stellen Sie die Felder wieder her, wie sie am ersten Tag waren. Angenommen wird auch, was mit dem anderen Formular geschrieben wurde.",
        "Put the fields back as they were on the first day. What was written with the other form is taken as well.",
    ))
}

/// The fields in order, as the file's keys.
fn words(form: &[(&'static Code, bool)]) -> String {
    let field = |(code, is_required): &(&'static Code, bool)| {
        let mark = if *is_required { " (pflicht)" } else { "" };
        format!("{}{mark}", code.key)
    };
    form.iter().map(field).collect::<Vec<_>>().join(", ")
}

/// The fields that an older text of the file names for a phase, with whether they are required;
/// none at all where it names none. None where the text does not hold the phase.
///
/// An older text is not read as YAML: it may be broken, and nobody can mend it any more. What is
/// looked for stands in lines: the phase from its `kennung` to the next one, its form as deep as it
/// is indented or bracketed.
fn named_fields(text: &str, phase: &str) -> Option<Vec<(String, bool)>> {
    let rest = lines_of_phase(text, phase)?;
    let end = rest.len();
    let Some(start) = rest[..end]
        .iter()
        .position(|line| line.contains("formular:"))
    else {
        return Some(Vec::new());
    };
    let column = rest[start].find("formular:").unwrap_or_default();
    let below = rest[start + 1..end].iter().take_while(|line| {
        let indent = line.len() - line.trim_start().len();
        let is_item = indent == column && line.trim_start().starts_with('-');
        line.trim().is_empty() || indent > column || is_item
    });
    let first = &rest[start][column + "formular:".len()..];
    let form: String = std::iter::once(first)
        .chain(below.copied())
        .flat_map(|line| [line, "\n"])
        .collect();
    let mut fields = Vec::new();
    for item in form.split("feld:").skip(1) {
        let key: String = item
            .trim_start()
            .trim_start_matches(['"', '\''])
            .chars()
            .take_while(|letter| letter.is_ascii_alphanumeric() || *letter == '_')
            .collect();
        let required = item
            .split_once("pflicht:")
            .map(|(_, value)| value.trim_start());
        fields.push((
            key,
            required.is_some_and(|value| value.to_ascii_lowercase().starts_with("true")),
        ));
    }
    Some(fields)
}

/// The lines of a phase in an older text of the file, behind its name.
pub fn lines_of_phase<'t>(text: &'t str, phase: &str) -> Option<Vec<&'t str>> {
    let lines = text.lines().map(without_comment);
    let is_own = |line: &&str| value_of(line, "kennung") == Some(phase);
    let mut lines = lines.skip_while(|line| !is_own(line));
    lines.next()?;
    let is_next = |line: &&str| value_of(line, "kennung").is_some();
    Some(lines.take_while(|line| !is_next(line)).collect())
}

/// The phases in an older text of the file, each with its name and the lines behind it.
pub fn phases_of(text: &str) -> Vec<(&str, Vec<&str>)> {
    let mut phases: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in text.lines().map(without_comment) {
        match (value_of(line, "kennung"), phases.last_mut()) {
            (Some(name), _) => phases.push((name, Vec::new())),
            (None, Some((_, lines))) => lines.push(line),
            (None, None) => {}
        }
    }
    phases
}

fn without_comment(line: &str) -> &str {
    let line = line.split(" #").next().unwrap_or(line);
    if line.trim_start().starts_with('#') {
        ""
    } else {
        line
    }
}

/// The value of a key in a line of its own: `  - kennung: "03-x"` gives `03-x`.
fn value_of<'l>(line: &'l str, key: &str) -> Option<&'l str> {
    let line = line.trim_start().trim_start_matches('-').trim_start();
    let value = line.strip_prefix(key)?.strip_prefix(':')?;
    Some(value.trim().trim_matches(['"', '\'']))
}

#[cfg(test)]
mod tests {
    use super::named_fields;

    fn check(text: &str, expected: Option<&[(&str, bool)]>) {
        let found = named_fields(text, "02-x");
        let expected = expected.map(|fields| {
            let own = fields
                .iter()
                .map(|(key, required)| ((*key).to_owned(), *required));
            own.collect::<Vec<_>>()
        });
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn the_fields_of_an_older_text_are_found_however_it_is_laid_out() {
        let both: &[_] = &[("text", false), ("name", true)];
        let block = "phasen:\n  - kennung: 01-x\n    stellungnahmen:\n      formular:\n        - {feld: ort}\n  - kennung: \"02-x\" # hier\n    stellungnahmen:\n      von: alle\n      formular:\n      - feld: text\n        # - feld: ort\n      - feld: 'name'\n        pflicht: true\n    unterlagen:\n      - {datei: a.pdf, titel: feld: x}\n";
        check(block, Some(both));
        let flow = "- kennung: 02-x\n  stellungnahmen: {von: alle, formular: [{feld: text}, {feld: name, pflicht: true}]}\n  grund: x\n";
        check(flow, Some(both));
        check(
            "- kennung: 02-x\n  stellungnahmen: {von: alle}\n- kennung: 03-x\n  formular: [{feld: text}]\n",
            Some(&[]),
        );
        check("- kennung: 01-x\n", None);
        check("", None);
    }
}
