-- What was wrong with what a unit sent, for the technician: how often, and the newest bytes. Reasons are few and of
-- ingest's own making, units have certificates: so rows are bounded. race.set_aside has the newest messages beside it.
CREATE TABLE race.unit_fault (
    serial   text NOT NULL,
    reason   text NOT NULL,
    messages bigint NOT NULL,
    first_at timestamptz NOT NULL, -- wall time, as last_at
    last_at  timestamptz NOT NULL,
    payload  bytea NOT NULL,       -- of the newest, cut
    CONSTRAINT unit_fault_pk PRIMARY KEY (serial, reason),
    CONSTRAINT unit_fault_messages CHECK (messages > 0),
    CONSTRAINT unit_fault_payload CHECK (octet_length(payload) <= 4096)
) WITH (fillfactor = 70);
