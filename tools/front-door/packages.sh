# shellcheck shell=bash
# What the machine must have: says it, and installs what is missing (install-packages does, as root).

packages_list=$root/tools/front-door/packages.txt

require_debian() {
    local release=${LANTERNE_OS_RELEASE:-/etc/os-release} id='' version=''
    if [[ -r $release ]]; then
        id=$(sed -n 's/^ID=//p' "$release" | tr -d '"')
        version=$(sed -n 's/^VERSION_ID=//p' "$release" | tr -d '"')
    fi
    [[ $id == debian && $version == 12 ]] && return
    [[ ${LANTERNE_ANY_SYSTEM:-} == 1 ]] && return
    fail "this is ${id:-an unknown system} ${version:-}, and Lanterne is made for Debian 12" \
        "(LANTERNE_ANY_SYSTEM=1 tries all the same)"
}

# The site's tools are looked for by command and version: they come from many places.
missing_site_packages() {
    local major
    if command -v node >/dev/null; then
        major=$(node --version | sed 's/^v\([0-9]*\).*/\1/')
        ((major >= 18)) || fail "node is of version $major at $(command -v node); 18 or newer is needed"
    else
        echo nodejs
    fi
    command -v npm >/dev/null || echo npm
}

# missing_packages GROUP...: names, one a line.
missing_packages() {
    local group names=() wanted
    for group in "$@"; do
        if [[ $group == site ]]; then
            missing_site_packages
        else
            mapfile -t wanted < <(awk -v group="$group" '$1 == group {print $2}' "$packages_list")
            names+=("${wanted[@]}")
        fi
    done
    ((${#names[@]})) || return 0
    dpkg-query -W -f '${db:Status-Status} ${Package}\n' "${names[@]}" 2>/dev/null |
        awk -v names="${names[*]}" '$1 == "installed" {have[$2] = 1}
            END {n = split(names, all, " "); for (i = 1; i <= n; i++) if (!(all[i] in have)) print all[i]}'
}

# Rough cost of a group on a bare machine: megabytes on disk, seconds at 5 MB/s and two cores.
cost_of() {
    case $1 in
    run) echo 110 20 ;;
    build) echo 760 60 ;;
    site) echo 170 50 ;;
    test) echo 730 60 ;;
    bench) echo 5 5 ;;
    check) echo 680 50 ;;
    package) echo 5 5 ;;
    *) echo 0 0 ;;
    esac
}

require_packages() {
    local install=$1 group missing=() part megabytes=0 seconds=0 cost
    shift
    command -v dpkg-query >/dev/null || {
        say 'packages: not looked at, this system has no dpkg'
        return
    }
    for group in "$@"; do
        mapfile -t part < <(missing_packages "$group")
        ((${#part[@]})) || continue
        read -r -a cost < <(cost_of "$group")
        megabytes=$((megabytes + cost[0]))
        seconds=$((seconds + cost[1]))
        say "missing to $group: ${part[*]}"
        missing+=("${part[@]}")
    done
    ((${#missing[@]})) || return 0
    say "to install: ${#missing[@]} packages and what they need; roughly $megabytes MB of disk and" \
        "$(((seconds + 59) / 60)) min on a machine that is not busy"
    if [[ $install == no ]]; then
        fail 'nothing was installed, as asked; by hand:' \
            "apt-get install --no-install-recommends ${missing[*]}"
    fi
    install_as_root "${missing[@]}"
    mapfile -t part < <(missing_packages "$@")
    ((${#part[@]} == 0)) || fail "still missing after the installation: ${part[*]}"
}

install_as_root() {
    local as_root=()
    if ((EUID != 0)); then
        command -v sudo >/dev/null ||
            fail "packages are missing and this is neither root nor a user with sudo; as root: " \
                "apt-get install --no-install-recommends $*"
        as_root=(sudo)
        [[ -t 0 ]] || as_root=(sudo -n)
    fi
    mkdir -p "$logs"
    "${as_root[@]}" "$root/tools/front-door/install-packages" "$logs/packages.log" "$@" ||
        fail "installing packages failed; what apt said is in $logs/packages.log"
}
