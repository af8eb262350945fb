//! The endpoint as a process among those who mean it ill.

use crate::collect::{COLLECT, Endpoint, PHASE, Place};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::Stdio;

fn ask(address: &str, head: &str, body: &str) -> String {
    let mut stream = TcpStream::connect(address).expect("a connection");
    let length = body.len();
    let request = format!(
        "{head} HTTP/1.1\r\nHost: pruefportal.example\r\nContent-Length: {length}\r\n\
         Content-Type: multipart/form-data; boundary=grenze\r\n\r\n{body}"
    );
    stream.write_all(request.as_bytes()).expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    answer
}

#[test]
fn without_its_scanner_the_endpoint_takes_attachments_and_says_so() {
    let place = Place::new();
    let mut command = place.offenlage(&COLLECT);
    command.args(["--clamav", "/nirgends/clamd.ctl"]);
    let endpoint = Endpoint::of(command.stderr(Stdio::null()));
    let field = "--grenze\r\nContent-Disposition: form-data; name=";
    let body = format!(
        "{field}\"text\"\r\n\r\nZu laut\r\n{field}\"betroffenheit\"\r\n\r\nanwohner\r\n\
         {field}\"anlage\"; filename=\"Plan.pdf\"\r\n\r\n%PDF-1.7\r\n--grenze--\r\n"
    );
    let answer = ask(&endpoint.public, &format!("POST {PHASE}"), &body);
    assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
    let numbers = ask(&endpoint.admin, "GET /zahlen", "");
    let line = "offenlage_statements_unscanned_total 1\n";
    assert!(numbers.contains(line), "{numbers}");
    let (good, said) = place.run(&["collect", "output", "--clamav", "irgendwo"]);
    assert!(!good && said.contains("irgendwo"), "{said}");
}

#[test]
fn a_database_without_its_certificate_is_not_asked() {
    let place = Place::new();
    let address = "postgres://a:geheim@db.example/x?sslmode=require\n";
    std::fs::File::create(place.path("datenbank.txt"))
        .and_then(|mut file| file.write_all(address.as_bytes()))
        .expect("a file");
    let (good, said) = place.run(&["collect", "output", "--store-file", "datenbank.txt"]);
    assert!(!good && said.contains("sslrootcert"), "{said}");
    assert!(!said.contains("geheim"), "{said}");
}
