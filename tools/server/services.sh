# shellcheck shell=bash
# The services of systemd; where it does not run, how to start the programs without it.

services=(lanterne-broker lanterne-migrate lanterne-ingest lanterne-web)

start_services() {
    local unit ran=()
    if ! has_systemd; then
        [[ ${done_steps} == 0 || $check == yes ]] || say_how_to_start
        return 0
    fi
    say 'services:'
    for unit in "${services[@]}"; do
        if systemctl --quiet is-enabled "$unit.service" 2>/dev/null && systemctl --quiet is-active "$unit.service"; then
            fine "$unit runs, and starts with the machine"
            ran+=("$unit")
        elif must "$unit runs, and starts with the machine"; then
            systemctl enable --now --quiet "$unit.service" ||
                fail "$unit does not start: journalctl -u $unit says why"
            [[ $unit != lanterne-broker ]] || broker_changed=''
        fi
    done
    if [[ $check == no && -n ${broker_changed:-} ]]; then
        say "  making:   lanterne-broker takes what is new ($broker_changed)"
        systemctl "$broker_changed" lanterne-broker.service
    fi
    # Who ran with settings that were lost knows the broker by a password that it no longer has.
    for unit in "${fresh_settings[@]}"; do
        [[ " ${ran[*]} " != *" $unit "* ]] || systemctl restart "$unit.service"
    done
}

say_how_to_start() {
    note 'systemd does not run here. In this order, each as its own user:'
    note '  runuser -u mosquitto -- /usr/sbin/mosquitto -c /etc/lanterne/broker/mosquitto.conf   (its folder: /var/lib/lanterne-broker)'
    note '  runuser -u lanterne-ingest -- lanterne-ingest --config /etc/lanterne/ingest.toml'
    note '  runuser -u lanterne-web -- lanterne-web --config /etc/lanterne/web.toml              (its folder: /var/lib/lanterne-web)'
    [[ -z ${broker_changed:-} ]] || note "A broker that runs already must take what is new: $broker_changed it."
}
