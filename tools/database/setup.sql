-- Lanterne's database, made once; run again it changes nothing. By a superuser, with psql:
--
--   runuser -u postgres -- psql -X -v ON_ERROR_STOP=1 -d postgres -f /usr/share/lanterne/database/setup.sql
--
-- Tables come by lanterne-migrate, and with them who may do what (grants.sql). What is here is never dropped by a
-- program of Lanterne's.
\ir roles.sql

SELECT 'CREATE DATABASE lanterne OWNER "lanterne-migrate" TEMPLATE template0 ENCODING ''UTF8'''
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'lanterne') \gexec

REVOKE ALL ON DATABASE lanterne FROM PUBLIC;
GRANT CONNECT ON DATABASE lanterne TO "lanterne-ingest", "lanterne-web";
