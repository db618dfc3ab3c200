#include "bench/http/cached.hpp"

#include <fstream>

#include <fmt/format.h>

#include "bench/http/peer.hpp"
#include "bench/http/site.hpp"
#include "bench/http/wrk.hpp"
#include "bench/report/shares.hpp"
#include "service/http_client.hpp"

namespace lanterne::bench {

namespace {

constexpr double least_share_of_peer = 0.7;
constexpr double least_uncached_per_second = 7'000;

/// A path that nobody asked for before, each time; by wrk's own interpreter.
std::string counting_script(const support::TempFolder& folder) {
    const std::string script = folder.path() / "count.lua";
    std::ofstream{script} << fmt::format(
        "local n = 0\nrequest = function()\n    n = (n + 1) % {}\n    return wrk.format('GET', "
        "'/api/v1/races/{}/events?limit=1&since=' .. n)\nend\n",
        events - 1, slug);
    return script;
}

} // namespace

std::vector<Row> cached(const HttpOptions& options) {
    const std::chrono::seconds length{options.quick ? 1 : 4};
    const int rounds = options.quick ? 1 : 5;
    Site site;
    site.start(Core::first);
    const std::string url = site.url(fmt::format("/api/v1/races/{}/entries/1", slug));
    const auto reply = service::http_get(url, std::chrono::seconds{10});
    const Peer peer{reply ? reply->body.size() : 0};

    std::vector<double> ours;
    std::vector<double> theirs;
    for (int round = 0; round < rounds; ++round) {
        ours.push_back(requests_per_second(url, length));
        theirs.push_back(requests_per_second(peer.url(), length));
    }
    const support::TempFolder folder;
    site.start(Core::any);
    const double uncached = requests_per_second(site.url("/"), length, counting_script(folder));
    const std::string note = fmt::format("{} bytes, 64 connections, one core, {} rounds in turn",
                                         reply ? reply->body.size() : 0, rounds);
    return {{.key = "http_cached_share_of_nginx",
             .what = "cached GET against nginx `return 200`",
             .measured = at_share(ours, 0.5) / at_share(theirs, 0.5),
             .unit = "x",
             .least = least_share_of_peer,
             .most = {},
             .note = note},
            {.key = "http_cached_per_s",
             .what = "cached GET",
             .measured = at_share(ours, 0.5),
             .unit = "/s",
             .least = {},
             .most = {},
             .note = ""},
            {.key = "http_nginx_per_s",
             .what = "nginx `return 200`",
             .measured = at_share(theirs, 0.5),
             .unit = "/s",
             .least = {},
             .most = {},
             .note = ""},
            {.key = "http_uncached_per_s",
             .what = "GET that asks PostgreSQL",
             .measured = uncached,
             .unit = "/s",
             .least = least_uncached_per_second,
             .most = {},
             .note = "a page of one event, another one each time; server and PostgreSQL share "
                     "the cores"}};
}

} // namespace lanterne::bench
