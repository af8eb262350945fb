-- Statements, sealed. `klar` is what stays clear of one, as JSON; the columns beside it are looked for.
CREATE TABLE stellungnahme (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    nummer TEXT NOT NULL UNIQUE,
    gemeinde TEXT NOT NULL,
    eingang BIGINT NOT NULL,
    zustand TEXT NOT NULL,
    sendungen BIGINT NOT NULL,
    zwilling TEXT,
    klar TEXT NOT NULL
);
CREATE INDEX stellungnahme_zwilling ON stellungnahme (zwilling, eingang);
-- The sealed statement is part 0, its attachments follow; each in pieces.
CREATE TABLE stueck (
    stellungnahme BIGINT NOT NULL REFERENCES stellungnahme (id),
    teil BIGINT NOT NULL,
    folge BIGINT NOT NULL,
    inhalt BYTEA NOT NULL,
    UNIQUE (stellungnahme, teil, folge)
);
-- What happened. Writers wait for one another, so the numbers grow in the order of the commits.
CREATE TABLE ereignis (
    folge BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    stellungnahme BIGINT NOT NULL REFERENCES stellungnahme (id),
    zustand TEXT NOT NULL,
    zeit BIGINT NOT NULL
);
