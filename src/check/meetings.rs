//! When and where people meet: hearings and other events (`NOT-031`).

use crate::check::case::{Case, Report, Step};
use crate::check::days::days;
use crate::check::kinds;
use crate::check::own::Own;
use crate::finding::{Finding, Place, Words, say};
use crate::model::phase::{Meeting, Moment};

/// `NOT-031`
pub fn when_and_where(case: &Case, report: &mut Report) {
    for step in case.steps.iter().chain(&case.related_steps) {
        let phase = step.phase;
        if phase.void.is_some() {
            continue;
        }
        let is_over = phase.on(case.today()) == Moment::Over;
        if step.rule.meets && phase.meetings.is_empty() && !is_over {
            report.add(unknown(step));
        }
        for meeting in &phase.meetings {
            report.extend(on_another_day(step, meeting));
            report.extend(Own::of(step).and_then(|own| told_otherwise(&own, meeting)));
        }
    }
}

fn finding(place: Place, message: Words) -> Finding {
    Finding::new(&kinds::MEETINGS, place, message).because(say(
        "Wer kommen will, muss Tag, Uhrzeit und Ort kennen; ein Erörterungstermin wird mindestens eine Woche vorher mit ihnen bekannt gemacht (§ 73 Abs. 6 VwVfG a. F., § 73b VwVfG).",
        "Whoever wants to come must know day, hour and place; a hearing is announced with them at least a week before (§ 73 (6) VwVfG old, § 73b VwVfG).",
    ))
}

fn unknown(step: &Step) -> Finding {
    let label = &step.rule.label;
    finding(
        step.phase.origin.at("datum"),
        say(
            format!("„{}“ steht bevor, Uhrzeit und Ort fehlen", label.de),
            format!(
                "“{}” is to come, but its hour and place are missing",
                label.en
            ),
        ),
    )
    .help(say(
        "Ergänzen Sie termine: [{datum: …, uhrzeit: \"18:00\", ort: …}].",
        "Add termine: [{datum: …, uhrzeit: \"18:00\", ort: …}].",
    ))
}

/// A meeting outside of its phase.
fn on_another_day(step: &Step, meeting: &Meeting) -> Option<Finding> {
    let time = step.phase.time;
    let day = meeting.day;
    let is_within = time.start() <= day && time.end().is_none_or(|end| day <= end);
    (!is_within).then(|| {
        finding(
            meeting.origin.at("datum"),
            say(
                format!("Der Termin am {day} liegt nicht in seiner Phase"),
                format!("The meeting on {day} is not within its phase"),
            ),
        )
        .help(say(
            "Berichtigen Sie den Tag, oder führen Sie den Termin bei der Phase, zu der er gehört.",
            "Correct the day, or write the meeting to the phase that it belongs to.",
        ))
    })
}

/// A wording that announces the meeting without its day, or at another hour.
fn told_otherwise(own: &Own, meeting: &Meeting) -> Option<Finding> {
    let text = own.lower();
    let is_told = days(text).iter().any(|day| day.is(meeting.day));
    let is_hearing = own.step.rule.meets;
    let clock = &meeting.clock;
    let (place, message) = if !is_told {
        let message = say(
            format!("Der Wortlaut nennt den Termin am {} nicht", meeting.day),
            format!("The wording does not name the meeting on {}", meeting.day),
        );
        (own.near(&["termin", "erörter", "versammlung"]), message)
    } else if !hours(text).contains(clock) {
        let message = say(
            format!(
                "Der Wortlaut nennt den Termin am {} nicht um {clock} Uhr",
                meeting.day
            ),
            format!(
                "The wording does not name the meeting on {} at {clock}",
                meeting.day
            ),
        );
        (own.near(&["uhr"]), message)
    } else {
        return None;
    };
    // What a town adds to a participation need not stand in its notice, but not at another hour.
    (is_hearing || is_told && hours(text).len() == 1).then(|| {
        finding(place, message)
            .and_at(meeting.origin.at("uhrzeit"))
            .help(say(
                "Berichtigen Sie den Wortlaut oder termine.",
                "Correct the wording or termine.",
            ))
    })
}

/// The hours that a text in small letters names: „18 Uhr“, „17.30 Uhr“.
fn hours(text: &str) -> Vec<String> {
    let ends = text
        .match_indices("uhr")
        .map(|(at, _)| text[..at].trim_end());
    let hours = ends.filter_map(|before| {
        let start = before.rfind(|letter: char| !letter.is_ascii_digit() && !".:".contains(letter));
        let said = &before[start.map_or(0, |at| {
            at + before[at..].chars().next().map_or(1, char::len_utf8)
        })..];
        let (hour, minute) = said.split_once(['.', ':']).unwrap_or((said, "0"));
        let (hour, minute): (u8, u8) = (hour.parse().ok()?, minute.parse().ok()?);
        Some(format!("{hour:02}:{minute:02}"))
    });
    hours.collect()
}

#[cfg(test)]
mod tests {
    use super::hours;

    #[test]
    fn hours_are_read_as_people_write_them() {
        assert_eq!(
            hours("um 18 uhr oder 9:30 uhr, 17.05 uhr; die uhr"),
            ["18:00", "09:30", "17:05"]
        );
    }
}
