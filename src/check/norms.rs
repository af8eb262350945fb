//! Provisions that a wording cites for what another one holds (`TXT-003`): „Hinweis gemäß § 54 Abs. 5 BauGB“.

use crate::check::case::{Case, Report};
use crate::check::kinds;
use crate::check::own::{Own, wordings};
use crate::check::paragraph::{around_paragraphs, spelled};
use crate::check::provisions::{cited_of, number};
use crate::check::said::{has_any, shows};
use crate::finding::{Finding, Level, Place, Words, say};
use crate::law::norms::{Norm, Of, norms};

/// The statute of land-use planning, as it stands behind a citation.
const PLANNING: &str = "baugb";

/// `TXT-003`: sentences that rest on the wrong provision, and paragraphs that are about something else or do not exist.
pub fn compare(case: &Case, report: &mut Report) {
    for own in wordings(case) {
        report.extend(of_another_state(&own));
        if !own.source().contains('§') {
            continue;
        }
        let meant: Vec<&Norm> = norms()
            .norms
            .iter()
            .filter(|norm| is_meant(norm, case, &own))
            .collect();
        let mut sentences = own
            .sentences()
            .iter()
            .filter(|sentence| sentence.contains('§'));
        report.extend(sentences.find_map(|sentence| {
            let cited = around_paragraphs(sentence);
            let rests_wrongly = meant
                .iter()
                .find_map(|norm| on_another(norm, &own, sentence, &cited));
            rests_wrongly
                .or_else(|| of_elsewhere(&own, sentence, &cited))
                .or_else(|| beyond_the_last(&own, sentence, &cited))
        }));
    }
}

/// The municipal code of another state, left from its template.
fn of_another_state(own: &Own) -> Option<Finding> {
    const STATES: &str = "kv m-v|kvg lsa|thürko|bbgkverf|gemo bw|gemo rlp|nkomvg|go nrw|§ 5 hgo|gemeindeordnung für das land|kommunalverfassung für das land";
    let sentence = own.sentence(STATES)?;
    let finding = Finding::new(
        &kinds::CITATION,
        own.near_sentence(sentence),
        say(
            "Der Wortlaut nennt die Gemeindeordnung eines anderen Landes",
            "The wording cites the municipal code of another state",
        ),
    );
    let finding = finding.because(say(
        "In Sachsen gilt die Sächsische Gemeindeordnung (§ 4 Abs. 4 SächsGemO).",
        "In Saxony the Saxon municipal code holds (§ 4 (4) SächsGemO).",
    ));
    let help = say("Nennen Sie die SächsGemO.", "Cite the SächsGemO.");
    Some(finding.help(help).at_level(Level::Warning))
}

/// Whether a row is about the procedure and the step of a wording.
fn is_meant(norm: &Norm, case: &Case, own: &Own) -> bool {
    let rule = own.step.rule;
    let plan = &case.procedure.plan;
    let is_alone = case.procedure.more_plans.is_empty();
    let is_of_tier = norm
        .tier
        .is_none_or(|tier| is_alone && plan.kind.tier == Some(tier));
    let names = [Some(plan.name.as_str()), plan.kind_text.as_deref()];
    let is_called = |word: &str| names.iter().flatten().any(|own| own.contains(word));
    let is_of_kind = norm
        .called
        .as_deref()
        .is_none_or(|word| is_alone && is_called(word));
    let is_here = match norm.of {
        None => !rule.is_related,
        Some(Of::InForce) => rule.puts_in_force && !rule.is_related,
        Some(Of::Renewal) => rule.renews && !rule.is_related,
        Some(Of::Spatial) => rule.is_spatial,
        Some(Of::Permit) => rule.provision.contains("BImSchG"),
    };
    is_of_tier && is_of_kind && is_here
}

/// A sentence that cites what it cannot rest on, and nothing that it can.
fn on_another(norm: &Norm, own: &Own, sentence: &str, cited: &str) -> Option<Finding> {
    if !shows(sentence, &norm.says) {
        return None;
    }
    let begins = |cited: &str, those: &[String]| {
        those.iter().any(|own| {
            let rest = cited.strip_prefix(own.as_str());
            rest.is_some_and(|rest| !rest.starts_with(|next: char| next.is_ascii_digit()))
                && (own.contains("abs") || !rest.is_some_and(is_lettered))
        })
    };
    let found = cited_of(cited, &norm.statute);
    let is_right = found.iter().any(|one| begins(one, &norm.right));
    let wrong = found.iter().find(|one| begins(one, &norm.wrong))?;
    let subject = norm.subject();
    let provision = &norm.provision;
    (!is_right).then(|| {
        let words = say(
            format!(
                "Der Satz handelt davon: {}. Er nennt {}; maßgebend ist {provision}",
                subject.de,
                written(wrong)
            ),
            format!(
                "The sentence is about {}. It cites {}; what holds is {provision}",
                subject.en,
                written(wrong)
            ),
        );
        let begin = wrong
            .find(&norm.statute)
            .map_or(*wrong, |end| &wrong[..end]);
        let line = own.line(|line| around_paragraphs(line).contains(begin));
        finding(line.unwrap_or_else(|| own.near_sentence(sentence)), words)
    })
}

