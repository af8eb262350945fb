//! A database that is reached by TLS.

use super::*;

/// The database by TCP with TLS, and the file with its certificate.
fn encrypted_database() -> Option<(String, String)> {
    #[expect(
        clippy::disallowed_methods,
        reason = "the test is told where the database is"
    )]
    let [address, root] = ["OFFENLAGE_POSTGRES_TLS", "OFFENLAGE_POSTGRES_ROOT"].map(std::env::var);
    Some((address.ok()?, root.ok()?))
}

#[test]
fn a_database_far_away_is_reached_by_tls_and_no_stranger_is() {
    let Some((address, root)) = encrypted_database() else {
        return;
    };
    let mut client = ::postgres::Client::connect(&address, ::postgres::NoTls).unwrap();
    let mut encrypted = || -> i64 {
        let count = "SELECT count(*) FROM pg_stat_ssl WHERE ssl";
        client.query_one(count, &[]).unwrap().get(0)
    };
    let whole = format!("{address} sslmode=require sslrootcert={root}");
    let store = Postgres::open(&whole).unwrap();
    assert_eq!(store.keep(arrival("TLS")), Ok(Kept::New));
    assert_eq!(store.count(), Ok(1));
    assert_eq!(encrypted(), 2, "one connection to read, one to write");
    let plain = Postgres::open(&address).unwrap();
    assert_eq!((plain.count(), encrypted()), (Ok(1), 2));
    // Another certificate, and another name than the certificate has.
    let stranger = root.replace(".crt", ".stranger.crt");
    for (more, address) in [
        (stranger, address.clone()),
        (root, address.replace("localhost", "127.0.0.1")),
    ] {
        let refused = Postgres::open(&format!("{address} sslmode=verify-full sslrootcert={more}"));
        let why = refused.err().unwrap().to_string();
        assert!(why.contains("certificate"), "{why}");
    }
}
