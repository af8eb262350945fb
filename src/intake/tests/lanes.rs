//! Work, patience, and what comes without either.

use super::*;
use crate::intake::work;

const ADDRESS: &str = "verfahren/meissen/bplan-17/02-veroeffentlichung/";
/// So many from one address come at once by the slow lane.
const HALL: usize = 120;

/// The value of a hidden field of the form that came back.
fn hidden(answer: &Answered, name: &str) -> String {
    let begin = format!("name=\"{name}\" value=\"");
    let (_, rest) = answer.text.split_once(&begin).unwrap();
    rest.split('"').next().unwrap().to_owned()
}

fn quick(desk: &Desk) -> u64 {
    desk.intake.counters.quick.load(Ordering::Relaxed)
}

#[test]
fn a_whole_town_hall_gets_through_without_script() {
    let desk = Desk::open();
    for at in 0..HALL {
        let sent = desk.post(PHASE, &format!("text=Nummer+{at}&einmal={at}"));
        assert_eq!(sent.status, 303, "{at}: {}", sent.text);
    }
    // Whoever comes then is told to wait, with her words, and is let in after that.
    let busy = desk.post(PHASE, "text=Geduld&name=Hanka&einmal=zuletzt");
    assert_eq!(busy.status, 429);
    assert!(busy.has("Geduld</textarea>") && busy.has("value=\"Hanka\""));
    assert!(busy.has("Gerade kommen sehr viele") && busy.has("role=\"alert\""));
    let (nonce, patience) = (hidden(&busy, "einmal"), hidden(&busy, "arbeit"));
    let again = format!("text=Geduld&einmal={nonce}&arbeit={patience}");
    let early = desk.post(PHASE, &again);
    assert_eq!(early.status, 429, "at once is no patience");
    assert_eq!(hidden(&early, "arbeit"), patience, "but it is not lost");
    assert_eq!(hidden(&early, "einmal"), nonce);
    desk.now
        .set(desk.now.get() + jiff::SignedDuration::from_secs(30));
    // Meanwhile others have taken the place that became free.
    for at in 0..30 {
        desk.post(PHASE, &format!("text=Andere&einmal=a{at}"));
    }
    assert_eq!(desk.post(PHASE, "text=Ohne+Geduld").status, 429);
    assert_eq!(desk.post(PHASE, &again).status, 303);
    assert_eq!(quick(&desk), 1);
}

#[test]
fn who_brings_work_is_let_in_beside_a_flood() {
    let desk = Desk::open();
    for at in 0..HALL {
        desk.post(PHASE, &format!("text=Flut&einmal={at}"));
    }
    assert_eq!(desk.post(PHASE, "text=Flut&einmal=x").status, 429);
    let seconds = desk.now.get().as_second();
    let work = work::solve(ADDRESS, "abc", seconds);
    let sent = desk.post(PHASE, &format!("text=Zu+laut&einmal=abc&arbeit={work}"));
    assert_eq!(sent.status, 303, "{}", sent.text);
    // The same work does not let another one in.
    let second = desk.post(PHASE, &format!("text=Anderes&einmal=abc&arbeit={work}"));
    assert_eq!(second.status, 429);
    assert_eq!(quick(&desk), 1);
}

#[test]
fn a_form_that_comes_back_with_a_fault_keeps_its_place() {
    let desk = Desk::open();
    let work = work::solve(ADDRESS, "abc", desk.now.get().as_second());
    let faulty = desk.post(PHASE, &format!("text=&einmal=abc&arbeit={work}"));
    assert_eq!(faulty.status, 422);
    let (nonce, place) = (hidden(&faulty, "einmal"), hidden(&faulty, "arbeit"));
    let mended = format!("text=Zu+laut&einmal={nonce}&arbeit={place}");
    assert_eq!(desk.post(PHASE, &mended).status, 303);
    assert_eq!(quick(&desk), 2);
    let without = desk.post(PHASE, "text=&einmal=abd");
    assert_eq!(
        (without.status, hidden(&without, "arbeit").as_str()),
        (422, "")
    );
}

#[test]
fn work_and_patience_are_not_part_of_what_was_said() {
    let desk = Desk::open();
    let work = work::solve(ADDRESS, "abc", desk.now.get().as_second());
    desk.post(PHASE, &format!("text=Zu+laut&einmal=abc&arbeit={work}"));
    let (_, statement) = desk.opened().pop().unwrap();
    assert_eq!(statement.fields.keys().collect::<Vec<_>>(), ["text"]);
    let shown = desk.get(PHASE);
    assert!(shown.has("name=\"arbeit\" value=\"\"") && shown.has("/assets/arbeit."));
}

#[test]
fn a_procedure_takes_so_many_from_all_addresses_and_the_rest_by_patience() {
    let mut desk = Desk::open();
    desk.intake.per_minute = 5;
    let from = |desk: &Desk, at: usize, more: &str| {
        let mut request = Request::get(PHASE);
        request.method = Method::Post;
        let request = request
            .with("Content-Type", "application/x-www-form-urlencoded")
            .with("offenlage-client", format!("10.1.0.{at}"));
        desk.ask(request, format!("text=Nummer+{at}{more}").as_bytes())
    };
    for at in 0..10 {
        assert_eq!(from(&desk, at, "").status, 303, "{at}");
    }
    let busy = from(&desk, 11, "");
    assert!(busy.status == 429 && busy.has("Nummer 11</textarea>"));
    assert_eq!(desk.opened().len(), 10, "nothing of it was kept");
    desk.now
        .set(desk.now.get() + jiff::SignedDuration::from_secs(30));
    let more = format!(
        "&einmal={}&arbeit={}",
        hidden(&busy, "einmal"),
        hidden(&busy, "arbeit")
    );
    assert_eq!(from(&desk, 11, &more).status, 303);
    // What was sent before is known although no more are taken.
    assert_eq!(from(&desk, 12, "").status, 429);
    assert_eq!(from(&desk, 3, "").status, 303);
}
