# shellcheck shell=bash
# What the scripts here share: words for people, the archive, the source in a clean root and a compiler's memory beside it.

here=${here:?}
source_folder=${source_folder:?}

usage() {
    sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$here/${program:?}" >&2
    exit 2
}

fail() {
    printf '%s: %s\n' "${program:?}" "$*" >&2
    exit 1
}

# The archive of Debian 12 that this machine installs from, or the one that LANTERNE_MIRROR names.
debian_mirror() {
    local found=${LANTERNE_MIRROR:-}
    # shellcheck disable=SC2016 # apt fills in
    [[ -n $found ]] || found=$(apt-get indextargets --format '$(CODENAME) $(REPO_URI)' 'Created-By: Packages' |
        awk '$1 == "bookworm" { print $2; exit }')
    [[ -n $found ]] || fail 'the apt sources here name no archive of Debian 12; set LANTERNE_MIRROR'
    printf '%s' "$found"
}

# put_source ROOT: the files that git knows, and the built site, as ROOT/build/lanterne; what was built there stays.
put_source() {
    local at=$1/build/lanterne
    mkdir -p "$at"
    find "$at" -mindepth 1 -maxdepth 1 ! -name build -exec rm -rf --one-file-system {} +
    git -C "$source_folder" ls-files -z --cached --others --exclude-standard |
        (cd "$source_folder" && while IFS= read -r -d '' file; do [[ ! -e $file ]] || printf '%s\0' "$file"; done) |
        tar --create --directory "$source_folder" --null --files-from=- | tar --extract --directory "$at" --no-same-owner
    if [[ -f $source_folder/web-api/site/dist/.built ]]; then
        mkdir -p "$at/web-api/site"
        cp -a "$source_folder/web-api/site/dist" "$at/web-api/site/dist"
    fi
}

# in_build_root ROOT COMMAND...: there. What was compiled once is remembered in this machine's own ccache.
in_build_root() {
    local root=$1
    shift
    "$here/in-root" "$root" --bind "${CCACHE_DIR:-$HOME/.cache/ccache}" /ccache \
        env CCACHE_DIR=/ccache DEB_BUILD_OPTIONS="nocheck parallel=$(nproc)" \
        sh -c 'cd /build/lanterne && exec "$@"' sh "$@"
}
