//! What a wording says that keeps people from speaking besides plain demands: ways that are shut, conditions, fees,
//! exclusions that no law knows, a plan that is said to be settled (`NOT-020`).

use crate::check::own::Own;
use crate::check::said::{self, has_any};
use crate::check::speakers;
use crate::finding::{Words, say};
use jiff::civil::{Date, date};

/// What keeps people away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ill {
    /// Only some may speak.
    Some,
    /// A form or a condition that the law does not ask.
    More,
    /// Speaking or looking costs something.
    Fee,
    /// Whoever is silent is said to lose rights.
    Exclusion,
    /// Speaking is said to be of no use.
    Futile,
    /// Names are to be published.
    Names,
    /// The outcome is not told.
    Silence,
    /// The plan that is in force is not for everyone.
    Closed,
}

/// Words of sentences on statements.
const SPEECH: &str = "stellungnahme|äußer|anregung|einwend|einwänd|stellung nehmen|stellung zu nehmen|meinung|bedenken|beteiligung";

/// Signs, as [`said::shows`] reads them, for sentences on statements.
const SPEAKING: [(Ill, &str); 16] = [
    (
        Ill::More,
        "brief|auf papier|papierform|postweg|per post|postalisch|niederschrift|schriftlich + nicht bearbeitet|nicht angenommen|nicht entgegengenommen|nicht geprüft|nicht beachtet|nicht gewertet|nicht gelesen|zurückgesandt|zurückgeschickt|zurückgesendet|zurückgewiesen|abgewiesen|sind ungültig|ist ungültig|gelten nicht|nicht zugelassen - frist|rechtzeitig|verspätet|nach ablauf|nach dem|später|außerhalb|original|anlagen|unterlagen|nicht nur|anonym|nicht zurück|nicht abgewiesen|auf wunsch|werbung|nicht ungültig|telefonisch vorgebrachte",
    ),
    (
        Ill::More,
        "signatur|signiert|de-mail + müssen|muss|zwingend|erforderlich|nur mit|bedürfen|zu versehen + stellungnahme|äußerung|anregung|einwendung|e-mail - nicht |kein|weder|oder ",
    ),
    (
        Ill::More,
        "muss |müssen + begründet|begründung enthalten|gegenvorschlag|flurstück bezeichnen|flurstück benennen|flurstück angeben|flurstücksnummer|grundstück bezeichnen|grundstück benennen|geburtsdatum|unterschrift|unterschrieben|rechtsanwalt|anwaltlich|attest|betroffenheit|in deutscher sprache|auf deutsch|formblatt|formular verwend + stellungnahme|äußerung|anregung|einwendung|einwände - nicht |kein|antrag|rechtsbehelf|klage|rüge|normenkontroll|§ 215|entschädig|weder|stadt muss|gemeinde muss|abwägung muss",
    ),
    (
        Ill::More,
        "stellungnahme|äußerung|anregung|einwendung + sind zu begründen|ist zu begründen|nur mit begründung|in deutscher sprache abzu|in deutscher sprache einzu|in deutscher sprache zu|auf deutsch abzu|auf deutsch einzu|nur in deutscher|ausschließlich in deutscher|ausschließlich auf deutsch|nur auf deutsch|haben einen gegenvorschlag|haben das flurstück|unter angabe des flurstück|unter angabe der flurstück|unter angabe des betroffenen - nicht |kein|antrag|oder sorbisch|und sorbisch|möglichst|gern|wenn möglich|bitte",
    ),
    (
        Ill::More,
        "nur sachkundige|nur fachkundige|nur fachlich|nur fundierte|nur begründete|nur sachlich|nur namentlich|nur unterschriebene|nur unterzeichnete|nur vollständige|nur qualifizierte|nur konstruktive|ausschließlich begründete|ausschließlich sachkundige|ausschließlich fachlich|ausschließlich namentlich|ausschließlich unterschriebene + geprüft|berücksichtig|behandelt|bearbeitet|gewertet|beachtet|entgegengenommen|angenommen|zugelassen|fließen|eingehen - nicht nur|auch ",
    ),
    (
        Ill::More,
        "nachrangig|zweitrangig|weniger gewicht|geringeres gewicht|geringerem gewicht|zurückgestellt|zuletzt behandelt|nicht berücksichtigt|nicht geprüft|nicht bearbeitet|nicht entgegengenommen|nicht angenommen + von auswärt|auswärtige|nicht im gebiet|nicht im plangebiet|nicht im ort|nicht in der|ortsfremd|von nicht betroffen|von nichtbetroffen|ohne grundstück|ohne eigentum|nichteigentümer|von mietern - nicht nachrangig|nicht zurückgestellt|gleich|frist|nicht in der auslegung|gebiet liegen|begründung|verspätet",
    ),
    (
        Ill::More,
        "sind erneut abzu|sind erneut einzu|sind erneut vorzu|erneut abgegeben werden müssen|sind neu einzureichen|sind neu abzugeben|müssen erneut|müssen neu |müssen wiederholt|sind zu wiederholen|verfallen|verlieren ihre|hinfällig|gegenstandslos|nicht mehr gültig|gelten nicht mehr + stellungnahme|äußerung|anregung|einwendung - nicht erneut|nicht neu|brauch|kein|müssen nicht|verlieren nicht|nicht hinfällig|nicht gegenstandslos|nicht verfallen|frühzeitig|vorentwurf|veröffentlichung sind|unterlagen sind",
    ),
    (
        Ill::Exclusion,
        "einwend|einwänd|bedenken|stellungnahme + später nicht|später nicht mehr|nachträglich nicht|in einem späteren|im gerichtlichen verfahren|vor gericht|gerichtlich + geltend gemacht|vorgebracht|ausgeschlossen|berufen|geltend machen|angreifen - vereinigung|verband|verbände|§ 47|vwgo|verwaltungsgerichtsordnung|umwrg|rechtsbehelfsgesetz|normenkontroll|antrag|§ 215|§ 214|unbeachtlich|nicht ausgeschlossen|unberührt|auch später|ohne dass|unabhängig|entschädig",
    ),
    (
        Ill::Exclusion,
        "schweigen gilt|gilt als zustimmung|gilt als einverständnis|gilt als verzicht + stellungnahme|äußer|einwend|bürger|jeder|wer - behörde|träger|gemeindliche|einvernehmen|genehmigung|nicht als",
    ),
    (
        Ill::Futile,
        "stellungnahme|äußerung|anregung|einwend|einwänd|beteiligung + nichts mehr ändern|nichts ändern|nichts daran ändern|nicht mehr ändern|nicht mehr geändert|nicht mehr beeinflussen|keinen einfluss|ohne einfluss|keine änderung mehr|keine änderungen mehr|ohne wirkung|wirkungslos|zwecklos|folgenlos|endgültig entschieden|endgültig beschlossen|führen zu keiner änderung|führen nicht zu einer änderung|steht bereits fest|steht schon fest|stehen bereits fest|unumstößlich - frist|verspätet|noch nicht|nicht endgültig|zurückgezogen|nach dem|nach ablauf|vereinigung|gültigkeit|rechtmäßigkeit|wirksamkeit|anonym|zahl|ob |form|teile|teilen|unverändert|nicht wirkungslos|nicht zwecklos|nicht ohne|schlusstermin",
    ),
    (
        Ill::Names,
        "mit namen|mit ihrem namen|mit ihren namen|mit vollem namen|mit klarnamen|mit name|namentlich|unter nennung|samt namen + veröffentlicht|ins internet|im internet gezeigt|öffentlich ausgehängt|öffentlich verlesen|öffentlich gemacht|bekannt gemacht|bekanntgemacht + stellungnahme|äußerung|einwend|anregung - nicht|ohne|anonym|einwillig|zustimm|geschwärzt|behörde|träger|auf wunsch|wenn |kein|nie",
    ),
    (
        Ill::More,
        "telefonisch|mündlich + brieflich|schriftlich|postalisch + nicht bearbeitet|nicht berücksichtigt|nicht angenommen|nicht entgegengenommen - frist|verspätet|nach ablauf|oder zur niederschrift",
    ),
    (
        Ill::More,
        "nur wenn|nur dann|nur bei + namen und anschrift|name und anschrift|namen und adresse|begründet|begründung|unterschrieben|unterschrift|nachweis|nachgewiesen|betroffenheit|eigentum + berücksichtigt|geprüft|bearbeitet|entgegengenommen|angenommen|beachtet|möglich|zulässig|abgegeben - mitteil|mitgeteilt|antwort|beantwort|nicht nur|nicht |kein",
    ),
    (
        Ill::More,
        "stellungnahme|äußerung|anregung|einwendung + bedürfen|bedarf + der unterschrift|einer unterschrift|der schriftform|einer begründung|eines nachweises|der eigenhändigen - nicht|kein|antrag|rüge",
    ),
    (
        Ill::Fee,
        "gebühr|entgelt|euro|kostenpflichtig + je stellungnahme|pro stellungnahme|für jede stellungnahme|für die stellungnahme|abgabe einer stellungnahme|stellungnahme kostet|stellungnahmen kosten|aufnahme zur niederschrift|für die niederschrift|für die aufnahme + erhoben|zahlen|entrichten|fällig|kostet|kosten|kostenpflichtig|beträgt|berechnet|verlangt - kein|kostenfrei|gebührenfrei|kostenlos|kopie|nicht ",
    ),
    (
        Ill::Fee,
        "gebühr|entgelt|kostenpflichtig + stellungnahme|äußerung|einwendung + ist kostenpflichtig|sind kostenpflichtig|nach zahlung|gegen zahlung|gegen gebühr - kein|kopie|ausdruck|nicht |antrag",
    ),
];

