#include "bench/live/cost.hpp"

#include <barrier>
#include <future>
#include <optional>
#include <stdexcept>
#include <thread>
#include <vector>

#include <arpa/inet.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <netinet/in.h>
#include <sched.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bench/live/broker_crowd.hpp"
#include "bench/live/crowd.hpp"
#include "bench/live/server_process.hpp"
#include "bench/report/shares.hpp"
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

/// Those who are measured at the same time begin and end each part of it together.
using Together = std::barrier<>;

Spent run(Peer peer, const Load& load, Together& together) {
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
    together.arrive_and_wait();
    read(crowd, who, load.warm_up, a_round);
    together.arrive_and_wait();
    const double cpu_before = server.cpu_seconds();
    const auto bytes_before = crowd.bytes();
    read(crowd, who, load.measured, a_round);
    const double frames = static_cast<double>(crowd.bytes() - bytes_before) / bytes_each;
    const double cpu = server.cpu_seconds() - cpu_before;
    together.arrive_and_wait(); // nobody goes while another is still measured
    return {1e6 * cpu / frames, frames};
}

struct Pair {
    Spent ours;
    Spent other;
};

/// Both at the same time: whatever else the machine and its host do, they do to both.
Pair run_pair(Peer other, const Load& load) {
    Together together{2};
    const auto run_one = [&](Peer peer) {
        try {
            return run(peer, load, together);
        } catch (...) {
            together.arrive_and_drop(); // the other one goes on alone
            throw;
        }
    };
    auto theirs = std::async(std::launch::async, run_one, other);
    const Spent ours = run_one(Peer::ours);
    return {ours, theirs.get()};
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

struct Rival {
    Peer peer;
    std::string key;
    std::string name;
    double most; ///< of our share
};

Row against(const Rival& rival, const Load& load, std::vector<Spent>& ours) {
    Row row{.key = rival.key,
            .what = "CPU a delivered 2 KB frame, against " + rival.name,
            .unit = "x",
            .most = rival.most};
    if (!ServerProcess::is_here(rival.peer)) {
        row.note = "npm ci in bench/live/peers brings it";
        return row;
    }
    std::vector<double> shares;
    std::vector<double> theirs;
    for (std::size_t repeat = 0; repeat < load.repeats; ++repeat) {
        const Pair pair = run_pair(rival.peer, load);
        shares.push_back(pair.ours.us_a_frame / pair.other.us_a_frame);
        theirs.push_back(pair.other.us_a_frame);
        ours.push_back(pair.ours);
    }
    row.measured = at_share(shares, 0.5);
    row.note = fmt::format("{:.2f} us; both at once, the median of {:.2f}", at_share(theirs, 0.5),
                           fmt::join(shares, ", "));
    return row;
}

} // namespace

std::vector<Row> cost(const Options& options) {
    keep_to_the_last_core();
    const Load load = load_of(options);
    std::vector<Spent> ours;
    std::vector<Row> rows;
    for (const Rival& rival :
         {Rival{Peer::bare, "frame_cpu_to_bare_x", "a bare loop over send", 1.15},
          Rival{Peer::node_ws, "frame_cpu_to_ws_x", "npm's ws", 0.75},
          Rival{Peer::mosquitto, "frame_cpu_to_mosquitto_x", "mosquitto's WebSockets", 0.5}}) {
        rows.push_back(against(rival, load, ours));
    }
    double frames = 0;
    std::vector<double> spent;
    for (const Spent& one : ours) {
        frames += one.frames;
        spent.push_back(one.us_a_frame);
    }
    rows.insert(
        rows.begin(),
        {.key = "frame_cpu_us",
         .what = fmt::format("CPU a delivered 2 KB frame, {} spectators, 5 a second", load.clients),
         .measured = at_share(spent, 0.5),
         .unit = "us",
         .note = fmt::format("{:.0f} frames; servers on the first core, spectators on the "
                             "last",
                             frames)});
    return rows;
}

} // namespace lanterne::bench
