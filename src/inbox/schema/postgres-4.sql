-- How many arrivals of a kind came lately: when there will be room for the whole burst again, in
-- milliseconds since 1970 UTC. A row a procedure and lane; it names nobody.
CREATE TABLE andrang (
    schluessel TEXT NOT NULL PRIMARY KEY,
    voll BIGINT NOT NULL
);
