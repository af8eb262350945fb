//! The private door to the HTTP library: a socket that only this program knows.

use std::io;

use anyhow::{Context, anyhow};

#[cfg(unix)]
use unix as way;

#[cfg(not(unix))]
use loopback as way;

/// A connection through the door.
pub(super) type Stream = way::Stream;

/// The library and its private door.
pub(super) struct Behind {
    // The order matters: the library removes its socket before the folder around it goes.
    pub server: tiny_http::Server,
    door: way::Door,
}

impl Behind {
    /// The library listens behind a new door.
    pub fn open() -> anyhow::Result<Self> {
        let (server, door) = way::open()?;
        Ok(Self { server, door })
    }

    /// A connection through it.
    pub fn connect(&self) -> io::Result<Stream> {
        self.door.connect()
    }
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
