# shellcheck shell=bash
# The commands that judge: test, bench, check; and clean.

# What each label may cost on two cores; said, not asserted: a busy machine is no defect.
time_budgets='unit 10 s, architecture 5 s, front-door 10 s, fuzz-replay 30 s, http 10 s, database 60 s, broker 60 s, race 300 s, browser 90 s'

command_test() {
    build_programs dev
    build_site
    if [[ -f $root/tests/browser/package.json ]]; then npm_folder tests/browser; fi
    say "budgets by label: $time_budgets"
    # Most of what takes long waits, for a race or a server: twice as many at a time as there are cores.
    ctest --preset dev -j "$((2 * $(nproc)))" "$@"
}

# A folder of bench/ is a bench.
bench_names() {
    local names=() file
    for file in "$root"/bench/*/CMakeLists.txt; do
        [[ -f $file ]] && names+=("$(basename "$(dirname "$file")")")
    done
    echo "${names[*]:-(none yet)}"
}

bench_options() {
    [[ -n ${1-} ]] || wrong_use "bench needs a name: $(bench_names)"
    [[ " $(bench_names) " == *" $1 "* ]] || wrong_use "no bench is called $1; there are: $(bench_names)"
}

command_bench() {
    local name=$1
    shift
    build_programs release "lanterne_bench_$name"
    if [[ -f $root/bench/$name/peers/package.json ]]; then npm_folder "bench/$name/peers"; fi
    if [[ -d $root/bench/$name/browser ]]; then # drives the browser of the tests, on the real site
        build_site
        npm_folder tests/browser
    fi
    "$root/build/release/bench/lanterne_bench_$name" "$@"
}

# tracked PATTERN...: files of the repository, one a line.
tracked() { git -C "$root" ls-files --cached --others --exclude-standard -- "$@"; }

# The same, but only what differs from where main was pushed last; from the commit before elsewhere.
changed() {
    local base
    base=$(git -C "$root" merge-base HEAD origin/main 2>/dev/null || git -C "$root" rev-parse -q --verify HEAD~1) ||
        { tracked "$@" && return; }
    git -C "$root" diff --name-only --diff-filter=d "$base" -- "$@"
    git -C "$root" ls-files --others --exclude-standard -- "$@"
}

check_format() {
    say 'check format: clang-format on every C++ file'
    tracked '*.cpp' '*.hpp' | xargs clang-format-16 --dry-run -Werror
}

# Scripts are known by their first line; what they source is checked with them.
check_shell() {
    local scripts=()
    mapfile -t scripts < <(cd "$root" && tracked | while read -r file; do
        ! head -n 1 "$file" | grep -aqE '^#!.*\b(ba)?sh$' || echo "$file"
    done)
    say "check shell: shellcheck on ${scripts[*]}"
    (cd "$root" && shellcheck -x "${scripts[@]}")
}

check_headers() {
    say 'check headers: each header compiles on its own'
    build_programs dev all_verify_interface_header_sets
}

check_tidy() {
    local files=()
    mapfile -t files < <(if [[ $check_scope == all ]]; then tracked '*.cpp'; else changed '*.cpp'; fi)
    build_programs dev # for the compile commands, and for what the build generates
    say "check tidy: clang-tidy on ${#files[@]} files ($check_scope), 3 to 20 s each"
    ((${#files[@]})) || return 0
    printf '%s\0' "${files[@]}" | xargs -0 -n 1 -P "$(build_jobs)" "$root/tools/front-door/tidy-file"
}

check_asan() {
    say 'check asan: unit tests with address and undefined-behaviour sanitizers'
    build_programs asan
    ctest --preset asan -j "$(nproc)" -L 'unit|fuzz-replay'
}

# Fourteen hours of race in about a minute; a short form is among the tests.
check_soak() {
    say 'check soak: a day of mishaps against a real broker, ingest and database'
    build_programs dev
    "$root/build/dev/tests/lanterne_test_race_soak" --gtest_also_run_disabled_tests --gtest_filter='*Day*'
}

# Two hundred kills of anything in about five minutes, and of one of two ingests for ten minutes;
# twenty and ten are among the tests.
check_kills() {
    say 'check kills: two hundred kills of broker, ingests, database and units in one race, then ten minutes of one of two ingests'
    build_programs dev
    "$root/build/dev/tests/lanterne_test_race_kills" --gtest_also_run_disabled_tests --gtest_filter='*TwoHundred*:*TenMinutes*'
}

check_steps='format shell headers tidy asan digest soak kills cross packages'
check_scope=changed
check_chosen=()

check_options() {
    local step
    for step in "$@"; do
        if [[ $step == --all ]]; then
            check_scope=all
        elif [[ " $check_steps " == *" $step "* ]]; then
            check_chosen+=("$step")
        else
            wrong_use "no check is called $step; there are: $check_steps"
        fi
    done
    # shellcheck disable=SC2206 # the steps are words
    ((${#check_chosen[@]})) || check_chosen=($check_steps)
}

# Every step runs, in a shell that stops at the step's first failure; hence not within an `if`.
command_check() {
    local step failed=()
    for step in "${check_chosen[@]}"; do
        (set -e && "check_$step") &
        wait $! || failed+=("$step")
    done
    ((${#failed[@]} == 0)) || fail "checks with findings: ${failed[*]}"
    say "every check is good: ${check_chosen[*]}"
}

clean_options() { [[ $# -eq 0 ]] || wrong_use 'clean takes no option'; }

command_clean() {
    rm -rf "$root/build" "$root/$site/dist" "$root/$site/node_modules" "$root/tests/browser/node_modules"
    say 'removed: build, the built site, npm packages'
}
