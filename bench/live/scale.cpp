#include "bench/live/scale.hpp"

#include <algorithm>
#include <unordered_map>

#include <fmt/format.h>

#include "bench/live/crowd.hpp"
#include "bench/live/told_site.hpp"

namespace lanterne::bench {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr double noise_m = 3;
constexpr double most_ms = 150;
constexpr milliseconds a_second{1'000};

struct Load {
    std::size_t spectators;
    std::size_t athletes;
    int warm_up;
    int rounds;
};

Load load_of(const Options& options) {
    return options.quick ? Load{100, 50, 2, 3} : Load{10'000, 1'000, 5, 30};
}

double at_share(std::vector<double>& sorted, double share) {
    return sorted.at(static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1)));
}

} // namespace

std::vector<Row> scale(const Options& options) {
    const Load load = load_of(options);
    ToldSite site{load.athletes, noise_m, load.spectators};
    std::unordered_map<int, steady_clock::time_point> heard;
    heard.reserve(load.spectators);
    Crowd crowd{{.port = site.port(),
                 .clients = load.spectators,
                 .target = "/live/harbour-sprint",
                 .fields = "Sec-WebSocket-Extensions: permessage-deflate; "
                           "server_no_context_takeover; client_no_context_takeover\r\n",
                 .heard = [&](int client) { heard[client] = steady_clock::now(); }}};
    crowd.read_until_quiet();
    std::vector<double> latencies_ms;
    double cpu_before = 0;
    for (int round = 0; round < load.warm_up + load.rounds; ++round) {
        if (round == load.warm_up) {
            cpu_before = site.cpu_seconds();
        }
        heard.clear();
        const auto told = steady_clock::now();
        site.tell();
        crowd.read_for(std::max(
            std::chrono::duration_cast<milliseconds>(told + a_second - steady_clock::now()),
            milliseconds{1}));
        if (round < load.warm_up) {
            continue;
        }
        for (const auto& [client, at] : heard) {
            latencies_ms.push_back(std::chrono::duration<double, std::milli>(at - told).count());
        }
    }
    const double cpu = site.cpu_seconds() - cpu_before;
    const std::size_t expected = load.spectators * static_cast<std::size_t>(load.rounds);
    if (latencies_ms.size() < expected) {
        throw std::runtime_error{fmt::format("{} of {} messages came within their second",
                                             latencies_ms.size(), expected)};
    }
    std::ranges::sort(latencies_ms);
    return {{.key = "spectators_newest_p99_ms",
             .what = "newest message, 99 % of 10,000 spectators",
             .measured = at_share(latencies_ms, 0.99),
             .unit = "ms",
             .least = {},
             .most = most_ms,
             .note = fmt::format("{} spectators of {} athletes, {} s, from the ingest's first byte "
                                 "to a client's last; {:.0f} ms the first, {:.0f} ms half of them, "
                                 "{:.0f} ms the last",
                                 load.spectators, load.athletes, load.rounds, latencies_ms.front(),
                                 at_share(latencies_ms, 0.5), latencies_ms.back())},
            {.key = "spectators_core_share",
             .what = "of one core, for all of them",
             .measured = cpu / load.rounds,
             .unit = "",
             .least = {},
             .most = {},
             .note = {}}};
}

} // namespace lanterne::bench
