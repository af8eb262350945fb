//! TLS to the database: the same rustls that mail goes through. The certificate is always checked
//! against one that the address names; encrypted to a stranger would be encrypted for nobody.

use crate::finding::both;
use crate::inbox::Trouble;
use postgres::config::SslMode;
use postgres::tls::{ChannelBinding, MakeTlsConnect, TlsConnect, TlsStream};
use postgres::{Client, Config, NoTls, Socket};
use std::io;
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, InvalidDnsNameError, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

/// The option of an address that names the file with the certificate.
const ROOT: &str = "sslrootcert=";

/// A database and how it is reached.
#[derive(Clone)]
pub struct Target {
    /// Where it is.
    pub config: Config,
    tls: Option<Tls>,
}

impl Target {
    /// Reads an address of either kind. `sslmode=require` (`verify-ca` and `verify-full` are the same
    /// here) asks for TLS, and `sslrootcert=` names the certificate that the server's must follow from;
    /// without it nothing is encrypted.
    ///
    /// # Errors
    /// If the address cannot be understood, or the certificate not be read.
    pub fn read(address: &str) -> Result<Self, Trouble> {
        let (address, root) = without_root(address);
        let address = ["verify-full", "verify-ca"]
            .iter()
            .fold(address, |address, mode| {
                address.replace(&format!("sslmode={mode}"), "sslmode=require")
            });
        let config: Config = address.parse().map_err(super::trouble)?;
        let tls = match (config.get_ssl_mode(), root) {
            (SslMode::Require, Some(root)) => Some(Tls::read(Path::new(&root))?),
            (SslMode::Require, None) => {
                let missing = both("fehlt", "is missing");
                return Err(Trouble::Down(format!(
                    "sslmode=require: {ROOT} {missing} (…&{ROOT}/etc/ssl/db.pem)"
                )));
            }
            _ => None,
        };
        Ok(Self { config, tls })
    }

    /// Connects.
    ///
    /// # Errors
    /// If the database does not answer, or its certificate is not the right one.
    pub fn connect(&self) -> Result<Client, Trouble> {
        let client = match &self.tls {
            Some(tls) => self.config.connect(tls.clone()),
            None => self.config.connect(NoTls),
        };
        client.map_err(super::trouble)
    }
}

/// Takes the option out of an address, which the library does not know.
fn without_root(address: &str) -> (String, Option<String>) {
    let Some(begin) = address.find(ROOT) else {
        return (address.to_owned(), None);
    };
    let value = &address[begin + ROOT.len()..];
    let end = value.find(|letter: char| letter == '&' || letter.is_whitespace());
    let end = end.unwrap_or(value.len());
    let rest = value[end..].strip_prefix('&').unwrap_or(&value[end..]);
    let rest = format!("{}{rest}", &address[..begin]);
    let rest = rest.trim_end_matches(['&', '?', ' ']).to_owned();
    (rest, Some(value[..end].trim_matches('\'').to_owned()))
}

/// Makes connections that are encrypted.
#[derive(Clone)]
struct Tls(TlsConnector);

impl Tls {
    fn read(root: &Path) -> Result<Self, Trouble> {
        let bad = |why: String| Trouble::Down(format!("{}: {why}", root.display()));
        let mut roots = RootCertStore::empty();
        for certificate in
            CertificateDer::pem_file_iter(root).map_err(|why| bad(why.to_string()))?
        {
            let certificate = certificate.map_err(|why| bad(why.to_string()))?;
            roots.add(certificate).map_err(|why| bad(why.to_string()))?;
        }
        if roots.is_empty() {
            return Err(bad(both("kein Zertifikat", "no certificate")));
        }
        let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()));
        let builder = builder.with_safe_default_protocol_versions();
        let builder = builder.map_err(|why| bad(why.to_string()))?;
        let config = builder.with_root_certificates(roots).with_no_client_auth();
        Ok(Self(TlsConnector::from(Arc::new(config))))
    }
}

impl MakeTlsConnect<Socket> for Tls {
    type Stream = Stream;
    type TlsConnect = Handshake;
    type Error = InvalidDnsNameError;

    fn make_tls_connect(&mut self, host: &str) -> Result<Handshake, InvalidDnsNameError> {
        Ok(Handshake {
            connector: self.0.clone(),
            host: ServerName::try_from(host)?.to_owned(),
        })
    }
}

/// A connection that is about to be encrypted.
struct Handshake {
    connector: TlsConnector,
    host: ServerName<'static>,
}

impl TlsConnect<Socket> for Handshake {
    type Stream = Stream;
    type Error = io::Error;
    type Future = Pin<Box<dyn Future<Output = io::Result<Stream>> + Send>>;

    fn connect(self, socket: Socket) -> Self::Future {
        let connecting = self.connector.connect(self.host, socket);
        Box::pin(async move { Ok(Stream(Box::new(connecting.await?))) })
    }
}

/// An encrypted connection.
struct Stream(Box<tokio_rustls::client::TlsStream<Socket>>);

impl TlsStream for Stream {
    fn channel_binding(&self) -> ChannelBinding {
        ChannelBinding::none()
    }
}

impl AsyncRead for Stream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(context, buffer)
    }
}

impl AsyncWrite for Stream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_option_is_taken_out_wherever_it_stands() {
        let root = "/etc/ssl/db.pem";
        for (address, rest) in [
            (
                "postgres://a@b/c?sslrootcert=/etc/ssl/db.pem",
                "postgres://a@b/c",
            ),
            (
                "postgres://a@b/c?sslrootcert=/etc/ssl/db.pem&sslmode=require",
                "postgres://a@b/c?sslmode=require",
            ),
            (
                "postgres://a@b/c?sslmode=require&sslrootcert=/etc/ssl/db.pem",
                "postgres://a@b/c?sslmode=require",
            ),
            (
                "host=b sslrootcert='/etc/ssl/db.pem' user=a",
                "host=b  user=a",
            ),
        ] {
            let expected = (rest.to_owned(), Some(root.to_owned()));
            assert_eq!(without_root(address), expected, "{address}");
        }
        assert_eq!(without_root("host=b"), ("host=b".to_owned(), None));
    }

    #[test]
    fn without_a_certificate_nothing_is_trusted() {
        for address in [
            "postgres://a@localhost/b?sslmode=require",
            "postgres://a@localhost/b?sslmode=verify-full",
            "postgres://a@localhost/b?sslmode=require&sslrootcert=/nirgends/db.pem",
        ] {
            assert!(Target::read(address).is_err(), "{address}");
        }
        assert!(Target::read("postgres://a@localhost/b").is_ok());
    }
}
