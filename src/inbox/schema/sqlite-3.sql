-- Confirmations by e-mail that wait to be sent; a row goes when its mail does. `adresse` is encrypted with
-- the endpoint's key, which is not in here.
CREATE TABLE bestaetigung (
    nummer TEXT NOT NULL PRIMARY KEY REFERENCES stellungnahme (nummer),
    adresse BLOB NOT NULL,
    eingereiht INTEGER NOT NULL,
    faellig INTEGER NOT NULL,
    versuche INTEGER NOT NULL
) STRICT;
CREATE INDEX bestaetigung_faellig ON bestaetigung (faellig);
