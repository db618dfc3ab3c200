# shellcheck shell=bash
# The site of nginx: TLS, a cache, and lanterne-web behind it.

site=/etc/nginx/sites-available/lanterne
own_certificate=/etc/lanterne/nginx/self-signed.crt
own_key=/etc/lanterne/nginx/self-signed.key

# Before anything is made: with neither a site nor a host to make one for nothing is begun.
check_site_options() {
    local made=/etc/letsencrypt/live/$host
    if [[ $with_nginx == no || $check == yes || -n $bundle && -z $host ]]; then
        return 0
    elif [[ -z $root ]] && ! command -v nginx >/dev/null; then
        wrong_use 'nginx is not installed: install it, or say --no-nginx'
    elif [[ -z $host ]]; then
        [[ -e $root$site ]] || wrong_use 'nginx has no site of ours yet: say --host NAME, or --no-nginx'
    elif [[ $self_signed == yes ]]; then
        certificate=$own_certificate key=$own_key
    elif [[ -z $certificate ]]; then
        [[ -r $root$made/fullchain.pem && -r $root$made/privkey.pem ]] ||
            wrong_use "there is no certificate for $host in $made: say --certificate and --key, or --self-signed"
        certificate=$made/fullchain.pem key=$made/privkey.pem
    fi
}

make_site() {
    [[ $with_nginx == yes ]] || return 0
    if [[ -z $host && ! -e $root$site ]]; then
        [[ $check == no ]] || must "nginx: $site (say --host NAME when you make it)" || true
        return 0
    fi
    say 'nginx:'
    [[ $self_signed == no ]] || make_certificate
    make_site_file
    make_site_link
    look_at_connections
    [[ ${site_changed:-no} == no ]] || load_site
}

make_certificate() {
    if [[ -e $root$own_certificate ]]; then
        fine "$own_certificate"
        return
    fi
    must "a certificate for $host that no browser trusts: $own_certificate" || return 0
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 825 -sha256 \
        -subj "/CN=${host:0:64}" -addext "subjectAltName=DNS:$host" \
        -keyout "$scratch/key" -out "$scratch/crt" 2>"$scratch/said" || fail "openssl: $(cat "$scratch/said")"
    write_file "$own_key" root 600 <"$scratch/key"
    write_file "$own_certificate" root 644 <"$scratch/crt"
}

# The template without what is for the other kind of certificate.
site_text() {
    sed -e "s|@HOST@|$host|g; s|@CERTIFICATE@|$certificate|g; s|@KEY@|$key|g" \
        -e "$([[ $self_signed == yes ]] && echo '/Strict-Transport-Security/d' || echo '')" \
        "$root/usr/share/lanterne/nginx/lanterne-site.conf"
}

make_site_file() {
    if [[ -z $host ]]; then
        fine "$site"
    elif [[ ! -e $root$site ]]; then
        must "$site for $host" || return 0
        site_text | write_file "$site" root 644
        site_changed=yes
    elif [[ $check == yes ]] || site_text | cmp -s - "$root$site"; then
        fine "$site"
    else
        fine "$site"
        note "$site says otherwise than this would make it for $host, and is left as it is: remove it to have it made anew."
    fi
}

make_site_link() {
    local link=/etc/nginx/sites-enabled/lanterne
    if [[ -e $root$link || -L $root$link ]]; then
        fine "$link"
    elif must "$link"; then
        mkdir -p "$root/etc/nginx/sites-enabled"
        ln -s ../sites-available/lanterne "$root$link"
        site_changed=yes
    fi
}

# Two connections a spectator: with Debian's 768 a worker, a village is too many.
look_at_connections() {
    local most settings=$root/etc/nginx/nginx.conf
    [[ -e $settings ]] || return 0
    most=$(sed -n '0,/^[[:space:]]*worker_connections/s/^[[:space:]]*worker_connections[[:space:]]*\([0-9]*\);.*/\1/p' "$settings")
    [[ -z $most || $most -ge 4096 ]] ||
        note "nginx takes $most connections a worker, and each spectator needs two: for a crowd, worker_connections 16384 and" \
            'worker_rlimit_nofile 32768 in /etc/nginx/nginx.conf (docs/operations.md).'
}

load_site() {
    local said
    [[ -z $root ]] || return 0
    said=$(nginx -t 2>&1) || fail "nginx does not take its settings: $said"
    if has_systemd; then
        systemctl reload-or-restart nginx.service
    else
        note 'Let nginx read its site: nginx -s reload'
    fi
}
