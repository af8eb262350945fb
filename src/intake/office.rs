//! The side of the endpoint that citizens never see: whether it works, what it counts, and the
//! hand-over of sealed statements to the offices they are for. It listens on an address of its own.
//!
//! | address | gives |
//! |---|---|
//! | `/gesund` | 200 while statements can be taken, with what else is wrong; else 503 and why |
//! | `/zahlen` | counters in the text format of Prometheus, no personal data |
//! | `/abholen/<ags>/ereignisse?nach=<n>` | what happened after event n, as JSON |
//! | `/abholen/<ags>/<number>/<part>` | a sealed statement (part 0) or attachment |
//!
//! An office shows the token of its municipality as `Authorization: Bearer …`.

use crate::http::{Body, Method, Request, Response};
use crate::inbox::{Event, Store, Trouble};
use crate::intake::{Intake, report};
use crate::model::mark::digits;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

/// So many events are handed over at once.
const MOST_EVENTS: u32 = 500;
/// So many bytes must have room on their way, or it says so.
const ROOM: usize = 256 * 1024;
/// What was tried out counts for so many milliseconds: whoever asks more often writes no more.
const FRESH: i64 = 3000;

/// What happened, for an office.
#[derive(Debug, Serialize, Deserialize)]
pub struct Events {
    /// The events after the one asked for, oldest first; none when there are no more.
    #[serde(rename = "ereignisse")]
    pub events: Vec<Event>,
}

/// The offices' side of an endpoint.
pub struct Office {
    intake: Arc<Intake>,
    store: Arc<dyn Store>,
    tokens: RwLock<Tokens>,
    looked: Mutex<Option<(i64, Looked)>>,
}

/// What was found when it was tried out whether a statement could be taken.
#[derive(Debug, Clone)]
struct Looked {
    /// How many statements are stored, or why none could be taken.
    store: Result<u64, String>,
    /// Why there is no room for attachments on their way.
    room: Option<String>,
}

/// Hashes of the offices' tokens by municipality, in hexadecimal digits.
pub type Tokens = BTreeMap<String, Vec<String>>;

impl Office {
    /// For an endpoint and its store. A token is known by its hash ([`token_hash`]).
    pub fn new(intake: Arc<Intake>, store: Arc<dyn Store>, tokens: Tokens) -> Self {
        Self {
            intake,
            store,
            tokens: RwLock::new(tokens),
            looked: Mutex::default(),
        }
    }

    /// Takes the tokens as they are now.
    pub fn renew(&self, tokens: Tokens) {
        *self.tokens.write().unwrap_or_else(PoisonError::into_inner) = tokens;
    }

    /// Answers a request at a moment, in milliseconds since 1970 UTC.
    pub fn answer(&self, request: &Request, now: i64) -> Response {
        if request.method == Method::Post {
            return Response::text(405, "Nur GET.", "Only GET.");
        }
        let answer = match request.path.as_str() {
            "/gesund" => Ok(self.health(now)),
            "/zahlen" => Ok(self.numbers(now)),
            path => match path.strip_prefix("/abholen/") {
                Some(rest) => self.hand_over(request, rest),
                None => Ok(Response::text(
                    404,
                    "Das gibt es nicht.",
                    "There is no such thing.",
                )),
            },
        };
        answer.unwrap_or_else(|trouble| {
            report(trouble);
            Response::text(
                503,
                "Der Speicher antwortet nicht.",
                "The store does not answer.",
            )
        })
    }

    /// Tries out whether a statement could be taken, or says what was found just before.
    fn look(&self, now: i64) -> Looked {
        let mut last = self.looked.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((then, looked)) = &*last
            && (0..FRESH).contains(&(now - then))
        {
            return looked.clone();
        }
        let stored = self.store.check(now).and_then(|()| self.store.count());
        let looked = Looked {
            store: stored.map_err(|trouble| trouble.to_string()),
            room: room().err().map(|error| {
                format!(
                    "Für Anlagen ist kein Platz im Ordner für Zwischendateien (TMPDIR) / there is no room for \
                     attachments in the folder for temporary files (TMPDIR): {error}"
                )
            }),
        };
        for trouble in looked.store.as_ref().err().into_iter().chain(&looked.room) {
            report(trouble);
        }
        *last = Some((now, looked.clone()));
        looked
    }

    /// Whether a statement could be taken now. What else is wrong is told and turns nobody away: a load balancer
    /// may ask. It names files, but nobody.
    fn health(&self, now: i64) -> Response {
        let Looked { store, room } = self.look(now);
        let can_take = store.is_ok() && !self.intake.is_without_portals();
        let troubles = [store.err(), room, self.intake.trouble()];
        let troubles: Vec<String> = troubles.into_iter().flatten().collect();
        let troubles = troubles.join("\n");
        match (can_take, troubles.is_empty()) {
            (true, true) => Response::text(200, "gut", "good"),
            (true, false) => {
                let warned = format_args!("good, but\n{troubles}");
                Response::text(200, "gut, aber", warned)
            }
            (false, _) => Response::text(503, "gestört", format_args!("troubled\n{troubles}")),
        }
    }

