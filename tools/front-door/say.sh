# shellcheck shell=bash
# How the front door speaks: one clear line a thing, and a ticking line for whatever is quiet.

say() { printf '%s\n' "$*"; }

fail() {
    printf 'lanterne: %s\n' "$*" >&2
    exit 1
}

help_command='./lanterne --help'
wrong_use() {
    printf 'lanterne: %s (see %s)\n' "$*" "$help_command" >&2
    exit 2
}

on_terminal() { [[ -t 1 && ${TERM:-dumb} != dumb ]]; }

# progress TEXT: shows TEXT in place on a terminal; elsewhere prints it, at most once each 10 seconds.
progress_last=-100
progress() {
    if on_terminal; then
        printf '\r\e[K%.*s' "$((${COLUMNS:-80} - 1))" "$1"
    elif ((SECONDS - progress_last >= 10)); then
        printf '%s\n' "$1"
        progress_last=$SECONDS
    fi
}

progress_end() { ! on_terminal || printf '\r\e[K'; }

# Ticks beside a command in the foreground, as long as this shell lives.
ticking() {
    local label=$1 begin=$SECONDS
    progress_last=$((SECONDS - 8))
    while sleep 0.2 && kill -0 "$$" 2>/dev/null; do
        ((SECONDS - begin < 1)) || progress "  $label ... $((SECONDS - begin)) s"
    done
}

# quietly LABEL LOG COMMAND...: runs COMMAND with its output in LOG and a ticking line; when it fails,
# shows the end of LOG and returns the command's status. The command stays in the foreground, so that
# Ctrl-C reaches it.
quietly() {
    local label=$1 log=$2 begin=$SECONDS status=0 ticker
    shift 2
    mkdir -p "$(dirname "$log")"
    ticking "$label" &
    ticker=$!
    "$@" >"$log" 2>&1 </dev/null || status=$?
    kill "$ticker" 2>/dev/null || true
    wait "$ticker" 2>/dev/null || true
    progress_end
    if ((status != 0)); then
        tail -n 40 "$log" >&2
        printf 'lanterne: %s failed with status %d; the whole log is %s\n' "$label" "$status" "$log" >&2
        return "$status"
    fi
    say "  $label: done in $((SECONDS - begin)) s"
}
