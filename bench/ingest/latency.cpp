#include "bench/ingest/latency.hpp"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

#include "bench/ingest/cpu.hpp"
#include "bench/ingest/delays.hpp"
#include "bench/ingest/rig.hpp"

namespace lanterne::bench {
namespace {

constexpr std::size_t in_batch = 5;

/// How much is sent.
struct Load {
    int races = 5;
    int riders = 2'000; ///< of each
    std::size_t fixes_each = 60;
    double seconds_between = in_batch; ///< batches of a unit
    std::chrono::seconds settling{15}; ///< in which units are seen for the first time
};

std::vector<Field> fields_of(const Load& load) {
    std::vector<Field> fields;
    for (int race = 0; race < load.races; ++race) {
        fields.push_back({.first = race * load.riders, .count = load.riders});
    }
    return fields;
}

} // namespace

std::vector<Row> latency(const Options& options) {
    const Load load = options.quick ? Load{.races = 1,
                                           .riders = 200,
                                           .fixes_each = 30,
                                           .seconds_between = 1,
                                           .settling = std::chrono::seconds{2}}
                                    : Load{};
    Riders riders{options.seed};
    Rig rig{riders, fields_of(load)};
    rig.start_ingest();
    rig.wait_for_sessions();
    const Field all{.first = 0, .count = load.races * load.riders};
    const std::vector<Outgoing> messages = riders.messages(
        all, {.fixes = load.fixes_each, .in_batch = in_batch}, load.seconds_between);
    Publisher units{rig.broker().port(), "units"};
    const double ours_before = cpu_seconds_of(Rig::ingest_name);
    const double server_before = cpu_seconds_of(Rig::postgres_name);
    const Sending sending{.field = all,
                          .in_batch = in_batch,
                          .seconds_between = load.seconds_between,
                          .began = std::chrono::system_clock::now()};
    units.send(messages, sending.began);
    const std::size_t fixes = load.fixes_each * static_cast<std::size_t>(all.count);
    rig.wait_for_fixes(fixes, std::chrono::seconds{60});
    const double ours_s = cpu_seconds_of(Rig::ingest_name) - ours_before;
    const double server_s = cpu_seconds_of(Rig::postgres_name) - server_before;
    rig.expect_scored(fixes);
    const Delays found =
        delays(rig.commits(), sending, sending.began + load.settling, WallTime::max());
    const auto a_fix = 1e6 / static_cast<double>(fixes);
    return {{.key = "publish_to_commit_median_ms",
             .what = fmt::format("{} units at {:.0f} Hz by fives: publish to COMMIT, 50 %",
                                 all.count, in_batch / load.seconds_between),
             .measured = found.at(0.5),
             .unit = "ms",
             .most = 150,
             .note = fmt::format("{} batches, {} races of {}; CPU a fix {:.1f} us ours, {:.1f} us "
                                 "PostgreSQL's",
                                 found.size(), load.races, load.riders, a_fix * ours_s,
                                 a_fix * server_s)},
            {.key = "publish_to_commit_99_ms",
             .what = "and 99 %",
             .measured = found.at(0.99),
             .unit = "ms",
             .most = 400,
             .note = fmt::format("the longest took {:.0f} ms", found.at(1))}};
}

} // namespace lanterne::bench