    fn numbers(&self, now: i64) -> Response {
        let counters = &self.intake.counters;
        let rows: [(&str, &AtomicU64); 11] = [
            ("taken", &counters.taken),
            ("late", &counters.late),
            ("twins", &counters.twins),
            ("faulty", &counters.faulty),
            ("quick", &counters.quick),
            ("limited", &counters.limited),
            ("infected", &counters.infected),
            ("unscanned", &counters.unscanned),
            ("failed", &counters.failed),
            ("confirmed", &counters.confirmed),
            ("unconfirmed", &counters.unconfirmed),
        ];
        let mut text = String::new();
        for (name, counter) in rows {
            let count = counter.load(Ordering::Relaxed);
            let name = format!("offenlage_statements_{name}_total");
            text.push_str(&format!("# TYPE {name} counter\n{name} {count}\n"));
        }
        // The counters are told while the store is away, too: that is when they are asked for.
        let Looked { store, room } = self.look(now);
        let mut gauge = |name: &str, count: u64| {
            text.push_str(&format!("# TYPE {name} gauge\n{name} {count}\n"));
        };
        gauge("offenlage_store_up", u64::from(store.is_ok()));
        gauge("offenlage_room_up", u64::from(room.is_none()));
        let are_read = self.intake.trouble().is_none();
        gauge("offenlage_portals_up", u64::from(are_read));
        if let Ok(stored) = store {
            gauge("offenlage_statements_stored", stored);
        }
        Response::new(200, Body::Bytes(text.into_bytes()))
            .with("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
            .with("Cache-Control", "no-store")
    }

    fn hand_over(&self, request: &Request, rest: &str) -> Result<Response, Trouble> {
        let parts: Vec<&str> = rest.split('/').collect();
        let ags = parts[0];
        if !self.is_known(ags, request.header("authorization")) {
            let refused = Response::text(401, "Das Zugangswort fehlt.", "The token is missing.");
            return Ok(refused.with("WWW-Authenticate", "Bearer"));
        }
        match parts[1..] {
            ["ereignisse"] => {
                let query = request.query.as_deref().unwrap_or_default();
                let after = query
                    .strip_prefix("nach=")
                    .and_then(|after| after.parse().ok());
                let events = self
                    .store
                    .events(after.unwrap_or(0), Some(ags), MOST_EVENTS)?;
                let json = serde_json::to_vec(&Events { events });
                let json = json.map_err(|error| Trouble::Broken(error.to_string()))?;
                Ok(sealed(json).with("Content-Type", "application/json"))
            }
            [number, part] => self.part(ags, number, part.parse().ok()),
            _ => Ok(Response::text(
                404,
                "Das gibt es nicht.",
                "There is no such thing.",
            )),
        }
    }

    fn part(&self, ags: &str, number: &str, part: Option<usize>) -> Result<Response, Trouble> {
        let entry = self.store.entry(number)?;
        let is_hers = entry.is_some_and(|entry| entry.clear.municipality == ags);
        let mut bytes = Vec::new();
        let is_there = match part {
            Some(part) if is_hers => self.store.part(number, part, &mut |piece| {
                bytes.extend_from_slice(piece);
                Ok(())
            })?,
            _ => false,
        };
        Ok(match is_there {
            true => sealed(bytes).with("Content-Type", "application/octet-stream"),
            false => Response::text(404, "Das gibt es nicht.", "There is no such thing."),
        })
    }

    /// Hashes are compared, which tells nothing about how much of a token was right.
    fn is_known(&self, ags: &str, authorization: Option<&str>) -> bool {
        let token = authorization.and_then(|line| line.strip_prefix("Bearer "));
        let tokens = self.tokens.read().unwrap_or_else(PoisonError::into_inner);
        token.zip(tokens.get(ags)).is_some_and(|(token, hashes)| {
            let hash = token_hash(token);
            hashes.contains(&hash)
        })
    }
}

/// Whether there is room for a large sending on its way.
fn room() -> io::Result<()> {
    tempfile::tempfile()?.write_all(&[0; ROOM])
}

fn sealed(bytes: Vec<u8>) -> Response {
    Response::new(200, Body::Bytes(bytes)).with("Cache-Control", "no-store")
}

/// The hash by which the endpoint knows a token, in hexadecimal digits.
pub fn token_hash(token: &str) -> String {
    let token = token.trim().as_bytes();
    digits(&blake3::derive_key(
        "offenlage 2026 token of an office",
        token,
    ))
}
