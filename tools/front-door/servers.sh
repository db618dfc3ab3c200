# shellcheck shell=bash
# The real servers of a demo, private: a PostgreSQL, a broker and a gpsd in the demo's own folder.

# Debian keeps PostgreSQL's programs outside PATH, a folder a version.
postgres_programs() {
    local folder
    for folder in "${PG_BINDIR:-}" $(printf '%s\n' /usr/lib/postgresql/*/bin | sort -rV); do
        [[ -n $folder && -x $folder/initdb ]] && echo "$folder" && return
    done
    fail 'no PostgreSQL server is installed'
}

# A folder that a server may write to, whoever it runs as.
server_folder() {
    mkdir -p "$demo/$1"
    chmod 700 "$demo/$1"
    ((EUID != 0)) || chown "$(id -u postgres 2>/dev/null || id -u nobody)" "$demo/$1"
}

# As the account that servers run as, from a folder that it may enter.
as_server() {
    local account=()
    read -r -a account < <(child_account) || true
    (cd / && setpriv "${account[@]}" -- "$@")
}

postgres_answers() { "$postgres/pg_isready" -q -h "$demo/db" -U lanterne; }

# Durable as in production: fsync and synchronous_commit stay on.
start_postgres() {
    postgres=$(postgres_programs)
    unset "${!PG@}"
    server_folder db
    quietly 'making a private PostgreSQL' "$demo/log/initdb.log" as_server "$postgres/initdb" \
        -D "$demo/db/data" -U lanterne -A trust -E UTF8 --locale=C.UTF-8 --no-sync --no-instructions
    start_child postgres server "$postgres/postgres" -D "$demo/db/data" -c listen_addresses= \
        -c "unix_socket_directories=$demo/db" -c unix_socket_permissions=0777 -c timezone=UTC \
        -c dynamic_shared_memory_type=mmap -c shared_buffers=64MB -c max_wal_size=256MB
    child_stop_signal[postgres]=INT # its word for "now, in order"
    chmod 755 "$demo/db"
    wait_for postgres 30 'its first connection' postgres_answers
    "$postgres/createdb" -h "$demo/db" -U lanterne lanterne
    conninfo="host=$demo/db user=lanterne dbname=lanterne"
}

start_broker() {
    local program
    program=$(PATH=$PATH:/usr/sbin command -v mosquitto) || fail 'mosquitto is not installed'
    broker_port=$(free_port)
    server_folder broker
    cat >"$demo/mosquitto.conf" <<TEXT
listener $broker_port 127.0.0.1
allow_anonymous true
persistence true
persistence_location $demo/broker/
autosave_interval 5
max_inflight_messages 2000
max_queued_messages 200000
max_queued_bytes 268435456
message_size_limit 65536
set_tcp_nodelay true
log_dest stderr
TEXT
    start_child broker server "$program" -c "$demo/mosquitto.conf"
    wait_for broker 10 'its port' eval "! port_is_free $broker_port"
}

# Debian's AppArmor profile lets gpsd open serial ports, and no pseudo-terminal.
gpsd_is_confined() {
    [[ $(cat /sys/module/apparmor/parameters/enabled 2>/dev/null) == Y && -e /etc/apparmor.d/usr.sbin.gpsd ]]
}

# Where the receiver of athlete one is heard.
choose_receiver() {
    if gpsd_is_confined; then
        receiver=udp://127.0.0.1:$(free_port)
        say "  gpsd is confined by AppArmor here: its receiver comes over $receiver, not over a pty"
    else
        receiver=pty:$demo/gnss
    fi
}

start_gpsd() {
    local program
    program=$(PATH=$PATH:/usr/sbin command -v gpsd) || fail 'gpsd is not installed'
    gpsd_port=$(free_port)
    start_child gpsd server "$program" -N -n -S "$gpsd_port" "${receiver#pty:}"
    wait_for gpsd 10 'its port' eval "! port_is_free $gpsd_port"
}
