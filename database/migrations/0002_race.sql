-- What happened: written by ingest-server alone.
CREATE SCHEMA race;

-- Names this database's life. A restored database must get a new one (lanterne-migrate new-store), so that
-- units send again what the restored store lacks.
CREATE TABLE race.store (
    only_row boolean NOT NULL DEFAULT true,
    store    bigint NOT NULL,
    CONSTRAINT store_pk PRIMARY KEY (only_row),
    CONSTRAINT store_only_row CHECK (only_row),
    CONSTRAINT store_positive CHECK (store > 0)
);
INSERT INTO race.store (store)
    SELECT ('x0' || substr(replace(gen_random_uuid()::text, '-', ''), 1, 15))::bit(64)::bigint + 1;

CREATE TABLE race.unit (
    unit_id     integer GENERATED ALWAYS AS IDENTITY,
    serial      text NOT NULL,
    state       text NOT NULL DEFAULT 'new',
    first_seen  timestamptz NOT NULL DEFAULT now(), -- wall time
    last_seen   timestamptz NOT NULL DEFAULT now(), -- wall time
    last_fix_time  timestamptz,                     -- race time
    last_latitude_e6  integer,
    last_longitude_e6 integer,
    battery_pct smallint,
    signal_dbm  smallint,
    next_report_s integer,
    reason      smallint,
    -- from its last full status
    link        text NOT NULL DEFAULT 'unknown',
    firmware    text,
    board       text,
    epoch       bigint,
    journalled  bigint,
    receipted   bigint,
    unaccepted  bigint,
    status_at   timestamptz,                        -- wall time
    CONSTRAINT unit_pk PRIMARY KEY (unit_id),
    CONSTRAINT unit_serial_unique UNIQUE (serial),
    CONSTRAINT unit_serial_form CHECK (serial ~ '^[a-z0-9]{6,16}$'),
    CONSTRAINT unit_state CHECK (state IN ('new', 'known', 'retired')),
    CONSTRAINT unit_link CHECK (link IN ('unknown', 'up', 'down'))
);

-- Which numbers of an epoch are committed. numbered = received + declared lost, in the end.
CREATE TABLE race.unit_epoch (
    unit_id    integer NOT NULL,
    epoch      bigint NOT NULL,
    month      date NOT NULL, -- when the server first saw this epoch; its chunks lie in that partition
    received   int8multirange NOT NULL DEFAULT '{}',
    lost       int8multirange NOT NULL DEFAULT '{}',
    events     int8multirange NOT NULL DEFAULT '{}',
    CONSTRAINT unit_epoch_pk PRIMARY KEY (unit_id, epoch),
    CONSTRAINT unit_epoch_unit FOREIGN KEY (unit_id) REFERENCES race.unit,
    CONSTRAINT unit_epoch_range CHECK (epoch BETWEEN 0 AND 4294967295)
) WITH (fillfactor = 50);

-- One row a batch, as it was received, byte for byte.
CREATE TABLE race.track_chunk (
    month       date NOT NULL,
    unit_id     integer NOT NULL,
    epoch       bigint NOT NULL,
    first       bigint NOT NULL,
    n           smallint NOT NULL,
    first_time  timestamptz NOT NULL, -- the least time in it
    last_time   timestamptz NOT NULL, -- the greatest
    received_at timestamptz NOT NULL DEFAULT now(), -- wall time
    implausible smallint[],           -- indexes of fixes that are not scored (time, place)
    payload     bytea NOT NULL,
    CONSTRAINT track_chunk_pk PRIMARY KEY (month, unit_id, epoch, first),
    CONSTRAINT track_chunk_n CHECK (n BETWEEN 1 AND 120)
) PARTITION BY RANGE (month);
ALTER TABLE race.track_chunk ALTER COLUMN payload SET STORAGE EXTERNAL;
CREATE INDEX track_chunk_by_time ON race.track_chunk (unit_id, first_time);
-- Ingest makes each month's partition before it is needed; what lies here was a month too early.
CREATE TABLE race.track_chunk_default PARTITION OF race.track_chunk DEFAULT;

CREATE TABLE race.unit_event (
    unit_id     integer NOT NULL,
    epoch       bigint NOT NULL,
    number      bigint NOT NULL,
    at          timestamptz NOT NULL, -- race time
    received_at timestamptz NOT NULL DEFAULT now(),
    kind        text NOT NULL,
    payload     bytea NOT NULL,
    CONSTRAINT unit_event_pk PRIMARY KEY (unit_id, epoch, number),
    CONSTRAINT unit_event_unit FOREIGN KEY (unit_id) REFERENCES race.unit
);

