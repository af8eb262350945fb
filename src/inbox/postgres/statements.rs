//! What the database is asked.

use crate::inbox::postgres::{amend, mail, quota, together};
use crate::inbox::{FORGET, LATEST, SUPERSEDED, TWIN};
use postgres::{Client, Statement};

/// Everything that is asked, prepared once a connection.
pub struct Statements {
    pub entry: Statement,
    pub piece: Statement,
    pub events: Statement,
    pub twin: Statement,
    pub again: Statement,
    pub keep: Statement,
    pub keep_piece: Statement,
    pub change: Statement,
    pub record: Statement,
    pub count: Statement,
    pub latest: Statement,
    pub unnoted: Statement,
    pub enqueue: Statement,
    pub superseded: Statement,
    pub forget: Statement,
    pub probe: Statement,
    pub lock: Statement,
    pub twins: Statement,
    pub keep_together: Statement,
    pub fill_together: Statement,
}

impl Statements {
    /// Lets the database prepare them.
    pub fn prepare(client: &mut Client) -> Result<Self, postgres::Error> {
        Ok(Self {
            entry: client
                .prepare("SELECT klar, zustand, sendungen FROM stellungnahme WHERE nummer = $1")?,
            piece: client.prepare(
                "SELECT inhalt FROM stueck JOIN stellungnahme ON id = stellungnahme \
                 WHERE nummer = $1 AND teil = $2 AND folge = $3",
            )?,
            events: client.prepare(
                "SELECT folge, klar, s.zustand, sendungen FROM ereignis e \
                 JOIN stellungnahme s ON s.id = e.stellungnahme \
                 WHERE folge > $1 AND ($2::TEXT IS NULL OR gemeinde = $2) ORDER BY folge LIMIT $3",
            )?,
            twin: client.prepare(TWIN)?,
            again: client
                .prepare("UPDATE stellungnahme SET sendungen = sendungen + 1 WHERE nummer = $1")?,
            keep: client.prepare(
                "INSERT INTO stellungnahme (nummer, gemeinde, eingang, zustand, sendungen, \
                 zwilling, zwilling_bis, klar) VALUES ($1, $2, $3, 'eingegangen', 1, $4, $5, $6) \
                 ON CONFLICT (nummer) DO NOTHING RETURNING id",
            )?,
            keep_piece: client.prepare(
                "INSERT INTO stueck (stellungnahme, teil, folge, inhalt) VALUES ($1, $2, $3, $4)",
            )?,
            change: client.prepare(
                "UPDATE stellungnahme SET zustand = $2 \
                 WHERE nummer = $1 AND zustand = 'eingegangen' RETURNING id",
            )?,
            record: client.prepare(
                "INSERT INTO ereignis (stellungnahme, zustand, zeit) VALUES ($1, $2, $3)",
            )?,
            count: client.prepare(quota::COUNT)?,
            latest: client.prepare(LATEST)?,
            unnoted: client.prepare(amend::UNNOTED)?,
            enqueue: client.prepare(mail::ENQUEUE)?,
            superseded: client.prepare(SUPERSEDED)?,
            forget: client.prepare(FORGET)?,
            probe: client.prepare(quota::PROBED)?,
            lock: client.prepare("SELECT pg_advisory_xact_lock($1)")?,
            twins: client.prepare(together::TWINS)?,
            keep_together: client.prepare(together::KEEP)?,
            fill_together: client.prepare(together::FILL)?,
        })
    }
}
