//! Second sendings and later versions: what is one statement, and which of several counts.

use super::*;
use crate::inbox::purge::Step;

impl Desk {
    /// Asks what was asked of a statement, with its word.
    pub(super) fn change(&self, number: &str, tun: &str) -> Answered {
        let word = self.intake.key.secret_word(number);
        let body = format!("nummer={number}&tun={tun}&geheimwort={word}");
        self.post("/x/stand/", &body)
    }

    /// Takes a statement back and gives what is shown then.
    pub(super) fn withdraw(&self, number: &str) -> Answered {
        let done = self.change(number, "endgueltig");
        self.get(done.place.as_deref().expect("a confirmation"))
    }

    /// Sends as a browser of an address.
    fn post_as(&self, [client, agent, language]: [&str; 3], body: &str) -> String {
        let mut request = Request::get(PHASE)
            .with("Content-Type", "application/x-www-form-urlencoded")
            .with("offenlage-client", client)
            .with("User-Agent", agent)
            .with("Accept-Language", language);
        request.method = Method::Post;
        self.ask(request, body.as_bytes()).number()
    }

    /// Amends a statement by its own number and word.
    fn amend(&self, number: &str, text: &str) -> Answered {
        let word = self.intake.key.secret_word(number);
        let body = format!("text={text}&ersetzt={number}&geheimwort={word}");
        self.post(PHASE, &body)
    }
}

#[test]
fn strangers_with_the_same_words_are_never_one() {
    let desk = Desk::open();
    let own = ["10.1.1.1", "Firefox", "de"];
    let first = desk.post_as(own, "text=Wir+sind+dagegen");
    assert_eq!(
        desk.post_as(own, "text=Wir+sind+dagegen"),
        first,
        "a double click"
    );
    let mut all = vec![first.clone()];
    for other in [
        ["10.1.1.2", "Firefox", "de"],
        ["10.1.1.1", "Chrome", "de"],
        ["10.1.1.1", "Firefox", "hsb"],
    ] {
        for body in ["text=Wir+sind+dagegen", "text=Wir+sind+dagegen&einmal="] {
            let number = desk.post_as(other, body);
            all.push(number);
        }
    }
    desk.at("2026-03-10T12:14:59Z");
    let again = desk.post_as(own, "text=Wir+sind+dagegen");
    assert_eq!(
        again, first,
        "„laden Sie diese Seite in einigen Minuten neu“"
    );
    desk.at("2026-03-10T12:30:00Z");
    all.push(desk.post_as(own, "text=Wir+sind+dagegen"));
    all.dedup();
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), 5, "{all:?}");
    assert_eq!(desk.opened().len(), 5);
    // With a nonce a reload is known from wherever it comes, as long as the receipt is there.
    let nonce = "text=Zu+laut&einmal=0123";
    let sent = desk.post_as(own, nonce);
    desk.at("2026-03-10T15:00:00Z");
    assert_eq!(desk.post_as(["10.9.9.9", "Chrome", "en"], nonce), sent);
}

#[test]
fn whoever_goes_back_and_writes_again_has_one_statement() {
    let desk = Desk::open();
    let first = desk.post(PHASE, "text=Erste").number();
    let second = desk.amend(&first, "Zweite").number();
    let third = desk.amend(&first, "Dritte").number();
    let fourth = desk.amend(&first, "Vierte").number();
    assert_eq!(desk.amend(&first, "Vierte").number(), fourth, "a reload");
    let opened = desk.opened();
    let told: Vec<_> = opened
        .iter()
        .map(|(entry, _)| (entry.clear.replaces.clone(), entry.state))
        .collect();
    let expected = [
        (None, State::Replaced),
        (Some(first), State::Replaced),
        (Some(second), State::Replaced),
        (Some(third.clone()), State::Received),
    ];
    assert_eq!(told, expected);
    let signed = receipt::text(&opened[3].0.clear).unwrap();
    let verified = receipt::verify(&signed).unwrap();
    assert_eq!(verified.line("Ersetzt"), Some(third.as_str()));
}