-- The same number with other bytes, and what cannot be read: kept for the technician, bounded by ingest.
CREATE TABLE race.set_aside (
    set_aside_id bigint GENERATED ALWAYS AS IDENTITY,
    serial   text NOT NULL,
    reason   text NOT NULL,
    seen_at  timestamptz NOT NULL DEFAULT now(),
    payload  bytea NOT NULL,
    CONSTRAINT set_aside_pk PRIMARY KEY (set_aside_id)
);
CREATE INDEX set_aside_by_unit ON race.set_aside (serial, set_aside_id);

-- `version` grows with each change; `fence` says which ingest may write this race's results.
CREATE TABLE race.race_state (
    race_id      integer NOT NULL,
    version      bigint NOT NULL DEFAULT 0,
    fence        bigint NOT NULL DEFAULT 0,
    live_epoch   bigint,
    went_live_at timestamptz, -- wall time; frames are counted from it
    plan_revision bigint NOT NULL DEFAULT 0,
    digest       text,
    last_event   bigint NOT NULL DEFAULT 0,
    CONSTRAINT race_state_pk PRIMARY KEY (race_id),
    CONSTRAINT race_state_race FOREIGN KEY (race_id) REFERENCES plan.race ON DELETE CASCADE
);

-- Append-only: a correction supersedes.
CREATE TABLE race.passage (
    passage_id bigint GENERATED ALWAYS AS IDENTITY,
    race_id    integer NOT NULL,
    entry_id   integer NOT NULL,
    point      text NOT NULL,
    leg        smallint NOT NULL,
    lap        integer NOT NULL,
    at         timestamptz NOT NULL, -- race time
    standard_error_ms integer NOT NULL,
    source     text NOT NULL,
    revision   integer NOT NULL DEFAULT 0,
    recorded_at timestamptz NOT NULL DEFAULT now(), -- wall time
    current    boolean NOT NULL DEFAULT true,
    CONSTRAINT passage_pk PRIMARY KEY (passage_id),
    CONSTRAINT passage_entry FOREIGN KEY (entry_id) REFERENCES plan.entry ON DELETE CASCADE,
    CONSTRAINT passage_source CHECK (source IN ('gps', 'unit', 'chip', 'hand'))
);
CREATE UNIQUE INDEX passage_current ON race.passage (race_id, entry_id, point, leg, lap) WHERE current;

-- Derived from passages and fixes; can be rebuilt at any time.
CREATE TABLE race.standing (
    race_id    integer NOT NULL,
    entry_id   integer NOT NULL,
    version    bigint NOT NULL,
    status     text NOT NULL,
    rank       integer,
    gap_ms     bigint,
    along_dm   bigint,
    fix_time   timestamptz, -- race time
    latitude_e6  integer,
    longitude_e6 integer,
    speed_dmps integer,
    battery_pct smallint,
    next_report_s integer,
    reason     smallint NOT NULL DEFAULT 0,
    CONSTRAINT standing_pk PRIMARY KEY (race_id, entry_id),
    CONSTRAINT standing_entry FOREIGN KEY (entry_id) REFERENCES plan.entry ON DELETE CASCADE
) WITH (fillfactor = 50);

-- What happened in a race, numbered without gaps under the row lock of race_state: the outbox.
CREATE TABLE race.race_event (
    race_id integer NOT NULL,
    number  bigint NOT NULL,
    at      timestamptz NOT NULL, -- race time
    kind    text NOT NULL,
    entry_id integer,
    body    jsonb NOT NULL,
    CONSTRAINT race_event_pk PRIMARY KEY (race_id, number),
    CONSTRAINT race_event_race FOREIGN KEY (race_id) REFERENCES plan.race ON DELETE CASCADE
);

-- Something that a person must look at. Raised once an identity.
CREATE TABLE race.race_case (
    case_id   bigint GENERATED ALWAYS AS IDENTITY,
    race_id   integer NOT NULL,
    entry_id  integer,
    kind      text NOT NULL,
    evidence  jsonb NOT NULL,
    opened_at timestamptz NOT NULL DEFAULT now(),
    closed_at timestamptz,
    CONSTRAINT race_case_pk PRIMARY KEY (case_id),
    CONSTRAINT race_case_race FOREIGN KEY (race_id) REFERENCES plan.race ON DELETE CASCADE,
    CONSTRAINT race_case_once UNIQUE NULLS NOT DISTINCT (race_id, entry_id, kind)
);

-- Entries whose fixes arrived late, or whose assignment changed: to be scored anew, coalesced.
CREATE TABLE race.rescore_due (
    race_id  integer NOT NULL,
    entry_id integer NOT NULL,
    since    timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT rescore_due_pk PRIMARY KEY (race_id, entry_id),
    CONSTRAINT rescore_due_entry FOREIGN KEY (entry_id) REFERENCES plan.entry ON DELETE CASCADE
);
