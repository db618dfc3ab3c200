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
