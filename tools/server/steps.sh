# shellcheck shell=bash
# How lanterne-server-setup speaks and acts: what is there, what was done, what is missing.

say() { printf '%s\n' "$*"; }

fail() {
    printf '%s: %s\n' "$program" "$*" >&2
    exit 1
}

wrong_use() {
    printf '%s: %s (see %s --help)\n' "$program" "$*" "$program" >&2
    exit 2
}

done_steps=0
missing_steps=0
notes=()

fine() { say "  is there: $*"; }

# must WHAT: true when WHAT is to be made now, and says so; with --check it only says that it is missing.
must() {
    if [[ $check == yes ]]; then
        say "  MISSING:  $*"
        missing_steps=$((missing_steps + 1))
        return 1
    fi
    say "  making:   $*"
    done_steps=$((done_steps + 1))
}

# For a person to do; said at the end.
note() { notes+=("$*"); }

# The group who must read it, where there are accounts.
give_to_group() { [[ -n $root ]] || chown "root:$1" "$2"; }

# write_file PATH GROUP MODE: stdin becomes PATH as a whole; nobody reads it before it is GROUP's.
write_file() {
    local path=$root$1 group=$2 mode=$3
    mkdir -p "$(dirname "$path")"
    (umask 077 && cat >"$path.new")
    give_to_group "$group" "$path.new"
    chmod "$mode" "$path.new"
    mv "$path.new" "$path"
}

# as ACCOUNT COMMAND...: as that user of the system, whom PostgreSQL takes for the role of that name. Below --root
# there are no accounts: the role alone.
as() {
    local account=$1
    shift
    if [[ -n $root ]]; then
        PGUSER=$account "$@"
    else
        runuser -u "$account" -- "$@"
    fi
}

has_systemd() { [[ -z $root && -d /run/systemd/system ]]; }

check_accounts() {
    local account
    [[ -z $root ]] || return 0
    for account in lanterne-ingest lanterne-web lanterne-migrate; do
        getent passwd "$account" >/dev/null ||
            fail "there is no user $account: systemd-sysusers makes it, as the package asked when it was installed"
    done
    getent passwd mosquitto >/dev/null || fail 'there is no user mosquitto: is the package mosquitto installed?'
    getent passwd postgres >/dev/null || fail 'there is no user postgres: is the package postgresql installed?'
}

say_the_end() {
    local line
    for line in "${notes[@]}"; do
        say "$line" | fold -s -w 110
    done
    if [[ $check == yes ]]; then
        ((missing_steps == 0)) || {
            say "$missing_steps missing; without --check they are made"
            exit 1
        }
        say 'nothing is missing'
    elif ((done_steps == 0)); then
        say 'everything was there: nothing was changed'
    else
        say "$done_steps made"
    fi
}
