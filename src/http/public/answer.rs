//! An answer on its way to whoever asked: one a connection, after which that ends.

use crate::http::library::head;
use crate::http::wire::write_all;
use crate::http::{Body, Method, Response};
use std::io::{self, Read, Seek, SeekFrom};
use std::net::TcpStream;

/// Sends an answer to a request that was made so.
///
/// # Errors
/// If the client takes nothing more, or a header cannot be sent; then nothing was.
pub(super) fn send(client: &TcpStream, response: Response, method: Method) -> io::Result<()> {
    let is_asked = method != Method::Head;
    match response.body {
        Body::Bytes(ref bytes) => {
            let mut all = head(&response, bytes.len() as u64)?;
            if is_asked {
                all.extend_from_slice(bytes);
            }
            write_all(client, &all)
        }
        Body::File {
            ref file,
            start,
            length,
        } => {
            let head = head(&response, length)?;
            write_all(client, &head)?;
            let (mut file, mut client) = (file, client);
            file.seek(SeekFrom::Start(start))?;
            let mut part = file.take(if is_asked { length } else { 0 });
            io::copy(&mut part, &mut client).map(drop)
        }
        Body::Events(_) => Err(io::Error::other("only the preview tells events")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use std::net::TcpListener;

    fn sent(response: Response, method: Method) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let mut client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        let (server, _) = listener.accept().unwrap();
        send(&server, response, method).ok();
        drop(server);
        let mut all = String::new();
        client.read_to_string(&mut all).unwrap();
        all
    }

    fn words() -> Response {
        Response::new(303, Body::Bytes(b"words".to_vec())).with("Location", "/a")
    }

    #[test]
    fn an_answer_says_its_length_its_day_and_that_it_is_the_last() {
        let all = sent(words(), Method::Post);
        assert!(all.starts_with("HTTP/1.1 303 See Other\r\nConnection: close\r\n"));
        assert!(all.contains("\r\nDate: ") && all.contains("\r\nLocation: /a\r\n"));
        assert!(all.ends_with("\r\nContent-Length: 5\r\n\r\nwords"), "{all}");
    }

    #[test]
    fn who_asks_for_the_headers_gets_them_alone() {
        let all = sent(words(), Method::Head);
        assert!(all.ends_with("\r\nContent-Length: 5\r\n\r\n"), "{all}");
    }

    #[test]
    fn a_part_of_a_file_is_sent_from_its_place() {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(b"0123456789").unwrap();
        let (start, length) = (3, 4);
        let body = Body::File {
            file,
            start,
            length,
        };
        let all = sent(Response::new(206, body), Method::Get);
        assert!(all.ends_with("\r\nContent-Length: 4\r\n\r\n3456"), "{all}");
    }

    #[test]
    fn no_value_becomes_a_header_of_its_own() {
        for value in ["a\r\nB: c", "ä"] {
            let response = words().with("Location", value);
            assert_eq!(sent(response, Method::Get), "", "{value}");
        }
    }
}
