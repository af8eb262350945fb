//! One endpoint for several portals, and its other side while the store is away.

use super::*;
use crate::intake::office::{Office, Tokens};

#[test]
fn two_portals_at_one_host_do_not_know_of_each_other() {
    let desk = Desk::open();
    let mut second = portal(&desk.keys);
    second.base.path = "/x/zwei/".to_owned();
    second.manifest.portal = "https://zwei.example/".to_owned();
    let mut third = portal(&desk.keys);
    third.base.host = "drei.example".to_owned();
    third.base.origin = "https://drei.example".to_owned();
    third.manifest.portal = "https://drei.example/".to_owned();
    desk.intake.reload(vec![portal(&desk.keys), second, third]);
    let at_second = PHASE.replace("/x/", "/x/zwei/");
    let sent = desk.post(PHASE, "text=Eins&einmal=a").number();
    let other = desk.post(&at_second, "text=Eins&einmal=a");
    assert!(
        other
            .place
            .as_deref()
            .unwrap()
            .starts_with("/x/zwei/quittung/")
    );
    let place = other.place.as_deref().unwrap();
    let other_number = place.split('/').nth(4).unwrap();
    assert_ne!(other_number, sent, "each portal's own");
    let portals: Vec<String> = desk
        .opened()
        .into_iter()
        .map(|(entry, statement)| {
            assert_eq!(entry.clear.portal, statement.portal);
            entry.clear.portal
        })
        .collect();
    assert_eq!(
        portals,
        ["https://beispiel.example/portal/", "https://zwei.example/"]
    );
    let looked_up = |place: &str, number: &str| desk.post(place, &format!("nummer={number}"));
    assert!(looked_up("/x/stand/", &sent).has("liegt vor"));
    assert_eq!(looked_up("/x/zwei/stand/", &sent).status, 404);
    assert_eq!(looked_up("/x/stand/", other_number).status, 404);
    // Neither does a form of one portal count at the other.
    for (host, origin, status) in [
        ("drei.example", "https://drei.example", 303),
        ("drei.example", "https://zwei.example", 403),
        (HOST, "https://drei.example", 403),
    ] {
        let request = form_request(PHASE, "application/x-www-form-urlencoded")
            .with("Host", host)
            .with("Origin", origin);
        let answer = desk.ask(request, b"text=Drei");
        assert_eq!(answer.status, status, "{host} {origin}");
    }
}

#[test]
fn the_numbers_are_told_while_the_store_is_away() {
    let mut desk = Desk::open();
    desk.post(PHASE, "text=a");
    desk.intake.store = Arc::new(down::Down);
    desk.post(PHASE, "text=b");
    let store = Arc::clone(&desk.intake.store);
    let office = Office::new(Arc::new(desk.intake), store, Tokens::new());
    let asked = |path: &str| Answered::new(office.answer(&Request::get(path), 1));
    let numbers = asked("/zahlen");
    assert_eq!(numbers.status, 200);
    for line in [
        "offenlage_statements_taken_total 1\n",
        "offenlage_statements_failed_total 1\n",
        "offenlage_store_up 0\n",
    ] {
        assert!(numbers.has(line), "{}", numbers.text);
    }
    assert!(!numbers.has("offenlage_statements_stored"));
    assert_eq!(asked("/gesund").status, 503);
}

#[test]
fn whoever_looks_after_the_endpoint_is_told_what_is_wrong() {
    let desk = Desk::open();
    let store = Arc::clone(&desk.intake.store);
    let intake = Arc::new(desk.intake);
    let office = Office::new(Arc::clone(&intake), store, Tokens::new());
    let times = Cell::new(0);
    let asked = || {
        times.set(times.get() + 3000);
        Answered::new(office.answer(&Request::get("/gesund"), times.get()))
    };
    let numbers = || Answered::new(office.answer(&Request::get("/zahlen"), times.get()));
    assert!(asked().status == 200 && asked().has("gut"));
    intake.keep_old_portals(&anyhow::anyhow!("output: gone"));
    // What was built before counts, so statements are taken.
    let warned = asked();
    assert!(warned.status == 200 && warned.has("output: gone") && !warned.has("gut\n"));
    assert!(numbers().has("offenlage_portals_up 0\n"));
    intake.reload(vec![portal(&desk.keys)]);
    assert!(asked().status == 200 && asked().has("gut\n"));
    assert!(numbers().has("offenlage_portals_up 1\n") && numbers().has("offenlage_room_up 1\n"));
    // Without any portal there is nothing that a statement could be on.
    intake.reload(Vec::new());
    intake.keep_old_portals(&anyhow::anyhow!("output: gone"));
    let red = asked();
    assert!(red.status == 503 && red.has("output: gone"));
    intake.reload(vec![portal(&desk.keys)]);
    assert_eq!(asked().status, 200);
    let path = desk._folder.path().join("a.sqlite");
    std::fs::remove_file(&path).unwrap();
    // What was found just now is not tried out again, and is the same for both.
    let again = Answered::new(office.answer(&Request::get("/gesund"), times.get() + 2999));
    assert!(again.status == 200 && numbers().has("offenlage_store_up 1\n"));
    let red = asked();
    assert!(
        red.status == 503 && red.has("a.sqlite wurde gelöscht"),
        "{}",
        red.text
    );
    assert!(office.answer(&Request::get("/zahlen"), 1).status == 200);
}
