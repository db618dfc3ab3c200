# shellcheck shell=bash
# What try-out does, step by step.

here=${here:?} packages=${packages:?} work=${work:?} host=${host:?} serial=${serial:?} patience=${patience:?}
our_units='lanterne-broker lanterne-migrate lanterne-ingest lanterne-web'
race=market-square

say() { printf 'try-out: %s\n' "$*"; }

fail() {
    printf 'try-out: %s\n' "$*"
    exit 1
}

# step NAME FUNCTION: in a shell that stops at the first failure; hence not within an `if`.
step() {
    local begin=$SECONDS
    (set -e && "$2") >"$work.log" 2>&1 &
    wait $! || {
        tail -n 40 "$work.log"
        ! has_systemd || journalctl --no-pager --quiet --lines 30 --unit=lanterne-{tracker,web,ingest,migrate} --unit={gpsd,nginx}
        fail "$1: failed"
    }
    say "$1: $((SECONDS - begin)) s"
    # What a step wants to be read stands in lines that begin so.
    sed -n 's/^SAY /try-out:   /p' "$work.log"
}

has_systemd() { [[ -d /run/systemd/system ]]; }

start() { if has_systemd; then systemctl start "$1"; else "$here/run-unit" start "$1"; fi; }
stop() { if has_systemd; then systemctl stop "$1"; else "$here/run-unit" stop "$1"; fi; }

# wait_for WHAT COMMAND...: until it is true, but not for ever.
wait_for() {
    local what=$1 until=$((SECONDS + patience))
    shift
    until "$@" >/dev/null 2>&1; do
        ((SECONDS < until)) || {
            "$@" || true
            fail "waited in vain: $what"
        }
        sleep 0.5
    done
}

deb() { find "$packages" -name "$1_*.deb"; }
installed_size() { dpkg-deb -f "$(deb "$1")" Installed-Size; }

# Every path of the system but what changes by itself.
paths() {
    find / -xdev \( -path /proc -o -path /sys -o -path /dev -o -path /run -o -path /tmp -o -path /srv -o -path /root \
        -o -path /var/cache -o -path /var/log -o -path /var/lib/apt -o -path /var/lib/dpkg -o -path /var/lib/postgresql \
        -o -path /var/lib/systemd -o -path /var/tmp \) -prune -o -print | LC_ALL=C sort
}

bare_machine() {
    mkdir -p "$work" /boot/firmware
    ! compgen -G '/usr/bin/lanterne-*' || fail 'something of ours is here already'
    echo "127.0.0.1 $host" >>/etc/hosts
    # Nobody but this script starts a service where no systemd runs.
    has_systemd || { printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d && chmod 755 /usr/sbin/policy-rc.d; }
    compgen -G '/var/lib/apt/lists/*Packages*' || apt-get -q update
}

install_dependencies() {
    local needed
    needed=$(apt-get -s --no-install-recommends install "$packages"/lanterne-{server,tracker,tools}_*.deb \
        postgresql nginx fonts-dejavu-core librsvg2-bin qrencode |
        awk '$1 == "Inst" && $2 !~ /^lanterne/ { print $2 }')
    # shellcheck disable=SC2086 # the names are words
    apt-get -q -y --no-install-recommends install $needed curl socat
    paths >"$work/before"
}

install_packages() {
    local name
    echo 'lanterne-tracker lanterne-tracker/board select simulated' | debconf-set-selections
    apt-get -q -y --no-install-recommends install "$packages"/lanterne-{server,tracker,tools}_*.deb
    for name in lanterne-tracker lanterne-server lanterne-tools; do
        echo "SAY $name: $(stat -c %s "$(deb $name)" | awk '{printf "%.2f MB", $1 / 1e6}'), installed $(installed_size $name) KiB"
    done
    [[ $(readlink /etc/lanterne/board.toml) == */simulated/board.toml ]] || fail 'the board is not the one that was chosen'
    grep -q udp://127.0.0.1:5060 /etc/lanterne/gpsd || fail 'gpsd was not set up for the board'
    id lanterne && id lanterne-ingest && id lanterne-web && id lanterne-migrate
}

make_server() {
    lanterne-authority init "$work/authority" "$host"
    lanterne-authority bundle "$work/authority" "$work/bundle"
    has_systemd || pg_ctlcluster 15 main start
    lanterne-server-setup --host "$host" --self-signed --bundle "$work/bundle"
    if ! has_systemd; then
        local unit
        for unit in $our_units; do start "$unit.service"; done
        nginx
    fi
    lanterne-server-setup --host "$host" --self-signed --bundle "$work/bundle" | tee "$work/second"
    grep -q 'nothing was changed' "$work/second" || fail 'a second setup changed something'
    lanterne-server-setup --check
    wait_for 'the site over TLS' curl -fsS --cacert "$(certificate)" "https://$host/healthz"
}

