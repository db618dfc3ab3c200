#include "bench/live/cost.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <stdexcept>
#include <thread>

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sched.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bench/live/broker_crowd.hpp"
#include "bench/live/crowd.hpp"
#include "bench/live/server_process.hpp"
#include "tests/support/waiting.hpp"

namespace lanterne::bench {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::size_t payload_bytes = 2'048;
constexpr std::size_t frame_bytes = payload_bytes + 4; ///< of a WebSocket
constexpr milliseconds interval{200};

struct Load {
    std::size_t clients;
    std::size_t repeats;
    milliseconds warm_up;
    milliseconds measured;
};

Load load_of(const Options& options) {
    return options.quick ? Load{200, 1, milliseconds{400}, milliseconds{800}}
                         : Load{5'000, 3, milliseconds{2'000}, milliseconds{8'000}};
}

/// Who gives mosquitto what it spreads: on its plain port, from this thread.
class Publisher {
public:
    explicit Publisher(std::uint16_t port) : socket_{::socket(AF_INET, SOCK_STREAM, 0)} {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        sockaddr generic{};
        __builtin_memcpy(&generic, &address, sizeof address);
        if (::connect(socket_, &generic, sizeof generic) != 0) {
            throw std::runtime_error{"the broker takes no publisher"};
        }
        say(publisher_greeting());
    }

    ~Publisher() { ::close(socket_); }

    Publisher(const Publisher&) = delete;
    Publisher& operator=(const Publisher&) = delete;

    void publish() const { say(publication(payload_of(payload_bytes))); }

private:
    void say(const std::string& bytes) const {
        ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    }

    int socket_;
};

/// Reads for so long, and until so many bytes more have come, while somebody publishes where that
/// is not the server's own doing.
void read(Crowd& crowd, const Publisher* publisher, milliseconds time, double bytes) {
    const auto end = steady_clock::now() + time;
    const auto enough = crowd.bytes() + static_cast<std::uint64_t>(bytes);
    while (steady_clock::now() < end || crowd.bytes() < enough) {
        if (steady_clock::now() > end + support::patience) {
            throw std::runtime_error{"a server does not send what it should"};
        }
        if (publisher != nullptr) {
            publisher->publish();
        }
        crowd.read_for(interval);
    }
    crowd.read_until_quiet();
}

struct Spent {
    double us_a_frame = 0;
    double frames = 0;
};

Spent run(Peer peer, const Load& load) {
    ServerProcess server{
        peer, {.clients = load.clients, .payload_bytes = payload_bytes, .interval = interval}};
    Crowd::Settings settings{.port = server.port(), .clients = load.clients};
    std::optional<Publisher> publisher;
    double bytes_each = frame_bytes;
    if (peer == Peer::mosquitto) {
        settings.target = "/mqtt";
        settings.fields = "Sec-WebSocket-Protocol: mqtt\r\n";
        settings.greeting = subscriber_greeting();
        publisher.emplace(server.plain_port());
        bytes_each = static_cast<double>(publication(payload_of(payload_bytes)).size()) + 4;
    }
    Crowd crowd{std::move(settings)};
    const Publisher* const who = publisher ? &*publisher : nullptr;
    const double a_round = bytes_each * static_cast<double>(load.clients);
    read(crowd, who, load.warm_up, a_round);
    const double cpu_before = server.cpu_seconds();
    const auto bytes_before = crowd.bytes();
    read(crowd, who, load.measured, a_round);
    const double frames = static_cast<double>(crowd.bytes() - bytes_before) / bytes_each;
    const double cpu = server.cpu_seconds() - cpu_before;
    return {1e6 * cpu / frames, frames};
}

void keep_to_the_last_core() {
    const unsigned cores = std::thread::hardware_concurrency();
    if (cores > 1) {
        cpu_set_t last;
        CPU_ZERO(&last);
        CPU_SET(cores - 1, &last);
        ::sched_setaffinity(0, sizeof last, &last);
    }
}

Row ratio(const std::string& key, const std::string& to, std::optional<double> other, double ours,
          double most) {
    Row row{.key = key,
            .what = "CPU a delivered 2 KB frame, against " + to,
            .measured = other ? std::optional{ours / *other} : std::nullopt,
            .unit = "x",
            .most = most};
    row.note = other ? fmt::format("{:.2f} us", *other) : "npm ci in bench/live/peers brings it";
    return row;
}

} // namespace

std::vector<Row> cost(const Options& options) {
    keep_to_the_last_core();
    const Load load = load_of(options);
    constexpr std::array peers{Peer::ours, Peer::bare, Peer::node_ws, Peer::mosquitto};
    std::map<Peer, double> least; // of the repeats: what else the machine does only adds to it
    double frames = 0;
    for (std::size_t repeat = 0; repeat < load.repeats; ++repeat) {
        for (const Peer peer : peers) {
            if (ServerProcess::is_here(peer)) {
                const Spent spent = run(peer, load);
                const auto [known, is_new] = least.emplace(peer, spent.us_a_frame);
                known->second = std::min(known->second, spent.us_a_frame);
                frames += peer == Peer::ours ? spent.frames : 0;
            }
        }
    }
    const auto of = [&](Peer peer) {
        const auto found = least.find(peer);
        return found == least.end() ? std::nullopt : std::optional{found->second};
    };
    const double ours = least.at(Peer::ours);
    return {
        {.key = "frame_cpu_us",
         .what = fmt::format("CPU a delivered 2 KB frame, {} spectators, 5 a second", load.clients),
         .measured = ours,
         .unit = "us",
         .note = fmt::format("{:.0f} frames; the server on the first core, the spectators on "
                             "the last; the least of {} interleaved runs each",
                             frames, load.repeats)},
        ratio("frame_cpu_to_bare_x", "a bare loop over send", of(Peer::bare), ours, 1.15),
        ratio("frame_cpu_to_ws_x", "npm's ws", of(Peer::node_ws), ours, 0.75),
        ratio("frame_cpu_to_mosquitto_x", "mosquitto's WebSockets", of(Peer::mosquitto), ours,
              0.5)};
}

} // namespace lanterne::bench