/// The same for any sentence.
const OTHERS: [(Ill, &str); 9] = [
    (
        Ill::Exclusion,
        "keine stellungnahme|keine einwendung|nicht äußert|keine äußerung|keine einwände|nicht stellung nimmt|ohne stellungnahme|versäumt|schweigt + klagen|klage|gericht|rechtsmittel|anfechten|vorgehen|klagerecht|rechtsschutz + nicht mehr|verliert|verlieren|verwirkt|ausgeschlossen|keine klage|verlust - vereinigung|verband|verbände|§ 47|vwgo|umwrg|verliert nicht|verliert kein|nicht ausgeschlossen|unberührt",
    ),
    (
        Ill::More,
        "e-mail|elektronisch + ohne + signatur|signiert + ungültig|unwirksam|nicht berücksichtigt|unberücksichtigt|nicht angenommen|nicht bearbeitet|nicht entgegengenommen|genügen nicht|genügt nicht|reichen nicht|reicht nicht|unzulässig|nicht zulässig|nicht wirksam|gelten nicht - nicht ungültig|nicht unzulässig|nicht unwirksam",
    ),
    (
        Ill::Silence,
        "ergebnis + wird nicht mitgeteilt|werden nicht mitgeteilt|nicht bekannt gegeben|nicht bekanntgegeben|keine mitteilung|keine antwort|nicht benachrichtigt|nicht mitteilen + prüfung|abwägung|stellungnahme|einwend|anregung - anonym|ohne|anschrift|adresse|name|wenn|sofern|falls|soweit|statt|50|fünfzig|einzeln|verspätet|frühzeitig|gesondert|lesbar|sammel|unterschrift|gleich|vertreter",
    ),
    (
        Ill::More,
        "andere formen|andere wege|anderen wege|andere übermittlungswege|andere abgabewege|andere zusendungen|andere einsendungen|sonstige formen|sonstige wege|weitere formen + nicht berücksichtigt|nicht angenommen|nicht bearbeitet|nicht entgegengenommen|nicht akzeptiert|scheiden aus|werden nicht beachtet - außerhalb|wem|wenn|falls|sofern|soweit|personen|nutzung|bebauung|wohn|dach|bau|energie|werb|verkehr|unberücksichtigt|frist",
    ),
    (
        Ill::More,
        "briefe |briefpost|postsendungen|papierpost + nehmen wir nicht|nehmen wir leider nicht|nicht mehr an|nicht angenommen|nicht entgegengenommen|nicht bearbeitet|nicht geöffnet|nicht gelesen - außerhalb|nach ablauf|frist|verspätet|werbung|nicht nur|anonym",
    ),
    (
        Ill::Fee,
        "gebühr|entgelt|euro + für die bearbeitung|für die entgegennahme|für die prüfung|für die einsicht|für das einsehen|einsicht kostet|einsichtnahme kostet|bearbeitungsgebühr|bearbeitungsentgelt + erhoben|erheben|zahlen|entrichten|fällig|kostet|beträgt|berechnet|verlangt - kein|kostenfrei|gebührenfrei|kostenlos|kopie|ausdruck|zusend|versand|porto|antrag|anträge|genehmigung|nicht |grundbuch|kataster|umweltinformation",
    ),
    (
        Ill::Fee,
        "einsicht|einsehen|eingesehen + ohne kopie|ohne kauf|ohne gebühr|ohne bezahlung|ohne entgelt + nicht vorgesehen|nicht möglich|nicht gestattet|ausgeschlossen|nicht zulässig",
    ),
    (
        Ill::More,
        "ohne anmeldung|ohne termin|ohne voranmeldung|ohne vorherige|unangemeldet + nicht eingelassen|kein einlass|keinen einlass|kein zutritt|keinen zutritt|nicht vorgelassen|nicht hereingelassen - außerhalb|versammlung|sitzung|veranstaltung",
    ),
    (
        Ill::Futile,
        "hat bereits beschlossen, dass|ist bereits beschlossen|bereits entschieden, dass|bereits entschieden worden|steht bereits fest|steht schon fest|steht fest, dass + gebaut|errichtet|umgesetzt|verwirklicht|realisiert|kommt - aufstell|entwurf|veröffentlich|auslegung|gebilligt|nicht|regionalplan|raumordn",
    ),
];

