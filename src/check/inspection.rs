//! Where the final notice says that the plan in force can be inspected (`FIN-003`).

use crate::check::case::{Case, Report, Step};
use crate::check::in_force::finals;
use crate::check::kinds;
use crate::check::own::Own;
use crate::check::said;
use crate::finding::{Finding, say};

/// Words of a sentence on inspection.
const INSPECTION: &str = "einsehen|eingesehen|einzusehen|einsicht|einsehbar|bereitgehalten|bereit gehalten|bereithält|zur ansicht|plan sehen|ansehen|niedergelegt|hinterlegt|vorgehalten|aufbewahrt|verwahrt|nachgelesen";
/// Words of a place that people can go to.
const PLACE: &str = "rathaus|rathäus|zimmer|raum |raum:| amt |amt,|amte|ämter|bauamt|planungsamt|stadtamt|gemeindeamt|landratsamt|ordnungsamt|verwaltung|büro|straße|str.|platz|markt|gebäude|haus |hause|haus,| schloss|service|geschäftsstelle|bibliothek|archiv|dezernat|sachgebiet|fachbereich|fachdienst|abteilung|referat|etage|geschoss|weg |gasse|allee|ring ";
/// Words of an address on the Internet.
const ONLINE: &str = "internet|www.|http|portal|homepage|online";
/// How far from the word the place may stand, in sentences; rows of a table are some.
const NEAR: usize = 2;
/// Sentences that name the place in other words.
const SIGN: &str = "liegt|liegen|finden|auskunft|erhältlich|zugänglich|ausgelegt + rathaus|zimmer|raum |bauamt|planungsamt|stadtamt|verwaltung|büro - gebiet|geltungsbereich|zwischen";
/// The same of those that say who keeps it ready: „hält die Stadt im Rathaus für jeden bereit“.
const KEPT: &str = "hält |halten |steht |stehen + bereit|zur verfügung + rathaus|zimmer|raum |bauamt|planungsamt|stadtamt|gemeindeamt|verwaltung|büro - gebiet|geltungsbereich|zwischen|internet|http|www.|portal|homepage";
/// Sentences in which a place is none of inspection.
const OTHER_PLACES: &str = "unbeachtlich|geltend|rüge|entschädigung|fälligkeit|beanstandet|geltungsbereich|plangebiet|das gebiet|zwischen |begrenzt|genehmig|gegenüber|im norden|im süden|im osten|im westen|nördlich|südlich|östlich|westlich|umschlossen|grenzt";
/// Sentences that let only some people see the plan in force.
const NOT_EVERYONE_BUT: &str = "jeder grundstückseigentümer|jeder eigentümer|jeder betroffene|jeder anlieger|jeder einwohner + einsehen|einsicht|eingesehen - jedermann|entschädigung";
const NOT_EVERYONE: &str = "einsicht|einsehen|eingesehen|bereitgehalten|bereit + für eigentümer|von eigentümern|von den eigentümern|für anlieger|von anliegern|für betroffene|planbetroffene|von betroffenen|für grundstückseigentümer|von grundstückseigentümern|eigentümer können|anlieger können|betroffene können|einwohner können|wer im plangebiet|wer im gebiet|wer ein grundstück|wer dort eigentum|wer eigentum|bei berechtigtem interesse|gegen eine gebühr|gegen gebühr - jedermann|jede|alle|auch|entschädigung|auszug|grundbuch";
/// An inspection that ends some day.
const FOR_A_TIME: &str = "einsehen|eingesehen|einzusehen|einsicht + für die dauer|dauer eines|dauer von|zwei wochen lang|vier wochen lang|bis zum ablauf|einen monat lang|einen monat zu|bis zum 0|bis zum 1|bis zum 2|bis zum 3|bis zum 4|bis zum 5|bis zum 6|bis zum 7|bis zum 8|bis zum 9|bis einschließlich 0|bis einschließlich 1|bis einschließlich 2|bis einschließlich 3|bis einschließlich 4|bis einschließlich 5|bis einschließlich 6|bis einschließlich 7|bis einschließlich 8|bis einschließlich 9|während eines monats|während der dauer - jahr|geltend|wurde|lag |konnte|danach|anschließend|ab dem|dauerhaft|auf dauer|stellungnahme|umweltbezogen";

/// `FIN-003`
pub fn where_to_inspect(case: &Case, report: &mut Report) {
    for step in finals(case).filter(|step| step.phase.facts.denies_access) {
        report.add(inspected_nowhere(step));
    }
    for step in finals(case) {
        let Some(own) = Own::of(step) else {
            continue;
        };
        let some = [NOT_EVERYONE, NOT_EVERYONE_BUT];
        if let Some(sentence) = some.iter().find_map(|sign| own.sentence(sign)) {
            report.add(inspected_by_some(&own, sentence));
        }
        if let Some(sentence) = own.sentence(FOR_A_TIME) {
            report.add(inspected_for_a_time(&own, sentence));
        } else if !says_where(case, &own, PLACE) {
            let is_online = says_where(case, &own, ONLINE);
            report.add(says_no_place(&own, is_online));
        }
    }
}

