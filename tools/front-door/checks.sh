# shellcheck shell=bash
# The commands that judge: test, bench, check; and clean.

# What each label may cost on two cores; said, not asserted: a busy machine is no defect.
time_budgets='unit 10 s, architecture 5 s, fuzz-replay 30 s, database 60 s, broker 60 s, race 300 s, browser 90 s'

command_test() {
    build_programs dev
    build_site
    if [[ -f $root/tests/browser/package.json ]]; then npm_folder tests/browser; fi
    say "budgets by label: $time_budgets"
    ctest --preset dev -j "$(nproc)" "$@"
}

command_bench() {
    local name=${1-} program
    [[ -n $name ]] || wrong_use "bench needs a name: $(bench_names)"
    shift
    [[ " $(bench_names) " == *" $name "* ]] || wrong_use "no bench is called $name; there are: $(bench_names)"
    build_programs release
    program=$root/build/release/bench/lanterne_bench_$name
    "$program" "$@"
}

# A folder of bench/ is a bench.
bench_names() {
    local names=() file
    for file in "$root"/bench/*/CMakeLists.txt; do
        [[ -f $file ]] && names+=("$(basename "$(dirname "$file")")")
    done
    echo "${names[*]:-(none yet)}"
}

command_clean() {
    [[ $# -eq 0 ]] || wrong_use "clean takes no option"
    rm -rf "$root/build" "$root/$site/dist" "$root/$site/node_modules" "$root/tests/browser/node_modules"
    say 'removed: build, the built site, npm packages'
}
