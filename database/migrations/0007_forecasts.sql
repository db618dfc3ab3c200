-- When an entry is expected at the timing points ahead of it: 10, 50 and 90 % of such arrivals are earlier. No part of
-- the results: what it says depends on when fixes came. Derived, like standings; gone when nobody is expected.
CREATE TABLE race.forecast (
    race_id    integer NOT NULL,
    entry_id   integer NOT NULL,
    place      smallint NOT NULL, -- 0 the nearest, in the order of the course
    version    bigint NOT NULL,
    point      text NOT NULL,
    leg        smallint NOT NULL,
    lap        integer NOT NULL,
    p10        timestamptz NOT NULL, -- race time
    p50        timestamptz NOT NULL, -- race time
    p90        timestamptz NOT NULL, -- race time
    slopes_s   integer NOT NULL, -- of the way there, more than on flat ground
    field_s    integer NOT NULL, -- more than the course explains, by today's field
    athletes   integer NOT NULL, -- so many of it
    standing_s integer NOT NULL, -- it has not moved for so long
    CONSTRAINT forecast_pk PRIMARY KEY (race_id, entry_id, place),
    CONSTRAINT forecast_entry FOREIGN KEY (entry_id) REFERENCES plan.entry ON DELETE CASCADE,
    CONSTRAINT forecast_order CHECK (p10 <= p50 AND p50 <= p90)
) WITH (fillfactor = 50);

-- How the forecasts did that came true in the hour before, by how far they looked ahead (0: under ten minutes, 1: to an
-- hour, 2: beyond).
CREATE TABLE race.forecast_grade (
    race_id   integer NOT NULL,
    horizon   smallint NOT NULL,
    forecasts bigint NOT NULL,
    inside    bigint NOT NULL, -- their 10 to 90 % band
    CONSTRAINT forecast_grade_pk PRIMARY KEY (race_id, horizon),
    CONSTRAINT forecast_grade_race FOREIGN KEY (race_id) REFERENCES plan.race ON DELETE CASCADE,
    CONSTRAINT forecast_grade_inside CHECK (inside BETWEEN 0 AND forecasts)
);
