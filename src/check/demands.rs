//! What a wording asks of people beyond the law.

use crate::check::case::{Case, Report};
use crate::check::deterrents::{self, Ill};
use crate::check::hint_parts;
use crate::check::kinds;
use crate::check::own::{Own, of_displays, wordings};
use crate::finding::{Finding, Place, say};

/// Words that ask more than § 3 Abs. 2 BauGB, in small letters.
const NARROW: [&str; 34] = [
    "nur schriftlich",
    "ausschließlich schriftlich",
    "nur in schriftform",
    "ausschließlich in schriftform",
    "nur online",
    "ausschließlich online",
    "nur elektronisch",
    "ausschließlich elektronisch",
    "ausschließlich auf elektronisch",
    "nur auf elektronisch",
    "nur per post",
    "ausschließlich per post",
    "nur postalisch",
    "ausschließlich postalisch",
    "nur auf dem postweg",
    "nur per e-mail",
    "ausschließlich per e-mail",
    "ausschließlich zur niederschrift",
    "nur zur niederschrift",
    "nur über das beteiligungsportal",
    "ausschließlich über das beteiligungsportal",
    "nur eigentümer",
    "nur die eigentümer",
    "nur grundstückseigentümer",
    "ausschließlich eigentümer",
    "nur betroffene",
    "nur die betroffene",
    "ausschließlich betroffene",
    "nur anwohner",
    "nur die anwohner",
    "ausschließlich anwohner",
    "nur einwohner",
    "nur die einwohner",
    "nur bürger",
];
/// Sentences that ask who somebody is, or shut out a way, as [`crate::check::said::shows`] reads them.
const SENTENCES: [&str; 48] = [
    "betroffene grundstückseigentümer|betroffenen grundstückseigentümer|eigentümer können|anlieger können|anwohner können|betroffenen können|betroffene können|können betroffene|können die betroffenen|können eigentümer|können die eigentümer|können grundstückseigentümer|können die grundstückseigentümer|können anlieger|können die anlieger|können anwohner|können die anwohner + stellungnahme|äußer|anregung|einwend|einwänd - jede|alle |auch ander|insbesondere|öffentlichkeit|behörde|entschädigung|zusätzlich|sprechstunde|außerdem",
    "anonym + nicht berücksichtigt|nicht entgegengenommen|nicht bearbeitet|nicht zulässig|unzulässig|nicht angenommen|nicht möglich|ausgeschlossen|unberücksichtigt - mitteil|mitgeteilt|ergebnis|antwort|nicht ausgeschlossen|nicht unzulässig|nicht unberücksichtigt",
    "name|anschrift|adresse + zwingend|verpflichtend|müssen|muss|sind anzugeben|ist anzugeben|erforderlich + stellungnahme|einwendung|anregung|anzugeben|angabe - mitteil|mitgeteilt|ergebnis|antwort|freiwillig|nicht|weder|datenschutz|verarbeit|internetadresse|namens",
    "stellungnahme|äußerung|anregung + e-mail|elektronisch + nicht zulässig|unzulässig|nicht möglich|ausgeschlossen|nicht rechtsverbindlich|genügen nicht|genügt nicht|nicht entgegengenommen|nicht rechtswirksam|nicht wirksam",
    "stellungnahme|äußerung|anregung|einwendung + nur von |nur durch |ausschließlich von |ausschließlich durch + eigentümer|anlieger|anwohner|einwohner|bürger|betroffene - nicht nur von|nicht nur durch",
    "müssen elektronisch|muss elektronisch|müssen schriftlich|muss schriftlich + übermittel|abgegeben|abzugeben|eingereicht|erfolgen|vorgebracht|eingehen - ergebnis|antwort|nicht",
    "stellungnahme|äußerung|anregung + abgegeben|vorgebracht|eingereicht + von einwohnern|von den einwohnern|von allen einwohnern|von eigentümern|von den eigentümern|von grundstückseigentümern|von anliegern|von den anliegern|von anwohnern|von den anwohnern|von betroffenen|von den betroffenen|von den von der planung betroffenen|von den bürgern - jedermann|jeder|alle|auch|insbesondere|behörde|wurde|anderen|sei es",
    "abgegeben|eingereicht|übermittelt|vorgebracht + nicht auf anderem weg|nicht auf andere weise|nicht per post|nicht per brief|nicht schriftlich|nicht zur niederschrift|nicht per e-mail - nicht nur|ausschließlich|jedoch|sofern|wenn|falls|unterlagen",
    "andere zugangsmöglichkeit|andere zugangs + bestehen nicht|gibt es nicht|nicht angeboten|nicht eröffnet|nicht vorgesehen",
    "ohne anmeldung|ohne vorherige anmeldung|ohne terminvereinbarung|ohne vorherige terminvereinbarung|ohne termin + keine einsicht|nicht eingesehen|einsichtnahme nicht möglich|einsicht nicht möglich|nicht möglich - außerhalb|auch|stellungnahme",
    "stellungnahme|äußerung|anregung + ohne angabe|ohne name|ohne namen|ohne anschrift|ohne absender + nicht berücksichtigt|nicht bearbeitet|unberücksichtigt|nicht angenommen|nicht gewertet - mitteil|mitgeteilt|ergebnis|antwort",
    "stellungnahme|äußerung|anregung + zu unterschreiben|unterschrieben sind|unterschrieben werden|unterschrieben sein|eigenhändig|zu begründen - nicht|niederschrift|satzung|gebeten",
    "volljährig|lebensjahr vollendet|lebensjahr haben|mindestens 16 jahre|mindestens 18 jahre + stellungnahme|äußer|anregung|stellung nehmen|einsicht|einsehen - nicht|kein|auch |unabhängig",
    "benutzerkonto|nutzerkonto|bundid|registrierung + erforderlich|notwendig|voraussetzung|müssen|muss|zwingend + stellungnahme|äußer|anregung|hierfür|dafür|abgabe - nicht|kein|ohne|alternativ|oder ",
    "unter angabe des vollständigen namens|unter angabe von name|unter angabe des namens|unter angabe von vor- und + abzugeben|einzureichen|einzusenden - ergebnis|mitteil|antwort|nicht|freiwillig|bitte|soll",
    "begründung ist erforderlich|begründung ist zwingend|eigenhändig unterschrieben sein|eigenhändig zu unterschreiben|zu begründen und - nicht|satzung|bebauungsplan",
    "keine stellungnahmen abgegeben|keine stellungnahme abgegeben|keine anregungen vorgebracht|nach ablauf der veröffentlichungsfrist abgegeben werden können|nach ablauf der auslegungsfrist abgegeben werden können|nach ablauf der frist abgegeben werden können - wurden|sind |wird|sein|außerhalb|telefon",
    "postweg|per post|per brief|mündlich + eingehende|stellungnahme|anregung + nicht berücksichtigt|nicht angenommen|nicht bearbeitet|unberücksichtigt - nicht unberücksichtigt|verspätet|frist|anonym",
    "fristgerecht abgegebene|fristgerecht eingegangene|rechtzeitig abgegebene|rechtzeitig eingegangene|fristgerecht vorgebrachte + unberücksichtigt|nicht berücksichtigt - nicht fristgerecht|nicht rechtzeitig|nicht unberücksichtigt|nicht form-",
    "stellungnahme|äußer|anregung + wochen nach beginn|woche nach beginn|ersten zwei wochen|ersten drei wochen|ersten wochen der|ersten woche der - nicht",
    "eigentümer und nachbarn|eigentümer und mieter|einwohner der stadt können|einwohner der gemeinde können|einwohner können|mieter können + stellungnahme|äußer|anregung - jede|alle |auch ander|insbesondere|öffentlichkeit|behörde",
    "andere wege|anderer weg|andere form|andere möglichkeit|andere übermittlung|eine schriftliche|eine abgabe per|eine abgabe zur|eine abgabe in + nicht zur verfügung|nicht vorgesehen|nicht möglich|nicht zugelassen|nicht zulässig|ausgeschlossen|nicht eröffnet|nicht offen|bestehen nicht|gibt es nicht - außerhalb|öffnungszeit|wem|wenn|falls|sofern|soweit|personen",
    "personalausweis|ausweisdokument|lichtbildausweis + vorlage|vorzulegen|vorzuzeigen - antrag|kopie|nicht|kein|ohne",
    "gebühr|entgelt + stellungnahme|einsicht|abgabe der|äußerung + erhoben|fällig|entrichten|beträgt|gegen eine|in höhe - keine|kostenfrei|gebührenfrei|kopien|ausdruck|vervielfält|nicht",
    "höchstens|maximal|nicht länger als|nicht mehr als|beschränken + zeichen|seiten|wörter|worte + stellungnahme|äußerung - megabyte|mb |datei|anlage",
    "zur einsicht|zur einsichtnahme|auf papier|einsicht + für anwohner|für einwohner|für anlieger|für eigentümer|für pächter|nur für bürger|für bürger der - jedermann|jede|alle|auch|allgemein",
    "nach registrierung|nach vorheriger registrierung|nach anmeldung im|registrierung ist erforderlich|registrierung erforderlich|registrierung im portal ist|registrierung im beteiligungsportal ist + stellungnahme|stellung|erforderlich|möglich|abgegeben|abgeben - ohne|nicht erforderlich|keine|auch ",
    "ab 16 jahren|ab 18 jahren|ab vollendetem + stellung|stellungnahme|äußer - nicht|auch ",
    "berechtigt sind|berechtigt ist + eigentümer|anlieger|anwohner|einwohner|betroffene + stellung|stellungnahme|äußer - alle|jede|auch",
    "pro haushalt|je haushalt|nur eine stellungnahme|nur einmal + stellungnahme|äußer - erneut",
    "zweifacher ausfertigung|dreifacher ausfertigung|zweifach|dreifach + stellungnahme|äußerung|einreich - nicht|kein",
    "sammelstellungnahme|sammeleinwendung|unterschriftenliste + nicht zulässig|unzulässig|nicht berücksichtigt|nicht angenommen",
    "kopien|fotografieren|abschriften|ablichtungen|fotos + nicht angefertigt|nicht gestattet|untersagt|nicht zulässig|nicht erlaubt",
    "minderjährig + zustimmung|einwilligung + stellung|stellungnahme|äußer - datenschutz|verarbeit|ohne zustimmung|ohne einwilligung|ohne die |ohne eine |kein|nicht",
    "ohne wohnsitz|nicht in der stadt wohn|nicht in der gemeinde wohn|wohnsitz in der + nicht berücksichtigt|ausgeschlossen|voraussetzung|erforderlich - nicht ausgeschlossen|nicht erforderlich|nicht voraussetzung|keine voraussetzung|auch ",
    "ausschließlich die amtlichen formulare|ausschließlich das formular|nur das amtliche formular|nur das formular|ausschließlich mit dem formular|nur mit dem formular + stellungnahme|verwenden|zu nutzen|nutzen",
    "unter angabe von name|unter angabe des namens|unter angabe ihres namens|unter angabe des vollständigen namens|unter angabe ihres vollständigen namens|unter angabe von vor- und|unter angabe des vor- und|unter angabe von vorname|unter angabe der anschrift|unter angabe ihrer anschrift|unter angabe von anschrift|unter angabe der adresse|unter angabe der personalien|unter angabe der persönlichen daten|unter nennung von name|unter nennung des namens|unter nennung ihres namens|mit angabe von name|mit angabe des namens|mit vollständigem namen und|mit vollem namen und + abgeben|abgegeben|vorgebracht|vorbringen|eingereicht|einreichen|stellung nehmen|äußern + stellungnahme|äußer|anregung|stellung nehmen|sie  - ergebnis|mitteil|antwort|nicht |freiwillig|bitte|soll|kann auch|möglichst|gern|rückfrage|namens des |namen des plan|planname",
    "nicht jedoch|nicht aber|jedoch nicht|aber nicht + per post|per brief|auf dem postweg|schriftlich|zur niederschrift|mündlich|per e-mail + stellungnahme|äußer|anregung|abgabe|abgegeben - nicht fristgerecht|verspätet|auch mündlich|unterlagen|nicht jedoch nur|nicht aber nur|versand|versendet|verschickt",
    "einfache e-mail|e-mails ohne|e-mail ohne|e-mails werden|mails werden|nachrichten per e-mail + nicht berücksichtigt|unberücksichtigt|nicht entgegengenommen|nicht angenommen|nicht bearbeitet - fristablauf|nach ablauf|verspätet|fristgerecht|frist |nicht unberücksichtigt",
    "liegt|liegen|ausgelegt|bereitgehalten|zugänglich|zur einsicht|die einsicht |einsichtnahme |eingesehen|einsehen + nur für eigentümer|nur für anlieger|nur für anwohner|nur für einwohner|nur für betroffene|für einwohner der stadt|für einwohner der gemeinde|für einwohner von|mit berechtigtem interesse|bei berechtigtem interesse|ein berechtigtes interesse nachweisen|bei nachweis eines berechtigten - jedermann|jede|alle |auch für|plangebiet liegt|gebiet liegt|fläche liegt|grundbuch|wohnung|grundstück liegt|akten",
    "auf anderem weg|auf anderen wegen|auf andere weise|in anderer form|auf anderem wege + stellungnahme|äußerung|anregung|einwendung + nicht berücksichtigt|unberücksichtigt|nicht angenommen|nicht entgegengenommen|nicht bearbeitet - nicht unberücksichtigt|verspätet|fristgerecht|rechtzeitig|können",
    "können von den grundstückseigentümern stellungnahmen|können von den eigentümern stellungnahmen|können von eigentümern stellungnahmen|können von den anliegern stellungnahmen|können von den anwohnern stellungnahmen|können von den einwohnern stellungnahmen|können von den betroffenen stellungnahmen",
    "können nur die|kann nur, wer|können nur unmittelbar|können nur eigentümer|können nur anwohner|können nur anlieger|können nur nachbarn|dürfen nur die + stellung nehmen|stellungnahmen abgeben|stellungnahme abgeben|sich äußern|äußern - behörde|zu den|geändert|ergänzt|niederschrift",
    "stellungnahme|äußerung|anregung + nur während der|ausschließlich während der|nur innerhalb der|nur zu den + sprechzeit|öffnungszeit|dienstzeit|dienststunden + abgegeben|abgeben|abzugeben|eingereicht|einzureichen|vorgebracht - niederschrift|protokoll|mündlich|persönlich",
    "nicht bis zum|nicht bis einschließlich|nicht rechtzeitig|nicht fristgerecht|nicht innerhalb + erhoben|vorgebracht|geltend gemacht + sind ausgeschlossen|ausgeschlossen sind|präkludiert - nicht ausgeschlossen|nicht präkludiert|nicht damit ausgeschlossen|normenkontroll|antrag|unbeachtlich|vereinigung|verband|verbände|rechtsbehelf|umwrg|barriere",
    "stellungnahme|äußerung|anregung|abzugeben|einzureichen + uhr des letzten tag|uhr am letzten tag|uhr des letzten auslegungstag|uhr des letzten veröffentlichungstag - 24 uhr|24:00|24.00|23:59|23.59",
    "stellungnahme|äußerung|einwendung + mit namen und anschrift|mit name und anschrift|mit namen und adresse|mit name und adresse|namentlich|unter nennung der namen + im internet|ins internet|öffentlich gemacht|veröffentlicht - nicht|ohne|anonym|einwillig|zustimm|geschwärzt|behörde|abwägung",
    "stellungnahme|äußerung|einwendung + die nach dem|die nach ablauf|die später|die verspätet|die danach|verspätete|verspätet eingehende|nach fristende eingehende|nach ablauf der frist eingehende + werden nicht berücksichtigt|werden nicht mehr berücksichtigt|werden nicht angenommen|werden nicht entgegengenommen|werden nicht bearbeitet|finden keine berücksichtigung - können|kann ",
];

