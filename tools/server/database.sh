# shellcheck shell=bash
# The database: roles, the database itself, its tables, who may do what.

# One row "t" when setup.sql has nothing to do.
database_is_there() {
    [[ $(as postgres psql -X -At -d postgres -c "
        SELECT (SELECT count(*) = 3 FROM pg_roles WHERE rolcanlogin
                   AND rolname IN ('lanterne-ingest', 'lanterne-web', 'lanterne-migrate'))
           AND EXISTS (SELECT FROM pg_database d JOIN pg_roles r ON r.oid = d.datdba
                        WHERE d.datname = 'lanterne' AND r.rolname = 'lanterne-migrate')
           AND EXISTS (SELECT FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid
                         JOIN pg_roles g ON g.oid = m.member
                        WHERE r.rolname = 'lanterne-ingest' AND g.rolname = 'lanterne-migrate')") == t ]]
}

migrate() {
    as lanterne-migrate "$root/usr/bin/lanterne-migrate" --conninfo dbname=lanterne \
        --folder "$root/usr/share/lanterne/migrations" "$@"
}

# Before anything is made. Debian's psql finds a cluster at any port; libpq, which our programs use, looks at one.
check_postgresql() {
    local said
    said=$(as postgres psql -X -At -d postgres -c 'SHOW port' 2>&1) ||
        fail "PostgreSQL does not answer its superuser: $said"
    [[ $said == "${PGPORT:-5432}" ]] ||
        fail "PostgreSQL listens at port $said, and Lanterne looks at ${PGPORT:-5432}: give the cluster that port (pg_lsclusters says who has it)"
}

make_database() {
    local said
    say 'the database:'
    if database_is_there; then
        fine 'the roles, and the database lanterne'
    elif must 'the roles lanterne-ingest, lanterne-web and lanterne-migrate, and the database lanterne'; then
        as postgres psql -X -q -v ON_ERROR_STOP=1 -d postgres -f "$root/usr/share/lanterne/database/setup.sql" ||
            fail 'the database could not be made; what PostgreSQL said stands above'
    else
        return 0 # with --check: nobody can look into it
    fi
    if said=$(migrate --check 2>&1); then
        fine 'its tables'
    elif must 'its tables, and who may do what'; then
        migrate --grants "$root/usr/share/lanterne/database/grants.sql" | sed 's/^/    /' ||
            fail 'the tables could not be made; what lanterne-migrate said stands above'
    else
        say "$said" | sed 's/^/    /'
    fi
}
