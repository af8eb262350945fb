-- Which statement took the place of this one: whoever amends an older version amends the latest.
ALTER TABLE stellungnahme ADD COLUMN ersetzt_durch TEXT;
UPDATE stellungnahme SET ersetzt_durch = neu.nummer FROM stellungnahme AS neu
    WHERE json_extract(neu.klar, '$.ersetzt') = stellungnahme.nummer;
-- Until when a mark of second sendings counts that stands for a sender and not for a form; then it is deleted.
ALTER TABLE stellungnahme ADD COLUMN zwilling_bis INTEGER;
CREATE INDEX stellungnahme_zwilling_bis ON stellungnahme (zwilling_bis) WHERE zwilling_bis IS NOT NULL;
