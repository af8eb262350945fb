//! Several endpoints behind a load balancer, before one database: for citizens they are one.

use crate::collect::{COLLECT, Endpoint, PHASE, Place, ask, compare, number};
use crate::database::Database;
use crate::load::{request, under_load};
use offenlage::inbox::Store;
use offenlage::inbox::postgres::Postgres;
use std::io;
use std::net::{Shutdown, TcpListener, TcpStream};
use std::process::Stdio;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};
use std::thread;

const KEY: &str = "annahmestelle.schluessel";

/// Gives each connection to the next endpoint that takes it, as a load balancer does.
struct Balancer {
    address: String,
    endpoints: Arc<Mutex<Vec<String>>>,
}

impl Balancer {
    fn start(endpoints: &[&Endpoint]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a socket");
        let own = Self {
            address: listener.local_addr().expect("an address").to_string(),
            endpoints: Arc::default(),
        };
        own.know(endpoints);
        let known = Arc::clone(&own.endpoints);
        // It ends with the test's process.
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let next = {
                    let mut known = known.lock().expect("no thread fails");
                    known.rotate_left(1);
                    known
                        .iter()
                        .find_map(|address| TcpStream::connect(address).ok())
                };
                let Some(endpoint) = next else { continue };
                pass_on(&client, &endpoint);
                thread::spawn(move || pass_on(&endpoint, &client));
            }
        });
        own
    }

    fn know(&self, endpoints: &[&Endpoint]) {
        let addresses = endpoints.iter().map(|endpoint| endpoint.public.clone());
        *self.endpoints.lock().expect("no thread fails") = addresses.collect();
    }
}

/// Copies one direction beside the other.
fn pass_on(from: &TcpStream, to: &TcpStream) {
    let (Ok(mut from), Ok(mut to)) = (from.try_clone(), to.try_clone()) else {
        return;
    };
    thread::spawn(move || {
        // Whoever breaks off is part of the test.
        io::copy(&mut from, &mut to).ok();
        to.shutdown(Shutdown::Write).ok();
    });
}

/// An endpoint with a data folder of its own.
fn start(place: &Place, database: &Database, folder: &str, more: &[&str]) -> Endpoint {
    let mut command = place.offenlage(&COLLECT);
    command.args(["--proxy", "127.0.0.1", "--store", &database.address()]);
    command.args(["--data", folder]).args(more);
    Endpoint::of(command.stderr(Stdio::null()))
}

/// Two endpoints on two machines: the key of the first was copied to the second.
fn two(place: &Place, database: &Database) -> [Endpoint; 2] {
    let first = start(place, database, "eins", &[]);
    std::fs::create_dir(place.path("zwei")).expect("a folder");
    let key = |folder: &str| place.path(folder).join(KEY);
    std::fs::copy(key("eins"), key("zwei")).expect("a copy");
    [first, start(place, database, "zwei", &[])]
}

fn get(endpoint: &Endpoint, path: &str) -> String {
    let request = format!("GET {path} HTTP/1.1\r\nHost: pruefportal.example\r\n\r\n");
    ask(&endpoint.public, &request).expect("an answer")
}

fn stand(endpoint: &Endpoint, body: &str) -> String {
    let head = "POST /annahme/stand/ HTTP/1.1\r\nHost: pruefportal.example\r\n\
                Content-Type: application/x-www-form-urlencoded";
    let request = format!("{head}\r\nContent-Length: {}\r\n\r\n{body}", body.len());
    ask(&endpoint.public, &request).expect("an answer")
}

/// The secret word that a receipt shows: four groups of four.
fn secret_word(page: &str) -> String {
    let words = page.split(['<', '>']);
    let is_secret = |word: &&str| {
        let groups: Vec<&str> = word.split('-').collect();
        groups.len() == 4 && groups.iter().all(|group| group.len() == 4)
    };
    words
        .into_iter()
        .find(is_secret)
        .expect("a secret word")
        .to_owned()
}