/// Sentences that leave no other access.
const NO_OTHERS: &str = "weitere zugangsmöglichkeit|weitere zugangs + bestehen nicht|gibt es nicht|nicht angeboten|nicht eröffnet|nicht vorgesehen";

/// Words of sentences on what somebody applies for.
const ON_OTHERS: [&str; 5] = ["antrag", "anträge", "beantrag", "akteneinsicht", "mündlich"];

/// Sentences that leave no access besides the Internet, where the law asks for one (§ 3 Abs. 2 Satz 2 BauGB).
const NO_PAPER: &str = "einsicht|einsehen|papierform|auslage|auslegung + rathaus|papier|vor ort|amt|verwaltung + nicht möglich|nicht zur verfügung|nicht vorgesehen|nicht angeboten|findet nicht statt|entfällt - außerhalb|öffnungszeit|sprechzeit|geschlossen|feiertag|samstag|freitag|montag|mittwoch|am |wem|wenn|falls|sofern|soweit|personen|eingang|barrierefrei|grundbuch";

/// Sentences by which nobody sees the plan without an appointment, where the law asks for an access that is easy to reach
/// (§ 3 Abs. 2 Satz 2 BauGB).
const BY_APPOINTMENT: &str = "nur nach telefonischer anmeldung|nur nach telefonischer voranmeldung|nur nach vorheriger anmeldung|nur nach vorheriger telefonischer|nur nach voranmeldung|nur nach terminvereinbarung|nur nach vorheriger terminvereinbarung|nur nach telefonischer terminvereinbarung|nur mit vorherigem termin|ausschließlich nach terminvereinbarung|ausschließlich nach vorheriger|ausschließlich nach telefonischer + einseh|einsicht|eingesehen|zugänglich|unterlagen liegen|unterlagen liegt - außerhalb|darüber hinaus|samstag|feiertag|donnerstag|weitere|andere|auskunft|auskünfte|beratung|erläuter";

