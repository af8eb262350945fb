//! What texts besides the notices say of when the plan entered into force (`TXT-001`).

use crate::check::case::{Case, Report};
use crate::check::final_wording::is_of_plan;
use crate::check::force_days::{day_in_force, day_since};
use crate::check::kinds;
use crate::check::said;
use crate::check::texts::{Written, all};
use crate::finding::{Finding, say};
use crate::law::calendar::{MONTHS_DE, day_in_words};
use crate::law::codes::Tier;
use jiff::civil::Date;

/// A sentence on the plan's own entry into force, and on nothing that was in force before it.
const SIGN: &str = "plan |planes |plans |satzung|er ist|er trat|er tritt|sie ist|sie trat + in kraft|wirksam|rechtskräftig|rechtsverbindlich - außer kraft|bisher|ursprünglich|früher|alte|ersetzt|vorgänger|überplan|regionalplan|landesentwicklungsplan|nr.|zuletzt|fassung|bis";

/// `TXT-001`: a summary or a text that has the plan in force since another day or month than the record.
pub fn days(case: &Case, report: &mut Report) {
    let procedure = case.procedure;
    let finals: Vec<Date> = case
        .steps
        .iter()
        .filter(|step| step.rule.puts_in_force)
        .map(|step| step.phase.time.start())
        .collect();
    // What is amended, or taken up again, was in force before.
    let is_first = procedure.operation.key == "aufstellung" && procedure.relations.is_empty();
    let (Some(day), true) = (finals.last().copied(), is_first) else {
        return;
    };
    let other_tier = match case.has_tier(Tier::Preparatory) {
        true => "bebauungsplan",
        false => "flächennutzungsplan",
    };
    let texts = all(case).map(|(_, written)| written);
    for written in texts
        .filter(|own| !own.is_notice && (own.text.contains("raft") || own.text.contains("irksam")))
    {
        let differs = |sentence: &String| {
            let other = other_day(sentence, &finals)?;
            let is_other = sentence.contains(other_tier);
            let told = without_years(sentence);
            (!is_other && said::shows(&told, SIGN)).then_some(other)
        };
        let sentences = said::sentences(written.text);
        if let Some(said) = sentences.iter().find_map(differs) {
            report.add(finding(&written, &said, day));
        }
    }
}

/// A sentence without the years between which something else was: „2004 bis 2006 geplant“.
fn without_years(sentence: &str) -> String {
    let is_year = |word: &str| word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    let words: Vec<&str> = sentence.split(' ').collect();
    let is_between = |at: usize| {
        words[at] == "bis"
            && at > 0
            && is_year(words[at - 1])
            && words.get(at + 1).is_some_and(|own| is_year(own))
    };
    let kept = (0..words.len()).filter(|at| !is_between(*at));
    kept.map(|at| words[at]).collect::<Vec<_>>().join(" ")
}

/// The day or month that a sentence in small letters has a plan in force since, where it is none of some days.
fn other_day(sentence: &str, finals: &[Date]) -> Option<String> {
    if !is_of_plan(sentence) {
        return None;
    }
    if let Some(named) = day_since(sentence).or_else(|| day_in_force(sentence)) {
        let is_known = finals.iter().any(|day| named.is(*day));
        return (!is_known).then(|| sentence.get(named.at).unwrap_or_default().to_owned());
    }
    let words: Vec<&str> = sentence.split_whitespace().collect();
    let mut pairs = words.windows(3).enumerate();
    let by_month = pairs.find_map(|(at, three)| {
        let month = MONTHS_DE
            .iter()
            .position(|month| month.to_lowercase() == three[1])?;
        let year: i16 = three[2].parse().ok().filter(|_| three[2].len() == 4)?;
        // „vom 3. Mai 2006“ is a day.
        let is_day = three[0].starts_with(|letter: char| letter.is_ascii_digit());
        let said = i32::from(year) * 12 + i32::try_from(month).ok()?;
        let is_known = finals.iter().any(|day| near_month(*day, said, three[0]));
        let is_meant = is_in_force(&words[at + three.len()..]);
        (is_meant && !is_day && !is_known).then(|| format!("{} {}", three[1], three[2]))
    });
    by_month.or_else(|| other_year(&words, finals))
}

