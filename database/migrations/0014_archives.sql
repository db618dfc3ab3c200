-- A race that is over, frozen: everything that its results follow from, in named files, and what they were. Rows are
-- never changed and never deleted; a correction makes the archive with the next number.
CREATE TABLE race.archive (
    race_id      integer NOT NULL,
    number       integer NOT NULL, -- from 1
    engine       text NOT NULL,
    input_digest text NOT NULL,
    digest       text NOT NULL,
    publication  integer NOT NULL, -- revision of the last one
    fixes        bigint NOT NULL,
    parts        integer NOT NULL,
    bytes        bigint NOT NULL,
    sha256       bytea NOT NULL, -- of the line "name part sha256 in hex" of each part, by name and part
    made_at      timestamptz NOT NULL, -- wall time
    CONSTRAINT archive_pk PRIMARY KEY (race_id, number),
    CONSTRAINT archive_race FOREIGN KEY (race_id) REFERENCES plan.race,
    CONSTRAINT archive_publication FOREIGN KEY (race_id, publication) REFERENCES race.publication,
    CONSTRAINT archive_number CHECK (number > 0)
);

-- A file of an archive: its parts one behind the other. Parts are written before their archive is.
CREATE TABLE race.archive_part (
    race_id integer NOT NULL,
    number  integer NOT NULL,
    name    text COLLATE "C" NOT NULL,
    part    integer NOT NULL, -- from 0
    content bytea NOT NULL,
    sha256  bytea NOT NULL,
    CONSTRAINT archive_part_pk PRIMARY KEY (race_id, number, name, part),
    CONSTRAINT archive_part_archive FOREIGN KEY (race_id, number) REFERENCES race.archive
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT archive_part_content CHECK (octet_length(content) <= 4194304)
);

CREATE TRIGGER archive_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON race.archive
    FOR EACH STATEMENT EXECUTE FUNCTION plan.refuse_change();
CREATE TRIGGER archive_part_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON race.archive_part
    FOR EACH STATEMENT EXECUTE FUNCTION plan.refuse_change();

-- The archive that closed the race: no ingest scores it any more. NULL: it is open.
ALTER TABLE race.race_state
    ADD COLUMN archived integer,
    ADD CONSTRAINT race_state_archive FOREIGN KEY (race_id, archived) REFERENCES race.archive;

-- Numbers that were received, whose fixes are kept no longer. They stay received, so that a unit that sends them again
-- is told that they are stored.
ALTER TABLE race.unit_epoch ADD COLUMN dropped int8multirange NOT NULL DEFAULT '{}';