/// The day since which nobody is precluded before a court for having been silent (§ 47 Abs. 2a VwGO until then).
const NO_PRECLUSION: Date = date(2017, 6, 2);

/// The sentences of a wording that keep people from speaking, each once.
pub fn of<'c>(own: &Own<'c, '_>) -> Vec<(Ill, &'c str)> {
    let sentences = own.sentences();
    let invites = speakers::invites_everyone(sentences);
    let is_display = own.step.is_display();
    let start = own.step.phase.time.start();
    let audience = own.step.phase.statements.as_ref().map(|own| own.audience);
    let is_of_some = audience.is_some_and(|own| own.key != "alle");
    let is_meant = |ill: Ill| match ill {
        // § 4a Abs. 3 Satz 4, § 13 Abs. 2 Satz 1 Nr. 2 BauGB
        Ill::Some => !is_of_some,
        // Nobody is told the outcome of the early participation, and no form is written for it.
        Ill::Silence | Ill::More => is_display,
        Ill::Exclusion => start >= NO_PRECLUSION,
        _ => true,
    };
    let found = sentences.iter().filter_map(|sentence| {
        let ill = ill_of(sentence, invites)?;
        is_meant(ill).then_some((ill, sentence.as_str()))
    });
    found.collect()
}

fn ill_of(sentence: &str, invites: bool) -> Option<Ill> {
    if has_any(sentence, SPEECH) {
        if !invites && speakers::are_some(sentence) {
            return Some(Ill::Some);
        }
        let shown = SPEAKING
            .iter()
            .find(|(_, sign)| said::shows(sentence, sign));
        let ill = shown.map(|(ill, _)| *ill);
        let ill = ill.or_else(|| is_on_condition(sentence).then_some(Ill::More));
        if ill.is_some() {
            return ill;
        }
    }
    // „bei Bedarf auch auf anderem Weg, wenn ein Attest vorgelegt wird“
    let is_other_way = ["auf anderem weg", "auf andere weise", "in anderer form"];
    if is_other_way.iter().any(|way| sentence.contains(way)) && is_on_condition(sentence) {
        return Some(Ill::More);
    }
    if excludes_persons(sentence) {
        return Some(Ill::Exclusion);
    }
    let mut others = OTHERS.iter();
    let shown = others.find(|(_, sign)| said::shows(sentence, sign));
    shown.map(|(ill, _)| *ill)
}

