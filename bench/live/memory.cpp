#include "bench/live/memory.hpp"

#include <fstream>
#include <stdexcept>
#include <string>

#include <fmt/format.h>
#include <unistd.h>

#include "bench/live/crowd.hpp"
#include "bench/live/server_process.hpp"
#include "service/http_client.hpp"

namespace lanterne::bench {

namespace {

using std::chrono::milliseconds;

double heap_of(const ServerProcess& server) {
    const auto reply = service::http_get(fmt::format("http://127.0.0.1:{}/heap", server.port()),
                                         std::chrono::seconds{10});
    if (!reply || reply->status != 200) {
        throw std::runtime_error{"the server does not say what it holds"};
    }
    return std::stod(reply->body);
}

/// What TCP holds on this machine, in bytes.
double tcp_bytes() {
    std::ifstream file{"/proc/net/sockstat"};
    std::string word;
    while (file >> word && word != "TCP:") {
    }
    while (file >> word && word != "mem") {
    }
    double pages = 0;
    if (!(file >> pages)) {
        throw std::runtime_error{"/proc/net/sockstat does not say what TCP holds"};
    }
    return pages * static_cast<double>(::sysconf(_SC_PAGESIZE));
}

Row idle(const Options& options) {
    const std::size_t clients = options.quick ? 500 : 5'000;
    const ServerProcess server{Peer::ours, {.interval = milliseconds{0}}};
    const Crowd first{{.port = server.port(), .clients = 100}}; // what only the first ones cost
    const double before = heap_of(server);
    const Crowd all{{.port = server.port(), .clients = clients}};
    const double each = (heap_of(server) - before) / static_cast<double>(clients);
    return {.key = "idle_spectator_bytes",
            .what = "memory of the server an idle spectator",
            .measured = each,
            .unit = "B",
            .most = 1'500,
            .note = fmt::format("heap in use, with what malloc needs for itself, over {} "
                                "WebSockets",
                                clients)};
}

Row stalled(const Options& options) {
    const std::size_t clients = options.quick ? 50 : 200;
    const ServerProcess server{Peer::ours, {.payload_bytes = 20'000, .interval = milliseconds{50}}};
    const double before = tcp_bytes();
    Crowd crowd{{.port = server.port(), .clients = clients, .is_stalled = true}};
    crowd.read_for(milliseconds{options.quick ? 1'000 : 5'000});
    const double each = (tcp_bytes() - before) / static_cast<double>(clients);
    return {.key = "stalled_spectator_kernel_kb",
            .what = "memory of the kernel a spectator who does not read",
            .measured = each / 1'000,
            .unit = "KB",
            .most = 128,
            .note = fmt::format("{} of them, 20 KB twenty times a second; both ends' TCP memory, "
                                "with whatever else this machine's TCP did meanwhile",
                                clients)};
}

} // namespace

std::vector<Row> memory(const Options& options) { return {idle(options), stalled(options)}; }

} // namespace lanterne::bench
