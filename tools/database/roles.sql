-- The roles of Lanterne's programs. Run as often as one likes, by a superuser; setup.sql includes it.
--
-- None has a password: each program runs as the system's user of the same name, and PostgreSQL trusts that
-- (peer, as Debian's pg_hba.conf has it for every local connection).
DO $roles$
DECLARE
    wanted text;
BEGIN
    FOREACH wanted IN ARRAY ARRAY ['lanterne-ingest', 'lanterne-web', 'lanterne-migrate'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
            EXECUTE format('CREATE ROLE %I', wanted);
        END IF;
        EXECUTE format('ALTER ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS', wanted);
    END LOOP;
END
$roles$;

-- Only who owns a table adds partitions to it, and the ingest adds one a month: race.track_chunk is its own. So
-- that later migrations may change that table too, their role is a member of its owner.
GRANT "lanterne-ingest" TO "lanterne-migrate";
