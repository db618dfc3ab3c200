-- What people define: races, who is in them, which unit they wear. Written by web-api alone.
CREATE SCHEMA plan;

CREATE TABLE plan.race (
    race_id     integer GENERATED ALWAYS AS IDENTITY,
    slug        text NOT NULL,
    name        text NOT NULL,
    time_zone   text NOT NULL,
    starts_at   timestamptz NOT NULL,
    -- A rehearsal runs on its own clock: race time = race start + rate * (now - wall start).
    rehearsal_wall_start timestamptz,
    rehearsal_race_start timestamptz,
    rehearsal_rate       double precision,
    revision    bigint NOT NULL DEFAULT 1,
    imported_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT race_pk PRIMARY KEY (race_id),
    CONSTRAINT race_slug_unique UNIQUE (slug),
    CONSTRAINT race_slug_form CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(slug) <= 64),
    CONSTRAINT race_rehearsal_whole CHECK (
        num_nulls(rehearsal_wall_start, rehearsal_race_start, rehearsal_rate) IN (0, 3)),
    CONSTRAINT race_rehearsal_rate CHECK (rehearsal_rate BETWEEN 0.1 AND 1000)
);

-- The race folder's files as they were imported, but for entries.csv: entries live in rows.
CREATE TABLE plan.race_file (
    race_id integer NOT NULL,
    name    text NOT NULL,
    content bytea NOT NULL,
    CONSTRAINT race_file_pk PRIMARY KEY (race_id, name),
    CONSTRAINT race_file_race FOREIGN KEY (race_id) REFERENCES plan.race ON DELETE CASCADE
);

CREATE TABLE plan.entry (
    entry_id   integer GENERATED ALWAYS AS IDENTITY,
    race_id    integer NOT NULL,
    bib        text NOT NULL,
    name       text NOT NULL,
    sex        text NOT NULL,
    birth_year integer,
    category   text NOT NULL,
    wave       text NOT NULL,
    team       text NOT NULL,
    CONSTRAINT entry_pk PRIMARY KEY (entry_id),
    CONSTRAINT entry_bib_unique UNIQUE (race_id, bib),
    CONSTRAINT entry_race FOREIGN KEY (race_id) REFERENCES plan.race ON DELETE CASCADE,
    CONSTRAINT entry_bib_form CHECK (bib ~ '^[A-Za-z0-9-]{1,8}$'),
    CONSTRAINT entry_sex CHECK (sex IN ('female', 'male', 'other'))
);

-- Joins fixes to entries: whatever the unit recorded in that time (race time) is that entry's. Made or
-- corrected at any time, even after the race; ingest then scores the entry anew.
CREATE TABLE plan.assignment (
    assignment_id integer GENERATED ALWAYS AS IDENTITY,
    entry_id integer NOT NULL,
    unit     text NOT NULL,
    during   tstzrange NOT NULL,
    role     text NOT NULL DEFAULT 'primary',
    CONSTRAINT assignment_pk PRIMARY KEY (assignment_id),
    CONSTRAINT assignment_entry FOREIGN KEY (entry_id) REFERENCES plan.entry ON DELETE CASCADE,
    CONSTRAINT assignment_unit_form CHECK (unit ~ '^[a-z0-9]{6,16}$'),
    CONSTRAINT assignment_role CHECK (role IN ('primary', 'spare')),
    CONSTRAINT assignment_during CHECK (NOT isempty(during))
);
CREATE INDEX assignment_by_unit ON plan.assignment (unit);
CREATE INDEX assignment_by_entry ON plan.assignment (entry_id);