/// „…, sofern er Namen und Anschrift angibt“, „Wenn Sie Eigentümer sind, können Sie Stellung nehmen“
fn is_on_condition(sentence: &str) -> bool {
    const IF: [&str; 4] = ["sofern ", "wenn ", "falls ", "vorausgesetzt"];
    const SHOWN: &str = "namen|anschrift|attest|nachweis|nachgewiesen|nachweisen|eigentum|eigentümer sind|eigentümer ist|betroffen sind|betroffen ist|im plangebiet wohn|im gebiet wohn|ausweis|unterschr|begründung|begründet|volljährig";
    const OTHER: &str = "nicht|kein|ohne|antwort|mitteil|ergebnis|rückfrage|bestätigung|wünsch|möchte|verarbeit|veröffentlich|barriere";
    const TAKEN: &str = "abgeb|abgegeben|abzugeben|äußern|stellung nehmen|vorbring|vorgebracht|einreich|auf anderem weg|auf andere weise|entgegengenommen|angenommen|berücksichtigt|geprüft";
    const ON_ELSE: &str = "mitteil|mitgeteilt|antwort|ergebnis|bestätig|unberücksichtigt|verspätet|fristgerecht|bitte|gebeten|nicht|kein|sollte";
    let clauses: Vec<&str> = sentence.split([',', '(', ')', '–']).collect();
    clauses.iter().enumerate().any(|(at, clause)| {
        let own = clause.trim();
        let begins = IF.iter().any(|word| own.starts_with(word));
        if !begins || !has_any(own, SHOWN) || has_any(own, OTHER) {
            return false;
        }
        let before = at.checked_sub(1).and_then(|at| clauses.get(at));
        let mains = [before, clauses.get(at + 1).filter(|_| at == 0)];
        let is_main = |main: &str| {
            let may = [
                "kann",
                "können",
                "darf",
                "dürfen",
                "wird ",
                "werden",
                "auf anderem weg",
            ];
            has_any(main, TAKEN)
                && may.iter().any(|word| main.contains(word))
                && !has_any(main, ON_ELSE)
        };
        mains.into_iter().flatten().any(|main| is_main(main))
    })
}