/// Whether a letter follows that makes it another paragraph: § 4 and § 4a.
fn is_lettered(rest: &str) -> bool {
    let mut letters = rest.chars();
    let first = letters
        .next()
        .is_some_and(|letter| ('a'..='e').contains(&letter));
    let words = ["abs", "baug", "bis"];
    first && !words.iter().any(|word| rest.starts_with(word))
}

/// A paragraph of the BauGB that is about something else than planning.
fn of_elsewhere(own: &Own, sentence: &str, cited: &str) -> Option<Finding> {
    if own.step.rule.is_related {
        return None;
    }
    let found = cited_of(cited, PLANNING);
    found.iter().find_map(|one| {
        let (digits, _) = number(one.strip_prefix('§')?)?;
        let paragraph: u32 = digits.parse().ok()?;
        let mut ranges = norms().elsewhere.iter();
        let range = ranges.find(|range| (range.first..=range.last).contains(&paragraph))?;
        if has_any(sentence, &range.words) {
            return None;
        }
        let subject = range.subject();
        let words = say(
            format!(
                "Der Wortlaut nennt {}; die §§ {} bis {} BauGB handeln von etwas anderem: {}",
                written(one),
                range.first,
                range.last,
                subject.de
            ),
            format!(
                "The wording cites {}; §§ {} to {} BauGB are about {}",
                written(one),
                range.first,
                range.last,
                subject.en
            ),
        );
        Some(finding(own.near_sentence(sentence), words))
    })
}

/// A paragraph behind the last one of another statute.
fn beyond_the_last(own: &Own, sentence: &str, cited: &str) -> Option<Finding> {
    norms().statutes.iter().find_map(|statute| {
        if !cited.contains(&statute.name) {
            return None;
        }
        let found = cited_of(cited, &statute.name);
        let one = found.iter().find(|one| {
            let digits = one.strip_prefix('§').and_then(number);
            let paragraph = digits.and_then(|(digits, _)| digits.parse::<u32>().ok());
            paragraph.is_some_and(|paragraph| paragraph > statute.last)
        })?;
        let words = say(
            format!(
                "Der Wortlaut nennt {}; so viele Paragrafen hat das Gesetz nicht",
                written(one)
            ),
            format!(
                "The wording cites {}; the statute does not have so many paragraphs",
                written(one)
            ),
        );
        Some(finding(own.near_sentence(sentence), words))
    })
}

/// A citation as people write it: „§ 10 Abs. 2“.
fn written(cited: &str) -> String {
    let end = cited.find("satz").unwrap_or(cited.len());
    let cited = &cited[..end];
    let cited = spelled(cited.trim_end_matches("des").trim_end_matches("der"));
    if !["bis", "und"].iter().any(|word| cited.contains(word)) {
        return cited;
    }
    let cited = cited.replace("bis", " bis ").replace("und", " und ");
    cited.replacen('§', "§§", 1)
}

fn finding(place: Place, words: Words) -> Finding {
    Finding::new(&kinds::CITATION, place, words)
        .because(say(
            "Wer nachliest, findet etwas anderes; ein Hinweis, der sich auf die falsche Vorschrift stützt, kann unrichtig sein.",
            "Whoever looks it up finds something else; a hint that rests on the wrong provision may be incorrect.",
        ))
        .help(say(
            "Berichtigen Sie die Vorschrift.",
            "Correct the provision.",
        ))
        .at_level(Level::Warning)
}

#[cfg(test)]
mod tests {
    use super::{PLANNING, cited_of, is_lettered, written};
    use crate::check::paragraph::around_paragraphs;

    #[test]
    fn citations_of_one_statute_are_told_from_those_of_others() {
        let of = |text: &str, name: &str| {
            let text = around_paragraphs(text);
            let found = cited_of(&text, name);
            found.into_iter().map(written).collect::<Vec<_>>()
        };
        let text = "nach § 17 Absatz 2 des Umwelt-Rechtsbehelfsgesetzes gemäß § 3 Abs. 3 BauGB";
        assert_eq!(of(text, "umweltrechtsbehelfsgesetz"), ["§ 17 Abs. 2"]);
        assert_eq!(of(text, PLANNING), ["§ 3 Abs. 3"]);
        assert_eq!(
            of("die in den §§ 29 bis 32 BauGB bezeichneten", PLANNING),
            ["§§ 29 bis 32"]
        );
        assert_eq!(of("(§ 98 SächsBO)", "sächsbo"), ["§ 98"]);
        assert!(is_lettered("aabs3") && !is_lettered("abs3") && !is_lettered("baugb"));
    }
}