/// Whether a wording names a place of a kind where it speaks of inspection, or near.
fn says_where(case: &Case, own: &Own, place: &str) -> bool {
    let name = case.procedure.plan.name.to_lowercase();
    // The plan may be called after a street, a journal after an office, and an address on the Internet after all.
    let plain = |sentence: &str| {
        let words = sentence.replace(&name, "").replace("amtsblatt", "");
        let is_word =
            |word: &&str| place == ONLINE || !word.contains("://") && !word.contains("www.");
        words
            .split(' ')
            .filter(is_word)
            .collect::<Vec<_>>()
            .join(" ")
    };
    let shows = |sentence: &str| {
        let words = format!("{} ", plain(sentence));
        said::shows(&words, place)
            || place == PLACE && (has_postcode(&words) || is_recorded(case, own, &words))
    };
    let sentences = own.sentences();
    let is_place = |sentence: &String| !said::shows(sentence, OTHER_PLACES) && shows(sentence);
    let is_near = |at: usize| {
        let near = at.saturating_sub(NEAR)..(at + NEAR + 1).min(sentences.len());
        said::shows(&sentences[at], INSPECTION)
            && (shows(&sentences[at]) || sentences[near].iter().any(is_place))
    };
    let is_kept = || [SIGN, KEPT].iter().any(|sign| own.sentence(sign).is_some());
    (0..sentences.len()).any(is_near) || place == PLACE && is_kept()
}

/// Whether a text names a postcode of the state: it stands behind an address.
fn has_postcode(words: &str) -> bool {
    let mut words = words.split([' ', ',', '(', ')']);
    words.any(|word| {
        word.len() == 5 && word.starts_with('0') && word.bytes().all(|one| one.is_ascii_digit())
    })
}

/// Whether a text in small letters names a place of the record.
fn is_recorded(case: &Case, own: &Own, words: &str) -> bool {
    const SHORTEST: usize = 5;
    let places = case.display_places(own.step);
    let mut parts = places.iter().flat_map(|place| place.split(','));
    parts.any(|part| {
        let part = part.trim().to_lowercase();
        part.chars().count() >= SHORTEST && words.contains(&part)
    })
}

fn says_no_place(own: &Own, is_online: bool) -> Finding {
    let near = [
        "einsehen",
        "eingesehen",
        "einsicht",
        "in kraft",
        "wirksam",
        "beschlossen",
    ];
    let message = match is_online {
        true => say(
            "Der Wortlaut sagt nur eine Internetadresse, nicht, wo der Plan eingesehen werden kann",
            "The wording names an address on the Internet only, not where the plan can be inspected",
        ),
        false => say(
            "Der Wortlaut sagt nicht, wo der Plan eingesehen werden kann",
            "The wording does not say where the plan can be inspected",
        ),
    };
    Finding::new(&kinds::WHERE_TO_INSPECT, own.near(&near), message)
        .because(say(
            "Der Plan ist zu jedermanns Einsicht bereitzuhalten, und in der Bekanntmachung ist darauf hinzuweisen, wo (§ 10 Abs. 3 Satz 2 und 3, § 6 Abs. 5 Satz 3 BauGB); das Internet kommt dazu (§ 6a Abs. 2, § 10a Abs. 2 BauGB).",
            "The plan is kept ready for everyone to inspect, and the notice says where (§ 10 (3) sentences 2 and 3, § 6 (5) sentence 3 BauGB); the Internet comes in addition (§ 6a (2), § 10a (2) BauGB).",
        ))
        .help(say(
            "Ergänzen Sie den Ort mit Anschrift und Zeiten.",
            "Add the place with address and hours.",
        ))
}

fn inspected_by_some(own: &Own, sentence: &str) -> Finding {
    Finding::new(
        &kinds::WHERE_TO_INSPECT,
        own.near_sentence(sentence),
        say(
            "Der Wortlaut lässt nicht jeden den Plan einsehen",
            "The wording does not let everyone inspect the plan",
        ),
    )
    .because(say(
        "Der Plan ist zu jedermanns Einsicht bereitzuhalten (§ 10 Abs. 3 Satz 2, § 6 Abs. 5 Satz 3 BauGB).",
        "The plan is kept ready for everyone to inspect (§ 10 (3) sentence 2, § 6 (5) sentence 3 BauGB).",
    ))
    .help(say(
        "Schreiben Sie „von jedermann“.",
        "Write “von jedermann”.",
    ))
}

fn inspected_nowhere(step: &Step) -> Finding {
    Finding::new(
        &kinds::WHERE_TO_INSPECT,
        step.phase.origin.at("zugang"),
        say(
            "Für den Plan in Kraft ist kein Ort der Einsicht angegeben",
            "There is no place to inspect the plan in force",
        ),
    )
    .because(say(
        "Der Plan ist mit der Begründung zu jedermanns Einsicht bereitzuhalten (§ 6 Abs. 5 Satz 3, § 10 Abs. 3 Satz 2 BauGB).",
        "The plan is kept ready with its reasons for everyone to inspect (§ 6 (5) sentence 3, § 10 (3) sentence 2 BauGB).",
    ))
    .help(say(
        "Streichen Sie zugang: [], oder nennen Sie den Ort.",
        "Delete zugang: [], or name the place.",
    ))
}

fn inspected_for_a_time(own: &Own, sentence: &str) -> Finding {
    Finding::new(
        &kinds::WHERE_TO_INSPECT,
        own.near_sentence(sentence),
        say(
            "Nach dem Wortlaut kann der Plan nur für eine Zeit eingesehen werden",
            "By the wording the plan can only be inspected for a time",
        ),
    )
    .because(say(
        "Der Plan mit Begründung ist zu jedermanns Einsicht bereitzuhalten, auf Dauer (§ 6 Abs. 5 Satz 3, § 10 Abs. 3 Satz 2 BauGB).",
        "The plan with its reasons is kept ready for everyone to inspect, for good (§ 6 (5) sentence 3, § 10 (3) sentence 2 BauGB).",
    ))
    .help(say("Streichen Sie die Dauer.", "Delete the duration."))
}
