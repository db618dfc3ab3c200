#include <cstdlib>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "bench/ingest/backlog.hpp"
#include "bench/ingest/latency.hpp"
#include "bench/ingest/recorder.hpp"
#include "bench/ingest/store.hpp"
#include "bench/ingest/whole.hpp"
#include "bench/report/groups.hpp"

/// Exit 1 when a goal is missed or a measurement failed.
int main(int argc, char** argv) {
    using namespace lanterne::bench;
    CLI::App app{"Measures what ingest promises, beside the fastest that promises nothing.",
                 "lanterne_bench_ingest"};
    Options options;
    // A new group of rows: its own pair of files, and a line here.
    const std::vector<Group> groups{{"store", [&] { return store(options); }},
                                    {"whole", [&] { return whole(options); }},
                                    {"latency", [&] { return latency(options); }},
                                    {"backlog", [&] { return backlog(options); }},
                                    {"recorder", [&] { return recorder(options); }}};
    std::vector<std::string> only;
    app.add_flag("--quick", options.quick, "seconds in all; figures are not judged");
    app.add_option("--seed", options.seed, "other tracks");
    app.add_option("--rows", only, "these groups of rows alone")
        ->check(CLI::IsMember(names_of(groups)));
    CLI11_PARSE(app, argc, argv);
    fmt::print("seed {}\n", options.seed);
    const Outcome outcome = measure(groups, only);
    // A quick look is too short for figures of time: they are shown, not judged.
    return outcome.failed == 0 && (outcome.missed == 0 || options.quick) ? EXIT_SUCCESS
                                                                         : EXIT_FAILURE;
}
