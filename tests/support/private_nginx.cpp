#include "tests/support/private_nginx.hpp"

#include <array>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>

#include <fmt/ostream.h>

#include "tests/support/shipped_settings.hpp"
#include "tests/support/waiting.hpp"

namespace lanterne::support {

namespace {

const std::string ours = LANTERNE_SOURCE_FOLDER "/tools/nginx";

} // namespace

PrivateNginx::PrivateNginx(std::uint16_t upstream) {
    make_certificate();
    if (const auto account = unprivileged_account()) {
        give_to(*account, folder_.path());
        give_to(*account, certificate());
        give_to(*account, folder_.path() / "key");
    }
    // Another program may take a port between the look and the start.
    for (int attempt = 0; attempt < 5; ++attempt) {
        port_ = free_port();
        https_port_ = free_port();
        http_port_ = free_port();
        write_settings(upstream);
        if (start_once()) {
            return;
        }
    }
    throw std::runtime_error{"nginx did not start: " + log()};
}

void PrivateNginx::make_certificate() const {
    run_to_end({.words = {find_program("openssl"), "req", "-x509", "-newkey", "ec", "-pkeyopt",
                          "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj",
                          fmt::format("/CN={}", host), "-addext",
                          fmt::format("subjectAltName=DNS:{}", host), "-keyout",
                          folder_.path() / "key", "-out", certificate()}});
}

/// What is installed, with other ports and folders.
std::string PrivateNginx::site(std::uint16_t upstream) const {
    std::string text = read_text(ours + "/lanterne-site.conf");
    replace_all(text, "@HOST@", host);
    replace_all(text, "@CERTIFICATE@", certificate());
    replace_all(text, "@KEY@", folder_.path() / "key");
    replace_all(text, "/usr/share/lanterne/nginx", std::filesystem::absolute(ours));
    replace_all(text, "/var/cache/nginx-lanterne", folder_.path() / "cache");
    replace_all(text, "127.0.0.1:8080", fmt::format("127.0.0.1:{}", upstream));
    replace_all(text, "    listen [::]:80;\n", "");
    replace_all(text, "    listen [::]:443 ssl http2;\n", "");
    replace_all(text, "listen 80;", fmt::format("listen 127.0.0.1:{};", http_port_));
    replace_all(text, "listen 443 ", fmt::format("listen 127.0.0.1:{} ", https_port_));
    return text;
}

void PrivateNginx::write_settings(std::uint16_t upstream) const {
    const std::string folder = folder_.path().string();
    std::ofstream file{folder_.path() / "nginx.conf"};
    fmt::print(file,
               "daemon off;\nworker_processes 1;\npid {0}/pid;\nerror_log stderr;\n"
               "events {{}}\nhttp {{\naccess_log off;\n",
               folder);
    constexpr std::array<const char*, 5> kinds{"client_body", "proxy", "fastcgi", "uwsgi", "scgi"};
    for (const char* kind : kinds) {
        fmt::print(file, "{}_temp_path {}/{};\n", kind, folder, kind);
    }
    fmt::print(file,
               "{}server {{\nlisten 127.0.0.1:{};\ninclude {}/lanterne-server.conf;\n}}\n}}\n",
               site(upstream), port_, std::filesystem::absolute(ours).string());
}

bool PrivateNginx::start_once() {
    server_.emplace(
        Command{.words = {find_program("nginx"), "-e", "stderr", "-p", folder_.path().string(),
                          "-c", (folder_.path() / "nginx.conf").string()},
                .output = folder_.path() / "log",
                .account = unprivileged_account()});
    return wait_until([this] { return serves() || !server_->running(); }) && server_->running();
}

bool PrivateNginx::serves() const {
    return listens(port_) && listens(https_port_) && listens(http_port_);
}

std::string PrivateNginx::log() const { return read_text(folder_.path() / "log"); }

} // namespace lanterne::support
