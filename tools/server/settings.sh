# shellcheck shell=bash
# The settings of the programs, each with the password that the broker knows it by.

# program GROUP for each file of settings.
settings_group() { [[ $1 == ingest ]] && echo lanterne-ingest || echo lanterne-web; }

# The password that stands in the settings of a program; nothing when none does.
password_in() {
    sed -n '/^\[broker\]/,/^\[/s/^password *= *"\(.*\)"$/\1/p' "$root/etc/lanterne/$1.toml"
}

fresh_settings=() # of the services that must read them

make_settings() {
    local name
    say 'settings of the programs:'
    for name in ingest web; do
        if [[ -e $root/etc/lanterne/$name.toml ]]; then
            fine "/etc/lanterne/$name.toml"
        elif must "/etc/lanterne/$name.toml, with a new password for the broker"; then
            sed "s/@PASSWORD@/$(openssl rand -hex 24)/" "$root/usr/share/lanterne/server/$name.toml" |
                write_file "/etc/lanterne/$name.toml" "$(settings_group "$name")" 640
            fresh_settings+=("lanterne-$name")
        fi
    done
}
