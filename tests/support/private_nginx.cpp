#include "tests/support/private_nginx.hpp"

#include <array>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include <fmt/ostream.h>
#include <unistd.h>

#include "tests/support/waiting.hpp"

namespace lanterne::support {

PrivateNginx::PrivateNginx(std::uint16_t upstream) : port_{free_port()} {
    const auto account = unprivileged_account();
    if (account && chown(folder_.path().c_str(), account->user, account->group) != 0) {
        throw std::runtime_error{"cannot give nginx's folder to its account"};
    }
    // Another program may take the port between the look and the start.
    for (int attempt = 0; attempt < 5; ++attempt) {
        write_settings(upstream);
        if (start_once()) {
            return;
        }
        port_ = free_port();
    }
    throw std::runtime_error{"nginx did not start: " + log()};
}

void PrivateNginx::write_settings(std::uint16_t upstream) const {
    const std::string folder = folder_.path().string();
    const std::string ours = LANTERNE_SOURCE_FOLDER "/tools/nginx";
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
               "proxy_cache_path {0}/cache keys_zone=lanterne:1m use_temp_path=off;\n"
               "upstream lanterne_web {{ server 127.0.0.1:{1}; keepalive 4; }}\n"
               "include {2}/lanterne-http.conf;\n"
               "server {{\nlisten 127.0.0.1:{3};\ninclude {2}/lanterne-server.conf;\n}}\n}}\n",
               folder, upstream, ours, port_);
}

bool PrivateNginx::start_once() {
    server_.emplace(
        Command{.words = {find_program("nginx"), "-e", "stderr", "-p", folder_.path().string(),
                          "-c", (folder_.path() / "nginx.conf").string()},
                .output = folder_.path() / "log",
                .account = unprivileged_account()});
    return wait_until([this] { return listens(port_) || !server_->running(); }) &&
           server_->running();
}

std::string PrivateNginx::log() const { return read_text(folder_.path() / "log"); }

} // namespace lanterne::support