/// „dass jede Person mit allen Einwendungen ausgeschlossen ist“: only associations are, and only against preparatory plans.
fn excludes_persons(sentence: &str) -> bool {
    const ALL: [&str; 4] = [
        "mit allen einwendungen",
        "mit seinen einwendungen",
        "mit ihren einwendungen",
        "mit einwendungen",
    ];
    const PERSONS: [&str; 9] = [
        "jede person",
        "jedermann",
        "jeder mensch",
        "jede und jeder",
        "jeder einwender",
        "alle personen",
        "bürgerinnen",
        "personen, die",
        "wer ",
    ];
    const ASSOCIATIONS: [&str; 3] = ["vereinigung", "verband", "verbänd"];
    let said = ALL.iter().find_map(|words| sentence.find(words));
    let Some(at) = said.filter(|at| sentence[*at..].contains("ausgeschlossen")) else {
        return false;
    };
    let before = &sentence[..at];
    let association = ASSOCIATIONS
        .iter()
        .filter_map(|word| before.find(word))
        .min();
    let person = PERSONS
        .iter()
        .filter(|word| association.is_none() || **word != "wer ");
    let person = person.filter_map(|word| before.rfind(word)).max();
    let is_denied = sentence.contains("nicht ausgeschlossen") || sentence.contains("planfeststell");
    // „Jedermann kann Stellung nehmen, eine Vereinigung ist …“ are two hints.
    let is_near = person.is_some_and(|own| match association {
        Some(other) if own < other => {
            let between = &before[own..other];
            let mut joints = [", auch ", " und ", " oder ", " sowie ", "einschließlich"].iter();
            joints.any(|joint| between.contains(joint)) && !between.contains("kann ")
        }
        other => other.is_none(),
    });
    is_near && !is_denied
}

