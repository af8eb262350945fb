//! The endpoint without a socket: requests in, answers out, and what is in the store then.

mod clock;
mod down;
mod forms;
mod lanes;
mod large;
mod portals;
mod post;
mod scan;
mod versions;

use super::*;
use crate::finding::{Findings, Language};
use crate::http::Body;
use crate::inbox::seal::Identities;
use crate::inbox::sqlite::Sqlite;
use crate::inbox::statement::{Statement, sha256};
use crate::inbox::{State, receipt};
use crate::load::theme::ThemeFiles;
use crate::model::{Archive, fixture};
use crate::render::form;
use crate::render::theme::{Theme, shared};
use std::cell::Cell;
use tempfile::TempDir;

const PHASE: &str = "/x/verfahren/meissen/bplan-17/02-veroeffentlichung/";
const HOST: &str = "annahme.example";

struct Desk {
    intake: Intake,
    keys: Identities,
    now: Cell<Timestamp>,
    draws: Cell<u8>,
    _folder: TempDir,
}

impl Desk {
    fn open() -> Self {
        let keys = Identities::generate();
        let folder = tempfile::tempdir().unwrap();
        let store = Sqlite::open(&folder.path().join("a.sqlite")).unwrap();
        let portal = portal(&keys);
        let key = EndpointKey::new(&[3; 32]);
        Self {
            intake: Intake::new(vec![portal], Arc::new(store), key),
            keys,
            now: Cell::new("2026-03-10T12:00:00Z".parse().unwrap()),
            draws: Cell::new(0),
            _folder: folder,
        }
    }

    fn at(&self, time: &str) {
        self.now.set(time.parse().unwrap());
    }

    fn ask(&self, request: Request, body: &[u8]) -> Answered {
        self.draws.set(self.draws.get() + 1);
        let moment = Moment {
            now: self.now.get(),
            random: *blake3::hash(&[self.draws.get()]).as_bytes(),
        };
        let request = match request.header("host") {
            Some(_) => request,
            None => request.with("Host", HOST),
        };
        let mut body = body;
        let response = self.intake.answer(&request, &mut body, &moment);
        Answered::new(response)
    }

    fn get(&self, target: &str) -> Answered {
        self.ask(Request::get(target), b"")
    }

    fn post(&self, target: &str, body: &str) -> Answered {
        let request = form_request(target, "application/x-www-form-urlencoded");
        self.ask(request, body.as_bytes())
    }

    fn post_parts(&self, target: &str, parts: &[(&str, Option<&str>, &[u8])]) -> Answered {
        let mut body = Vec::new();
        for (name, file, content) in parts {
            let file = file
                .map(|file| format!("; filename=\"{file}\""))
                .unwrap_or_default();
            let head = format!(
                "--grenze\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n"
            );
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(content);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--grenze--\r\n");
        self.ask(
            form_request(target, "multipart/form-data; boundary=grenze"),
            &body,
        )
    }

    /// The statements in the store, opened with the office's key.
    fn opened(&self) -> Vec<(Entry, Statement)> {
        let events = self.intake.store.events(0, None, 100).unwrap();
        let mut entries: Vec<Entry> = Vec::new();
        for event in events {
            if entries
                .iter()
                .all(|known| known.clear.number != event.entry.clear.number)
            {
                entries.push(event.entry);
            }
        }
        let open = |entry: Entry| {
            let bytes = self.keys.open_bytes(&self.part(&entry, 0)).unwrap();
            assert_eq!(sha256(&bytes), entry.clear.sha256);
            (entry, serde_json::from_slice(&bytes).unwrap())
        };
        entries.into_iter().map(open).collect()
    }

    fn part(&self, entry: &Entry, part: usize) -> Vec<u8> {
        let mut sealed = Vec::new();
        let number = &entry.clear.number;
        let mut take = |piece: &[u8]| {
            sealed.extend_from_slice(piece);
            Ok(())
        };
        assert!(self.intake.store.part(number, part, &mut take).unwrap());
        sealed
    }
}

fn form_request(target: &str, content_type: &str) -> Request {
    let mut request = Request::get(target).with("Content-Type", content_type);
    request.method = Method::Post;
    request.with("offenlage-client", "10.0.0.1")
}

fn portal(keys: &Identities) -> Portal {
    portal_of(fixture::archive(), keys)
}

fn portal_of(mut archive: Archive, keys: &Identities) -> Portal {
    archive.site.intake = Some("https://annahme.example/x/".to_owned());
    archive.municipalities[0].keys = keys.public_keys();
    fixture::take_statements(&mut archive);
    let mut findings = Findings::default();
    let languages = [Language::German, Language::English];
    let theme = Theme::compile(&ThemeFiles::standard(), &languages, &mut findings).unwrap();
    let mut bundle = crate::bundle::Bundle::default();
    form::add(&archive, &mut bundle).unwrap();
    shared::add(&archive, &theme, &mut bundle).unwrap();
    let file = |path: &str| match bundle.source(path) {
        Some(crate::bundle::Source::Make(make)) => make().unwrap(),
        _ => panic!("no file {path}"),
    };
    Portal::read(&file(form::MANIFEST), &file(shared::FILE)).unwrap()
}

struct Answered {
    status: u16,
    text: String,
    place: Option<String>,
}

impl Answered {
    fn new(response: Response) -> Self {
        let place = response.header("Location").map(str::to_owned);
        let Body::Bytes(bytes) = response.body else {
            panic!("a body in memory");
        };
        Self {
            status: response.status,
            text: String::from_utf8(bytes).unwrap(),
            place,
        }
    }

