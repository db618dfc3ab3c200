# shellcheck shell=bash
# The broker: passwords of the servers, what the authority bundled, and Debian's own broker, which has our port.

broker_folder=/etc/lanterne/broker
bundle_files=(authority.crt server.crt server.key revoked.crl)

make_broker() {
    say 'the broker:'
    make_passwords
    make_bundle
    make_units_listener
    look_at_debians_broker
}

# The names at the broker and the settings that they stand in.
make_passwords() {
    local passwords=$root$broker_folder/passwords pair user name password lacks=()
    for pair in ingest:ingest web-api:web; do
        user=${pair%:*} name=${pair#*:}
        # Settings that are newer than the passwords may have another one.
        if [[ ! -s $passwords || $root/etc/lanterne/$name.toml -nt $passwords ]] ||
            ! grep -q "^$user:" "$passwords"; then
            lacks+=("$pair")
        fi
    done
    if ((${#lacks[@]} == 0)); then
        fine "$broker_folder/passwords"
        return
    fi
    must "$broker_folder/passwords, as the settings say" || return 0
    local fresh=$scratch/passwords
    (umask 077 && : >"$fresh")
    for pair in ingest:ingest web-api:web; do
        user=${pair%:*} name=${pair#*:}
        password=$(password_in "$name")
        [[ -n $password ]] ||
            fail "/etc/lanterne/$name.toml has no line password = \"...\" below [broker]: write one, or remove the file to have it made anew"
        printf '%s:%s\n' "$user" "$password" >>"$fresh"
    done
    # Not as words of a command, which everybody on the machine could read.
    mosquitto_passwd -U "$fresh"
    # Whom a person added stays.
    [[ ! -e $passwords ]] || grep -v -e '^ingest:' -e '^web-api:' "$passwords" >>"$fresh" || true
    write_file "$broker_folder/passwords" mosquitto 640 <"$fresh"
    broker_changed=reload
}

# What the broker would otherwise say in its log, when it refuses to start or every unit.
check_bundle() {
    local file
    for file in "${bundle_files[@]}"; do
        [[ -s $bundle/$file ]] || fail "$bundle has no $file: let \`lanterne-authority bundle\` write it anew"
    done
    openssl verify -CAfile "$bundle/authority.crt" "$bundle/server.crt" >/dev/null 2>&1 ||
        fail "$bundle/server.crt is not signed by the authority beside it, or has expired"
    openssl crl -in "$bundle/revoked.crl" -CAfile "$bundle/authority.crt" -noout 2>&1 | grep -q 'verify OK' ||
        fail "$bundle/revoked.crl is not signed by the authority beside it"
    [[ $(openssl pkey -in "$bundle/server.key" -pubout 2>/dev/null) == \
        "$(openssl x509 -in "$bundle/server.crt" -noout -pubkey)" ]] ||
        fail "$bundle/server.key is not the key of server.crt"
}

make_bundle() {
    local file fresh=()
    [[ -n $bundle ]] || return 0
    check_bundle
    for file in "${bundle_files[@]}"; do
        cmp -s "$bundle/$file" "$root$broker_folder/$file" || fresh+=("$file")
    done
    if ((${#fresh[@]} == 0)); then
        fine "the authority's bundle, as in $bundle"
        return
    fi
    must "$broker_folder: ${fresh[*]} of the authority's bundle" || return 0
    for file in "${fresh[@]}"; do
        write_file "$broker_folder/$file" mosquitto "$([[ $file == *.key ]] && echo 640 || echo 644)" \
            <"$bundle/$file"
    done
    # Keys and certificates of a listener are read when the broker starts; the list of the revoked at a reload.
    if [[ ${fresh[*]} == revoked.crl ]]; then
        [[ ${broker_changed:-} == restart ]] || broker_changed=reload
    else
        broker_changed=restart
    fi
}

make_units_listener() {
    local listener=$broker_folder/listeners/units.conf
    if [[ -e $root$listener ]]; then
        fine 'the listener of the units, port 8883'
    elif [[ -s $root$broker_folder/server.key ]]; then
        must 'the listener of the units, port 8883' || return 0
        mkdir -p "$root$broker_folder/listeners"
        ln -sfn ../units.conf "$root$listener"
        broker_changed=restart
    else
        note 'Units cannot come yet: the broker has no bundle of their authority. Where that is kept:' \
            'lanterne-authority bundle AUTHORITY FOLDER. Bring FOLDER here, then' \
            'lanterne-server-setup --bundle FOLDER. Until then the broker serves the servers alone.'
    fi
}

# True when nobody has told Debian's mosquitto anything: it only serves this machine, without passwords.
is_as_debian_ships_it() {
    local said
    said=$(dpkg-query -W -f '${Conffiles}\n' mosquitto | sed -n 's|^ /etc/mosquitto/mosquitto.conf \([0-9a-f]*\).*|\1|p')
    [[ -n $said && $(md5sum </etc/mosquitto/mosquitto.conf) == "$said  -" ]] &&
        ! compgen -G '/etc/mosquitto/conf.d/*.conf' >/dev/null
}

look_at_debians_broker() {
    has_systemd || return 0
    if ! systemctl --quiet is-enabled mosquitto.service 2>/dev/null &&
        ! systemctl --quiet is-active mosquitto.service; then
        return 0
    elif is_as_debian_ships_it; then
        must 'mosquitto.service off: it has port 1883, and no settings but those that Debian ships' || return 0
        systemctl disable --now --quiet mosquitto.service
    else
        note 'mosquitto.service has settings of its own, and is left alone. If it listens on port 1883 too, give one of' \
            'the two another port: ours stands in /etc/lanterne/broker/mosquitto.conf, ingest.toml and web.toml.'
    fi
}