#[test]
fn whichever_endpoint_is_reached_the_answer_is_the_same() {
    let Some(database) = Database::start() else {
        return;
    };
    let place = Place::new();
    let endpoints = two(&place, &database);
    // A double click whose two halves reach both at once.
    for round in 0..10 {
        let request = request("10.0.0.1", &format!("Doppelt {round}"), round % 2 == 0);
        let numbers: Vec<Option<String>> = thread::scope(|scope| {
            let sending: Vec<_> = (0..6)
                .map(|at| {
                    let (endpoint, request) = (&endpoints[at % 2], &request);
                    scope.spawn(move || number(&ask(&endpoint.public, request)?))
                })
                .collect();
            sending
                .into_iter()
                .map(|thread| thread.join().expect("an answer"))
                .collect()
        });
        assert!(
            numbers[0].is_some() && numbers.iter().all(|own| *own == numbers[0]),
            "{numbers:?}"
        );
    }
    let [first, second] = &endpoints;
    let sent = ask(&first.public, &request("10.0.0.1", "Erste", false)).expect("an answer");
    let number = number(&sent).expect("a receipt");
    let (_, receipt) = sent.split_once("Location: ").expect("a place");
    let page = get(second, receipt.lines().next().expect("a place"));
    assert!(
        page.contains(&number) && page.contains("angekommen"),
        "{page}"
    );
    let word = secret_word(&page);
    let taken = stand(
        first,
        &format!("nummer={number}&tun=endgueltig&geheimwort={word}"),
    );
    assert!(taken.starts_with("HTTP/1.1 303"), "{taken}");
    assert!(stand(second, &format!("nummer={number}")).contains("ist zurückgezogen"));
    let store = Postgres::open(&database.address()).expect("the store");
    assert_eq!(store.count(), Ok(11));
}

#[test]
fn nothing_is_lost_or_double_while_one_endpoint_after_the_other_is_killed() {
    let Some(database) = Database::start() else {
        return;
    };
    let place = Place::new();
    let [mut first, mut second] = two(&place, &database);
    let balancer = Balancer::start(&[&first, &second]);
    let acknowledged = under_load(&balancer.address.clone(), |load| {
        load.has_balancer.store(true, Ordering::SeqCst);
        for _ in 0..4 {
            load.more_acknowledged(30);
            first.child.kill().expect("it runs");
            load.more_acknowledged(30);
            first = start(&place, &database, "eins", &[]);
            balancer.know(&[&first, &second]);
            load.more_acknowledged(30);
            second.child.kill().expect("it runs");
            load.more_acknowledged(30);
            second = start(&place, &database, "zwei", &[]);
            balancer.know(&[&first, &second]);
        }
    });
    let store = Postgres::open(&database.address()).expect("the store");
    compare(&store, &place.keys(), &acknowledged);
}

#[test]
fn a_procedures_limit_holds_over_all_endpoints() {
    let Some(database) = Database::start() else {
        return;
    };
    let place = Place::new();
    // The last word counts: a slow lane for 6 statements a minute holds 12 at once.
    let few = ["--most-per-minute", "6"];
    let one = COLLECT
        .iter()
        .filter(|word| !word.starts_with("--most") && !word.starts_with("1000"));
    let one: Vec<&str> = one.copied().collect();
    let start = |folder: &str| {
        let mut command = place.offenlage(&one);
        command
            .args(few)
            .args(["--proxy", "127.0.0.1", "--store", &database.address()]);
        Endpoint::of(command.args(["--data", folder]).stderr(Stdio::null()))
    };
    let first = start("eins");
    std::fs::create_dir(place.path("zwei")).expect("a folder");
    std::fs::copy(place.path("eins").join(KEY), place.path("zwei").join(KEY)).expect("a copy");
    let endpoints = [first, start("zwei")];
    let begin = std::time::Instant::now();
    let taken = (0..40_usize).filter(|at| {
        let request = request(&format!("10.0.0.{at}"), &format!("Flut {at}"), false);
        let answer = ask(&endpoints[at % 2].public, &request).expect("an answer");
        assert!(
            answer.contains("303") || answer.contains(&format!("Flut {at}")),
            "{answer}"
        );
        answer.starts_with("HTTP/1.1 303")
    });
    let taken = taken.count() as u64;
    let more = begin.elapsed().as_secs() / 50 + 1;
    assert!((12..=12 + more).contains(&taken), "{taken}");
}

#[test]
fn an_endpoint_with_another_key_is_refused() {
    let Some(database) = Database::start() else {
        return;
    };
    let place = Place::new();
    drop(start(&place, &database, "eins", &[]));
    let (_, public) = place.run(&["keys", "show", "--data", "eins"]);
    let mut arguments = COLLECT.to_vec();
    let address = database.address();
    arguments.extend(["--store", &address, "--data", "fremd"]);
    let (good, said) = place.run(&arguments);
    assert!(
        !good && said.contains(public.trim()) && said.contains(KEY),
        "{said}"
    );
    // With the right key, or where it is lost and somebody says so, it begins.
    drop(start(&place, &database, "eins", &[]));
    let endpoint = start(&place, &database, "fremd", &["--new-key"]);
    assert!(get(&endpoint, PHASE).contains("Stellungnahme absenden"));
    let (good, said) =
        place.run(&[&COLLECT[..], &["--store", &address, "--data", "eins"]].concat());
    assert!(!good && said.contains("--new-key"), "{said}");
}
