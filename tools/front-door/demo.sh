# shellcheck shell=bash
# The demo: a whole race, every part real, in a folder of its own.
# shellcheck source=tools/front-door/children.sh
source "$root/tools/front-door/children.sh"
# shellcheck source=tools/front-door/servers.sh
source "$root/tools/front-door/servers.sh"
# shellcheck source=tools/front-door/ask.sh
source "$root/tools/front-door/ask.sh"

race_slug=harbour-sprint
scenario=
athletes=12
speed=
seconds=
web_port=8080
keep=no
bin=$root/build/dev/bin

demo_usage() {
    cat <<'TEXT'
usage: ./lanterne demo [OPTION...]

  --athletes N   how many race, 1 to 200 (12)
  --speed X      race time over wall time, 1 to 60 (15: over in about six minutes)
  --scenario S   rehearse simulator/scenarios/S.toml instead: its race, its athletes, its mishaps
  --seconds S    end by itself after S seconds
  --port P       where the page is; the next free port when P is busy (8080)
  --keep         leave the demo's folder, with database and logs, behind
TEXT
}

# number_between NAME VALUE LOW HIGH
number_between() {
    [[ $2 =~ ^[0-9]{1,6}$ ]] && ((10#$2 >= $3 && 10#$2 <= $4)) ||
        wrong_use "$1 is ${2:-missing}; $3 to $4 would be right"
}

scenario_names() {
    basename -s .toml "$root"/simulator/scenarios/*.toml | tr '\n' ' '
}

use_scenario() {
    scenario=$root/simulator/scenarios/$1.toml
    [[ $1 =~ ^[a-z0-9-]+$ && -f $scenario ]] || wrong_use "no scenario is called '$1'; there are: $(scenario_names)"
}

demo_options() {
    help_command='./lanterne demo --help'
    while (($#)); do
        case $1 in
        --athletes) number_between "$1" "${2-}" 1 200 && athletes=$((10#$2)) && shift ;;
        --speed) number_between "$1" "${2-}" 1 60 && speed=$((10#$2)) && shift ;;
        --scenario) use_scenario "${2-}" && shift ;;
        --seconds) number_between "$1" "${2-}" 1 86400 && seconds=$((10#$2)) && shift ;;
        --port) number_between "$1" "${2-}" 1 65535 && web_port=$((10#$2)) && shift ;;
        --keep) keep=yes ;;
        --help) demo_usage && exit 0 ;;
        *) wrong_use "demo does not know $1" ;;
        esac
        shift
    done
}

# demo_fail NAME WHAT: says which part it was, with its last words.
demo_fail() {
    progress_end
    printf 'lanterne: %s %s; its last words:\n' "$1" "$2" >&2
    tail -n 15 "$demo/log/$1.log" 2>/dev/null | cut -c 1-400 | sed 's/^/    /' >&2
    rm -rf "$logs/demo"
    mkdir -p "$logs" && cp -r "$demo/log" "$logs/demo" && echo "lanterne: all logs are in $logs/demo" >&2
    exit 1
}

end_demo() {
    local status=$?
    trap '' INT TERM HUP
    printf '\n'
    if ((${#children[@]})); then say "ending the demo's programs, the last one first"; fi
    stop_children
    if [[ $keep == yes ]]; then
        rm -f "$demo/owner"
        say "kept: $demo"
    else
        rm -rf --one-file-system "$demo"
    fi
    exit "$status"
}

# The race of a scenario, with as many athletes as that has.
stage_scenario() {
    "$bin/lanterne-sim" stage "$scenario" "$demo/race" --gun-in "$1" ${speed:+--speed "$speed"} >"$demo/log/stage.log" 2>&1 ||
        demo_fail stage 'refused the scenario'
    race_slug=$(sed -n 's/^slug = "\(.*\)"/\1/p' "$demo/race/race.toml")
}

# The bundled race with its clock set: the gun is at the given wall time.
stage_race() {
    local gun=$1 entries=$demo/race/entries.csv
    cp -r "$root/races/$race_slug" "$demo/race"
    sed -i "s/^rate = .*/rate = $speed/" "$demo/race/race.toml"
    printf 'wall_start = %s\n' "$(date -u -d "@$gun" +%Y-%m-%dT%H:%M:%SZ)" >>"$demo/race/race.toml"
    "$bin/lanterne-sim" entries "$root/races/$race_slug" "$athletes" >"$entries"
}

write_settings() {
    local broker="[broker]
host = \"127.0.0.1\"
port = $broker_port"
    local database="[database]
conninfo = \"$conninfo\""
    printf '%s\nclient_id = "ingest"\n%s\n[http]\naddress = "127.0.0.1"\nport = 0\nport_file = "%s"\n' \
        "$broker" "$database" "$demo/ingest.port" >"$demo/ingest.toml"
    cat >"$demo/tracker.toml" <<TEXT
[unit]
serial = "demo000001"
board = "generic-linux"
boards = "$root/boards"
shard = 0
[gpsd]
host = "127.0.0.1"
port = ${gpsd_port:-2947}
pace = "free"
[journal]
folder = "$demo/unit"
$broker
[sending]
report_interval_ms = 1000
sync_interval_ms = 1000
sync_fixes = 8
TEXT
    printf '%s\n%s\n[http]\naddress = "127.0.0.1"\nport = %d\nport_file = "%s"\n[site]\nfolder = "%s"\n[tiles]\nfolder = "%s"\n' \
        "$broker" "$database" "$web_port" "$demo/web.port" "$root/$site/dist" "$demo/tiles" >"$demo/web.toml"
}

start_ingest() {
    start_child ingest ours "$bin/lanterne-ingest" --config "$demo/ingest.toml"
    wait_for ingest 20 'its port' test -s "$demo/ingest.port"
}

start_web() {
    local wished=$web_port
    until port_is_free "$web_port"; do
        web_port=$((web_port + 1))
        ((web_port < wished + 100 && web_port < 65536)) || fail "no free port from $wished on"
    done
    ((web_port == wished)) || say "  port $wished is busy: $web_port"
    write_settings
    start_child web ours "$bin/lanterne-web" --config "$demo/web.toml" serve
    wait_for web 20 'its port' test -s "$demo/web.port"
}

# Nobody wears a real unit, and no official says anything: what happens is the scenario's.
start_scenario() {
    start_child sim ours "$bin/lanterne-sim" run "$scenario" --race "$demo/race" --port "$broker_port" --headless \
        --truth "$demo/truth" --web "http://127.0.0.1:$web_port" --said "$demo/said"
}

# Athlete one wears a real unit: the simulator is its receiver, gpsd and lanterne-tracker are real.
start_race() {
    local interval=$(((speed + 6) / 7)) # gpsd takes ten epochs a second, with some air
    choose_receiver
    start_child sim ours "$bin/lanterne-sim" race "$demo/race" --port "$broker_port" \
        --feed "1=$receiver" --feed-interval "$interval" --truth "$demo/truth" \
        --web "http://127.0.0.1:$web_port" --said "$demo/said"
    if [[ $receiver == pty:* ]]; then wait_for sim 10 'its receiver' test -L "${receiver#pty:}"; fi
    start_gpsd
    mkdir -p "$demo/unit"
    write_settings
    start_child tracker ours "$bin/lanterne-tracker" --config "$demo/tracker.toml"
}

start_officials() {
    start_child officials ours "$root/tools/front-door/officials" "$demo" "$web_port" "$race_slug" "$athletes" "$bin"
}

# What was shown beside what happened, once the last fix has its receipt.
judge_race() {
    "$bin/lanterne-sim" judge "$demo/truth" --said "$demo/said" --picture "$demo/verdict.svg" \
        >"$demo/verdict.txt" 2>>"$demo/log/judge.log" || true
    if ! on_terminal; then
        say 'the race is over, and every fix has its receipt; the standings stay up'
        sed '/^$/q; /not known/d' "$demo/verdict.txt"
    fi
}

# Until Ctrl-C, until --seconds are over, or until a part dies. That the simulator ends well is the
# end of the race, not of the demo; officials have said everything some day.
watch_race() {
    local ended status name
    setsid setpriv --pdeathsig TERM -- "$bin/lanterne-sim" watch "http://127.0.0.1:$web_port" "$race_slug" \
        --note "page  http://127.0.0.1:$web_port/r/$race_slug   (Ctrl-C ends)" --note "logs  $demo/log" \
        </dev/null 2>>"$demo/log/watch.log" &
    child_id[watch]=$!
    child_stop_signal[watch]=TERM
    children+=(watch)
    [[ -z $seconds ]] || start_child timer ours sleep "$seconds"
    while :; do
        status=0
        wait -n -p ended "${child_id[@]}" 2>/dev/null || status=$?
        for name in "${!child_id[@]}"; do
            [[ ${child_id[$name]} == "${ended-}" ]] || continue
            [[ $name != timer ]] || return 0
            [[ $name =~ ^(sim|officials)$ && $status == 0 ]] || demo_fail "$name" "died with status $status"
            unset "child_id[$name]"
            [[ $name != sim ]] || judge_race
        done
    done
}

# A demo that was killed could not remove its folder. One that is kept has no owner's number in it.
remove_orphans() {
    local owner
    for owner in /tmp/lanterne-demo-*/owner; do
        [[ -O $owner ]] && ! kill -0 "$(<"$owner")" 2>/dev/null || continue
        rm -rf --one-file-system "${owner%/owner}"
    done
}

judge_demo() {
    local count
    count=$(passages | wc -l)
    progress_end
    say "after $seconds s: $count passages"
    ((count > 0 || seconds < 30)) || fail 'the demo ran, but no passage came in'
}

command_demo() {
    [[ -d $root/races/$race_slug ]] || fail "races/$race_slug is not there"
    [[ -n $scenario ]] || speed=${speed:-15}
    build_programs dev lanterne-tracker lanterne-ingest lanterne-web lanterne-migrate lanterne-sim
    build_site
    remove_orphans
    demo=$(mktemp -d /tmp/lanterne-demo-XXXXXX)
    chmod 755 "$demo"
    mkdir "$demo/log"
    echo $$ >"$demo/owner"
    trap end_demo EXIT
    trap 'exit 0' INT TERM HUP
    say "starting the demo in $demo"
    start_postgres
    start_broker
    "$bin/lanterne-migrate" --conninfo "$conninfo" --folder "$root/database/migrations" \
        >"$demo/log/migrate.log" 2>&1 || demo_fail migrate 'refused'
    if [[ -n $scenario ]]; then stage_scenario 10; else stage_race $(($(date +%s) + 7)); fi
    write_settings
    "$bin/lanterne-web" --config "$demo/web.toml" race import "$demo/race" >"$demo/log/import.log" 2>&1 ||
        demo_fail import 'refused the race'
    start_ingest
    start_web
    if [[ -n $scenario ]]; then
        start_scenario
    else
        start_race
        start_officials
    fi
    say ''
    say "  race:      http://127.0.0.1:$web_port/r/$race_slug"
    say "  logs:      $demo/log"
    say "  truth:     $demo/truth; the verdict, once the race is over: $demo/verdict.svg"
    say "  acts:      $bin/lanterne-web --config $demo/web.toml act $race_slug --list"
    say '  Ctrl-C ends it and leaves nothing behind.'
    say ''
    watch_race
    judge_demo
}
