//! The HTTP library behind its private door: what it received becomes a [`Request`], a
//! [`Response`] becomes what it sends.

use std::io::{self, Cursor, Read, Seek, SeekFrom, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use anyhow::{Context, anyhow};

use super::crew::Crew;
use super::{Body, Event, Events, Method, Request, Response};

#[cfg(unix)]
use unix as door;

#[cfg(not(unix))]
use loopback as door;

/// How long is waited before the library is started once more.
const PAUSE: Duration = Duration::from_millis(50);

/// The library at work.
pub(super) struct Library {
    behind: RwLock<Arc<Behind>>,
    stopping: AtomicBool,
    receiving: Mutex<Option<JoinHandle<()>>>,
    answering: Crew,
}

/// Bytes of the stack of a thread that answers: as many as others have.
const STACK: usize = 2 << 20;

/// The library and its private door.
struct Behind {
    // The order matters: the library removes its socket before the folder around it goes.
    server: tiny_http::Server,
    door: door::Door,
}

impl Behind {
    fn open() -> anyhow::Result<Arc<Self>> {
        let (server, door) = door::open()?;
        Ok(Arc::new(Self { server, door }))
    }
}

impl Library {
    /// Starts to hand what it receives to `answer`, which sends the answer, too.
    pub fn start(
        answer: impl Fn(tiny_http::Request) + Send + Sync + 'static,
    ) -> anyhow::Result<Arc<Self>> {
        let library = Arc::new(Self {
            behind: RwLock::new(Behind::open()?),
            stopping: AtomicBool::new(false),
            receiving: Mutex::new(None),
            answering: Crew::new("http answer", STACK),
        });
        let own = Arc::clone(&library);
        let answer = Arc::new(answer);
        let receiving = thread::Builder::new()
            .name("http receive".into())
            .spawn(move || own.receive(&answer))
            .context("no thread for the HTTP library")?;
        *library
            .receiving
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = Some(receiving);
        Ok(library)
    }

    /// A connection through the private door.
    pub fn connect(&self) -> io::Result<door::Stream> {
        let behind = self.behind();
        let connected = behind.door.connect();
        let is_gone = |error: &io::Error| {
            [io::ErrorKind::ConnectionRefused, io::ErrorKind::NotFound].contains(&error.kind())
        };
        if connected.as_ref().is_err_and(is_gone) {
            // Its listening thread has died, and nobody else would tell the one that receives.
            behind.server.unblock();
        }
        connected
    }

    /// Receives no more; answers that are under way end with their connections.
    pub fn stop(&self) {
        self.stopping.store(true, Ordering::SeqCst);
        self.behind().server.unblock();
        let receiving = self
            .receiving
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(receiving) = receiving {
            receiving.join().ok();
        }
    }

    fn behind(&self) -> Arc<Behind> {
        let behind = self.behind.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&behind)
    }

    /// The library listens no more once it could not accept or copy a connection, for want of file
    /// descriptors, say. Then another one takes its place.
    fn open_again(&self) {
        while !self.stopping.load(Ordering::SeqCst) {
            if let Ok(behind) = Behind::open() {
                *self.behind.write().unwrap_or_else(PoisonError::into_inner) = behind;
                return;
            }
            thread::sleep(PAUSE);
        }
    }

    fn receive<A>(&self, answer: &Arc<A>)
    where
        A: Fn(tiny_http::Request) + Send + Sync + 'static,
    {
        while !self.stopping.load(Ordering::SeqCst) {
            let received = match self.behind().server.recv() {
                Ok(received) => received,
                Err(_) => {
                    self.open_again();
                    continue;
                }
            };
            let answer = Arc::clone(answer);
            // The guard bounds how many there are. Where no thread can be had, the request is
            // dropped, which the library answers with status 500.
            self.answering.hand(move || answer(received));
        }
    }
}

/// Answers a preview's request.
pub(super) fn answer_preview(received: tiny_http::Request, handler: &dyn Fn(&Request) -> Response) {
    let response = match request(&received) {
        Ok(request) => handler(&request),
        Err(refused) => refused,
    };
    // Nobody is left to be told when this fails: the browser has gone.
    send(received, response).ok();
}