/// Whether a day is of a month, counted since the year 0, as people tell of it: whoever writes „Ende März“ may mean the
/// second of April, and of a notice at the end of a month the next one.
fn near_month(day: Date, said: i32, before: &str) -> bool {
    const NEAR_DAYS: i8 = 7;
    let months = i32::from(day.year()) * 12 + i32::from(day.month()) - 1;
    let is_vague = ["ende", "anfang", "beginn"].contains(&before);
    let is_late = day.day() > day.days_in_month() - NEAR_DAYS;
    match said - months {
        0 => true,
        1 => is_vague || is_late,
        -1 => is_vague || day.day() <= NEAR_DAYS,
        _ => false,
    }
}

/// „seit 2011 in Kraft“, where it has been so since 2012.
fn other_year(words: &[&str], finals: &[Date]) -> Option<String> {
    let is_own = |year: i16| finals.iter().any(|day| day.year() == year);
    let mut pairs = words.windows(2).enumerate();
    pairs.find_map(|(at, pair)| {
        let year: i16 = pair[1].parse().ok().filter(|_| pair[1].len() == 4)?;
        let is_meant = pair[0] == "seit" && is_in_force(&words[at + 2..]);
        (is_meant && !is_own(year)).then(|| format!("{} {}", pair[0], pair[1]))
    })
}

/// Whether the next words say that something is in force: „in Kraft“, „trat der Plan in Kraft“.
fn is_in_force(words: &[&str]) -> bool {
    const NEAR: usize = 5;
    let near = &words[..NEAR.min(words.len())];
    let own = near
        .iter()
        .take_while(|word| **word != "und" && !word.ends_with(','));
    let own: Vec<&str> = own.copied().collect();
    let states = ["wirksam", "rechtskräftig", "rechtsverbindlich", "kraft"];
    own.iter()
        .any(|word| states.contains(&word.trim_end_matches(['.', ','])))
}

fn finding(written: &Written, said: &str, day: Date) -> Finding {
    let shown = written.as_written(said);
    let words = day_in_words(day);
    Finding::new(
        &kinds::DAYS_OF_RECORD,
        written.place_of(shown),
        say(
            format!("Nach dem Text ist der Plan seit {shown} in Kraft, nach dem Verfahren seit {}", words.de),
            format!("By the text the plan is in force since {shown}, by the record since {}", words.en),
        ),
    )
    .because(say(
        "Der Plan tritt mit seiner Bekanntmachung in Kraft (§ 10 Abs. 3 Satz 4, § 6 Abs. 5 Satz 2 BauGB); eines von beiden ist falsch.",
        "The plan enters into force with its notice (§ 10 (3) sentence 4, § 6 (5) sentence 2 BauGB); one of the two is wrong.",
    ))
    .help(say(
        "Berichtigen Sie den Text oder den Tag der Phase.",
        "Correct the text or the day of the phase.",
    ))
}

#[cfg(test)]
mod tests {
    use super::other_day;
    use jiff::civil::date;

    #[test]
    fn a_month_is_compared_with_the_record() {
        let other = |text: &str| other_day(text, &[date(2026, 7, 10)]);
        assert_eq!(
            other("der plan ist ende märz 2026 in kraft getreten").as_deref(),
            Some("märz 2026")
        );
        assert_eq!(other("er trat ende juni 2026 in kraft"), None);
        assert_eq!(
            other("er wurde im märz 2026 beschlossen und trat mit der bekanntmachung in kraft"),
            None
        );
        assert_eq!(other("der plan ist seit dem 10. juli 2026 in kraft"), None);
    }
}
