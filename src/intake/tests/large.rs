//! More than is taken: it comes back, and what of it is too much is said.

use super::*;

const FORM: &str = "application/x-www-form-urlencoded";

fn check_back(answer: &Answered, status: u16, fault: &str) {
    assert_eq!(answer.status, status, "{fault}");
    assert!(answer.has("role=\"alert\"") && answer.has(fault), "{fault}");
    assert!(
        answer.has("value=\"Hanka\""),
        "what stands behind it came back: {fault}"
    );
}

#[test]
fn a_text_that_is_too_long_comes_back_with_all_that_was_typed() {
    let desk = Desk::open();
    // As long as it may be, in letters that are sent as twelve each.
    let longest = "%F0%9F%8C%B3".repeat(100_000);
    let sent = desk.post(PHASE, &format!("text={longest}&name=Hanka"));
    assert_eq!(
        sent.status,
        303,
        "{}",
        &sent.text[..200.min(sent.text.len())]
    );
    assert_eq!(desk.opened()[0].1.fields["text"].chars().count(), 100_000);
    let longer = "a".repeat(100_001);
    let answer = desk.post(PHASE, &format!("text={longer}&name=Hanka"));
    check_back(&answer, 422, "Das ist zu lang");
    assert!(answer.has(&longer));
    let much = "%C3%BC".repeat(600_000);
    let answer = desk.post(PHASE, &format!("name=Hanka&text={much}"));
    check_back(&answer, 413, "Das ist zu lang");
    assert!(answer.has(&"ü".repeat(500_000)));
    let endless = "a".repeat(5 << 20);
    let answer = desk.post(PHASE, &format!("name=Hanka&text={endless}"));
    check_back(&answer, 413, "Das ist zu lang");
    let many = "x=y&".repeat(200);
    let answer = desk.post(PHASE, &format!("name=Hanka&{many}text=Bleibt+zurück"));
    check_back(&answer, 413, "Das ist zu lang");
    assert_eq!(desk.opened().len(), 1);
}

#[test]
fn parts_that_are_too_many_or_too_long_come_back() {
    let desk = Desk::open();
    let long = "ü".repeat(600_000);
    let parts = [
        ("text", None, long.as_bytes()),
        ("name", None, &b"Hanka"[..]),
    ];
    let answer = desk.post_parts(PHASE, &parts);
    assert_eq!(answer.status, 413);
    assert!(answer.has("Das ist zu lang") && answer.has(&"ü".repeat(500_000)));
    assert!(!answer.has("\u{fffd}"), "no letter is cut in two");
    let mut parts = vec![("name", None, &b"Hanka"[..]); 150];
    parts.push(("text", None, b"Bleibt weg"));
    check_back(&desk.post_parts(PHASE, &parts), 413, "Das ist zu lang");
    assert!(desk.opened().is_empty());
}

#[test]
fn files_that_are_too_many_or_too_much_together_come_back_without_them() {
    let desk = Desk::open();
    let small = b"%PDF-1.7\n".as_slice();
    let large = [small, &vec![7; 9 << 20]].concat();
    for (count, file, status) in [
        (20, small, 303),
        (21, small, 422),
        (120, small, 422),
        (6, &large, 422),
    ] {
        let mut parts = vec![("text", None, &b"Siehe Anlagen"[..])];
        parts.extend((0..count).map(|_| ("anlage", Some("a.pdf"), file)));
        // The fields that ask who somebody is stand behind the attachments.
        parts.push(("name", None, b"Hanka"));
        let answer = desk.post_parts(PHASE, &parts);
        if status == 303 {
            assert_eq!(answer.status, 303, "{}", answer.text);
            continue;
        }
        check_back(&answer, status, "zu viele Dateien");
        assert!(answer.has("Siehe Anlagen</textarea>"));
    }
    let opened = desk.opened();
    assert_eq!((opened.len(), opened[0].1.attachments.len()), (1, 20));
}

/// The beginning of a body that is longer than may be sent.
struct Cut<'a>(&'a [u8]);

impl Read for Cut<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self.0.is_empty() {
            true => Err(io::ErrorKind::FileTooLarge.into()),
            false => self.0.read(into),
        }
    }
}

#[test]
fn of_what_is_longer_than_may_be_sent_the_beginning_comes_back() {
    let desk = Desk::open();
    let part = |name: &str, value: &str| {
        format!("--g\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let file =
        "--g\r\nContent-Disposition: form-data; name=\"anlage\"; filename=\"a.pdf\"\r\n\r\n%PDF";
    let body = part("text", "Nicht verlieren") + &part("name", "Hanka") + file;
    for (kind, body) in [
        ("multipart/form-data; boundary=g", body.as_str()),
        (FORM, "text=Nicht+verlieren&name=Hanka&x=y"),
    ] {
        let request = form_request(PHASE, kind).with("Host", HOST);
        let moment = Moment {
            now: desk.now.get(),
            random: [0; 32],
        };
        let answer = desk
            .intake
            .answer(&request, &mut Cut(body.as_bytes()), &moment);
        let answer = Answered::new(answer);
        check_back(&answer, 413, "zusammen zu groß");
        assert!(answer.has("Nicht verlieren</textarea>"));
    }
    assert!(desk.opened().is_empty());
}