    /// The number in the address of a receipt.
    fn number(&self) -> String {
        let place = self
            .place
            .as_deref()
            .unwrap_or_else(|| panic!("{}", self.text));
        place.split('/').nth(3).unwrap().to_owned()
    }

    fn has(&self, words: &str) -> bool {
        self.text.contains(words)
    }
}

#[test]
fn a_statement_becomes_a_receipt_and_only_the_office_reads_it() {
    let desk = Desk::open();
    let sent = desk.post(
        PHASE,
        "text=Witaj%2C+%C5%81u%C5%BEica%21%0D%0AZu+laut.&name=Hanka+Nowak&antwort=&fremd=x",
    );
    assert_eq!(sent.status, 303);
    let shown = desk.get(sent.place.as_deref().unwrap());
    assert_eq!(shown.status, 200);
    assert!(shown.has(&sent.number()) && shown.has("2026, 13:00\u{a0}Uhr</time>"));
    let opened = desk.opened();
    let [(entry, statement)] = &opened[..] else {
        panic!("one statement");
    };
    assert_eq!(statement.fields["text"], "Witaj, Łužica!\nZu laut.");
    assert_eq!(statement.fields["name"], "Hanka Nowak");
    assert_eq!(statement.fields.len(), 2, "nothing that was not asked");
    assert_eq!(entry.clear.municipality, "14627140");
    let clear = serde_json::to_string(entry).unwrap();
    assert!(!clear.contains("Nowak") && !clear.contains("laut"));
    let signed = receipt::text(&entry.clear).unwrap();
    let verified = receipt::verify(&signed).unwrap();
    assert_eq!(verified.line("Nummer"), Some(sent.number().as_str()));
    let path = sent
        .place
        .as_deref()
        .unwrap()
        .replace("?sprache=de", ".txt");
    let saved = desk.get(&path);
    assert!(saved.text.starts_with(&signed) && receipt::verify(&saved.text) == Some(verified));
    assert!(saved.has("\nVerfahren: Bebauungsplan") && saved.has("\nGemeinde: Stadt Meißen"));
    assert!(saved.has("Eingegangen: Dienstag, 10. März 2026, 13:00 Uhr"));
    assert!(saved.has(&format!("/x/stand/?sprache=de&nummer={}", sent.number())));
}

#[test]
fn a_receipt_is_shown_to_its_sender_for_an_hour() {
    let desk = Desk::open();
    let sent = desk.post(PHASE, "text=a");
    let place = sent.place.as_deref().unwrap();
    assert_eq!(desk.get(&place.replace('.', ".0")).status, 410);
    assert_eq!(desk.get(&place.replace("quittung", "rueckzug")).status, 410);
    assert_eq!(desk.get("/x/quittung/x").status, 410);
    desk.at("2026-03-10T13:00:01Z");
    let late = desk.get(place);
    assert!(late.status == 410 && late.has("wird nichts mehr gezeigt"));
    assert!(late.has(&format!("value=\"{}\"", sent.number())));
}

#[test]
fn faults_come_back_with_everything_that_was_typed() {
    let desk = Desk::open();
    let answer = desk.post(
        PHASE,
        "text=&name=%3Cb%3EAnna&email=keine&antwort=post&betroffenheit=mond",
    );
    assert_eq!(answer.status, 422);
    assert!(answer.has("href=\"#f-text\"") && answer.has("href=\"#f-email\""));
    assert!(answer.has("href=\"#f-anschrift\"") && answer.has("href=\"#f-betroffenheit\""));
    assert!(answer.has("value=\"&lt;b&gt;Anna\"") && answer.has("value=\"keine\""));
    assert!(answer.has("4 Angaben fehlen noch"));
    assert!(desk.opened().is_empty());
    let english = desk.post(&format!("{PHASE}?sprache=en"), "text=");
    assert!(english.has("Something is missing or wrong") && english.has("lang=\"en\""));
}

#[test]
fn attachments_are_judged_by_content_and_sealed() {
    let desk = Desk::open();
    let pdf = [b"%PDF-1.7\n".as_slice(), &[7; 300_000]].concat();
    let sent = desk.post_parts(
        PHASE,
        &[
            ("text", None, "Siehe Anlage".as_bytes()),
            ("anlage", Some("C:\\Plan ä.pdf"), &pdf),
            ("anlage", Some(""), b""),
        ],
    );
    assert_eq!(sent.status, 303, "{}", sent.text);
    let opened = desk.opened();
    let (entry, statement) = &opened[0];
    let file = &statement.attachments[0];
    assert_eq!(
        (file.name.as_str(), file.media.as_str()),
        ("Plan ä.pdf", "application/pdf")
    );
    assert_eq!(statement.attachments.len(), 1);
    assert_eq!(entry.clear.sizes[1], pdf.len() as u64);
    let sealed = desk.part(entry, 1);
    assert!(!sealed.starts_with(b"%PDF"));
    assert_eq!(desk.keys.open_bytes(&sealed).unwrap(), pdf);
    for (name, content, fault) in [
        ("a.pdf", b"MZ\x90\0".to_vec(), "a.pdf: Weder PDF"),
        ("a.pdf", Vec::new(), "a.pdf: Die Datei ist leer"),
        (
            "a.pdf",
            [b"%PDF-".as_slice(), &[7; 11 << 20]].concat(),
            "a.pdf: Größer als 10 MB",
        ),
    ] {
        let parts = [
            ("text", None, &b"Bleibt"[..]),
            ("anlage", Some(name), &content),
        ];
        let answer = desk.post_parts(PHASE, &parts);
        assert_eq!(answer.status, 422);
        assert!(
            answer.has(fault) && answer.has("Bleibt</textarea>"),
            "{fault}"
        );
    }
    assert_eq!(desk.opened().len(), 1);
}

#[test]
fn what_cannot_be_read_is_refused_and_nothing_is_kept() {
    let desk = Desk::open();
    for (kind, body) in [
        ("text/plain", &b"text=a"[..]),
        ("", b""),
        ("multipart/form-data", b"--x--"),
        (
            "multipart/form-data; boundary=x",
            b"--x\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nabc",
        ),
        ("multipart/form-data; boundary=x", b"garbage"),
    ] {
        let answer = desk.ask(form_request(PHASE, kind), body);
        assert!(
            [400, 422].contains(&answer.status),
            "{kind}: {}",
            answer.status
        );
    }
    let answer = desk.ask(
        form_request(PHASE, "application/x-www-form-urlencoded"),
        b"text=Gr\xfc%DFe&name=%zz%",
    );
    assert!(answer.has("Ein Zeichen ist nicht lesbar"));
    assert!(desk.opened().is_empty());
}

#[test]
fn the_same_sending_gives_the_same_receipt() {
    let desk = Desk::open();
    let first = desk.post(PHASE, "text=a&einmal=0123").number();
    assert_eq!(desk.post(PHASE, "text=a&einmal=0123").number(), first);
    assert_ne!(desk.post(PHASE, "text=b&einmal=0123").number(), first);
    let bare = desk.post(PHASE, "text=a").number();
    assert_eq!(desk.post(PHASE, "text=a").number(), bare);
    desk.at("2026-03-10T12:16:00Z");
    assert_eq!(desk.post(PHASE, "text=a&einmal=0123").number(), first);
    assert_ne!(
        desk.post(PHASE, "text=a").number(),
        bare,
        "a quarter of an hour later it is another"
    );
    assert_eq!(desk.opened().len(), 4);
}

#[test]
fn the_endpoints_clock_decides_in_berlin() {
    let desk = Desk::open();
    let taken = |time: &str, text: &str| {
        desk.at(time);
        let answer = desk.post(PHASE, &format!("text={text}"));
        (answer.status == 303).then(|| desk.opened().last().unwrap().0.clear.is_late)
    };
    // The period is 2 March to 7 April; the clocks went forward on 29 March.
    assert_eq!(taken("2026-03-01T22:59:59Z", "a"), None);
    assert_eq!(taken("2026-03-01T23:00:00Z", "b"), Some(false));
    assert_eq!(taken("2026-04-07T21:59:59Z", "c"), Some(false));
    assert_eq!(taken("2026-04-07T22:00:00Z", "d"), Some(true));
    let form = desk.get(PHASE);
    assert!(form.has("als verspätet vermerkt"));
    desk.at("2026-02-01T12:00:00Z");
    let early = desk.post(PHASE, "text=Zu+fr%C3%BCh");
    assert_eq!(early.status, 422);
    assert!(early.has("Zu früh"), "the words come back: {}", early.text);
}

#[test]
fn a_sender_withdraws_and_amends_until_the_end() {
    let desk = Desk::open();
    let sent = desk.post(PHASE, "text=Erste+Fassung");
    let number = sent.number();
    let word = desk.intake.key.secret_word(&number);
    assert!(desk.get(sent.place.as_deref().unwrap()).has(&word));
    let stand = |tun: &str, word: &str| {
        desk.post(
            "/x/stand/",
            &format!("nummer={number}&tun={tun}&geheimwort={word}"),
        )
    };
    assert!(stand("nachsehen", "").has("liegt vor"));
    let wrong = stand("zurueckziehen", "0000-0000-0000-0000");
    assert_eq!(wrong.status, 403);
    assert!(wrong.has("passen nicht zusammen") && wrong.has("name=\"geheimwort\""));
    assert!(stand("nachsehen", "").has("Das geht bis Dienstag, 7"));
    let form = stand("aendern", &word);
    assert!(form.has(&format!("name=\"ersetzt\" value=\"{number}\"")));
    let wrong = format!("text=Zweite&ersetzt={number}&geheimwort=falsch");
    assert_eq!(desk.post(PHASE, &wrong).status, 403);
    let amended = desk.post(
        PHASE,
        &format!("text=Zweite&ersetzt={number}&geheimwort={word}"),
    );
    let second = amended.number();
    assert!(stand("nachsehen", "").has("durch eine spätere Fassung ersetzt"));
    let receipt = desk.get(amended.place.as_deref().unwrap());
    assert!(receipt.has("Ersetzt die Fassung") && receipt.has(&format!("der früheren ({number})")));
    assert!(desk.withdraw(&second).has("ist zurückgezogen"));
    assert!(stand("nachsehen", "").has("Damit zählt keine Fassung mehr"));
    let opened = desk.opened();
    let states: Vec<State> = opened.iter().map(|(entry, _)| entry.state).collect();
    assert_eq!(states, [State::Replaced, State::Withdrawn]);
    assert_eq!(
        opened[0].1.fields["text"], "Erste Fassung",
        "the first version stays"
    );
}

#[test]
fn after_the_end_only_the_office_changes_anything() {
    let desk = Desk::open();
    let number = desk.post(PHASE, "text=a").number();
    let word = desk.intake.key.secret_word(&number);
    desk.at("2026-04-08T12:00:00Z");
    for tun in ["zurueckziehen", "aendern"] {
        let body = format!("nummer={number}&tun={tun}&geheimwort={word}");
        assert_eq!(desk.post("/x/stand/", &body).status, 403);
    }
    let late = desk.post(
        PHASE,
        &format!("text=Noch+mal&ersetzt={number}&geheimwort={word}"),
    );
    assert!(late.status == 403 && late.has("Noch mal"));
    assert_eq!(desk.opened()[0].0.state, State::Received);
}

#[test]
fn hosts_origins_and_machines_are_looked_at() {
    let desk = Desk::open();
    let kind = "application/x-www-form-urlencoded";
    let foreign = Request::get(PHASE).with("Host", "evil.example");
    assert_eq!(desk.ask(foreign, b"").status, 421);
    for (origin, status) in [
        ("https://evil.example", 403),
        ("https://beispiel.example.evil.example", 403),
        ("https://beispiel.example", 303),
        ("https://annahme.example", 303),
        ("null", 303),
    ] {
        let request = form_request(PHASE, kind).with("Origin", origin);
        let answer = desk.ask(request, format!("text={origin}").as_bytes());
        assert_eq!(answer.status, status, "{origin}");
    }
    assert_eq!(desk.post(PHASE, "text=Kauft&webseite=http").status, 422);
    assert_eq!(desk.get("/x/verfahren/gibt/es/nicht/").status, 404);
    assert_eq!(desk.get("/y/").status, 404);
    assert_eq!(desk.get(&PHASE.replace("/02", "/..%2f..%2f02")).status, 404);
    let flood = (0..130).map(|at| desk.post(PHASE, &format!("text=Flut+{at}")));
    let last = flood.last().unwrap();
    assert!(
        last.status == 429 && last.has("Flut 129"),
        "the words come back"
    );
}

#[test]
fn when_the_store_is_down_the_words_come_back_with_other_ways() {
    let mut desk = Desk::open();
    desk.intake.store = Arc::new(down::Down);
    let answer = desk.post(PHASE, "text=Nicht+verlieren");
    assert_eq!(answer.status, 503);
    assert!(answer.has("Nicht verlieren") && answer.has("Bauamt"));
    assert!(answer.has("noch nicht als abgegeben"));
    assert_eq!(desk.post("/x/stand/", "nummer=0000-0000-000").status, 503);
}
