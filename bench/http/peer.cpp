#include "bench/http/peer.hpp"

#include <algorithm>
#include <fstream>
#include <stdexcept>

#include <fmt/format.h>

#include "bench/http/site.hpp"
#include "tests/support/waiting.hpp"

namespace lanterne::bench {

Peer::Peer(std::size_t bytes) : port_{support::free_port()} {
    const std::string folder = folder_.path();
    const std::string settings = folder + "/nginx.conf";
    std::ofstream{settings} << fmt::format(
        R"(daemon off; worker_processes 1; pid {0}/pid; error_log {0}/error.log;
events {{ worker_connections 1024; }}
http {{
    access_log off; keepalive_requests 1000000000;
    client_body_temp_path {0}/body; proxy_temp_path {0}/proxy; fastcgi_temp_path {0}/fastcgi;
    uwsgi_temp_path {0}/uwsgi; scgi_temp_path {0}/scgi;
    server {{ listen 127.0.0.1:{1}; default_type application/json; return 200 "{2}"; }}
}}
)",
        folder, port_, std::string(std::min(bytes, max_bytes), 'x'));
    server_.emplace(
        support::Command{.words = words_on(Core::first, {support::find_program("nginx"), "-e",
                                                         folder + "/error.log", "-c", settings}),
                         .output = folder + "/log"});
    if (!support::wait_until([&] { return support::listens(port_); }, std::chrono::seconds{20})) {
        throw std::runtime_error{"nginx does not listen: " + support::read_text(folder + "/log")};
    }
}

std::string Peer::url() const { return fmt::format("http://127.0.0.1:{}/", port_); }

} // namespace lanterne::bench
