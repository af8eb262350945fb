//! The names of municipalities in titles and texts.

use crate::check::case::{Case, Report};
use crate::check::kinds;
use crate::check::signature;
use crate::check::texts::{all, in_the_record};
use crate::finding::{Finding, say};

/// `TXT-005`
pub fn place_of_the_plan(case: &Case, report: &mut Report) {
    signature::places_of_signatures(case, report);
    let procedure = case.procedure;
    let named = [
        (
            procedure.plan.name.as_str(),
            procedure.origin.at("planname"),
        ),
        (
            procedure.summary.as_str(),
            procedure.origin.at("kurzbeschreibung"),
        ),
    ];
    let named = named.map(|(text, place)| in_the_record(text, place));
    let notices = all(case).filter(|(_, written)| written.is_notice);
    let notices = notices.map(|(_, written)| written);
    for (at, written) in named.into_iter().chain(notices).enumerate() {
        let Some(name) = foreign_place(case, written.text, at == 0) else {
            continue;
        };
        let place = written.place_of(&name);
        let own = &case.municipality.name;
        report.add(
            Finding::new(
                &kinds::PLACE_OF_PLAN,
                place,
                say(
                    format!("Hier steht „{name}“, das Verfahren führt {own}"),
                    format!("This says “{name}”, but the procedure is {own}'s"),
                ),
            )
            .help(say(
                "Liegt das Gebiet auch dort, ergänzen Sie weitere_gemeinden: [AGS]; sonst berichtigen Sie den Namen.",
                "If the area lies there as well, add weitere_gemeinden: [AGS]; otherwise correct the name.",
            )),
        );
    }
}

/// The name of another municipality that a text takes for the plan's own.
fn foreign_place(case: &Case, text: &str, is_title: bool) -> Option<String> {
    const OF: [&str; 4] = ["Stadt", "Gemeinde", "Kreisstadt", "Ort"];
    const SPEAKS: [&str; 5] = [
        "Stadtrat",
        "Gemeinderat",
        "Bekanntmachung",
        "Oberbürgermeister",
        "Bürgermeister",
    ];
    const ACTS: [&str; 8] = [
        "ändert",
        "stellt",
        "gibt",
        "veröffentlicht",
        "macht",
        "beabsichtigt",
        "beschließt",
        "legt",
    ];
    const BESIDES: [&str; 9] = [
        "parallel",
        "ebenfalls",
        "gleichzeitig",
        "zeitgleich",
        "zugleich",
        "daneben",
        "ihrerseits",
        "eigenen",
        "auch",
    ];
    let words: Vec<&str> = text
        .split(|letter: char| !letter.is_alphanumeric() && letter != '-')
        .filter(|word| !word.is_empty())
        .collect();
    let names_own = text.contains(case.municipality.name.as_str());
    let others = &case.procedure.more_municipalities;
    (0..words.len()).find_map(|at| {
        (1..=3).rev().find_map(|length| {
            let name = words.get(at..at + length)?.join(" ");
            let ags = case.around.municipality(&name.to_lowercase())?;
            let is_own = ags == case.municipality.ags || others.iter().any(|own| own.ags == ags);
            let before = at.checked_sub(1).and_then(|at| words.get(at)).copied();
            // „der Großen Kreisstadt“ says as much as „der Stadt“.
            let is_great = at >= 2 && words[at - 2].starts_with("Große");
            let front = at - usize::from(is_great);
            let after = words.get(at + length).copied();
            // Beside the own name another one may be a neighbour's, but not whose council it is.
            let two_before = front.checked_sub(3).and_then(|at| words.get(at..at + 2));
            let speaks = |pair: &[&str]| pair[1] == "der" && SPEAKS.contains(&pair[0]);
            // What a neighbour does besides is its own.
            let mut behind = words[at + length..].iter().skip(1).take(3);
            let is_besides = behind.any(|word| BESIDES.contains(word));
            let acts = after.is_some_and(|word| ACTS.contains(&word)) && !is_besides;
            let is_of = before.is_some_and(|word| OF.contains(&word))
                && (!names_own || acts || two_before.is_some_and(speaks));
            if names_own {
                return (!is_own && is_of).then_some(name);
            }
            let has_part = is_title && after.is_some_and(|word| ["OT", "Ortsteil"].contains(&word));
            let is_in = is_title && before == Some("in");
            (!is_own && (is_of || has_part || is_in)).then_some(name)
        })
    })
}