fn request(received: &tiny_http::Request) -> Result<Request, Response> {
    let mut request = Request::get(received.url());
    request.method = match received.method() {
        tiny_http::Method::Get => Method::Get,
        tiny_http::Method::Head => Method::Head,
        _ => {
            let refused = Response::text(405, "Nur GET und HEAD.", "Only GET and HEAD.");
            return Err(refused.with("Allow", "GET, HEAD"));
        }
    };
    for header in received.headers() {
        request = request.with(header.field.as_str().as_str(), header.value.as_str());
    }
    if !request.path.starts_with('/') {
        return Err(Response::text(
            400,
            "Die Adresse muss mit einem Schrägstrich beginnen.",
            "The address must begin with a slash.",
        ));
    }
    if !request.header("host").is_some_and(is_this_computer) {
        return Err(Response::text(
            421,
            "Die Vorschau antwortet nur unter localhost, 127.0.0.1 und [::1].",
            "The preview only answers to localhost, 127.0.0.1 and [::1].",
        ));
    }
    Ok(request)
}

/// Whether `Host` names this computer. A page from elsewhere whose name was turned to this
/// computer's address (DNS rebinding) would bring its own name and could read the drafts.
fn is_this_computer(host: &str) -> bool {
    let host = host.to_ascii_lowercase();
    ["localhost", "127.0.0.1", "[::1]"].iter().any(|name| {
        let rest = host.strip_prefix(name);
        let port = rest.and_then(|rest| rest.strip_prefix(':'));
        rest == Some("") || port.is_some_and(|port| port.parse::<u16>().is_ok())
    })
}

/// The lines before a body of this length, on a connection that ends with it.
///
/// # Errors
/// If a header cannot be sent.
#[cfg(feature = "server")]
pub(super) fn head(response: &Response, length: u64) -> io::Result<Vec<u8>> {
    let plain = |(_, value): &(_, String)| value.bytes().all(super::wire::is_visible);
    if !response.headers.iter().all(plain) {
        return Err(io::Error::other("a header is not plain"));
    }
    let mut head = Vec::with_capacity(512);
    answer(response.status, headers(response)?, (io::empty(), length)).raw_print(
        &mut head,
        tiny_http::HTTPVersion(1, 1),
        &[],
        true,
        None,
    )?;
    // The library does not let anyone else say that the connection ends.
    let end = head.windows(2).position(|pair| pair == b"\r\n");
    let end = end.ok_or_else(|| io::Error::other("an answer without a status"))?;
    head.splice(end..end, *b"\r\nConnection: close");
    Ok(head)
}

/// Sends an answer.
fn send(received: tiny_http::Request, response: Response) -> io::Result<()> {
    let headers = headers(&response)?;
    match response.body {
        Body::Bytes(bytes) => {
            let length = bytes.len() as u64;
            let reader = Cursor::new(bytes);
            respond(received, response.status, headers, (reader, length))
        }
        Body::File {
            mut file,
            start,
            length,
        } => {
            file.seek(SeekFrom::Start(start))?;
            let reader = file.take(length);
            respond(received, response.status, headers, (reader, length))
        }
        Body::Events(events) => stream(received, &headers, events),
    }
}

fn headers(response: &Response) -> io::Result<Vec<tiny_http::Header>> {
    let header = |(name, value): &(&str, String)| {
        tiny_http::Header::from_bytes(*name, value.as_str())
            .map_err(|()| io::Error::other("a header is not ASCII"))
    };
    response.headers.iter().map(header).collect()
}

fn respond(
    received: tiny_http::Request,
    status: u16,
    headers: Vec<tiny_http::Header>,
    body: (impl Read, u64),
) -> io::Result<()> {
    received.respond(answer(status, headers, body))
}

/// An answer with a known length: nothing is cut into chunks, so that a browser can show progress.
fn answer<R: Read>(
    status: u16,
    headers: Vec<tiny_http::Header>,
    (reader, length): (R, u64),
) -> tiny_http::Response<R> {
    let length = usize::try_from(length).ok();
    let status = tiny_http::StatusCode(status);
    tiny_http::Response::new(status, headers, reader, length, None)
        .with_chunked_threshold(usize::MAX)
}

fn stream(
    received: tiny_http::Request,
    headers: &[tiny_http::Header],
    events: Events,
) -> io::Result<()> {
    let wants_events = *received.method() == tiny_http::Method::Get;
    let mut writer = received.into_writer();
    write!(writer, "HTTP/1.1 200 OK\r\n")?;
    for header in headers {
        write!(writer, "{}: {}\r\n", header.field, header.value)?;
    }
    write!(writer, "\r\n")?;
    writer.flush()?;
    for event in events.take_while(|_| wants_events) {
        match event {
            Event::Alive => writer.write_all(b":\n\n")?,
            Event::Data(data) => {
                for line in data.lines() {
                    writeln!(writer, "data: {line}")?;
                }
                writer.write_all(b"\n")?;
            }
        }
        writer.flush()?;
    }
    Ok(())
}

