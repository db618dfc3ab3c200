-- The results by the rules of a race: a row a ranking of entries, of teams or of points, as JSON with bibs for names.
-- Derived, like standings: ingest replaces the body, and gives it the race's version of then.
CREATE TABLE race.ranking (
    race_id integer NOT NULL,
    kind    text NOT NULL,
    ranking text NOT NULL, -- id in the rules
    place   smallint NOT NULL, -- among all of the race
    name    text NOT NULL,
    version bigint NOT NULL,
    body    text NOT NULL,
    CONSTRAINT ranking_pk PRIMARY KEY (race_id, kind, ranking),
    CONSTRAINT ranking_race FOREIGN KEY (race_id) REFERENCES plan.race ON DELETE CASCADE,
    CONSTRAINT ranking_kind CHECK (kind IN ('ranking', 'teams', 'points')),
    CONSTRAINT ranking_body CHECK (octet_length(body) BETWEEN 2 AND 16777216)
);

-- In which ranking the live board shows the entry; its rank and gap are that one's. Empty: in none.
ALTER TABLE race.standing ADD COLUMN ranking text NOT NULL DEFAULT '';

-- All of them as they were when results were published: a JSON array of such bodies.
ALTER TABLE race.publication
    ADD COLUMN tables text NOT NULL DEFAULT '[]',
    ADD CONSTRAINT publication_tables CHECK (octet_length(tables) BETWEEN 2 AND 67108864),
    ADD CONSTRAINT publication_who CHECK (length(who) BETWEEN 1 AND 200),
    ADD CONSTRAINT publication_why CHECK (length(why) BETWEEN 1 AND 500);
ALTER TABLE race.publication ALTER COLUMN tables DROP DEFAULT;
