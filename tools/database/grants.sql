-- Who may do what in Lanterne's database (database/README.md tells why). lanterne-migrate runs it as the database's
-- owner after the migrations, each time as a whole: what stands here holds, whatever was granted before. A table of
-- a later migration is covered by its schema; it needs a line only where it is an exception.

REVOKE ALL ON ALL TABLES IN SCHEMA plan, race FROM PUBLIC, "lanterne-ingest", "lanterne-web";
REVOKE ALL ON ALL SEQUENCES IN SCHEMA plan, race FROM PUBLIC, "lanterne-ingest", "lanterne-web";

-- Both read everything. lanterne-migrate --check is run by both before they start.
GRANT USAGE ON SCHEMA plan, race TO "lanterne-ingest", "lanterne-web";
GRANT SELECT ON ALL TABLES IN SCHEMA plan, race TO "lanterne-ingest", "lanterne-web";
GRANT SELECT ON public.schema_migration TO "lanterne-ingest", "lanterne-web";

-- plan: what people define.
GRANT INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA plan TO "lanterne-web";
GRANT USAGE ON ALL SEQUENCES IN SCHEMA plan TO "lanterne-web";
-- An act is given once. That it counts is said by who counts it.
REVOKE UPDATE, DELETE ON plan.act FROM "lanterne-web";
GRANT UPDATE (applied_at) ON plan.act TO "lanterne-ingest";
-- To lock an entry that late fixes belong to (FOR KEY SHARE) PostgreSQL wants a column that may be written: this one
-- is GENERATED ALWAYS, which refuses any value.
GRANT UPDATE (entry_id) ON plan.entry TO "lanterne-ingest";

-- race: what happened.
GRANT INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA race TO "lanterne-ingest";
GRANT USAGE ON ALL SEQUENCES IN SCHEMA race TO "lanterne-ingest";
-- Written once. Publishing locks the table, which takes the right to UPDATE; a trigger refuses the UPDATE itself.
REVOKE DELETE ON race.publication FROM "lanterne-ingest";
REVOKE UPDATE, DELETE ON race.archive, race.archive_part FROM "lanterne-ingest";
-- The store's name is given by lanterne-migrate new-store.
REVOKE INSERT, UPDATE, DELETE ON race.store FROM "lanterne-ingest";

-- Partitions of chunks are made, emptied and rewritten by their owner alone: the ingest (roles.sql).
GRANT CREATE ON SCHEMA race TO "lanterne-ingest";
DO $chunks$
DECLARE
    part record;
BEGIN
    FOR part IN SELECT relid, c.relowner = '"lanterne-ingest"'::regrole AS owned
                  FROM pg_partition_tree('race.track_chunk') JOIN pg_class c ON c.oid = relid LOOP
        IF NOT part.owned THEN
            EXECUTE format('ALTER TABLE %s OWNER TO "lanterne-ingest"', part.relid);
        END IF;
        EXECUTE format('GRANT ALL ON %s TO "lanterne-ingest"', part.relid);
    END LOOP;
END
$chunks$;
