-- What was deleted after its retention, as proof: one row a deletion, begun before anything goes.
-- `protokoll` is JSON and names receipt numbers, but nobody.
CREATE TABLE loeschung (
    folge INTEGER PRIMARY KEY AUTOINCREMENT,
    begonnen INTEGER NOT NULL,
    beendet INTEGER,
    protokoll TEXT NOT NULL
) STRICT;
