-- What was deleted after its retention, as proof: one row a deletion, begun before anything goes.
-- `protokoll` is JSON and names receipt numbers, but nobody.
CREATE TABLE loeschung (
    folge BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    begonnen BIGINT NOT NULL,
    beendet BIGINT,
    protokoll TEXT NOT NULL
);
