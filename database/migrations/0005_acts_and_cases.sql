-- What people did to a race (docs/acts.md), by web-api alone. A row is never changed and never deleted: a later act
-- supersedes it. applied_at is ingest's to set, once.
CREATE TABLE plan.act (
    race_id    integer NOT NULL,
    number     bigint NOT NULL, -- from 1 without gaps, given under the lock of the race's row
    effective  timestamptz NOT NULL, -- race time
    recorded   timestamptz NOT NULL, -- race time
    given_at   timestamptz NOT NULL DEFAULT now(), -- wall time
    who        text NOT NULL,
    why        text NOT NULL,
    body       text NOT NULL,
    applied_at timestamptz, -- wall time
    CONSTRAINT act_pk PRIMARY KEY (race_id, number),
    CONSTRAINT act_race FOREIGN KEY (race_id) REFERENCES plan.race,
    CONSTRAINT act_number CHECK (number BETWEEN 1 AND 100000),
    CONSTRAINT act_who CHECK (length(who) BETWEEN 1 AND 200),
    CONSTRAINT act_why CHECK (length(why) BETWEEN 1 AND 500),
    CONSTRAINT act_body CHECK (octet_length(body) BETWEEN 1 AND 131072)
);
CREATE INDEX act_not_applied ON plan.act (race_id, number) WHERE applied_at IS NULL;

CREATE FUNCTION plan.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $refuse$
BEGIN
    RAISE EXCEPTION 'a row of %.% is never changed and never deleted', TG_TABLE_SCHEMA, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END
$refuse$;
CREATE TRIGGER act_stays BEFORE DELETE OR TRUNCATE ON plan.act
    FOR EACH STATEMENT EXECUTE FUNCTION plan.refuse_change();
CREATE TRIGGER act_is_as_it_was BEFORE UPDATE ON plan.act
    FOR EACH ROW WHEN (OLD.applied_at IS NOT NULL OR NEW.applied_at IS NULL
                       OR (NEW.race_id, NEW.number, NEW.effective, NEW.recorded, NEW.given_at, NEW.who, NEW.why,
                           NEW.body) IS DISTINCT FROM
                          (OLD.race_id, OLD.number, OLD.effective, OLD.recorded, OLD.given_at, OLD.who, OLD.why,
                           OLD.body))
    EXECUTE FUNCTION plan.refuse_change();

-- When the clock of an entry starts in a time trial.
ALTER TABLE plan.entry ADD COLUMN slot timestamptz;

-- Who saw a passage, whether nobody did (a gap whose ends leave one history), and whether a better time follows.
ALTER TABLE race.passage
    ADD COLUMN bridged boolean NOT NULL DEFAULT false,
    ADD COLUMN settled boolean NOT NULL DEFAULT true,
    DROP CONSTRAINT passage_source,
    ADD CONSTRAINT passage_source CHECK (source IN ('gps', 'unit', 'chip', 'hand', 'gun', 'official'));

-- Timing points that lie behind an entry without a time. Derived, like standings.
CREATE TABLE race.missing (
    race_id  integer NOT NULL,
    entry_id integer NOT NULL,
    point    text NOT NULL,
    leg      smallint NOT NULL,
    lap      integer NOT NULL,
    after    timestamptz NOT NULL, -- race time: last known before it
    before   timestamptz NOT NULL, -- race time: first known behind it
    CONSTRAINT missing_pk PRIMARY KEY (race_id, entry_id, point, leg, lap),
    CONSTRAINT missing_entry FOREIGN KEY (entry_id) REFERENCES plan.entry ON DELETE CASCADE
);

-- Not separated from the one before it on the board.
ALTER TABLE race.standing ADD COLUMN linked boolean NOT NULL DEFAULT false;

-- Which engine made the results that the digest is of.
ALTER TABLE race.race_state ADD COLUMN engine text;

-- A case is raised once an identity and stays: scoring may see it no longer (stands), a person closes it by an act.
ALTER TABLE race.race_case
    DROP CONSTRAINT race_case_once,
    ADD COLUMN identity text,
    ADD COLUMN point text,
    ADD COLUMN lap integer,
    ADD COLUMN after timestamptz,  -- race time: the window that it concerns
    ADD COLUMN before timestamptz, -- race time
    ADD COLUMN stands boolean NOT NULL DEFAULT true,
    ADD COLUMN closed_by bigint, -- number of the act
    ADD COLUMN verdict text;
UPDATE race.race_case c SET identity = concat_ws('/', c.kind, (SELECT e.bib FROM plan.entry e
                                                               WHERE e.entry_id = c.entry_id));
UPDATE race.race_case SET closed_by = 0, verdict = 'closed before there were acts' WHERE closed_at IS NOT NULL;
ALTER TABLE race.race_case
    ALTER COLUMN identity SET NOT NULL,
    ADD CONSTRAINT race_case_once UNIQUE (race_id, identity),
    ADD CONSTRAINT race_case_identity CHECK (length(identity) BETWEEN 1 AND 200),
    ADD CONSTRAINT race_case_closed_whole CHECK (num_nulls(closed_at, closed_by, verdict) IN (0, 3));

-- A snapshot of results that is never changed: a later revision supersedes it.
CREATE TABLE race.publication (
    race_id      integer NOT NULL,
    revision     integer NOT NULL, -- from 1
    state        text NOT NULL,
    engine       text NOT NULL,
    input_digest text NOT NULL,
    digest       text NOT NULL,
    body         text NOT NULL,
    who          text NOT NULL,
    why          text NOT NULL,
    published_at timestamptz NOT NULL DEFAULT now(), -- wall time
    CONSTRAINT publication_pk PRIMARY KEY (race_id, revision),
    CONSTRAINT publication_race FOREIGN KEY (race_id) REFERENCES plan.race,
    CONSTRAINT publication_revision CHECK (revision > 0),
    CONSTRAINT publication_state CHECK (state IN ('live', 'provisional', 'protest', 'official', 'amended', 'annulled')),
    CONSTRAINT publication_body CHECK (octet_length(body) BETWEEN 1 AND 67108864)
);
CREATE TRIGGER publication_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON race.publication
    FOR EACH STATEMENT EXECUTE FUNCTION plan.refuse_change();