#[test]
fn a_version_that_is_sent_again_has_the_last_word() {
    let desk = Desk::open();
    let first = desk.post(PHASE, "text=Erste&einmal=1").number();
    let second = desk.amend(&first, "Zweite").number();
    let third = desk.amend(&first, "Dritte").number();
    let fourth = desk.amend(&first, "Zweite").number();
    let fifth = desk.post(PHASE, "text=Erste&einmal=1").number();
    let told: Vec<_> = desk.opened().into_iter().map(|(entry, _)| entry).collect();
    let numbers: Vec<_> = told.iter().map(|entry| &entry.clear.number).collect();
    assert_eq!(numbers, [&first, &second, &third, &fourth, &fifth]);
    let replaced: Vec<_> = told
        .iter()
        .filter_map(|entry| entry.clear.replaces.as_ref())
        .collect();
    assert_eq!(replaced, [&first, &second, &third, &fourth]);
    let states: Vec<_> = told.iter().map(|entry| entry.state).collect();
    assert_eq!(states[..4], [State::Replaced; 4]);
    assert_eq!(states[4], State::Received);
    // After the period it would replace what came in time: that is refused, and the words come back.
    let sixth = desk.amend(&first, "Sechste").number();
    desk.at("2026-04-08T12:00:00Z");
    let late = desk.post(PHASE, "text=Erste&einmal=1");
    assert!(late.status == 403 && late.has("Die Frist ist abgelaufen") && late.has("Erste"));
    let entry = desk.intake.store.entry(&sixth).unwrap().unwrap();
    assert_eq!(entry.state, State::Received);
}

const OTHER: &str = "/x/verfahren/meissen/bplan-17/09-anders/";

/// The portal with its phase and the same one at another address; without the first, if so.
fn with_other(desk: &Desk, is_alone: bool) -> Portal {
    let mut portal = portal(&desk.keys);
    let phases = &mut portal.manifest.phases;
    let first = phases.remove(&PHASE[3..]).unwrap();
    phases.insert(OTHER[3..].to_owned(), first.clone());
    if !is_alone {
        phases.insert(PHASE[3..].to_owned(), first);
    }
    portal
}

#[test]
fn an_amendment_is_of_the_phase_of_what_it_replaces() {
    let desk = Desk::open();
    desk.intake.reload(vec![with_other(&desk, false)]);
    let first = desk.post(PHASE, "text=Erste").number();
    let word = desk.intake.key.secret_word(&first);
    let body = format!("text=Zweite&ersetzt={first}&geheimwort={word}");
    let other = desk.post(OTHER, &body);
    assert!(other.status == 403 && other.has("passen nicht zusammen"));
    assert!(other.has("Zweite"));
    assert_eq!(desk.post(PHASE, &body).status, 303);
}

#[test]
fn whoever_cannot_change_it_any_more_is_told_why() {
    let desk = Desk::open();
    let first = desk.post(PHASE, "text=Erste").number();
    let second = desk.post(PHASE, "text=Zweite").number();
    let asked = |number: &str| {
        let word = desk.intake.key.secret_word(number);
        let body = format!("nummer={number}&tun=aendern&geheimwort={word}");
        desk.post("/x/stand/", &body)
    };
    let store = &desk.intake.store;
    store.purge(Step::Content(first.clone()), 5).unwrap();
    let deleted = asked(&first);
    assert!(deleted.status == 409 && deleted.has("nach Ablauf der Aufbewahrung gelöscht"));
    let amended = desk.amend(&first, "Nicht+verlieren");
    assert!(amended.status == 409 && amended.has("gelöscht") && amended.has("Nicht verlieren"));
    assert_eq!(asked(&second).status, 200);
    desk.intake.reload(vec![with_other(&desk, true)]);
    let closed = asked(&second);
    assert!(closed.status == 403 && closed.has("nicht mehr offen"));
}

#[test]
fn what_was_withdrawn_is_not_written_anew_and_the_words_come_back() {
    let desk = Desk::open();
    let first = desk.post(PHASE, "text=Erste").number();
    let second = desk.amend(&first, "Zweite").number();
    assert!(desk.withdraw(&second).has("ist zurückgezogen"));
    for number in [&first, &second] {
        let answer = desk.amend(number, "Nicht+verlieren");
        assert_eq!(answer.status, 409, "{}", answer.text);
        assert!(answer.has("schon zurückgezogen") && answer.has("Nicht verlieren"));
    }
    assert_eq!(desk.opened().len(), 2);
}

