//! What a wording's own sentences say of a hint, part by part (`src/law/hinweise.toml`).

use crate::check::case::{Case, Report, Step};
use crate::check::kinds;
use crate::check::own::Own;
use crate::check::said::shows;
use crate::finding::{Finding, Kind, Level, say};
use crate::law::hint_parts::{Block, Part, hint_parts};
use crate::notice::hints;

/// Every notice of the procedure that gives a hint in words of its own, held against the parts of the hint.
pub fn of(case: &Case, report: &mut Report, kind: &'static Kind, hint: &str) {
    for step in case.steps.iter().chain(&case.related_steps) {
        of_step(case, step, report, (kind, hint));
    }
}

/// The same for other statutes, whose hints have one rule.
pub fn of_other_statutes(case: &Case, report: &mut Report) {
    for step in &case.related_steps {
        for hint in case.hints(step.rule) {
            of_step(case, step, report, (&kinds::HINTS_OF_OTHERS, hint));
        }
    }
}

/// The same for one notice.
pub fn of_step(case: &Case, step: &Step, report: &mut Report, (kind, hint): (&'static Kind, &str)) {
    let Some(own) = Own::of(step).filter(|_| is_expected(case, step, hint)) else {
        return;
    };
    let Some((block, parts)) = hint_parts().of(hint) else {
        return;
    };
    let sentences = block_of(&own, block);
    let parts: Vec<&Part> = parts
        .filter(|part| shown(&sentences, &part.unless).is_none())
        .collect();
    let wrong = parts
        .iter()
        .find_map(|part| Some((*part, shown(&sentences, &part.wrong)?)))
        .map(|(part, sentence)| (part, item_of(&sentences, sentence, &part.wrong)));
    if let Some((part, sentence)) = wrong {
        report.add(finding(&own, kind, part, sentence));
        return;
    }
    let is_full = shown(&sentences, &block.full);
    let Some(sentence) = is_full else {
        return;
    };
    let missing = parts
        .into_iter()
        .filter(|part| part.also.is_empty() || shown(&sentences, &part.also).is_some())
        .filter(|part| !part.signs.is_empty() && shown(&sentences, &part.signs).is_none());
    for part in missing {
        report.add(finding(&own, kind, part, sentence));
    }
}

/// Whether a notice says the opposite of a hint: that has a finding of its own.
pub fn is_turned_round(own: &Own, hint: &str) -> bool {
    let Some((block, mut parts)) = hint_parts().of(hint) else {
        return false;
    };
    let sentences = block_of(own, block);
    parts.any(|part| {
        shown(&sentences, &part.wrong).is_some() && shown(&sentences, &part.unless).is_none()
    })
}

/// Whether one sentence of a wording is that opposite.
pub fn turns_round(own: &Own, hint: &str, sentence: &str) -> bool {
    let Some((block, mut parts)) = hint_parts().of(hint) else {
        return false;
    };
    let sentences = block_of(own, block);
    sentences.contains(&sentence)
        && parts.any(|part| {
            let is_unless = shown(&sentences, &part.unless).is_some();
            shown(&[sentence], &part.wrong).is_some() && !is_unless
        })
}

/// Whether the law asks a notice for a hint, or its file names it.
fn is_expected(case: &Case, step: &Step, hint: &str) -> bool {
    let listed = step.phase.notice.iter().flat_map(|own| &own.hints);
    listed.into_iter().any(|own| own.key == hint)
        || hints::asked(case.procedure, step.rule).any(|asked| asked == hint)
}

/// The sentences of a wording that give a hint.
pub fn block_of<'c>(own: &Own<'c, '_>, block: &Block) -> Vec<&'c str> {
    let shows_any =
        |sentence: &str, signs: &[String]| signs.iter().any(|sign| shows(sentence, sign));
    let mut is_inside = false;
    let sentences = own.sentences().iter().map(String::as_str);
    let inside = sentences.filter(|sentence| {
        let begins = shows_any(sentence, &block.begins);
        let goes_on = is_inside && !block.ends.is_empty() && !shows_any(sentence, &block.ends);
        is_inside = begins || goes_on;
        is_inside
    });
    inside.collect()
}

/// The block of a hint in a wording; nothing for hints that have no parts.
pub fn sentences<'c>(own: &Own<'c, '_>, hint: &str) -> Vec<&'c str> {
    let parts = hint_parts().of(hint);
    parts.map_or_else(Vec::new, |(block, _)| block_of(own, block))
}

fn shown<'s>(sentences: &[&'s str], signs: &[String]) -> Option<&'s str> {
    let mut sentences = sentences.iter();
    let shown = sentences.find(|sentence| signs.iter().any(|sign| shows(sentence, sign)));
    shown.copied()
}

/// The item alone, where a sentence is an item with the words before its list and the item shows a sign itself.
fn item_of<'s>(sentences: &[&'s str], sentence: &'s str, signs: &[String]) -> &'s str {
    let mut others = sentences.iter();
    let item = others.find(|own| {
        own.len() < sentence.len()
            && sentence.ends_with(**own)
            && signs.iter().any(|sign| shows(own, sign))
    });
    item.copied().unwrap_or(sentence)
}

fn finding(own: &Own, kind: &'static Kind, part: &Part, sentence: &str) -> Finding {
    let mut finding = Finding::new(kind, own.near_sentence(sentence), part.message.clone())
        .because(say(
            format!(
                "Der Hinweis beruht auf {}; was bekannt gemacht wird, ist der Wortlaut.",
                part.provision
            ),
            format!(
                "The hint rests on {}; what is announced is the wording.",
                part.provision
            ),
        ))
        .help(part.help.clone());
    let most = match part {
        Part { is_note: true, .. } => Level::Note,
        Part {
            is_warning: true, ..
        } => Level::Warning,
        _ => finding.level,
    };
    finding.level = finding.level.max(most);
    finding
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_statutes_own_words_give_no_part() {
        let is_given = |hint: &str, piece: &str, sentence: &str| {
            let (_, parts) = hint_parts().of(hint).expect("a hint with parts");
            let mut parts = parts.filter(|own| own.message.de.contains(piece));
            parts.all(|part| part.signs.is_empty() || shown(&[sentence], &part.signs).is_some())
        };
        let recital = "eine beachtliche verletzung der dort bezeichneten verfahrens- und formvorschriften wird unbeachtlich, wenn sie nicht innerhalb eines jahres schriftlich geltend gemacht worden ist";
        assert!(!is_given("planerhaltung", "Sachverhalt", recital));
        let said = "zu rügen ist unter bezeichnung des mangels";
        assert!(is_given("planerhaltung", "Sachverhalt", said));
        let cited = "er beantragt die leistung schriftlich (§ 44 abs. 5 baugb)";
        assert!(!is_given("entschaedigung", "erlischt", cited));
        assert!(is_given(
            "entschaedigung",
            "erlischt",
            "der anspruch erlischt nach drei jahren"
        ));
    }
}
