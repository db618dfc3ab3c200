#include "bench/ingest/whole.hpp"

#include <chrono>

#include <fmt/format.h>

#include "bench/ingest/cpu.hpp"
#include "bench/ingest/rig.hpp"

namespace lanterne::bench {
namespace {

/// Seconds on a core so far.
struct Spent {
    double ours = cpu_seconds_of(Rig::ingest_name);
    double server = cpu_seconds_of(Rig::postgres_name);
    double broker = cpu_seconds_of(Rig::broker_name);
};

std::optional<double> fixes_a_second(const std::vector<Rig::Commit>& commits) {
    std::size_t fixes = 0;
    for (const Rig::Commit& commit : commits) {
        fixes += commit.at > commits.front().at ? commit.fixes : 0;
    }
    const std::chrono::duration<double> took = commits.back().at - commits.front().at;
    return fixes > 0 ? std::optional{static_cast<double>(fixes) / took.count()} : std::nullopt;
}

} // namespace

WholeRun run_whole(const Options& options, int riders, std::size_t fixes_each) {
    Riders field{options.seed};
    const Field all{.first = 0, .count = riders};
    Rig rig{field, {all}};
    rig.start_ingest();
    rig.wait_for_sessions();
    rig.stop_ingest(); // its session stays: the broker now has what the next one needs
    const std::vector<Outgoing> messages = field.messages(all, {.fixes = fixes_each}, 0);
    Publisher{rig.broker().port(), "units"}.send(messages, std::chrono::system_clock::now());
    rig.broker().freeze();
    rig.start_ingest();
    rig.pin_all();
    const Spent before;
    rig.broker().thaw();
    const std::size_t fixes = fixes_each * static_cast<std::size_t>(riders);
    rig.wait_for_fixes(fixes, std::chrono::seconds{300});
    const Spent after;
    rig.expect_scored(fixes);
    const double us_a_fix = 1e6 / static_cast<double>(fixes);
    return {.fixes = fixes,
            .fixes_a_second = fixes_a_second(rig.commits()),
            .ours_us = us_a_fix * (after.ours - before.ours),
            .server_us = us_a_fix * (after.server - before.server),
            .broker_us = us_a_fix * (after.broker - before.broker)};
}

std::vector<Row> whole(const Options& options) {
    const WholeRun run =
        options.quick ? run_whole(options, 40, 200) : run_whole(options, 1'000, 1'000);
    return {{.key = "whole_fixes_per_s",
             .what = "fixes a second, committed and scored",
             .measured = run.fixes_a_second,
             .unit = "/s",
             .least = 100'000,
             .note = fmt::format("{} fixes, ten a batch, that the broker had; the ingest on a core "
                                 "of its own, broker and PostgreSQL on the other",
                                 run.fixes)},
            {.key = "whole_ingest_cpu_us",
             .what = "decode, match, score, store and receipt one fix: CPU, ours",
             .measured = run.ours_us,
             .unit = "us",
             .most = 5},
            {.key = "whole_cpu_us",
             .what = "and with PostgreSQL's",
             .measured = run.ours_us + run.server_us,
             .unit = "us",
             .most = 8,
             .note = fmt::format("PostgreSQL's {:.2f} us, the broker's {:.2f} us besides",
                                 run.server_us, run.broker_us)}};
}

} // namespace lanterne::bench