/// Sentences that explain the plan in force to some people only; who may inspect it is asked by `FIN-003`.
pub const CLOSED: &str = "auskunft|auskünfte + nur grundstückseigentümer|nur den grundstückseigentümer|nur an grundstückseigentümer|nur eigentümer|nur den eigentümer|nur an eigentümer|nur an die eigentümer|nur betroffene|nur den betroffenen|nur an betroffene|nur anlieger|nur an anlieger|nur anwohner|nur an anwohner|nur einwohner|nur an einwohner|nur beteiligte|nur an beteiligte|ausschließlich grundstückseigentümer|ausschließlich an grundstückseigentümer|ausschließlich eigentümer|ausschließlich an eigentümer|ausschließlich betroffene|ausschließlich an betroffene|ausschließlich anlieger|ausschließlich an anlieger|ausschließlich einwohner|nur bei berechtigtem interesse|nur mit berechtigtem interesse|nur wer ein berechtigtes|berechtigtes interesse nachweis|berechtigtes interesse darleg|berechtigtes interesse glaubhaft - nicht nur|grundbuch|kataster|akten|baulasten|bauakte|eigentumsverh|einsehen|eingesehen|einsicht";

/// What is wrong, before the words that say it.
pub fn told(ill: Ill, said: &str) -> Words {
    let (de, en) = match ill {
        Ill::Some | Ill::More | Ill::Fee => (
            "Der Wortlaut verlangt mehr als das Gesetz",
            "The wording asks more than the law",
        ),
        Ill::Exclusion => (
            "Der Wortlaut droht mit einem Ausschluss, den das Gesetz nicht kennt",
            "The wording threatens with an exclusion that the law does not know",
        ),
        Ill::Futile => (
            "Der Wortlaut lässt Stellungnahmen zwecklos erscheinen",
            "The wording makes statements seem of no use",
        ),
        Ill::Names => (
            "Der Wortlaut kündigt an, Namen zu veröffentlichen",
            "The wording announces that names will be published",
        ),
        Ill::Silence => (
            "Der Wortlaut versagt die Mitteilung des Ergebnisses",
            "The wording refuses to tell the outcome",
        ),
        Ill::Closed => (
            "Der Wortlaut gibt nicht jedem Auskunft",
            "The wording does not let everyone ask about the plan",
        ),
    };
    say(format!("{de}: „{said}“"), format!("{en}: “{said}”"))
}