/// `NOT-020`
pub fn asks_no_more(case: &Case, report: &mut Report) {
    for own in of_displays(case) {
        let is_related = own.step.rule.is_related;
        let places = case.display_places(own.step);
        let demands = of(&own, &places, !is_related);
        let is_told = |words: &str| {
            let mut told = demands.iter();
            told.any(|(_, demand)| {
                demand == &shortened(words) || words.to_lowercase().contains(demand)
            })
        };
        if !is_related {
            deters(&own, is_told, report);
        }
        for (at, demand) in demands {
            report.add(finding(at, Ill::More, (&demand, true)));
        }
    }
    for own in wordings(case).filter(|own| !own.step.rule.is_related && !own.step.is_display()) {
        if is_early(&own) {
            deters(&own, |_| false, report);
        }
        let closed = own.sentence(deterrents::CLOSED);
        if let Some(sentence) = closed.filter(|_| own.step.rule.puts_in_force) {
            let said = shortened(own.as_written(sentence));
            report.add(finding(
                own.near_sentence(sentence),
                Ill::Closed,
                (&said, false),
            ));
        }
    }
}

/// Whether the whole public takes part before there is a draft: those who are affected take part later.
fn is_early(own: &Own) -> bool {
    let rule = own.step.rule;
    let is_public = rule.is_public_participation() && !rule.is_restricted;
    let statements = own.step.phase.statements.as_ref();
    let is_of_some = statements.is_some_and(|own| own.audience.key != "alle");
    is_public && rule.hints.all.is_empty() && !is_of_some
}

