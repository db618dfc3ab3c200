# shellcheck shell=bash
# The programs of a demo: started in sessions of their own, so that Ctrl-C reaches the front door
# alone and it can end them in order; each by its own process id.

children=()         # names, in the order of their start
declare -A child_id # by name
declare -A child_stop_signal

# Who a server runs as: ourselves; never as root.
child_account() {
    ((EUID == 0)) || return 0
    local account=nobody
    ! id postgres >/dev/null 2>&1 || account=postgres
    echo "--reuid=$account --regid=$(id -g "$account") --clear-groups"
}

# start_child NAME ours|server COMMAND...: its output goes to the log of that name. It also ends when
# the front door dies without a word.
start_child() {
    local name=$1 kind=$2 account=()
    shift 2
    [[ $kind == ours ]] || read -r -a account < <(child_account) || true
    setsid setpriv "${account[@]}" --pdeathsig TERM -- "$@" </dev/null >>"$demo/log/$name.log" 2>&1 &
    child_id[$name]=$!
    child_stop_signal[$name]=TERM
    children+=("$name")
}

is_running() { [[ -n ${child_id[$1]-} ]] && kill -0 "${child_id[$1]}" 2>/dev/null; }

# wait_for NAME SECONDS WHAT CONDITION...: until the condition holds; a child that dies first, or the
# deadline, is a failure.
wait_for() {
    local name=$1 deadline=$((SECONDS + $2)) what=$3
    shift 3
    until "$@"; do
        is_running "$name" || demo_fail "$name" "ended before $what"
        ((SECONDS < deadline)) || demo_fail "$name" "needed too long: no word of $what"
        sleep 0.1
    done
}

# Ends the last one first, which nobody depends on. Each has ten seconds.
stop_children() {
    local at name deadline
    for ((at = ${#children[@]} - 1; at >= 0; at--)); do
        name=${children[at]}
        is_running "$name" || continue
        kill "-${child_stop_signal[$name]}" "${child_id[$name]}" 2>/dev/null || true
        deadline=$((SECONDS + 10))
        while is_running "$name" && ((SECONDS < deadline)); do sleep 0.05; done
        if is_running "$name"; then
            say "  $name did not end when asked to: killed"
            kill -KILL "${child_id[$name]}" 2>/dev/null || true
        fi
        wait "${child_id[$name]}" 2>/dev/null || true
    done
    children=()
}

port_is_free() { ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# Any port that nobody listens on.
free_port() {
    local port
    while :; do
        port=$((20000 + RANDOM % 12000))
        port_is_free "$port" && echo "$port" && return
    done
}
