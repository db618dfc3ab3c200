-- All units of a race send to one shard of the broker's topics, and one ingest scores it: who holds the shard's lease.
ALTER TABLE plan.race ADD COLUMN shard smallint NOT NULL DEFAULT 0
    CONSTRAINT race_shard CHECK (shard BETWEEN 0 AND 63);

-- The lease itself is a session's advisory lock (20565, shard), which ends with its connection. Here stands who took it
-- last: `epoch` grows each time, `worker` is the live_epoch of that ingest.
CREATE TABLE race.shard_lease (
    shard    smallint NOT NULL,
    epoch    bigint NOT NULL,
    worker   bigint NOT NULL,
    taken_at timestamptz NOT NULL, -- wall time
    CONSTRAINT shard_lease_pk PRIMARY KEY (shard),
    CONSTRAINT shard_lease_shard CHECK (shard BETWEEN 0 AND 63)
);
