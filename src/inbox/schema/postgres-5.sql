-- Whose store it is: the public key of the endpoint. Secret words, marks of second sendings and the addresses that
-- wait follow from its secret key, so another endpoint must not write here. One row at most.
CREATE TABLE annahmestelle (
    einzig BIGINT PRIMARY KEY CHECK (einzig = 1),
    schluessel TEXT NOT NULL
);
