-- Which statement took the place of this one: whoever amends an older version amends the latest. Earlier several could
-- amend the same one and count side by side. Now all versions of a statement follow one another by time, those that
-- count last.
ALTER TABLE stellungnahme ADD COLUMN ersetzt_durch TEXT;
WITH RECURSIVE weg (id, ahne) AS (
    SELECT id, nummer FROM stellungnahme
    UNION
    SELECT weg.id, json_extract(s.klar, '$.ersetzt') FROM weg JOIN stellungnahme AS s ON s.nummer = weg.ahne
        WHERE json_extract(s.klar, '$.ersetzt') IS NOT NULL
), folge (id, naechste) AS (
    SELECT s.id, lead(s.nummer) OVER (PARTITION BY ahne ORDER BY s.zustand = 'eingegangen', s.eingang, s.id)
    FROM weg JOIN stellungnahme AS s ON s.id = weg.id
    WHERE NOT EXISTS (SELECT 1 FROM stellungnahme AS o WHERE o.nummer = ahne AND json_extract(o.klar, '$.ersetzt') IS NOT NULL)
)
UPDATE stellungnahme SET ersetzt_durch = naechste FROM folge WHERE folge.id = stellungnahme.id;
-- Of those that counted side by side the last one counts, and the office is told. Only an endpoint (all it took have a
-- mark of second sendings) decides that; what an office copied follows its events.
INSERT INTO ereignis (stellungnahme, zustand, zeit)
    SELECT s.id, 'ersetzt', neu.eingang FROM stellungnahme AS s JOIN stellungnahme AS neu ON neu.nummer = s.ersetzt_durch
    WHERE s.zustand = 'eingegangen' AND s.zwilling IS NOT NULL ORDER BY s.id;
UPDATE stellungnahme SET zustand = 'ersetzt'
    WHERE zustand = 'eingegangen' AND zwilling IS NOT NULL AND ersetzt_durch IS NOT NULL;
-- Until when a mark of second sendings counts that stands for a sender and not for a form; then it is deleted.
ALTER TABLE stellungnahme ADD COLUMN zwilling_bis INTEGER;
CREATE INDEX stellungnahme_zwilling_bis ON stellungnahme (zwilling_bis) WHERE zwilling_bis IS NOT NULL;