certificate() { sed -n 's/^ *ssl_certificate \(.*\);/\1/p' /etc/nginx/sites-available/lanterne; }
ask() { curl -fsS --cacert "$(certificate)" "https://$host$1"; }

import_race() {
    local folder=$work/race
    cp -r "/usr/share/lanterne/races/$race" "$folder"
    # A race of today, and no rehearsal.
    sed -i -e "s/^start = .*/start = $(date -u -d '-1 min' +%Y-%m-%dT%H:%M:%SZ)/" -e '/^\[rehearsal\]/,$d' "$folder/race.toml"
    chmod -R a+rX /root "$work"
    runuser -u lanterne-web -- lanterne-web --config /etc/lanterne/web.toml race import "$folder"
    runuser -u lanterne-web -- lanterne-web --config /etc/lanterne/web.toml race assign "$race" 1 "$serial"
    wait_for 'the race on the site' ask "/api/v1/races/$race"
}

# As in an afternoon of forty: a list, labels, the desk, and the unit's own file on its boot partition.
enrol_unit() {
    local identity=/var/lib/lanterne-tracker/identity file=/boot/firmware/lanterne-enrol.toml desk
    printf 'serial,name\n%s,Try-out\n' "$serial" >"$work/units.csv"
    lanterne-authority provision "$work/authority" "$work/units.csv" --to "$work/afternoon" --server 127.0.0.1
    [[ $(head -c 5 "$work/afternoon/labels.pdf") == %PDF- ]] || fail 'no labels'
    lanterne-authority serve "$work/authority" >"$work/desk.log" 2>&1 &
    desk=$!
    install -D -m 600 "$work/afternoon/$serial/lanterne-enrol.toml" "$file"
    wait_for 'an identity' enrolled "$identity"
    kill "$desk"
    [[ ! -e $file ]] || fail 'the code is still on the boot partition'
    [[ $(stat -c %U "$identity/current/unit.key") == lanterne ]] || fail 'the key is not the service'\''s own'
}

# The service asks once a start; systemd starts it again by itself until the desk is there.
enrolled() { [[ -f $1/current/unit.crt ]] || { start lanterne-enrol.service && [[ -f $1/current/unit.crt ]]; }; }

# Laps as they are ridden, a point a second; more of them than anybody here waits for.
ride() {
    local lap=/usr/share/lanterne/races/$race/lap.gpx
    echo '<gpx version="1.1" creator="try-out" xmlns="http://www.topografix.com/GPX/1/1"><trk><trkseg>'
    for _ in {1..20}; do grep '<trkpt' "$lap"; done | awk -v now="$(date -u +%s)" \
        '{ sub("</trkpt>", "<time>" strftime("%Y-%m-%dT%H:%M:%SZ", now++, 1) "</time></trkpt>"); print }'
    echo '</trkseg></trk></gpx>'
}

start_unit() {
    ride >"$work/ride.gpx"
    if has_systemd; then systemctl restart gpsd.service; else start gpsd.service; fi
    lanterne-sim nmea "$work/ride.gpx" --to udp://127.0.0.1:5060 >"$work/receiver.log" 2>&1 &
    has_systemd || start lanterne-tracker.service
    wait_for 'the tracker' lanterne-tracker --config /etc/lanterne/tracker.toml --check
    wait_for 'fix and receipt' lanterne-tracker status --proven
    lanterne-tracker status | sed 's/^/SAY /'
}

main_process() { systemctl show --property MainPID --value lanterne-tracker.service; }
is_another() { [[ $(main_process) != "$1" && $(main_process) != 0 ]]; }

# Only systemd watches: where it does not run nobody starts it again.
hang_unit() {
    has_systemd || { echo 'SAY no systemd watches here' && return 0; }
    local hung
    hung=$(main_process)
    kill -STOP "$hung"
    wait_for 'another life of the tracker' is_another "$hung"
    wait_for 'fix and receipt' lanterne-tracker status --proven
}

on_the_page() { ask "/api/v1/races/$race/standings" | grep -q '"bib":"1"[^}]*"along_m":[1-9]'; }

see_fix() {
    wait_for 'the rider along the course' on_the_page
    ask "/en/r/$race" | grep -q 'Oda Lindqvist' || fail 'no page'
    ask /api/v1/units | grep -o "\"serial\":\"$serial\".\{0,200\}" | sed 's/^/SAY /' || true
}