#[test]
fn the_status_page_says_why_nothing_can_be_changed() {
    let desk = Desk::open();
    let first = desk.post(PHASE, "text=Erste").number();
    let second = desk.amend(&first, "Zweite").number();
    let asked = |number: &str, tun: &str| {
        let word = desk.intake.key.secret_word(number);
        let body = format!("nummer={number}&tun={tun}&geheimwort={word}");
        desk.post("/x/stand/", &body)
    };
    for tun in ["aendern", "zurueckziehen"] {
        let answer = asked(&first, tun);
        assert!(answer.status == 409 && answer.has("durch eine spätere ersetzt"));
        assert!(answer.has("deren Nummer") && !answer.has("Die Frist ist"));
    }
    assert_eq!(asked(&second, "endgueltig").status, 303);
    for tun in ["aendern", "zurueckziehen"] {
        let answer = asked(&second, tun);
        assert!(answer.status == 409 && answer.has("ist schon zurückgezogen"));
    }
    desk.at("2026-04-08T12:00:00Z");
    let late = asked(&first, "aendern");
    assert!(late.status == 403 && late.has("Die Frist ist abgelaufen"));
}

#[test]
fn a_withdrawal_is_asked_for_twice_and_leaves_something_to_keep() {
    let desk = Desk::open();
    let first = desk.post(PHASE, "text=Erste").number();
    let number = desk.amend(&first, "Zweite").number();
    let state = || desk.intake.store.entry(&number).unwrap().unwrap().state;
    let asked = desk.change(&number, "zurueckziehen");
    assert!(asked.status == 200 && asked.has("wirklich zurückziehen?"));
    assert!(
        asked.has(&format!("die frühere Fassung ({first})")),
        "{}",
        asked.text
    );
    assert!(asked.has("value=\"endgueltig\"") && asked.has("2026, 13:00\u{a0}Uhr"));
    assert_eq!(state(), State::Received);
    let wrong = format!("nummer={number}&tun=endgueltig&geheimwort=falsch");
    assert_eq!(desk.post("/x/stand/", &wrong).status, 403);
    assert_eq!(state(), State::Received);
    desk.at("2026-03-11T09:30:00Z");
    let done = desk.change(&number, "endgueltig");
    let place = done.place.clone().unwrap();
    assert!(done.status == 303 && place.starts_with(&format!("/x/rueckzug/{number}/")));
    assert_eq!(state(), State::Withdrawn);
    desk.at("2026-03-11T09:35:00Z");
    let shown = desk.get(&place);
    assert!(
        shown.has("ist zurückgezogen") && shown.has("Mittwoch, 11.\u{a0}März\u{a0}2026, 10:30")
    );
    assert!(shown.has("Es zählt keine Fassung mehr"));
    let again = desk.change(&number, "endgueltig");
    assert_eq!(again.status, 303, "a second click");
    let saved = desk.get(&place.replace("?sprache=de", ".txt"));
    let verified = receipt::verify(&saved.text).unwrap();
    let line = verified.line("Zurückgezogen");
    assert_eq!(line, Some("2026-03-11T10:30:00+01:00"));
    assert!(saved.has("\nVerfahren: Bebauungsplan") && saved.has("\nFrühere Fassung: "));
    let looked_up = |number: &str| desk.post("/x/stand/", &format!("nummer={number}"));
    assert!(looked_up(&number).has("Mittwoch, 11.\u{a0}März\u{a0}2026, 10:30"));
    assert!(looked_up(&first).has("Damit zählt keine Fassung mehr"));
    let receipt = place.replace("rueckzug", "quittung");
    assert_eq!(desk.get(&receipt).status, 410, "another pass");
}

#[test]
fn a_link_brings_the_number_along_and_looks_nothing_up() {
    let desk = Desk::open();
    let number = desk.post(PHASE, "text=Da").number();
    let page = desk.get(&format!(
        "/x/stand/?sprache=de&nummer={}",
        number.to_lowercase()
    ));
    assert!(page.status == 200 && page.has(&format!("value=\"{number}\"")));
    assert!(page.has("zum Beispiel H8WX-9XJN-W2Y") && !page.has("liegt vor"));
    assert!(desk.get("/x/stand/?nummer=%22%3E%3Cb").has("value=\"\""));
}
