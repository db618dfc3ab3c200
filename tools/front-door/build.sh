# shellcheck shell=bash
# Programs and site: configured and built, each only as far as something changed.

# A Beast file takes 0.7 GB to compile: fewer at once where memory is short.
build_jobs() {
    local cores free
    cores=$(nproc)
    free=$(awk '/^MemAvailable/ {print int($2 / 1000000)}' /proc/meminfo)
    ((free >= 1)) || free=1
    echo $((cores < free ? cores : free))
}

# build_programs PRESET [TARGET...]
build_programs() {
    local preset=$1 folder=$root/build/$1
    shift
    if [[ ! -f $folder/build.ninja ]]; then
        quietly "configuring build/$preset" "$logs/configure-$preset.log" cmake --preset "$preset"
    fi
    say "building build/$preset"
    ninja -C "$folder" -j "$(build_jobs)" "$@"
}

# npm_folder FOLDER: its locked packages, fetched only when the lock file is not the one they came from.
npm_folder() {
    local folder=$1 name
    name=${1//\//-}
    cmp -s "$root/$folder/package-lock.json" "$root/$folder/node_modules/.lanterne-lock" && return
    (cd "$root/$folder" && quietly "fetching the npm packages of $folder" "$logs/npm-$name.log" \
        npm ci --ignore-scripts --no-audit --no-fund)
    cp "$root/$folder/package-lock.json" "$root/$folder/node_modules/.lanterne-lock"
}

site=web-api/site

site_is_fresh() {
    [[ -f $root/$site/dist/.built ]] &&
        [[ -z $(find "$root/$site" \( -path '*/node_modules' -o -path "$root/$site/dist" \) -prune -o \
            -type f -newer "$root/$site/dist/.built" -print -quit) ]]
}

build_site() {
    [[ -f $root/$site/package.json ]] || return 0
    npm_folder $site
    site_is_fresh && return
    (cd "$root/$site" && quietly 'building the site' "$logs/site.log" npm run build)
    touch "$root/$site/dist/.built"
}

command_build() {
    build_programs dev "$@"
    build_site
    say "programs are in build/dev/bin, the site in $site/dist"
}
