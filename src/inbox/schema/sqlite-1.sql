-- Statements, sealed. `klar` is what stays clear of one, as JSON; the columns beside it are looked for.
CREATE TABLE stellungnahme (
    id INTEGER PRIMARY KEY,
    nummer TEXT NOT NULL UNIQUE,
    gemeinde TEXT NOT NULL,
    eingang INTEGER NOT NULL,
    zustand TEXT NOT NULL,
    sendungen INTEGER NOT NULL,
    zwilling TEXT,
    klar TEXT NOT NULL
) STRICT;
CREATE INDEX stellungnahme_zwilling ON stellungnahme (zwilling, eingang);
-- The sealed statement is part 0, its attachments follow; each in pieces.
CREATE TABLE stueck (
    stellungnahme INTEGER NOT NULL REFERENCES stellungnahme (id),
    teil INTEGER NOT NULL,
    folge INTEGER NOT NULL,
    inhalt BLOB NOT NULL,
    UNIQUE (stellungnahme, teil, folge)
) STRICT;
-- What happened, in the order it was committed.
CREATE TABLE ereignis (
    folge INTEGER PRIMARY KEY AUTOINCREMENT,
    stellungnahme INTEGER NOT NULL REFERENCES stellungnahme (id),
    zustand TEXT NOT NULL,
    zeit INTEGER NOT NULL
) STRICT;
