# shellcheck shell=bash
# The same results everywhere: lanterne-digest built in several ways must print the same lines.

# What it is made of: folders whose sources are compiled whole.
digest_folders='core/base core/geo core/course core/course/way core/course/matching core/plan core/scoring
    core/scoring/* hal/simulated tests/support/digest'

# NAME, compiler, options. A cross compiler's program runs under emulation; no foreign packages are needed, because
# fmt and tl::expected are used as headers.
digest_ways() {
    echo 'g++ -O0|g++|-O0'
    echo 'g++ -O2|g++|-O2'
    echo 'clang++ -O0|clang++-16|-O0'
    echo 'clang++ -O2|clang++-16|-O2'
    echo 'arm64 g++ -O2|aarch64-linux-gnu-g++|-O2 -static'
}

digest_sources() {
    local folder
    for folder in $digest_folders; do
        [[ -f $root/$folder/CMakeLists.txt ]] && find "$root/$folder" -maxdepth 1 -name '*.cpp'
    done | sort
}

# digest_program FOLDER COMPILER OPTIONS: compiles what changed, links.
digest_program() {
    local folder=$1 compiler=$2 options=$3
    mkdir -p "$folder/include"
    ln -sfn /usr/include/fmt "$folder/include/fmt"
    ln -sfn /usr/include/tl "$folder/include/tl"
    # shellcheck disable=SC2016,SC2086 # the inner shell fills in; options are words
    digest_sources | xargs -P "$(build_jobs)" -I{} env LANTERNE_OBJECTS="$folder" LANTERNE_ROOT="$root" bash -c '
        source=$1; shift
        object=$LANTERNE_OBJECTS/$(echo "${source#"$LANTERNE_ROOT"/}" | tr / _).o
        [[ $object -nt $source ]] || "$@" -c "$source" -o "$object"' _ {} \
        $compiler $options -std=c++20 -ffp-contract=off -DFMT_HEADER_ONLY -I"$root" -isystem "$folder/include"
    # shellcheck disable=SC2086
    $compiler $options "$folder"/*.o -o "$folder/lanterne-digest"
}

check_digest() {
    local name compiler options folder runner first='' lines
    say 'check digest: the same results from g++ and clang, -O0 and -O2, amd64 and arm64'
    while IFS='|' read -r name compiler options; do
        command -v "$compiler" >/dev/null || fail "$compiler is not there; packages g++-aarch64-linux-gnu and clang-16 would be right"
        folder=$root/build/digest/${name//[^a-z0-9A-Z]/-}
        rm -rf "$folder"
        digest_program "$folder" "$compiler" "$options"
        runner=()
        [[ $compiler == aarch64-* ]] && runner=(qemu-aarch64-static)
        lines=$("${runner[@]}" "$folder/lanterne-digest")
        [[ -n $lines ]] || fail "$name: printed nothing"
        [[ -n $first ]] || { first=$lines && echo "$lines"; }
        [[ $lines == "$first" ]] || fail "$name differs:"$'\n'"$lines"
        say "$name: the same"
    done < <(digest_ways)
}
