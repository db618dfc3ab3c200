# shellcheck shell=bash
# Debian packages: made in clean roots, tried in bare ones. tools/packages does the work.

packages_out=$root/build/packages

package_options() {
    local architecture
    for architecture in "$@"; do
        [[ $architecture =~ ^(amd64|arm64|armhf)$ ]] ||
            wrong_use "no packages are made for $architecture; there are: amd64 arm64 armhf"
    done
}

need_root_for() { ((EUID == 0)) || fail "$1 makes root file systems, and only root can: sudo ./lanterne $1"; }

show_packages() {
    (cd "$packages_out" && find . -name '*.deb' ! -name '*-dbgsym_*' -printf '%f %s\n' | sort |
        awk '{printf "  %-42s %6.2f MB\n", $1, $2 / 1e6}')
}

# package_of ARCHITECTURE [--units-only]
package_of() {
    local architecture=$1
    rm -f "$packages_out"/*_"$architecture".deb
    quietly "packages for $architecture" "$logs/package-$architecture.log" \
        "$root/tools/packages/build" "$@" "$packages_out"
}

command_package() {
    local architecture
    need_root_for package
    build_site
    for architecture in "${@:-$(dpkg --print-architecture)}"; do
        package_of "$architecture"
    done
    say "in build/packages:"
    show_packages
}

# The unit's packages for both kinds of ARM, its tests there under an emulator, and the packaged program in a race
# whose servers are this machine's: it hears a real gpsd, is killed, and everything it kept is receipted.
check_cross() {
    local architecture
    say 'check cross: packages for arm64 and armhf, the unit'\''s tests under emulation, its program against real servers'
    need_root_for 'check cross'
    build_programs dev lanterne-ingest lanterne-web lanterne-migrate lanterne-tracker lanterne_test_race_straight_line
    for architecture in arm64 armhf; do
        package_of "$architecture" --units-only
        say "the unit's tests on $architecture"
        "$root/tools/packages/test-foreign" "$architecture"
        say "a race with the unit of $architecture"
        rm -rf "$root/build/roots/$architecture/unit"
        dpkg-deb -x "$packages_out"/lanterne-tracker_*_"$architecture".deb "$root/build/roots/$architecture/unit"
        LANTERNE_TRACKER="$root/tools/packages/foreign-tracker $architecture" \
            "$root/build/dev/tests/lanterne_test_race_straight_line" --gtest_filter='MidRace.*'
    done
    show_packages
}

# All packages in a bare Debian: installed, set up, started, a fix on the page over TLS, upgraded, removed.
check_packages() {
    say 'check packages: installed, run, upgraded and removed in a bare Debian of their own'
    need_root_for 'check packages'
    build_site
    package_of amd64
    "$root/tools/packages/try-booted" "$packages_out"
}