/// Sentences that keep people from speaking, unless their words are told already.
fn deters(own: &Own, is_told: impl Fn(&str) -> bool, report: &mut Report) {
    // What turns a hint round has its own finding.
    const HINTS: [&str; 4] = ["frist", "elektronisch", "verspaetet", "zugang"];
    for (ill, sentence) in deterrents::of(own) {
        let written = own.as_written(sentence);
        let turns = |hint: &&str| hint_parts::turns_round(own, hint, sentence);
        if is_told(written) || HINTS.iter().any(turns) {
            continue;
        }
        let said = shortened(written);
        let is_display = own.step.is_display();
        report.add(finding(
            own.near_sentence(sentence),
            ill,
            (&said, is_display),
        ));
    }
}

fn finding(at: Place, ill: Ill, (said, is_display): (&str, bool)) -> Finding {
    Finding::new(&kinds::NO_MORE_THAN_LAW, at, deterrents::told(ill, said))
        .because(deterrents::reason(ill, is_display))
        .help(match ill {
            Ill::Exclusion | Ill::Futile | Ill::Names | Ill::Silence => {
                say("Streichen Sie den Satz.", "Delete the sentence.")
            }
            _ => say(
                "Streichen Sie die Einschränkung.",
                "Delete the restriction.",
            ),
        })
}

