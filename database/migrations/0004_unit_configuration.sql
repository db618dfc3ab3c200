-- What units are told to do, signed: each version is a row, and ingest publishes the newest of each unit on its
-- retained topic. Written by web-api alone.
CREATE SEQUENCE plan.unit_configuration_change;

CREATE TABLE plan.unit_configuration (
    unit         text NOT NULL,
    version      bigint NOT NULL,
    -- Numbers what ingest has to look at. Writers hold the table's lock, so these become visible in their order.
    change       bigint NOT NULL DEFAULT nextval('plan.unit_configuration_change'),
    not_before   timestamptz NOT NULL, -- race time
    expires      timestamptz NOT NULL, -- race time
    message      bytea NOT NULL,
    made_at      timestamptz NOT NULL DEFAULT now(), -- wall time
    withdrawn_at timestamptz,                        -- wall time; NULL: it is offered
    CONSTRAINT unit_configuration_pk PRIMARY KEY (unit, version),
    CONSTRAINT unit_configuration_unit_form CHECK (unit ~ '^[a-z0-9]{6,16}$'),
    CONSTRAINT unit_configuration_version CHECK (version BETWEEN 1 AND 4294967295),
    CONSTRAINT unit_configuration_times CHECK (not_before < expires),
    CONSTRAINT unit_configuration_size CHECK (length(message) BETWEEN 1 AND 15360)
);
CREATE UNIQUE INDEX unit_configuration_by_change ON plan.unit_configuration (change);

-- What a unit says of it in its status, and of the time that it has left.
ALTER TABLE race.unit
    ADD COLUMN applied_version bigint, -- 0: none
    ADD COLUMN refused_reason  text,
    ADD COLUMN profile         smallint,
    ADD COLUMN lasts_until     timestamptz; -- race time
