//! A store that does not answer, a disk that does not take what was sent.

use super::*;

/// A store that is down.
pub struct Down;

impl Store for Down {
    fn keep(&self, _: crate::inbox::Arrival) -> Result<crate::inbox::Kept, Trouble> {
        Err(Trouble::Down("full".to_owned()))
    }

    fn change(&self, _: &str, _: State, _: i64) -> Result<bool, Trouble> {
        Err(Trouble::Down("full".to_owned()))
    }

    fn purge(&self, _: crate::inbox::purge::Step, _: i64) -> Result<i64, Trouble> {
        Err(Trouble::Down("full".to_owned()))
    }

    fn mail(
        &self,
        _: crate::inbox::mail::Step,
        _: i64,
    ) -> Result<Option<crate::inbox::mail::Mail>, Trouble> {
        Err(Trouble::Down("full".to_owned()))
    }

    fn check(&self, _: i64) -> Result<(), Trouble> {
        Err(Trouble::Down("full".to_owned()))
    }

    fn owner(&self, _: &str, _: bool) -> Result<String, Trouble> {
        Err(Trouble::Down("full".to_owned()))
    }

    fn purges(&self) -> Result<Vec<crate::inbox::purge::Purge>, Trouble> {
        Err(Trouble::Down("full".to_owned()))
    }

    fn entry(&self, _: &str) -> Result<Option<Entry>, Trouble> {
        Err(Trouble::Down("full".to_owned()))
    }

    fn fate(&self, _: &str) -> Result<Option<crate::inbox::Fate>, Trouble> {
        Err(Trouble::Down("full".to_owned()))
    }

    fn part(
        &self,
        _: &str,
        _: usize,
        _: &mut dyn FnMut(&[u8]) -> std::io::Result<()>,
    ) -> Result<bool, Trouble> {
        Err(Trouble::Down("full".to_owned()))
    }

    fn events(&self, _: i64, _: Option<&str>, _: u32) -> Result<Vec<crate::inbox::Event>, Trouble> {
        Err(Trouble::Down("full".to_owned()))
    }

    fn count(&self) -> Result<u64, Trouble> {
        Err(Trouble::Down("full".to_owned()))
    }
}

/// The bytes, and then an error.
struct Breaking<'a>(&'a [u8]);

impl Read for Breaking<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self.0.is_empty() {
            true => Err(io::Error::other("the disk is full")),
            false => self.0.read(into),
        }
    }
}

#[test]
fn what_the_machine_could_not_read_to_its_end_comes_back() {
    let desk = Desk::open();
    let part = |name: &str, value: &str| {
        format!("--g\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}")
    };
    let file = "\r\n--g\r\nContent-Disposition: form-data; name=\"anlage\"; filename=\"a.pdf\"\r\n\r\n%PDF";
    let parts = "multipart/form-data; boundary=g";
    for (kind, body) in [
        (parts, format!("{}{file}", part("text", "Nicht verlieren"))),
        (
            parts,
            format!(
                "{}\r\n{}",
                part("text", "Nicht verlieren"),
                part("name", "An")
            ),
        ),
        (
            "application/x-www-form-urlencoded",
            "text=Nicht+verlieren&na".to_owned(),
        ),
    ] {
        let request = form_request(PHASE, kind).with("Host", HOST);
        let moment = Moment {
            now: desk.now.get(),
            random: [0; 32],
        };
        let answer = desk
            .intake
            .answer(&request, &mut Breaking(body.as_bytes()), &moment);
        let answer = Answered::new(answer);
        assert_eq!(answer.status, 503, "{kind}");
        assert!(
            answer.has("Nicht verlieren") && answer.has("Bauamt"),
            "{}",
            answer.text
        );
        assert!(desk.opened().is_empty());
    }
}

#[test]
fn an_amendment_comes_back_and_a_receipt_is_not_doubted() {
    let mut desk = Desk::open();
    let sent = desk.post(PHASE, "text=Erste");
    let word = desk.intake.key.secret_word(&sent.number());
    desk.intake.store = Arc::new(Down);
    let number = sent.number();
    let amended = format!("text=Zweite+Fassung&ersetzt={number}&geheimwort={word}");
    let answer = desk.post(PHASE, &amended);
    assert!(answer.status == 503 && answer.has("Zweite Fassung") && answer.has("Bauamt"));
    let receipt = desk.get(sent.place.as_deref().unwrap());
    assert!(receipt.status == 503 && receipt.has("bleibt eingegangen"));
    assert!(!receipt.has("nicht gespeichert"));
}