/// What a wording demands, with where it does. Other statutes ask for names and for writing.
fn of(own: &Own, places: &[String], is_own_statute: bool) -> Vec<(Place, String)> {
    // „Nur Eigentümer können einen Antrag stellen“ asks nothing of those who give statements.
    let is_meant = |demand: &&&str| {
        let mut sentences = own.sentences().iter();
        sentences.any(|sentence| {
            says(sentence, demand) && !ON_OTHERS.iter().any(|word| sentence.contains(word))
        })
    };
    let mut found: Vec<(Place, String)> = NARROW
        .iter()
        .filter(is_meant)
        .map(|demand| (place(own, demand), (*demand).to_owned()))
        .collect();
    if is_own_statute {
        // Whoever has named the places of access may say that there are no others.
        let names_place = own.unnamed(places).count() < places.len();
        let needs_access = own.step.rule.needs_access;
        let no_access = [NO_PAPER, BY_APPOINTMENT].into_iter();
        let no_access = no_access.filter(|_| needs_access);
        let no_others = (!names_place).then_some(NO_OTHERS);
        for sign in SENTENCES.into_iter().chain(no_access).chain(no_others) {
            let is_told = |sentence: &&str| found.iter().any(|(_, told)| sentence.contains(told));
            let shown = own.sentence(sign).filter(|sentence| !is_told(sentence));
            found.extend(shown.map(|sentence| {
                let written = own.as_written(sentence);
                (own.near_sentence(sentence), shortened(written))
            }));
        }
    }
    found
}