/// Why it is wrong.
pub fn reason(ill: Ill, is_display: bool) -> Words {
    match ill {
        Ill::Some | Ill::More | Ill::Fee if is_display => say(
            "Stellung nehmen kann jeder; elektronisch soll es geschehen, bei Bedarf auch anders (§ 3 Abs. 2 Satz 4 Nr. 1 und 2 BauGB).",
            "Everyone can give a statement, electronically or, where needed, in another way (§ 3 (2) sentence 4 nos. 1 and 2 BauGB).",
        ),
        Ill::Some | Ill::More | Ill::Fee => say(
            "Die ganze Öffentlichkeit wird unterrichtet und kann sich äußern (§ 3 Abs. 1 Satz 1 BauGB).",
            "The whole public is informed and can comment (§ 3 (1) sentence 1 BauGB).",
        ),
        Ill::Exclusion => say(
            "Ausgeschlossen sind nur anerkannte Vereinigungen, und nur gegen einen Flächennutzungsplan (§ 3 Abs. 3 BauGB, § 7 Abs. 3 UmwRG); § 47 Abs. 2a VwGO gilt seit dem 2. Juni 2017 nicht mehr.",
            "Only recognised associations are excluded, and only against a preparatory plan (§ 3 (3) BauGB, § 7 (3) UmwRG); § 47 (2a) VwGO has not been in force since 2 June 2017.",
        ),
        Ill::Futile => say(
            "Stellungnahmen sind zu prüfen und abzuwägen, bevor der Plan beschlossen wird (§ 1 Abs. 7, § 3 Abs. 2 BauGB).",
            "Statements are examined and weighed before the plan is adopted (§ 1 (7), § 3 (2) BauGB).",
        ),
        Ill::Names => say(
            "Wer fürchten muss, genannt zu werden, schweigt; für die Abwägung ist kein Name zu veröffentlichen (§ 3 Abs. 2 BauGB, Art. 5 Abs. 1 Buchst. c DSGVO).",
            "Whoever must fear to be named is silent; no name need be published for the weighing (§ 3 (2) BauGB, Art. 5 (1) (c) GDPR).",
        ),
        Ill::Silence => say(
            "Das Ergebnis der Prüfung ist mitzuteilen (§ 3 Abs. 2 BauGB).",
            "The outcome of the examination is told (§ 3 (2) BauGB).",
        ),
        Ill::Closed => say(
            "Der Plan liegt zu jedermanns Einsicht bereit, und über seinen Inhalt ist auf Verlangen Auskunft zu geben (§ 10 Abs. 3, § 6 Abs. 5 BauGB).",
            "The plan is open to everyone, and its content is explained on request (§ 10 (3), § 6 (5) BauGB).",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ill(sentence: &str) -> Option<Ill> {
        ill_of(sentence, true)
    }

    #[test]
    fn what_keeps_people_away_is_found() {
        for (wanted, said) in [
            (
                Ill::More,
                "andere formen können nicht berücksichtigt werden",
            ),
            (Ill::More, "briefe nehmen wir leider nicht mehr an"),
            (Ill::More, "stellungnahmen auf papier werden zurückgesandt"),
            (
                Ill::More,
                "bis zum 2. mai kann jeder eine stellungnahme abgeben, sofern er namen und anschrift angibt",
            ),
            (
                Ill::More,
                "dass stellungnahmen elektronisch, bei bedarf aber auch auf anderem weg, wenn ein ärztliches attest vorgelegt wird, abgegeben werden können",
            ),
            (
                Ill::Fee,
                "für die bearbeitung wird eine gebühr von 15 euro erhoben",
            ),
            (
                Ill::Exclusion,
                "dass jede person, auch eine vereinigung im sinne des § 4, mit allen einwendungen ausgeschlossen ist",
            ),
            (
                Ill::Exclusion,
                "wer keine stellungnahme abgibt, kann später nicht mehr gegen den plan klagen",
            ),
            (
                Ill::Futile,
                "stellungnahmen können daran nichts mehr ändern",
            ),
            (
                Ill::Names,
                "bitte beachten sie, dass stellungnahmen mit namen veröffentlicht werden",
            ),
            (
                Ill::More,
                "die im april abgegebenen stellungnahmen werden nicht berücksichtigt und sind erneut abzugeben",
            ),
        ] {
            assert_eq!(ill(said), Some(wanted), "{said}");
        }
    }

    #[test]
    fn what_the_law_says_itself_is_silent() {
        for said in [
            "wenn sie eine antwort wünschen, geben sie bitte name und anschrift an",
            "nur wer eine antwort möchte, muss eine adresse nennen",
            "stellungnahmen per e-mail brauchen keine unterschrift",
            "eine vereinigung im sinne des § 4 abs. 3 umwrg ist mit allen einwendungen ausgeschlossen, die sie nicht geltend gemacht hat",
            "stellungnahmen kann jedermann abgeben, eine vereinigung im sinne des umwrg ist in einem rechtsbehelfsverfahren mit allen einwendungen ausgeschlossen",
            "stellungnahmen per brief, die nach dem 6. november eingehen, werden nicht berücksichtigt",
            "auf papier eingereichte stellungnahmen werden nicht zurückgesandt",
            "für kopien wird eine gebühr von 50 cent erhoben",
            "ob eine stellungnahme anonym ist, hat keinen einfluss auf die prüfung",
            "stellungnahmen werden ohne namen veröffentlicht",
            "frühere stellungnahmen gelten fort und müssen nicht erneut abgegeben werden",
        ] {
            assert_eq!(ill(said), None, "{said}");
        }
    }
}