# The same packages as the next version: only the number differs.
next_packages() {
    local name
    mkdir -p "$work/next"
    for name in lanterne-server lanterne-tracker; do
        rm -rf "$work/repack"
        dpkg-deb -R "$(deb $name)" "$work/repack"
        sed -i 's/^Version: .*/&+next/' "$work/repack/DEBIAN/control"
        if [[ $name == lanterne-server ]]; then
            echo 'CREATE TABLE plan.try_out (number integer);' >"$work/repack/usr/share/lanterne/migrations/9000_try_out.sql"
        fi
        dpkg-deb -b "$work/repack" "$work/next/${name}_next.deb"
    done
}

migrated() { runuser -u postgres -- psql -XAtd lanterne -c "SELECT 'yes' FROM pg_tables WHERE tablename = 'try_out'" | grep -q yes; }

upgrade_server() {
    local watcher code=0
    next_packages
    curl -fsSN --cacert "$(certificate)" "https://$host/live/$race/events" >"$work/watched" &
    watcher=$!
    wait_for 'a spectator' grep -q keyframe "$work/watched"
    apt-get -q -y install "$work"/next/*.deb
    if ! has_systemd; then
        stop lanterne-ingest.service
        start lanterne-migrate.service
        start lanterne-ingest.service
        stop lanterne-web.service
        start lanterne-web.service
        stop lanterne-tracker.service
        start lanterne-tracker.service
    fi
    wait "$watcher" || code=$?
    ((code == 0)) || fail "a spectator was cut off (curl: $code) instead of told to come again"
    migrated || fail 'the migration of the new package did not run'
    wait_for 'the site again' ask "/api/v1/races/$race"
    wait_for 'the unit again' lanterne-tracker status --proven
}

fixes() { runuser -u postgres -- psql -XAtd lanterne -c 'SELECT coalesce(sum(n), 0) FROM race.track_chunk'; }
verified() { runuser -u lanterne-ingest -- lanterne-ingest --config /etc/lanterne/ingest.toml verify; }
has_fixes_again() { (($(fixes) >= $1)); }

# docs/operations.md, "Backup, removal": what came after the backup is on the unit's card still.
restore_backup() {
    local before
    if has_systemd; then systemctl stop lanterne-web lanterne-ingest; else stop lanterne-web.service && stop lanterne-ingest.service; fi
    runuser -u postgres -- pg_dump -Fc lanterne >/var/tmp/lanterne.dump
    before=$(fixes)
    runuser -u postgres -- dropdb lanterne
    runuser -u postgres -- psql -X -v ON_ERROR_STOP=1 -d postgres -f /usr/share/lanterne/database/setup.sql
    runuser -u postgres -- pg_restore -d lanterne /var/tmp/lanterne.dump
    runuser -u lanterne-migrate -- lanterne-migrate --conninfo dbname=lanterne --folder /usr/share/lanterne/migrations new-store
    if has_systemd; then systemctl restart lanterne-migrate; else start lanterne-migrate.service; fi
    start lanterne-ingest.service
    start lanterne-web.service
    wait_for 'all that was stored, and more' has_fixes_again "$((before + 1))"
    echo "SAY $before fixes in the backup, $(fixes) a moment after it came back"
    # The digest of a race that runs is some seconds behind.
    stop lanterne-tracker.service
    wait_for 'a sound store' verified
    verified | sed 's/^/SAY verify: /'
    start lanterne-tracker.service
}

remove_packages() {
    if ! has_systemd; then
        local unit
        for unit in lanterne-tracker lanterne-web lanterne-ingest lanterne-broker; do stop "$unit.service"; done
    fi
    apt-get -q -y remove lanterne-server lanterne-tracker lanterne-tools
    ! compgen -G '/usr/bin/lanterne-*' || fail 'programs are left'
    ! pgrep -f /usr/bin/lanterne- || fail 'something of ours still runs'
    [[ -d /var/lib/lanterne-tracker/journal && -d /etc/lanterne ]] || fail 'removing took what only purging takes'
}

# What stays after a purge, and why, says docs/operations.md.
purge_packages() {
    dpkg --purge lanterne-server lanterne-tracker 2>&1 | tee "$work/said"
    paths | LC_ALL=C comm -13 "$work/before" - >"$work/left"
    # Debian's own broker was switched off, and wrote down what it had; nginx made room for itself.
    grep -v -E '^/etc/rc[0-6].d/K[0-9]*mosquitto$|^/var/lib/(mosquitto|nginx)/' "$work/left" >"$work/ours" || true
    sed 's/^/SAY left: /' "$work/ours" | grep -v 'journal/'
    ! grep -v -E '^/var/lib/lanterne-(tracker|broker)(/journal(/.*)?|/mosquitto.db)?$' "$work/ours" ||
        fail 'more is left than a purge says'
    [[ -d /var/lib/lanterne-tracker/journal ]] || fail 'the journal went without a word'
    grep -q 'journal stays' "$work/said" || fail 'a purge does not say that the journal stays'
}