/// The demand itself, else its line.
fn place(own: &Own, demand: &str) -> Place {
    let found = own.found(demand);
    found.map_or_else(|| own.near(&[demand]), |at| own.at(at))
}

/// Whether a text says it, and not „nicht nur schriftlich“.
fn says(lower: &str, demand: &str) -> bool {
    lower
        .match_indices(demand)
        .any(|(at, _)| !lower[..at].trim_end().ends_with("nicht"))
}

/// The beginning of a sentence, to know it by.
fn shortened(sentence: &str) -> String {
    const LETTERS: usize = 80;
    if sentence.chars().count() <= LETTERS {
        return sentence.to_owned();
    }
    let cut: String = sentence.chars().take(LETTERS).collect();
    format!("{} …", cut.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::said;

    #[test]
    fn whoever_asks_not_only_for_it_does_not_demand_it() {
        assert!(says("stellungnahmen nur schriftlich", "nur schriftlich"));
        assert!(!says("nicht nur schriftlich", "nur schriftlich"));
    }

    #[test]
    fn names_may_be_asked_for_a_reply() {
        let asks = |text: &str| SENTENCES.iter().any(|sign| said::shows(text, sign));
        assert!(asks("namen und anschrift sind zwingend anzugeben"));
        assert!(asks("anonyme stellungnahmen werden nicht berücksichtigt"));
        assert!(!asks(
            "für die mitteilung des ergebnisses ist die angabe der anschrift erforderlich"
        ));
        assert!(!asks(
            "die angabe von name und anschrift ist nicht erforderlich"
        ));
    }
}