/// The door is a socket in a folder that only this user may enter.
#[cfg(unix)]
mod unix {
    use std::ffi::OsStr;
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::net::UnixStream;
    use std::path::Path;

    #[cfg(test)]
    use std::os::unix::net::UnixListener;

    use super::*;

    pub(super) type Stream = UnixStream;

    pub(super) struct Door {
        folder: tempfile::TempDir,
    }

    const PREFIX: &str = "offenlage-vorschau-";
    const SOCKET: &str = "http";

    pub(super) fn open() -> anyhow::Result<(tiny_http::Server, Door)> {
        remove_leftovers(&std::env::temp_dir());
        let only_me = std::fs::Permissions::from_mode(0o700);
        let folder = tempfile::Builder::new()
            .prefix(PREFIX)
            .permissions(only_me)
            .tempdir()
            .context("no folder for the preview's socket")?;
        let server = tiny_http::Server::http_unix(&folder.path().join(SOCKET))
            .map_err(|error| anyhow!("no socket for the preview: {error}"))?;
        Ok((server, Door { folder }))
    }

    impl Door {
        pub fn connect(&self) -> io::Result<Stream> {
            UnixStream::connect(self.folder.path().join(SOCKET))
        }
    }

    /// Removes the doors of previews that were ended by Ctrl-C: nobody listens behind them.
    /// Only an empty folder is removed, so a foreign one of the same name is safe.
    fn remove_leftovers(folder: &Path) {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        for entry in entries.filter(|entry| is_door(&entry.file_name())) {
            let socket = entry.path().join(SOCKET);
            let tried = UnixStream::connect(&socket);
            if tried.is_err_and(|error| error.kind() == io::ErrorKind::ConnectionRefused)
                && std::fs::remove_file(&socket).is_ok()
            {
                std::fs::remove_dir(entry.path()).ok();
            }
        }
    }

    fn is_door(name: &OsStr) -> bool {
        name.to_str().is_some_and(|name| name.starts_with(PREFIX))
    }

    #[test]
    fn only_doors_without_a_listener_are_removed() {
        let folder = tempfile::tempdir().expect("a folder");
        let door = |name: &str| {
            let path = folder.path().join(format!("{PREFIX}{name}"));
            std::fs::create_dir(&path).expect("a folder");
            path
        };
        let listen = |path: &Path| UnixListener::bind(path.join(SOCKET)).expect("a socket");
        let (left, open, empty) = (door("left"), door("open"), door("empty"));
        drop(listen(&left));
        let _listening = listen(&open);
        remove_leftovers(folder.path());
        assert_eq!(
            (left.exists(), open.exists(), empty.exists()),
            (false, true, true)
        );
    }
}

/// Where there are no such sockets, the door is a port that nobody was told.
#[cfg(not(unix))]
mod loopback {
    use std::net::{Ipv4Addr, SocketAddr, TcpStream};

    use super::*;

    pub(super) type Stream = TcpStream;

    pub(super) struct Door {
        address: SocketAddr,
    }

    pub(super) fn open() -> anyhow::Result<(tiny_http::Server, Door)> {
        let server = tiny_http::Server::http((Ipv4Addr::LOCALHOST, 0))
            .map_err(|error| anyhow!("no socket for the preview: {error}"))?;
        let address = server.server_addr().to_ip();
        let address = address.context("the preview's socket has no address")?;
        Ok((server, Door { address }))
    }

    impl Door {
        pub fn connect(&self) -> io::Result<Stream> {
            TcpStream::connect(self.address)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_computer_are_answered() {
        for host in [
            "localhost",
            "LocalHost:8000",
            "127.0.0.1:1",
            "[::1]",
            "[::1]:65535",
        ] {
            assert!(is_this_computer(host), "{host}");
        }
        for host in [
            "",
            "evil.example",
            "localhost.evil.example",
            "localhost:",
            "localhost:x",
            "localhost:99999",
            "127.0.0.1.evil.example:8000",
            "evil.example:8000",
            "::1",
            "localhost@evil.example",
        ] {
            assert!(!is_this_computer(host), "{host}");
        }
    }
}
