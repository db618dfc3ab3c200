#include "bench/http/mixed.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "bench/http/open_loop.hpp"
#include "bench/http/site.hpp"

namespace lanterne::bench {

namespace {

constexpr double per_second = 10'000;
constexpr double most_delay_ms = 10;

/// Of a hundred requests: the board and what follows it most, the race and its page when somebody
/// comes, single athletes of whom each is another.
std::vector<std::string> what_people_ask() {
    const std::string race = fmt::format("/api/v1/races/{}", slug);
    std::vector<std::string> paths;
    for (int bib = 1; bib <= entries; ++bib) {
        paths.insert(paths.end(), {race + "/standings", fmt::format("{}/entries/{}", race, bib),
                                   race + "/passages", race + "/digest",
                                   fmt::format("{}/events?since={}&limit=10", race, events - bib),
                                   race + "/splits", race, fmt::format("/r/{}", slug),
                                   race + "/rankings", "/api/v1/races"});
    }
    return paths;
}

double at_share(const std::vector<double>& sorted, double share) {
    const auto index = static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1));
    return sorted.empty() ? 0 : sorted[index];
}

} // namespace

std::vector<Row> mixed(const HttpOptions& options) {
    Site site;
    site.start(Core::any);
    const OpenLoop plan{.port = site.port(),
                        .paths = what_people_ask(),
                        .per_second = options.quick ? per_second / 10 : per_second,
                        .length = std::chrono::seconds{options.quick ? 2 : 60}};
    const OpenLoopResult result = run_open_loop(plan);
    const std::string note =
        fmt::format("{} requests of {} paths at {:.0f} a second; half of them within {:.2f} ms, "
                    "the slowest {:.1f} ms",
                    result.delays_ms.size(), plan.paths.size(), plan.per_second,
                    at_share(result.delays_ms, 0.5), at_share(result.delays_ms, 1));
    return {{.key = "http_mixed_p99_ms",
             .what = "mixed REST at 10,000 a second, 99 %",
             .measured = at_share(result.delays_ms, 0.99),
             .unit = "ms",
             .least = {},
             .most = most_delay_ms,
             .note = note},
            {.key = "http_mixed_errors",
             .what = "of them errors",
             .measured = static_cast<double>(result.errors),
             .unit = "",
             .least = {},
             .most = 0,
             .note = result.first_error.empty() ? "" : "the first: " + result.first_error}};
}

} // namespace lanterne::bench
